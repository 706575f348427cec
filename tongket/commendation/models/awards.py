"""Awards, the subjects of thematic commendation, and what a body decided about a run of years."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.commendation.models.movements import EmulationModel
from tongket.commendation.rules import Family, Form, Ground, Recipient, RunDecisionKind
from tongket.org.models import Unit, UnitOwned


def recipient_fits(name: str) -> Any:
    """What is named is what the recipient says: a member, a model, a collective by its name, or the unit itself."""
    return models.CheckConstraint(
        condition=Q(recipient=Recipient.MEMBER, member__isnull=False, model__isnull=True, name="")
        | Q(recipient=Recipient.ORGANISATION, member__isnull=True, model__isnull=True, name="")
        | Q(recipient=Recipient.MODEL, member__isnull=True, model__isnull=False, name="")
        | (Q(recipient=Recipient.COLLECTIVE, member__isnull=True, model__isnull=True) & ~Q(name="")),
        name=name,
    )


class ThematicTopic(UnitOwned):
    """A subject on which a unit commends in a year."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    name = models.CharField(_("Subject of commendation"), max_length=200)
    order = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        verbose_name = _("subject of commendation")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="a_subject_is_opened_once_in_a_year")
        ]

    def __str__(self) -> str:
        return self.name


class Award(UnitOwned):
    """One award to one recipient.

    unit: the organisation commended, the member's cell, or the unit of a collective that is no Party unit or of a model
    (R-COM-09). from_year … to_year: the years it is for; year: the year in whose review it counts, which may be later
    (R-COM, 6.1). amount: the money that goes with it, in đồng; None: none, or not known.
    """

    data_class = "D2"
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="awards", verbose_name=_("Unit"))
    recipient = models.CharField(_("Recipient"), max_length=12, choices=Recipient)
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="awards",
        verbose_name=_("Member"),
    )  # fmt: skip
    model = models.ForeignKey(
        EmulationModel, models.PROTECT, null=True, blank=True, related_name="awards", verbose_name=_("Model")
    )
    name = models.CharField(_("Name of the collective"), max_length=200, blank=True)
    family = models.CharField(_("Kind of award"), max_length=5, choices=Family, default=Family.PARTY)
    form = models.CharField(_("Form of award"), max_length=11, choices=Form)
    ground = models.CharField(_("Given for"), max_length=10, choices=Ground)
    title = models.CharField(_("Award title"), max_length=200)
    giver = models.CharField(_("Given by"), max_length=200)
    giver_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    from_year = models.PositiveSmallIntegerField(_("From year"))
    to_year = models.PositiveSmallIntegerField(_("To year"))
    year = models.PositiveSmallIntegerField(_("Counts in"))
    decision_number = models.CharField(_("Decision"), max_length=60)
    decided_on = models.DateField(_("Decided on"))
    topic = models.ForeignKey(
        ThematicTopic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("Subject of commendation"),
    )
    amount = models.PositiveIntegerField(_("Money (dong)"), null=True, blank=True)
    nominee = models.OneToOneField(
        "commendation.Nominee", models.PROTECT, null=True, blank=True, related_name="award", editable=False
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed over at")
    )
    handed_over_on = models.DateField(_("Handed over on"), null=True, blank=True)
    is_first_of_year = models.BooleanField(default=True, editable=False)  # who has several is counted once, by this one
    register_number = models.CharField(_("Number in the register"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("award")
        constraints = [
            recipient_fits("an_award_is_for_what_its_recipient_says"),
            models.CheckConstraint(condition=Q(from_year__lte=F("to_year")), name="an_award_is_for_years_in_order"),
            models.CheckConstraint(
                condition=~Q(ground=Ground.STREAK) | Q(to_year=F("from_year") + 4), name="a_run_has_five_years"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=True) | Q(ground=Ground.THEMATIC), name="only_thematic_awards_have_a_subject"
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return self.decision_number

    def get_absolute_url(self) -> str:
        return reverse("commendation:record", args=[self.pk])

    @property
    def recipient_name(self) -> str:
        """Who was commended. Needs unit__place, member__person and model fetched."""
        if self.member is not None:
            return self.member.person.full_name
        return self.name or (self.model.name if self.model is not None else self.unit.place.name)

    @property
    def period(self) -> str:
        """The years it is for: "2020" or "2015-2019"."""
        return str(self.from_year) if self.from_year == self.to_year else f"{self.from_year}-{self.to_year}"


class RunDecision(UnitOwned):
    """What the competent body decided about a run of years: that the levels of a predecessor count for its successor
    (R-ORG-11), or that a year without a level does not break the run (R-COM-03).

    unit: the successor, or the unit or the member's cell whose year it is.
    """

    data_class = "D2"
    person_prefix = "member__person"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    kind = models.CharField(_("Decided"), max_length=11, choices=RunDecisionKind)
    predecessor = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Predecessor")
    )
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Member")
    )
    year = models.PositiveSmallIntegerField(_("Year"), null=True, blank=True)
    number = models.CharField(_("Number of the decision"), max_length=60)
    decided_on = models.DateField(_("Decided on"))
    issuer = models.CharField(_("Issued by"), max_length=200)

    class Meta:
        verbose_name = _("decision on a run of years")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=RunDecisionKind.SUCCESSION, predecessor__isnull=False, member__isnull=True, year__isnull=True
                )
                | Q(kind=RunDecisionKind.GAP, predecessor__isnull=True, year__isnull=False),
                name="a_decision_on_a_run_names_a_predecessor_or_a_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "predecessor"], condition=Q(predecessor__isnull=False), name="a_run_goes_on_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
