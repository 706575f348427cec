"""What pages about an account show: factors, codes that are left, sessions."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from tongket.core import clock
from tongket.org.models import Account, Identity, RecoveryCode, Session


def factors(account: Account) -> list[Authenticator]:
    """The second factors of an account, the app for codes first."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return list(Authenticator.objects.filter(user=account, type__in=kinds).order_by("type", "created_at"))


def public_key(factor: Authenticator) -> str:
    """What an address calls a factor: nothing that counts up (S-16)."""
    return salted_hmac("tongket.factor", str(factor.pk)).hexdigest()[:16]


def has_passkey(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).exists())


def has_app(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists())


def codes_left(account: Account) -> int:
    """How many recovery codes were not used yet."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def sessions(account: Account) -> QuerySet[Session]:
    """The sessions of an account that go on, the one last at work first."""
    return Session.objects.filter(account=account, expire_date__gt=clock.now()).order_by("-seen_at", "-started_at")


def identities(account: Account) -> QuerySet[Identity]:
    """The identities at the provider that sign in, or once signed in, to an account, the latest first."""
    rows = Identity.objects.filter(account=account).select_related("linked_by", "unlinked_by")
    return rows.order_by("-linked_at")


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """The account that an identity of the provider signs in to."""
    identity = Identity.objects.filter(issuer=issuer, subject=subject, unlinked_at=None).select_related("account")
    return next((row.account for row in identity), None)
