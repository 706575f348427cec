"""Mass organisations and host agencies, named once; their levels and titles by year, as others decided them."""

from django.db import models
from django.db.models import Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned
from tongket.rating.rules import Level


class BodyKind(TextChoices):
    TRADE_UNION = "TRADE_UNION", _("trade union")
    YOUTH = "YOUTH", _("Youth Union")
    WOMEN = "WOMEN", _("Women's Union")
    VETERANS = "VETERANS", _("Veterans' Association")
    FARMERS = "FARMERS", _("Farmers' Union")
    AGENCY = "AGENCY", _("agency")


class RecordedBody(UnitOwned):
    """A mass organisation, or the agency that hosts a unit: named once, until it ends (R-MAS-01, R-MAS-02)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    kind = models.CharField(_("Type"), max_length=11, choices=BodyKind)
    name = models.CharField(_("Name"), max_length=120)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("mass organisation or agency")
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "name"], name="a_recorded_body_is_named_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rating:body", args=[self.pk])


class BodyMembers(UnitOwned):
    """How many members a mass organisation had at the end of a year."""

    data_class = "D1"
    part_of = "body"

    body = models.ForeignKey(RecordedBody, models.PROTECT, related_name="members", verbose_name=_("Name"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("Year"))
    members = models.PositiveIntegerField(_("Members"))

    class Meta:
        verbose_name = _("members of a mass organisation")
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="members_are_counted_once_for_a_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.members}"


class MassOrganisationLevel(UnitOwned):
    """The level that a mass organisation got from its own superior: recorded, not decided (R-MAS-01).

    is_applicable: whether it is rated for that year at all; if not, it has no level and is in no share (R-MAS-02).
    """

    data_class = "D1"
    part_of = "body"
    Kind = BodyKind

    body = models.ForeignKey(RecordedBody, models.PROTECT, related_name="levels", verbose_name=_("Name"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    is_applicable = models.BooleanField(_("Rated for this year"), default=True)
    level_text = models.CharField(_("Level in its own words"), max_length=80, blank=True)
    level = models.CharField(_("Level"), max_length=13, choices=Level, blank=True)
    document = models.CharField(_("Document"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("level of a mass organisation")
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="one_level_of_a_mass_organisation_in_a_year"),
            models.CheckConstraint(
                condition=Q(is_applicable=True) & ~Q(level="") | Q(is_applicable=False, level=""),
                name="a_mass_organisation_has_a_level_or_is_not_rated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.year}"


class AgencyTitle(UnitOwned):
    """Whether an agency was recognised for a title; not applicable: it cannot apply for it (R-AGY-01 … -03)."""

    data_class = "D1"
    part_of = "body"

    class Kind(TextChoices):
        CULTURE = "CULTURE", _("cultural standard")
        SECURITY = "SECURITY", _("security and order")

    body = models.ForeignKey(RecordedBody, models.PROTECT, related_name="titles", verbose_name=_("Name"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    kind = models.CharField(_("Title of an agency"), max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(_("Year"))
    is_applicable = models.BooleanField(_("Can apply for it"), default=True)
    is_recognised = models.BooleanField(_("Recognised"))
    document = models.CharField(_("Document"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("title of an agency")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "year"], name="one_title_of_a_kind_for_an_agency_in_a_year"
            ),
            models.CheckConstraint(
                condition=Q(is_applicable=True) | Q(is_recognised=False),
                name="who_cannot_apply_for_a_title_is_not_recognised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
