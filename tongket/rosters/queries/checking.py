"""A file is read and checked: what it says, and what its import would do. Takes time, so never in a transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongket.org import saving
from tongket.org.models import Person, Unit
from tongket.rosters import mending
from tongket.rosters.findings import of_reading, question_of
from tongket.rosters.models import Batch, BatchState
from tongket.rosters.plan import Choices, People, Plan, Question
from tongket.rosters.queries import planning
from tongket.rosters.queries.own_words import own_words
from tongket.rosters.queries.parts import Name, part
from tongket.sheets import child, reading
from tongket.sheets.shape import Problem, Sheet


@dataclass(slots=True)
class Check:
    """What a file says with the officer's choices, and what its import would do."""

    people: People
    problems: list[Problem]  # of the reading
    questions: list[Question]  # of the reading
    of_reading: dict[str, Any]  # notes, warnings and tables, for the page
    choices: Choices
    plan: Plan

    @property
    def notes(self) -> list[str]:
        """How the file was read, in sentences."""
        return list(self.of_reading["notes"])


def check(
    batch: Batch,
    sheets: list[Sheet],
    choices: Choices,
    *,
    by: Person,
    on: date,
    progress: Callable[[int], None] = lambda percent: None,
) -> Check:
    """Check all rows of the sheets, and compare them with the roll. Empties the list of sheets, to save memory."""
    roster = reading.read(
        sheets,
        corrections=choices.corrections,
        answers=choices.answers,
        own_words=own_words(batch),
        today=on,
    )
    mending.fill(roster, choices.corrections, today=on)
    sheets.clear()
    progress(60)
    people = People(roster.fields, roster.places, roster.sheets, roster.lefts)
    questions = [question_of(column) for column in roster.questions]
    plan = plan_of(batch, people, roster.problems, questions, choices, by=by, on=on)
    progress(80)
    return Check(people, roster.problems, questions, of_reading(roster), choices, plan)


def check_again(batch: Batch, choices: Choices, *, by: Person, on: date) -> Check:
    """Check a batch that was checked before, with new choices; its file is not read again. Raises WrongState."""
    table = part(batch, Name.TABLE)
    if batch.state != BatchState.CHECKED or table is None:
        raise saving.wrong_state(batch, "check")
    return check(batch, child.unpack(table["sheets"]), choices, by=by, on=on)


def plan_of(
    batch: Batch,
    people: People,
    problems: list[Problem],
    questions: list[Question],
    choices: Choices,
    *,
    by: Person,
    on: date,
) -> Plan:
    """What the import would do as the roll stands now."""
    unit = Unit.objects.select_related("place").get(pk=batch.unit_id)
    return planning.plan(people, problems, questions, choices, unit=unit, from_on=batch.from_on, by=by, on=on)
