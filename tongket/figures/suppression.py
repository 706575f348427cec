"""Small counts of persons are not shown, and enough others go with them that no difference gives them back (S-20)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from tongket.figures.counting import Counted, count
from tongket.figures.declare import Figure, Kind, Reach, listed
from tongket.org.models import Unit, YearPlace

Cell = TypeVar("Cell")


def hidden_cells(values: Mapping[Cell, int], sums: Iterable[tuple[Cell, list[Cell]]], *, smallest: int) -> set[Cell]:
    """Which cells of a table are not shown.

    values: the table; sums: each total with the parts that are shown beside it (what they leave over is not shown);
    smallest: counts from 1 up to below it are hidden themselves. A total whose hidden parts could be told by taking
    away
    the shown ones hides one more: the smallest shown part, or the total where there is none.
    """
    hidden = {cell for cell, value in values.items() if 0 < value < smallest}
    groups = list(sums)
    changed = True
    while changed:
        changed = False
        for total, parts in groups:
            rest = values[total] - sum(values[part] for part in parts)
            members = [total, *parts]
            unknown = [cell for cell in members if cell in hidden]
            is_rest_small = 0 < rest < smallest
            if len(unknown) + is_rest_small != 1:
                continue
            shown = [part for part in parts if part not in hidden and values[part] > 0] or (
                [total] if total not in hidden else []
            )
            if shown:
                hidden.add(min(shown, key=lambda cell: values[cell]))
                changed = True
    return hidden


def hidden_figures(
    year: int, unit: Unit, *, smallest: int, figures: Iterable[Figure] | None = None, cut_off: date | None = None
) -> set[tuple[UUID, str]]:
    """The restricted figures of a year that nobody is shown without the right to their rows: the same for every reader
    (R-STA-05).

    It is worked out over the whole tree that the unit stands in, since a sibling can give a number away.
    figures: instead of the flows among the listed ones, a family of flows and stocks that is shown together.
    cut_off: the day up to which they are counted, where it is not the end of the year.
    """
    if figures is None:
        restricted = [figure for figure in listed() if figure.is_restricted and figure.kind is Kind.FLOW]
    else:
        restricted = [figure for figure in figures if figure.is_restricted and figure.kind in {Kind.FLOW, Kind.STOCK}]
    top = _top(year, unit)
    if not restricted or top is None:
        return set()
    counted = count(year, under=top, figures=restricted, cut_off=cut_off)
    values = {
        (place.unit_id, figure.key): int(counted.of(place.unit_id, figure.key).value or 0)
        for place in counted.places
        for figure in restricted
    }
    return hidden_cells(values, _sums(counted, restricted), smallest=smallest)


def _sums(counted: Counted, figures: list[Figure]) -> list[tuple[tuple[UUID, str], list[tuple[UUID, str]]]]:
    children: dict[UUID, list[UUID]] = {}
    for place in counted.places:
        if place.parent_id is not None:
            children.setdefault(place.parent_id, []).append(place.unit_id)
    finer: dict[str, list[str]] = {}
    for figure in figures:
        if figure.refines:
            finer.setdefault(figure.refines, []).append(figure.key)
    sums = []
    for place in counted.places:
        for figure in figures:
            total = (place.unit_id, figure.key)
            if figure.reach is Reach.TREE and children.get(place.unit_id):
                sums.append((total, [(child, figure.key) for child in children[place.unit_id]]))
            if figure.key in finer:
                sums.append((total, [(place.unit_id, key) for key in finer[figure.key]]))
    return sums


def _top(year: int, unit: Unit) -> Unit | None:
    place = YearPlace.objects.filter(year=year, unit=unit).first()
    return Unit.objects.filter(pk=place.a1).first() if place is not None and place.a1 else None
