"""When a target is met, when a task is late."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.targets.rules import (
    Outlook,
    Share,
    State,
    TaskState,
    attainment_percent,
    divided,
    is_met,
    outlook,
    share_met,
    state_of,
    sum_differs,
    task_state,
)

DUE = date(2020, 11, 30)


@pytest.mark.rule("R-TGT-07")
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


@pytest.mark.rule("R-TGT-03", "R-TGT-06")
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


@pytest.mark.rule("R-TGT-03")
@pytest.mark.parametrize(
    ("actual", "comparator", "on", "where"),
    [
        (130, ">=", date(2020, 3, 1), Outlook.EXCEEDED),
        (120, ">=", date(2020, 3, 1), Outlook.MET),
        (30, ">=", date(2020, 3, 31), Outlook.NOT_YET),  # a quarter of it after a quarter of the year
        (30, ">=", date(2020, 7, 31), Outlook.AT_RISK),
        (119, ">=", date(2020, 12, 31), Outlook.NOT_YET),
        (119, ">=", date(2021, 1, 1), Outlook.MISSED),
        (121, "<=", date(2020, 3, 1), Outlook.MISSED),
        (1, "none", date(2020, 3, 1), Outlook.MISSED),
        (None, ">=", date(2021, 1, 1), Outlook.UNKNOWN),
    ],
)
def test_a_target_is_missed_only_when_nothing_can_help_any_more(
    actual: int | None, comparator: str, on: date, where: Outlook
) -> None:
    found = None if actual is None else Decimal(actual)

    assert outlook(found, comparator, Decimal(120), is_share=False, year=2020, on=on) == where


@pytest.mark.rule("R-TGT-01")
@given(
    value=st.decimals(0, 10**6, places=2),
    sizes=st.lists(st.integers(0, 5000), min_size=1, max_size=60),
    places=st.integers(0, 2),
)
def test_parts_add_up_to_what_was_divided_and_none_is_a_step_off(value: Decimal, sizes: list[int], places: int) -> None:
    parts = divided(value, sizes, places=places)

    step = Decimal(1).scaleb(-places)
    whole = value.quantize(step)
    weights = sizes if sum(sizes) else [1] * len(sizes)
    assert sum(parts) == whole
    assert all(abs(part - whole * size / sum(weights)) < step for part, size in zip(parts, weights, strict=True))


@pytest.mark.rule("R-TGT-01")
@pytest.mark.parametrize(
    ("sizes", "parts"),
    [([1, 1, 1], [4, 3, 3]), ([50, 30, 20], [5, 3, 2]), ([0, 0], [5, 5]), ([0, 7], [0, 10])],
)
def test_ten_divided(sizes: list[int], parts: list[int]) -> None:
    assert divided(Decimal(10), sizes) == parts


@pytest.mark.rule("R-TGT-01")
def test_nobody_to_give_to_is_refused() -> None:
    with pytest.raises(ValueError, match="sizes"):
        divided(Decimal(10), [])
    with pytest.raises(ValueError, match="sizes"):
        divided(Decimal(10), [3, -1])


@pytest.mark.rule("R-TGT-01")
@pytest.mark.parametrize(
    ("parts", "comparator", "difference"),
    [
        ([60, 60], ">=", None),
        ([70, 60], ">=", None),  # more is welcome
        ([60, 59], ">=", -1),
        ([60, 59], "<=", None),
        ([60, 61], "<=", 1),
        ([60, 61], "=", 1),
    ],
)
def test_sums_of_parts_agree_with_how_the_target_is_meant(
    parts: list[int], comparator: str, difference: int | None
) -> None:
    assert sum_differs(Decimal(120), [Decimal(part) for part in parts], comparator) == difference


@pytest.mark.rule("R-TGT-05")
@pytest.mark.parametrize(
    ("days_before", "percent", "is_step_late", "where"),
    [
        (15, None, False, TaskState.RUNNING),
        (14, None, False, TaskState.AT_RISK),
        (14, 49, False, TaskState.AT_RISK),
        (14, 50, False, TaskState.RUNNING),
        (100, 90, True, TaskState.AT_RISK),
        (-1, 90, False, TaskState.OVERDUE),
    ],
)
def test_a_task_is_at_risk_before_it_is_overdue(
    days_before: int, percent: int | None, is_step_late: bool, where: TaskState
) -> None:
    on = DUE - timedelta(days=days_before)

    assert task_state(DUE, None, on=on, percent=percent, is_step_late=is_step_late) == where


@pytest.mark.rule("R-TGT-04")
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

    assert task_state(DUE, day, on=day) == (TaskState.DONE_LATE if days > 0 else TaskState.DONE)
    assert (task_state(DUE, None, on=day, percent=100) == TaskState.OVERDUE) == (days > 0)
