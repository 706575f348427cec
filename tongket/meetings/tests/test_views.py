"""Pages of meetings."""

from datetime import date
from typing import Any

import pytest

from tongket.meetings.models import Kind, Meeting
from tongket.meetings.tests.make import make_meeting
from tongket.pages.tests.pages import questions


def test_list_shows_the_meetings_of_the_reach_and_no_others(cast: Any, signed_in: Any) -> None:
    make_meeting(cast.unit("north_a"), title="Họp phía Bắc")
    make_meeting(cast.unit("south_a"), title="Họp phía Nam")

    page = signed_in("north_secretary").get("/meetings/").content.decode()

    assert "Họp phía Bắc" in page
    assert "Họp phía Nam" not in page


def test_list_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_secretary")
    browser.get("/meetings/")  # the first request builds what later ones reuse

    def queries(rows: int) -> int:
        Meeting.objects.all().delete()
        for _number in range(rows):
            make_meeting(cast.unit("north_a"))
        return questions(browser, "/meetings/")

    assert queries(1) == queries(3)


def test_filters_narrow_the_list(cast: Any, signed_in: Any) -> None:
    make_meeting(cast.unit("north_a"), title="Họp chi bộ")
    make_meeting(cast.unit("north"), title="Hội nghị tổng kết", kind=Kind.REVIEW, held_on=date(2020, 12, 28))

    page = signed_in("north_clerk").get("/meetings/?kind=REVIEW&unit=NORTH&year=2020").content.decode()

    assert "Hội nghị tổng kết" in page
    assert "Họp chi bộ" not in page


def test_record_of_another_unit_is_not_found(cast: Any, signed_in: Any) -> None:
    meeting = make_meeting(cast.unit("north_a"))

    assert signed_in("south_secretary").get(f"/meetings/{meeting.pk}/").status_code == 404
    assert signed_in("stranger").get(f"/meetings/{meeting.pk}/").status_code == 403


def test_record_says_which_day_was_probably_meant(cast: Any, signed_in: Any) -> None:
    meeting = make_meeting(cast.unit("north"), kind=Kind.REVIEW, year=2020, held_on=date(2020, 1, 28))

    page = signed_in("north_secretary").get(f"/meetings/{meeting.pk}/").content.decode()

    assert "28/01/2020" in page
    assert "28/01/2021" in page


def test_form_records_a_meeting_and_leads_to_it(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    sent = {"unit": "NORTH-A", "kind": "CELL", "year": 2020, "title": "Sinh hoạt tháng 12", "held_on": "03/12/2020",
            "summoned": 9, "present": 8}  # fmt: skip

    answer = browser.post("/meetings/new/", sent)

    meeting = Meeting.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{meeting.pk}/")
    assert (meeting.unit, meeting.held_on) == (cast.unit("north_a"), date(2020, 12, 3))


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"unit": "SOUTH-A"}, "unit"), ({"present": 10}, "present"), ({"held_on": "31/02/2020"}, "held_on")],
)
def test_form_with_a_fault_keeps_what_was_typed(cast: Any, signed_in: Any, changes: dict[str, Any], said: str) -> None:
    sent = {"unit": "NORTH-A", "kind": "CELL", "year": 2020, "title": "Sinh hoạt riêng", "held_on": "03/12/2020",
            "summoned": 9, "present": 8}  # fmt: skip

    answer = signed_in("north_a_secretary").post("/meetings/new/", {**sent, **changes})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [said]
    assert "Sinh hoạt riêng" in answer.content.decode()


def test_correction_and_picture_are_for_writers(cast: Any, signed_in: Any) -> None:
    meeting = make_meeting(cast.unit("north_a"))
    clerk, reader = signed_in("north_clerk"), signed_in("north_secretary")
    sent = {"kind": "CELL", "year": 2020, "title": "Tên mới", "held_on": "03/11/2020", "summoned": 9, "present": 8,
            "seen": 1}  # fmt: skip

    assert reader.get(f"/meetings/{meeting.pk}/correct/").status_code == 403
    assert clerk.post(f"/meetings/{meeting.pk}/correct/", sent).status_code == 302
    assert clerk.post(f"/meetings/{meeting.pk}/correct/", {**sent, "title": "Khác"}).status_code == 409
    assert clerk.post(f"/meetings/{meeting.pk}/photos/", {"caption": "Toàn cảnh"}).status_code == 302

    page = reader.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Tên mới" in page
    assert "Toàn cảnh" in page
