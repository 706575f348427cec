"""Runs of years, titles, awards that count years twice."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.commendation import rules
from tongket.commendation.rules import Mark, Outcome, Window

E, G = "EXCELLENT", "GOOD"
LEVELS = st.dictionaries(st.integers(2008, 2026), st.sampled_from([E, E, E, G, None]))


def years(first: int, levels: str) -> dict[int, str | None]:
    """Levels from a year on, one letter each: E excellent, G good, - not rated, ? no level recorded."""
    known = {first + number: letter for number, letter in enumerate(levels) if letter != "?"}
    return {year: {"E": E, "G": G, "-": None}[letter] for year, letter in known.items()}


@pytest.mark.rule("R-COM-03")
@pytest.mark.parametrize(
    ("levels", "year", "outcome", "eligible_in"),
    [
        (years(2016, "EEEEE"), 2020, Outcome.ELIGIBLE, None),  # the example of the rule book
        (years(2015, "EEEEE"), 2019, Outcome.ELIGIBLE, None),  # across the change of names in 2018
        (years(2016, "EEGEE"), 2020, Outcome.NOT, 2023),
        (years(2016, "EE-EE"), 2020, Outcome.NOT, 2023),  # not rated breaks the run
        (years(2016, "EE?EE"), 2020, Outcome.UNCLEAR, None),  # one year is missing
        (years(2016, "G?EEE"), 2020, Outcome.NOT, 2021),
        (years(2014, "GEEEEEG"), 2019, Outcome.ELIGIBLE, None),
        ({}, 2020, Outcome.UNCLEAR, None),
    ],
)
def test_run_needs_five_years_without_a_gap(
    levels: Mapping[int, str | None], year: int, outcome: Outcome, eligible_in: int | None
) -> None:
    verdict = rules.judge_run(levels, year)

    assert (verdict.outcome, verdict.eligible_in) == (outcome, eligible_in)


@pytest.mark.rule("R-COM-03")
@pytest.mark.parametrize(
    ("used", "outcome", "eligible_in"),
    [
        ([], Outcome.ELIGIBLE, None),
        ([Window(2015, 2019)], Outcome.GIVEN, None),
        ([Window(2010, 2014)], Outcome.ELIGIBLE, None),
        ([Window(2011, 2015)], Outcome.USED, 2020),
        ([Window(2010, 2014), Window(2013, 2017)], Outcome.USED, 2022),
    ],
)
def test_years_count_once(used: list[Window], outcome: Outcome, eligible_in: int | None) -> None:
    verdict = rules.judge_run(years(2010, "EEEEEEEEEE"), 2019, used=used)

    assert (verdict.outcome, verdict.eligible_in) == (outcome, eligible_in)


@pytest.mark.rule("R-COM-03")
def test_year_excused_by_decision_does_not_break_the_run_and_a_level_wins_over_it() -> None:
    gap, level = years(2016, "EE-EE"), years(2016, "EEGEE")

    assert rules.judge_run(gap, 2020, excused={2018}).outcome == Outcome.ELIGIBLE
    assert rules.judge_run(gap, 2020, excused={2018}).marks[2018] == Mark.EXCUSED
    assert rules.judge_run(level, 2020, excused={2018}).outcome == Outcome.NOT


def test_missing_years_are_named_in_order() -> None:
    assert rules.missing_years(years(2015, "EGE-E"), Window(2014, 2019)) == [2014, 2016, 2018]


@pytest.mark.rule("R-COM-03")
@settings(max_examples=settings().max_examples)
@given(levels=LEVELS, year=st.integers(2012, 2026), used=st.lists(st.integers(2008, 2024), max_size=2))
def test_run_is_what_a_walk_back_finds(levels: dict[int, str | None], year: int, used: list[int]) -> None:
    windows = [Window(first, first + 4) for first in used]
    counted = {each for window in windows for each in window.years if window != Window(year - 4, year)}
    length, at = 0, year
    while levels.get(at) == E and at not in counted:
        length, at = length + 1, at - 1

    is_eligible = rules.judge_run(levels, year, used=windows).outcome in {Outcome.ELIGIBLE, Outcome.GIVEN}

    assert is_eligible == (length >= 5) or Window(year - 4, year) in windows


@pytest.mark.rule("R-COM-02")
@pytest.mark.parametrize(
    ("levels", "is_given", "outcome"),
    [
        ({2020: E}, False, Outcome.ELIGIBLE),
        ({2020: E}, True, Outcome.GIVEN),
        ({2020: G}, False, Outcome.NOT),
        ({2020: None}, False, Outcome.NOT),
        ({}, False, Outcome.UNCLEAR),
    ],
)
def test_title_of_the_year_needs_excellent(levels: dict[int, str | None], is_given: bool, outcome: Outcome) -> None:
    assert rules.judge_year(levels, 2020, is_given=is_given).outcome == outcome


@pytest.mark.parametrize(
    ("parts", "levels"),
    [
        ([years(2015, "EEE")], years(2015, "EEE")),
        ([years(2015, "EEE"), years(2015, "EGE")], years(2015, "EGE")),
        ([years(2015, "EEE"), years(2016, "E-")], years(2015, "?E-")),
        ([], {}),
    ],
)
def test_successor_takes_over_what_all_that_went_into_it_have(
    parts: list[dict[int, str | None]], levels: dict[int, str | None]
) -> None:
    assert rules.combined(parts) == levels
