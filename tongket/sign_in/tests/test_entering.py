"""Wrong passwords and codes: who is locked out, and who is not; passwords by slip (S-43, S-44)."""

import time
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.cast import Cast
from tongket.org import actions
from tongket.org.models import Account, AuditRow

PASSWORD = "bốn từ không ai đoán ra"
OFFICE = "10.1.1.1"  # one address for everybody


def make_account(cast: Cast, who: str) -> Account:
    account = actions.make_account(
        cast.person(who), who.replace("_", "."), unit=cast.unit("root"), by=None, on=cast.today
    )
    account.set_password(PASSWORD)
    account.save()
    return account


def enter(browser: Client, login: str, password: str = PASSWORD) -> Any:
    return browser.post("/accounts/login/", {"login": login, "password": password}, REMOTE_ADDR=OFFICE)


def fail(login: str, *, times: int = 5, browser: Client | None = None) -> list[Any]:
    return [enter(browser or Client(), login, "sai bét") for _index in range(times)]


# --- Locks -----------------------------------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_an_account_for_a_quarter_of_an_hour(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    answers = fail(account.username)

    locked = enter(Client(), account.username).status_code
    with time_machine.travel(time.time() + 16 * 60):
        later = enter(Client(), account.username).status_code

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert (locked, later) == (429, 302)
    assert AuditRow.objects.filter(policy="account.lock", result="refused").count() >= 1
    assert AuditRow.objects.filter(policy="account.login", result="refused").count() == 4


def test_unknown_account_looks_the_same(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")

    known, unknown = fail(account.username, times=6), fail("khong.co.ai", times=6)

    assert [answer.status_code for answer in known] == [answer.status_code for answer in unknown]
    texts = [
        [line for line in answer.content.decode().splitlines() if "notice" in line or "<h1>" in line or "<p>" in line]
        for answer in (known[0], unknown[0], known[5], unknown[5])
    ]
    assert texts[0] == texts[1]
    assert texts[2] == texts[3]


def test_password_of_an_unknown_account_is_hashed_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed: list[str] = []
    encode = Argon2PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counting)
    fail("khong.co.ai", times=1)

    assert hashed == ["sai bét"]


def test_failures_of_one_person_lock_nobody_else_behind_the_same_address(cast: Cast) -> None:
    clumsy, colleague = make_account(cast, "north_clerk"), make_account(cast, "south_clerk")
    fail(clumsy.username, times=40)

    assert enter(Client(), colleague.username).status_code == 302


def test_stranger_behind_the_office_s_address_locks_nobody_out_of_the_device_they_know(cast: Cast) -> None:
    names = ["north_clerk", "south_clerk", "root_clerk", "stranger"]
    accounts = [make_account(cast, name) for name in names]
    browsers = [Client() for _account in accounts]
    for browser, account in zip(browsers, accounts, strict=True):
        enter(browser, account.username)
        browser.post("/accounts/logout/")
    for account in accounts:
        fail(account.username, times=8)

    assert [enter(Client(), account.username).status_code for account in accounts] == [429] * 4
    answers = [
        enter(browser, account.username).status_code for browser, account in zip(browsers, accounts, strict=True)
    ]
    assert answers == [302] * 4


def test_known_device_is_locked_by_its_own_failures(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    browser = Client()
    enter(browser, account.username)
    browser.post("/accounts/logout/")

    fail(account.username, browser=browser)

    assert enter(browser, account.username).status_code == 429
    assert enter(Client(), account.username).status_code == 302


def test_cookie_of_a_known_device_cannot_be_made_up(cast: Cast, settings: Any) -> None:
    account = make_account(cast, "north_clerk")
    fail(account.username)
    browser = Client()
    browser.cookies[settings.TONGKET_DEVICE_COOKIE] = '{"north.clerk": "1"}'

    assert enter(browser, account.username).status_code == 429


def test_administrator_unlocks(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    fail(account.username)

    actions.unlock(account, by=cast.person("operator"), on=cast.today)

    assert enter(Client(), account.username).status_code == 302
    assert not AccessAttempt.objects.exists()


# --- Passwords -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "",
        "ngắn thôi",
        "aaaaaaaaaaaaaa",
        "abababababababab",
        "123123123123123",
        "abcdefghijklmnop",
        "12345678901234567890",
        "ĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐĐ",
        "north.clerk.north",
    ],
)
def test_weak_password_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, make_account(cast, "north_clerk"))


