"""Ages, days and the stock equation, by the examples of the rule book and for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import dates
from tongket.members import rules
from tongket.members.rules import MOVES, ON_ROLL, MemberState

DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("on", "needs_consent"),
    [(date(2026, 3, 10), False), (date(2026, 3, 14), False), (date(2026, 3, 15), True), (date(2026, 4, 20), True)],
)
def test_age_of_sixty_as_in_the_rule_book(on: date, needs_consent: bool) -> None:
    assert rules.is_past_ordinary_age(date(1966, 3, 15), on, oldest=60) == needs_consent


@pytest.mark.parametrize(("on", "too_young"), [(date(2020, 6, 1), True), (date(2020, 6, 2), False)])
def test_age_of_eighteen_is_reached_on_the_birthday(on: date, too_young: bool) -> None:
    assert rules.is_too_young(date(2002, 6, 2), on, youngest=18) == too_young


def test_age_before_birth_is_refused() -> None:
    with pytest.raises(ValueError, match="lies before"):
        rules.full_years(date(2000, 1, 2), date(2000, 1, 1))


@given(born_on=DAYS, years=st.integers(0, 100), days=st.integers(0, 364))
def test_age_grows_by_one_on_each_birthday(born_on: date, years: int, days: int) -> None:
    birthday = dates.months_after(born_on, 12 * years)

    age = rules.full_years(born_on, birthday + timedelta(days=days))

    is_leap_day = (born_on.month, born_on.day) == (2, 29)
    assert age == years or (is_leap_day and days == 0 and age == years - 1)


def test_probation_ends_as_in_the_rule_book() -> None:
    assert rules.probation_ends_on(date(2024, 12, 19)) == date(2025, 12, 19)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 1), 1, date(2025, 1, 1)),
        (date(2025, 1, 15), -12, date(2024, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_months_after_keeps_the_day_or_takes_the_last_of_the_month(day: date, months: int, after: date) -> None:
    assert dates.months_after(day, months) == after


@given(day=DAYS, months=st.integers(-240, 240))
def test_months_after_lands_in_the_right_month(day: date, months: int) -> None:
    after = dates.months_after(day, months)

    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day <= day.day


def test_ceremony_is_due_thirty_working_days_after_the_decision() -> None:
    assert rules.ceremony_due_on(date(2025, 9, 1), 30) == date(2025, 10, 14)


def test_stock_as_in_the_rule_book() -> None:
    assert rules.stock_after(412, opened=[12, 0, 0, 9], closed=[15, 1, 1, 1, 3]) == 412


@pytest.mark.parametrize("verb", sorted(MOVES))
@pytest.mark.parametrize("state", list(MemberState))
def test_table_of_moves_leads_from_where_it_says(state: MemberState, verb: str) -> None:
    active = {MemberState.PROBATIONARY, MemberState.OFFICIAL}
    ended = set(MemberState) - ON_ROLL
    allowed = {
        "recognise": {MemberState.PROBATIONARY},
        "exempt": active,
        "temp_away": active,
        "suspend": ON_ROLL - {MemberState.SUSPENDED},
        "transferred_out": ON_ROLL - {MemberState.SUSPENDED},
        "readmit": {MemberState.REMOVED, MemberState.RESIGNED, MemberState.EXPELLED},
        "take recognition back": {MemberState.OFFICIAL},
        "come back official": ended,
        "come back on probation": ended,
    }.get(verb, ON_ROLL)

    leads_from, after = MOVES[verb]
    assert (state in leads_from) == (state in allowed)
    assert state not in leads_from or after != state
