"""What the load keeps in mind while it goes through the years: the tree, the offices, the rolls, what is still to do.

Everything that happens is a deed on a day; deeds run in the order of their days, so that each finds the tree and the
members as they were then. Lots are drawn from a source of their own for each subject: a change in one place moves
nothing elsewhere.
"""

import heapq
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from tongket.core import clock, workdays
from tongket.demo import plan
from tongket.members.models import Member
from tongket.org.models import Person, Unit
from tongket.regulations.calendar import load_swapped

SEED = 2021
PARTS = {"KHOI2": ("K2CQ", "K2DN")}
T = TypeVar("T")

Deed = Callable[[date], object]


class World:
    def __init__(self, echo: Callable[[str], None]) -> None:
        self.echo = echo
        self.units: dict[str, Unit] = {}
        self.names: dict[str, str] = {}  # unit → what it is called in short
        self.organisations: dict[str, list[str]] = {}  # bloc → its grassroots organisations
        self.cells: dict[str, list[str]] = {}  # grassroots organisation → its cells, or itself
        self.sectors: dict[str, str] = {}
        self.roster: dict[str, list[Member]] = {}  # cell → its members now
        self.home: dict[UUID, str] = {}  # member → the cell whose roll they stand on
        self.holders: set[UUID] = set()  # persons who hold an office
        self.seated: set[UUID] = set()  # persons who sit in a committee beside who holds an office
        self.staying: set[UUID] = set()  # members who neither leave nor move
        self.excellent: dict[int, list[UUID]] = {}  # year → members who are sure to be rated EXCELLENT
        self.disciplined: set[tuple[UUID, int]] = set()  # member and year
        self.swapped = load_swapped()
        self._offices: dict[tuple[str, str], list[tuple[date, Person]]] = {}
        self._readers: dict[Person, Person] = {}
        self._waiting: list[tuple[date, int, Deed]] = []
        self._number = 0
        self._cards = 0

    # --- Lots

    @staticmethod
    def lots(*subject: object) -> Random:
        """A source of lots for one subject, the same in every load."""
        return Random(":".join(str(part) for part in (SEED, *subject)))

    def workday(self, day: date) -> date:
        """That day, or the first working day after it."""
        return day if workdays.is_working(day, self.swapped) else workdays.add_working_days(day, 1, self.swapped)

    def some_day(self, lots: Random, first: date, last: date) -> date:
        """A working day between two days, both included if they are working days."""
        day = first + timedelta(days=lots.randint(0, (last - first).days))
        while not workdays.is_working(day, self.swapped):
            day = day - timedelta(days=1) if day > first else self.workday(first)
        return day

    def next_card(self) -> str:
        """A card number that nobody has yet."""
        self._cards += 1
        return f"{70 + self._cards // 100_000}.{self._cards * 37 % 100_000:06d}"

    # --- The tree

    def bloc_of(self, organisation: str) -> str:
        return next(bloc for bloc, codes in self.organisations.items() if organisation in codes)

    def organisation_of(self, cell: str) -> str:
        return next(code for code, cells in self.cells.items() if cell in cells)

    def parts(self, bloc: str) -> list[str]:
        """The bloc itself, or before it was formed the blocs that it was formed of."""
        return [bloc] if bloc in self.organisations else list(PARTS[bloc])

    def bloc_now(self, bloc: str) -> str:
        """The bloc itself, or the one that it has become a part of."""
        return bloc if bloc in self.organisations else next(code for code, parts in PARTS.items() if bloc in parts)

    def organisations_of(self, bloc: str) -> list[str]:
        return [code for part in self.parts(bloc) for code in self.organisations[part]]

    def cells_of(self, bloc: str) -> list[str]:
        return [cell for code in self.organisations_of(bloc) for cell in self.cells[code]]

    def is_committee(self, organisation: str) -> bool:
        return self.cells[organisation] != [organisation]

    def members_of(self, organisation: str) -> list[Member]:
        return [member for cell in self.cells[organisation] for member in self.roster[cell]]

    def tree_changed(self) -> None:
        """Forget where units stood and what that gave anybody a right to."""
        self.units = {unit.code: unit for unit in Unit.objects.select_related("place")}
        self._readers.clear()

    def joins(self, member: Member, cell: str) -> None:
        """Put a member on the roll of a cell, off the one on which they stood."""
        self.leaves(member)
        self.roster[cell].append(member)
        self.home[member.pk] = cell

    def leaves(self, member: Member) -> None:
        cell = self.home.pop(member.pk, "")
        if cell:
            self.roster[cell].remove(member)

    def plain_members(self, cell: str) -> list[Member]:
        """The official members of a cell who hold no office and sit in no committee."""
        return [
            member
            for member in self.roster[cell]
            if member.official_on is not None and member.person_id not in self.holders | self.seated
        ]

    def some_member(self, lots: Random, cells: list[str]) -> Member:
        """An official member by lot, without an office, of a cell that will not be left too small."""
        while True:
            roll = self.roster[lots.choice(cells)]
            able = [
                member
                for member in roll
                if member.official_on is not None
                and member.person_id not in self.holders
                and member.pk not in self.staying
            ]
            if len(roll) > 8 and able:
                return lots.choice(able)

    # --- Who acts

    def takes_office(self, person: Person, domain: str, unit: str, from_on: date) -> None:
        self._offices.setdefault((unit, domain), []).append((from_on, person))
        self.holders.add(person.pk)
        self._readers.clear()

    def by(self, unit: str, domain: str, on: date) -> Person:
        """Who acts for a unit in a domain on a day: its own officer, else that of the organisation above it."""
        for code in self.upwards(unit):
            officers = [person for from_on, person in self._offices.get((code, domain), []) if from_on <= on]
            if officers:
                return self._fresh(officers[-1])
        raise LookupError(f"nobody acts for {unit} in {domain} on {on}")

    def upwards(self, unit: str) -> Iterable[str]:
        yield unit
        if unit in self.organisations:
            return
        organisation = unit if unit in self.cells else self.organisation_of(unit)
        yield organisation
        yield self.bloc_of(organisation)

    def _fresh(self, person: Person) -> Person:
        """The person as somebody who has just signed in with a second factor."""
        if person not in self._readers:
            reader = Person.objects.get(pk=person.pk)
            reader.is_past_fence = True
            self._readers[person] = reader
        return self._readers[person]

    # --- What happens when

    def at(self, on: date, deed: Deed) -> None:
        """Let a deed happen on a day. What would come after today never happens."""
        if on <= clock.today():
            self._number += 1
            heapq.heappush(self._waiting, (on, self._number, deed))

    def let(self, on: date, unit: str, domain: str, action: Callable[..., object], **values: object) -> None:
        """Let a unit's officer for a domain carry out an action about the unit on a day."""
        self.at(on, lambda day: action(self.units[unit], by=self.by(unit, domain, day), on=day, **values))

    def run(self) -> None:
        """Let everything happen, in the order of the days; deeds may bring about others, on that day or later."""
        year = 0
        while self._waiting:
            on, _number, deed = heapq.heappop(self._waiting)
            if on.year != year:
                year = on.year
                self.echo(f"year {year}")
            deed(on)


def begins(bloc: str, year: int) -> date:
    """The first day of a year on which a bloc exists."""
    return max(date(year, 1, 1), plan.MERGED if bloc in PARTS else plan.OPENED)


def shared_out(total: int, weights: dict[str, int], fixed: dict[str, int]) -> dict[str, int]:
    """`total` shared out over the keys by their weights, some of them fixed; the largest remainders get the rest."""
    free = {key: weight for key, weight in weights.items() if key not in fixed}
    rest = total - sum(fixed.values())
    whole = sum(free.values())
    shares = {key: rest * weight // whole for key, weight in free.items()}
    order = sorted(free, key=lambda key: (-(rest * free[key] % whole), key))
    for key in order[: rest - sum(shares.values())]:
        shares[key] += 1
    return {key: fixed.get(key, shares.get(key, 0)) for key in weights}


def spread(lots: Random, items: Iterable[T], count: int) -> list[T]:
    """`count` of the items by lot, in their own order."""
    listed = list(items)
    chosen = sorted(lots.sample(range(len(listed)), min(count, len(listed))))
    return [listed[at] for at in chosen]
