"""The first run: the one-time address, two people, their slips, the secretary's own confirmation."""

import re
from typing import Any

import pytest
from django.test import Client

from tongket.core import clock
from tongket.org import access
from tongket.org.actions import founding, use_slip
from tongket.org.models import Account, AuditRow, Grant, Opening, Person, Unit
from tongket.units.tests.first_run import FOUNDING, founded, invited, signed_in

pytestmark = pytest.mark.django_db


def test_first_visitor_founds_the_office_and_gets_two_slips(client: Client) -> None:
    answer = client.post(f"/start/{invited()}/", FOUNDING)

    assert answer.status_code == 200
    opening = Opening.objects.get()
    unit = Unit.objects.get()
    assert (unit.code, unit.place.name) == ("MAUSON", "ĐẢNG BỘ XÃ MẪU SƠN")
    assert (opening.printed_name, opening.place) == ("ĐẢNG BỘ\nXÃ MẪU SƠN", "Lạng Sơn")
    grants = Grant.objects.values_list("person__full_name", "domain", "decision")
    assert sorted(grants) == [("Nguyễn Văn Quản", domain, "12-QĐ/ĐU") for domain in ("office", "org", "sys")]
    assert not Grant.objects.filter(granted_by__isnull=False).exists()
    logged = AuditRow.objects.filter(policy__startswith="founding").order_by("sequence")
    assert [row.policy for row in logged] == ["founding.invite", "founding.found"]
    page = answer.content.decode()
    names, codes = re.findall(r"<dd>([a-z.]+)</dd>", page), re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    for login, code in zip(names, codes, strict=True):
        use_slip(login, code, "mot-mat-khau-dai-2026", on=clock.today())
    assert sorted(Account.objects.values_list("username", flat=True)) == ["hoa.tran", "quan.nguyen"]
    assert all(account.has_usable_password() for account in Account.objects.all())


def test_slips_are_counted_and_name_the_link_of_the_sign_in_page(client: Client) -> None:
    slips = client.post(f"/start/{invited()}/", FOUNDING).content.decode()

    sign_in = client.get("/accounts/login/").content.decode()

    link = re.search(r'href="/slip/">([^<]+)</a>', sign_in)
    assert link is not None
    assert slips.count(f"“{link[1]}”") == 2
    assert "<h1>2 phiếu để in</h1>" in slips


def test_address_works_once(client: Client) -> None:
    token = invited()
    client.post(f"/start/{token}/", FOUNDING)

    answers = [client.get(f"/start/{token}/"), client.post(f"/start/{token}/", FOUNDING)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Unit.objects.count() == 1


def test_other_addresses_look_like_any_wrong_one(client: Client) -> None:
    token = invited()
    late = invited()  # printed again: the first one is void

    codes = [client.get(f"/start/{word}/").status_code for word in (token, token[:-1], "x", late)]

    assert codes == [404, 404, 404, 200]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("secretary_name", "NGUYỄN VĂN QUẢN", "hai người"),
        ("administrator_name", "Quản", "họ"),
        ("printed_name", " \n ", "Tên tổ chức"),
        ("code", "Mẫu Sơn", "in hoa"),
        ("from_on", "01/01/2030", "hôm nay"),
        ("kind", "CELL", "danh sách"),
        ("secretary_decision", "", "Số quyết định"),
    ],
)
def test_founding_says_beside_the_field_what_is_wrong(client: Client, field: str, typed: str, words: str) -> None:
    token = invited()

    answer = client.post(f"/start/{token}/", {**FOUNDING, field: typed})

    assert answer.status_code == 200  # an address that is still good is not logged as refused
    assert words in answer.content.decode()
    assert not Unit.objects.exists()
    assert founding.is_open(token)


def test_leadership_runs_when_the_secretary_has_confirmed_it_and_once() -> None:
    founded()
    secretary = signed_in("hoa.tran")
    person = Person.objects.get(full_name="Trần Thị Hoa")
    assert "Xác nhận chức vụ" in secretary.get("/").content.decode()
    assert not access.holds(person, "report.accept", on=clock.today())

    page = secretary.get("/start/confirm/")
    answers = [secretary.post("/start/confirm/"), secretary.post("/start/confirm/")]

    assert "34-QĐ/TU" in page.content.decode()
    assert [answer.status_code for answer in answers] == [302, 404]
    grant = Grant.objects.get(domain="lead")
    assert (grant.person, grant.decision, grant.valid_from) == (person, "34-QĐ/TU", clock.today())
    assert access.holds(Person.objects.get(pk=person.pk), "report.accept", on=clock.today())


def test_nobody_else_confirms_the_leadership() -> None:
    founded()
    administrator = signed_in("quan.nguyen")

    answers = [administrator.get("/start/confirm/"), administrator.post("/start/confirm/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    by = Person.objects.get(full_name="Nguyễn Văn Quản")
    with pytest.raises(access.NotAllowed):
        founding.confirm_lead(Opening.objects.get(), by=by, on=clock.today())
    assert not Grant.objects.filter(domain="lead").exists()


def test_no_address_for_books_that_hold_anything(cast: Any) -> None:
    with pytest.raises(founding.NotEmpty):
        founding.invite(on=cast.today)
