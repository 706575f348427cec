"""The latest moment that this system has seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongket.org.models.units import Classed


class ClockMark(Classed):
    """One row: the latest moment and the latest day of business that this system has seen (S-03).

    A clock that is set back gives no ended right back.
    """

    ONLY = 1
    data_class = "D1"

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        verbose_name = _("latest moment seen")

    def __str__(self) -> str:
        return f"{self.at}"
