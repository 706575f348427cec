"""Leavers stand in their register until a person erases what is kept of them; lists are compared with files."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tongket.members import actions as life
from tongket.members.models import FileCheck, Member, Private
from tongket.members.private import actions, rules
from tongket.members.private.tests.make import NUMBER
from tongket.members.tests.make import make_member
from tongket.org.models import AuditRow
from tongket.pages import due


@pytest.mark.rule("R-MEM-18")
@pytest.mark.puts_right("members.Private")
def test_restricted_data_of_leavers_are_erased_after_two_years_by_a_person(cast: Any, member: Member) -> None:
    officer = cast.person("north_officer")
    life.leave(member, how="resigned", left_on=date(2019, 1, 3), by=officer, on=cast.today)

    assert actions.erase([Member.objects.get(pk=member.pk)], by=officer, on=cast.today) == 1

    assert not Private.objects.exists()
    assert NUMBER not in str([row.fields for row in AuditRow.objects.all()])
    assert AuditRow.objects.filter(fields__has_key="erased").exists()


@pytest.mark.rule("R-MEM-18")
def test_who_is_on_the_roll_or_left_lately_is_not_erased(cast: Any, member: Member) -> None:
    officer = cast.person("north_officer")

    with pytest.raises(ValidationError):
        actions.erase([member], by=officer, on=cast.today)
    life.leave(member, how="resigned", left_on=date(2019, 1, 5), by=officer, on=cast.today)
    with pytest.raises(ValidationError):
        actions.erase([Member.objects.get(pk=member.pk)], by=officer, on=cast.today)
    assert Private.objects.exists()


@pytest.mark.rule("R-MEM-18")
def test_the_list_is_compared_with_the_files(cast: Any, signed_in: Any) -> None:
    sent = {"unit": "NORTH", "checked_on": "04/01/2021", "listed": "20", "found": "20", "differing": "1"}
    officer = signed_in("north_officer")

    wrong = officer.post("/members/checks/new/", {**sent, "differing": "21"})
    officer.post("/members/checks/new/", sent)

    assert wrong.status_code == 422
    assert FileCheck.objects.get().differing == 1
    assert officer.get("/members/checks/").status_code == 200


@pytest.mark.rule("R-MEM-18")
@pytest.mark.parametrize(
    ("compared_on", "again_on"),
    [
        (date(2021, 1, 4), date(2021, 7, 4)),
        (date(2020, 8, 31), date(2021, 2, 28)),
        (date(2020, 12, 31), date(2021, 6, 30)),
    ],
)
def test_the_next_comparison_comes_six_months_later(compared_on: date, again_on: date) -> None:
    assert rules.next_check_on(compared_on) == again_on


@pytest.mark.rule("R-MEM-18")
@pytest.mark.parametrize(("compared_on", "waits"), [(None, True), (date(2020, 7, 4), True), (date(2020, 12, 1), False)])
def test_a_comparison_waits_for_the_officer_of_the_unit_alone(cast: Any, compared_on: date | None, waits: bool) -> None:
    officer = cast.person("north_officer")
    if compared_on:
        actions.check_files(
            cast.unit("north"), checked_on=compared_on, listed=2, found=2, differing=0, by=officer, on=cast.today
        )

    found = [item for item in due.items(officer, on=cast.today) if item.action_url == "/members/checks/new/"]
    others = [item for item in due.items(cast.person("north_secretary"), on=cast.today) if "checks" in item.action_url]

    assert [item.text for item in found] == (["Đảng bộ Sở Phương Bắc"] if waits else [])
    assert others == []


@pytest.mark.rule("R-MEM-18")
def test_the_register_says_how_and_when_and_what_may_be_erased(cast: Any, signed_in: Any, member: Member) -> None:
    officer = cast.person("north_officer")
    dead = make_member(cast, "north_b", "Lê Văn Đã Mất")
    life.leave(member, how="resigned", left_on=date(2019, 1, 3), by=officer, on=cast.today)
    life.leave(dead, how="deceased", left_on=date(2020, 6, 1), by=officer, on=cast.today)
    browser = signed_in("north_officer")

    def names(query: str) -> set[str]:
        page = browser.get(f"/members/closed/?{query}").content.decode()
        return {name for name in (member.name, dead.name) if name in page}

    titles = [item.title for item in due.items(officer, on=cast.today) if "kept=erase" in item.action_url]
    assert names("") == {member.name, dead.name}
    assert names("how=DECEASED") == {dead.name}
    assert names("how=LEFT") == {member.name}
    assert names("kept=erase") == {member.name}
    assert names("kept=none") == {dead.name}
    assert "03/01/2019" in browser.get("/members/closed/").content.decode()
    assert len(titles) == 1
    assert signed_in("north_a_secretary").get("/members/closed/").status_code == 403


def test_erasing_is_confirmed_on_a_page(cast: Any, signed_in: Any, member: Member) -> None:
    life.leave(member, how="resigned", left_on=date(2019, 1, 3), by=cast.person("north_officer"), on=cast.today)
    address = f"/members/{member.pk}/restricted/erase/"

    looked = signed_in("north_officer").get(address)
    foreign = signed_in("south_officer").post(address)
    kept_until_then = Private.objects.exists()
    signed_in("north_officer").post(address)

    assert (looked.status_code, foreign.status_code, kept_until_then) == (200, 404, True)
    assert not Private.objects.exists()


@given(left_on=st.dates(date(1990, 1, 1), date(2040, 1, 1)), on=st.dates(date(1990, 1, 1), date(2045, 1, 1)))
def test_erasable_days_agree_with_the_years(left_on: date, on: date) -> None:
    is_past = (on.year - left_on.year, on.month, on.day) >= (rules.KEPT_YEARS, left_on.month, left_on.day)

    assert rules.may_be_erased(left_on, on) is is_past or (left_on.month, left_on.day) == (2, 29)
