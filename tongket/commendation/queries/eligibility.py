"""Who may be proposed for what, with the reason for each yes and no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from tongket.commendation import rules
from tongket.commendation.models import Award
from tongket.commendation.queries import levels
from tongket.commendation.queries.levels import History
from tongket.commendation.rules import Ground, Outcome, Recipient, Verdict
from tongket.inspection.models import DisciplineDecision, InspectedParty
from tongket.inspection.rules import CASES, OPEN
from tongket.org import access
from tongket.org.models import Unit
from tongket.rating.models import Rating
from tongket.rating.rules import Level

MOST_LISTED = 2000  # where a unit has more, only those rated EXCELLENT in the year are looked at
YEARS_BACK = 2 * rules.RUN


@dataclass(frozen=True)
class Candidate:
    """Somebody whose years were looked at. ask: whether to ask the inspection commission first (R-COM-04)."""

    rating: Rating
    history: History
    verdict: Verdict
    ask: bool

    @property
    def key(self) -> str:
        return str(self.rating.pk)

    @property
    def moves(self) -> list[tuple[int, int]]:
        """Between which years of the window the unit changed: a transfer, or a merger."""
        known = [year for year in self.verdict.window.years if year in self.history.units]
        units = self.history.units
        return [(a, b) for a, b in pairwise(known) if units[a] != units[b]]


@dataclass(frozen=True)
class Question:
    """What is looked at: a year, whom, for what, and among whom. unit None: all that the person reads."""

    year: int
    recipient: str
    ground: str
    unit: Unit | None = None


@dataclass(frozen=True)
class Looked:
    """The candidates; is_cut: there were so many that only those EXCELLENT in the year were looked at."""

    candidates: list[Candidate]
    is_cut: bool

    def counts(self) -> dict[str, int]:
        """How many there are of each outcome."""
        numbers = dict.fromkeys(Outcome.values, 0)
        for candidate in self.candidates:
            numbers[candidate.verdict.outcome] += 1
        return numbers


def look(asked: Question, person: access.Reader, *, on: date) -> Looked:
    """All who were rated in the year among those whose ratings the person may read, judged one by one; in the order of
    the tree. A number of questions that does not grow with them. Source: R-COM-02, R-COM-03, R-COM-04.
    """
    rows = Rating.objects.filter(year=asked.year, subject=asked.recipient)
    rows = access.scope(rows, person, "rating.read", on=on)
    if asked.unit is not None:
        place = asked.unit.place
        rows = rows.filter(unit__place__pos__range=(place.pos, place.last))
    is_cut = rows[: MOST_LISTED + 1].count() > MOST_LISTED
    if is_cut:
        rows = rows.filter(level=Level.EXCELLENT)
    rows = rows.select_related("unit__place__parent__place", "member__person").order_by("unit__place__pos", "pk")
    return Looked(judged(list(rows), asked, person, on=on), is_cut)


def judged(ratings: list[Rating], asked: Question, person: access.Reader, *, on: date) -> list[Candidate]:
    """The candidates of some ratings of the year that is asked about."""
    is_member = asked.recipient == Recipient.MEMBER
    whose = [whose_rating(row) for row in ratings]
    histories = histories_of(whose, asked.year, is_member=is_member)
    to_ask = _to_ask(ratings, asked.year, person, on=on)
    return [
        Candidate(row, history := histories[owner], verdict_on(history, asked.year, asked.ground), owner in to_ask)
        for row, owner in zip(ratings, whose, strict=True)
    ]


def histories_of(whose: Iterable[UUID], year: int, *, is_member: bool) -> dict[UUID, History]:
    """The years of members or units that a run up to `year` may need."""
    years = range(year - YEARS_BACK + 1, year + 1)
    return levels.of_members(whose, years) if is_member else levels.of_units(whose, years)


def verdict_on(history: History, year: int, ground: str) -> Verdict:
    """What the years say of an award for a ground in the review of a year."""
    if ground == Ground.STREAK:
        return rules.judge_run(history.levels, year, excused=history.excused, used=history.used)
    return rules.judge_year(history.levels, year, is_given=(ground, year) in history.given)


def whose_rating(row: Rating) -> UUID:
    return row.member_id or row.unit_id


def _to_ask(ratings: list[Rating], year: int, person: access.Reader, *, on: date) -> set[UUID]:
    """About whom to ask the inspection commission, the same for every kind of matter, for those who may know that.

    A penalty in the year, or an inspection of a violation or a complaint that is not over. Source: R-COM-04.
    """
    cells = {row.unit_id for row in ratings}
    known = set(
        access.scope(Unit.objects.filter(pk__in=cells), person, "award.ask", on=on).values_list("pk", flat=True)
    )
    asking = [row for row in ratings if row.unit_id in known]
    if not asking:
        return set()
    party = Q(party_member__in=[row.member_id for row in asking if row.member_id]) | Q(
        party_unit__in=[row.unit_id for row in asking if not row.member_id]
    )
    penalties = DisciplineDecision.objects.filter(party, effective_on__year=year)  # unscoped: a note without a reason
    open_items = InspectedParty.objects.filter(  # unscoped: a note without a reason
        party, item__manner__in=CASES, item__state__in=OPEN
    )
    named = ("party_member", "party_unit")
    pairs: list[Any] = [*penalties.values_list(*named), *open_items.values_list(*named)]  # one of each is None
    return {party for pair in pairs for party in pair if party is not None}


def ratings_behind(award: Award) -> QuerySet[Rating]:
    """The levels of the years that an award is for."""
    rows = Rating.objects.filter(year__range=(award.from_year, award.to_year))  # unscoped: the caller scopes
    return rows.filter(member=award.member) if award.member_id else rows.filter(unit=award.unit_id, member=None)
