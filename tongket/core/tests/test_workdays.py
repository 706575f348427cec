from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import workdays

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2030, 12, 31))
SWAPS = st.dictionaries(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 1)), st.booleans(), max_size=8)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 9, 1), False),  # the day beside the National Day
        (date(2025, 9, 2), False),
        (date(2025, 9, 3), True),
        (date(2025, 9, 6), False),  # a Saturday
        (date(2026, 2, 16), False),  # the eve of the lunar new year
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # the Hung kings' day was a Sunday
        (date(2025, 5, 2), False),  # a bridging day
        (date(2025, 4, 26), True),  # the Saturday worked for it
        (date(2014, 12, 27), True),  # worked for a day of the next year
    ],
)
def test_day_is_worked_by_the_calendar(day: date, works: bool) -> None:
    assert workdays.is_working(day) is works


def test_office_wins_over_the_calendar() -> None:
    swapped = {date(2026, 8, 22): True, date(2026, 8, 24): False}

    assert workdays.is_working(date(2026, 8, 22), swapped)
    assert not workdays.is_working(date(2026, 8, 24), swapped)


def test_deadline_of_the_rule_book_steps_over_the_national_day() -> None:
    deadline = workdays.add_working_days(date(2025, 9, 1), 30)

    assert deadline == date(2025, 10, 14)
    assert workdays.working_days_between(date(2025, 9, 1), deadline) == 30


def test_no_working_days_added_is_the_same_day() -> None:
    assert workdays.add_working_days(date(2025, 9, 2), 0) == date(2025, 9, 2)


def test_working_days_are_counted_backwards_too() -> None:
    assert workdays.add_working_days(date(2025, 9, 3), -1) == date(2025, 8, 29)
    assert workdays.working_days_between(date(2025, 9, 5), date(2025, 9, 3)) == -2


@given(DAYS, st.integers(1, 60), SWAPS)
def test_added_days_are_the_days_between(day: date, n: int, swapped: dict[date, bool]) -> None:
    end = workdays.add_working_days(day, n, swapped)

    assert workdays.is_working(end, swapped)
    assert workdays.working_days_between(day, end, swapped) == n
    assert workdays.working_days_between(day, end - timedelta(days=1), swapped) == n - 1


def test_calendar_of_the_state_names_its_days_and_the_weekends_worked_for_them() -> None:
    days = workdays.public_holidays(2026)

    assert days[date(2026, 9, 2)] == "Quốc khánh"
    assert workdays.weekend_workdays(2026) == [date(2026, 8, 22)]
    assert not any(workdays.is_working(day) for day in days)
