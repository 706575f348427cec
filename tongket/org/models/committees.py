"""Committees of a unit for a term, and the consents that a departure from the rule needs."""

from datetime import date

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.dated import DatedRows
from tongket.org.models.units import Unit, UnitOwned


class CommitteeKind(TextChoices):
    EXECUTIVE = "executive", _("executive committee")
    CELL = "cell", _("cell committee")
    INSPECTION = "inspection", _("inspection commission")


class CommitteeTerm(UnitOwned):
    """A committee of a unit for one term, with the sizes that the superior set for it (R-ORG-14)."""

    data_class = "D1"

    class How(TextChoices):
        ELECTED = "elected", _("elected")
        APPOINTED = "appointed", _("appointed")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="committee_terms", verbose_name=_("Unit"))
    kind = models.CharField(_("Committee"), max_length=10, choices=CommitteeKind)
    name = models.CharField(_("Term"), max_length=40)
    how = models.CharField(_("How"), max_length=9, choices=How)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"))  # the first day on which the term no longer holds, as planned
    congress_on = models.DateField(_("Day of the congress"), null=True, blank=True)
    committee_size = models.PositiveSmallIntegerField(_("Committee members"))
    standing_size = models.PositiveSmallIntegerField(_("Members of the standing committee"), default=0)
    deputies = models.PositiveSmallIntegerField(_("Deputy secretaries"), default=0)
    inspection_size = models.PositiveSmallIntegerField(_("Members of the inspection commission"), default=0)
    size_document = models.CharField(_("Sizes set by"), max_length=60, blank=True)
    size_document_on = models.DateField(_("Date of that document"), null=True, blank=True)
    reason = models.CharField(_("Why it departs from the rule"), max_length=300, blank=True)

    objects = DatedRows.as_manager()

    class Meta:
        verbose_name = _("term of a committee")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "from_on"], name="a_term_of_a_committee_starts_once_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="a_term_of_a_committee_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("units:committee", args=[self.unit.code, self.pk])

    def is_running(self, on: date) -> bool:
        return self.from_on <= on < self.until_on


class ConsentKind(TextChoices):
    """What the direct superior committee consents to (R-ORG-04)."""

    SMALL_COMMITTEE = "small_committee", _("a committee organisation with fewer than 30 members")
    LARGE_CELL = "large_cell", _("a cell with more than 30 members")
    SECTION = "section", _("a section organisation")


class Consent(UnitOwned):
    """The paper by which the direct superior committee consented to a unit outside the ordinary sizes (R-ORG-04)."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consents", verbose_name=_("Unit"))
    kind = models.CharField(_("Consent to"), max_length=16, choices=ConsentKind)
    number = models.CharField(_("Number of the document"), max_length=40)
    decided_on = models.DateField(_("Date of the document"))
    issuer = models.CharField(_("Issued by"), max_length=200)

    class Meta:
        verbose_name = _("consent of the superior committee")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "decided_on"], name="one_consent_of_a_kind_on_a_day")
        ]

    def __str__(self) -> str:
        return self.number
