"""Restricted data stay behind their door: masked, revealed with a reason, told to the member, erased in the end."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError

from tongket.core import text
from tongket.core.states import WrongState
from tongket.members import actions as life
from tongket.members.models import CorrectionRequest, Member, Private
from tongket.members.private import actions, rules
from tongket.members.private.tests.make import FLAGS, NUMBER, PHONE
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow
from tongket.pages import due


@pytest.mark.rule("R-MEM-21")
def test_a_record_holds_the_least_data_and_nothing_else() -> None:
    names = {
        field.name for model in (Member, Private) for field in model._meta.concrete_fields if not field.auto_created
    }

    assert names == rules.KEPT


@pytest.mark.rule("R-MEM-21")
@pytest.mark.parametrize(("number", "is_one"), [(NUMBER, True), ("123456789", True), ("1234", False), ("abc", False)])
def test_identity_numbers_have_twelve_or_nine_digits(number: str, is_one: bool) -> None:
    assert rules.is_identity_number(number) is is_one


@pytest.mark.parametrize(("number", "shown"), [(NUMBER, "••••••••0123"), ("1234", "••••"), ("", "")])
def test_a_masked_number_shows_its_end_at_most(number: str, shown: str) -> None:
    assert text.masked(number, visible=4) == shown


def test_numbers_are_sealed_in_the_table_and_found_by_a_key(member: Member) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, phone, identity_key FROM members_private")
        row = cursor.fetchone()

    assert NUMBER not in str(row)
    assert PHONE not in str(row)
    assert Private.objects.get().identity_number == NUMBER


def test_a_number_of_somebody_else_is_refused_without_saying_whose(cast: Any, member: Member) -> None:
    other = make_member(cast, "south_a", "Lê Thị Khác")

    with pytest.raises(ValidationError) as refusal:
        actions.keep(other, identity_number=NUMBER, **FLAGS, seen=0, by=cast.person("south_officer"), on=cast.today)

    assert list(refusal.value.error_dict) == ["identity_number"]
    assert member.name not in str(refusal.value)


def test_two_officers_do_not_overwrite_each_other(cast: Any, member: Member) -> None:
    with pytest.raises(ValidationError):
        actions.keep(member, phone="0911", **FLAGS, seen=0, by=cast.person("north_officer"), on=cast.today)
    assert Private.objects.get().phone == PHONE


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("north_officer", 200),
        ("root_officer", 200),
        ("north_a_secretary", 404),
        ("north_clerk", 404),
        ("stranger", 404),
    ],
)
def test_restricted_data_are_for_the_organisation_board(
    cast: Any, signed_in: Any, member: Member, who: str, status: int
) -> None:
    answer = signed_in(who).get(f"/members/{member.pk}/restricted/")

    assert answer.status_code == status
    assert NUMBER not in answer.content.decode()


def test_a_number_is_shown_once_with_a_reason_and_the_member_sees_who_looked(
    cast: Any, signed_in: Any, member: Member
) -> None:
    address = f"/members/{member.pk}/restricted/show/"
    officer = signed_in("north_officer")

    without = officer.post(address, {"name": "identity_number", "reason": ""})
    shown = officer.post(address, {"name": "identity_number", "reason": "Làm thẻ đảng viên"})
    again = officer.get(f"/members/{member.pk}/restricted/").content.decode()

    assert (without.status_code, shown.status_code) == (422, 200)
    assert NUMBER in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert NUMBER not in again
    assert "Làm thẻ đảng viên" in again


def test_no_number_stands_in_a_page_a_log_row_or_a_history_row(cast: Any, signed_in: Any, member: Member) -> None:
    officer = signed_in("north_officer")
    actions.keep(member, phone="0987654321", **FLAGS, seen=1, by=cast.person("north_officer"), on=cast.today)
    pages = [
        officer.get(address).content.decode()
        for address in (
            "/members/",
            f"/members/{member.pk}/",
            f"/members/{member.pk}/restricted/",
            f"/members/{member.pk}/restricted/correct/",
            "/members/closed/",
            "/members/?q=0123",
        )
    ]

    kept = [str(row.fields) for row in AuditRow.objects.all()] + [str(row.old) for row in HistoryRow.objects.all()]
    assert not [one for one in [*pages, *kept] if NUMBER in one or PHONE in one or "0987654321" in one]


def test_no_number_leaves_in_a_file(cast: Any, signed_in: Any, member: Member) -> None:
    officer = signed_in("north_officer")
    life.leave(
        make_member(cast, "north_b"), how="resigned", left_on=cast.today, by=cast.person("north_officer"), on=cast.today
    )
    query = {"export": "xlsx", "reason": "Đối chiếu hồ sơ"}

    files = [officer.get(address, query) for address in ("/members/", "/members/closed/")]

    for answer in files:
        with ZipFile(BytesIO(answer.content)) as file:
            words = "".join(file.read(name).decode() for name in file.namelist())
        assert "Trần Văn Mẫu" in words
        assert NUMBER not in words
        assert PHONE not in words


# --- One's own record ------------------------------------------------------------------------------------------------


def own(cast: Any, who: str) -> Member:
    """The member's record of a person of the cast."""
    found = make_member(cast, "north_a", "Trần Văn Của Mình")
    Member.objects.filter(pk=found.pk).update(person=cast.person(who))
    return Member.objects.get(pk=found.pk)


