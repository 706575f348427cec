"""Pages of ratings and of what others decided."""

from datetime import date
from typing import Any

import pytest

from tongket.org.actions import Decision, merge
from tongket.org.models import Place
from tongket.pages.tests.pages import questions
from tongket.rating.models import AgencyTitle, MassOrganisationLevel, Rating, Round
from tongket.rating.rules import Level
from tongket.rating.tests.make import make_members, make_rating
from tongket.targets.models import Target


def test_list_shows_levels_beside_the_records(cast: Any, signed_in: Any) -> None:
    north, root = cast.unit("north"), cast.unit("root")
    Target.objects.create(
        unit=north, year=2020, label="Kết nạp", comparator=">=", value=10, result=8, is_main=True, state="VALID",
        resolution_number="01-NQ/ĐU", resolution_on=date(2020, 1, 6),
    )  # fmt: skip
    make_rating(north, Level.EXCELLENT, decided_by=root)
    make_rating(cast.unit("south"), Level.GOOD, decided_by=root)

    rows = signed_in("root_secretary").get("/rating/?year=2020").context["table"].rows

    assert [[str(cell) for cell in row.cells][:3] for row in rows] == [
        ["Đảng bộ Sở Phương Bắc", "hoàn thành xuất sắc nhiệm vụ", "0/1"],
        ["Đảng bộ Sở Phương Nam", "hoàn thành tốt nhiệm vụ", ""],
    ]
    assert [row.cells[5].state for row in rows] == ["warn", ""]


def test_list_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("root_secretary")
    browser.get("/rating/")

    def queries(*units: str) -> int:
        Rating.objects.all().delete()
        for unit in units:
            make_rating(cast.unit(unit), Level.EXCELLENT, decided_by=cast.unit("root"))
        return questions(browser, "/rating/?year=2020")

    assert queries("north") == queries("north", "south", "north_a")


@pytest.mark.parametrize(
    ("excellent", "good", "waiting", "said"),
    [
        (3, 0, 0, "vượt tỷ lệ"),
        (1, 5, 0, ""),
        (1, 0, 5, "Chỉ phù hợp nếu"),  # five who wait may still become GOOD
        (2, 0, 5, "vượt tỷ lệ"),
    ],
)
def test_list_says_the_cap_and_whether_it_is_passed(
    cast: Any, signed_in: Any, excellent: int, good: int, waiting: int, said: str
) -> None:
    members = make_members(cast, "north_a", excellent + good + waiting)
    for number, member in enumerate(members[: excellent + good]):
        level = Level.EXCELLENT if number < excellent else Level.GOOD
        make_rating(cast.unit("north_a"), level, member=member, decided_by=cast.unit("north"))

    note = signed_in("north_officer").get("/rating/?subject=MEMBER&year=2020").context["listing"].note

    assert "132-QĐ/TW" in note
    assert {word for word in ("vượt tỷ lệ", "Chỉ phù hợp nếu") if word in note} == ({said} if said else set())


def test_member_sees_their_own_level_only(cast: Any, signed_in: Any) -> None:
    mine, other = make_members(cast, "north_a", 2)
    own = make_rating(cast.unit("north_a"), member=mine, decided_by=cast.unit("north"))
    others = make_rating(cast.unit("north_a"), member=other, decided_by=cast.unit("north"))
    cast.people["themselves"] = mine.person
    browser = signed_in("themselves")

    page = browser.get("/rating/").content.decode()

    assert mine.person.full_name in page
    assert other.person.full_name not in page
    assert browser.get(f"/rating/{own.pk}/").status_code == 200
    assert browser.get(f"/rating/{others.pk}/").status_code == 404
    assert browser.get("/rating/mass/").status_code == 403


def test_export_of_levels_asks_for_a_reason(cast: Any, signed_in: Any) -> None:
    make_rating(cast.unit("north"), decided_by=cast.unit("root"))
    browser = signed_in("root_officer")

    assert browser.get("/rating/?export=xlsx")["Content-Type"].startswith("text/html")
    assert "spreadsheet" in browser.get("/rating/?export=xlsx&reason=trinh+thuong+vu")["Content-Type"]


