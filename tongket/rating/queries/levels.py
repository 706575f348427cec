"""How a group stands, and what the records say beside each level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from tongket.core import compare
from tongket.figures import counting
from tongket.figures.declare import REGISTRY
from tongket.members.models import Member, Spell
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.org.models import Place, Unit, YearPlace
from tongket.rating import rules
from tongket.rating.models import Rating
from tongket.rating.regime_rules import Regime, regime_of
from tongket.rating.round_rules import RoundState
from tongket.rating.rules import Evidence, Level, Mismatch, Subject
from tongket.regulations.models import Topic
from tongket.regulations.queries import local_values, rating_for_year
from tongket.targets.models import Target


@dataclass(frozen=True)
class Standing:
    """How many of a group have which level; undecided: those who wait for one."""

    excellent: int
    good: int
    fulfilled: int
    not_fulfilled: int
    not_rated: int
    undecided: int

    @property
    def rated(self) -> int:
        return self.excellent + self.good + self.fulfilled + self.not_fulfilled

    @property
    def good_or_better(self) -> int:
        return self.excellent + self.good


SETTABLE = ("cap_percent", "base_mode", "min_one")


def regime(year: int, unit: Unit) -> Regime:
    """What holds for the rating of a year that a unit's body decides: the text of the year, and what the unit, or one
    above it, has set instead. Raises NoRegulation. Source: R-REG-02.
    """
    text = rating_for_year(year, unit)
    own = local_values(Topic.RATING, SETTABLE, date(year, 12, 31), unit)
    return regime_of(text.symbol, text.parameters, own)


def decided(rows: QuerySet[Rating], person: access.Reader, *, on: date) -> QuerySet[Rating]:
    """Without the levels of open rounds, for those who do not decide: they are none before the round is closed."""
    if access.holds(person, "rating.decide", on=on):
        return rows
    return rows.exclude(candidate__round__state=RoundState.OPEN)


def is_open(rating: Rating) -> bool:
    """Whether it is a level of an open round."""
    return rating.candidate is not None and rating.candidate.round.state == RoundState.OPEN


def standing(decided_by: Unit, year: int, subject: str) -> Standing:
    """How the group that one body decides on stands: members of its cells, or organisations under it (R-RATE-14)."""
    rows = Rating.objects.filter(decided_by=decided_by, year=year, subject=subject)  # unscoped: numbers of a group
    counts: Mapping[str, int] = dict(rows.order_by().values_list("level").annotate(Count("pk")))
    return Standing(
        excellent=counts.get(Level.EXCELLENT, 0),
        good=counts.get(Level.GOOD, 0),
        fulfilled=counts.get(Level.FULFILLED, 0),
        not_fulfilled=counts.get(Level.NOT_FULFILLED, 0),
        not_rated=counts.get("", 0),
        undecided=_undecided_members(decided_by, year)
        if subject == Subject.MEMBER
        else _undecided_units(decided_by, year),
    )


def _undecided_members(decided_by: Unit, year: int) -> int:
    last = date(year, 12, 31)
    place = decided_by.place
    spells = Spell.objects.on(last)  # unscoped: numbers of a group
    on_roll = spells.filter(unit__place__pos__range=(place.pos, place.last))
    members = set(on_roll.values_list("member", flat=True))
    # Two plain queries: one with NOT EXISTS reads all ratings for each member where the database misjudges how many
    # there are.
    rated = Rating.objects.filter(member__in=members, year=year)  # unscoped: numbers of a group
    return len(members) - rated.count()


def _undecided_units(decided_by: Unit, year: int) -> int:
    rated = Rating.objects.filter(unit=OuterRef("unit"), year=year, member=None)  # unscoped: numbers of a group
    return YearPlace.objects.filter(~Exists(rated), year=year, parent=decided_by, is_living=True).count()


def decider_of_members(cell: Unit) -> Unit:
    """The unit whose body decides on the members of a cell: the grassroots organisation that it is or stands in.

    Source: R-RATE-19. A unit above the grassroots decides on its own.
    """
    place = cell.place
    above = [place.a1, place.a2, place.a3, place.a4, place.a5, place.a6]
    grassroots = Place.objects.filter(
        unit__in=[unit for unit in above if unit], kind__in=[kind for kind in Kind if kind.is_grassroots]
    )
    committee = grassroots.select_related("unit__place").order_by("-level").first()
    return committee.unit if committee is not None else cell


def undecided_members(cell: Unit, year: int) -> QuerySet[Member]:
    """The members on the roll of a cell at the end of a year who have no rating for it yet."""
    last = date(year, 12, 31)
    spells = Spell.objects.on(last).filter(unit=cell)  # unscoped: the caller scopes the members
    rated = Rating.objects.filter(member=OuterRef("pk"), year=year)  # unscoped: a check
    return Member.objects.filter(~Exists(rated), pk__in=spells.values("member"))


def undecided_units(decided_by: Unit, year: int) -> list[Unit]:
    """The organisations directly under a unit at the end of a year that have no rating for it yet."""
    rated = Rating.objects.filter(unit=OuterRef("unit"), year=year, member=None)  # unscoped: a check
    children = YearPlace.objects.filter(~Exists(rated), year=year, parent=decided_by, is_living=True)
    return [place.unit for place in children.select_related("unit__place").order_by("pos")]


# --- Evidence ---------------------------------------------------------------------------------------------------------

_COUNTED = (
    "key_tasks_late",
    "reports_due",
    "reports_late",
    "reports_missing",
    "studies_late",
    "members_rated",
    "members_rated_good_or_better",
)


def evidence(under: Unit, year: int) -> dict[UUID, Evidence]:
    """What the records of a year say of a unit and of each unit under it. Raises LookupError: no place in that year."""
    goals = list(
        Target.objects.filter(  # unscoped: numbers beside a level
            year=year,
            state="VALID",
            unit__place__pos__range=(under.place.pos, under.place.last),
        )
    )
    keys = {key for key in (*_COUNTED, *(goal.key for goal in goals)) if key in REGISTRY}
    counted = counting.count(year, under=under, figures=[REGISTRY[key] for key in sorted(keys)])
    of_unit: dict[UUID, list[Target]] = {}
    for goal in goals:
        of_unit.setdefault(goal.unit_id, []).append(goal)
    return {
        place.unit_id: _evidence(counted, place.unit_id, of_unit.get(place.unit_id, []), keys)
        for place in counted.places
    }


def _evidence(counted: counting.Counted, unit: UUID, goals: list[Target], keys: set[str]) -> Evidence:
    def number(key: str) -> int:
        return int(counted.of(unit, key).value or 0) if key in keys else 0

    missed = [goal for goal in goals if is_missed(goal, counted.of(unit, goal.key).value if goal.key in keys else None)]
    rated = number("members_rated")
    return Evidence(
        targets=len(goals),
        targets_missed=len(missed),
        main_targets_missed=sum(goal.is_main for goal in missed),
        tasks_late=number("key_tasks_late"),
        reports_due=number("reports_due"),
        reports_late=number("reports_late") + number("reports_missing"),
        studies_late=number("studies_late"),
        members_good_percent=Fraction(number("members_rated_good_or_better") * 100, rated) if rated else None,
    )


def is_missed(goal: Target, counted: Decimal | None) -> bool:
    """Whether a target was missed: by its counted value, or by the result entered by hand; unknown is not missed."""
    value = counted if counted is not None else goal.result
    if value is None:
        return False
    compared = compare.against_target(value, compare.Comparator(goal.comparator), goal.value, is_share=goal.is_share)
    return compared.met is False


@dataclass(frozen=True)
class Disagreement:
    """An organisation whose level does not fit its records."""

    rating: Rating
    reasons: Sequence[Mismatch]
    evidence: Evidence


def disagreements(decided_by: Unit, year: int) -> list[Disagreement]:
    """The organisations that a body rated for a year and whose levels do not fit the records (R-RATE-18)."""
    rows = list(
        Rating.objects.filter(  # unscoped: the review names organisations, never members
            decided_by=decided_by, year=year, subject=Subject.ORGANISATION
        )
        .exclude(level="")
        .select_related("unit__place")
        .order_by("unit__place__pos")
    )
    if not rows:
        return []
    known = evidence(decided_by, year)
    disagreements_found = []
    for row in rows:
        shown = known.get(row.unit_id, Evidence())
        reasons = rules.mismatch(row.level, shown)
        if reasons:
            disagreements_found.append(Disagreement(row, reasons, shown))
    return disagreements_found
