"""Putting right what was entered of targets and key tasks, and the history that tells it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tongket.org import saving
from tongket.org.models import HistoryRow
from tongket.pages.history import section
from tongket.pages.tests.pages import english, filled_in, history_of
from tongket.targets import actions
from tongket.targets.models import Extension, KeyTask, Milestone, Progress, Target, TargetResult
from tongket.targets.tests.make import make_target, make_task

WHY = "Nhập nhầm theo dự thảo"


@pytest.fixture
def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.person("north_clerk"), "on": cast.today}


def refused(deed: Callable[[], Any]) -> set[str]:
    with pytest.raises(ValidationError) as refusal:
        deed()
    return set(refusal.value.message_dict) if hasattr(refusal.value, "error_dict") else set(refusal.value.messages)


@pytest.mark.puts_right("targets.TargetResult")
def test_result_of_a_day_is_corrected_and_withdrawn_with_the_target(cast: Any, who: dict[str, Any]) -> None:
    target = make_target(cast.unit("north"))
    actions.enter_result(target, result=90, as_of_on=date(2020, 11, 30), note="BC 11", **who)
    actions.enter_result(target, result=100, as_of_on=date(2020, 12, 31), note="BC 12", **who)
    last = TargetResult.objects.get(as_of_on=date(2020, 12, 31))

    said: dict[str, Any] = {"as_of_on": date(2020, 12, 31), "value": Decimal(110), "evidence": "BC 12"}
    corrected = actions.correct_result(last, **said, because=WHY, seen=1, **who)
    after_correction: Any = Target.objects.get().result
    actions.withdraw_result(corrected, reason=WHY, **who)

    kept: Any = Target.objects.get().result
    assert (after_correction, kept) == (110, 90)
    removal = HistoryRow.objects.get(is_removal=True)
    assert (removal.reason, removal.record_id, removal.old["value"]) == (WHY, str(target.pk), "110")


def test_correction_of_a_result_holds_what_entry_holds(cast: Any, who: dict[str, Any]) -> None:
    target = make_target(cast.unit("north"))
    for month in (11, 12):
        actions.enter_result(target, result=90, as_of_on=date(2020, month, 30), note="BC", **who)
    entry = TargetResult.objects.get(as_of_on=date(2020, 12, 30))
    same: dict[str, Any] = {"as_of_on": entry.as_of_on, "value": entry.value, "evidence": entry.evidence}

    def refusal(**changes: Any) -> set[str]:
        return refused(lambda: actions.correct_result(entry, **{"because": WHY, **same, **changes}, seen=1, **who))

    assert refusal(as_of_on=date(2020, 11, 30)) == {"as_of_on"}
    assert refusal(as_of_on=date(2030, 1, 1)) == {"as_of_on"}
    assert refusal(value=Decimal(-1)) == {"value"}
    assert refusal(value=Decimal(91), because=" ") == {"because"}
    assert len(refusal()) == 1  # nothing was changed


@pytest.mark.puts_right("targets.Target")
def test_target_is_withdrawn_while_nothing_hangs_on_it(cast: Any, who: dict[str, Any]) -> None:
    used, slip = make_target(cast.unit("north")), make_target(cast.unit("north"), label="Nhập nhầm")
    actions.enter_result(used, result=90, **who)

    actions.withdraw_target(slip, reason=WHY, **who)

    with pytest.raises(ValidationError):
        actions.withdraw_target(used, reason=WHY, **who)
    assert list(Target.objects.all()) == [used]


@pytest.mark.puts_right("targets.Target")
def test_dropped_target_is_taken_up_again_with_its_result(cast: Any, who: dict[str, Any]) -> None:
    target = make_target(cast.unit("north"))
    actions.enter_result(target, result=90, note="BC 11", **who)
    actions.drop(target, note="Công văn 5", **who)

    actions.take_up(target, reason=WHY, **who)

    kept = Target.objects.get()
    assert (kept.state, kept.result_note) == ("VALID", "BC 11")


@pytest.mark.puts_right("targets.Target")
def test_page_corrects_a_target_and_its_history_tells_it(cast: Any, signed_in: Any) -> None:
    target = make_target(cast.unit("north"))
    browser, address = english(signed_in("north_clerk")), reverse("targets:correct", args=[target.pk])
    form = browser.get(address).context["form"]

    answer: Any = browser.post(address, filled_in(form, value="125", resolution_on="12/01/2020", because=WHY))

    page = browser.get(answer.url)
    change = "Resolution of: 10/01/2020 → 12/01/2020"
    line = history_of(page)[0]
    assert (line[1], line[3]) == (str(cast.person("north_clerk")), WHY)
    assert change in line[2]
    assert "Value: 120 → 125" in line[2]
    assert page.content.decode().count(change) == 2  # said after saving, too


@pytest.mark.puts_right("targets.Milestone", "targets.Progress")
def test_steps_and_progress_are_corrected_and_withdrawn(cast: Any, who: dict[str, Any]) -> None:
    task = make_task(cast.unit("north"), due_on=date(2021, 3, 1))
    step = actions.set_milestone(task, title="Dự thảo", due_on=date(2021, 1, 2), **who)
    actions.reach_milestone(step, done_on=date(2021, 1, 2), **who)
    progress = actions.note_progress(task, as_of_on=date(2021, 1, 2), percent=10, note="Họp", **who)

    actions.correct_step(
        step, title="Dự thảo 1", due_on=date(2021, 1, 3), done_on=None, because=WHY, seen=step.version, **who
    )
    said: dict[str, Any] = {"as_of_on": date(2021, 1, 2), "note": "Họp", "evidence": ""}
    actions.correct_progress(progress, percent=20, **said, because=WHY, seen=1, **who)
    corrected = (Milestone.objects.get().done_on, Progress.objects.get().percent)
    actions.withdraw_part(step, reason=WHY, **who)
    actions.withdraw_part(progress, reason=WHY, **who)

    assert corrected == (None, 20)
    assert HistoryRow.objects.filter(record_id=str(task.pk), is_removal=True).count() == 2
    assert refused(lambda: actions.correct_step(
        step, title="", due_on=date(2021, 1, 3), done_on=None, because=WHY, seen=1, **who
    )) == {"title"}  # fmt: skip


@pytest.mark.puts_right("targets.Extension")
def test_last_putting_off_moves_the_due_day_when_it_is_put_right(cast: Any, who: dict[str, Any]) -> None:
    task = make_task(cast.unit("north"))
    paper: dict[str, Any] = {"decision_number": "9-QĐ/ĐU", "decided_on": date(2020, 11, 1)}
    first = actions.extend(task, to_on=date(2021, 1, 31), reason="Chờ hướng dẫn", **paper, **who)
    last = actions.extend(task, to_on=date(2021, 2, 28), reason="Chờ hướng dẫn", **paper, **who)
    paper |= {"grounds": "Chờ hướng dẫn", "because": WHY}

    with pytest.raises(ValidationError):
        actions.withdraw_extension(first, reason=WHY, **who)
    actions.correct_extension(last, to_on=date(2021, 3, 15), **paper, seen=1, **who)
    after_correction = KeyTask.objects.get().due_on
    actions.withdraw_extension(Extension.objects.get(pk=last.pk), reason=WHY, **who)

    assert (after_correction, KeyTask.objects.get().due_on) == (date(2021, 3, 15), date(2021, 1, 31))


@pytest.mark.puts_right("targets.KeyTask")
def test_page_corrects_a_task_that_is_done(cast: Any, signed_in: Any) -> None:
    task = make_task(cast.unit("north"), done_on=date(2020, 11, 1), graded_by="Ban Thường vụ")
    browser, address = english(signed_in("north_clerk")), reverse("targets:correct_task", args=[task.pk])
    form = browser.get(address).context["form"]

    answer = browser.post(address, filled_in(form, grade="EXCELLENT", done_on="02/11/2020", because=WHY))

    kept = KeyTask.objects.get()
    assert (answer.status_code, kept.grade, kept.done_on) == (302, "EXCELLENT", date(2020, 11, 2))


@pytest.mark.parametrize("name", ["step", "progress", "extension", "result"])
def test_page_of_each_part_shows_what_stands_there(cast: Any, signed_in: Any, who: dict[str, Any], name: str) -> None:
    task, target = make_task(cast.unit("north")), make_target(cast.unit("north"))
    actions.enter_result(target, result=90, as_of_on=date(2020, 11, 30), note="BC 11", **who)
    rows: dict[str, Callable[[], Any]] = {
        "step": lambda: actions.set_milestone(task, title="Dự thảo", due_on=date(2020, 11, 2), **who),
        "progress": lambda: actions.note_progress(task, as_of_on=date(2020, 11, 2), percent=10, note="Họp", **who),
        "extension": lambda: actions.extend(
            task, to_on=date(2021, 1, 31), reason="Chờ", decision_number="9", decided_on=date(2020, 11, 1), **who
        ),
        "result": lambda: TargetResult.objects.get(),
    }
    row, browser = rows[name](), english(signed_in("north_clerk"))

    form = browser.get(reverse(f"targets:correct_{name}", args=[row.pk])).context["form"]
    unchanged = browser.post(reverse(f"targets:correct_{name}", args=[row.pk]), filled_in(form, because=WHY))
    away = browser.post(
        reverse(f"targets:withdraw_{name}", args=[row.pk]), {"reason": WHY, "idempotency_key": "w" * 20}
    )

    assert (unchanged.status_code, away.status_code) == (422, 302)
    assert "Nothing was changed" in unchanged.content.decode()
    assert not type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", ["key", "given_by", "state"])
def test_line_never_shows_codes_or_keys(cast: Any, name: str) -> None:
    clerk, above = cast.person("north_clerk"), make_target(cast.unit("root"), label="Chỉ tiêu trên")
    row = make_target(cast.unit("north"))
    changes: dict[str, Any] = {"key": {"key": "members_total"}, "given_by": {"given_by": above}}
    saving.update(row, seen=1, by=clerk, **changes.get(name, {"state": "DRAFT"}))

    (told,) = section(row, "target.read")

    line = str(told.table.rows[0][2]) if told.table else ""
    assert str(above.pk) not in line
    assert "DRAFT" not in line
    assert HistoryRow.objects.count() == 1
