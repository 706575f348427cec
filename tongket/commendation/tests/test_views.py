"""Pages of commendation."""

from typing import Any

import pytest

from tongket.commendation import actions
from tongket.commendation.models import Award, Movement
from tongket.commendation.rules import Form
from tongket.commendation.tests.make import make_levels, new_award
from tongket.members.tests.make import make_member
from tongket.pages.tests.pages import questions
from tongket.rating.models import Rating

AWARD = {"unit": "NORTH", "family": "PARTY", "form": "FLAG", "ground": "STREAK", "title": "Năm năm liền",
         "giver": "Tỉnh ủy Sông Mẫu", "from_year": 2015, "to_year": 2019, "year": 2020, "decision_number": "77-QĐ/TU",
         "decided_on": "04/01/2021"}  # fmt: skip


def make_award(cast: Any, unit: str, **fields: Any) -> Award:
    make_levels(cast.unit(unit), 2015, "EEEEE", fields.get("member"))
    new = new_award(cast.unit(unit), **fields)
    return actions.award_many([new], by=cast.person("root_officer"), on=cast.today)[0]


def test_list_shows_the_awards_of_the_reach_and_no_others(cast: Any, signed_in: Any) -> None:
    north, south = make_award(cast, "north"), make_award(cast, "south")
    browser = signed_in("north_secretary")

    page = browser.get("/commendation/?year=2020").content.decode()

    assert "Đảng bộ Sở Phương Bắc" in page
    assert str(south.pk) not in page
    assert str(north.pk) in browser.get("/commendation/?year=2020&decision=77-q").content.decode()
    assert str(north.pk) not in browser.get("/commendation/?year=2020&decision=78").content.decode()
    assert browser.get(f"/commendation/{north.pk}/").status_code == 200
    assert browser.get(f"/commendation/{south.pk}/").status_code == 404


def test_list_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_secretary")
    browser.get("/commendation/")

    def queries(rows: int) -> int:
        Award.objects.all().delete()
        Rating.objects.all().delete()
        for number in range(rows):
            make_award(cast, "north_a", member=make_member(cast, "north_a", f"Người {rows} {number}"))
        return questions(browser, "/commendation/")

    assert queries(1) == queries(3)


def test_member_sees_their_own_award_only(cast: Any, signed_in: Any) -> None:
    mine, other = (make_member(cast, "north_a", name) for name in ("Trần Thị Ví Dụ", "Lê Thị Khác"))
    for member in (mine, other):
        make_award(cast, "north_a", member=member, form=Form.DIPLOMA)
    cast.people["themselves"] = mine.person

    page = signed_in("themselves").get("/commendation/").content.decode()

    assert "Trần Thị Ví Dụ" in page
    assert "Lê Thị Khác" not in page


def test_inspector_has_no_part_in_commendation(cast: Any, signed_in: Any) -> None:
    award = make_award(cast, "north")

    assert signed_in("north_inspector").get(f"/commendation/{award.pk}/").status_code == 404


def test_record_shows_the_levels_behind_the_award(cast: Any, signed_in: Any) -> None:
    award = make_award(cast, "north")

    page = signed_in("root_officer").get(f"/commendation/{award.pk}/").content.decode()

    assert all(str(year) in page for year in range(2015, 2020))
    assert "hoàn thành xuất sắc nhiệm vụ" in page


def test_eligible_page_says_why_of_each_yes_and_no(cast: Any, signed_in: Any) -> None:
    make_levels(cast.unit("north"), 2016, "EEEEE")
    make_levels(cast.unit("south"), 2016, "EEGEE")
    browser = signed_in("root_officer")
    address = "/commendation/eligible/?year=2020&unit=ROOT&recipient=ORGANISATION&ground=STREAK"

    rows = {row["name"]: (row["outcome"], row["reasons"]) for row in browser.get(address).context["rows"]}
    only_eligible = browser.get(f"{address}&show=eligible").context["rows"]
    rating = Rating.objects.get(unit=cast.unit("south"), year=2020)
    years = browser.get(f"/commendation/eligible/{rating.pk}/").content.decode()

    assert rows["Đảng bộ Sở Phương Bắc"] == ("đủ điều kiện", "5/5 năm")
    assert rows["Đảng bộ Sở Phương Nam"] == ("không đủ điều kiện", "2018 hoàn thành tốt; sớm nhất vào năm 2023")
    assert [row["name"] for row in only_eligible] == ["Đảng bộ Sở Phương Bắc"]
    assert "2018 hoàn thành tốt" in years


