"""Counting: all figures of all units under one, in a number of queries that does not depend on the tree."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from statistics import median
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from tongket.figures.declare import Figure, Kind, Reach, listed
from tongket.figures.models import ReportedValues
from tongket.org import access
from tongket.org.models import Unit, YearPlace

RECORDS, REPORTED, ESTIMATE = "records", "reported", "estimate"


@dataclass(frozen=True)
class Value:
    """One figure of one unit and year.

    value: a count, days, or percent (unrounded); None: nothing to count from (a ratio of nothing, a lag without rows).
    part, whole: of a ratio. worst, not_yet: of a lag. reported: what the unit sent, where records say something else.
    """

    figure: Figure
    value: Decimal | None
    source: str = RECORDS
    part: int | None = None
    whole: int | None = None
    worst: int | None = None
    not_yet: int = 0
    reported: Decimal | None = None
    is_suppressed: bool = False

    @property
    def key(self) -> str:
        return self.figure.key

    @property
    def rows(self) -> int:
        """How many rows stand behind the number."""
        if self.figure.kind is Kind.RATIO:
            return self.whole or 0
        if self.figure.kind is Kind.LAG:
            return self.not_yet + (self.whole or 0)
        return int(self.value or 0) if self.figure.amount is None else self.whole or 0


def year_end(year: int) -> date:
    return date(year, 12, 31)


class Column(Protocol):
    """One figure over all units of a counting; a value is made when it is asked for."""

    def value(self, at: int) -> Value: ...


@dataclass(frozen=True)
class Counted:
    """The figures of a unit and all under it for one year."""

    unit: Unit
    year: int
    cut_off: date
    places: Sequence[YearPlace]
    index: Mapping[UUID, int]  # a unit's place in `places`
    columns: Mapping[str, Column]

    def of(self, unit: Unit | UUID, key: str) -> Value:
        """The figure of the unit or of one under it. Raises KeyError for others, and for a figure that was not
        counted.
        """
        return self.columns[key].value(self.index[unit if isinstance(unit, UUID) else unit.pk])

    def find(self, unit: UUID, key: str) -> Value | None:
        """The same, or None."""
        return self.of(unit, key) if key in self.columns and unit in self.index else None

    def own(self, key: str) -> Value:
        return self.of(self.unit, key)

    def children(self) -> list[YearPlace]:
        """The living units directly under the unit in the tree of the year."""
        return [place for place in self.places if place.parent_id == self.unit.pk and place.is_living]


def count(
    year: int,
    *,
    under: Unit,
    figures: Iterable[Figure] | None = None,
    cut_off: date | None = None,
    from_on: date | None = None,
    shape: int | None = None,
) -> Counted:
    """Count figures for `under` and every unit under it, by the tree of 31 December of the year (R-ORG-10, R-STA-01).

    cut_off: rows after that day are left out; by default 31 December. from_on: flows count the days from then on alone,
    as a periodic report does (R-REP-05); what units reported for the year is no part of that. shape: the year whose
    tree adds up the rows instead, in which a unit that was merged stands under its successor: for a comparison across
    the merger (R-ORG-11).
    Raises LookupError if the unit had no place then.
    """
    wanted = list(listed() if figures is None else figures)
    tree = year if shape is None else shape
    top = YearPlace.objects.filter(year=tree, unit=under).first()
    if top is None:
        raise LookupError(f"{under.code} is not in the tree of {tree}")
    cut = min(cut_off or year_end(year), year_end(year))
    places = list(
        YearPlace.objects.filter(year=tree, pos__range=(top.pos, top.last)).select_related("unit").order_by("pos")
    )
    counting = _Counting(year, cut, from_on, top, places)
    needed = {figure.key: figure for figure in wanted}
    for figure in wanted:
        for inner in (figure.part, figure.whole):
            if inner is not None:
                needed.setdefault(inner.key, inner)
    return Counted(under, year, cut, places, counting.index, counting.columns(list(needed.values())))


class _Counting:
    def __init__(self, year: int, cut_off: date, from_on: date | None, top: YearPlace, places: list[YearPlace]) -> None:
        self.year, self.cut_off, self.from_on, self.top, self.places = year, cut_off, from_on, top, places
        self.index = {place.unit_id: number for number, place in enumerate(places)}

    def columns(self, figures: list[Figure]) -> dict[str, Column]:
        cells = self._cells([figure for figure in figures if figure.kind in {Kind.FLOW, Kind.STOCK}])
        reported = {} if self.from_on is not None else self._reported()
        columns: dict[str, Column] = {}
        for figure in figures:
            if figure.kind in {Kind.FLOW, Kind.STOCK}:
                columns[figure.key] = self._added_up(figure, cells[figure.key], cells[f"{figure.key}:rows"], reported)
            elif figure.kind is Kind.LAG:
                columns[figure.key] = self._lag(figure)
        for figure in figures:
            if figure.part is not None and figure.whole is not None:
                columns[figure.key] = RatioColumn(figure, columns[figure.part.key], columns[figure.whole.key])
        return columns

    def _cells(self, figures: list[Figure]) -> dict[str, list[int]]:
        """Per figure the number of each unit's own rows; one query for each table and way to the unit."""
        cells: dict[str, list[int]] = {}
        groups: dict[tuple[type[Model], str], list[Figure]] = {}
        for figure in figures:
            assert figure.model is not None
            groups.setdefault((figure.model, figure.unit), []).append(figure)
            cells[figure.key] = [0] * len(self.places)
            cells[f"{figure.key}:rows"] = cells[figure.key] if figure.amount is None else [0] * len(self.places)
        for (model, unit), members in groups.items():
            sums_of: dict[str, Any] = {}
            for number, figure in enumerate(members):
                rows = Count("pk", filter=self.condition(figure))
                if figure.amount is None:
                    sums_of[f"n{number}"] = rows
                else:
                    sums_of[f"n{number}"] = Coalesce(Sum(figure.amount, filter=self.condition(figure)), 0)
                    sums_of[f"r{number}"] = rows
            for row in self._under(model, unit).values_list(f"{unit}_id").annotate(**sums_of).order_by():
                at = self.index[row[0]]
                for name, value in zip(sums_of, row[1:], strict=True):
                    figure = members[int(name[1:])]
                    cells[figure.key if name[0] == "n" else f"{figure.key}:rows"][at] = int(value)
        return cells

    def _under(self, model: type[Model], unit: str) -> QuerySet[Any]:
        """The rows of the units under the top one; the bounds are constants, so that the database can plan."""
        return model._default_manager.filter(  # unscoped: counts; the rows behind them are scoped
            **{
                f"{unit}__year_places__year": self.top.year,
                f"{unit}__year_places__pos__range": (self.top.pos, self.top.last),
            }
        )

    def condition(self, figure: Figure) -> Q:
        return rows_of(figure, self.year, self.cut_off, self.from_on)

    def _added_up(
        self, figure: Figure, own: list[int], rows: list[int], reported: Mapping[str, Mapping[int, tuple[Decimal, str]]]
    ) -> Column:
        sources: dict[int, str] = {}
        reported_at: dict[int, Decimal] = {}
        is_tree = figure.reach is Reach.TREE
        sums = self._sums(own) if is_tree else own
        filled = list(own)
        for at, (value, source) in reported.get(figure.key, {}).items():
            if not sums[at]:
                filled[at] = int(value)
                sources[at] = source
            elif value != sums[at]:
                reported_at[at] = value  # both exist: the records count, the difference is shown
        if sources and is_tree:
            sums = self._sums(filled)
            for at, place in enumerate(self.places):
                inside = {sources[inner] for inner in range(at, at + place.last - place.pos + 1) if inner in sources}
                if inside and at not in sources:
                    sources[at] = ESTIMATE if ESTIMATE in inside else REPORTED
        elif sources:
            sums = filled
        return SumColumn(figure, sums, self._sums(rows) if is_tree else rows, sources, reported_at)

    def _sums(self, own: list[int]) -> list[int]:
        """Prefix sums over the positions: the total of a unit is C[last] − C[pos − 1]."""
        running = [0, *accumulate(own)]
        base = self.top.pos
        return [running[place.last - base + 1] - running[place.pos - base] for place in self.places]

    def _lag(self, figure: Figure) -> Column:
        assert figure.model is not None
        assert figure.span is not None
        rows = self._under(figure.model, figure.unit).filter(self.condition(figure))
        ended: list[tuple[int, int]] = []
        waiting: list[int] = []
        for unit, start, end in rows.values_list(f"{figure.unit}_id", *figure.span):
            if end is not None and end <= self.cut_off:
                ended.append((self.index[unit], (end - start).days))
            else:
                waiting.append(self.index[unit])
        is_tree = figure.reach is Reach.TREE
        ends = [at + (place.last - place.pos if is_tree else 0) for at, place in enumerate(self.places)]
        return LagColumn(figure, sorted(ended), sorted(waiting), ends)

    def _reported(self) -> dict[str, dict[int, tuple[Decimal, str]]]:
        reported: dict[str, dict[int, tuple[Decimal, str]]] = {}
        rows = ReportedValues.objects.filter(  # unscoped: counts
            unit__year_places__year=self.top.year,
            unit__year_places__pos__range=(self.top.pos, self.top.last),
            year=self.year,
        )
        for row in rows:
            source = ESTIMATE if row.is_estimate else REPORTED
            for key, number in row.values.items():
                reported.setdefault(key, {})[self.index[row.unit_id]] = (Decimal(str(number)), source)
        return reported


