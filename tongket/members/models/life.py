"""What happens to a member between admission and leaving, each with its days; nothing is overwritten."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.members.models.core import Member, Spell
from tongket.members.rules import Closed, MemberState
from tongket.org.models import Person, Unit, UnitOwned


class Stage(TextChoices):
    """How far something stands that may begin on a day to come."""

    PLANNED = "PLANNED", _("planned")
    RUNNING = "RUNNING", _("running")
    ENDED = "ENDED", _("ended")
    CANCELLED = "CANCELLED", _("cancelled")


class SideState(UnitOwned):
    """A time in which a member is exempt, temporarily elsewhere or suspended (R-MEM-12, R-MEM-13, R-DIS-11).

    It lasts from `from_on` until the day before `ended_on`, or `until_on` while it has not been ended.
    """

    class Kind(TextChoices):
        EXEMPT = MemberState.EXEMPT.value, MemberState.EXEMPT.label
        TEMP_AWAY = MemberState.TEMP_AWAY.value, MemberState.TEMP_AWAY.label
        SUSPENDED = MemberState.SUSPENDED.value, MemberState.SUSPENDED.label

    class Ground(TextChoices):
        NONE = "", _("not stated")
        AGE = "age", _("age")
        ILLNESS = "illness", _("illness")
        AWAY = "away", _("work away for less than a year")
        MATERNITY = "maternity", _("maternity")

    data_class = "D2"
    part_of = "member"
    class_of = {"ground": "D3"}
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="side_states", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="side_states", verbose_name=_("Cell"))
    kind = models.CharField(_("Kind"), max_length=9, choices=Kind)
    state = models.CharField(_("State"), max_length=9, choices=Stage)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"), null=True, blank=True)  # as decided; the first day it no longer holds
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)  # as it came
    decision = models.CharField(_("Decision"), max_length=120, blank=True)
    ground = models.CharField(_("Ground"), max_length=9, choices=Ground, blank=True)
    host = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="guests", verbose_name=_("Cell of the stay")
    )
    host_text = models.CharField(_("Place of the stay"), max_length=200, blank=True)
    is_prolonged = models.BooleanField(_("Prolonged"), default=False)
    reason = models.CharField(_("Why a condition was waived"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("exemption, absence or suspension")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="RUNNING"), name="one_side_state_of_a_member_runs"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="a_side_state_lasts_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="ENDED") | Q(ended_on__isnull=False), name="an_ended_side_state_says_when"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["host", "state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_on}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class Transfer(UnitOwned):
    """A member on the way to a cell. `unit`: the cell that is to take the member over, and that answers (R-MEM-11)."""

    class State(TextChoices):
        ASKED = "ASKED", _("waits for the new cell")
        ACCEPTED = "ACCEPTED", _("accepted")
        SENT_BACK = "SENT_BACK", _("sent back")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="arrivals", verbose_name=_("New cell"))
    from_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="departures", verbose_name=_("Cell so far")
    )
    from_text = models.CharField(_("Came from"), max_length=200, blank=True)  # where no books are kept here
    changed_on = models.DateField(_("Change of workplace or residence on"), null=True, blank=True)
    papers_on = models.DateField(_("Papers given on"))
    accepted_on = models.DateField(_("Accepted on"), null=True, blank=True)  # counts there from this day
    state = models.CharField(_("State"), max_length=9, choices=State)
    answer = models.CharField(_("Answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("transfer")
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(state="ASKED"), name="one_transfer_at_a_time"),
            models.CheckConstraint(
                condition=Q(from_unit__isnull=False) | ~Q(from_text=""), name="a_transfer_says_from_where"
            ),
            models.CheckConstraint(
                condition=~Q(state="ACCEPTED") | Q(accepted_on__isnull=False), name="an_accepted_transfer_says_when"
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"]), models.Index(fields=["from_unit", "state"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.papers_on}"

    def get_absolute_url(self) -> str:
        return reverse("members:arrival", args=[self.pk])


class PlannedMove(UnitOwned):
    """A transfer or an end of membership decided for a day to come; it is carried out on that day."""

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="planned_moves", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("New cell"))
    how = models.CharField(_("How it ends"), max_length=15, choices=Closed)
    from_on = models.DateField(_("From"))
    state = models.CharField(_("State"), max_length=9, choices=Stage, default=Stage.PLANNED)
    decision_number = models.CharField(_("Number of the decision"), max_length=40, blank=True)
    decided_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True)
    note = models.CharField(_("Note"), max_length=300, blank=True)  # where to; or why it was not carried out

    class Meta:
        verbose_name = _("planned move")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="PLANNED"), name="one_move_of_a_member_is_planned"
            )
        ]
        indexes = [models.Index(fields=["state", "from_on"])]

    def __str__(self) -> str:
        return f"{self.how} {self.from_on}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class Ending(UnitOwned):
    """How a membership ended: the decision behind it, and when the notice went up (R-MEM-14 … R-MEM-16)."""

    data_class = "D2"
    part_of = "member"
    class_of = {"discipline_decision": "D4"}
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="endings", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="endings", verbose_name=_("Cell"))
    spell = models.OneToOneField(Spell, models.PROTECT, related_name="ending", verbose_name=_("time in a unit"))
    how = models.CharField(_("How it ended"), max_length=15, choices=Closed)
    left_on = models.DateField(_("Day of the end"))
    decision_number = models.CharField(_("Number of the decision"), max_length=40, blank=True)
    decided_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True)
    discipline_decision = models.CharField(_("Discipline decision"), max_length=120, blank=True)
    to_text = models.CharField(_("Went to"), max_length=200, blank=True)
    notified_on = models.DateField(_("Notice sent on"), null=True, blank=True)

    class Meta:
        verbose_name = _("end of membership")
        constraints = [
            models.CheckConstraint(
                condition=~Q(how="expelled") | ~Q(discipline_decision=""),
                name="an_expulsion_names_its_discipline_decision",
            )
        ]
        indexes = [models.Index(fields=["unit", "left_on"])]

    def __str__(self) -> str:
        return f"{self.how} {self.left_on}"

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class Restoration(UnitOwned):
    """The decision that gave somebody the membership back, as it was."""

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="restorations", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="restorations", verbose_name=_("Cell"))
    decision_number = models.CharField(_("Number of the decision"), max_length=40)
    decided_on = models.DateField(_("Date of the decision"))
    decided_by = models.CharField(_("Decided by"), max_length=200)
    from_on = models.DateField(_("From"))
    party_age_note = models.CharField(_("Note on Party age"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("restoration of membership")
        indexes = [models.Index(fields=["unit", "from_on"])]

    def __str__(self) -> str:
        return self.decision_number

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])


class RemovalProposal(UnitOwned):
    """The cell found a probationary member not qualified, and proposes the removal from the list (R-MEM-09)."""

    data_class = "D2"
    part_of = "member"
    person_prefix = "member__person"

    member = models.ForeignKey(Member, models.PROTECT, related_name="removal_proposals", verbose_name=_("Member"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Cell"))
    proposed_on = models.DateField(_("Proposed on"))
    number = models.CharField(_("Number of the document"), max_length=40)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("Entered by"))

    class Meta:
        verbose_name = _("proposal of removal")
        constraints = [models.UniqueConstraint(fields=["member", "proposed_on"], name="one_proposal_of_removal_a_day")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("members:record", args=[self.member_id])
