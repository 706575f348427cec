"""Levels of earlier years as a table says them: years as columns, or a line for each year; no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import text
from tongket.rating.rules import Level, NotRated, Subject, level_called, runs

FIRST_YEAR = 1990
HEADS: dict[str, tuple[str, ...]] = {
    "name": (
        "ho va ten", "ho ten", "ten dang vien", "ten to chuc dang", "to chuc dang", "ten don vi", "don vi", "ten",
    ),
    "code": ("so the dang vien", "so the dang", "so the", "ma don vi", "ma to chuc", "ma", "ma so"),
    "cell": ("chi bo", "sinh hoat tai", "chi bo sinh hoat"),
    "year": ("nam", "nam danh gia", "nam xep loai"),
    "level": ("xep loai", "muc xep loai", "ket qua xep loai", "ket qua", "muc"),
    "source": ("can cu", "van ban", "nguon", "tai lieu", "so van ban"),
}  # fmt: skip
SHORT: Mapping[str, Level] = {  # as lists abbreviate the levels, in any year
    "htxsnv": Level.EXCELLENT, "htxs": Level.EXCELLENT, "xs": Level.EXCELLENT, "xuat sac": Level.EXCELLENT,
    "httnv": Level.GOOD, "htt": Level.GOOD, "tot": Level.GOOD,
    "htnv": Level.FULFILLED, "ht": Level.FULFILLED, "hoan thanh": Level.FULFILLED,
    "khtnv": Level.NOT_FULFILLED, "khongtnv": Level.NOT_FULFILLED, "kht": Level.NOT_FULFILLED,
    "tsvm": Level.EXCELLENT, "tsvmtb": Level.EXCELLENT,
}  # fmt: skip
REASONS: Mapping[str, NotRated] = {
    "mien sinh hoat": NotRated.EXEMPT, "mien": NotRated.EXEMPT, "dinh chi sinh hoat": NotRated.SUSPENDED,
    "moi ket nap": NotRated.TOO_NEW, "moi thanh lap": NotRated.NEW_UNIT,
}  # fmt: skip
NOTHING = {"", "-", "–", "x", "0"}
LONGEST_SOURCE = 120


def years_before(year: int) -> range:
    """The years that a column may be for: those before and the year itself."""
    return range(FIRST_YEAR, year + 1)


def heads(last_year: int) -> dict[str, tuple[str, ...]]:
    """How each column may be called, the columns of years among them."""
    columns = {
        f"y{year}": (str(year), f"nam {year}", f"xep loai {year}", f"xep loai nam {year}", f"ket qua {year}")
        for year in years_before(last_year)
    }
    return {**HEADS, **columns}


def as_text(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The cells of a sheet, whole numbers as they are written: the head of a column may be a year typed as a number."""
    return [[str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell for cell in row] for row in rows]