@dataclass(frozen=True)
class SumColumn:
    """Counts added up the tree. rows: how many rows stand behind them, where an amount is added up instead."""

    figure: Figure
    sums: Sequence[int]
    rows: Sequence[int]
    sources: Mapping[int, str]
    reported_at: Mapping[int, Decimal]

    def value(self, at: int) -> Value:
        source = self.sources.get(at, RECORDS)
        return Value(
            self.figure, Decimal(self.sums[at]), source, whole=self.rows[at], reported=self.reported_at.get(at)
        )


@dataclass(frozen=True)
class LagColumn:
    """Days of the rows that have ended, and the rows that still wait, each with the place of its unit, in order.

    ends: for each unit the last place under it.
    """

    figure: Figure
    ended: Sequence[tuple[int, int]]
    waiting: Sequence[int]
    ends: Sequence[int]

    def value(self, at: int) -> Value:
        first, after = bisect_left(self.ended, (at, -1)), bisect_left(self.ended, (self.ends[at] + 1, -1))
        days = [length for _place, length in self.ended[first:after]]
        not_yet = bisect_right(self.waiting, self.ends[at]) - bisect_left(self.waiting, at)
        middle = Decimal(str(median(days))) if days else None
        return Value(self.figure, middle, whole=len(days), worst=max(days, default=None), not_yet=not_yet)


