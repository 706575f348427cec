"""A clerk who knows the truth: answers each question and types each mend that the page offers."""

import re
from datetime import date
from typing import Any

from benchmarks.rosters.score import FIELDS, Read, match
from benchmarks.rosters.truth import Entry, Roster
from tongket.core.text import fold
from tongket.rosters.plan import Choices, Question

OURS = {name: key for key, name in FIELDS.items()}


def choose(roster: Roster, got: Read) -> Choices:
    """What the clerk answers to what was read."""
    corrections: dict[str, str] = {}
    matched = match(roster.entries, got.rows)
    rows = {got.rows[number]["at"]: roster.entries[place] for place, number in matched.items()}
    for place, cells in got.cells.items():
        for name, cell in cells.items():
            entry = rows.get(place)
            if entry and OURS.get(name) in entry.facts:
                corrections[cell] = typed(entry, OURS[name])
    answers = {question.key: answer for question in got.questions if (answer := answer_to(question, roster, got))}
    return Choices(corrections, answers)


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
    cells = _cells_of(question, roster, got)
    if question.key == "unit:" and len(set(cells)) > 1:
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
