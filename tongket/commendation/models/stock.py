"""The stock that certificates are printed onto: a paper that bears frame and heading already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned


class Stock(UnitOwned):
    """Where the lines of a certificate stand on the stock of a unit, in mm, and by how much its printer is off.

    lines: name of a line → its height on the page (mm), size and least size of the letters (pt).
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    name = models.CharField(_("Name of the stock"), max_length=120)
    width_mm = models.DecimalField(_("Width (mm)"), max_digits=5, decimal_places=1)
    height_mm = models.DecimalField(_("Height (mm)"), max_digits=5, decimal_places=1)
    margin_mm = models.DecimalField(_("Margin left and right (mm)"), max_digits=5, decimal_places=1)
    offset_x_mm = models.DecimalField(_("Moved to the right (mm)"), max_digits=4, decimal_places=1, default=0)
    offset_y_mm = models.DecimalField(_("Moved down (mm)"), max_digits=4, decimal_places=1, default=0)
    lines = models.JSONField(_("Lines"), default=dict)

    class Meta:
        verbose_name = _("stock of certificates")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_stock_of_a_unit_has_its_own_name"),
            models.CheckConstraint(
                condition=models.Q(width_mm__gt=0, height_mm__gt=0), name="a_stock_has_width_and_height"
            ),
        ]

    def __str__(self) -> str:
        return self.name
