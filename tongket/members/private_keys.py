"""A keyed hash of an identity number, by which the number is found again without being read."""

import hmac
from functools import cache

from django.conf import settings


def identity_key(number: str) -> str:
    """64 hexadecimal digits for one number, however it is spaced; empty for no number."""
    digits = number if number.isdecimal() else "".join(c for c in number if c.isdecimal())
    if not digits:
        return ""
    return hmac.digest(_key(settings.SECRET_KEY), digits.encode(), "sha256").hex()


@cache
def _key(secret: str) -> bytes:
    return f"tongket.identity:{secret}".encode()
