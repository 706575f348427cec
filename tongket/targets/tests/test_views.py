"""Pages of targets and key tasks."""

from datetime import date
from typing import Any

import pytest

from tongket.pages import due
from tongket.pages.tests.pages import english, questions, states
from tongket.targets.models import KeyTask, Target
from tongket.targets.tests.make import make_target, make_task


def test_list_opens_with_the_person_s_unit_and_the_missed_targets_first(cast: Any, signed_in: Any) -> None:
    north = cast.unit("north")
    make_target(north, label="Đạt", value=1, key="key_tasks_completed")
    make_target(north, label="Chưa rõ")
    make_target(north, label="Trượt", result=100)
    make_target(cast.unit("north_a"), label="Của chi bộ")
    make_task(north, done_on=date(2020, 11, 2))

    page = english(signed_in("north_secretary")).get("/targets/")

    body = page.content.decode()
    assert states(page) == ["not met", "no result yet", "met"]
    assert "1 of 3 targets met, 1 not met, 1 without a result" in body
    assert "/figures/key_tasks_completed/NORTH/2020/" in body or "key_tasks_completed" in body
    assert "Của chi bộ" not in body


def test_list_of_all_units_keeps_to_the_reach(cast: Any, signed_in: Any) -> None:
    make_target(cast.unit("north_a"), label="Của chi bộ")
    make_target(cast.unit("south"), label="Phía Nam")
    browser = signed_in("north_secretary")

    everywhere = browser.get("/targets/?unit=&year=").content.decode()
    elsewhere = browser.get("/targets/?unit=SOUTH&year=2020").content.decode()

    assert ("Của chi bộ" in everywhere, "Phía Nam" in everywhere) == (True, False)
    assert "Phía Nam" not in elsewhere


@pytest.mark.parametrize("place", ["unit=NORTH&year=2020", "unit=&year=2020"])
def test_list_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any, place: str) -> None:
    browser = signed_in("north_secretary")
    browser.get(f"/targets/?{place}")  # the first request builds what later ones reuse

    def queries(keys: list[str]) -> int:
        Target.objects.all().delete()
        for key in keys:
            make_target(cast.unit("north"), key=key, value=1)
        return questions(browser, f"/targets/?{place}")

    assert queries(["key_tasks_total"]) == queries(["key_tasks_total", "key_tasks_completed", "key_tasks_good"])


def test_tasks_ask_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_secretary")
    browser.get("/targets/tasks/")

    def queries(rows: int) -> int:
        KeyTask.objects.all().delete()
        for _number in range(rows):
            make_task(cast.unit("north"))
        return questions(browser, "/targets/tasks/")

    assert queries(1) == queries(3)


def test_tasks_show_the_overdue_first(cast: Any, signed_in: Any) -> None:
    north = cast.unit("north")
    make_task(north, title="Xong", done_on=date(2020, 11, 1))
    make_task(north, title="Muộn", done_on=date(2020, 12, 1))
    make_task(north, title="Còn hạn", due_on=date(2021, 1, 20))
    make_task(north, title="Quá hạn", due_on=date(2020, 12, 31))

    page = english(signed_in("north_secretary")).get("/targets/tasks/")

    assert states(page) == ["4 days overdue", "running", "done late", "done in time"]


def test_record_shows_the_counted_value_and_its_comparison(cast: Any, signed_in: Any) -> None:
    target = make_target(cast.unit("north"), key="key_tasks_completed", value=1, measure="nhiệm vụ", is_main=True)
    make_task(cast.unit("north"), done_on=date(2020, 11, 1))
    make_task(cast.unit("north"), done_on=date(2020, 11, 2))

    page = signed_in("north_secretary").get(target.get_absolute_url()).content.decode()

    assert "đạt 200%, vượt 100% chỉ tiêu" in page
    assert "01-NQ/ĐU · 10/01/2020" in page


@pytest.mark.parametrize(("who", "status"), [("south_secretary", 404), ("stranger", 403), ("auditor", 403)])
def test_pages_are_refused_to_others(cast: Any, signed_in: Any, who: str, status: int) -> None:
    target, task = make_target(cast.unit("north")), make_task(cast.unit("north"))
    browser = signed_in(who)

    assert browser.get(target.get_absolute_url()).status_code == status
    assert browser.get(task.get_absolute_url()).status_code == status


