"""What its holder does with an account: second factors, recovery codes, wrong codes are counted (S-43, S-44)."""

from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import audit, codes
from tongket.org.models import Account, Failures, RecoveryCode
from tongket.org.passwords import has_second_factor
from tongket.sign_in.rules import step_of

HOW_MANY_CODES = 10
STEPS_KEPT = 20  # of codes that were used: an app shows one for half a minute, and two more are taken
MOST_FAILURES = 5
SHUT_FOR = timedelta(minutes=15)


# --- The app for codes -----------------------------------------------------------------------------------------------


@transaction.atomic
def activate_app(account: Account, secret: str, typed: str, *, on: date) -> list[str]:
    """Make an app for codes a second factor of an account, proved by a code that it shows.

    The code counts as used (S-43). Returns new recovery codes where there were none, to be shown once. Raises
    ValidationError for a wrong code, or a second app.
    """
    step = step_of(secret, typed, clock.now())
    if step is None:
        raise ValidationError({"code": _("This is not the code that the app shows now. Look again: it changes.")})
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise ValidationError(_("This account has an app for codes already: remove that one first."))
    data = {"secret": encrypt(secret), "used": [step]}
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data=data, last_used_at=clock.now())
    audit.record(account.person, "account.factor", account, on=on, fields=["app_added"])
    return _first_codes(account)


@transaction.atomic
def use_app(authenticator: Authenticator, typed: str) -> bool:
    """Whether the code is the one that the app shows, and was not used before (S-43)."""
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    step = step_of(decrypt(row.data["secret"]), typed, clock.now())
    used = row.data.get("used", [])
    if step is None or step in used:
        return False
    row.data = {**row.data, "used": [*used, step][-STEPS_KEPT:]}
    row.save(update_fields=["data"])
    return True


# --- Passkeys --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_passkey(account: Account, name: str, credential: dict[str, Any], *, on: date) -> list[str]:
    """Keep a passkey that the browser made, and that was checked. Returns new recovery codes where there were none."""
    WebAuthn.add(account, name, credential)
    audit.record(account.person, "account.factor", account, on=on, fields=["passkey_added"])
    return _first_codes(account)


@transaction.atomic
def remove_factor(account: Account, key: int, *, on: date) -> None:
    """Remove a second factor of one's own, and with the last one the recovery codes.

    Raises ValidationError where the password is too short to stand alone.
    """
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    factors = Authenticator.objects.filter(user=account, type__in=kinds)
    is_last = not factors.exclude(pk=key).exists()
    if is_last and account.is_password_short:
        raise ValidationError(_("Your password is short: choose one of 14 characters or more first, then remove this."))
    factors.filter(pk=key).delete()
    if is_last:
        RecoveryCode.objects.filter(account=account).delete()
    audit.record(account.person, "account.factor", account, on=on, fields=["removed"])


# --- Recovery codes --------------------------------------------------------------------------------------------------


def _first_codes(account: Account) -> list[str]:
    return [] if RecoveryCode.objects.filter(account=account).exists() else _make_codes(account)


@transaction.atomic
def new_recovery_codes(account: Account, *, on: date) -> list[str]:
    """Make new recovery codes; the ones before are void. They are shown once: hashes are kept alone.

    Raises ValidationError for an account without a second factor.
    """
    if not has_second_factor(account):
        raise ValidationError(_("Recovery codes belong to two-step sign-in: set that up first."))
    made = _make_codes(account)
    audit.record(account.person, "account.factor", account, on=on, fields=["recovery_codes"])
    return made


def _make_codes(account: Account) -> list[str]:
    RecoveryCode.objects.filter(account=account).delete()
    made = [codes.new() for _index in range(HOW_MANY_CODES)]
    now = clock.now()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, code_hash=codes.digest(code, account.pk), made_at=now) for code in made
    )
    return made


def use_recovery_code(account: Account, typed: str) -> bool:
    """Whether it is a recovery code of the account that was not used before; it is used up."""
    code = RecoveryCode.objects.filter(account=account, code_hash=codes.digest(typed, account.pk), used_at=None)
    return code.update(used_at=clock.now()) == 1


# --- Wrong codes -----------------------------------------------------------------------------------------------------


def is_shut(door: str) -> bool:
    """Whether too many wrong codes came to a door within the last while (S-44)."""
    since = clock.now() - SHUT_FOR
    return Failures.objects.filter(door=door, count__gte=MOST_FAILURES, last_at__gt=since).exists()


@transaction.atomic
def count_failure(door: str) -> None:
    """Count a wrong code; those of long ago are forgotten."""
    now = clock.now()
    Failures.objects.filter(last_at__lte=now - SHUT_FOR).delete()
    Failures.objects.bulk_create([Failures(door=door, last_at=now)], ignore_conflicts=True)
    Failures.objects.filter(door=door).update(count=F("count") + 1, last_at=now)


def forget_failures(door: str) -> None:
    Failures.objects.filter(door=door).delete()