@dataclass(frozen=True)
class RatioColumn:
    """Parts over wholes, each added up."""

    figure: Figure
    part: Column
    whole: Column

    def value(self, at: int) -> Value:
        part, whole = self.part.value(at), self.whole.value(at)
        below, above = int(part.value or 0), int(whole.value or 0)
        source = part.source if part.source != RECORDS else whole.source
        share = Decimal(below) * 100 / Decimal(above) if above else None
        return Value(self.figure, share, source, part=below, whole=above)


def rows_of(figure: Figure, year: int, cut_off: date, from_on: date | None = None) -> Q:
    """Which rows of its table a figure counts; of a flow from a day on, those of the days from `from_on` to `cut_off`.

    Every row of a year belongs to one day of it, so that months add up to the year: what depends on the cut-off day (an
    age) is that of the end of the year then. Source: R-REP-05.
    """
    if figure.kind is Kind.STOCK:
        assert figure.span is not None
        start, end = figure.span
        return (
            figure.where_on(cut_off)
            & Q(**{f"{start}__lte": cut_off})
            & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": cut_off}))
        )
    where = figure.where_on(cut_off if from_on is None else year_end(year))
    if figure.day is not None:
        return where & Q(**{f"{figure.day}__range": (from_on or date(year, 1, 1), cut_off)})
    assert figure.year is not None
    rows = where & Q(**{figure.year: year})
    return rows if from_on is None else rows & _falls_within(figure.falls_on, year, from_on, cut_off)


def _falls_within(day: str | None, year: int, from_on: date, cut_off: date) -> Q:
    """Rows that are for a year, and whose own day lies in a span of it; days outside of the year are its first or last
    one, and what has no day yet is its last.
    """
    is_from_start, is_to_end = from_on <= date(year, 1, 1), cut_off >= year_end(year)
    if day is None:
        return Q() if is_to_end else Q(pk__in=[])
    later = Q() if is_from_start else Q(**{f"{day}__gte": from_on}) | Q(**{f"{day}__isnull": True})
    return later & (Q() if is_to_end else Q(**{f"{day}__lte": cut_off}))


def records(
    figure: Figure,
    *,
    unit: Unit,
    year: int,
    person: access.Reader,
    on: date,
    cut_off: date | None = None,
    from_on: date | None = None,
) -> QuerySet[Any]:
    """The rows behind a figure that the reader may open; of a ratio, the rows of its whole."""
    counted = figure.whole if figure.kind is Kind.RATIO and figure.whole is not None else figure
    rows = all_records(counted, unit=unit, year=year, cut_off=cut_off, from_on=from_on)
    return access.scope(rows, person, figure.verb, on=on)


def all_records(
    figure: Figure, *, unit: Unit, year: int, cut_off: date | None = None, from_on: date | None = None
) -> QuerySet[Any]:
    """The rows behind a flow, stock or lag, for freezing a review; readers get `records`."""
    assert figure.model is not None
    place = YearPlace.objects.filter(year=year, unit=unit).first()
    if place is None:
        raise LookupError(f"{unit.code} is not in the tree of {year}")
    span = (place.pos, place.last if figure.reach is Reach.TREE else place.pos)
    return figure.model._default_manager.filter(  # unscoped: the caller scopes
        rows_of(figure, year, min(cut_off or year_end(year), year_end(year)), from_on),
        **{f"{figure.unit}__year_places__year": year, f"{figure.unit}__year_places__pos__range": span},
    )
