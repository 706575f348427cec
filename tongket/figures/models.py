"""Numbers that a unit sent because it keeps no records here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned


class ReportedValues(UnitOwned):
    """All figures of one unit and year that came in an accepted report or as an estimate: one row, keys to numbers."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reported_values")
    year = models.PositiveSmallIntegerField()
    values = models.JSONField(default=dict)  # figure key → number as text
    is_estimate = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("reported values")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_row_of_reported_values_per_unit_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