def without_empty(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the columns of years that nobody has."""
    listed = [dict(row) for row in rows]
    used = {name for row in listed for name, value in row.items() if value != ""} | set(HEADS)
    return [{name: value for name, value in row.items() if name in used or name == "row"} for row in listed]


@dataclass(frozen=True)
class Called:
    """Whom a row may mean. key: their id; code: of a unit, or the number of a card; cell: that of a member, by name."""

    key: str
    name: str
    code: str
    cell: str = ""


@dataclass
class EarlierLevel:
    """A level, or the reason why there is none, of one year."""

    year: int
    level: str
    not_rated_reason: str
    source: str


@dataclass
class PlannedRow:
    """What a row would record, or what is in doubt of it: field → sentence. known: years that stand there already."""

    row: int
    typed: Mapping[str, str]
    whose: Called | None = None
    levels: list[EarlierLevel] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)

    @property
    def excellent_runs(self) -> list[tuple[int, int]]:
        """The years in a row with the best level, among those of this row (R-COM-03)."""
        return runs(level.year for level in self.levels if level.level == Level.EXCELLENT)


def plan(
    rows: Iterable[Mapping[str, Any]],
    answers: Mapping[str, Mapping[str, str]],
    *,
    subject: str,
    source: str,
    last_year: int,
    whose: Sequence[Called],
    standing: Mapping[tuple[str, int], str],
) -> list[PlannedRow]:
    """What a table would record; rows that are left out are not among it.

    answers: number of a row → what was typed over a field, or `skip`. source: the paper of rows that name none.
    whose: those whom a row can mean. standing: key and year → the level that stands there already.
    """
    by_code = {text.fold(one.code): one for one in whose if one.code}
    by_name: dict[str, list[Called]] = {}
    for one in whose:
        by_name.setdefault(text.fold(one.name), []).append(one)
    planned: list[PlannedRow] = []
    given: dict[tuple[str, int], int] = {}
    for row in rows:
        answer = answers.get(str(row["row"]), {})
        if answer.get("skip"):
            continue
        line = PlannedRow(int(row["row"]), {name: str(answer.get(name, row[name])) for name in row if name != "row"})
        _find(line, by_code, by_name)
        _read_levels(line, subject, source, last_year)
        _look_for_doubles(line, standing, given)
        planned.append(line)
    return planned


def _find(line: PlannedRow, by_code: Mapping[str, Called], by_name: Mapping[str, Sequence[Called]]) -> None:
    code, name, cell = (text.fold(line.typed.get(field, "")) for field in ("code", "name", "cell"))
    if code and code in by_code:
        line.whose = by_code[code]
        if name and text.fold(line.whose.name) != name:
            line.doubts["code"] = _("This number belongs to %(name)s.") % {"name": line.whose.name}
        return
    named = by_name.get(name, [])
    if len(named) > 1 and cell:
        named = [one for one in named if text.fold(one.cell) == cell]
    if len(named) == 1:
        line.whose = named[0]
    elif len(named) > 1:
        line.doubts["code"] = _("Several are called so: write the number of the card, or the code.")
    elif not name and not code:
        line.doubts["name"] = _("This row names nobody.")
    else:
        line.doubts["name"] = _("Nobody of that name is known here: write it as it stands here, or leave the row out.")


def _read_levels(line: PlannedRow, subject: str, source: str, last_year: int) -> None:
    paper = text.clean(line.typed.get("source", "")) or source
    if len(paper) > LONGEST_SOURCE:
        line.doubts["source"] = _("Too long: %(most)s characters at most.") % {"most": LONGEST_SOURCE}
    written = {name: line.typed[name] for name in line.typed if name[:1] == "y" and name[1:].isdigit()}
    if line.typed.get("year") or line.typed.get("level"):
        year = line.typed.get("year", "").strip()
        if not year.isdecimal() or int(year) not in years_before(last_year):
            line.doubts["year"] = _("Write the year, from %(first)s to %(last)s.") % {
                "first": FIRST_YEAR, "last": last_year,
            }  # fmt: skip
        else:
            written["level"] = line.typed.get("level", "")
    for name, words in written.items():
        if text.fold(words) in NOTHING:
            continue
        year_of = int(line.typed["year"]) if name == "level" else int(name[1:])
        level, reason = read_level(words, subject, year_of)
        if not level and not reason:
            line.doubts[name] = _("“%(words)s” is no level of %(year)s.") % {"words": words, "year": year_of}
        else:
            line.levels.append(EarlierLevel(year_of, level, reason, paper))
    line.levels.sort(key=lambda level: level.year)
    if not line.levels and not line.doubts:
        line.doubts["level"] = _("This row names no level.")


def read_level(words: str, subject: str, year: int) -> tuple[str, str]:
    """The level that words name, or the reason why there is none; both empty: neither is known."""
    level = level_called(words, Subject(subject), year) or SHORT.get(text.fold(words).replace(".", ""))
    if level is not None:
        return level, ""
    return "", REASONS.get(text.fold(words), "")


def _look_for_doubles(
    line: PlannedRow, standing: Mapping[tuple[str, int], str], given: dict[tuple[str, int], int]
) -> None:
    """Leave out what stands there already; put in doubt what stands there otherwise, or twice in the table."""
    if line.whose is None:
        return
    new = []
    for level in line.levels:
        key = (line.whose.key, level.year)
        if key in standing and standing[key] == (level.level or level.not_rated_reason):
            line.known.append(level.year)
        elif key in standing:
            line.doubts[f"y{level.year}"] = _("%(year)s has another level here already: correct that one.") % {
                "year": level.year
            }
        elif key in given:
            line.doubts[f"y{level.year}"] = _("Row %(row)s gives the same year.") % {"row": given[key]}
        else:
            given[key] = line.row
            new.append(level)
    line.levels = new
