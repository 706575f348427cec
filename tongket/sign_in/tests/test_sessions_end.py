"""When a session ends, and what its holder sees and ends; a clock that is set back (S-03, S-04, S-45, S-46)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import Cast
from tests.sessions import signed_in_as
from tongket.org import actions
from tongket.org.models import Account, AuditRow, ClockMark, Closed, Grant, Session

PASSWORD = "bốn từ không ai đoán ra"
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


def make_account(cast: Cast, who: str) -> Account:
    account = actions.make_account(
        cast.person(who), who.replace("_", "."), unit=cast.unit("root"), by=None, on=cast.today
    )
    account.set_password(PASSWORD)
    account.save()
    return account


def is_signed_out(browser: Client) -> bool:
    return str(browser.get("/account/").headers.get("Location", "")).startswith("/accounts/login/")


# --- By time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "minutes", "is_out"),
    [
        ("north_clerk", 14, False),
        ("north_clerk", 16, True),
        ("north_secretary", 16, True),
        ("operator", 4, False),
        ("operator", 6, True),
        ("auditor", 6, True),
    ],
)
def test_session_ends_when_nobody_works_in_it(cast: Cast, who: str, minutes: int, is_out: bool) -> None:
    with time_machine.travel(START, tick=False):
        browser = signed_in_as(make_account(cast, who))
        browser.get("/account/")

    with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
        assert is_signed_out(browser) is is_out

    assert AuditRow.objects.filter(policy="account.logout").count() == is_out


def test_who_works_stays_signed_in_until_twelve_hours_have_passed(cast: Cast) -> None:
    with time_machine.travel(START, tick=False):
        browser = signed_in_as(make_account(cast, "north_clerk"))
    for minutes in range(10, 12 * 60, 10):
        with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
            assert not is_signed_out(browser)

    with time_machine.travel(START + timedelta(hours=12, seconds=1), tick=False):
        assert is_signed_out(browser)


def test_session_that_ended_says_why_and_leads_back(cast: Cast) -> None:
    with time_machine.travel(START, tick=False):
        browser = signed_in_as(make_account(cast, "north_clerk"))
    with time_machine.travel(START + timedelta(hours=1), tick=False):
        answer = browser.get("/units/NORTH/", follow=True)

    assert answer.redirect_chain == [("/accounts/login/?next=%2Funits%2FNORTH%2F", 302)]
    assert "Đã tự đăng xuất vì một lúc không có thao tác." in answer.content.decode()


def test_part_of_a_page_brings_the_whole_page_to_the_sign_in(cast: Cast) -> None:
    answer = Client().get("/units/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/units/NORTH/"})

    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Funits%2FNORTH%2F"


def test_page_costs_no_write_within_a_minute(cast: Cast, django_assert_num_queries: Any) -> None:
    browser = signed_in_as(make_account(cast, "north_clerk"))
    browser.get("/account/")
    seen = Session.objects.values_list("seen_at", flat=True).get()

    browser.get("/account/")

    assert Session.objects.values_list("seen_at", flat=True).get() == seen


# --- A clock that is set back ----------------------------------------------------------------------------------------


def test_clock_set_back_ends_the_sessions_that_saw_a_later_time(cast: Cast) -> None:
    with time_machine.travel(START, tick=False):
        inspector = signed_in_as(make_account(cast, "north_inspector"), fence=True)
        assert inspector.get("/inspection/items/").status_code == 200
    with time_machine.travel(START + timedelta(minutes=14), tick=False):
        inspector.get("/account/")
    with time_machine.travel(START + timedelta(minutes=20), tick=False):
        assert inspector.get("/inspection/items/").status_code == 403  # the fence has closed

    with time_machine.travel(START + timedelta(minutes=10), tick=False):
        assert inspector.get("/inspection/items/").status_code == 302  # signed out, and not inside again


def test_clock_set_back_ends_also_the_session_that_saw_nothing_later(cast: Cast) -> None:
    """The inspector's session slept while others worked on: the system has seen the later time."""
    with time_machine.travel(START, tick=False):
        inspector = signed_in_as(make_account(cast, "north_inspector"), fence=True)
    with time_machine.travel(START + timedelta(minutes=30), tick=False):
        signed_in_as(make_account(cast, "north_clerk")).get("/account/")

    with time_machine.travel(START + timedelta(minutes=5), tick=False):
        status = inspector.get("/inspection/items/").status_code

    assert status == 302
    assert Session.objects.exclude(account=None).count() == 0
    assert AuditRow.objects.filter(policy="clock.back").count() == 1


