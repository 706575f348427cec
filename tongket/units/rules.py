"""What a table of units says: kinds and codes by the name, superiors by what they are called, and what is in doubt."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org.kinds import Kind, Sector, kind_version

SHORT_FOR = {"chi bộ": "CB", "đảng bộ": "ĐB"}
FIELDS = ("name", "kind", "superior", "short_name", "code", "sector", "decision")
HEADS = {
    "name": ("ten don vi", "don vi", "ten to chuc dang", "ten to chuc", "to chuc dang", "ten"),
    "kind": ("loai", "loai hinh", "loai to chuc", "loai don vi", "loai to chuc dang"),
    "superior": ("truc thuoc", "don vi cap tren", "cap tren", "cap tren truc tiep", "thuoc"),
    "short_name": ("ten ngan", "ten viet tat", "ten goi tat", "ten tat"),
    "code": ("ma", "ma don vi", "ma ngan"),
    "sector": ("linh vuc", "loai hinh co so", "khu vuc"),
    "decision": ("so quyet dinh", "quyet dinh", "quyet dinh thanh lap"),
}
KINDS = {
    Kind.PROVINCIAL: ("dang bo tinh", "dang bo thanh pho", "dang bo tinh thanh pho"),
    Kind.SUPERIOR: (
        "dang bo cap tren truc tiep",
        "dang bo cap tren truc tiep co so",
        "dang bo cap tren",
        "cap tren co so",
    ),
    Kind.GRASSROOTS_COMMITTEE: ("dang bo co so",),
    Kind.GRASSROOTS_CELL: ("chi bo co so",),
    Kind.SECTION: ("dang bo bo phan",),
    Kind.CELL: ("chi bo", "chi bo truc thuoc", "chi bo truc thuoc dang bo co so"),
}
SECTORS = {
    Sector.AGENCY: ("co quan", "hanh chinh", "co quan hanh chinh"),
    Sector.PUBLIC_SERVICE: ("su nghiep", "don vi su nghiep"),
    Sector.ENTERPRISE: ("doanh nghiep",),
    Sector.COOPERATIVE: ("hop tac xa",),
    Sector.COMMUNE: ("xa phuong", "xa", "phuong", "thon", "xa phuong dac khu"),
    Sector.ARMED_FORCES: ("luc luong vu trang", "cong an", "quan doi", "quan su"),
}
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,31}")
LONGEST_NAME, LONGEST_SHORT, LONGEST_DECISION = 200, 80, 40
_BEFORE = re.compile(
    r"^(?:chi bo|dang bo|chi uy|dang uy)\s+(?:co so\s+|bo phan\s+)?(?:(?:xa|phuong|thon|to|khoi|ban)\s+(?=\S))?"
)
_HIGH = {None, Kind.PROVINCIAL, Kind.SUPERIOR}


def _key(words: str) -> str:
    """Words as they are compared: without marks, case and signs between them."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.fold(words)).split())


def kind_of(words: str, name: str, parent: Kind | None) -> Kind | None:
    """The kind of a unit: as it is written, else as its name begins; None where neither tells.

    parent: the kind of the unit above, which tells a grassroots cell from a cell of a committee (R-ORG-01).
    """
    written = _key(words)
    for kind, names in KINDS.items():
        if written and (written in names or written == _key(str(kind.label)) or words == kind.value):
            return Kind.GRASSROOTS_CELL if kind is Kind.CELL and parent in _HIGH else kind
    if written:
        return None
    begins = _key(name)
    if begins.startswith("chi bo"):
        return Kind.GRASSROOTS_CELL if parent in _HIGH else Kind.CELL
    if begins.startswith("dang bo bo phan"):
        return Kind.SECTION
    if begins.startswith("dang bo"):
        return {Kind.GRASSROOTS_COMMITTEE: Kind.SECTION, Kind.SUPERIOR: Kind.GRASSROOTS_COMMITTEE}.get(
            parent or Kind.CELL
        )
    return None


def sector_of(words: str, above: Sector) -> Sector | None:
    """The sector as it is written; nothing written: that of the unit above. None where it is not known."""
    written = _key(words)
    if not written:
        return above
    names = ((sector, names) for sector, names in SECTORS.items())
    return next((sector for sector, known in names if written in known or written == _key(str(sector.label))), None)


def sector_by_name(name: str) -> Sector:
    """The sector that the name of an organisation tells: a commune, or else an agency."""
    return Sector.COMMUNE if re.match(r"dang bo (?:xa|phuong|dac khu)\b", _key(name)) else Sector.AGENCY


def code_for(name: str, taken: Collection[str]) -> str:
    """A short code after a name that nobody has: what is left of “Chi bộ Thôn Đông” is DONG, of “Chi bộ Cơ quan Đảng”
    CQD, of “Chi bộ 1” CB1; with a number behind it where that is taken.
    """
    words = _BEFORE.sub("", _key(name)).split() or _key(name).split() or ["dv"]
    short = "".join(words) if len(words) <= 2 else "".join(word if word.isdigit() else word[0] for word in words)
    base = short.upper()[:12]
    base = base if len(base) > 1 and not base.isdigit() else f"CB{base}"
    return next(code for code in chain([base], (f"{base}-{n}" for n in count(2))) if code not in taken)


