"""Signing in through the identity provider of the office, a real one, and linking accounts to it (S-47)."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.test import Client

from tests.cast import Cast
from tests.identity_provider import NAME, IdentityProvider
from tests.sessions import signed_in_as
from tongket.org import access, actions
from tongket.org.models import Account, AuditRow, Identity, Session
from tongket.sign_in.views.providing import own_path

SUBJECT = "can-bo-0417"
BEGIN = "/sign-in/provider/"


def make_account(cast: Cast, who: str = "north_clerk") -> Account:
    return actions.make_account(cast.person(who), who.replace("_", "."), unit=cast.unit("root"), by=None, on=cast.today)


def linked(cast: Cast, provider: IdentityProvider, who: str = "north_clerk", subject: str = SUBJECT) -> Account:
    account = make_account(cast, who)
    actions.link_identity(account, provider.address, subject, by=cast.person("operator"), on=cast.today)
    return account


def come_back(provider: IdentityProvider, browser: Client, subject: str = SUBJECT, begin: str = BEGIN) -> Any:
    """Go to the provider, sign in there, come back."""
    there = browser.get(begin).headers["Location"]
    return browser.get(provider.answer(there, subject))


def is_signed_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def why(answer: Any) -> str:
    return str(answer.context["title"])


def refusals() -> list[list[str]]:
    rows = AuditRow.objects.filter(policy__in=["account.login", "account.identity"], result="refused")
    return [sorted(row.fields) for row in rows]


# --- Signing in ------------------------------------------------------------------------------------------------------


def test_whole_round_leads_to_the_page_that_was_asked_for(cast: Cast, identity_provider: IdentityProvider) -> None:
    account = linked(cast, identity_provider)
    browser = Client()

    page = browser.get("/accounts/login/?next=/units/NORTH/").content.decode()
    answer = come_back(identity_provider, browser, begin="/sign-in/provider/?next=%2Funits%2FNORTH%2F")

    assert f"Đăng nhập bằng {NAME}" in page
    assert "/sign-in/provider/?next=%2Funits%2FNORTH%2F" in page
    assert answer.headers["Location"] == "/units/NORTH/"
    assert browser.get("/units/NORTH/").status_code == 200
    [row] = AuditRow.objects.filter(policy="account.login")
    assert (list(row.fields), row.object_id, row.result) == (["provider"], str(account.pk), "done")


def test_without_a_provider_nothing_is_offered(cast: Cast) -> None:
    browser = Client()

    assert "/sign-in/provider/" not in browser.get("/accounts/login/").content.decode()
    assert browser.get(BEGIN).status_code == 404
    assert browser.get("/sign-in/provider/back/?code=1&state=2").status_code == 404


def test_second_step_is_asked_for_as_after_a_password(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider, "north_secretary")
    browser = Client()
    come_back(identity_provider, browser)

    assert browser.get("/units/").headers["Location"] == "/account/two-step/"


def test_factor_that_is_set_up_is_asked_for(cast: Cast, identity_provider: IdentityProvider) -> None:
    from allauth.mfa.models import Authenticator

    account = linked(cast, identity_provider)
    Authenticator.objects.create(user=account, type="totp", data={"secret": ""})
    browser = Client()

    answer = come_back(identity_provider, browser)

    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(browser)


def test_unknown_subject_gets_no_account_and_is_told_its_code(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    accounts = Account.objects.count()
    browser = Client()

    answer = come_back(identity_provider, browser, "nguoi-la")

    assert answer.status_code == 403
    assert "nguoi-la" in answer.content.decode()
    assert refusals() == [["provider", "unknown"]]
    assert Account.objects.count() == accounts
    assert not is_signed_in(browser)


def test_same_e_mail_address_is_no_identity(cast: Cast, identity_provider: IdentityProvider) -> None:
    account = make_account(cast)
    actions.set_email(account, "can.bo@songmau.example", by=cast.person("operator"), on=cast.today)

    answer = come_back(identity_provider, Client(), "can.bo@songmau.example")  # the provider gives it as e-mail, too

    assert answer.status_code == 403


def test_locked_account_stays_locked(cast: Cast, identity_provider: IdentityProvider) -> None:
    account = linked(cast, identity_provider)
    actions.lock(account, reason="Nghỉ dài ngày", by=cast.person("operator"), on=cast.today)
    browser = Client()

    answer = come_back(identity_provider, browser)

    assert (answer.status_code, why(answer)) == (403, "Tài khoản này đang đóng")
    assert refusals() == [["closed", "provider"]]
    assert not is_signed_in(browser)


def with_claims(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {name: value for name, value in (claims | changes).items() if value is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-client"},
        {"aud": ["another-client", "tongket"], "azp": "another-client"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 3600},
        {"nonce": "of-another-attempt"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_token_that_does_not_fit_is_refused(
    cast: Cast, identity_provider: IdentityProvider, changes: dict[str, Any]
) -> None:
    linked(cast, identity_provider)
    identity_provider.spoil = with_claims(**changes)
    browser = Client()

    answer = come_back(identity_provider, browser)

    assert answer.status_code == 403
    assert refusals() == [["not_believed", "provider"]]
    assert not is_signed_in(browser)


def test_token_signed_by_another_key_is_refused(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    identity_provider.has_other_key = True
    browser = Client()

    answer = come_back(identity_provider, browser)

    assert answer.status_code == 403
    assert not is_signed_in(browser)


def test_answer_works_once(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    browser = Client()
    answer = identity_provider.answer(browser.get(BEGIN).headers["Location"], SUBJECT)
    browser.get(answer)
    browser.post("/accounts/logout/")

    again = browser.get(answer)

    assert again.status_code == 403
    assert refusals() == [["expired", "provider"]]
    assert not is_signed_in(browser)


def test_code_that_was_used_is_refused_by_the_provider(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    first, second = Client(), Client()
    answer = identity_provider.answer(first.get(BEGIN).headers["Location"], SUBJECT)
    first.get(answer)
    code = answer.partition("code=")[2].partition("&")[0]
    state = second.get(BEGIN).headers["Location"].partition("state=")[2].partition("&")[0]

    replayed = second.get(f"/sign-in/provider/back/?code={code}&state={state}")

    assert replayed.status_code == 403
    assert not is_signed_in(second)


def test_answer_to_another_browser_is_refused(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    attacker, victim = Client(), Client()
    answer = identity_provider.answer(attacker.get(BEGIN).headers["Location"], SUBJECT)

    assert victim.get(answer).status_code == 403
    assert not is_signed_in(victim)


def test_attempt_grows_old_within_ten_minutes(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    browser = Client()
    answer = identity_provider.answer(browser.get(BEGIN).headers["Location"], SUBJECT)

    with time_machine.travel(time.time() + 11 * 60):
        late = browser.get(answer)

    assert (late.status_code, why(late)) == (403, "Lần đăng nhập này không còn hiệu lực")


def test_refusal_there_is_said(cast: Cast, identity_provider: IdentityProvider) -> None:
    browser = Client()
    there = browser.get(BEGIN).headers["Location"]
    state = there.partition("state=")[2].partition("&")[0]

    answer = browser.get(f"/sign-in/provider/back/?error=access_denied&state={state}")

    assert (answer.status_code, refusals()) == (403, [["denied", "provider"]])


def test_provider_that_is_down_or_broken_is_said(
    cast: Cast, identity_provider: IdentityProvider, settings: Any
) -> None:
    browser = Client()
    answer = identity_provider.answer(browser.get(BEGIN).headers["Location"], SUBJECT)
    identity_provider.is_broken = True

    broken = browser.get(answer)
    settings.TONGKET_OIDC_ISSUER = "http://127.0.0.1:9"
    down = browser.get(BEGIN)

    assert [broken.status_code, down.status_code] == [503, 503]
    assert "mật khẩu" in down.content.decode()
    assert refusals() == [["provider", "unreachable"]] * 2


def test_description_of_another_issuer_is_not_believed(
    cast: Cast, identity_provider: IdentityProvider, settings: Any
) -> None:
    settings.TONGKET_OIDC_ISSUER = identity_provider.address.replace("127.0.0.1", "localhost") + "/."

    assert Client().get(BEGIN).status_code == 403
    assert refusals() == [["not_believed", "provider"]]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/units/NORTH/", "/units/NORTH/"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_way_back_leads_to_own_pages_alone(url: str, path: str) -> None:
    assert own_path(url) == path


@pytest.mark.parametrize(
    ("issuer", "client", "ids"),
    [
        ("", "", []),
        ("https://id.songmau.example", "tongket", []),
        ("http://127.0.0.1:8080", "tongket", []),
        ("https://id.songmau.example", "", ["tongket.E004"]),
        ("", "tongket", ["tongket.E004"]),
        ("http://id.songmau.example", "tongket", ["tongket.E005"]),
    ],
)
def test_program_does_not_start_with_an_unsafe_provider(
    settings: Any, issuer: str, client: str, ids: list[str]
) -> None:
    settings.TONGKET_OIDC_ISSUER, settings.TONGKET_OIDC_CLIENT_ID = issuer, client

    assert [error.id for error in run_checks() if str(error.id).startswith("tongket.")] == ids


# --- Linking ---------------------------------------------------------------------------------------------------------


def own_browser(account: Account) -> Client:
    account.set_password("bốn từ không ai đoán ra")
    account.save()
    return signed_in_as(account, fence=True)


def test_holder_links_and_unlinks_on_their_own_page(cast: Cast, identity_provider: IdentityProvider) -> None:
    account = make_account(cast)
    browser = own_browser(account)

    between = browser.post("/account/provider/link/")
    browser.get(identity_provider.answer(between.context["url"], SUBJECT))
    page = browser.get("/account/").content.decode()
    other = come_back(identity_provider, Client())
    browser.post("/account/provider/unlink/")
    after = browser.get("/account/").content.decode()
    late = come_back(identity_provider, Client())

    assert SUBJECT in page
    assert other.headers["Location"] == "/"
    assert "Chưa gắn" in after
    assert SUBJECT in after  # what was, is told
    assert late.status_code == 403
    rows = AuditRow.objects.filter(policy="account.identity", result="done").order_by("sequence")
    assert [list(row.fields) for row in rows] == [["linked"], ["unlinked"]]


def test_linking_needs_a_fresh_sign_in(cast: Cast, identity_provider: IdentityProvider) -> None:
    browser = signed_in_as(make_account(cast))

    answer = browser.post("/account/provider/link/")
    page = browser.get(answer.headers["Location"]).content.decode()

    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert "chưa có mật khẩu" in page  # of an account that was never activated


def test_link_begun_by_one_account_does_not_end_at_another(cast: Cast, identity_provider: IdentityProvider) -> None:
    browser = own_browser(make_account(cast))
    between = browser.post("/account/provider/link/")
    session = browser.session
    browser.cookies.clear()
    other = own_browser(make_account(cast, "south_clerk"))
    kept = other.session
    kept["provider_attempts"] = session["provider_attempts"]
    kept.save()

    answer = other.get(identity_provider.answer(between.context["url"], SUBJECT))

    assert answer.status_code == 403
    assert not Identity.objects.exists()


def test_identity_of_one_account_is_not_taken_by_another(cast: Cast, identity_provider: IdentityProvider) -> None:
    linked(cast, identity_provider)
    browser = own_browser(make_account(cast, "south_clerk"))

    answer = browser.get(identity_provider.answer(browser.post("/account/provider/link/").context["url"], SUBJECT))

    assert (answer.status_code, refusals()) == (403, [["provider", "taken"]])
    assert Identity.objects.count() == 1


def test_who_has_no_password_does_not_unlink_themselves(cast: Cast, identity_provider: IdentityProvider) -> None:
    account = linked(cast, identity_provider)

    with pytest.raises(ValidationError):
        actions.unlink_identity(account, by=cast.person("north_clerk"), on=cast.today)


@pytest.mark.parametrize("who", ["root_officer", "north_secretary", "stranger"])
def test_others_link_no_account(cast: Cast, who: str) -> None:
    account = make_account(cast)

    with pytest.raises(access.NotAllowed):
        actions.link_identity(account, "https://id.example", SUBJECT, by=cast.person(who), on=cast.today)


@pytest.mark.puts_right("org.Identity")
def test_administrator_links_and_unlinks_with_a_reason(cast: Cast, identity_provider: IdentityProvider) -> None:
    account = make_account(cast)
    clerk = account.person
    assert clerk is not None
    operator = signed_in_as(make_account(cast, "operator"), fence=True)
    page = f"/admin/people/{clerk.pk}/"

    linked = operator.post(f"{page}link-identity/", {"subject": SUBJECT})
    come_back(identity_provider, Client())
    sessions = Session.objects.filter(account=account).count()
    bare = operator.post(f"{page}unlink-identity/", {"reason": ""})
    operator.post(f"{page}unlink-identity/", {"reason": "Đã nghỉ hưu"})

    assert linked.headers["Location"] == page
    assert sessions == 1
    assert bare.status_code == 422
    assert Session.objects.filter(account=account).count() == 0
    assert come_back(identity_provider, Client()).status_code == 403
    shown = operator.get(page).content.decode()
    assert all(text in shown for text in (SUBJECT, "Đã nghỉ hưu"))
