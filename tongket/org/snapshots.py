"""The trees that reading uses: the tree of now and the tree of 31 December of each year, built from the periods."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db import transaction

from tongket.core import clock
from tongket.org.models import EventUnit, Place, StructuralEvent, TreeState, UnitPeriod, YearPlace
from tongket.org.tree import Edge, Position, edges_on, positions

_deferred: ContextVar[set[date] | None] = ContextVar("deferred", default=None)


def lock() -> TreeState:
    """The one row that everybody who changes the tree waits for. Inside a transaction."""
    TreeState.objects.get_or_create(pk=1)
    return TreeState.objects.select_for_update().get(pk=1)


def rebuild(since: date) -> None:
    """Build the tree of now, and of each year whose 31 December is `since` or later, up to this year."""
    waiting = _deferred.get()
    if waiting is not None:
        waiting.add(since)
        return
    today = clock.today()
    with transaction.atomic():
        state = lock()
        source = _Source()
        rows = [Place(unit_id=at.unit, **source.columns(at)) for at in source.on(today)]
        Place.objects.all().delete()
        Place.objects.bulk_create(rows, batch_size=2000)
        for year in range(since.year, today.year + 1):
            places = [
                YearPlace(year=year, unit_id=at.unit, **source.columns(at)) for at in source.on(date(year, 12, 31))
            ]
            YearPlace.objects.filter(year=year).delete()
            YearPlace.objects.bulk_create(places, batch_size=2000)
        state.built_on = today
        state.version += 1
        state.save()


@contextmanager
def built_once() -> Iterator[None]:
    """Many structural events in one transaction, the trees built once at the end: for opening an office's books."""
    token = _deferred.set(set())
    try:
        yield
        waiting = _deferred.get()
    finally:
        _deferred.reset(token)
    if waiting:
        rebuild(min(waiting))


def refresh(today: date) -> None:
    """Build the trees again if a day has passed on which an event fell due, or a year has begun."""
    state = TreeState.objects.filter(pk=1).first()
    if state is None or state.built_on is None or state.built_on >= today:
        return
    falls_due = StructuralEvent.objects.filter(on__gt=state.built_on, on__lte=today).exists()
    if falls_due or state.built_on.year < today.year:
        rebuild(state.built_on)
    else:
        TreeState.objects.filter(pk=1).update(built_on=today)


class _Source:
    """The periods and successors, read once for all the trees of one rebuilding."""

    def __init__(self) -> None:
        self.periods = {
            (period.unit_id, period.from_on): period for period in UnitPeriod.objects.select_related("unit")
        }
        self.edges = edges_of(self.periods.values())
        self.successors = successors()

    def on(self, day: date) -> list[Position[UUID]]:
        self.day = day
        self.last: dict[UUID, UnitPeriod] = {}
        for period in self.periods.values():
            if period.from_on <= day and (
                period.unit_id not in self.last or self.last[period.unit_id].from_on < period.from_on
            ):
                self.last[period.unit_id] = period
        return positions(edges_on(self.edges, day, successors_by(self.successors, day)))

    def columns(self, at: Position[UUID]) -> dict[str, object]:
        period = self.last[at.unit]
        levels = {f"a{level}": at.path[level - 1] if level <= len(at.path) else None for level in range(1, 7)}
        return {
            "parent_id": at.parent,
            "level": at.level,
            "pos": at.pos,
            "last": at.last,
            "name": period.name,
            "short_name": period.short_name,
            "kind": period.kind,
            "sector": period.sector,
            "is_living": at.is_living,
            **levels,
        }


def edges_of(periods: Iterable[UnitPeriod]) -> list[Edge[UUID]]:
    """The edges that the periods say, ordered by rank and code under a parent."""
    return [
        Edge(period.unit_id, period.parent_id, period.from_on, period.until_on, (period.rank, period.unit.code))
        for period in periods
    ]


def successors() -> dict[UUID, tuple[date, UUID]]:
    """For each unit that a merger ended, or a split into parts: from which day, and the unit that took it over."""
    successors_of: dict[UUID, tuple[date, UUID]] = {}
    merged = StructuralEvent.objects.standing().filter(kind=StructuralEvent.Kind.MERGE).prefetch_related("units")
    for event in merged:
        after = [link.unit_id for link in event.units.all() if link.side == EventUnit.Side.AFTER]
        for link in event.units.all():
            if link.side == EventUnit.Side.BEFORE and link.unit_id not in after:
                successors_of[link.unit_id] = (event.on, after[0])
    return successors_of


def successors_by(known: dict[UUID, tuple[date, UUID]], day: date) -> dict[UUID, UUID]:
    return {unit: successor for unit, (on, successor) in known.items() if on <= day}


def tree_on(day: date) -> list[tuple[Position[UUID], UnitPeriod]]:
    """The tree of any day, straight from the periods, in its order; dissolved units left out."""
    source = _Source()
    return [(at, source.last[at.unit]) for at in source.on(day) if at.is_living]


def standing_on(day: date) -> dict[UUID, tuple[UUID | None, bool]]:
    """Per unit its parent and whether it lives, straight from the periods: for comparing with what was built."""
    found = edges_on(edges_of(UnitPeriod.objects.select_related("unit")), day, successors_by(successors(), day))
    return {edge.unit: (edge.parent, is_living) for edge, is_living in found}
