"""Which account of the office's identity provider signs in to which account here (S-47)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import access, audit, validate
from tongket.org.actions.accounts import end_sessions_of
from tongket.org.models import Account, Identity, Person


@transaction.atomic
def link_identity(account: Account, issuer: str, subject: str, *, by: Person, on: date) -> Identity:
    """Let an identity of the provider sign in to an account: by its administrator, or by its holder, who has proved it.

    Raises NotAllowed, ValidationError where the identity or the account is linked already.
    """
    _require(account, by, on=on)
    if Identity.objects.filter(account=account, issuer=issuer, unlinked_at=None).exists():
        raise ValidationError(_("The account is linked already: take that back first."))
    try:
        with transaction.atomic():
            identity = Identity.objects.create(
                account=account, issuer=issuer, subject=subject, linked_by=by, linked_at=clock.now()
            )
    except IntegrityError as taken:
        words = _("Another account here is linked to this one already. Ask the administrator of your office.")
        raise ValidationError({"subject": words}) from taken
    audit.record(by, "account.identity", account, on=on, fields=["linked"])
    return identity


@transaction.atomic
def unlink_identity(account: Account, *, reason: str = "", by: Person, on: date) -> Identity:
    """Let the identity that is linked to an account sign in no more; it stays on record.

    reason: of an administrator, whose deed also ends the sessions of the account. Raises NotAllowed, ValidationError:
    also for a holder who has no password, who could not come back.
    """
    _require(account, by, on=on)
    identity = Identity.objects.filter(account=account, unlinked_at=None).first()
    if identity is None:
        raise ValidationError(_("Nothing is linked to this account."))
    is_own = by.pk == account.person_id
    if is_own and not account.has_usable_password():
        raise ValidationError(
            _("You have no password here yet, and could not sign in any more. Ask the administrator for a slip first.")
        )
    identity.unlinked_because = "" if is_own else validate.reason(reason)
    identity.unlinked_by, identity.unlinked_at = by, clock.now()
    identity.save(update_fields=["unlinked_because", "unlinked_by", "unlinked_at"])
    if not is_own:
        end_sessions_of(account.person_id)
    audit.record(by, "account.identity", account, on=on, fields=["unlinked"])
    return identity


def _require(account: Account, by: Person, *, on: date) -> None:
    if by.pk != account.person_id:
        access.require(by, "account.write", account, on=on)