@pytest.mark.parametrize("ends", ["office", "grant"])
def test_clock_set_back_revives_no_right_that_was_seen_to_have_ended(cast: Cast, settings: Any, ends: str) -> None:
    last = date(2021, 3, 1)
    term = cast.person("north_secretary").office_terms.get()
    account = make_account(cast, "north_secretary")
    if ends == "office":
        actions.leave_office(term, until_on=last, by=cast.person("root_officer"), on=cast.today)
    else:
        Grant.objects.filter(office_term=term).update(valid_until=last)
    settings.TONGKET_TODAY = last - timedelta(days=1)
    before = signed_in_as(account).get("/units/NORTH/rename/").status_code
    settings.TONGKET_TODAY = last
    signed_in_as(make_account(cast, "north_clerk")).get("/account/")  # the system has seen the day

    settings.TONGKET_TODAY = last - timedelta(days=1)
    person = cast.person("north_secretary")

    assert before in {200, 403}
    assert ClockMark.objects.get().on == last
    assert person.running_grants(settings.TONGKET_TODAY) == []
    asked: Any = signed_in_as(account).get("/account/").wsgi_request
    assert asked.person.running_grants(settings.TONGKET_TODAY) == []


def test_right_that_runs_on_is_not_touched_by_the_latest_day(cast: Cast) -> None:
    ClockMark.objects.create(at=datetime(2030, 1, 1, tzinfo=UTC), on=date(2030, 1, 1))

    assert len(cast.person("north_secretary").running_grants(cast.today)) == 1


# --- The list of sessions --------------------------------------------------------------------------------------------


def test_own_sessions_are_listed_with_device_and_address_and_ended(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    here = signed_in_as(account)
    there = Client(headers={"user-agent": CHROME}, REMOTE_ADDR="10.9.8.7")
    there.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    other = Session.objects.exclude(pk=here.session.session_key).get(account=account)

    page = here.get("/account/").content.decode()
    answer = here.post(f"/account/sessions/{other.public_id}/end/")

    assert "Chrome, Windows" in page
    assert "10.9.8.7" in page
    assert other.session_key not in page
    assert answer.headers["Location"] == "/account/"
    assert is_signed_out(there)
    assert not is_signed_out(here)
    assert AuditRow.objects.filter(policy="account.sessions").count() == 1


def test_all_other_sessions_end_at_once(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    here, *others = (signed_in_as(account) for _index in range(3))

    here.post("/account/sessions/end-others/")

    assert [is_signed_out(browser) for browser in (here, *others)] == [False, True, True]


def test_session_of_somebody_else_is_not_found(cast: Cast) -> None:
    signed_in_as(make_account(cast, "north_clerk"))
    other = Session.objects.get()

    answer = signed_in_as(make_account(cast, "south_clerk")).post(f"/account/sessions/{other.public_id}/end/")

    assert answer.status_code == 404
    assert Session.objects.filter(pk=other.pk).exists()


def test_changed_password_ends_all_other_sessions_and_is_logged(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    here, there = signed_in_as(account), signed_in_as(account)

    wrong = here.post("/accounts/password/change/", {"old": "sai", "password": "x" * 3, "again": "x" * 3})
    right = here.post(
        "/accounts/password/change/", {"old": PASSWORD, "password": PASSWORD + " mới", "again": PASSWORD + " mới"}
    )

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert [is_signed_out(browser) for browser in (here, there)] == [False, True]
    assert AuditRow.objects.filter(policy="account.password", result="done").count() == 1


# --- Accounts that rest ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "days", "rests"),
    [("north_clerk", 44, False), ("north_clerk", 46, True), ("stranger", 399, False), ("stranger", 401, True)],
)
def test_account_that_rests_too_long_is_suspended(cast: Cast, who: str, days: int, rests: bool) -> None:
    account = make_account(cast, who)
    last = datetime.now(UTC) - timedelta(days=days)
    Account.objects.filter(pk=account.pk).update(opened_at=last - timedelta(days=5), last_login=last)
    browser = Client()

    answer = browser.post("/accounts/login/", {"login": account.username, "password": PASSWORD})

    account.refresh_from_db()
    assert account.is_active is not rests
    assert account.closed_because == (Closed.RESTING if rests else "")
    assert (answer.headers["Location"] == "/accounts/inactive/") is rests


def test_accounts_that_rest_are_suspended_by_the_daily_work(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    Account.objects.filter(pk=account.pk).update(opened_at=datetime.now(UTC) - timedelta(days=46))

    assert actions.rest_all(on=cast.today) == 1
    assert actions.rest_all(on=cast.today) == 0


# --- Signing out -----------------------------------------------------------------------------------------------------


def test_signing_out_clears_what_the_browser_kept(cast: Cast) -> None:
    browser = signed_in_as(make_account(cast, "north_clerk"))

    answer = browser.post("/accounts/logout/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exclude(account=None).exists()
    assert AuditRow.objects.filter(policy="account.logout").count() == 1


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_leads_to_own_pages_alone(cast: Cast, to: str) -> None:
    account = make_account(cast, "north_clerk")

    answer = Client().post("/accounts/login/", {"login": account.username, "password": PASSWORD, "next": to})

    assert answer.headers["Location"] == "/"
