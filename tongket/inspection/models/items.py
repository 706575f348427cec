"""Items of a year's programme, whom they are about and who carries them out."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.inspection.models.parties import AboutParty, one_party
from tongket.inspection.rules import CASES, ENDED, OPEN_MANNERS, Act, Manner, Owner, Role, State
from tongket.org.models import Unit, UnitOwned


class ProgrammeItem(UnitOwned):
    """One inspection or supervision of a year. What is planned is on the approved list (D1); the rest of it is D4.

    subject: the theme. Of a case (signs of violation, a complaint) number, day, kind and state are kept alone: it has
    no theme, no period and no team, and nobody is named before it is concluded. Source: R-INS-07, R-DAT-03.
    first_due_on: the day before it was postponed. decision: what postponed or dropped it.
    limit_on: the day by which what was opened has to be concluded; extended_by: number of what extended it.
    """

    data_class = "D4"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="programme_items", verbose_name=_("Unit"))
    owner = models.CharField(_("Whose programme"), max_length=10, choices=Owner)
    act = models.CharField(_("Act"), max_length=11, choices=Act)
    manner = models.CharField(_("Manner"), max_length=9, choices=Manner)
    subject = models.CharField(_("Theme"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("Year"))
    is_planned = models.BooleanField(_("In the programme"))
    programme_number = models.CharField(_("Programme"), max_length=40, blank=True)
    number = models.CharField(_("Register number"), max_length=40, blank=True)
    received_on = models.DateField(_("Received on"), null=True, blank=True)
    period_from_on = models.DateField(_("Period inspected from"), null=True, blank=True)
    period_to_on = models.DateField(_("Period inspected to"), null=True, blank=True)
    start_on = models.DateField(_("Planned start"), null=True, blank=True)
    due_on = models.DateField(_("Due on"))
    first_due_on = models.DateField(_("Due before it was postponed"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=9, choices=State, default=State.PLANNED)
    opening_number = models.CharField(_("Decision that opened it"), max_length=40, blank=True)
    opened_on = models.DateField(_("Item opened on"), null=True, blank=True)
    limit_on = models.DateField(_("To be concluded by"), null=True, blank=True)
    extended_by = models.CharField(_("Extended by"), max_length=40, blank=True)
    decision = models.CharField(_("Postponed or dropped by"), max_length=40, blank=True)
    decided_on = models.DateField(_("Postponed or dropped on"), null=True, blank=True)
    why = models.CharField(_("Why it was postponed or dropped"), max_length=300, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)
    closed_on = models.DateField(_("File closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("programme item")
        constraints = [
            models.CheckConstraint(
                condition=Q(manner__in=OPEN_MANNERS) | Q(is_planned=False, act=Act.INSPECTION, subject=""),
                name="a_case_is_outside_the_programme_and_has_no_theme",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, done_on__isnull=False) | (~Q(state__in=ENDED) & Q(done_on__isnull=True)),
                name="an_item_that_is_done_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(period_to_on__isnull=True) | Q(period_from_on__lte=F("period_to_on")),
                name="a_period_inspected_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return f"{self.act} {self.year}"

    @property
    def is_late(self) -> bool:
        """Whether it was carried out after its day."""
        return self.done_on is not None and self.done_on > self.due_on

    @property
    def is_case(self) -> bool:
        return self.manner in CASES

    @property
    def title(self) -> str:
        """What it is called: its theme; of a case its kind and number."""
        return self.subject or f"{str(self.get_manner_display()).capitalize()} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.pk])


class InspectedParty(AboutParty):
    """An organisation or a member that one item is about, named when it is planned; it counts from the day it was
    inspected on, for the unit whose item it is.
    """

    data_class = "D4"
    part_of = "item"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="parties")
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("inspected party")
        constraints = [
            one_party("one_inspected_party_is_a_unit_or_a_member"),
            models.UniqueConstraint(
                fields=["item", "party_unit"], condition=Q(party_unit__isnull=False), name="a_unit_is_in_an_item_once"
            ),
            models.UniqueConstraint(
                fields=["item", "party_member"],
                condition=Q(party_member__isnull=False),
                name="a_member_is_in_an_item_once",
            ),
        ]

    def __str__(self) -> str:
        return self.party

    def get_absolute_url(self) -> str:
        return reverse("inspection:item", args=[self.item_id])


class TeamMember(UnitOwned):
    """Somebody of the roll who carries an item out."""

    data_class = "D4"
    part_of = "item"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    item = models.ForeignKey(ProgrammeItem, models.CASCADE, related_name="team")
    member = models.ForeignKey("members.Member", models.PROTECT, related_name="+", verbose_name=_("Member"))
    role = models.CharField(_("Part in the team"), max_length=6, choices=Role)

    class Meta:
        verbose_name = _("member of a team")
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="a_member_is_in_a_team_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(role=Role.LEADER), name="a_team_has_one_leader"),
        ]

    def __str__(self) -> str:
        return self.role
