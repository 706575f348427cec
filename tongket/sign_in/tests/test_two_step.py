"""The second step of signing in: who needs it, the app for codes, recovery codes (S-43)."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.cast import Cast
from tests.sessions import signed_in_as
from tongket.core import clock
from tongket.org import actions
from tongket.org.models import Account, AuditRow, RecoveryCode, Session
from tongket.sign_in.views.factors import SECRET

PASSWORD = "bốn từ không ai đoán ra"


def make_account(cast: Cast, who: str, password: str = PASSWORD) -> Account:
    account = actions.make_account(
        cast.person(who), who.replace("_", "."), unit=cast.unit("root"), by=None, on=cast.today
    )
    account.set_password(password)
    account.save()
    return account


def code_of(secret: str, *, steps_later: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30 + steps_later)))


def enrol(browser: Client) -> tuple[str, list[str]]:
    """Set up an app for codes; the secret and the recovery codes that are shown."""
    browser.get("/account/two-step/app/")
    secret = browser.session[SECRET]
    page = browser.post("/account/two-step/app/", {"code": code_of(secret)}).content.decode()
    return secret, re.findall(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>", page)


def log_in(account: Account, password: str = PASSWORD) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post("/accounts/login/", {"login": account.username, "password": password})


def fields_of(verb: str) -> list[list[str]]:
    return [sorted(row.fields) for row in AuditRow.objects.filter(policy=verb).order_by("sequence")]


# --- Who needs it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "is_led"),
    [
        ("north_secretary", True),  # lead of a committee
        ("north_a_secretary", True),  # lead of a cell
        ("north_officer", True),
        ("north_inspector", True),
        ("operator", True),
        ("auditor", True),
        ("north_clerk", False),
        ("stranger", False),
    ],
)
def test_who_holds_such_a_right_is_led_to_the_second_step_before_everything(cast: Cast, who: str, is_led: bool) -> None:
    browser, _answer = log_in(make_account(cast, who))

    answers = [browser.get(url) for url in ("/", "/units/", "/account/", "/units/NORTH/")]

    assert [answer.headers.get("Location") == "/account/two-step/" for answer in answers] == [is_led] * 4
    assert browser.get("/account/two-step/").status_code == 200


def test_form_is_not_taken_before_the_second_step(cast: Cast) -> None:
    browser, _answer = log_in(make_account(cast, "root_officer"))

    answer = browser.post("/units/new/", {})

    assert answer.headers["Location"] == "/account/two-step/"


def test_right_that_ended_needs_no_second_step(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    term = cast.person("north_secretary").office_terms.get()
    actions.leave_office(term, until_on=cast.today, by=cast.person("root_officer"), on=cast.today)

    browser, _answer = log_in(account)

    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("address", "is_led"), [("10.1.2.3", False), ("192.168.4.5", True), ("2001:db8::1", True), ("", True)]
)
def test_everybody_needs_it_from_outside_the_office(cast: Cast, settings: Any, address: str, is_led: bool) -> None:
    from ipaddress import ip_network

    settings.TONGKET_OFFICE_NETWORKS = [ip_network("10.0.0.0/8")]
    browser, _answer = log_in(make_account(cast, "stranger"))

    answer = browser.get("/account/", REMOTE_ADDR=address)

    assert (answer.headers.get("Location") == "/account/two-step/") is is_led


# --- The app ---------------------------------------------------------------------------------------------------------


def test_app_is_set_up_and_opens_everything(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    browser, _answer = log_in(account)
    key = browser.session.session_key

    picture = browser.get("/account/two-step/app/")
    _secret, codes = enrol(browser)

    assert "/account/two-step/app/picture.svg" in picture.content.decode()
    assert len(set(codes)) == 10
    assert browser.get("/units/NORTH/").status_code == 200
    assert browser.session.session_key != key  # a step up, a new id (S-45)
    assert fields_of("account.factor") == [["app_added"]]


def test_picture_for_the_phone_is_there_during_the_set_up_alone(cast: Cast) -> None:
    browser, _answer = log_in(make_account(cast, "north_secretary"))
    before = browser.get("/account/two-step/app/picture.svg").status_code
    browser.get("/account/two-step/app/")

    answer = browser.get("/account/two-step/app/picture.svg")

    assert (before, answer.status_code, answer.headers["Content-Type"]) == (404, 200, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "no-store"


def test_wrong_code_sets_nothing_up_and_five_shut_the_door(cast: Cast) -> None:
    browser, _answer = log_in(make_account(cast, "north_secretary"))
    browser.get("/account/two-step/app/")
    secret = browser.session[SECRET]

    answers = [browser.post("/account/two-step/app/", {"code": "12"}).status_code for _index in range(5)]
    last = browser.post("/account/two-step/app/", {"code": code_of(secret)})

    assert answers == [422] * 5
    assert last.status_code == 422
    assert not Authenticator.objects.exists()


def test_sign_in_takes_the_second_step_and_is_logged(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    secret, _codes = enrol(log_in(account)[0])

    browser, answer = log_in(account)
    before = browser.get("/units/NORTH/").headers["Location"]
    wrong = browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code
    right = browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps_later=1)})

    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert before.startswith("/accounts/login/")
    assert (wrong, right.status_code) == (422, 302)
    assert browser.get("/units/NORTH/").status_code == 200
    rows = AuditRow.objects.filter(policy="account.login").order_by("sequence")
    assert [(row.result, sorted(row.fields)) for row in rows] == [
        ("done", []),
        ("refused", ["second_step"]),
        ("done", []),
    ]


def test_code_that_set_the_app_up_does_not_work_again_at_sign_in(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    with time_machine.travel(time.time(), tick=False):
        browser, _answer = log_in(account)
        browser.get("/account/two-step/app/")
        code = code_of(browser.session[SECRET])
        browser.post("/account/two-step/app/", {"code": code})
        other, _answer = log_in(account)

        answer = other.post("/accounts/2fa/authenticate/", {"code": code})

    assert answer.status_code == 422


def test_code_works_once_also_where_the_clock_is_set_back(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    secret, _codes = enrol(log_in(account)[0])
    now = time.time() + 60
    with time_machine.travel(now, tick=False):
        code = code_of(secret)
        first = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": code}).status_code
        second = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": code}).status_code
    with time_machine.travel(now + 3600, tick=False):
        log_in(account)
    with time_machine.travel(now, tick=False):
        third = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": code}).status_code

    assert (first, second, third) == (302, 422, 422)


def test_code_of_long_ago_is_refused(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    secret, _codes = enrol(log_in(account)[0])

    answer = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps_later=-3)})

    assert answer.status_code == 422


def test_five_wrong_codes_shut_the_second_step_for_a_while(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    secret, _codes = enrol(log_in(account)[0])
    browser, _answer = log_in(account)
    for _index in range(5):
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})

    shut = browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps_later=1)}).status_code
    with time_machine.travel(time.time() + 16 * 60):
        later = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code

    assert (shut, later) == (422, 302)


def test_secret_of_the_app_is_not_readable_in_the_database(cast: Cast) -> None:
    secret, codes = enrol(log_in(make_account(cast, "north_secretary"))[0])

    kept = str(list(Authenticator.objects.values("data")))

    assert secret not in kept
    assert not any(code in str(list(RecoveryCode.objects.values())) for code in codes)


# --- Recovery codes --------------------------------------------------------------------------------------------------


def test_recovery_code_works_once_in_place_of_the_phone(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    _secret, codes = enrol(log_in(account)[0])

    first = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": codes[3].lower()}).status_code
    second = log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": codes[3]}).status_code

    assert (first, second) == (302, 422)
    assert ["recovery_code_used"] in fields_of("account.factor")


def test_new_recovery_codes_take_the_place_of_the_old_and_are_shown_once(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    browser, _answer = log_in(account)
    _secret, old = enrol(browser)

    page = browser.post("/account/two-step/codes/").content.decode()
    new = re.findall(r"<code>([A-Z2-9-]{14})</code>", page)

    assert (len(new), set(new) & set(old)) == (10, set())
    assert not any(code in browser.get("/account/").content.decode() for code in new)
    assert log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": old[0]}).status_code == 422
    assert log_in(account)[0].post("/accounts/2fa/authenticate/", {"code": new[0]}).status_code == 302


# --- Removing --------------------------------------------------------------------------------------------------------


def remove_first(browser: Client) -> Any:
    page = browser.get("/account/").content.decode()
    url = re.findall(r"/account/two-step/[0-9a-f]{16}/remove/", page)[0]
    return browser.post(url)


def test_removed_app_is_asked_for_no_more_and_who_must_is_led_again(cast: Cast) -> None:
    account = make_account(cast, "north_secretary")
    browser, _answer = log_in(account)
    enrol(browser)

    remove_first(browser)

    assert (Authenticator.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert ["removed"] in fields_of("account.factor")
    assert log_in(account)[0].get("/units/").headers["Location"] == "/account/two-step/"


def test_short_password_keeps_its_second_step(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    browser, _answer = log_in(account)
    enrol(browser)
    account.refresh_from_db()
    actions.change_password(account, "tám-kýtự", keep="", on=cast.today)
    browser = signed_in_as(account, fence=True)

    remove_first(browser)

    assert Authenticator.objects.count() == 1


def test_factor_of_somebody_else_is_not_found(cast: Cast) -> None:
    enrol(log_in(make_account(cast, "north_secretary"))[0])
    from tongket.sign_in.queries import public_key

    other = signed_in_as(make_account(cast, "south_secretary"), fence=True)

    answer = other.post(f"/account/two-step/{public_key(Authenticator.objects.get())}/remove/")

    assert answer.status_code == 404
    assert Authenticator.objects.count() == 1


def test_set_up_asks_for_the_password_again_after_a_quarter_of_an_hour(
    signed_in: Callable[..., Client],
) -> None:
    browser = signed_in("north_secretary")  # an hour ago

    answer = browser.get("/account/two-step/app/")

    assert answer.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccount%2Ftwo-step%2Fapp%2F"


def test_step_taken_again_gives_a_new_session_id(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    browser = signed_in_as(account)
    key = browser.session.session_key

    answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/account/"})

    assert answer.headers["Location"] == "/account/"
    assert browser.session.session_key != key
    assert Session.objects.get(account=account).session_key == browser.session.session_key
    assert ["again"] in fields_of("account.login")
