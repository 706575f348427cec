"""Runs of years, titles, awards that count years twice."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.commendation import rules
from tongket.commendation.rules import Window

E, G = "EXCELLENT", "GOOD"
LEVELS = st.dictionaries(st.integers(2008, 2026), st.sampled_from([E, E, E, G, None]))


def years(first: int, levels: str) -> dict[int, str | None]:
    """Levels from a year on, one letter each: E excellent, G good, - not rated."""
    return {first + number: {"E": E, "G": G, "-": None}[letter] for number, letter in enumerate(levels)}


@pytest.mark.parametrize(
    ("levels", "from_year", "is_eligible"),
    [
        (years(2016, "EEEEE"), 2016, True),  # the example of the rule book
        (years(2015, "EEEEE"), 2015, True),  # across the change of names in 2018
        (years(2016, "EEGEE"), 2016, False),
        (years(2016, "EE-EE"), 2016, False),  # not rated breaks the run
        (years(2016, "EEEE"), 2016, False),  # the last year is not known
        (years(2014, "GEEEEEG"), 2015, True),
        ({}, 2016, False),
    ],
)
def test_streak_needs_five_years_without_a_gap(
    levels: Mapping[int, str | None], from_year: int, is_eligible: bool
) -> None:
    assert rules.is_eligible_for_streak(levels, from_year, from_year + 4) is is_eligible


@pytest.mark.parametrize("to_year", [2019, 2021])
def test_streak_of_another_length_is_refused(to_year: int) -> None:
    with pytest.raises(ValueError, match="not 5 years"):
        rules.is_eligible_for_streak({}, 2016, to_year)


def test_missing_years_are_named_in_order() -> None:
    assert rules.missing_years(years(2015, "EGE-E"), Window(2014, 2019)) == [2014, 2016, 2018]


@given(levels=LEVELS, up_to=st.integers(2008, 2026))
def test_longest_run_is_unbroken_and_cannot_be_longer(levels: dict[int, str | None], up_to: int) -> None:
    run = rules.longest_run(levels, up_to=up_to)

    assert list(run) == list(range(up_to - len(run) + 1, up_to + 1))
    assert all(levels[year] == E for year in run)
    assert levels.get(up_to - len(run)) != E


@given(levels=LEVELS, from_year=st.integers(2008, 2022))
def test_streak_and_run_say_the_same(levels: dict[int, str | None], from_year: int) -> None:
    run = rules.longest_run(levels, up_to=from_year + 4)

    assert rules.is_eligible_for_streak(levels, from_year, from_year + 4) == (len(run) >= 5)


def test_run_starts_anew_after_an_award() -> None:
    assert list(rules.longest_run(years(2011, "EEEEEEEEEE"), up_to=2020, after=2017)) == [2018, 2019, 2020]


@pytest.mark.parametrize(
    ("earlier", "clash"),
    [
        ([], None),
        ([Window(2015, 2019)], None),  # the same years: a second award for them
        ([Window(2010, 2014)], None),
        ([Window(2011, 2015)], Window(2011, 2015)),
        ([Window(2010, 2014), Window(2019, 2023)], Window(2019, 2023)),
    ],
)
def test_award_does_not_count_years_again(earlier: list[Window], clash: Window | None) -> None:
    assert rules.restarts_after(earlier, Window(2015, 2019)) == clash


@pytest.mark.parametrize(("level", "is_eligible"), [(E, True), (G, False), (None, False), ("", False)])
def test_title_of_the_year_needs_excellent(level: str | None, is_eligible: bool) -> None:
    assert rules.is_eligible_for_title(level) is is_eligible
