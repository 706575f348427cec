"""The day of a review conference (R-DOC-07)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.meetings import rules


@pytest.mark.parametrize(
    ("year", "held_on", "is_plausible"),
    [
        (2020, date(2020, 12, 28), True),
        (2020, date(2021, 1, 4), True),
        (2020, date(2020, 1, 28), False),  # the slip of the rule book: 28/01/2020 for the year 2020
        (2020, date(2020, 11, 14), False),
        (2020, date(2020, 11, 15), True),
        (2020, date(2021, 3, 31), True),
        (2020, date(2021, 4, 1), False),
    ],
)
def test_conference_day_of_the_rule_book(year: int, held_on: date, is_plausible: bool) -> None:
    assert rules.conference_day_is_plausible(year, held_on) is is_plausible


@pytest.mark.parametrize(
    ("held_on", "meant"),
    [
        (date(2020, 1, 28), date(2021, 1, 28)),
        (date(2021, 12, 20), date(2020, 12, 20)),
        (date(2020, 2, 29), date(2021, 3, 1)),
        (date(2020, 6, 1), None),
    ],
)
def test_likely_day_is_the_same_day_of_the_next_year_or_the_last(held_on: date, meant: date | None) -> None:
    assert rules.likely_day(2020, held_on) == meant


@given(year=st.integers(2000, 2100), held_on=st.dates(date(1999, 1, 1), date(2103, 1, 1)))
def test_likely_day_is_always_plausible(year: int, held_on: date) -> None:
    likely = rules.likely_day(year, held_on)

    assert likely is None or rules.conference_day_is_plausible(year, likely)