def test_a_clerk_sets_a_target_and_enters_its_result(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    sent = {"unit": "NORTH", "year": "2020", "label": "Kết nạp", "comparator": ">=", "value": "12,5", "order": "1",
            "measure": "đảng viên", "resolution_number": "01-NQ/ĐU", "resolution_on": "10/01/2020"}  # fmt: skip

    made = browser.post("/targets/new/", sent)
    target = Target.objects.get()
    entered = browser.post(
        f"{target.get_absolute_url()}result/", {"as_of_on": "04/01/2021", "result": "13", "note": "", "seen": "1"}
    )

    target.refresh_from_db()
    assert made["Location"] == entered["Location"] == target.get_absolute_url()
    assert (str(target.value), str(target.result), target.state) == ("12.50", "13.00", "VALID")


def test_a_clerk_carries_targets_over_and_makes_them_valid(cast: Any, signed_in: Any) -> None:
    make_target(cast.unit("north"))
    browser = signed_in("north_clerk")

    browser.post("/targets/next/", {"unit": "NORTH", "year": "2020"})
    answer = browser.post(
        "/targets/adopt/",
        {"unit": "NORTH", "year": "2021", "resolution_number": "02-NQ/ĐU", "resolution_on": "02/01/2021"},
    )

    assert answer["Location"] == "/targets/?unit=NORTH&year=2021"
    assert Target.objects.get(year=2021).state == "VALID"


def test_a_form_with_a_fault_says_beside_the_field_what_to_do(cast: Any, signed_in: Any) -> None:
    sent = {"unit": "NORTH", "year": "2020", "label": "Đúng hạn", "comparator": ">=", "value": "90", "order": "0",
            "key": "reports_on_time_pct"}  # fmt: skip

    answer = signed_in("north_clerk").post("/targets/new/", sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["is_share"])
    assert not Target.objects.exists()


def test_an_old_version_is_not_overwritten(cast: Any, signed_in: Any) -> None:
    target = make_target(cast.unit("north"), version=3)

    answer = signed_in("north_clerk").post(
        f"{target.get_absolute_url()}result/", {"as_of_on": "04/01/2021", "result": "13", "note": "", "seen": "2"}
    )

    assert answer.status_code == 409
    assert answer.context["form"]["seen"].value() == "3"
    assert Target.objects.get().result is None


def test_a_target_is_dropped_with_consent_only(cast: Any, signed_in: Any) -> None:
    target = make_target(cast.unit("north"))
    browser = signed_in("north_clerk")

    assert browser.post(f"{target.get_absolute_url()}drop/", {"note": " "}).status_code == 422
    assert browser.post(f"{target.get_absolute_url()}drop/", {"note": "12-TB/ĐUK"}).status_code == 302
    assert Target.objects.get().state == "DROPPED"


def test_a_task_is_taken_on_finished_and_opened_again(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    sent = {
        "unit": "NORTH-A",
        "year": "2021",
        "title": "Việc",
        "carrier": "Chi ủy",
        "due_on": "31/05/2021",
        "order": "1",
    }

    browser.post("/targets/tasks/new/", sent)
    task = KeyTask.objects.get()
    browser.post(
        f"{task.get_absolute_url()}done/", {"done_on": "03/01/2021", "grade": "GOOD", "graded_by": "Ban Thường vụ"}
    )
    finished = KeyTask.objects.get()
    browser.post(f"{task.get_absolute_url()}reopen/")

    assert (finished.done_on, finished.grade) == (date(2021, 1, 3), "GOOD")
    assert KeyTask.objects.get().done_on is None


@pytest.mark.parametrize("deed", ["correct", "result", "drop"])
def test_deeds_are_refused_to_readers(cast: Any, signed_in: Any, deed: str) -> None:
    address = f"{make_target(cast.unit('north')).get_absolute_url()}{deed}/"

    assert signed_in("north_secretary").post(address).status_code == 403
    assert signed_in("south_clerk").post(address).status_code == 404


def test_tasks_due_within_a_month_wait_for_those_who_record_them(cast: Any) -> None:
    task = make_task(cast.unit("north"), due_on=date(2021, 1, 20))
    make_task(cast.unit("north"), title="Xa", due_on=date(2021, 6, 1))

    def waiting(who: str) -> list[str]:
        return [item.action_url for item in due.items(cast.person(who), on=cast.today) if "/tasks/" in item.action_url]

    assert waiting("north_clerk") == [f"{task.get_absolute_url()}done/"]
    assert waiting("north_secretary") == []
