"""What an import would do: who is new, who is known, what differs (documents.md 8.30, 8.42, 8.44).

Nothing is told of members whom the officer may not see, but that a number is taken.
"""

from collections.abc import Sequence
from datetime import date

from tongket.org import access
from tongket.org.models import Unit
from tongket.rosters.plan import Choices, People, Plan, Question
from tongket.rosters.queries.assigning import assign_cells
from tongket.rosters.queries.draft import REFUSED, SKIPPED, Draft
from tongket.rosters.queries.matching import match_members
from tongket.rosters.queries.newcomers import check_newcomers
from tongket.sheets.shape import Problem


def plan(
    people: People,
    problems: Sequence[Problem],
    questions: Sequence[Question],
    choices: Choices,
    *,
    unit: Unit,
    from_on: date,
    by: access.Reader,
    on: date,
) -> Plan:
    """What the import of these rows would do. problems, questions: those that reading the file has left."""
    draft = Draft(people, problems, choices)
    plan = draft.plan
    plan.questions = [*questions]
    assign_cells(draft, unit=unit, from_on=from_on, by=by, on=on)
    match_members(draft, by=by, on=on)
    check_newcomers(draft, from_on=from_on)
    plan.skipped = [index for index, status in enumerate(draft.status) if status == SKIPPED]
    plan.refused = draft.status.count(REFUSED)
    plan.problems.sort(key=lambda problem: not problem.is_error)
    return plan
