"""Key tasks on their way: steps, progress, due days put off by decision, conclusions that become tasks."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org import access
from tongket.pages.tests.pages import english
from tongket.targets import actions
from tongket.targets.actions import NewTask
from tongket.targets.models import Extension, KeyTask, Milestone, Progress
from tongket.targets.tests.make import make_task

PUT_OFF: dict[str, Any] = {
    "to_on": date(2021, 2, 28),
    "decision_number": "15-QĐ/ĐU",
    "decided_on": date(2020, 11, 20),
    "reason": "Chờ hướng dẫn của cấp trên",
}


@pytest.mark.rule("R-TGT-05")
def test_a_due_day_moves_by_a_decision_alone(cast: Any) -> None:
    task, clerk = make_task(cast.unit("north")), cast.person("north_clerk")

    actions.extend(task, **PUT_OFF, by=clerk, on=cast.today)

    assert KeyTask.objects.get().due_on == date(2021, 2, 28)
    assert Extension.objects.get().from_on == date(2020, 11, 30)
    with pytest.raises(ValidationError):
        actions.correct_task(task, seen=2, due_on=date(2021, 3, 31), because="Nhập nhầm", by=clerk, on=cast.today)


@pytest.mark.rule("R-TGT-05")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision_number": " "}, "decision_number"),
        ({"reason": ""}, "reason"),
        ({"to_on": date(2020, 11, 30)}, "to_on"),
        ({"decided_on": date(2021, 1, 5)}, "decided_on"),
    ],
)
def test_putting_off_refuses_what_is_no_decision(cast: Any, changes: dict[str, Any], field: str) -> None:
    task = make_task(cast.unit("north"))

    with pytest.raises(ValidationError) as refusal:
        actions.extend(task, **{**PUT_OFF, **changes}, by=cast.person("north_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]
    assert not Extension.objects.exists()


def test_steps_and_progress_are_recorded_until_the_task_is_done(cast: Any) -> None:
    task, clerk = make_task(cast.unit("north")), cast.person("north_clerk")

    step = actions.set_milestone(task, title="Xây dựng kế hoạch", due_on=date(2020, 6, 30), by=clerk, on=cast.today)
    actions.reach_milestone(step, done_on=date(2020, 6, 25), by=clerk, on=cast.today)
    for percent in (40, 60):
        actions.note_progress(
            task, as_of_on=date(2020, 9, 30), percent=percent, note="Đã ban hành", by=clerk, on=cast.today
        )
    actions.finish(
        task, done_on=date(2020, 11, 1), grade="GOOD", graded_by="Ban Thường vụ", result="Xong", by=clerk, on=cast.today
    )

    assert Milestone.objects.get().done_on == date(2020, 6, 25)
    assert Progress.objects.get().percent == 60
    assert KeyTask.objects.get().graded_by == "Ban Thường vụ"
    with pytest.raises(ValidationError):
        actions.note_progress(task, as_of_on=cast.today, percent=100, note="Thêm", by=clerk, on=cast.today)
    with pytest.raises(ValidationError):
        actions.reach_milestone(step, done_on=date(2020, 6, 26), by=clerk, on=cast.today)


def test_page_of_a_task_says_which_step_is_late_and_leads_to_its_recording(cast: Any, signed_in: Any) -> None:
    task, clerk = make_task(cast.unit("north"), due_on=date(2021, 3, 1)), cast.person("north_clerk")
    for title, due_on in (("Dự thảo", date(2021, 1, 2)), ("Trình ký", date(2021, 2, 1))):
        actions.set_milestone(task, title=title, due_on=due_on, by=clerk, on=cast.today)

    def steps(who: str) -> list[list[str]]:
        page = english(signed_in(who)).get(task.get_absolute_url())
        table = next(one.table for one in page.context["record"].sections if one.title == "Steps")
        return [[str(cell) for cell in row.cells][2:4] for row in table.as_table().rows]

    assert steps("north_clerk") == [["2 days overdue", "Record as done"], ["not yet", "Record as done"]]
    assert steps("north_secretary") == [["2 days overdue"], ["not yet"]]


def test_a_step_comes_before_the_task_is_due(cast: Any) -> None:
    task = make_task(cast.unit("north"))

    with pytest.raises(ValidationError):
        actions.set_milestone(
            task, title="Muộn", due_on=date(2020, 12, 1), by=cast.person("north_clerk"), on=cast.today
        )


def test_a_conclusion_becomes_tasks_that_name_it(cast: Any) -> None:
    wanted = [
        NewTask("Rà soát quy chế", "Văn phòng", date(2021, 3, 31)),
        NewTask("Tập huấn cấp ủy", "Ban Tổ chức", date(2021, 4, 30), co_carriers="Ban Tuyên giáo"),
    ]

    made = actions.take_on_conclusion(
        cast.unit("north"),
        conclusion="03-KL/ĐU",
        concluded_on=date(2021, 1, 3),
        tasks=wanted,
        by=cast.person("north_clerk"),
        on=cast.today,
    )

    assert [(task.title, task.year, task.order, "03/01/2021" in task.source) for task in made] == [
        ("Rà soát quy chế", 2021, 1, True),
        ("Tập huấn cấp ủy", 2021, 2, True),
    ]


def test_a_conclusion_without_tasks_or_a_name_is_refused(cast: Any) -> None:
    given: dict[str, Any] = {"concluded_on": date(2021, 1, 3), "by": cast.person("north_clerk"), "on": cast.today}

    with pytest.raises(ValidationError):
        actions.take_on_conclusion(cast.unit("north"), conclusion="03-KL/ĐU", tasks=[], **given)
    with pytest.raises(ValidationError):
        actions.take_on_conclusion(
            cast.unit("north"), conclusion="", tasks=[NewTask("A", "B", date(2021, 3, 31))], **given
        )
    assert not KeyTask.objects.exists()


def test_a_slip_is_taken_back_only_while_nothing_hangs_on_it(cast: Any) -> None:
    clerk = cast.person("north_clerk")
    slip, real = make_task(cast.unit("north")), make_task(cast.unit("north"), title="Thật")
    actions.note_progress(real, as_of_on=cast.today, percent=10, note="Bắt đầu", by=clerk, on=cast.today)

    actions.remove_task(slip, reason="Nhập nhầm đơn vị", by=clerk, on=cast.today)

    assert KeyTask.objects.get() == real
    with pytest.raises(ValidationError):
        actions.remove_task(real, reason="Nhập nhầm đơn vị", by=clerk, on=cast.today)


@pytest.mark.parametrize("who", ["south_clerk", "north_secretary", "stranger"])
def test_only_those_who_set_tasks_follow_them(cast: Any, who: str) -> None:
    task = make_task(cast.unit("north"))

    with pytest.raises(access.NotAllowed):
        actions.extend(task, **PUT_OFF, by=cast.person(who), on=cast.today)
    with pytest.raises(access.NotAllowed):
        actions.note_progress(task, as_of_on=cast.today, percent=1, note="x", by=cast.person(who), on=cast.today)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("steps/new/", {"title": "Kế hoạch", "due_on": "30/06/2020"}),
        ("progress/", {"as_of_on": "04/01/2021", "percent": "40", "note": "Đã làm", "evidence": "BC 01"}),
        (
            "extend/",
            {"to_on": "28/02/2021", "decision_number": "15-QĐ/ĐU", "decided_on": "20/11/2020", "reason": "Chờ"},
        ),
    ],
)
def test_pages_keep_what_was_typed_and_save_what_is_right(
    cast: Any, signed_in: Any, path: str, sent: dict[str, str]
) -> None:
    task = make_task(cast.unit("north"))
    browser, address = signed_in("north_clerk"), f"{task.get_absolute_url()}{path}"

    wrong = browser.post(address, dict.fromkeys(sent, ""))
    right = browser.post(address, sent, follow=True)

    assert wrong.status_code == 422
    assert right.redirect_chain
    assert next(iter(sent.values())) in right.content.decode()


@pytest.mark.rule("R-REP-06")
def test_expected_grade_stands_beside_the_final_one_and_can_be_taken_back(cast: Any, signed_in: Any) -> None:
    task, clerk = make_task(cast.unit("north")), cast.person("north_clerk")

    actions.expect(task, grade="EXCELLENT", by=clerk, on=cast.today)
    early = english(signed_in("north_clerk")).get("/targets/tasks/").content.decode()
    actions.finish(task, done_on=cast.today, grade="GOOD", graded_by="Ban Thường vụ", by=clerk, on=cast.today)
    page = english(signed_in("north_clerk")).get(task.get_absolute_url()).content.decode()

    assert "expected: excellent" in early.lower()
    assert "Expected grade" in page
    with pytest.raises(ValidationError):
        actions.expect(task, grade="GOOD", by=clerk, on=cast.today)
    actions.reopen(task, by=clerk, on=cast.today)
    actions.expect(task, grade="", by=clerk, on=cast.today)
    assert (KeyTask.objects.get().expected_grade, KeyTask.objects.get().expected_on) == ("", None)