def code_beside(code: str, taken: Collection[str]) -> str:
    """A code for what comes out of a unit: the number behind its code counted on, GDDT-4 to GDDT-5, GDDT to GDDT-2."""
    numbered = re.fullmatch(r"(.+)-(\d{1,6})", code)
    base, start = (numbered[1], int(numbered[2]) + 1) if numbered else (code, 2)
    return next(f"{base[:25]}-{n}" for n in count(start) if f"{base[:25]}-{n}" not in taken)


def short_name_for(name: str) -> str:
    """A short name after a name, as lists write it: “CB Thôn Đông” of “Chi bộ Thôn Đông”."""
    for words, short in SHORT_FOR.items():
        if name.casefold().startswith(f"{words} "):
            return f"{short}{name[len(words) :]}"[:LONGEST_SHORT].rstrip()
    return name[:LONGEST_SHORT].rstrip()


# --- A table ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """A unit that is in the tree already."""

    code: str
    name: str
    short_name: str
    kind: Kind
    sector: Sector
    parent: str | None  # its code


@dataclass
class Planned:
    """What one row of the table would make. above: the number of another row, or the code of a unit in the tree.

    doubts: by field, what has to be answered first.
    """

    row: int
    typed: Mapping[str, str]
    name: str
    above: int | str | None = None
    kind: Kind | None = None
    sector: Sector | None = None
    code: str = ""
    doubts: dict[str, str] = field(default_factory=dict)

    @property
    def short_name(self) -> str:
        return self.typed["short_name"] or self.name[:LONGEST_SHORT]


def rows_of(
    sheets: Iterable[Sequence[Sequence[Any]]], names: Mapping[str, Sequence[str]] = HEADS, *, must: str = "name"
) -> list[dict[str, Any]] | None:
    """The rows of the first sheet with a head that names the column `must`; None where there is none.

    names: of each field how its column may be called. Each row holds the text of every field and `row`, its number in
    the sheet.
    """
    for cells in sheets:
        heads = [(at, columns) for at, row in enumerate(cells[:30]) if must in (columns := _columns(row, names))]
        if heads:
            at, columns = max(heads, key=lambda head: len(head[1]))  # a title may be called as a column is
            read = [
                {"row": number, **{name: _cell(cells[number - 1], columns.get(name)) for name in names}}
                for number in range(at + 2, len(cells) + 1)
            ]
            return [row for row in read if any(row[name] for name in names)]
    return None


def _columns(row: Sequence[Any], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    heads = {_key(str(cell)): column for column, cell in reversed(list(enumerate(row))) if isinstance(cell, str)}
    columns: dict[str, int] = {}
    for name, words in names.items():
        at = next((heads[head] for head in words if head in heads), None)
        if at is not None and at not in columns.values():
            columns[name] = at
    return columns


def _cell(row: Sequence[Any], column: int | None) -> str:
    if column is None or column >= len(row) or row[column] is None:
        return ""
    value = row[column]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(text.clean(str(value)).split())


def plan(
    rows: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, str]],
    known: Sequence[Known],
    root: str,
    *,
    on: date,
    taken: Collection[str],
) -> list[Planned]:
    """What a table would make, row by row, with every doubt; rows that are left out are not among it.

    answers: number of a row → what was typed over a field, or `skip`. known: the tree under which it stands; root: the
    code of the unit that rows without a superior stand under. on: from when they stand. taken: codes that are given.
    """
    planned = []
    for row in rows:
        answer = answers.get(str(row["row"]), {})
        if not answer.get("skip"):
            typed = {name: str(answer.get(name, row[name])) for name in FIELDS}
            planned.append(Planned(int(row["row"]), typed, typed["name"]))
    _Plan(planned, answers, known, root, on).check()
    _give_codes(planned, taken)
    return planned


def _give_codes(planned: Iterable[Planned], taken: Collection[str]) -> None:
    given = set(taken)
    for unit in sorted(planned, key=lambda unit: not unit.typed["code"]):  # those that are written come first
        wanted = unit.typed["code"].upper()
        if wanted and not CODE.fullmatch(wanted):
            unit.doubts["code"] = _("A code is made of capital letters, digits and hyphens, such as TYT-2.")
        elif wanted in given:
            unit.doubts["code"] = _("The code %(code)s is taken: choose another.") % {"code": wanted}
        unit.code = wanted or code_for(unit.name, given)
        given.add(unit.code)