@pytest.mark.parametrize("password", [PASSWORD, "k8#Tr-92-mưa-nắng", "từ " * 40 + "cuối cùng không lặp"])
def test_long_password_is_taken(cast: Cast, password: str) -> None:
    validate_password(password, make_account(cast, "north_clerk"))


def test_no_letter_of_a_long_password_is_cut_off(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    long = "".join(f"từ{number}-" for number in range(60))
    account.set_password(long)
    account.save()

    assert enter(Client(), account.username, long[:-1]).status_code == 200
    assert enter(Client(), account.username, long).status_code == 302


def test_eight_characters_are_enough_beside_a_second_factor(cast: Cast) -> None:
    from allauth.mfa.models import Authenticator

    account = make_account(cast, "north_clerk")
    with pytest.raises(ValidationError):
        validate_password("tám-kýtự", account)
    Authenticator.objects.create(user=account, type="totp", data={"secret": ""})

    validate_password("tám-kýtự", account)
    with pytest.raises(ValidationError):
        validate_password("bảy-chữ", account)


def test_who_has_a_short_password_and_no_second_step_is_led_to_change_it(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    account.set_password("tám-kýtự")
    account.save()
    browser = Client()
    enter(browser, account.username, "tám-kýtự")

    assert browser.get("/").headers["Location"] == "/accounts/password/change/"
    assert browser.get("/accounts/password/change/").status_code == 200


# --- Slips -----------------------------------------------------------------------------------------------------------


def send(login: str, code: str, password: str = PASSWORD, browser: Client | None = None) -> Any:
    typed = {"login": login, "code": code, "password": password, "again": password}
    return (browser or Client()).post("/slip/", typed)


def test_slip_sets_a_password_with_which_one_signs_in(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    code = actions.make_slip(account, by=cast.person("operator"), on=cast.today)
    browser = Client()

    page = browser.get(f"/slip/?login={account.username}").content.decode()
    answer = send(account.username, code, PASSWORD + " mới", browser)
    entrance = browser.get(answer.headers["Location"])

    assert f'value="{account.username}"' in page
    assert entrance.request["PATH_INFO"] == "/accounts/login/"
    assert f'value="{account.username}"' in entrance.content.decode()  # nobody types it twice
    assert enter(browser, account.username, PASSWORD + " mới").status_code == 302


def test_slip_says_the_same_for_an_unknown_account_and_five_wrong_codes_shut_it(cast: Cast) -> None:
    account = make_account(cast, "north_clerk")
    code = actions.make_slip(account, by=None, on=cast.today)

    known = [send(account.username, "AAAA-BBBB-CCCC") for _index in range(5)]
    unknown = [send("khong.co.ai", "AAAA-BBBB-CCCC") for _index in range(6)]
    shut = send(account.username, code)

    def notice(answer: Any) -> list[str]:
        return list(answer.context["form"].non_field_errors())

    assert {tuple(notice(answer)) for answer in known} == {tuple(notice(answer)) for answer in unknown[:5]}
    assert notice(shut) == notice(unknown[5])
    assert shut.status_code == 422
    assert code[:4] not in str(list(AuditRow.objects.values()))


def test_code_of_a_slip_is_no_code_of_the_second_step(cast: Cast) -> None:
    from tongket.sign_in import actions as own

    account = make_account(cast, "north_clerk")
    code = actions.make_slip(account, by=None, on=cast.today)
    send(account.username, code)

    assert not own.use_recovery_code(account, code)
    assert enter(Client(), account.username, code).status_code == 200
