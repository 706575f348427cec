"""What a check found, in plain lists and texts as the page of a batch shows them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org.models import Place
from tongket.rosters.fields import OF_MEMBER, OF_PRIVATE, label, shown
from tongket.rosters.plan import Change, People, Plan, Question
from tongket.sheets.choices import UNREAD
from tongket.sheets.shape import ColumnQuestion, Problem, Reading

OF_READING = ("notes", "warnings", "tables")
MAX_NEW = 2000  # so many new members are listed; the others are counted


def findings_of(plan: Plan) -> dict[str, Any]:
    """Whether the import is ready, and by name: questions, problems, changed, new, units, skipped."""
    people = plan.people
    used = {unit_id for unit_id in plan.units if unit_id is not None}
    names: dict[Any, str] = dict(Place.objects.filter(unit__in=used).order_by("pos").values_list("unit_id", "name"))
    new_by_unit = Counter(plan.units[index] for index in plan.new)
    changed_by_unit = Counter(plan.units[change.index] for change in plan.changed)
    births, persons = people.fields["born_on"], people.fields["full_name"]
    known = people.fields["born_precision"]
    return {
        "is_ready": plan.is_ready,
        "questions": [
            {
                "key": question.key,
                "kind": question.kind,
                "text": question.text,
                "choices": question.choices,
                "examples": question.examples,
            }
            for question in plan.questions
        ],
        "problems": _problems(plan),
        "changed": [
            {
                "sheet": people.at(change.index)[0],
                "row": people.at(change.index)[1],
                "name": persons[change.index],
                "unit": names.get(plan.units[change.index], ""),
                "member": str(change.member_id),
                "fields": _shown_change(people, change),
            }
            for change in plan.changed
        ],
        "new": [
            (
                *(*people.at(index), persons[index], _birth(births[index], known[index])),
                *(names.get(plan.units[index], ""), _others(plan, index)),
            )
            for index in plan.new[:MAX_NEW]
        ],
        "units": [(name, new_by_unit[unit_id], changed_by_unit[unit_id]) for unit_id, name in names.items()],
        "skipped": [(*people.at(index), persons[index]) for index in plan.skipped],
    }


def _others(plan: Plan, index: int) -> list[tuple[str, str]]:
    """What else would be written of a new member: the fields with a value, each as the preview shows it."""
    values = {name: column[index] for name, column in plan.people.fields.items()}
    values["official_on"] = values["official_on"] or plan.official_on.get(index)
    names = [name for name in (*OF_MEMBER, *OF_PRIVATE) if name not in {"born_on", "born_precision"}]
    return [(label(name), shown(name, values[name])) for name in names if values.get(name) not in {None, ""}]


def _birth(born_on: date | None, precision: str) -> str:
    return dates.as_known(born_on, precision) if born_on else "–"


def _shown_change(people: People, change: Change) -> list[tuple[str, str, str]]:
    """What a change says, field by field; of a birth only as much as is known."""
    old, new = ({name: pair[at] for name, *pair in change.fields} for at in (0, 1))
    precision = people.fields["born_precision"][change.index]
    result = []
    for name, before, after in change.fields:
        if name == "born_on":
            result.append((label(name), _birth(before, old.get("born_precision", precision)), _birth(after, precision)))
        elif name != "born_precision" or "born_on" not in new:
            result.append((label(name), shown(name, before), shown(name, after)))
    return result


def of_reading(roster: Reading) -> dict[str, Any]:
    """What the reading says of the file itself: notes, warnings (totals that differ), and the tables as plain dicts.

    A table is a `sheets.choices.ReadTable`, each of its columns a `ReadColumn`, field by field.
    """
    return {
        "notes": [str(note) for note in roster.notes],
        "warnings": [str(warning) for warning in roster.warnings],
        "tables": [asdict(table) for table in roster.tables],
    }


def _problems(plan: Plan) -> list[dict[str, Any]]:
    people = plan.people
    places = {(problem.sheet, problem.row) for problem in plan.problems}
    persons: Mapping[tuple[str, int, int], str] = {}
    if places:
        names = people.fields["full_name"]
        persons = {
            (*people.at(index), people.lefts[index]): name
            for index, name in enumerate(names)
            if people.at(index) in places
        }
    return [_problem(problem, persons.get((problem.sheet, problem.row, problem.left), "")) for problem in plan.problems]


def _problem(problem: Problem, person: str) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "left": problem.left,
        "cell": problem.cell,
        "name": person,
        "field": problem.field,
        "label": label(problem.field),
        "code": problem.code,
        "value": problem.value,
        "message": str(problem.message),
        "suggestion": problem.suggestion,
        "is_error": problem.is_error,
    }


def question_of(column: ColumnQuestion) -> Question:
    """A question of the reading about one column, in plain texts."""
    if column.kind == "column":
        return _column_question(column)
    sheet, _colon, name = column.key.removesuffix(":true").rpartition(":")
    words = _("In which order are the days of this column written? (%(column)s)")
    return Question(
        column.key,
        column.kind,
        words % {"column": f"{sheet}: {label(name) or name}"},
        [(value, str(text)) for value, text in column.choices],
        [str(example) for example in column.examples],
    )


def _column_question(column: ColumnQuestion) -> Question:
    """What a column holds that was known, but not surely."""
    _kind, _colon, place = column.key.partition(":")
    table, _colon, letters = place.rpartition(":")
    words = _("What does column %(column)s hold? (%(sheet)s)")
    choices = [(value, str(text) if value != UNREAD else _("Leave this column out")) for value, text in column.choices]
    where = {"column": letters, "sheet": table.rpartition("#")[0]}
    return Question(column.key, column.kind, words % where, choices, [str(example) for example in column.examples])