def test_eligible_page_asks_as_much_for_three_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_officer")
    address = "/commendation/eligible/?year=2020&unit=ROOT"
    browser.get(address)

    def asked(rows: int) -> int:
        Rating.objects.all().delete()
        for number in range(rows):
            make_levels(cast.unit("north_a"), 2016, "EEEEE", make_member(cast, "north_a", f"Người {rows} {number}"))
        return questions(browser, address)

    assert asked(1) == asked(3)


def test_form_records_an_award_or_names_the_missing_years(cast: Any, signed_in: Any) -> None:
    make_levels(cast.unit("north"), 2015, "EEEE")
    browser = signed_in("root_officer")

    refused = browser.post("/commendation/new/", AWARD)
    make_levels(cast.unit("north"), 2019, "E")
    answer = browser.post("/commendation/new/", AWARD)

    assert refused.status_code == 422
    assert "2019" in str(refused.context["form"].non_field_errors())
    assert answer.status_code == 302
    assert Award.objects.get().unit == cast.unit("north")


def test_award_goes_to_a_member_or_a_collective_that_is_named(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Trần Thị Ví Dụ", "01.000777")
    make_levels(cast.unit("north_a"), 2015, "EEEEE", member)
    browser = signed_in("north_officer")
    to_member = {**AWARD, "form": "DIPLOMA", "member": str(member.pk), "family": "PARTY"}
    thematic = {**AWARD, "ground": "THEMATIC", "form": "CERTIFICATE", "family": "PARTY", "name": "Phòng Tài vụ"}

    both = browser.post("/commendation/new/", {**to_member, "name": "Phòng Tài vụ"})
    answers = [browser.post("/commendation/new/", sent).status_code for sent in (to_member, thematic)]

    assert list(both.context["form"].errors) == ["name"]
    assert answers == [302, 302]
    awards = {award.recipient: award for award in Award.objects.all()}
    assert (awards["MEMBER"].member, awards["MEMBER"].unit) == (member, cast.unit("north_a"))
    assert (awards["COLLECTIVE"].recipient_name, awards["COLLECTIVE"].unit) == ("Phòng Tài vụ", cast.unit("north"))


@pytest.mark.parametrize(
    "path",
    ["/commendation/new/", "/commendation/runs/new/", "/commendation/movements/new/", "/commendation/topics/new/"],
)
def test_forms_are_closed_to_readers(cast: Any, signed_in: Any, path: str) -> None:
    assert signed_in("north_inspector").get(path).status_code == 403
    assert signed_in("stranger").get(path).status_code == 403


def test_movement_and_subject_are_recorded_and_changed(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    sent = {"unit": "NORTH", "year": 2020, "name": "Dân vận khéo", "models_registered": 4, "models_recognised": 3}

    first = browser.post("/commendation/movements/new/", sent)
    movement = Movement.objects.get()
    models = {"name": "Dân vận khéo", "models_registered": 5, "models_recognised": 5, "seen": 1, "because": "Đếm lại"}
    changed = browser.post(f"/commendation/movements/{movement.pk}/", models)
    stale = browser.post(f"/commendation/movements/{movement.pk}/", {**models, "models_recognised": 4})
    topic = browser.post("/commendation/topics/new/", {"unit": "NORTH", "year": 2020, "name": "Học tập Bác"})

    assert [answer.status_code for answer in (first, changed, stale, topic)] == [302, 302, 409, 302]
    assert "Dân vận khéo" in browser.get("/commendation/movements/").content.decode()
    assert "Học tập Bác" in browser.get("/commendation/topics/").content.decode()
    assert signed_in("south_officer").get(f"/commendation/movements/{movement.pk}/").status_code == 404
