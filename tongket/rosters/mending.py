"""Where a problem is mended: in the cells of the file, also those that it lies between, or beside the file.

A mend is kept under "DS!D12", the cell, or under "DS!sex:12" where the list of row 12 has no column for the field;
under "DS!sex:R12" where that list begins in column R, beside another one.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongket.rosters.fields import label
from tongket.sheets import cells, days
from tongket.sheets.shape import Problem, Reading
from tongket.sheets.xlsx import letters, number

# Problems that lie between two days: either may be the wrong one.
_BETWEEN = {
    "born_after_admission": ("born_on", "party_age_from_on"),
    "ceremony_before_decision": ("party_age_from_on", "ceremony_on"),
    "official_before_admission": ("party_age_from_on", "official_on"),
}
_OUT_OF_ORDER = {
    "born_on": ("born_on", "party_age_from_on"),
    "ceremony_on": ("party_age_from_on", "ceremony_on"),
    "official_on": ("party_age_from_on", "official_on"),
}
_DAYS = ("born_on", "party_age_from_on", "ceremony_on", "official_on")
_BESIDE = re.compile(rf"(.*)!(full_name|sex|{'|'.join(_DAYS)}):([A-Z]{{0,3}})(\d{{1,7}})")


def places(problem: Mapping[str, Any], tables: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The key of each mend that would settle an error, with what it is called; none for one of the whole file."""
    sheet, row, field = problem["sheet"], problem["row"], problem.get("field", "")
    if not problem["is_error"] or not row:
        return []
    if problem["cell"]:
        return [(f"{sheet}!{problem['cell']}", problem["label"])]
    fields = _BETWEEN.get(problem["code"]) or (_OUT_OF_ORDER.get(field) if problem["code"] == "out_of_order" else None)
    left = problem.get("left", 0)
    keys = [(_key(name, sheet, row, left, tables), label(name)) for name in fields or (field,)]
    return [(key, words) for key, words in keys if key]


def _key(field: str, sheet: str, row: int, left: int, tables: Sequence[Mapping[str, Any]]) -> str:
    for table in tables:
        if table["sheet"] == sheet and table["head_rows"][1] < row <= table["last_row"]:
            for column in table["columns"]:
                if number(column["letters"]) < left:
                    continue  # of a list beside the one meant
                if column["kind"] == field:
                    return f"{sheet}!{column['letters']}{row}"
                if field in column.get("parts", ()):  # one of several values in a cell
                    return f"{sheet}!{column['letters']}{row}/{column['parts'].index(field) + 1}"
            if table["columns"] and left <= number(table["columns"][-1]["letters"]):
                break
    beside = f"{sheet}!{field}:{letters(left) if left else ''}{row}"
    return beside if _BESIDE.fullmatch(beside) else ""


def place_words(key: str) -> str:
    """What the place of a mend is called: its cell, or its row and field."""
    match = _BESIDE.fullmatch(key)
    if not match:
        return key.replace("!", ", ")
    return _("%(sheet)s, row %(row)s: %(label)s") % {"sheet": match[1], "row": match[4], "label": label(match[2])}


def fill(roster: Reading, corrections: Mapping[str, str], *, today: date) -> None:
    """Put the mends beside the file into the rows; what the reading says of such a field is settled by them."""
    mends = [(match, text) for key, text in corrections.items() if text and (match := _BESIDE.fullmatch(key))]
    if not mends:
        return
    rows = {
        (roster.sheets[sheet], row, left): index
        for index, ((sheet, row), left) in enumerate(zip(roster.places, roster.lefts, strict=True))
    }
    for match, text in mends:
        sheet, field, row = match[1], match[2], int(match[4])
        left = number(match[3]) if match[3] else 0
        index = rows.get((sheet, row, left))
        value, precision = _value(field, text, today)
        if index is None or value is None:
            continue
        roster.fields[field][index] = value
        if field == "born_on":
            roster.fields["born_precision"][index] = precision
        roster.problems[:] = [problem for problem in roster.problems if not _is_about(problem, sheet, row, left, field)]


def _is_about(problem: Problem, sheet: str, row: int, left: int, field: str) -> bool:
    fields = _BETWEEN.get(problem.code, (problem.field,))
    return not problem.cell and (problem.sheet, problem.row, problem.left) == (sheet, row, left) and field in fields


def _value(field: str, text: str, today: date) -> tuple[Any, str]:
    """What a typed text means, None where it means nothing; of a birth also how much is known."""
    if field == "full_name":
        return cells.name(text).value or None, ""
    if field == "sex":
        return cells.sex(text).value or None, ""
    try:
        written = days.parse(text, is_1904=False, today=today)
        day = days.to_date(written[0], "dmy") if written else None
    except ValueError:
        return None, ""
    if day is None or day > today or (field != "born_on" and written[0].precision != "day"):
        return None, ""
    return day, written[0].precision
