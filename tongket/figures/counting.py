"""Counting: all figures of all units under one, in a number of queries that does not depend on the tree."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from statistics import median
from typing import Any
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


@dataclass(frozen=True)
class Counted:
    """The figures of a unit and all under it for one year."""

    unit: Unit
    year: int
    cut_off: date
    places: Sequence[YearPlace]
    values: Mapping[tuple[UUID, str], Value]

    def of(self, unit: Unit | UUID, key: str) -> Value:
        return self.values[(unit if isinstance(unit, UUID) else unit.pk, key)]

    def own(self, key: str) -> Value:
        return self.values[(self.unit.pk, key)]

    def children(self) -> list[YearPlace]:
        """The living units directly under the unit in the tree of the year."""
        return [place for place in self.places if place.parent_id == self.unit.pk and place.is_living]


def count(year: int, *, under: Unit, figures: Iterable[Figure] | None = None, cut_off: date | None = None) -> Counted:
    """Count figures for `under` and every unit under it, by the tree of 31 December of the year (R-ORG-10, R-STA-01).

    cut_off: rows after that day are left out; by default 31 December. Raises LookupError if the unit had no place then.
    """
    wanted = list(listed() if figures is None else figures)
    top = YearPlace.objects.filter(year=year, unit=under).first()
    if top is None:
        raise LookupError(f"{under.code} is not in the tree of {year}")
    cut = min(cut_off or year_end(year), year_end(year))
    places = list(
        YearPlace.objects.filter(year=year, pos__range=(top.pos, top.last)).select_related("unit").order_by("pos")
    )
    counting = _Counting(year, cut, top, places)
    needed = {figure.key: figure for figure in wanted}
    for figure in wanted:
        for inner in (figure.part, figure.whole):
            if inner is not None:
                needed.setdefault(inner.key, inner)
    return Counted(under, year, cut, places, counting.values(list(needed.values())))


class _Counting:
    def __init__(self, year: int, cut_off: date, top: YearPlace, places: list[YearPlace]) -> None:
        self.year, self.cut_off, self.top, self.places = year, cut_off, top, places
        self.index = {place.unit_id: number for number, place in enumerate(places)}

    def values(self, figures: list[Figure]) -> dict[tuple[UUID, str], Value]:
        cells = self._cells([figure for figure in figures if figure.kind in {Kind.FLOW, Kind.STOCK}])
        reported = self._reported()
        found: dict[tuple[UUID, str], Value] = {}
        for figure in figures:
            if figure.kind in {Kind.FLOW, Kind.STOCK}:
                found |= self._added_up(figure, cells[figure.key], cells[f"{figure.key}:rows"], reported)
        for figure in figures:
            if figure.kind is Kind.LAG:
                found |= self._lags(figure)
        for figure in figures:
            if figure.kind is Kind.RATIO:
                found |= self._ratios(figure, found)
        return found

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
            asked: dict[str, Any] = {}
            for number, figure in enumerate(members):
                rows = Count("pk", filter=self.condition(figure))
                if figure.amount is None:
                    asked[f"n{number}"] = rows
                else:
                    asked[f"n{number}"] = Coalesce(Sum(figure.amount, filter=self.condition(figure)), 0)
                    asked[f"r{number}"] = rows
            for row in self._under(model, unit).values_list(f"{unit}_id").annotate(**asked).order_by():
                at = self.index[row[0]]
                for name, value in zip(asked, row[1:], strict=True):
                    figure = members[int(name[1:])]
                    cells[figure.key if name[0] == "n" else f"{figure.key}:rows"][at] = int(value)
        return cells

    def _under(self, model: type[Model], unit: str) -> QuerySet[Any]:
        """The rows of the units under the top one; the bounds are constants, so that the database can plan
        (performance §1).
        """
        return model._default_manager.filter(  # unscoped: counts; the rows behind them are scoped
            **{
                f"{unit}__year_places__year": self.year,
                f"{unit}__year_places__pos__range": (self.top.pos, self.top.last),
            }
        )

    def condition(self, figure: Figure) -> Q:
        return rows_of(figure, self.year, self.cut_off)

    def _added_up(
        self, figure: Figure, own: list[int], rows: list[int], reported: Mapping[str, Mapping[int, tuple[Decimal, str]]]
    ) -> dict[tuple[UUID, str], Value]:
        sources = [RECORDS] * len(self.places)
        said: dict[int, Decimal] = {}
        is_tree = figure.reach is Reach.TREE
        sums = self._sums(own) if is_tree else own
        filled = list(own)
        for at, (value, source) in sorted(reported.get(figure.key, {}).items(), reverse=True):
            if sums[at]:
                if value != sums[at]:
                    said[at] = value  # both exist: the records count, the difference is shown
            else:
                filled[at] = int(value)
                sources[at] = source
        if filled != own:
            sums = self._sums(filled) if is_tree else filled
            if is_tree:
                for at, place in enumerate(self.places):
                    inside = {sources[inner] for inner in range(at, at + place.last - place.pos + 1)} - {RECORDS}
                    if inside and sources[at] == RECORDS:
                        sources[at] = ESTIMATE if ESTIMATE in inside else REPORTED
        row_sums = self._sums(rows) if is_tree else rows
        return {
            (place.unit_id, figure.key): Value(
                figure, Decimal(sums[at]), sources[at], whole=row_sums[at], reported=said.get(at)
            )
            for at, place in enumerate(self.places)
        }

    def _sums(self, own: list[int]) -> list[int]:
        """Prefix sums over the positions: the total of a unit is C[last] − C[pos − 1]."""
        running = [0, *accumulate(own)]
        base = self.top.pos
        return [running[place.last - base + 1] - running[place.pos - base] for place in self.places]

    def _lags(self, figure: Figure) -> dict[tuple[UUID, str], Value]:
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
        ended.sort()
        waiting.sort()
        starts = [at for at, _days in ended]
        found = {}
        for at, place in enumerate(self.places):
            end_at = at + (place.last - place.pos if figure.reach is Reach.TREE else 0)
            days = [ended[number][1] for number in range(bisect_left(starts, at), bisect_right(starts, end_at))]
            not_yet = bisect_right(waiting, end_at) - bisect_left(waiting, at)
            found[(place.unit_id, figure.key)] = Value(
                figure,
                Decimal(str(median(days))) if days else None,
                whole=len(days),
                worst=max(days, default=None),
                not_yet=not_yet,
            )
        return found

    def _ratios(self, figure: Figure, found: Mapping[tuple[UUID, str], Value]) -> dict[tuple[UUID, str], Value]:
        assert figure.part is not None
        assert figure.whole is not None
        ratios = {}
        for place in self.places:
            part = found[(place.unit_id, figure.part.key)]
            whole = found[(place.unit_id, figure.whole.key)]
            below, above = int(part.value or 0), int(whole.value or 0)
            source = part.source if part.source != RECORDS else whole.source
            value = Decimal(below) * 100 / Decimal(above) if above else None
            ratios[(place.unit_id, figure.key)] = Value(figure, value, source, part=below, whole=above)
        return ratios

    def _reported(self) -> dict[str, dict[int, tuple[Decimal, str]]]:
        found: dict[str, dict[int, tuple[Decimal, str]]] = {}
        rows = ReportedValues.objects.filter(  # unscoped: counts
            unit__year_places__year=self.year,
            unit__year_places__pos__range=(self.top.pos, self.top.last),
            year=self.year,
        )
        for row in rows:
            source = ESTIMATE if row.is_estimate else REPORTED
            for key, number in row.values.items():
                found.setdefault(key, {})[self.index[row.unit_id]] = (Decimal(str(number)), source)
        return found


def rows_of(figure: Figure, year: int, cut_off: date) -> Q:
    """Which rows of its table a figure counts."""
    if figure.kind is Kind.STOCK:
        assert figure.span is not None
        start, end = figure.span
        return (
            figure.where
            & Q(**{f"{start}__lte": cut_off})
            & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": cut_off}))
        )
    if figure.day is not None:
        return figure.where & Q(**{f"{figure.day}__range": (date(year, 1, 1), cut_off)})
    assert figure.year is not None
    return figure.where & Q(**{figure.year: year})


def records(
    figure: Figure, *, unit: Unit, year: int, person: access.Reader, on: date, cut_off: date | None = None
) -> QuerySet[Any]:
    """The rows behind a figure that the reader may open; of a ratio, the rows of its whole."""
    counted = figure.whole if figure.kind is Kind.RATIO and figure.whole is not None else figure
    return access.scope(all_records(counted, unit=unit, year=year, cut_off=cut_off), person, figure.verb, on=on)


def all_records(figure: Figure, *, unit: Unit, year: int, cut_off: date | None = None) -> QuerySet[Any]:
    """The rows behind a flow, stock or lag, for freezing a review; readers get `records`."""
    assert figure.model is not None
    place = YearPlace.objects.filter(year=year, unit=unit).first()
    if place is None:
        raise LookupError(f"{unit.code} is not in the tree of {year}")
    span = (place.pos, place.last if figure.reach is Reach.TREE else place.pos)
    return figure.model._default_manager.filter(  # unscoped: the caller scopes
        rows_of(figure, year, min(cut_off or year_end(year), year_end(year))),
        **{f"{figure.unit}__year_places__year": year, f"{figure.unit}__year_places__pos__range": span},
    )
