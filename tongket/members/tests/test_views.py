"""The pages: what they show, whom they refuse, and the path from a decision on paper to the member's record."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import translation

from tongket.members import actions
from tongket.members.models import Admission, Member
from tongket.members.tests.make import admit, make_member
from tongket.pages import due
from tongket.pages.tests.pages import english, questions

FORM = {
    "unit": "NORTH-A",
    "full_name": "Hồ Thị Lên",
    "sex": "F",
    "born_on": "09/08/1992",
    "decision_number": "125-QĐ/ĐUK",
    "decided_on": "20/11/2020",
    "decided_by": "Ban Thường vụ Đảng ủy Khối",
    "ceremony_on": "",
    "education": "ĐH",
    "theory": "",
    "idempotency_key": "k1",
}


def send(browser: Any, url: str, values: dict[str, Any], **how: Any) -> Any:
    """Post a form as a browser does that sends no file."""
    return browser.post(url, urlencode(values), content_type="application/x-www-form-urlencoded", **how)


def seen(browser: Any, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


# --- Recording an admission


def test_admission_leads_to_the_record_and_moves_the_figure(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")

    response = send(browser, "/members/new/", FORM, follow=True)

    member = Member.objects.get()
    assert response.redirect_chain == [(f"/members/{member.pk}/", 302)]
    page = response.content.decode()
    assert "Đã ghi kết nạp đồng chí Hồ Thị Lên vào Chi bộ Văn phòng." in page
    assert "125-QĐ/ĐUK, 20/11/2020" in page
    assert "/figures/members_admitted/NORTH-A/2020/" in page
    assert "Hồ Thị Lên" in seen(browser, "/figures/members_admitted/NORTH/2020/")


def test_admission_pressed_twice_is_recorded_once(signed_in: Any) -> None:
    browser = signed_in("north_officer")

    first, second = send(browser, "/members/new/", FORM), send(browser, "/members/new/", FORM)

    assert (first.status_code, second.status_code, first.url == second.url) == (302, 302, True)
    assert Admission.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"full_name": "Lên"}, "Hãy ghi đủ họ và tên."),
        ({"born_on": "31/02/1992"}, "Ngày không hợp lệ: hãy ghi ngày/tháng/năm, ví dụ 05/02/2026."),
        ({"unit": "SOUTH-A"}, "Hãy chọn trong danh sách."),  # not theirs
        ({"unit": ""}, "Hãy ghi: Chi bộ."),
        ({"decided_on": "05/01/2021"}, "Chưa đến ngày 05/01/2021: hãy ghi đúng ngày trong quyết định."),
        (
            {"ceremony_on": "19/11/2020"},
            "Lễ kết nạp ngày 19/11/2020 lại trước quyết định ngày 20/11/2020: hãy sửa một trong hai ngày.",
        ),
        ({"born_on": "21/11/2002"}, "mới 17 tuổi"),
        ({"born_on": "20/11/1960"}, "phải có cấp ủy cấp trên đồng ý"),
    ],
)
def test_admission_with_a_mistake_says_what_to_do_and_loses_nothing(
    signed_in: Any, changes: dict[str, str], words: str
) -> None:
    response = send(signed_in("north_officer"), "/members/new/", {**FORM, **changes})

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="125-QĐ/ĐUK"' in page
    assert 'value="Ban Thường vụ Đảng ủy Khối"' in page
    assert not Member.objects.exists()


def test_admission_past_sixty_asks_for_the_consent_and_takes_it(signed_in: Any) -> None:
    browser = signed_in("north_officer")
    old = {**FORM, "born_on": "20/11/1960"}

    first = browser.get("/members/new/").content.decode()
    asked = send(browser, "/members/new/", old).content.decode()
    taken = send(browser, "/members/new/", {**old, "age_reason": "12-CV/TU"})

    assert ('name="age_reason"' in first, 'name="age_reason"' in asked) == (False, True)
    assert taken.status_code == 302


def test_admission_of_a_namesake_asks_first(cast: Any, signed_in: Any) -> None:
    admit(cast, "north_b", full_name="Hồ Thị Lên", born_on=date(1992, 8, 9))
    browser = signed_in("north_officer")

    asked = send(browser, "/members/new/", {**FORM, "full_name": "HỒ THỊ LÊN"})
    taken = send(browser, "/members/new/", {**FORM, "is_other_person": "on"})

    assert "Hồ Thị Lên, Chi bộ Nghiệp vụ" in asked.content.decode()
    assert (asked.status_code, taken.status_code) == (422, 302)


def test_namesake_out_of_reach_is_not_told(cast: Any, signed_in: Any) -> None:
    admit(cast, "south_a", who="south_officer", full_name="Hồ Thị Lên", born_on=date(1992, 8, 9))

    response = send(signed_in("north_officer"), "/members/new/", FORM)

    assert response.status_code == 302


def test_form_offers_only_cells_within_reach(signed_in: Any) -> None:
    page = seen(signed_in("north_officer"), "/members/new/?unit=NORTH-B")

    assert '<option value="NORTH-B" selected>' in page
    assert "Đảng bộ Sở Phương Bắc · Chi bộ Văn phòng" in page
    assert 'value="NORTH"' not in page
    assert "SOUTH-A" not in page


# --- Who


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("north_officer", 200),
        ("root_officer", 200),
        ("north_a_secretary", 200),
        ("north_secretary", 403),
        ("north_clerk", 403),
        ("operator", 403),
        ("stranger", 403),
    ],
)
def test_form_is_open_to_whom_the_table_names(signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get("/members/new/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("north_officer", 200),
        ("north_secretary", 200),
        ("north_clerk", 200),
        ("north_inspector", 200),
        ("north_a_secretary", 200),
        ("root_clerk", 200),
        ("south_officer", 404),
        ("operator", 404),
        ("stranger", 404),
    ],
)
def test_record_is_open_inside_the_reach(cast: Any, signed_in: Any, who: str, status: int) -> None:
    member = make_member(cast)

    assert signed_in(who).get(member.get_absolute_url()).status_code == status


def test_member_sees_the_own_record_and_no_other(cast: Any, signed_in: Any) -> None:
    mine, other = make_member(cast), make_member(cast, full_name="Trần Văn Khác")
    Member.objects.filter(pk=mine.pk).update(person=cast.people["stranger"])
    browser = signed_in("stranger")

    assert "Trần Văn Khác" not in seen(browser, "/members/")
    assert browser.get(mine.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert browser.get(reverse("members:correct", args=[mine.pk])).status_code == 403


@pytest.mark.parametrize("name", ["official", "transfer", "leave", "correct"])
@pytest.mark.parametrize(
    ("who", "status"), [("north_officer", 200), ("south_officer", 404), ("north_secretary", 403), ("stranger", 403)]
)
def test_deeds_are_open_to_whom_the_table_names(cast: Any, signed_in: Any, name: str, who: str, status: int) -> None:
    member = make_member(cast)

    assert signed_in(who).get(reverse(f"members:{name}", args=[member.pk])).status_code == status


# --- Lists


def test_roll_shows_who_is_on_it_and_finds_without_marks(cast: Any, signed_in: Any) -> None:
    make_member(cast, full_name="Đặng Hữu Ước")
    gone = make_member(cast, full_name="Đặng Hữu Vắng")
    actions.leave(
        gone,
        how="expelled",
        left_on=date(2020, 3, 2),
        discipline_decision="12-QĐ/UBKT, 02/03/2020",
        by=cast.person("root_officer"),
        on=cast.today,
    )
    browser = signed_in("north_officer")

    on_roll = seen(browser, "/members/?q=dang huu")
    everybody = seen(browser, "/members/?q=dang huu&state=LEFT")

    assert ("Đặng Hữu Ước" in on_roll, "Đặng Hữu Vắng" in on_roll) == (True, False)
    assert ("Đặng Hữu Ước" in everybody, "Đặng Hữu Vắng" in everybody) == (False, True)
    assert "khai trừ" not in everybody + seen(browser, gone.get_absolute_url())  # discipline stays behind its fence


def test_roll_narrows_to_those_whose_probation_is_over(cast: Any, signed_in: Any) -> None:
    make_member(cast, full_name="Trần Thị Xong", official_on=None)
    admit(cast, full_name="Trần Thị Chưa", decided_on=date(2020, 11, 20))

    page = seen(signed_in("north_officer"), "/members/?state=PROBATION_OVER")

    assert ("Trần Thị Xong" in page, "Trần Thị Chưa" in page) == (True, False)


@pytest.mark.parametrize("url", ["/members/", "/members/admissions/?year="])
def test_list_asks_the_same_number_of_questions_for_one_and_for_three_rows(cast: Any, signed_in: Any, url: str) -> None:
    browser = signed_in("north_officer")

    def asked() -> int:
        return questions(browser, url)

    admit(cast, full_name="Lê Thị Một")
    browser.get(url)
    one = asked()
    admit(cast, full_name="Lê Thị Hai", decided_on=date(2019, 3, 4))
    admit(cast, "north_b", full_name="Lê Thị Ba", decided_on=date(2020, 3, 4))

    assert asked() == one


def test_admissions_mark_a_ceremony_that_is_overdue(cast: Any, signed_in: Any) -> None:
    admit(cast, full_name="Lê Thị Trễ")
    admit(cast, full_name="Lê Thị Kịp", decided_on=date(2020, 12, 21))
    admit(cast, full_name="Lê Thị Muộn", ceremony_on=date(2020, 3, 2))

    page = seen(signed_in("north_officer"), "/members/admissions/?year=")

    assert [page.count(words) for words in ("quá hạn", "chưa tổ chức", "02/03/2020, muộn")] == [1, 1, 1]


def test_roll_goes_to_excel_with_a_reason(cast: Any, signed_in: Any) -> None:
    make_member(cast)
    browser = signed_in("north_officer")

    asked = browser.get("/members/?export=xlsx")
    file = browser.get("/members/?export=xlsx&reason=Rà soát danh sách")

    assert "text/html" in asked["Content-Type"]
    assert "spreadsheetml" in file["Content-Type"]


# --- Deeds by their forms


def test_ceremony_official_transfer_and_end_are_recorded_one_after_another(cast: Any, signed_in: Any) -> None:
    member = admit(cast).member
    browser = signed_in("north_officer")
    ceremony = reverse("members:ceremony", args=[member.admissions.get().pk])

    steps = [
        (ceremony, {"ceremony_on": "12/12/2019"}),
        (reverse("members:official", args=[member.pk]), {"decision_number": "30", "decided_on": "21/12/2020"}),
        (reverse("members:transfer", args=[member.pk]), {"to": "NORTH-B", "moved_on": "28/12/2020"}),
        (reverse("members:leave", args=[member.pk]), {"how": "deceased", "left_on": "04/01/2021"}),
    ]
    for url, values in steps:
        assert send(browser, url, values).status_code == 302

    page = seen(browser, member.get_absolute_url())
    page = page.partition("Đã nhập sai?")[0]
    places = [page.rindex(day) for day in ("12/12/2019", "21/12/2020", "28/12/2020", "04/01/2021")]
    assert places == sorted(places)
    assert "Chuyển đến từ Chi bộ Văn phòng" in page
    assert reverse("members:leave", args=[member.pk]) not in page  # nothing more to do


def test_record_offers_what_can_be_done(cast: Any, signed_in: Any) -> None:
    waiting = admit(cast).member
    received = admit(cast, full_name="Lê Thị Nhận", ceremony_on=date(2019, 12, 12)).member
    settled = make_member(cast)
    names = ["official", "transfer", "leave", "correct", "ceremony", "cancel"]

    def offers(member: Member, who: str = "north_officer") -> list[str]:
        page = seen(signed_in(who), member.get_absolute_url())
        return [name for name in names if f"/{name}/" in page]

    assert offers(waiting) == ["leave", "correct", "ceremony", "cancel"]
    assert offers(received) == ["official", "transfer", "leave", "correct", "cancel"]
    assert offers(settled) == ["transfer", "leave", "correct"]
    assert offers(received, "north_a_secretary") == ["official", "leave", "correct", "cancel"]  # no other cell
    assert offers(received, "north_secretary") == []


def test_slip_is_taken_back_by_its_form(cast: Any, signed_in: Any) -> None:
    admission = admit(cast)

    response = send(
        signed_in("north_officer"),
        reverse("members:cancel", args=[admission.pk]),
        {"reason": "Nhập nhầm người"},
        follow=True,
    )

    assert "Đã rút lại việc ghi kết nạp đồng chí Lê Thị Thử." in response.content.decode()
    assert not Admission.objects.exists()


def test_correction_of_what_somebody_else_changed_shows_both(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    actions.correct(
        member, because="Nhập nhầm", seen=1, card_number="11.111111", by=cast.person("root_officer"), on=cast.today
    )
    values = {
        "because": "Nhập nhầm",
        "seen": 1,
        "full_name": member.name,
        "sex": "M",
        "born_on": "06/05/1980",
        "card_number": "22.222222",
        "party_age_from_on": "01/03/2010",
        "ceremony_on": "01/03/2010",
        "official_on": "01/03/2011",
    }

    response = send(signed_in("north_officer"), reverse("members:correct", args=[member.pk]), values)

    page = response.content.decode()
    assert response.status_code == 409
    assert "11.111111" in page
    assert "22.222222" in page


# --- What waits


def test_home_tells_what_waits_for_an_officer(cast: Any) -> None:
    admit(cast, decided_on=date(2020, 12, 21))
    make_member(cast, official_on=None)

    def waits(who: str) -> list[tuple[str, date | None]]:
        with translation.override("vi"):
            items = due.items(cast.person(who), on=cast.today)
        return [(item.title, item.due_on) for item in items if item.due_on and item.action_url.startswith("/members/")]

    assert waits("north_officer") == [
        ("1 đảng viên đã hết thời gian dự bị", date(2019, 4, 12)),
        ("1 trường hợp kết nạp chưa ghi lễ kết nạp", date(2021, 2, 2)),
    ]
    assert waits("south_officer") == waits("stranger") == waits("north_clerk") == []


def test_second_officer_sees_both_values_beside_each_field_of_a_member(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Trần Văn Mẫu", "01.000123")
    address = f"/members/{member.pk}/correct/"
    typed = {
        "seen": 1, "sex": "M", "born_on": "06/05/1980", "education": "ĐH", "theory": "", "because": "Ghi nhầm",
        "party_age_from_on": "01/03/2010", "ceremony_on": "01/03/2010", "official_on": "01/03/2011",
    }  # fmt: skip

    first = signed_in("root_officer").post(
        address, {**typed, "full_name": "Trần Văn Mẫn", "card_number": "01.000999", "education": "ThS"}
    )
    second = english(signed_in("north_officer"))
    clash = second.post(address, {**typed, "full_name": "Trần Văn Mẫu", "card_number": "01.000123"})
    errors = clash.context["form"].errors
    saved = second.post(address, {**typed, "seen": 2, "full_name": "Trần Văn Mẫn", "card_number": "01.000999"})

    member = Member.objects.get(pk=member.pk)
    assert (first.status_code, clash.status_code, saved.status_code) == (302, 409, 302)
    assert {name: errors[name][0] for name in ("full_name", "card_number", "education")} == {
        "full_name": "Somebody else has saved here: Trần Văn Mẫn",
        "card_number": "Somebody else has saved here: 01.000999",
        "education": "Somebody else has saved here: master",
    }
    assert 'value="Trần Văn Mẫu"' in clash.text
    assert (member.name, member.card_number, member.education) == ("Trần Văn Mẫn", "01.000999", "ĐH")
