"""A round of ratings, who stands in it, and what each body proposed for them."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import PeriodKind, periods_of
from tongket.org.kinds import Kind
from tongket.org.models import Person, Unit, UnitOwned
from tongket.rating.models.levels import Rating
from tongket.rating.regime_rules import Grade, Marks
from tongket.rating.round_rules import Body, CandidateState, Counts, ObjectionState, ProposalState, RoundState
from tongket.rating.rules import Level, NotRated, Subject

LONGEST_ANSWER = 500


class Round(UnitOwned):
    """The rating of one group by one body for a year or a quarter (R-RATE-14).

    unit: whose body decides. quarter: 1 to 4, 0 for the whole year. kind: the organisations of that kind alone; empty:
    all. cut_off_on: the day on which months of membership are counted. The counts are kept here, under the lock that
    each decision takes on the row, so that a decision costs the same in a group of any size.
    """

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rating_rounds", verbose_name=_("Decided by"))
    year = models.PositiveSmallIntegerField(_("Year"))
    quarter = models.PositiveSmallIntegerField(_("Quarter"), default=0)
    subject = models.CharField(_("Whose level"), max_length=12, choices=Subject)
    kind = models.CharField(_("Kind of organisation"), max_length=24, choices=Kind, blank=True)
    opened_on = models.DateField(_("Opened on"))
    cut_off_on = models.DateField(_("Months are counted on"))
    state = models.CharField(_("State"), max_length=9, choices=RoundState, default=RoundState.OPEN)
    decision_number = models.CharField(_("Number of the decision"), max_length=60, blank=True)
    decision_on = models.DateField(_("Date of the decision"), null=True, blank=True)
    published_on = models.DateField(_("Published in the unit on"), null=True, blank=True)
    excellent = models.PositiveIntegerField(default=0, editable=False)
    good = models.PositiveIntegerField(default=0, editable=False)
    fulfilled = models.PositiveIntegerField(default=0, editable=False)
    not_fulfilled = models.PositiveIntegerField(default=0, editable=False)
    not_rated = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("round of ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "quarter", "subject", "kind"],
                condition=~Q(state="WITHDRAWN"),
                name="one_round_of_a_group_for_a_year_or_quarter",
            ),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="a_quarter_of_a_round_is_one_of_four"),
            models.CheckConstraint(
                condition=~Q(state="CLOSED") | (~Q(decision_number="") & Q(decision_on__isnull=False)),
                name="a_closed_round_has_its_decision",
            ),
        ]
        indexes = [models.Index(fields=["year", "unit"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rating:round", args=[self.pk])

    @property
    def title(self) -> str:
        """ "Rating of members, 2026" """
        words = _("Rating of members, %(period)s")
        if self.subject == Subject.ORGANISATION:
            words = _("Rating of organisations, %(period)s")
        return str(words % {"period": self.period})

    @property
    def period(self) -> str:
        """ "Quý I/2026", "2026" """
        return periods_of(PeriodKind.QUARTER, self.year)[self.quarter - 1].label() if self.quarter else str(self.year)

    @property
    def counts(self) -> Counts:
        return Counts(
            self.excellent, self.good, self.fulfilled, self.not_fulfilled, self.not_rated, self.waiting
        )  # fmt: skip


class Candidate(UnitOwned):
    """One member or organisation in a round, with the level that the round's body decided, or why there is none.

    unit: the member's cell, or the organisation itself. What it is for the year lies in its rating; a quarter has none.
    proposed: the level that the last body proposed. answer: why the level is kept though the records say otherwise
    (R-RATE-18). override_reason: why it was decided before those under it (R-RATE-05). The common criteria have one
    total, or one grade.
    """

    data_class = "D2"
    class_of = {"proposed": "D3"}
    person_prefix = "member__person"

    round = models.ForeignKey(Round, models.PROTECT, related_name="candidates", verbose_name=_("Round"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Member")
    )
    state = models.CharField(_("State"), max_length=9, choices=CandidateState, default=CandidateState.WAITING)
    level = models.CharField(_("Level"), max_length=13, choices=Level, blank=True)
    not_rated_reason = models.CharField(_("Why not rated"), max_length=10, choices=NotRated, blank=True)
    proposed = models.CharField(_("Proposed"), max_length=13, choices=Level, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Entered by")
    )
    answer = models.CharField(_("Answer to what does not fit"), max_length=LONGEST_ANSWER, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Answered by")
    )
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    override_reason = models.CharField(_("Why before those under it"), max_length=300, blank=True)
    common_points = models.PositiveSmallIntegerField(_("Points for the common criteria"), null=True, blank=True)
    task_points = models.PositiveSmallIntegerField(_("Points for results"), null=True, blank=True)
    common_grade = models.CharField(_("Grade of the common criteria"), max_length=9, choices=Grade, blank=True)
    task_grade = models.CharField(_("Grade of the criteria on tasks"), max_length=9, choices=Grade, blank=True)
    tasks_total = models.PositiveSmallIntegerField(_("Tasks of the period"), null=True, blank=True)
    tasks_done = models.PositiveSmallIntegerField(_("Tasks done"), null=True, blank=True)
    tasks_on_time = models.PositiveSmallIntegerField(_("Tasks done on time"), null=True, blank=True)
    tasks_exceeded = models.PositiveSmallIntegerField(_("Tasks beyond what was asked"), null=True, blank=True)
    faults_total = models.PositiveSmallIntegerField(_("Faults named at the last review"), null=True, blank=True)
    faults_fixed = models.PositiveSmallIntegerField(_("Faults put right"), null=True, blank=True)

    class Meta:
        verbose_name = _("one in a round of ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "member"], condition=Q(member__isnull=False), name="a_member_is_in_a_round_once"
            ),
            models.UniqueConstraint(
                fields=["round", "unit"], condition=Q(member__isnull=True), name="an_organisation_is_in_a_round_once"
            ),
            models.CheckConstraint(
                condition=Q(state="DECIDED") & ~Q(level="") & Q(decided_on__isnull=False)
                | ~Q(state="DECIDED") & Q(level=""),
                name="a_decided_candidate_has_a_level_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state="NOT_RATED") & ~Q(not_rated_reason="")
                | ~Q(state="NOT_RATED") & Q(not_rated_reason=""),
                name="who_is_not_rated_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"]), models.Index(fields=["unit"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rating:candidate", args=[self.pk])

    @property
    def name(self) -> str:
        """Who is rated. Needs unit__place and member__person fetched."""
        return self.unit.place.name if self.member is None else self.member.person.full_name

    @property
    def words(self) -> str:
        """The level, the reason why there is none, or the state."""
        if self.level:
            return str(self.get_level_display())
        return str(self.get_not_rated_reason_display() or self.get_state_display())

    @property
    def marks(self) -> Marks:
        """What was entered of it; without those below."""
        return Marks(**{name: getattr(self, name) for name in MARKS})


MARKS = (
    "common_points", "task_points", "common_grade", "task_grade", "tasks_total", "tasks_done", "tasks_on_time",
    "tasks_exceeded", "faults_total", "faults_fixed",
)  # fmt: skip


class Proposal(UnitOwned):
    """The level that one body proposed, apart from those of the others; with the totals of its ballots where it voted.

    unit: that of the candidate. body_name: which mass organisation. A count waits until another person has entered the
    same numbers without seeing these (S-51). Totals only: who voted how is nowhere kept.
    """

    data_class = "D3"
    part_of = "candidate"
    person_prefix = "candidate__member__person"

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="proposals", verbose_name=_("For"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    body = models.CharField(_("Proposed by"), max_length=9, choices=Body)
    body_name = models.CharField(_("Which organisation"), max_length=120, blank=True)
    level = models.CharField(_("Level"), max_length=13, choices=Level)
    proposed_on = models.DateField(_("Proposed on"))
    state = models.CharField(_("State"), max_length=9, choices=ProposalState, default=ProposalState.CONFIRMED)
    issued = models.PositiveSmallIntegerField(_("Ballots given out"), null=True, blank=True)
    collected = models.PositiveSmallIntegerField(_("Ballots collected"), null=True, blank=True)
    valid = models.PositiveSmallIntegerField(_("Valid ballots"), null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("Votes for this level"), null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("Entered by"))
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Counted again by")
    )

    class Meta:
        verbose_name = _("proposal of a level")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "body", "body_name"],
                condition=~Q(state="WITHDRAWN"),
                name="a_body_proposes_one_level",
            ),
            models.CheckConstraint(
                condition=Q(issued=None, collected=None, valid=None, votes_for=None)
                | Q(collected__lte=F("issued"), valid__lte=F("collected"), votes_for__lte=F("valid")),
                name="the_ballots_of_a_proposal_add_up",
            ),
            models.CheckConstraint(
                condition=~Q(state="COUNTED") | Q(issued__isnull=False), name="only_a_count_waits_for_a_second"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="another_person_counts_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.level}"

    def get_absolute_url(self) -> str:
        return reverse("rating:candidate", args=[self.candidate_id])

    @property
    def has_ballots(self) -> bool:
        return self.issued is not None

    @property
    def body_words(self) -> str:
        """ "Mass organisation: Youth Union of …", or the body alone."""
        return f"{self.get_body_display()}: {self.body_name}" if self.body_name else str(self.get_body_display())


class Objection(UnitOwned):
    """That a member or an organisation objects to a level, and what came of it (R-RATE-21). What it says stays on
    paper.
    """

    data_class = "D2"
    part_of = "rating"
    person_prefix = "rating__member__person"

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="objections", verbose_name=_("Rating"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    filed_on = models.DateField(_("Objected on"))
    state = models.CharField(_("State"), max_length=9, choices=ObjectionState, default=ObjectionState.OPEN)
    answered_on = models.DateField(_("Answered on"), null=True, blank=True)
    answer_number = models.CharField(_("Number of the answer"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("objection to a level")
        constraints = [
            models.UniqueConstraint(fields=["rating"], condition=Q(state="OPEN"), name="one_objection_is_open"),
            models.CheckConstraint(
                condition=~Q(state__in=["KEPT", "CHANGED"]) | Q(answered_on__isnull=False) & ~Q(answer_number=""),
                name="an_answered_objection_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("rating:record", args=[self.rating_id])


def tally_of(proposal: Proposal) -> dict[str, Any]:
    """The numbers of its ballots."""
    return {name: getattr(proposal, name) for name in ("issued", "collected", "valid", "votes_for")}
