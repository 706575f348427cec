"""How an award comes about: the case with its nominees, from the choice to the register."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.commendation.models.awards import ThematicTopic, recipient_fits
from tongket.commendation.models.movements import EmulationModel
from tongket.commendation.rules import Form, GiverLevel, Ground, Recipient, State
from tongket.org.models import Unit, UnitOwned


class Case(UnitOwned):
    """One form of award for one ground, with all who are nominated for it.

    unit: that runs it; giver_unit: that decides, where it keeps books here. from_year … to_year: the years it is for;
    year: in whose review it counts. What a step holds is empty until the step is done.
    """

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    state = models.CharField(_("State"), max_length=10, choices=State, default=State.CHOOSING)
    year = models.PositiveSmallIntegerField(_("Counts in"))
    recipient = models.CharField(_("Recipient"), max_length=12, choices=Recipient)
    ground = models.CharField(_("Given for"), max_length=10, choices=Ground)
    form = models.CharField(_("Form of award"), max_length=11, choices=Form)
    title = models.CharField(_("Award title"), max_length=200)
    from_year = models.PositiveSmallIntegerField(_("From year"))
    to_year = models.PositiveSmallIntegerField(_("To year"))
    topic = models.ForeignKey(
        ThematicTopic, models.PROTECT, null=True, blank=True, related_name="cases",
        verbose_name=_("Subject of commendation"),
    )  # fmt: skip
    giver_level = models.CharField(_("Level of who decides"), max_length=10, choices=GiverLevel)
    giver = models.CharField(_("Given by"), max_length=200)
    giver_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Unit that decides")
    )
    proposal_number = models.CharField(_("Number of the proposal"), max_length=60, blank=True)
    proposed_on = models.DateField(_("Proposed on"), null=True, blank=True)
    council = models.CharField(_("Council"), max_length=200, blank=True)
    council_on = models.DateField(_("Council met on"), null=True, blank=True)
    council_size = models.PositiveSmallIntegerField(_("Members of the council"), null=True, blank=True)
    council_present = models.PositiveSmallIntegerField(_("Took part"), null=True, blank=True)
    decision_number = models.CharField(_("Decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    base_salary = models.PositiveIntegerField(_("Base salary"), null=True, blank=True)
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed over at")
    )
    handed_over_on = models.DateField(_("Handed over on"), null=True, blank=True)

    class Meta:
        verbose_name = _("commendation case")
        constraints = [
            models.CheckConstraint(condition=Q(from_year__lte=F("to_year")), name="a_case_is_for_years_in_order"),
            models.CheckConstraint(
                condition=Q(council_size__isnull=True) | Q(council_present__lte=F("council_size")),
                name="only_members_of_the_council_take_part",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DECIDED, State.HANDED])
                | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
                name="a_decided_case_has_its_decision",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("commendation:case", args=[self.pk])

    @property
    def period(self) -> str:
        return str(self.from_year) if self.from_year == self.to_year else f"{self.from_year}-{self.to_year}"


class Nominee(UnitOwned):
    """Somebody nominated in a case. unit: the organisation itself, the member's cell, or the unit of the collective."""

    data_class = "D2"
    part_of = "case"
    person_prefix = "member__person"

    case = models.ForeignKey(Case, models.PROTECT, related_name="nominees")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    recipient = models.CharField(_("Recipient"), max_length=12, choices=Recipient)
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Member")
    )
    model = models.ForeignKey(
        EmulationModel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Model")
    )
    name = models.CharField(_("Name of the collective"), max_length=200, blank=True)
    achievement = models.CharField(_("Achievement"), max_length=500, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("Votes for"), null=True, blank=True)
    is_supported = models.BooleanField(_("Supported by the council"), null=True, blank=True)

    class Meta:
        verbose_name = _("nominee")
        constraints = [
            recipient_fits("a_nominee_is_what_its_recipient_says"),
            models.UniqueConstraint(
                fields=["case", "member"],
                condition=Q(member__isnull=False),
                name="a_member_is_nominated_once_in_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "unit", "name"],
                condition=Q(member__isnull=True, model__isnull=True),
                name="a_collective_is_nominated_once_in_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "model"], condition=Q(model__isnull=False), name="a_model_is_nominated_once_in_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.recipient

    @property
    def recipient_name(self) -> str:
        """Who is nominated. Needs unit__place, member__person and model fetched."""
        if self.member is not None:
            return self.member.person.full_name
        return self.name or (self.model.name if self.model is not None else self.unit.place.name)
