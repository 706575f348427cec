"""Browsers that somebody has signed in with before: what strangers try wrong elsewhere does not lock them out (S-44).

A cookie names the accounts and a random key for each; wrong passwords from such a browser are counted for it alone, all
others together. So nobody can lock a colleague out of the computer that they work at, from whatever address.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from tongket.org.actions.accounts import BUCKET

SALT = "tongket.known_device"
AGE = 400 * 24 * 60 * 60  # as long as browsers keep any cookie
MOST_ACCOUNTS = 8  # on one computer


def bucket(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Under which name wrong passwords are counted: the login, and for a known browser its key (axes asks)."""
    login = str((credentials or {}).get("username", "")).strip().lower()[:150]
    key = _known(request).get(login) if request is not None else None
    return f"{login}{BUCKET}{key}" if key else login


def know(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Know this browser as one of an account from now on."""
    name = login.lower()
    known = _known(request)
    key = known.pop(name, None) or secrets.token_hex(8)
    kept = {name: key, **dict(list(known.items())[: MOST_ACCOUNTS - 1])}
    response.set_cookie(
        settings.TONGKET_DEVICE_COOKIE,
        signing.dumps(kept, salt=SALT, compress=True),
        max_age=AGE,
        secure=settings.TONGKET_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    """The accounts of this browser, each with its key."""
    try:
        kept = signing.loads(request.COOKIES.get(settings.TONGKET_DEVICE_COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
    return {str(name): str(key) for name, key in kept.items()} if isinstance(kept, dict) else {}
