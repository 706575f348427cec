"""Levels of mass organisations and titles of agencies, as recorded."""

from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned
from tongket.rating.rules import Level


class MassOrganisationLevel(UnitOwned):
    """The level that a mass organisation got from its own superior: recorded, not decided (R-MAS-01)."""

    data_class = "D1"

    class Kind(TextChoices):
        TRADE_UNION = "TRADE_UNION", _("trade union")
        YOUTH = "YOUTH", _("Youth Union")
        WOMEN = "WOMEN", _("Women's Union")
        VETERANS = "VETERANS", _("Veterans' Association")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    kind = models.CharField(_("Type"), max_length=11, choices=Kind)
    name = models.CharField(_("Name"), max_length=120)
    year = models.PositiveSmallIntegerField(_("Year"))
    level_text = models.CharField(_("Level in its own words"), max_length=80)
    level = models.CharField(_("Level"), max_length=13, choices=Level)
    document = models.CharField(_("Document"), max_length=120)

    class Meta:
        verbose_name = _("level of a mass organisation")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "name", "year"], name="one_level_of_a_mass_organisation_in_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class AgencyTitle(UnitOwned):
    """Whether the agency of a unit was recognised for a title that it can apply for (R-AGY-01 … -03)."""

    data_class = "D1"

    class Kind(TextChoices):
        CULTURE = "CULTURE", _("cultural standard")
        SECURITY = "SECURITY", _("security and order")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    kind = models.CharField(_("Type"), max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(_("Year"))
    is_recognised = models.BooleanField(_("Recognised"))
    document = models.CharField(_("Document"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("title of an agency")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_title_of_a_kind_for_an_agency_in_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
