"""Accounts: made, locked and unlocked, given slips with codes for passwords, their sessions ended (S-43 … S-45)."""

import re
import uuid
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import access, audit, codes, validate
from tongket.org.models import (
    Account,
    AuditRow,
    Closed,
    Failures,
    Person,
    RecoveryCode,
    Session,
    Slip,
    Unit,
    WithdrawnAccount,
)
from tongket.org.sign_in_rules import rests_too_long

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
SLIP_IS_VALID = timedelta(days=7)
BUCKET = "#"  # parts a login name from the device that it was tried on, where failures are counted


@transaction.atomic
def save_account(account: Account, *, on: date) -> Account:
    """Keep an account with its new password, person or state. Nobody is signed in on the command line."""
    account.save()
    audit.record(None, "account.write", account, on=on, fields=["password", "is_active"])
    return account


@transaction.atomic
def make_account(person: Person, login: str, *, unit: Unit, by: Person | None, on: date) -> Account:
    """Make the account of a person, kept by the administrators of a unit; its password comes by a slip.

    Raises NotAllowed, ValidationError for a login that is taken or a person who has an account.
    """
    if by is not None:
        access.require(by, "account.write", unit, on=on)
    account = Account(username=login.strip(), person=person, unit=unit)
    account.set_unusable_password()
    _check(account)
    account.save(force_insert=True)
    audit.record(by, "account.write", account, on=on, fields=["login"])
    return account


def _check(account: Account) -> None:
    if not LOGIN.fullmatch(account.username):
        raise ValidationError({"login": _("Use 3 to 60 small letters, digits, dots and dashes, such as bithu.cb1.")})
    if Account.objects.filter(username__iexact=account.username).exists():
        raise ValidationError({"login": _("This login name is taken: choose another.")})
    if Account.objects.filter(person=account.person).exists():
        raise ValidationError({"person": _("This person has an account already.")})


@transaction.atomic
def withdraw_account(account: Account, *, reason: str, by: Person, on: date) -> WithdrawnAccount:
    """Take back an account that was made for the wrong person, or by mistake; its login name is free again.

    Raises NotAllowed, ValidationError for one that somebody has signed in or acted with: that is locked instead.
    """
    _require(account, by, on=on)
    why = validate.reason(reason)
    if was_used(account):
        raise ValidationError(
            _("Somebody has signed in or acted with this account, so it stays on record: lock it instead.")
        )
    kept = WithdrawnAccount.objects.create(
        person=account.person, unit=account.unit, login=account.username, reason=why, withdrawn_by=by,
        withdrawn_at=clock.now(),
    )  # fmt: skip
    audit.record(by, "account.write", account, on=on, fields=["withdrawn"])
    _forget_failures(account)
    account.delete()
    return kept


def was_used(account: Account) -> bool:
    """Whether somebody has signed in with an account, or acted with it on the command line."""
    if account.last_login is not None:
        return True
    deeds = AuditRow.objects.filter(actor=str(account.person_id)).exclude(policy__startswith="account.")
    return account.person_id is not None and deeds.exists()


@transaction.atomic
def set_email(account: Account, email: str, *, by: Person, on: date) -> Account:
    """Set where mail to an account goes, or with an empty text that none does: by its holder, or its administrator.

    Raises NotAllowed.
    """
    if account.person_id != by.pk:
        access.require(by, "account.write", account, on=on)
    if account.email != email:
        account.email = email
        account.save(update_fields=["email"])
        audit.record(by, "account.write", account, on=on, fields=["email"])
    return account


