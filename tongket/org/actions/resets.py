"""A new password by a link in a mail, for who has forgotten it (S-43, S-44).

Whether an account exists is found out by the job that writes the mail, not by the page: whoever asks is answered the
same, and as quickly, for any login name.
"""

import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import audit, jobs
from tongket.org.actions.accounts import set_forgotten_password
from tongket.org.models import Account, AuditRow, PasswordReset

MAIL_JOB = "sign_in.reset"  # the kind of the job that writes the mail
GOOD_FOR = timedelta(minutes=30)
COUNTED = timedelta(hours=1)
MOST_OF_ACCOUNT = 3  # mails within an hour
MOST_OF_ADDRESS = 20  # requests within an hour: an office may have one address
KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_reset(login: str, *, address: str | None) -> PasswordReset:
    """Keep that somebody asks for a link, and let a job write the mail. Raises ValidationError for too many."""
    since = clock.now() - COUNTED
    if PasswordReset.objects.filter(address=address, asked_at__gt=since).count() >= MOST_OF_ADDRESS:
        raise ValidationError(
            _("Too many requests came from this address: wait an hour, or ask the administrator for a slip.")
        )
    account = Account.objects.filter(username__iexact=login.strip()).first()
    reset = PasswordReset.objects.create(account=account, address=address, asked_at=clock.now())
    jobs.enqueue(MAIL_JOB, key=f"{MAIL_JOB}:{reset.pk}", subject=reset.pk)
    return reset


def make_link_code(reset: PasswordReset, *, can_be_mailed: bool, on: date) -> str | None:
    """The code of the link for who asked, to be mailed once; None where nobody gets one. It is logged either way.

    can_be_mailed: whether the account has an address that a mail reaches. Part of the transaction that writes the mail.
    """
    account = reset.account
    if reset.code_hash:
        return None
    if account is None or not can_be_mailed or not account.is_active or account.is_demo or _has_enough(reset):
        audit.record(None, "account.password", account, on=on, fields=["reset"], result=AuditRow.Result.REFUSED)
        return None
    code = secrets.token_urlsafe(24)
    PasswordReset.objects.filter(pk=reset.pk).update(code_hash=_digest(code))
    audit.record(None, "account.password", account, on=on, fields=["reset_mailed"])
    return code


def _has_enough(reset: PasswordReset) -> bool:
    """Whether the account has been sent as many links as one may within an hour."""
    mailed = PasswordReset.objects.filter(account=reset.account, asked_at__gt=clock.now() - COUNTED)
    return mailed.exclude(code_hash="").count() >= MOST_OF_ACCOUNT


def open_reset(key: str, code: str) -> PasswordReset | None:
    """What a link opens: a request that was not used and is not older than half an hour, of an account that is open."""
    rows = PasswordReset.objects.filter(pk=key, code_hash=_digest(code), used_at=None, account__is_active=True)
    return rows.filter(asked_at__gt=clock.now() - GOOD_FOR).select_related("account").first()


@transaction.atomic
def use_reset(key: str, code: str, password: str, *, on: date) -> Account:
    """Set the password of an account by the link of a mail; all links of it are used up, all sessions end.

    Raises ValidationError: beside the field `password` for one that is too weak, and then the link stays good.
    """
    reset = open_reset(key, code)
    if reset is None or reset.account is None:
        raise ValidationError(too_late())
    account = reset.account
    others = PasswordReset.objects.filter(account=account, used_at=None)
    if not others.filter(pk=reset.pk).update(used_at=clock.now()):
        raise ValidationError(too_late())
    set_forgotten_password(account, password, on=on)
    others.update(used_at=clock.now())
    return account


def too_late() -> str:
    return _("This link has been used or is too old. Ask for a new one.")


def forget_resets() -> None:
    """Delete requests of the day before: what was done stands in the log."""
    PasswordReset.objects.filter(asked_at__lt=clock.now() - KEPT).delete()


def _digest(code: str) -> str:
    return salted_hmac("tongket.reset", code, algorithm="sha256").hexdigest()
