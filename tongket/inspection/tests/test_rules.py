"""Forms of discipline, what can be planned, progress of a programme."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.inspection import rules
from tongket.inspection.rules import MOVES, Act, Form, Manner, Party, State


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


@given(done=st.integers(0, 500), more=st.integers(0, 500))
def test_progress_lies_between_nothing_and_all(done: int, more: int) -> None:
    percent = rules.programme_done_percent(done, done + more)

    assert (percent is None) == (done + more == 0)
    assert percent is None or 0 <= percent <= 100
    assert percent is None or (percent == 100) == (more == 0)


@pytest.mark.parametrize(("done", "planned"), [(3, 2), (-1, 2)])
def test_progress_over_the_programme_is_refused(done: int, planned: int) -> None:
    with pytest.raises(ValueError, match="planned"):
        rules.programme_done_percent(done, planned)


def test_progress_of_the_rule_book() -> None:
    assert rules.programme_done_percent(12, 12) == Decimal(100)


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [
        (State.PLANNED, "start", State.RUNNING),
        (State.PLANNED, "finish", State.DONE),
        (State.RUNNING, "finish", State.DONE),
        (State.RUNNING, "start", None),
        (State.DONE, "start", None),
        (State.DONE, "finish", None),
    ],
)
def test_item_moves_forward_only(state: State, verb: str, after: State | None) -> None:
    allowed, leads_to = MOVES[verb]

    assert (leads_to if state in allowed else None) == after
