"""People and rights: who is listed and why, who may open what, accounts and slips (S-05, S-07, S-09, S-43 … S-45)."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongket.core import clock
from tongket.org import actions
from tongket.org.models import Account, AuditRow, Office, OfficeTerm, Person, Session, Slip
from tongket.org.people_rules import proposed_login
from tongket.org.queries import people

ROLES = [
    # who, the list, a person inside, the deeds on an account
    ("operator", 200, 200, 200),
    ("root_officer", 200, 200, 403),
    ("auditor", 200, 200, 403),
    ("root_secretary", 200, 200, 403),
    ("south_officer", 200, 404, 403),
    ("north_secretary", 200, 200, 403),
    ("root_clerk", 403, 403, 403),
    ("root_inspector", 403, 403, 403),
    ("north_a_secretary", 403, 403, 403),
    ("stranger", 403, 403, 403),
]
CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def account_of(cast: Any, name: str, unit: str = "north", **fields: Any) -> Account:
    account = Account(username=f"{name}.tk", person=cast.people[name], unit=cast.unit(unit), **fields)
    account.set_unusable_password()
    account.save()
    return account


def url_of(cast: Any, name: str, page: str = "person") -> str:
    return reverse(f"units:{page}", args=[cast.people[name].pk])


def reasons_of(cast: Any, name: str, *, reader: str = "operator", on: date | None = None) -> list[str]:
    person: Any = people.listed(cast.person(reader), on=on or cast.today).get(pk=cast.people[name].pk)
    return [reason for reason in people.REASONS if getattr(person, reason)]


# --- Rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "taken", "login"),
    [
        ("Phạm Văn Tra", set(), "tra.pham"),
        ("Phạm Văn Tra", {"tra.pham"}, "tra.pham2"),
        ("Phạm Văn Tra", {"tra.pham", "tra.pham2"}, "tra.pham3"),
        ("Đỗ Thị Ý", set(), "y.do"),
        ("Y", set(), "y.dv"),
        ("Hờ A Phử", set(), "phu.ho"),
    ],
)
def test_login_is_proposed_from_the_name(name: str, taken: set[str], login: str) -> None:
    assert proposed_login(name, taken) == login


# --- Who needs attention ---------------------------------------------------------------------------------------------


def test_office_without_an_account_needs_attention(cast: Any) -> None:
    assert reasons_of(cast, "north_clerk") == ["lacks_account"]


def test_seat_in_a_committee_needs_no_account(cast: Any) -> None:
    actions.take_office(
        cast.people["stranger"], cast.unit("north"), Office.COMMITTEE_MEMBER, how="elected", decision="BB-1",
        from_on=date(2020, 1, 1), by=None, on=cast.today,
    )  # fmt: skip

    person: Any = people.listed(cast.person("operator"), on=cast.today).get(pk=cast.people["stranger"].pk)

    assert person.group == people.WITHOUT


@pytest.mark.parametrize(("name", "reasons"), [("north_officer", ["lacks_factor"]), ("north_clerk", [])])
def test_second_factor_is_missed_where_a_right_asks_for_it(cast: Any, name: str, reasons: list[str]) -> None:
    account_of(cast, name, last_login=clock.now())

    assert reasons_of(cast, name) == reasons


def test_second_factor_that_is_set_up_is_seen(cast: Any) -> None:
    account = account_of(cast, "north_officer", last_login=clock.now())
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})

    assert reasons_of(cast, "north_officer") == []


def test_office_that_ended_leaves_an_open_account_to_look_at(cast: Any) -> None:
    account_of(cast, "north_clerk", last_login=clock.now())
    term = OfficeTerm.objects.get(person=cast.people["north_clerk"])

    actions.leave_office(term, until_on=cast.today, by=cast.person("north_officer"), on=cast.today)

    assert reasons_of(cast, "north_clerk") == ["has_left"]
    assert reasons_of(cast, "north_clerk", on=cast.today - timedelta(days=1)) == []


def test_locked_account_of_who_holds_an_office_needs_attention(cast: Any) -> None:
    account = account_of(cast, "north_clerk")

    actions.lock(account, reason="đi vắng lâu", by=cast.person("operator"), on=cast.today)

    assert reasons_of(cast, "north_clerk") == ["is_locked"]


@pytest.mark.parametrize(("days", "reasons"), [(38, []), (39, ["is_idle"])])  # suspended after 45
def test_account_that_nobody_signs_in_with_needs_attention(cast: Any, days: int, reasons: list[str]) -> None:
    at = datetime.combine(cast.today - timedelta(days=days), datetime.min.time(), tzinfo=clock.VIETNAM)
    account_of(cast, "north_clerk", last_login=at)

    assert reasons_of(cast, "north_clerk") == reasons


def test_what_concerns_accounts_alone_is_for_those_who_may_read_them(cast: Any, signed_in: Any) -> None:
    account_of(cast, "north_officer", last_login=clock.now())

    page = signed_in("root_officer").get(reverse("units:people")).text

    assert reasons_of(cast, "north_officer", reader="root_officer") == []
    assert "north_officer.tk" not in page


# --- The list --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "listing", "inside", "deeds"), ROLES)
def test_people_are_for_those_who_administer(
    cast: Any, signed_in: Any, who: str, listing: int, inside: int, deeds: int
) -> None:
    account_of(cast, "north_clerk")
    client = signed_in(who)

    assert client.get(reverse("units:people")).status_code == listing
    assert client.get(url_of(cast, "north_clerk")).status_code == inside
    assert client.get(url_of(cast, "north_clerk", "lock_account")).status_code == deeds
    if deeds == 403:
        for page in ("slip", "unlock_account", "reset_factor", "end_sessions"):
            assert client.post(url_of(cast, "north_clerk", page)).status_code == 403
        assert not Slip.objects.exists()


def test_operator_of_one_unit_reaches_no_account_beside_it(cast: Any, signed_in: Any) -> None:
    term = actions.take_office(
        cast.people["stranger"], cast.unit("south"), Office.OPERATOR, how="assigned", decision="QĐ-1",
        from_on=date(2020, 1, 1), by=None, on=cast.today,
    )  # fmt: skip
    actions.grant(term, "sys", cast.unit("south"), decision="QĐ-1", valid_from=date(2020, 1, 1), by=None, on=cast.today)
    account_of(cast, "north_clerk")
    client = signed_in("stranger")

    assert client.get(url_of(cast, "north_clerk")).status_code == 404
    assert client.get(url_of(cast, "north_clerk", "lock_account")).status_code == 404
    assert client.post(url_of(cast, "north_clerk", "slip")).status_code == 404
    assert not Slip.objects.exists()


def test_those_who_need_attention_come_first_under_a_heading(cast: Any, signed_in: Any) -> None:
    account_of(cast, "north_clerk", last_login=clock.now())

    page = signed_in("operator").get(reverse("units:people")).text

    first, rest = page.index("Cần chú ý"), page.index("Đang dùng")
    assert first < page.index("Người North Secretary") < rest < page.index("Người North Clerk")


def test_person_is_found_without_marks_and_by_domain_and_unit(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    address = reverse("units:people")

    by_name = client.get(address, {"q": "nguoi north"}).text
    by_domain = client.get(address, {"domain": "insp"}).text
    by_unit = client.get(address, {"unit": "SOUTH"}).text

    assert "Người North Clerk" in by_name
    assert "Người South Clerk" not in by_name
    assert "Người Root Inspector" in by_domain
    assert "Người Root Clerk" not in by_domain
    assert "Người South Clerk" in by_unit
    assert "Người Root Clerk" not in by_unit


def test_list_takes_as_many_queries_for_many_as_for_one(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    client.get(reverse("units:people"))

    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse("units:people"), {"q": "north clerk"})
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("units:people"))

    assert len(many) == len(one)


def test_export_asks_what_it_is_for_and_is_logged(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")

    asked = client.get(reverse("units:people"), {"export": "xlsx"})
    answer = client.get(reverse("units:people"), {"export": "xlsx", "reason": "rà soát quý IV"})

    assert "text/html" in asked["Content-Type"]
    assert answer["Content-Type"].endswith("sheet")
    assert AuditRow.objects.filter(policy="person.read.export").count() == 1


# --- Accounts --------------------------------------------------------------------------------------------------------


def test_account_is_made_with_the_proposed_login(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    address = url_of(cast, "north_clerk", "make_account")

    form = client.get(address).text
    answer = client.post(address, {"unit": "NORTH", "login": "clerk.nguoi"}, follow=True)

    assert 'value="clerk.nguoi"' in form
    account = Account.objects.get(username="clerk.nguoi")
    assert (account.person, account.unit) == (cast.people["north_clerk"], cast.unit("north"))
    assert not account.has_usable_password()
    assert "In phiếu" in answer.text


def test_login_that_is_taken_is_refused_beside_the_field(cast: Any, signed_in: Any) -> None:
    account_of(cast, "north_officer")

    answer = signed_in("operator").post(
        url_of(cast, "north_clerk", "make_account"), {"unit": "NORTH", "login": "North_Officer.tk"}
    )

    assert answer.status_code == 422
    assert not Account.objects.filter(person=cast.people["north_clerk"]).exists()


def test_slip_is_printed_once_and_its_code_opens_the_account(cast: Any, signed_in: Any) -> None:
    account = account_of(cast, "north_clerk")
    client = signed_in("operator")

    answer = client.post(url_of(cast, "north_clerk", "slip"))
    code = CODE.search(answer.text)
    later = client.get(url_of(cast, "north_clerk")).text

    assert code is not None
    assert answer["Cache-Control"] == "no-store"
    assert "north_clerk.tk" in answer.text
    assert "Người North Clerk" in answer.text
    assert CODE.search(later) is None
    assert "chưa dùng" in later
    assert code[0] not in str(Slip.objects.values())
    assert code[0] not in str(AuditRow.objects.values())
    actions.use_slip(account.username, code[0], "bốn từ nhớ được lâu", on=cast.today)
    account.refresh_from_db()
    assert account.check_password("bốn từ nhớ được lâu")


def test_new_slip_makes_the_earlier_one_void(cast: Any, signed_in: Any) -> None:
    account_of(cast, "north_clerk")
    client = signed_in("operator")

    codes = [CODE.search(client.post(url_of(cast, "north_clerk", "slip")).text) for _time in range(2)]

    assert codes[0] is not None
    assert codes[1] is not None
    assert codes[0][0] != codes[1][0]
    assert Slip.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.puts_right("org.Account")
def test_account_is_locked_with_a_reason_and_opened_again(cast: Any, signed_in: Any) -> None:
    account = account_of(cast, "north_clerk")
    client = signed_in("operator")

    client.post(url_of(cast, "north_clerk", "lock_account"), {"reason": "nghỉ thai sản"})
    account.refresh_from_db()
    locked = account.is_active
    shown = client.get(url_of(cast, "north_clerk")).text
    client.post(url_of(cast, "north_clerk", "unlock_account"))
    account.refresh_from_db()

    assert (locked, account.is_active) == (False, True)
    assert "nghỉ thai sản" in shown


def test_sessions_are_seen_and_ended(cast: Any, signed_in: Any) -> None:
    account = account_of(cast, "north_clerk")
    now = clock.now()
    Session.objects.create(
        session_key="a" * 32, session_data="", account=account, started_at=now, seen_at=now, address="192.0.2.7",
        device="Máy ở phòng họp", expire_date=now + timedelta(hours=1),
    )  # fmt: skip
    client = signed_in("operator")

    shown = client.get(url_of(cast, "north_clerk")).text
    client.post(url_of(cast, "north_clerk", "end_sessions"))

    assert "192.0.2.7" in shown
    assert "Máy ở phòng họp" in shown
    assert not Session.objects.filter(account=account).exists()


def test_nobody_acts_on_their_own_account(cast: Any, signed_in: Any) -> None:
    client = signed_in("operator")
    Account.objects.filter(person=cast.people["operator"]).update(unit=cast.unit("root"))

    for page in ("slip", "reset_factor", "unlock_account"):
        assert client.post(url_of(cast, "operator", page)).status_code == 403
    assert client.post(url_of(cast, "operator", "lock_account"), {"reason": "thử một lần"}).status_code == 403
    shown = client.get(url_of(cast, "operator")).text
    assert url_of(cast, "operator", "lock_account") not in shown
    assert Account.objects.get(person=cast.people["operator"]).is_active


def test_deeds_on_an_account_are_in_its_history(cast: Any, signed_in: Any) -> None:
    account_of(cast, "north_clerk")
    client = signed_in("operator")

    client.post(url_of(cast, "north_clerk", "lock_account"), {"reason": "nghỉ thai sản"})
    page = client.get(url_of(cast, "north_clerk")).text

    assert "Người Operator" in page.partition("<main")[2]


def test_person_without_office_is_not_in_the_list(cast: Any) -> None:
    assert not people.listed(cast.person("operator"), on=cast.today).filter(pk=cast.people["stranger"].pk).exists()
    assert Person.objects.filter(pk=cast.people["stranger"].pk).exists()


# --- Mistakes put right ----------------------------------------------------------------------------------------------


def test_unused_account_is_withdrawn_on_a_page_and_stays_in_the_history(cast: Any, signed_in: Any) -> None:
    account_of(cast, "north_secretary")
    operator, page = signed_in("operator"), url_of(cast, "north_secretary")

    bare = operator.post(url_of(cast, "north_secretary", "withdraw_account"), {"reason": ""})
    done = operator.post(url_of(cast, "north_secretary", "withdraw_account"), {"reason": "Nhầm người cùng tên"})
    shown = operator.get(page).content.decode()

    assert bare.status_code == 422
    assert done.headers["Location"] == page
    assert not Account.objects.filter(username="north_secretary.tk").exists()
    assert all(text in shown for text in ("north_secretary.tk", "Nhầm người cùng tên", "Lập tài khoản"))


def test_withdrawing_is_offered_until_somebody_has_signed_in(cast: Any, signed_in: Any) -> None:
    account = account_of(cast, "north_secretary")
    operator, page = signed_in("operator"), url_of(cast, "north_secretary")
    way = url_of(cast, "north_secretary", "withdraw_account")

    before = operator.get(page).content.decode()
    Account.objects.filter(pk=account.pk).update(last_login=clock.now())
    after = operator.get(page).content.decode()
    refused = operator.post(way, {"reason": "Nhầm người cùng tên"})

    assert (way in before, way in after, refused.status_code) == (True, False, 422)


@pytest.mark.puts_right("org.Person")
def test_name_of_who_is_no_member_is_corrected_and_the_one_before_is_told(cast: Any, signed_in: Any) -> None:
    officer, way = signed_in("root_officer"), url_of(cast, "north_secretary", "correct_name")
    before = cast.people["north_secretary"].full_name

    single = officer.post(way, {"full_name": "Hồng", "reason": "Gõ sai tên đệm"})
    bare = officer.post(way, {"full_name": "Nguyễn Thị Hồng", "reason": ""})
    done = officer.post(way, {"full_name": "Nguyễn  Thị Hồng ", "reason": "Gõ sai tên đệm"})
    officer.post(way, {"full_name": "Nguyễn Thu Hồng", "reason": "Theo căn cước"})
    page = officer.get(url_of(cast, "north_secretary")).content.decode()

    person = Person.objects.get(pk=cast.people["north_secretary"].pk)
    assert (single.status_code, bare.status_code, done.status_code) == (422, 422, 302)
    assert (person.full_name, person.name_fold) == ("Nguyễn Thu Hồng", "nguyen thu hong")
    assert [row.old["full_name"] for row in people.names_before(person)] == ["Nguyễn Thị Hồng", before]
    assert all(text in page for text in (before, "Nguyễn Thị Hồng", "Theo căn cước", "Tên trước đây"))
    assert AuditRow.objects.filter(policy="person.write", fields__has_key="full_name").count() == 2


@pytest.mark.parametrize(("who", "status"), [("operator", 403), ("auditor", 403), ("south_officer", 404)])
def test_others_correct_no_name(cast: Any, signed_in: Any, who: str, status: int) -> None:
    way = url_of(cast, "north_secretary", "correct_name")

    assert signed_in(who).post(way, {"full_name": "Nguyễn Thị Hồng", "reason": "Gõ sai"}).status_code == status
