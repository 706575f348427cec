"""A desk at which a file is made by hand: lines, heads, members, one after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from benchmarks.rosters import files
from benchmarks.rosters.files import Grid
from benchmarks.rosters.people import Office, Person
from benchmarks.rosters.truth import Column, Entry, Fault, Roster

Write = Callable[[Person, int], Sequence[Any]]


class Desk:
    """One file while it is made. label: which office made it, and how."""

    def __init__(self, number: int, unit: str, label: str) -> None:
        self.office = Office(Random(9000 + number), unit)
        self.label = f"{number} {label}"
        self.grids: list[Grid] = []
        self.entries: list[Entry] = []
        self.faults: list[Fault] = []
        self.outsiders: set[tuple[int, int]] = set()
        self.columns: list[Column] = []
        self.row = 0

    @property
    def grid(self) -> Grid:
        if not self.grids:
            self.sheet("Sheet1")
        return self.grids[-1]

    def sheet(self, name: str, *, is_hidden: bool = False) -> None:
        self.grids.append(Grid(name, is_hidden=is_hidden))
        self.row = 0
        if is_hidden:
            self.faults.append(Fault("hidden sheet", len(self.grids)))

    def line(self, text: str, at: int = 0, width: int = 1) -> None:
        self.grid.put(self.row, at, text)
        self.grid.merge(self.row, at, self.row, at + width - 1)
        self.row += 1

    def skip(self, rows: int = 1) -> None:
        self.row += rows

    def put(self, *values: Any, at: int = 0) -> None:
        self.grid.put_row(self.row, values, at)
        self.row += 1

    def head(self, *rows: str, at: int = 0) -> None:
        """Rows of heads, "|" between columns: "<" is one with the left, "^" with the one above, "~" ends a line."""
        cells = [[word.strip() for word in row.split("|")] for row in rows]
        for down, words in enumerate(cells):
            for across, word in enumerate(words):
                if word in ("<", "^"):
                    continue
                wide = across + 1
                while wide < len(words) and words[wide] == "<":
                    wide += 1
                deep = down + 1
                while deep < len(cells) and across < len(cells[deep]) and cells[deep][across] == "^":
                    deep += 1
                self.grid.put(self.row + down, at + across, word.replace("~", "\n"))
                self.grid.merge(self.row + down, at + across, self.row + deep - 1, at + wide - 1)
        self.row += len(rows)

    def members(
        self,
        count: int,
        cell: str,
        write: Write,
        states: str,
        *,
        at: int = 0,
        first: int = 1,
        faults: Mapping[int, tuple[str, str]] = {},
        facts: Mapping[int, Mapping[str, Any]] = {},
        rows_each: int = 1,
        tells_cell: bool = True,
    ) -> list[Person]:
        """Members of a cell, a row each. states: the facts that the row gives. faults: number → kind and its fields.

        facts: number → what it states instead. tells_cell: whether something in the file names their cell.
        """
        people, start = self.office.people(count, cell), self.row
        for number, person in enumerate(people, first):
            self.member(
                person, write(person, number), states, at=at, fault=faults.get(number), facts=facts.get(number, {}),
                tells_cell=tells_cell,
            )  # fmt: skip
            self.row += rows_each - 1
        for place, key in columns_of(write, people[-1], first + count - 1).items():
            self.columns.append(Column(len(self.grids), start + 1, self.row, at + place, key))
        return people

    def member(
        self,
        person: Person,
        values: Sequence[Any],
        states: str,
        *,
        at: int = 0,
        fault: tuple[str, str] | None = None,
        facts: Mapping[str, Any] = {},
        tells_cell: bool = True,
    ) -> None:
        self.grid.put_row(self.row, values, at)
        stated = facts_of(person, states) | ({"cell": person.cell} if tells_cell else {}) | dict(facts)
        entry = Entry(len(self.grids), self.row + 1, stated, column=at)
        if fault:
            kind, fields = fault
            entry.planted |= set(fields.split())
            self.faults.append(Fault(kind, entry.sheet, entry.row, tuple(fields.split())))
        self.entries.append(entry)
        self.row += 1

    def gone(self, person: Person, values: Sequence[Any], *, at: int = 0, is_hidden: bool) -> None:
        """Somebody who has left: in a hidden row, or struck through."""
        self.grid.put_row(self.row, values, at)
        if is_hidden:
            self.grid.hidden_rows.add(self.row)
        else:
            self.grid.struck |= {(self.row, at + place) for place in range(len(values))}
        place = (len(self.grids), self.row + 1)
        self.faults.append(Fault("hidden row" if is_hidden else "struck-out row", *place))
        self.outsiders.add(place)
        self.row += 1

    def tell(self, kind: str, *fields: str, words: tuple[str, ...] = ()) -> None:
        """A fault of the whole file."""
        self.faults.append(Fault(kind, fields=fields, words=words))

    def change(self, convert: Callable[[str], str], font: str = "") -> None:
        """Damage all text of the file."""
        for grid in self.grids:
            for place, value in grid.cells.items():
                if isinstance(value, str):
                    grid.cells[place] = convert(value)
                    if font:
                        grid.fonts[place] = font

    def roster(
        self, name: str, body: bytes | None = None, *, is_1904: bool = False, is_month_first: bool = False
    ) -> Roster:
        if body is None:
            body = files.xls(self.grids) if name.endswith(".xls") else files.xlsx(self.grids, is_1904=is_1904)
            body = files.word(self.grids) if name.endswith(".docx") else body
        facts = (self.office.code, self.entries, self.faults, self.label, self.outsiders, self.columns, is_month_first)
        return Roster(name, body, *facts)


PROBES: dict[str, Any] = {
    "name": "Ví Dụ Thử",
    "born": date(1951, 3, 29),
    "joined": date(1988, 7, 23),
    "official": date(1989, 9, 24),
    "card": "99999999",
    "identity": "999999999999",
    "phone": "0999999999",
    "ethnic": "Ví",
    "school": "1/12",
    "professional": "TS",
    "theory": "CC",
    "cell": "Chi bộ Thử",
}


def columns_of(write: Write, person: Person, number: int) -> dict[int, str]:
    """Which column holds what: the one that alone changes with a fact. Several facts in one column are left out."""
    changed: dict[int, set[str]] = {}
    man, woman = (list(write(replace(person, sex=sex), number)) for sex in "MF")
    plain = woman if person.sex == "F" else man
    for key, value in PROBES.items():
        for place, cell in enumerate(write(replace(person, **{key: value}), number)):
            if place < len(plain) and cell != plain[place]:
                changed.setdefault(place, set()).add(key)
    for place in range(min(len(man), len(woman))):
        if man[place] != woman[place]:
            is_for_men, is_for_women = not woman[place], not man[place]
            changed[place] = {"born_man" if is_for_men else "female" if is_for_women else "sex"}
    return {place: next(iter(keys)) for place, keys in changed.items() if len(keys) == 1}


def facts_of(person: Person, states: str) -> dict[str, Any]:
    """The facts named: "born:year", "born:month" for a birth without day or month; "levels": the highest of both."""
    facts: dict[str, Any] = {}
    for key in states.split():
        name, _colon, precision = key.partition(":")
        if name == "born":
            born = person.born
            facts["born"] = date(born.year, 1 if precision == "year" else born.month, 1) if precision else born
            facts["born_precision"] = precision or "day"
        elif name == "official":
            facts |= {"official": person.official} if person.official else {}
        elif name in ("levels", "school", "professional"):
            levels = {"levels": person.professional or person.school_code, "school": person.school_code}
            level = levels.get(name, person.professional)
            facts |= {"education": level} if level else {}
        elif name == "office":
            facts["office"] = person.work
        else:
            facts[name] = getattr(person, name)
    return facts


def d(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def dot(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def dash(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def loose(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def sex(person: Person) -> str:
    return "Nam" if person.sex == "M" else "Nữ"


def x(person: Person) -> str:
    """The mark in a column for women."""
    return "x" if person.sex == "F" else ""


LEVELS = {"": "", "TC": "Trung cấp", "CĐ": "Cao đẳng", "ĐH": "Đại học", "ThS": "Thạc sĩ", "TS": "Tiến sĩ"}
THEORIES = {"": "", "SC": "Sơ cấp", "TC": "Trung cấp", "CC": "Cao cấp"}


def level(person: Person) -> str:
    return LEVELS[person.professional]


def theory(person: Person) -> str:
    return THEORIES[person.theory]


def card(person: Person) -> str:
    return f"{person.card[:2]}.{person.card[2:]}"
