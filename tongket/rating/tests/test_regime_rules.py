"""The cap in words, and what each level asks for, by the regime of the year."""

from typing import Any

import pytest
from django.utils.translation import override

from tongket.rating.regime_rules import GOOD_ONLY, Marks, Regime, conditions, fitting_level, readings, regime_of
from tongket.rating.rules import Level

HD21 = Regime("132-QĐ/TW, 21-HD/BTCTW", 20, lower_fulfilled_percent=100, lower_good_percent=80)
R366 = Regime(
    "366-QĐ/TW", 20, points=(90, 70, 50), common_points=30, task_points=70, exceeded_percent=30, late_percent=20
)


def points(total: int, **tasks: int) -> Marks:
    """Marks with that many points, twenty tasks all done on time unless said otherwise, no faults of last year."""
    given: dict[str, Any] = {"tasks_total": 20, "tasks_done": 20, "tasks_on_time": 20, "tasks_exceeded": 6} | tasks
    return Marks(common_points=25, task_points=total - 25, faults_total=0, faults_fixed=0, **given)


@pytest.mark.rule("R-RATE-13")
@pytest.mark.parametrize(("percent", "base_mode", "cap"), [(20, GOOD_ONLY, 10), (20, "BOTH", 12), (25, GOOD_ONLY, 12)])
def test_cap_of_sixty_by_both_readings(percent: int, base_mode: str, cap: int) -> None:
    regime = regime_of("366-QĐ/TW", {"cap_percent": 20}, {"cap_percent": percent, "base_mode": base_mode})

    assert regime.cap(60) == cap


@pytest.mark.rule("R-RATE-13")
def test_results_of_son_la_2020_are_over_both_readings_but_close_to_one() -> None:
    """Nearly 120 EXCELLENT beside 451 GOOD: 26 % of the GOOD, 21 % of both together."""
    with override("en"):
        found = readings(HD21, excellent=120, good=451)

    assert found is not None
    strict, wide = found
    assert (strict.allowed, strict.words) == (90, "20% of 451 good = 90,2, rounded down 90")
    assert (wide.allowed, wide.words) == (114, "20% of 571 good or excellent = 114,2, rounded down 114")
    assert HD21.cap_by(571, good_only=True) == 95


def test_text_without_a_cap_has_no_reading_and_a_small_group_may_have_one() -> None:
    assert readings(Regime("27-HD/BTCTW"), excellent=1, good=3) is None
    small = readings(Regime("132-QĐ/TW", 20, min_one=True), excellent=0, good=4)

    assert small is not None
    assert small[0].allowed == 1


@pytest.mark.rule("R-RATE-08", "R-RATE-09", "R-RATE-10", "R-RATE-12")
@pytest.mark.parametrize(
    ("marks", "level"),
    [
        (points(91), Level.EXCELLENT),
        (points(91, tasks_exceeded=5), Level.GOOD),
        (points(75), Level.GOOD),
        (points(60, tasks_on_time=16), Level.FULFILLED),
        (points(60, tasks_on_time=15), None),
        (points(75, tasks_on_time=19), Level.FULFILLED),
        (points(75, tasks_done=18, tasks_on_time=18), None),
        (points(40), Level.NOT_FULFILLED),
        (Marks(), None),
    ],
)
def test_level_that_fits_by_points_as_in_the_rule_book(marks: Marks, level: Level | None) -> None:
    assert fitting_level(R366, marks) == level


@pytest.mark.rule("R-RATE-16")
@pytest.mark.parametrize(("good", "holds"), [(19, False), (20, True)])
def test_cell_of_twenty_five_needs_twenty_good_to_be_excellent(good: int, holds: bool) -> None:
    marks = Marks(task_grade="EXCELLENT", common_grade="GOOD", lower_rated=25, lower_fulfilled=25, lower_good=good)

    assert [condition.holds for condition in conditions(HD21, Level.EXCELLENT, marks)] == [True, True, True, holds]
    assert fitting_level(HD21, marks) == (Level.EXCELLENT if holds else Level.GOOD)


@pytest.mark.parametrize(("grade", "level"), [("GOOD", Level.GOOD), ("AVERAGE", Level.FULFILLED)])
def test_graded_tasks_bound_the_level(grade: str, level: Level) -> None:
    assert fitting_level(HD21, Marks(task_grade=grade, common_grade="GOOD")) == level


def test_condition_without_numbers_is_left_open_and_says_what_stands_there() -> None:
    with override("en"):
        least, done, *_rest = conditions(R366, Level.GOOD, Marks(tasks_total=20, tasks_done=19))

    assert (least.holds, least.words) == (None, "70 points or more")
    assert (done.holds, done.actual) == (False, "19/20 (95%)")
