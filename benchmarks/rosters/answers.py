"""A clerk who knows the truth: answers each question and types each mend that the page offers."""

import re
from datetime import date
from typing import Any

from benchmarks.rosters.score import FIELDS, Read, match
from benchmarks.rosters.truth import Entry, Roster
from tongket.core.text import fold
from tongket.rosters.plan import Choices, Question
from tongket.sheets.xlsx import letters, number

OURS = {name: key for key, name in FIELDS.items()}


def choose(roster: Roster, got: Read) -> Choices:
    """What the clerk answers to what was read."""
    corrections: dict[str, str] = {}
    rows: dict[tuple[int, int], list[Entry]] = {}
    for place in match(roster.entries, got.rows):
        entry = roster.entries[place]
        rows.setdefault((entry.sheet, entry.row), []).append(entry)
    for at, cells in got.cells.items():
        for name, cell in [(name, cell) for name, places in cells.items() for cell in places]:
            written = re.search(r"!(?:\w+:)?([A-Z]*)\d+(?:/\d)?$", cell)
            column = number(written[1]) if written and written[1] else 0
            before = [one for one in rows.get(at, ()) if one.column <= column]
            if before and OURS.get(name) in (entry := max(before, key=lambda one: one.column)).facts:
                corrections[cell] = typed(entry, OURS[name])
    alone = {at: entries[0] for at, entries in rows.items() if len(entries) == 1}
    for place, entry in alone.items():  # what lies between two cells is typed where the column of a field stands
        for name in got.told.get(place, set()) - set(got.cells.get(place, {})):
            column = column_of(name, place, got)
            if column and OURS.get(name) in entry.facts:
                corrections[f"{got.sheets[place[0] - 1]}!{column}{place[1]}"] = typed(entry, OURS[name])
    answers = {question.key: answer for question in got.questions if (answer := answer_to(question, roster, got))}
    columns = columns_chosen(roster, got)
    if columns:  # the rest is asked anew when the columns are right
        return Choices({}, columns)
    return Choices(corrections, answers)


KINDS = {  # our columns, and what the page of columns calls them; the others hold nothing that is imported
    "name": "full_name",
    "family": "family",
    "given": "given",
    "born": "born_on",
    "born_man": "male",
    "born_woman": "female",
    "sex": "sex",
    "female": "female",
    "card": "card_number",
    "joined": "party_age_from_on",
    "official": "official_on",
    "days": "both_on",
    "school": "learn",
    "professional": "profession",
    "theory": "theory",
    "identity": "identity_number",
    "phone": "phone",
    "ethnic": "ethnic",
    "cell": "unit",
}


def columns_chosen(roster: Roster, got: Read) -> dict[str, str]:
    """What the clerk chooses on the page of columns: those left unread, taken with a question, or complained of."""
    chosen = {}
    complained = {name for fields in got.told.values() for name in fields}
    complained |= {question.kind for question in got.questions}
    for table in got.tables:
        sheet = got.sheets.index(table["sheet"]) + 1 if table["sheet"] in got.sheets else 0
        rows = range(table["head_rows"][1] + 1, table["last_row"] + 1)
        ours = [one for one in roster.columns if one.sheet == sheet and {one.first_row, one.last_row} & set(rows)]
        for column in table["columns"]:
            keys = {one.key for one in ours if letters(one.column) == column["letters"]}
            is_open = column["sureness"] in ("proposed", "unknown") or column["kind"] in complained
            if is_open and len(keys) == 1:
                kind = KINDS.get(keys.pop(), "unread")
                if kind != column["kind"]:
                    chosen[column["key"]] = kind
    return chosen


def column_of(name: str, place: tuple[int, int], got: Read) -> str:
    """The letters of the column that holds a field of the reader in a row, "" if none does."""
    for table in got.tables:
        if table["sheet"] == got.sheets[place[0] - 1] and table["head_rows"][1] < place[1] <= table["last_row"]:
            for column in table["columns"]:
                if column["kind"] == name:
                    return str(column["letters"])
    return ""


def typed(entry: Entry, key: str) -> str:
    """A fact as a clerk types it."""
    fact: Any = entry.facts[key]
    if key == "sex":
        return "Nam" if fact == "M" else "Nữ"
    if isinstance(fact, date):
        form = (
            {"year": "%Y", "month": "%m/%Y"}.get(entry.facts.get("born_precision", ""), "%d/%m/%Y")
            if key == "born"
            else "%d/%m/%Y"
        )
        return fact.strftime(form)
    return str(fact)


def answer_to(question: Question, roster: Roster, got: Read) -> str:
    """The choice that is true, "" where none is."""
    if question.kind == "day_order":
        wanted = "month" if roster.is_month_first else "day"
        return next((value for value, _text in question.choices if value.startswith(wanted[0])), "")
    if question.kind == "true_days":
        sheet = got.sheets.index(question.key.partition(":")[0]) + 1
        facts = [fact for entry in roster.entries if entry.sheet == sheet for fact in entry.facts.values()]
        days = {f"{fact:%d/%m/%Y}" for fact in facts if isinstance(fact, date)}
        return next((value for value, text in question.choices if text in days), "")
    cells = _cells_of(question, roster, got)
    if question.key in ("unit:", "unit:-nt-") and len(set(cells)) > 1:
        return ""  # rows of several cells in one question
    return next((value for value, text in question.choices if cells and fold(text) == fold(cells[0])), "")


def _cells_of(question: Question, roster: Roster, got: Read) -> list[str]:
    """The cells of the people from each example on, as in "Sheet1, from row 5 on: 21 persons"."""
    cells = []
    for example in question.examples:
        sheet = next((number for number, name in enumerate(got.sheets, 1) if example.startswith(f"{name},")), 0)
        row = re.search(r"\d+", example.removeprefix(got.sheets[sheet - 1]) if sheet else "")
        for entry in roster.entries:
            if row and entry.sheet == sheet and entry.row >= int(row.group()):
                cells.append(entry.facts.get("cell", ""))
    return cells
