"""Setting targets, entering results, taking on tasks and finishing them; what is counted of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.figures.counting import count, records
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow
from tongket.org.saving import Conflict
from tongket.targets import actions, queries
from tongket.targets.models import KeyTask, Target
from tongket.targets.rules import State
from tongket.targets.tests.make import make_target, make_task

GOAL: dict[str, Any] = {
    "year": 2021,
    "label": "Nhiệm vụ trọng tâm",
    "comparator": ">=",
    "value": 6,
    "measure": "nhiệm vụ",
}
RESOLUTION: dict[str, Any] = {"resolution_number": "01-NQ/ĐU", "resolution_on": date(2021, 1, 2)}
TASK: dict[str, Any] = {
    "year": 2021,
    "title": "Kiện toàn cấp ủy",
    "carrier": "Ban Tổ chức",
    "due_on": date(2021, 5, 31),
}


@pytest.mark.parametrize(("more", "state"), [(RESOLUTION, State.VALID), ({}, State.DRAFT)])
def test_set_target_makes_a_draft_until_there_is_a_resolution(cast: Any, more: dict[str, Any], state: State) -> None:
    target = actions.set_target(
        cast.unit("north"), key="key_tasks_completed", **GOAL, **more, by=cast.person("north_clerk"), on=cast.today
    )

    kept = Target.objects.get()
    assert (kept.state, kept.key, kept.unit) == (state.value, "key_tasks_completed", cast.unit("north"))
    assert kept.value == 6
    assert AuditRow.objects.get(object_id=str(target.pk)).fields == {"label": "Nhiệm vụ trọng tâm", "value": "6"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "  "}, "label"),
        ({"comparator": "~"}, "comparator"),
        ({"key": "no_such_figure"}, "key"),
        ({"key": "reports_on_time_pct"}, "is_share"),
        ({"value": -1}, "value"),
        ({"value": 101, "is_share": True}, "value"),
        ({"year": 12}, "year"),
        ({"resolution_on": date(2021, 1, 5)}, "resolution_on"),
    ],
)
def test_set_target_refuses_what_is_no_target(cast: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.set_target(cast.unit("north"), **{**GOAL, **changes}, by=cast.person("north_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


def test_a_unit_has_one_target_for_a_figure_and_year_until_it_is_dropped(cast: Any) -> None:
    clerk, north = cast.person("north_clerk"), cast.unit("north")
    first = actions.set_target(north, key="key_tasks_total", **GOAL, by=clerk, on=cast.today)

    with pytest.raises(ValidationError):
        actions.set_target(north, key="key_tasks_total", **GOAL, by=clerk, on=cast.today)
    actions.drop(first, note="Thông báo 12-TB/ĐUK", by=clerk, on=cast.today)
    second = actions.set_target(north, key="key_tasks_total", **GOAL, **RESOLUTION, by=clerk, on=cast.today)

    assert queries.target_of(north, 2021, "key_tasks_total") == second
    assert queries.targets(north, 2021) == [second]


@pytest.mark.parametrize("who", ["south_clerk", "north_secretary", "north_officer", "north_a_secretary", "stranger"])
def test_targets_are_set_by_the_office_or_the_cell_itself(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        actions.set_target(cast.unit("north"), **GOAL, by=cast.person(who), on=cast.today)
    with pytest.raises(access.NotAllowed):
        actions.take_on(cast.unit("north"), **TASK, by=cast.person(who), on=cast.today)


def test_adopt_makes_the_drafts_of_that_unit_and_year_valid_and_no_others(cast: Any) -> None:
    draft: dict[str, Any] = {"state": "DRAFT", "resolution_number": "", "resolution_on": None}
    one, two = make_target(cast.unit("north"), **draft), make_target(cast.unit("north"), label="B", **draft)
    make_target(cast.unit("north"), year=2021, **draft)
    make_target(cast.unit("south"), **draft)

    done = actions.adopt(cast.unit("north"), year=2020, **RESOLUTION, by=cast.person("north_clerk"), on=cast.today)

    assert {target.pk for target in done} == {one.pk, two.pk}
    assert set(Target.objects.filter(state="VALID")) == {one, two}
    with pytest.raises(ValidationError):
        actions.adopt(cast.unit("north"), year=2020, **RESOLUTION, by=cast.person("north_clerk"), on=cast.today)


def test_draft_next_year_copies_what_is_not_there_yet(cast: Any) -> None:
    north, clerk = cast.unit("north"), cast.person("north_clerk")
    make_target(north, key="key_tasks_total", label="Nhiệm vụ", result=5)
    make_target(north, label="Kết nạp")
    make_target(north, label="Bỏ", state="DROPPED")
    make_target(north, year=2021, key="key_tasks_total", label="Nhiệm vụ mới")

    made = actions.draft_next_year(north, year=2020, by=clerk, on=cast.today)

    assert [(target.year, target.label, target.state, target.result) for target in made] == [
        (2021, "Kết nạp", "DRAFT", None)
    ]
    with pytest.raises(ValidationError):
        actions.draft_next_year(north, year=2020, by=clerk, on=cast.today)


def test_enter_result_keeps_what_stood_there_and_sees_who_was_faster(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    target = make_target(cast.unit("north"))
    slower = Target.objects.get(pk=target.pk)

    actions.enter_result(target, result=Decimal("139"), note="Theo báo cáo", by=clerk, on=cast.today)

    assert Target.objects.get().result == 139
    assert HistoryRow.objects.get().old == {"result": None, "result_note": ""}
    with pytest.raises(Conflict):
        actions.enter_result(slower, result=1, by=clerk, on=cast.today)


def test_enter_result_refuses_counted_and_dropped_targets(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    counted = make_target(cast.unit("north"), key="key_tasks_total")
    dropped = make_target(cast.unit("north"), state="DROPPED")

    with pytest.raises(ValidationError):
        actions.enter_result(counted, result=5, by=clerk, on=cast.today)
    with pytest.raises(WrongState):
        actions.enter_result(dropped, result=5, by=clerk, on=cast.today)
    with pytest.raises(WrongState):
        actions.drop(dropped, note="lần nữa", by=clerk, on=cast.today)


def test_correct_checks_as_setting_does(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    target = make_target(cast.unit("north"))

    actions.correct(target, seen=1, value=125, is_main=True, because="Nhập nhầm số", by=clerk, on=cast.today)

    kept = Target.objects.get()
    assert (kept.value, kept.is_main, kept.version) == (Decimal(125), True, 2)
    with pytest.raises(ValidationError):
        actions.correct(target, seen=2, label="", because="Nhập nhầm số", by=clerk, on=cast.today)


def test_results_are_counted_for_many_units_by_their_own_figures(cast: Any) -> None:
    units = [cast.unit("north"), cast.unit("south"), cast.unit("north_a")]
    targets = [make_target(unit, key="key_tasks_completed", value=1) for unit in units]
    by_hand = make_target(cast.unit("north"), label="Khác", result=7)
    make_task(cast.unit("north"), done_on=date(2020, 11, 2))
    make_task(cast.unit("north"), done_on=date(2020, 11, 3))
    make_task(cast.unit("south"))

    found = queries.results([*targets, by_hand])

    assert [(found[target.pk].value, found[target.pk].is_counted) for target in [*targets, by_hand]] == [
        (Decimal(2), True),
        (Decimal(0), True),
        (Decimal(0), True),
        (Decimal(7), False),
    ]
    assert [found[target.pk].is_met(target) for target in targets] == [True, False, False]


def test_a_task_is_finished_once_and_can_be_opened_again(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    task = actions.take_on(cast.unit("north"), **TASK, by=clerk, on=cast.today)

    actions.finish(task, done_on=date(2021, 1, 3), grade="EXCELLENT", by=clerk, on=cast.today)
    with pytest.raises(ValidationError):
        actions.finish(task, done_on=date(2021, 1, 3), grade="GOOD", by=clerk, on=cast.today)
    assert KeyTask.objects.get().grade == "EXCELLENT"
    actions.reopen(task, by=clerk, on=cast.today)

    kept = KeyTask.objects.get()
    assert (kept.done_on, kept.grade, kept.version) == (None, "", 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"grade": ""}, "grade"), ({"grade": "A"}, "grade"), ({"done_on": date(2021, 1, 5)}, "done_on")],
)
def test_finish_refuses_no_grade_and_days_to_come(cast: Any, changes: dict[str, Any], field: str) -> None:
    task = make_task(cast.unit("north"))

    with pytest.raises(ValidationError) as refusal:
        actions.finish(
            task, **{"done_on": date(2021, 1, 3), "grade": "GOOD", **changes},
            by=cast.person("north_clerk"), on=cast.today,
        )  # fmt: skip

    assert list(refusal.value.error_dict) == [field]


def test_figures_count_the_unit_s_own_tasks(cast: Any) -> None:
    north = cast.unit("north")
    make_task(north, done_on=date(2020, 11, 30), grade="EXCELLENT")
    make_task(north, done_on=date(2020, 12, 1), grade="GOOD")
    make_task(north)
    make_task(cast.unit("north_a"))
    keys = ("total", "completed", "excellent", "good", "late", "open")

    counted = count(2020, under=north, figures=[REGISTRY[f"key_tasks_{key}"] for key in keys])

    assert [counted.own(f"key_tasks_{key}").value for key in keys] == [3, 2, 1, 1, 1, 1]
    late = records(
        REGISTRY["key_tasks_late"], unit=north, year=2020, person=cast.person("north_secretary"), on=cast.today
    )
    assert [task.done_on for task in late] == [date(2020, 12, 1)]


def test_a_target_that_is_dropped_and_a_task_that_is_finished_keep_what_they_held(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    target, task = make_target(cast.unit("north")), make_task(cast.unit("north"))

    actions.drop(target, note="Thông báo 12-TB/ĐUK", by=clerk, on=cast.today)
    actions.finish(task, done_on=date(2021, 1, 3), grade="GOOD", by=clerk, on=cast.today)

    assert HistoryRow.objects.get(object_id=str(target.pk)).old == {"state": "VALID", "result_note": ""}
    assert HistoryRow.objects.get(object_id=str(task.pk)).old["done_on"] is None


def test_a_task_that_somebody_else_has_finished_is_not_finished_again(cast: Any) -> None:
    clerk, task = cast.person("north_clerk"), make_task(cast.unit("north"))
    slower = KeyTask.objects.get(pk=task.pk)
    actions.finish(task, done_on=date(2021, 1, 3), grade="GOOD", by=clerk, on=cast.today)

    with pytest.raises(Conflict):
        actions.finish(slower, done_on=date(2021, 1, 3), grade="EXCELLENT", by=clerk, on=cast.today)

    assert KeyTask.objects.get().grade == "GOOD"
