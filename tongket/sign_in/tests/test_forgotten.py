"""A new password by a link in a mail: the same answer for everybody, good once and for half an hour (S-43, S-44)."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.postman import Postman
from tests.sessions import signed_in_as
from tongket.org import actions, working
from tongket.org.actions import resets
from tongket.org.models import Account, AuditRow, Job, PasswordReset, Session

pytestmark = pytest.mark.usefixtures("worker_in_test")

PASSWORD = "bốn từ không ai đoán ra"
NEW = "năm từ hoàn toàn mới đây"


@pytest.fixture
def account(cast: Cast) -> Account:
    account = actions.make_account(
        cast.person("north_clerk"), "north.clerk", unit=cast.unit("root"), by=None, on=cast.today
    )
    account.set_password(PASSWORD)
    account.email = "clerk@songmau.example"
    account.save()
    return account


def ask(login: str = "north.clerk", address: str = "10.1.1.1") -> Any:
    return Client().post("/forgotten/", {"login": login}, REMOTE_ADDR=address, follow=True)


def link(postman: Postman) -> str:
    """The way to the page that the last mail leads to."""
    working.run_once()
    text = postman.mails[-1].get_content().replace("\n", " ")
    [path] = re.findall(r"http://127\.0\.0\.1:8000(/reset/\S+)", text)
    return str(path)


def set_password(browser: Client, password: str = NEW) -> Any:
    return browser.post("/reset/", {"password": password, "again": password})


def enter(password: str) -> int:
    return Client().post("/accounts/login/", {"login": "north.clerk", "password": password}).status_code


def logged() -> list[tuple[list[str], str]]:
    rows = AuditRow.objects.filter(policy="account.password").order_by("pk")
    return [(list(row.fields), row.result) for row in rows]


def test_link_of_the_mail_sets_a_password_once_and_ends_all_sessions(postman: Postman, account: Account) -> None:
    signed_in_as(account)
    ask()
    path = link(postman)
    browser, other = Client(), Client()

    page = browser.get(path, follow=True)
    other.get(path)
    done = set_password(browser)
    again = set_password(other)

    assert page.request["PATH_INFO"] == "/reset/"  # the code stands in no address any longer
    assert done.headers["Location"] == "/accounts/login/?login=north.clerk"
    assert again.status_code == 403
    assert Client().get(path, follow=True).status_code == 403
    assert not Session.objects.filter(account=account).exists()
    assert (enter(PASSWORD), enter(NEW)) == (200, 302)
    assert logged() == [(["reset_mailed"], "done"), ([], "done")]


def test_mail_tells_nothing_of_whose_account_it_is(postman: Postman, account: Account) -> None:
    ask()
    link(postman)

    [message] = postman.mails
    text = message.get_content()
    assert message["Subject"] == "[Tổng Kết] Mật khẩu mới"
    assert "30 phút" in text
    assert "north" not in text.lower()
    assert str(account.person) not in text


def test_answer_and_work_are_the_same_for_an_unknown_login(postman: Postman, account: Account) -> None:
    with CaptureQueriesContext(connection) as known_work:
        known = ask()
    with CaptureQueriesContext(connection) as unknown_work:
        unknown = ask("khong.co.ai")
    working.run_once()

    assert notices(known) == notices(unknown) != []
    assert len(known_work) == len(unknown_work)
    assert len(postman.mails) == 1
    assert logged() == [(["reset_mailed"], "done"), (["reset"], "refused")]


def notices(answer: Any) -> list[str]:
    return [line.strip() for line in answer.content.decode().splitlines() if "notice" in line]


@pytest.mark.parametrize("changes", [{"is_active": False}, {"email": ""}, {"is_demo": True}], ids=str)
def test_nothing_is_mailed_for_an_account_that_may_not_have_it(
    postman: Postman, account: Account, changes: dict[str, Any]
) -> None:
    Account.objects.filter(pk=account.pk).update(**changes)

    ask()
    working.run_once()

    assert postman.mails == []
    assert logged() == [(["reset"], "refused")]


def test_link_is_good_for_half_an_hour(postman: Postman, account: Account) -> None:
    ask()
    path = link(postman)

    with time_machine.travel(time.time() + 31 * 60):
        late = Client().get(path, follow=True)

    assert late.status_code == 403
    assert "Xin liên kết mới" in late.content.decode()


def test_link_of_an_account_that_was_locked_since_sets_nothing(cast: Cast, postman: Postman, account: Account) -> None:
    ask()
    path = link(postman)
    actions.lock(account, reason="Nghi bị lộ", by=cast.person("operator"), on=cast.today)

    assert Client().get(path, follow=True).status_code == 403


def test_weak_password_is_refused_and_the_link_stays_good(postman: Postman, account: Account) -> None:
    ask()
    browser = Client()
    browser.get(link(postman))

    weak, good = set_password(browser, "aaaaaaaaaaaaaa"), set_password(browser)

    assert weak.status_code == 422
    assert weak.context["form"].errors["password"]
    assert good.status_code == 302


def test_used_link_makes_the_others_of_the_account_void(postman: Postman, account: Account) -> None:
    ask()
    first = link(postman)
    ask()
    browser = Client()
    browser.get(link(postman))
    set_password(browser)

    assert Client().get(first, follow=True).status_code == 403


def test_second_step_is_asked_for_after_it(postman: Postman, account: Account) -> None:
    Authenticator.objects.create(user=account, type="totp", data={"secret": ""})
    ask()
    browser = Client()
    browser.get(link(postman))
    set_password(browser)

    answer = browser.post("/accounts/login/", {"login": "north.clerk", "password": NEW})

    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")


def test_three_mails_an_hour_go_to_one_account(postman: Postman, account: Account) -> None:
    for _index in range(5):
        ask()
    working.run_once()

    assert len(postman.mails) == resets.MOST_OF_ACCOUNT
    with time_machine.travel(time.time() + 3601):
        ask()
        working.run_once()
    assert len(postman.mails) == resets.MOST_OF_ACCOUNT + 1


def test_one_address_asks_so_often_and_no_more(postman: Postman, account: Account) -> None:
    answers = [ask(f"nguoi.{number}").status_code for number in range(resets.MOST_OF_ADDRESS + 1)]

    assert answers == [200] * resets.MOST_OF_ADDRESS + [422]
    assert ask(address="10.1.1.2").status_code == 200
    assert logged()[-1] == (["reset", "address"], "refused")


def test_sign_in_page_offers_it_where_mail_is_set_alone(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    without, page = Client().get("/accounts/login/"), Client().get("/forgotten/")
    settings.EMAIL_HOST = "mail.songmau.example"
    with_mail = Client().get("/accounts/login/")

    assert "/forgotten/" not in without.content.decode()
    assert "/forgotten/" in with_mail.content.decode()
    assert "form" not in page.context
    assert "phiếu" in page.content.decode()
    assert not Job.objects.exists()


def test_old_requests_are_forgotten(postman: Postman, account: Account) -> None:
    ask()
    with time_machine.travel(time.time() + 25 * 3600):
        resets.forget_resets()

    assert not PasswordReset.objects.exists()
