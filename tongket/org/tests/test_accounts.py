"""Accounts: slips with codes, locks, sessions that end at once (S-43 … S-45)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.test import Client

from tests.cast import Cast
from tongket.org import access, actions, audit, codes
from tongket.org.models import Account, AuditRow, Closed, RecoveryCode, Session, Slip, WithdrawnAccount

PASSWORD = "bốn từ không ai đoán ra"
SHORT = "tám-kýtự"


@pytest.fixture
def account(cast: Cast) -> Account:
    """The account of the secretary of north, not activated yet."""
    return actions.make_account(
        cast.person("north_secretary"), "bithu.bac", unit=cast.unit("north"), by=cast.person("operator"), on=cast.today
    )


@pytest.fixture
def active(account: Account) -> Account:
    """The same with a password."""
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(account: Account) -> Client:
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


# --- Making accounts -------------------------------------------------------------------------------------------------


def test_account_is_made_without_a_password(account: Account) -> None:
    assert not account.has_usable_password()
    assert AuditRow.objects.filter(policy="account.write", object_id=str(account.pk)).count() == 1


@pytest.mark.parametrize("login", ["", "ab", "Bí thư", "BITHU.BAC", "bithu#1", "a" * 61])
def test_login_that_is_taken_or_cannot_be_typed_is_refused(account: Account, cast: Cast, login: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.make_account(
            cast.person("north_clerk"), login, unit=cast.unit("north"), by=cast.person("operator"), on=cast.today
        )

    assert set(refusal.value.error_dict) == {"login"}


def test_person_has_one_account(account: Account, cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.make_account(cast.person("north_secretary"), "khac", unit=cast.unit("north"), by=None, on=cast.today)

    assert set(refusal.value.error_dict) == {"person"}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("operator", True),
        ("auditor", False),
        ("root_secretary", False),
        ("root_officer", False),
        ("root_clerk", False),
        ("north_secretary", False),  # nobody for their own account
        ("stranger", False),
    ],
)
def test_who_keeps_accounts(active: Account, cast: Cast, who: str, may: bool) -> None:
    by, on = cast.person(who), cast.today
    deeds: list[Callable[[], Any]] = [
        lambda: actions.make_slip(active, by=by, on=on),
        lambda: actions.end_sessions(active, by=by, on=on),
        lambda: actions.reset_factor(active, by=by, on=on),
        lambda: actions.lock(active, reason="nghỉ chế độ", by=by, on=on),
        lambda: actions.unlock(active, by=by, on=on),
    ]

    for number, deed in enumerate(deeds):
        is_own = who == "north_secretary" and number == 1  # everybody ends their own sessions
        if may or is_own:
            deed()
        else:
            with pytest.raises(access.NotAllowed):
                deed()


def test_operator_of_another_branch_does_not_reach_an_account(active: Account, cast: Cast) -> None:
    south = cast.person("south_clerk")
    term = south.office_terms.get()
    actions.grant(term, "sys", cast.unit("south"), decision="9-QĐ", valid_from=cast.today, by=None, on=cast.today)

    with pytest.raises(access.NotAllowed):
        actions.make_slip(active, by=south, on=cast.today)


# --- Slips -----------------------------------------------------------------------------------------------------------


def test_slip_sets_the_password_once(account: Account, cast: Cast) -> None:
    code = actions.make_slip(account, by=cast.person("operator"), on=cast.today)

    actions.use_slip("bithu.bac", code.lower().replace("-", " "), PASSWORD, on=cast.today)

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert Slip.objects.get().purpose == Slip.Purpose.ACTIVATION
    with pytest.raises(ValidationError):
        actions.use_slip("bithu.bac", code, PASSWORD + "!", on=cast.today)


def test_database_holds_no_code(account: Account, cast: Cast) -> None:
    code = actions.make_slip(account, by=None, on=cast.today)

    slip = Slip.objects.get()
    rows = str(list(AuditRow.objects.values())) + str(vars(slip))
    assert code not in rows
    assert slip.code_hash == codes.digest(code, account.pk)
    assert slip.code_hash != codes.digest(code, account.pk + 1)


def test_later_slip_takes_the_place_of_an_earlier_one(account: Account, cast: Cast) -> None:
    first = actions.make_slip(account, by=None, on=cast.today)
    second = actions.make_slip(account, by=None, on=cast.today)

    with pytest.raises(ValidationError):
        actions.use_slip("bithu.bac", first, PASSWORD, on=cast.today)
    actions.use_slip("bithu.bac", second, PASSWORD, on=cast.today)


def test_slip_is_good_for_seven_days(account: Account, cast: Cast) -> None:
    start = datetime(2026, 3, 2, 8, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        code = actions.make_slip(account, by=None, on=cast.today)

    with time_machine.travel(start + timedelta(days=7), tick=False), pytest.raises(ValidationError):
        actions.use_slip("bithu.bac", code, PASSWORD, on=cast.today)
    with time_machine.travel(start + timedelta(days=7, seconds=-1), tick=False):
        actions.use_slip("bithu.bac", code, PASSWORD, on=cast.today)


def test_refusals_of_a_slip_tell_nothing_of_the_account(active: Account, cast: Cast) -> None:
    code = actions.make_slip(active, by=None, on=cast.today)
    texts = set()

    for login, typed in (("bithu.bac", "AAAA-BBBB-CCCC"), ("khong.co", code), ("", ""), ("bithu.bac", "")):
        with pytest.raises(ValidationError) as refusal:
            actions.use_slip(login, typed, "x", on=cast.today)
        texts.add(tuple(refusal.value.messages))
    actions.lock(active, reason="nghỉ chế độ", by=None, on=cast.today)
    with pytest.raises(ValidationError) as refusal:
        actions.use_slip("bithu.bac", code, PASSWORD, on=cast.today)

    assert texts == {tuple(refusal.value.messages)}


def test_weak_password_leaves_the_slip_good(account: Account, cast: Cast) -> None:
    code = actions.make_slip(account, by=None, on=cast.today)

    with pytest.raises(ValidationError) as refusal:
        actions.use_slip("bithu.bac", code, "ngắn", on=cast.today)

    assert set(refusal.value.error_dict) == {"password"}
    actions.use_slip("bithu.bac", code, PASSWORD, on=cast.today)


def test_password_is_the_same_however_its_letters_are_made(active: Account) -> None:
    import unicodedata

    assert active.check_password(unicodedata.normalize("NFD", PASSWORD))


# --- Locks and sessions ----------------------------------------------------------------------------------------------


def test_locked_account_loses_its_sessions_now(active: Account, cast: Cast) -> None:
    browser = sign_in(active)
    assert browser.get("/menu/").status_code in {200, 302}

    actions.lock(active, reason="chuyển công tác", by=cast.person("operator"), on=cast.today)

    assert not Session.objects.filter(account=active).exists()
    assert browser.get("/menu/").headers["Location"].startswith("/accounts/login/")
    active.refresh_from_db()
    assert (active.is_active, active.closed_because, active.closed_reason) == (False, Closed.LOCKED, "chuyển công tác")


def test_lock_needs_a_reason_and_no_slip_outlives_it(active: Account, cast: Cast) -> None:
    operator = cast.person("operator")
    actions.make_slip(active, by=operator, on=cast.today)

    with pytest.raises(ValidationError):
        actions.lock(active, reason="", by=operator, on=cast.today)
    actions.lock(active, reason="chuyển công tác", by=operator, on=cast.today)

    assert Slip.objects.get().withdrawn_at is not None
    with pytest.raises(ValidationError):
        actions.make_slip(active, by=operator, on=cast.today)


def test_unlocking_forgets_wrong_passwords_of_that_account_alone(active: Account, cast: Cast) -> None:
    for name in ("bithu.bac", "bithu.bac#1a2b", "bithu.bac2"):
        AccessAttempt.objects.create(username=name, failures_since_start=5)
    actions.lock(active, reason="chuyển công tác", by=None, on=cast.today)

    actions.unlock(active, by=cast.person("operator"), on=cast.today)

    active.refresh_from_db()
    assert (active.is_active, active.closed_because) == (True, "")
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["bithu.bac2"]


@pytest.mark.parametrize(("password", "goes"), [(PASSWORD, False), (SHORT, True)])
def test_second_factor_is_reset_and_a_short_password_with_it(
    account: Account, cast: Cast, password: str, goes: bool
) -> None:
    account.set_password(password)
    account.save()
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    RecoveryCode.objects.create(account=account, code_hash="x", made_at=datetime.now(UTC))

    is_gone = actions.reset_factor(account, by=cast.person("operator"), on=cast.today)

    assert is_gone is goes
    assert account.has_usable_password() is not goes
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert AuditRow.objects.filter(policy="account.factor").count() == 1


def test_sessions_end_but_for_the_one_that_goes_on(active: Account, cast: Cast) -> None:
    here, there = sign_in(active), sign_in(active)

    ended = actions.end_sessions(active, by=active.person, on=cast.today, keep=here.session.session_key or "")

    assert ended == 1
    assert [session.session_key for session in Session.objects.all()] == [here.session.session_key]
    assert there.get("/menu/").headers["Location"].startswith("/accounts/login/")


def test_new_password_ends_all_sessions(active: Account, cast: Cast) -> None:
    sign_in(active)
    code = actions.make_slip(active, by=None, on=cast.today)

    actions.use_slip("bithu.bac", code, PASSWORD + " nữa", on=cast.today)

    assert not Session.objects.exists()
    assert AuditRow.objects.filter(policy="account.password").count() == 1


def test_who_leaves_an_office_is_signed_out(active: Account, cast: Cast) -> None:
    browser = sign_in(active)
    term = cast.person("north_secretary").office_terms.get()

    actions.leave_office(term, until_on=cast.today, by=cast.person("root_officer"), on=cast.today)

    assert browser.get("/menu/").headers["Location"].startswith("/accounts/login/")


# --- Made by mistake -------------------------------------------------------------------------------------------------


def test_account_made_by_mistake_is_withdrawn_and_its_login_is_free_again(account: Account, cast: Cast) -> None:
    operator = cast.person("operator")
    actions.make_slip(account, by=operator, on=cast.today)

    actions.withdraw_account(account, reason="Nhầm người cùng tên", by=operator, on=cast.today)
    again = actions.make_account(
        cast.person("north_clerk"), "bithu.bac", unit=cast.unit("north"), by=operator, on=cast.today
    )

    [kept] = WithdrawnAccount.objects.all()
    assert (kept.login, kept.reason, kept.withdrawn_by) == ("bithu.bac", "Nhầm người cùng tên", operator)
    assert kept.person == cast.person("north_secretary")
    assert list(Account.objects.filter(username="bithu.bac")) == [again]
    assert AuditRow.objects.filter(policy="account.write", fields__has_key="withdrawn").count() == 1


def test_account_that_somebody_used_is_not_withdrawn(active: Account, cast: Cast) -> None:
    operator = cast.person("operator")
    sign_in(active)
    active.refresh_from_db()

    with pytest.raises(ValidationError, match="khóa"):
        actions.withdraw_account(active, reason="Nhầm người", by=operator, on=cast.today)

    assert Account.objects.filter(pk=active.pk).exists()


def test_account_with_which_a_command_acted_is_not_withdrawn(account: Account, cast: Cast) -> None:
    audit.record(account.person, "report.send", on=cast.today)

    assert actions.was_used(account)


@pytest.mark.parametrize(("who", "reason"), [("operator", ""), ("north_officer", "Nhầm người"), ("auditor", "Nhầm")])
def test_withdrawing_asks_for_the_right_and_a_reason(account: Account, cast: Cast, who: str, reason: str) -> None:
    with pytest.raises((ValidationError, access.NotAllowed)):
        actions.withdraw_account(account, reason=reason, by=cast.person(who), on=cast.today)

    assert Account.objects.filter(pk=account.pk).exists()


def test_nobody_withdraws_their_own_account(cast: Cast) -> None:
    own = actions.make_account(cast.person("operator"), "van.hanh", unit=cast.unit("root"), by=None, on=cast.today)

    with pytest.raises(access.NotAllowed):
        actions.withdraw_account(own, reason="Không cần nữa", by=cast.person("operator"), on=cast.today)
