"""Forms of discipline, what can be planned, progress of a programme."""

from datetime import date

import pytest

from tongket.inspection import rules
from tongket.inspection.rules import MOVES, Act, Form, Limits, Manner, Party, State


@pytest.mark.parametrize(
    ("party", "is_probationary", "forms"),
    [
        (Party.ORGANISATION, False, (Form.REPRIMAND, Form.WARNING, Form.DISSOLUTION)),
        (Party.MEMBER, False, (Form.REPRIMAND, Form.WARNING, Form.REMOVAL_FROM_OFFICE, Form.EXPULSION)),
        (Party.MEMBER, True, (Form.REPRIMAND, Form.WARNING)),
    ],
)
def test_forms_of_discipline_as_in_the_rule_book(party: Party, is_probationary: bool, forms: tuple[Form, ...]) -> None:
    assert rules.forms_for(party, is_probationary=is_probationary) == forms


@pytest.mark.parametrize(
    ("act", "manner", "may_act", "may_be_planned"),
    [
        (Act.INSPECTION, Manner.REGULAR, True, True),
        (Act.INSPECTION, Manner.SIGNS, True, False),
        (Act.SUPERVISION, Manner.THEMATIC, True, True),
        (Act.SUPERVISION, Manner.SIGNS, False, False),
    ],
)
def test_signs_of_violation_are_inspected_and_never_planned(
    act: Act, manner: Manner, may_act: bool, may_be_planned: bool
) -> None:
    assert (rules.may_act(act, manner), rules.may_be_planned(manner)) == (may_act, may_be_planned)


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [
        (State.PLANNED, "start", State.RUNNING),
        (State.PLANNED, "finish", State.DONE),
        (State.PLANNED, "conclude", None),
        (State.RUNNING, "finish", State.DONE),
        (State.RUNNING, "start", None),
        (State.RUNNING, "postpone", None),
        (State.POSTPONED, "start", State.RUNNING),
        (State.DONE, "start", None),
        (State.DONE, "finish", None),
        (State.DONE, "conclude", State.CONCLUDED),
        (State.DROPPED, "finish", None),
        (State.CLOSED, "take up", None),
    ],
)
def test_item_moves_as_its_table_says(state: State, verb: str, after: State | None) -> None:
    allowed, leads_to = MOVES[verb]

    assert (leads_to if state in allowed else None) == after


@pytest.mark.rule("R-INS-05")
def test_limit_and_extension_of_the_rule_book() -> None:
    opened, days = date(2026, 4, 1), Limits().days(Act.INSPECTION, Manner.THEMATIC)

    assert rules.limit_on(opened, days) == date(2026, 5, 1)
    assert rules.latest_extension(opened, days) == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("act", "manner", "days"),
    [
        (Act.INSPECTION, Manner.REGULAR, 30),
        (Act.INSPECTION, Manner.SIGNS, 45),
        (Act.INSPECTION, Manner.COMPLAINT, 45),
        (Act.SUPERVISION, Manner.THEMATIC, 30),
    ],
)
def test_days_of_the_example_by_act_and_manner(act: Act, manner: Manner, days: int) -> None:
    assert Limits().days(act, manner) == days


@pytest.mark.parametrize(
    ("state", "due_on", "overdue"),
    [
        (State.PLANNED, date(2020, 9, 30), True),
        (State.PLANNED, date(2020, 10, 1), False),
        (State.RUNNING, date(2020, 9, 30), True),
        (State.POSTPONED, date(2020, 9, 30), True),
        (State.DONE, date(2020, 9, 30), False),
        (State.DROPPED, date(2020, 9, 30), False),
    ],
)
def test_item_is_overdue_from_the_day_after_its_day(state: State, due_on: date, overdue: bool) -> None:
    assert rules.is_overdue(state, due_on, date(2020, 10, 1)) is overdue