@pytest.mark.parametrize("who", ["north_a_secretary", "north_clerk", "north_inspector", "stranger"])
def test_deciding_is_refused_to_whom_the_table_does_not_name(cast: Any, signed_in: Any, who: str) -> None:
    rating = make_rating(cast.unit("north_a"), decided_by=cast.unit("north"))
    browser = signed_in(who)

    for path in ("/rating/rounds/new/", f"/rating/{rating.pk}/again/"):
        assert browser.get(path).status_code == 403


def test_later_decision_is_shown_with_the_earlier_one(cast: Any, signed_in: Any) -> None:
    rating = make_rating(cast.unit("north"), Level.FULFILLED, decided_by=cast.unit("root"))
    browser = signed_in("root_officer")

    answer = browser.post(
        f"/rating/{rating.pk}/again/", {"level": "GOOD", "decided_on": "30/12/2020", "source": "09-QĐ/ĐUK", "seen": 1}
    )
    page = browser.get(f"/rating/{rating.pk}/").content.decode()

    assert answer.status_code == 302
    for said in ("09-QĐ/ĐUK", "30/12/2020", "20/12/2020"):
        assert said in page


def test_what_others_decided_is_recorded_by_the_office(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    level = {"unit": "NORTH", "kind": "YOUTH", "name": "Chi đoàn Sở", "year": 2020, "level_text": "Vững mạnh",
             "document": "07-QĐ/ĐTN"}  # fmt: skip
    title = {"unit": "NORTH", "kind": "SECURITY", "year": 2020, "is_recognised": "on", "document": "08-QĐ/CA"}

    answers = [browser.post("/rating/mass/new/", level), browser.post("/rating/titles/new/", title)]
    doubles = [browser.post("/rating/mass/new/", level), browser.post("/rating/titles/new/", title)]

    assert [answer.status_code for answer in answers + doubles] == [302, 302, 422, 422]
    assert (MassOrganisationLevel.objects.get().level, AgencyTitle.objects.get().is_recognised) == ("GOOD", True)
    assert "Chi đoàn Sở" in signed_in("root_secretary").get("/rating/mass/").content.decode()
    assert "08-QĐ/CA" in signed_in("root_secretary").get("/rating/titles/").content.decode()
    assert "Chi đoàn Sở" not in signed_in("south_secretary").get("/rating/mass/").content.decode()


def test_ended_unit_is_found_where_the_form_is_about_the_past(cast: Any, signed_in: Any) -> None:
    officer = cast.person("root_officer")
    units = [cast.unit("north_b"), cast.unit("north_a")]
    paper = Decision("58-QĐ/ĐUK", date(2020, 11, 20), "Đảng ủy Khối")
    merge(units, units[1], paper, from_on=date(2020, 12, 1), by=officer, on=cast.today)
    name, successor = units[0].place.name, Place.objects.get(unit=units[1]).short_name

    past = signed_in("root_officer").get("/rating/mass/new/").text
    found = signed_in("root_officer").get("/pick/unit_also_ended/recorded.write/unit/", {"unit_words": "NORTH-B"}).text
    living = signed_in("root_officer").get("/pick/unit/recorded.write/unit/", {"unit_words": "NORTH-B"}).text

    assert f"(đã sáp nhập vào {successor})" in past
    assert f"{name} (đã sáp nhập vào {successor})" in found
    assert name not in living


def test_unit_outside_the_reach_is_no_choice(cast: Any, signed_in: Any) -> None:
    make_members(cast, "south_a", 1)
    fields = {"unit": "SOUTH", "year": 2020, "subject": "MEMBER", "quarter": "0", "idempotency_key": "1" * 32}

    answer = signed_in("north_officer").post("/rating/rounds/new/", fields)

    assert answer.status_code == 422
    assert not Round.objects.exists()