# --- Slips -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_slip(account: Account, *, by: Person | None, on: date) -> str:
    """Make the code of a slip with which the holder sets a password once within seven days; earlier slips are void.

    Returns the code as it is to be printed; it is shown once and kept nowhere. `by` None: the command line, or the
    first run. Raises NotAllowed (also for one's own account), ValidationError for an account that is locked.
    """
    _require(account, by, on=on)
    if not account.is_active:
        raise ValidationError(_("This account is locked: unlock it first, then make the slip."))
    Account.objects.select_for_update().filter(pk=account.pk).first()  # two at once: the later one's slip is good
    now = clock.now()
    _open_slips(account).update(withdrawn_at=now)
    code = codes.new()
    slip = Slip.objects.create(
        account=account,
        purpose=Slip.Purpose.PASSWORD if account.has_usable_password() else Slip.Purpose.ACTIVATION,
        code_hash=codes.digest(code, account.pk),
        made_by=by,
        made_at=now,
        valid_until=now + SLIP_IS_VALID,
    )
    audit.record(by, "account.write", account, on=on, fields=[f"slip_{slip.purpose}"])
    return code


@transaction.atomic
def use_slip(login: str, code: str, password: str, *, on: date) -> Account:
    """Set the password of an account by the code of its slip; the code is used up, all sessions end.

    Raises ValidationError: one text for an unknown login, a wrong, used, late or withdrawn code and a locked account
    (S-44); beside the field `password` for a password that is too weak, and then the code stays good.
    """
    account = Account.objects.filter(username__iexact=login.strip()).first()
    key = account.pk if account is not None else 0
    slips = Slip.objects.filter(account=key, code_hash=codes.digest(code, key), withdrawn_at=None, used_at=None)
    slip = slips.filter(valid_until__gt=clock.now()).first()
    if account is None or slip is None or not account.is_active:
        raise ValidationError(_("The login name and the code do not fit, or the code has been used or is too old."))
    if not slips.filter(pk=slip.pk).update(used_at=clock.now()):
        raise ValidationError(_("The login name and the code do not fit, or the code has been used or is too old."))
    set_forgotten_password(account, password, on=on)
    return account


def set_forgotten_password(account: Account, password: str, *, on: date) -> None:
    """Give an account a password by a slip or a link; wrong ones are counted from nothing again. Raises
    ValidationError beside the field `password` for one that is too weak.
    """
    _validate(password, account)
    set_password(account, password, on=on)
    _forget_failures(account)


@transaction.atomic
def change_password(account: Account, password: str, *, keep: str, on: date) -> None:
    """Give an account a new password; its sessions but the one with the key `keep` end.

    Raises ValidationError beside the field `password` for one that is too weak.
    """
    _validate(password, account)
    set_password(account, password, keep=keep, on=on)


