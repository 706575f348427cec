"""Validators of passwords, as Django's settings name them (S-43)."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.org.models import LONG_PASSWORD
from tongket.org.sign_in_rules import is_repetition

SHORT_PASSWORD = 8  # characters, beside a second factor


class Length:
    """Long enough: 14 characters, or 8 beside a second factor."""

    def validate(self, password: str, user: Any = None) -> None:
        fewest = SHORT_PASSWORD if has_second_factor(user) else LONG_PASSWORD
        if len(password) < fewest:
            raise ValidationError(
                _("This password is too short: at least %(count)d characters, such as four words.") % {"count": fewest}
            )

    def get_help_text(self) -> str:
        return _("At least %(long)d characters, such as four words; %(short)d are enough with two-step sign-in.") % {
            "long": LONG_PASSWORD,
            "short": SHORT_PASSWORD,
        }


class Repetition:
    """No repeated letter or pattern, no run of letters or digits."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_repetition(password):
            raise ValidationError(_("This password only repeats or counts: choose words that do not follow a pattern."))

    def get_help_text(self) -> str:
        return _("Not one letter or number again and again, and not a row such as 123456.")


def has_second_factor(user: Any) -> bool:
    """Whether an account has an app for codes or a passkey."""
    if user is None or user.pk is None:
        return False
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())
