"""When a target is met, when a task is late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.targets.rules import (
    Outlook,
    Share,
    Standing,
    State,
    attainment_percent,
    is_met,
    outlook,
    share_met,
    standing,
    state_of,
)

DUE = date(2020, 11, 30)


@pytest.mark.parametrize(
    ("number", "day", "state"),
    [
        ("01-NQ/ĐU", date(2021, 1, 8), State.VALID),
        ("01-NQ/ĐU", None, State.DRAFT),
        ("", date(2021, 1, 8), State.DRAFT),
        ("", None, State.DRAFT),
    ],
)
def test_a_target_is_valid_only_with_number_and_day_of_a_resolution(
    number: str, day: date | None, state: State
) -> None:
    assert state_of(number, day) == state


@pytest.mark.parametrize(
    ("actual", "comparator", "value", "is_share", "met"),
    [
        ("139", ">=", "120", False, True),
        ("119", ">=", "120", False, False),
        ("121", "=", "120", False, True),
        ("89.96", ">=", "90", True, False),  # unrounded, though it prints as 90,0
        ("90", ">=", "90", True, True),
        ("3", "<=", "2", False, False),
        ("0", "none", "0", False, True),
        ("1", "none", "0", False, False),
        (None, ">=", "120", False, None),
    ],
)
def test_met_as_in_the_rule_book(
    actual: str | None, comparator: str, value: str, is_share: bool, met: bool | None
) -> None:
    assert is_met(None if actual is None else Decimal(actual), comparator, Decimal(value), is_share=is_share) is met


@pytest.mark.parametrize(
    ("met", "comparator", "on", "where"),
    [
        (True, ">=", date(2020, 3, 1), Outlook.MET),
        (False, ">=", date(2020, 12, 31), Outlook.NOT_YET),
        (False, ">=", date(2021, 1, 1), Outlook.MISSED),
        (False, "<=", date(2020, 3, 1), Outlook.MISSED),
        (False, "none", date(2020, 3, 1), Outlook.MISSED),
        (None, ">=", date(2021, 1, 1), Outlook.UNKNOWN),
    ],
)
def test_a_target_is_missed_only_when_nothing_can_help_any_more(
    met: bool | None, comparator: str, on: date, where: Outlook
) -> None:
    assert outlook(met, comparator, 2020, on=on) == where


@given(answers=st.lists(st.sampled_from([True, False, None])))
def test_share_counts_every_target_once(answers: list[bool | None]) -> None:
    share = share_met(answers)

    assert share.all == len(answers)
    assert share == Share(sum(a is True for a in answers), sum(a is False for a in answers), answers.count(None))


@given(actual=st.decimals(0, 10**6, places=2), value=st.decimals(0, 10**6, places=2))
def test_attainment_stays_on_the_bar_and_is_full_only_when_reached(actual: Decimal, value: Decimal) -> None:
    percent = attainment_percent(actual, value)

    if value == 0:
        assert percent is None
    else:
        assert percent is not None
        assert 0 <= percent <= 100
        assert (percent == 100) == (actual >= value)


@given(days=st.integers(-400, 400))
def test_a_task_is_late_from_the_day_after_its_due_day(days: int) -> None:
    day = DUE + timedelta(days=days)

    assert standing(DUE, day, on=day) == (Standing.DONE_LATE if days > 0 else Standing.DONE)
    assert standing(DUE, None, on=day) == (Standing.OVERDUE if days > 0 else Standing.RUNNING)
