"""The tree as plain values: edges that hold from day to day, and the intervals that reading needs."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Id = TypeVar("Id", bound=Hashable)

DEEPEST = 6  # levels that a place has columns for


@dataclass(frozen=True)
class Edge(Generic[Id]):
    """`unit` stands under `parent` (None: at the top) from one day until the day before another."""

    unit: Id
    parent: Id | None
    from_on: date
    until_on: date | None = None
    rank: tuple[object, ...] = ()  # the order among the units under one parent

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Position(Generic[Id]):
    """Where a unit stands: it and everything under it lie in pos … last; path: its ancestors from the top, itself
    last.
    """

    unit: Id
    parent: Id | None
    level: int
    pos: int
    last: int
    path: tuple[Id, ...]
    is_living: bool


class BrokenTree(ValueError):
    """The edges of a day are no tree: a parent that does not live, a circle, or too many levels."""


def edges_on(edges: Iterable[Edge[Id]], day: date, successors: Mapping[Id, Id]) -> list[tuple[Edge[Id], bool]]:
    """The edge of each unit that had begun by that day, and whether the unit still lives.

    A dissolved unit hangs under its successor if it has one, else under its last parent, so that its records are found.
    successors: for a dissolved unit the one unit that took it over. Source: R-ORG-10, R-ORG-11.
    """
    last_edge: dict[Id, Edge[Id]] = {}
    for edge in edges:
        if edge.from_on <= day and (edge.unit not in last_edge or last_edge[edge.unit].from_on < edge.from_on):
            last_edge[edge.unit] = edge
    edges_of_day = []
    for unit, edge in last_edge.items():
        if edge.holds(day):
            edges_of_day.append((edge, True))
        else:
            parent = successors.get(unit, edge.parent)
            edges_of_day.append((Edge(unit, parent, edge.from_on, edge.until_on, edge.rank), False))
    return edges_of_day


def positions(edges: Iterable[tuple[Edge[Id], bool]]) -> list[Position[Id]]:
    """The interval of each unit, depth first, in the order of rank. Raises BrokenTree."""
    children: dict[Id | None, list[tuple[Edge[Id], bool]]] = {}
    count = 0
    for edge, is_living in edges:
        children.setdefault(edge.parent, []).append((edge, is_living))
        count += 1
    for siblings in children.values():
        siblings.sort(key=lambda item: (not item[1], item[0].rank))

    found: list[Position[Id]] = []
    at = 0

    def walk(edge: Edge[Id], is_living: bool, path: tuple[Id, ...]) -> None:
        nonlocal at
        if len(path) > DEEPEST:
            raise BrokenTree(f"more than {DEEPEST} levels above {edge.unit}")
        at += 1
        place, pos = len(found), at
        found.append(Position(edge.unit, edge.parent, len(path), pos, pos, path, is_living))
        for child, lives in children.get(edge.unit, ()):
            walk(child, lives, (*path, child.unit))
        found[place] = Position(edge.unit, edge.parent, len(path), pos, at, path, is_living)

    for edge, is_living in children.get(None, ()):
        walk(edge, is_living, (edge.unit,))
    if len(found) != count:
        raise BrokenTree("a unit stands under a unit that does not exist on that day, or in a circle")
    return found


def check(edges: Sequence[Edge[Id]], days: Iterable[date]) -> None:
    """Raise BrokenTree unless on each of the days every living unit stands under a living unit or at the top."""
    for day in days:
        living = {edge.unit: edge for edge in edges if edge.holds(day)}
        for edge in living.values():
            seen: set[Id] = set()
            above: Edge[Id] | None = edge
            while above is not None and above.parent is not None:
                if above.unit in seen:
                    raise BrokenTree(f"{edge.unit} stands in a circle on {day}")
                seen.add(above.unit)
                if above.parent not in living:
                    raise BrokenTree(f"{above.unit} stands under a unit that does not live on {day}")
                above = living[above.parent]