class _Plan:
    """Looks for the doubts of a table: names, superiors, kinds."""

    def __init__(
        self,
        planned: list[Planned],
        answers: Mapping[str, Mapping[str, str]],
        known: Sequence[Known],
        root: str,
        on: date,
    ) -> None:
        self.planned, self.answers, self.root, self.on = planned, answers, root, on
        self.known = {unit.code: unit for unit in known}
        self.by_row = {unit.row: unit for unit in planned}
        self.called: dict[str, list[int | str]] = defaultdict(list)
        for known_unit in known:
            for words in {_key(known_unit.name), _key(known_unit.short_name)}:
                self.called[words].append(known_unit.code)
        for unit in planned:
            for words in {_key(unit.name), _key(unit.short_name)} - {""}:
                self.called[words].append(unit.row)

    def check(self) -> None:
        for unit in self.planned:
            self._name(unit)
            self._superior(unit)
        for unit in self.planned:
            self._circle(unit)
        for unit in self.planned:
            self._kind(unit)
        self._same_names()

    def _name(self, unit: Planned) -> None:
        if not unit.name:
            unit.doubts["name"] = _("This row has no name of a unit.")
        elif len(unit.name) > LONGEST_NAME:
            unit.doubts["name"] = _("This name is too long: %(most)s characters at most.") % {"most": LONGEST_NAME}
        if len(unit.typed["decision"]) > LONGEST_DECISION:
            unit.doubts["decision"] = _("Too long: %(most)s characters at most.") % {"most": LONGEST_DECISION}

    def _superior(self, unit: Planned) -> None:
        words = unit.typed["superior"]
        if not words:
            unit.above = self.root
            return
        if words.upper() in self.known:
            unit.above = words.upper()
            return
        by_code: list[int | str] = [other.row for other in self.planned if other.typed["code"].upper() == words.upper()]
        found = by_code or [key for key in self.called[_key(words)] if key != unit.row]
        if len(found) == 1:
            unit.above = found[0]
        elif not found:
            unit.doubts["superior"] = _("No unit is called “%(name)s”, neither in the file nor in the tree.") % {
                "name": words
            }
        else:
            unit.doubts["superior"] = _("Several units are called “%(name)s”: write the code of the one meant.") % {
                "name": words
            }

    def _circle(self, unit: Planned) -> None:
        seen, above = {unit.row}, unit.above
        while isinstance(above, int):
            if above in seen:
                unit.doubts["superior"] = _("This goes round in a circle: the unit would stand under itself.")
                return
            seen.add(above)
            above = self.by_row[above].above

    def _kind_above(self, unit: Planned) -> tuple[Kind | None, Sector]:
        if isinstance(unit.above, int):
            other = self.by_row[unit.above]
            if other.kind is None and not other.doubts:
                self._kind(other)
            return other.kind, other.sector or Sector.AGENCY
        known = self.known.get(unit.above or "")
        return (known.kind, known.sector) if known else (None, Sector.AGENCY)

    def _kind(self, unit: Planned) -> None:
        if unit.kind is not None or "superior" in unit.doubts:
            return
        above, sector = self._kind_above(unit)
        if above is None:
            return  # the doubt is about the unit above
        unit.sector = sector_of(unit.typed["sector"], sector)
        if unit.sector is None:
            unit.doubts["sector"] = _("“%(words)s” is not known as a sector.") % {"words": unit.typed["sector"]}
        unit.kind = kind_of(unit.typed["kind"], unit.name, above)
        if unit.kind is None and unit.typed["kind"]:
            unit.doubts["kind"] = _("“%(words)s” is not known as a kind of unit.") % {"words": unit.typed["kind"]}
        elif unit.kind is None:
            unit.doubts["kind"] = _("The name does not tell the kind of unit: choose it.")
        elif kind_version(unit.kind, above, self.on) is None:
            unit.doubts["kind"] = _("No %(kind)s stands under: %(above)s.") % {
                "kind": unit.kind.label,
                "above": above.label,
            }

    def _same_names(self) -> None:
        """Two of one name under one superior: one unit or two? Who has typed a name has said that it is another."""
        first: dict[tuple[str, int | str | None], Planned] = {}
        there = {(_key(unit.name), unit.parent): unit for unit in self.known.values()}
        for unit in self.planned:
            place = (_key(unit.name), unit.above)
            if not unit.name or "superior" in unit.doubts:
                continue
            if isinstance(unit.above, str) and (_key(unit.name), unit.above) in there:
                unit.doubts["same"] = _("“%(name)s” stands in the tree already. Is this row the same unit?") % {
                    "name": unit.name
                }
            elif place in first:
                unit.doubts["same"] = _("Rows %(first)s and %(second)s both say “%(name)s”. One unit or two?") % {
                    "first": first[place].row,
                    "second": unit.row,
                    "name": unit.name,
                }
            first.setdefault(place, unit)


def in_order(planned: Sequence[Planned]) -> list[Planned]:
    """The units of a plan without doubts, each after the one that it stands under."""
    by_row = {unit.row: unit for unit in planned}
    done: dict[int, Planned] = {}
    for unit in planned:
        way = [unit]
        while isinstance(way[-1].above, int) and way[-1].above not in done:
            way.append(by_row[way[-1].above])
        for waiting in reversed(way):
            done.setdefault(waiting.row, waiting)
    return list(done.values())
