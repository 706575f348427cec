from django.db import models
from django.utils.translation import gettext_lazy as _


class SwappedDay(models.Model):
    """One day that the office works, or does not work, against the usual calendar.

    A row wins over weekends and over the public holidays of the library.
    """

    data_class = "D0"

    day = models.DateField(_("day"))
    is_working = models.BooleanField(_("is a working day"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("swapped day")
        verbose_name_plural = _("swapped days")
        constraints = [models.UniqueConstraint(fields=["day"], name="one_row_per_swapped_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
