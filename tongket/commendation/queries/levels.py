"""Levels by year of units and members, with what bodies decided about them; the windows of earlier awards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from tongket.commendation import rules
from tongket.commendation.models import Award, RunDecision
from tongket.commendation.rules import Ground, RunDecisionKind, Window
from tongket.rating.models import Rating


@dataclass
class History:
    """Somebody's years. levels: year to level, None: not rated; units: year to the unit that it was rated in.

    excused: years without a level that do not break a run; used: windows of awards for five years; given: what
    was given for a year, as ground and year.
    """

    levels: dict[int, str | None] = field(default_factory=dict)
    units: dict[int, UUID] = field(default_factory=dict)
    excused: set[int] = field(default_factory=set)
    used: list[Window] = field(default_factory=list)
    given: set[tuple[str, int]] = field(default_factory=set)


def of_members(members: Iterable[UUID], years: range) -> dict[UUID, History]:
    """The years of members, in whatever cell they were. Three questions, however many."""
    wanted = list(members)
    histories = {member: History() for member in wanted}
    rows = Rating.objects.filter(member__in=wanted, year__in=list(years))  # unscoped: a check
    for member, year, level, unit in rows.values_list("member", "year", "level", "unit"):
        histories[member].levels[year] = level or None
        histories[member].units[year] = unit
    _decided(histories, Q(member__in=wanted), "member")
    return histories


def of_units(units: Iterable[UUID], years: range) -> dict[UUID, History]:
    """The years of organisations; a successor has those of its predecessors only where a body decided so (R-ORG-11).

    Four questions, however many units, mergers and decisions.
    """
    wanted = list(units)
    before = _predecessors()
    known = _with_predecessors(wanted, before)
    own = {unit: History() for unit in known}
    rows = Rating.objects.filter(unit__in=known, member=None, year__in=list(years))  # unscoped: a check
    for unit, year, level in rows.values_list("unit", "year", "level"):
        own[unit].levels[year] = level or None
        own[unit].units[year] = unit
    _decided(own, Q(unit__in=known, member=None), "unit")
    return {unit: _with_history(unit, own, before, frozenset()) for unit in wanted}


def _predecessors() -> dict[UUID, list[UUID]]:
    """The predecessors whose levels count for a successor, by decision."""
    decided = RunDecision.objects.filter(kind=RunDecisionKind.SUCCESSION)  # unscoped: a check
    before: dict[UUID, list[UUID]] = {}
    for successor, predecessor in decided.order_by("decided_on", "pk").values_list("unit", "predecessor"):
        before.setdefault(successor, []).append(predecessor)
    return before


def _with_predecessors(units: list[UUID], before: Mapping[UUID, list[UUID]]) -> list[UUID]:
    known, waiting = dict.fromkeys(units), list(units)
    while waiting:
        for predecessor in before.get(waiting.pop(), []):
            if predecessor not in known:
                known[predecessor] = None
                waiting.append(predecessor)
    return list(known)


def _with_history(
    unit: UUID, own: Mapping[UUID, History], before: Mapping[UUID, list[UUID]], seen: frozenset[UUID]
) -> History:
    """The years of a unit and, where it has none itself, those that its predecessors bring with them."""
    mine = own[unit]
    parts = [
        _with_history(predecessor, own, before, seen | {unit})
        for predecessor in before.get(unit, [])
        if predecessor not in seen and predecessor != unit
    ]
    if not parts:
        return mine
    taken = rules.combined([part.levels for part in parts])
    where = {year: part.units[year] for part in reversed(parts) for year in part.units}
    return History(
        levels=taken | mine.levels,
        units={year: where[year] for year in taken if year in where} | mine.units,
        excused=mine.excused.union(set.intersection(*(part.excused for part in parts))),
        used=[*mine.used, *(window for part in parts for window in part.used)],
        given=mine.given,
    )


def _decided(histories: Mapping[UUID, History], whose: Q, key: str) -> None:
    """Add the years that a body excused, and what was awarded already."""
    gaps = RunDecision.objects.filter(whose, kind=RunDecisionKind.GAP)  # unscoped: a check
    for owner, year in gaps.values_list(key, "year"):
        histories[owner].excused.add(year)
    awards = earlier_awards(whose)
    for owner, ground, first, last in awards.values_list(key, "ground", "from_year", "to_year"):
        if ground == Ground.STREAK:
            histories[owner].used.append(Window(first, last))
        else:
            histories[owner].given.add((ground, first))


def earlier_awards(whose: Q) -> QuerySet[Award]:
    """The awards that say whether a year has been counted: for five years, and titles of a year."""
    rows = Award.objects.filter(  # unscoped: a check
        whose, ground__in=[Ground.STREAK, Ground.YEAR_TITLE, Ground.YEAR], model=None, name=""
    )
    return rows.order_by("from_year", "pk")