def test_everybody_sees_their_own_record_and_nobody_else_s(cast: Any, signed_in: Any, member: Member) -> None:
    mine = own(cast, "stranger")
    browser = signed_in("stranger")

    page = browser.get("/members/me/").content.decode()

    assert mine.card_number in page
    assert member.name not in page
    assert browser.get(f"/members/{member.pk}/restricted/").status_code == 404


def test_who_is_no_member_is_told_so(cast: Any, signed_in: Any) -> None:
    assert signed_in("stranger").get("/members/me/").status_code == 200


@pytest.mark.rule("R-MEM-20")
@pytest.mark.puts_right("members.CorrectionRequest")
def test_a_correction_is_asked_for_answered_and_seen(cast: Any, signed_in: Any) -> None:
    mine = own(cast, "stranger")
    browser, officer = signed_in("stranger"), signed_in("north_officer")

    browser.post("/members/me/ask/", {"about": "card_number", "wanted": "60.027445"})
    row = CorrectionRequest.objects.get()
    waits = [
        item.due_on for item in due.items(cast.person("north_officer"), on=cast.today) if "requests" in item.action_url
    ]
    officer.post(f"/members/requests/{row.pk}/answer/", {"is_done": "1", "answer": "Đã sửa số thẻ"})

    assert (row.member, row.due_on) == (mine, date(2021, 1, 14))
    assert waits == [date(2021, 1, 14)]
    assert CorrectionRequest.objects.get().state == "DONE"
    assert "Đã sửa số thẻ" in browser.get("/members/me/").content.decode()


@pytest.mark.rule("R-MEM-20")
@pytest.mark.parametrize(
    ("asked_on", "level", "day"),
    [
        (date(2021, 1, 4), "grassroots", date(2021, 2, 22)),  # the New Year of the moon lies between
        (date(2021, 3, 1), "grassroots", date(2021, 4, 12)),
        (date(2021, 3, 1), "superior", date(2021, 5, 27)),
        (date(2021, 3, 1), "central", date(2021, 7, 8)),
    ],
)
def test_questions_are_answered_in_working_days_by_level(asked_on: date, level: str, day: date) -> None:
    assert rules.question_due_on(asked_on, level) == day


@pytest.mark.parametrize(
    ("said", "does"),
    [
        (f"Số đúng là {NUMBER}", True),
        ("001 087 000 123", True),
        ("0912.345.678", True),
        ("60.027445", False),
        ("Quyết định 125-QĐ/ĐUK ngày 20.11.2019", False),
        ("1.250.000 đồng", False),
    ],
)
def test_a_text_that_holds_a_number_is_noticed(said: str, does: bool) -> None:
    assert rules.holds_number(said) is does


def test_numbers_do_not_come_in_by_free_text(cast: Any, signed_in: Any, member: Member) -> None:
    mine = own(cast, "stranger")
    officer = cast.person("north_officer")
    row = actions.ask(mine, about="restricted", wanted="Số căn cước đã đổi", by=cast.person("stranger"), on=cast.today)

    for deed in (
        lambda: actions.ask(mine, about="restricted", wanted=NUMBER, by=cast.person("stranger"), on=cast.today),
        lambda: actions.answer(row, is_done=True, answer=f"Đã sửa thành {NUMBER}", by=officer, on=cast.today),
        lambda: actions.reveal(member, name="phone", reason=f"Gọi {PHONE}", by=officer, on=cast.today),
    ):
        with pytest.raises(ValidationError):
            deed()


def test_nobody_answers_themselves_and_nothing_is_answered_twice(cast: Any) -> None:
    mine = own(cast, "north_officer")
    officer = cast.person("north_officer")
    row = actions.ask(mine, about="sex", wanted="Nữ", by=officer, on=cast.today)

    with pytest.raises(access.NotAllowed):
        actions.answer(row, is_done=True, answer="Được", by=officer, on=cast.today)
    actions.withdraw(row, by=officer, on=cast.today)
    with pytest.raises(WrongState):
        actions.answer(row, is_done=True, answer="Được", by=cast.person("root_officer"), on=cast.today)