def _validate(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from weak


def _open_slips(account: Account) -> QuerySet[Slip]:
    return Slip.objects.filter(account=account, used_at=None, withdrawn_at=None)


@transaction.atomic
def set_password(account: Account, password: str, *, on: date, keep: str = "") -> None:
    """Give an account the password that its holder has chosen, which was checked; its slips are void."""
    account.set_password(password)
    account.save(update_fields=["password", "is_password_short"])
    _open_slips(account).update(withdrawn_at=clock.now())
    _end(account, keep=keep)
    audit.record(account.person, "account.password", account, on=on)


# --- Locks -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def lock(account: Account, *, reason: str, by: Person | None, on: date) -> None:
    """Let nobody sign in with an account, and end its sessions now. Raises NotAllowed, ValidationError."""
    _require(account, by, on=on)
    _close(account, Closed.LOCKED, validate.reason(reason))
    audit.record(by, "account.write", account, on=on, fields=["is_active"])


def _close(account: Account, why: Closed, reason: str = "") -> None:
    if not account.is_active:
        raise ValidationError(_("This account is locked already."))
    account.is_active, account.closed_because, account.closed_reason = False, why, reason
    account.closed_at = clock.now()
    account.save(update_fields=["is_active", "closed_because", "closed_reason", "closed_at"])
    _open_slips(account).update(withdrawn_at=clock.now())
    _end(account)


@transaction.atomic
def unlock(account: Account, *, by: Person | None, on: date) -> None:
    """Let an account sign in again: one that was locked, suspended, or shut for a while by wrong passwords.

    Raises NotAllowed.
    """
    _require(account, by, on=on)
    account.is_active, account.closed_because, account.closed_reason, account.closed_at = True, "", "", None
    account.opened_at = clock.now()
    account.save(update_fields=["is_active", "closed_because", "closed_reason", "closed_at", "opened_at"])
    _forget_failures(account)
    audit.record(by, "account.write", account, on=on, fields=["is_active"])


def _forget_failures(account: Account) -> None:
    """Count wrong passwords from nothing again, on every device."""
    name = account.username
    Failures.objects.filter(door__in=[f"code:{account.pk}", f"slip:{name.lower()}"]).delete()
    AccessAttempt.objects.filter(Q(username__iexact=name) | Q(username__istartswith=name + BUCKET)).delete()


def rest(account: Account, *, on: date) -> bool:
    """Suspend an account with which nobody has signed in for too long (S-45). Returns whether it did.

    With grants that run: 45 days; without: 400 (settings).
    """
    last = max(account.opened_at, account.last_login or account.opened_at)
    has_grants = account.person is not None and bool(account.person.running_grants(on))
    days = settings.TONGKET_REST_DAYS if has_grants else settings.TONGKET_REST_DAYS_MEMBER
    if account.is_demo or not account.is_active or not rests_too_long(last, clock.now(), days=days):
        return False
    with transaction.atomic():
        _close(account, Closed.RESTING)
        audit.record(None, "account.write", account, on=on, fields=["is_active"])
    return True


def rest_all(*, on: date) -> int:
    """Suspend all accounts that have rested too long. Returns how many."""
    fewest = clock.now() - timedelta(days=min(settings.TONGKET_REST_DAYS, settings.TONGKET_REST_DAYS_MEMBER))
    still = Account.objects.filter(is_active=True, is_demo=False, opened_at__lt=fewest)
    still = still.filter(Q(last_login=None) | Q(last_login__lt=fewest)).select_related("person")
    return sum(rest(account, on=on) for account in still)


@transaction.atomic
def reset_factor(account: Account, *, by: Person | None, on: date) -> bool:
    """Remove the second factors and recovery codes of an account, whose holder has lost them, and end its sessions.

    Returns whether the password went with them, because it was enough beside a second factor alone: then a slip has to
    be made (S-43). Raises NotAllowed.
    """
    _require(account, by, on=on)
    Authenticator.objects.filter(user=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    was_short = account.is_password_short
    if was_short:
        account.set_unusable_password()
        account.is_password_short = False
        account.save(update_fields=["password", "is_password_short"])
    _end(account)
    audit.record(by, "account.factor", account, on=on, fields=["reset"])
    return was_short


# --- Sessions --------------------------------------------------------------------------------------------------------


@transaction.atomic
def end_sessions(account: Account, *, by: Person | None, on: date, keep: str = "") -> int:
    """End the sessions of an account, one's own too; keep: the key of one that goes on. Returns how many ended.

    Raises NotAllowed.
    """
    if by is None or by.pk != account.person_id:
        _require(account, by, on=on)
    ended = _end(account, keep=keep)
    audit.record(by, "account.sessions", account, on=on)
    return ended


@transaction.atomic
def end_session(session: Session, *, by: Person, on: date) -> None:
    """End one session, one's own or that of an account that one keeps. Raises NotAllowed."""
    account = session.account
    assert account is not None, "the session of nobody is in no list"
    if by.pk != account.person_id:
        _require(account, by, on=on)
    Session.objects.filter(pk=session.pk).delete()
    audit.record(by, "account.sessions", account, on=on)


def end_sessions_of(person: uuid.UUID | None) -> None:
    """End the sessions of a person who has moved out or left an office (S-45): part of the action that records it."""
    Session.objects.filter(account__person=person).exclude(account__person=None).delete()


def forget_sessions() -> int:
    """Delete the sessions whose time is over. Returns how many."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]


def _end(account: Account, *, keep: str = "") -> int:
    return Session.objects.filter(account=account).exclude(pk=keep).delete()[0]


def _require(account: Account, by: Person | None, *, on: date) -> None:
    """Raise NotAllowed unless the person keeps this account, and it is not their own (S-07)."""
    if by is None:
        return
    if by.pk == account.person_id:
        raise access.NotAllowed("account.write")
    access.require(by, "account.write", account, on=on)
