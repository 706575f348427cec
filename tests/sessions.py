"""Browsers that are signed in, as tests need them, and passwords that are checked quickly."""

from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from tongket.core import clock
from tongket.org.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class QuickHasher(Argon2PasswordHasher):
    """Argon2 with as little work as it takes."""

    time_cost, memory_cost, parallelism = 1, 8, 1


def signed_in_as(account: Account, *, fence: bool = False, factor: bool = True) -> Client:
    """A client signed in with an account. factor: with the second step, an hour ago; fence: with both just now."""
    browser = Client()
    browser.force_login(account, backend=BACKEND)
    at = clock.now().timestamp() - (0 if fence else 3600)
    steps: list[dict[str, Any]] = [{"method": "password", "at": at}]
    session = browser.session
    session["account_authentication_methods"] = [*steps, {"method": "mfa", "at": at}] if factor else steps
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return browser
