"""Cap, who is rated, names of levels, levels beside the records."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.rating import rules
from tongket.rating.rules import Evidence, Level, Mismatch, Subject


@pytest.mark.parametrize(
    ("group", "percent", "good_only", "cap"),
    [(60, 20, True, 10), (60, 20, False, 12), (60, 25, True, 12), (4, 20, True, 0), (0, 20, True, 0), (6, 20, True, 1)],
)
def test_cap_as_in_the_rule_book(group: int, percent: int, good_only: bool, cap: int) -> None:
    assert rules.excellent_cap(group, percent=percent, good_only=good_only) == cap


@given(group=st.integers(0, 10_000), percent=st.integers(0, 100))
def test_cap_is_the_largest_that_fits(group: int, percent: int) -> None:
    def fits(excellent: int) -> bool:
        return excellent * 100 <= percent * (group - excellent)

    cap = rules.excellent_cap(group, percent=percent, good_only=True)

    assert fits(cap)
    assert not fits(cap + 1)


@given(group=st.integers(0, 10_000), percent=st.integers(0, 100))
def test_strict_cap_is_inside_the_other(group: int, percent: int) -> None:
    strict = rules.excellent_cap(group, percent=percent, good_only=True)

    assert strict <= rules.excellent_cap(group, percent=percent, good_only=False) <= group


@pytest.mark.parametrize(("group", "percent"), [(-1, 20), (10, 101), (10, -1)])
def test_cap_of_nonsense_is_refused(group: int, percent: int) -> None:
    with pytest.raises(ValueError, match="group="):
        rules.excellent_cap(group, percent=percent, good_only=True)


@pytest.mark.parametrize(
    ("words", "subject", "year", "level"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", Subject.MEMBER, 2020, Level.EXCELLENT),
        ("hoàn thành TỐT nhiệm vụ", Subject.ORGANISATION, 2018, Level.GOOD),
        ("Hoàn thành nhiệm vụ", Subject.ORGANISATION, 2020, Level.FULFILLED),
        ("Trong sạch, vững mạnh", Subject.ORGANISATION, 2017, Level.EXCELLENT),
        ("Trong sạch, vững mạnh", Subject.ORGANISATION, 2018, None),  # no level any more
        ("Đủ tư cách, hoàn thành xuất sắc nhiệm vụ", Subject.MEMBER, 2015, Level.EXCELLENT),
        ("Yếu kém", Subject.ORGANISATION, 2016, Level.NOT_FULFILLED),
        ("Yếu kém", Subject.MEMBER, 2016, None),
        ("không hoàn thành nhiệm vụ", Subject.MEMBER, 2021, Level.NOT_FULFILLED),
        ("khá", Subject.MEMBER, 2021, None),
    ],
)
def test_level_is_read_by_the_names_of_its_year(words: str, subject: str, year: int, level: Level | None) -> None:
    assert rules.level_called(words, subject, year) == level


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Vững mạnh xuất sắc", Level.EXCELLENT),
        ("vững mạnh", Level.GOOD),
        ("Khá", Level.FULFILLED),
        ("Yếu", Level.NOT_FULFILLED),
        ("Hoàn thành tốt nhiệm vụ", Level.GOOD),
        ("đạt", None),
    ],
)
def test_level_of_a_mass_organisation_is_read_by_both_its_names(words: str, level: Level | None) -> None:
    assert rules.level_of_union(words) == level


@pytest.mark.parametrize(
    ("level", "evidence", "found"),
    [
        (Level.EXCELLENT, Evidence(), []),
        (Level.EXCELLENT, Evidence(targets=7, targets_missed=1, main_targets_missed=1), [Mismatch.MAIN_TARGET_MISSED]),
        (Level.EXCELLENT, Evidence(targets=7, targets_missed=2), []),
        (Level.EXCELLENT, Evidence(tasks_late=1, reports_late=2), [Mismatch.TASKS_LATE, Mismatch.REPORTS_LATE]),
        (Level.GOOD, Evidence(main_targets_missed=1, tasks_late=1, reports_late=2), []),
        (Level.NOT_FULFILLED, Evidence(members_good_percent=Fraction(81)), [Mismatch.MEMBERS_ABOVE_UNIT]),
        (Level.NOT_FULFILLED, Evidence(members_good_percent=Fraction(80)), []),
        ("", Evidence(main_targets_missed=1), []),
    ],
)
def test_mismatch_as_in_the_rule_book(level: str, evidence: Evidence, found: list[Mismatch]) -> None:
    assert rules.mismatch(level, evidence) == found


@pytest.mark.rule("R-RATE-07")
@pytest.mark.parametrize(
    ("on", "year"), [(date(2021, 1, 4), 2020), (date(2021, 9, 30), 2020), (date(2021, 10, 1), 2021)]
)
def test_ratings_are_worked_on_from_october_of_their_year(on: date, year: int) -> None:
    assert rules.review_year(on) == year
