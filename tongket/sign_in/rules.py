"""What a browser is called, which code an app shows, which page comes next: no request, no database."""

import hmac
from datetime import datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils.translation import gettext as _

STEP = 30  # seconds that an app shows one code
BROWSERS = (  # what a browser says of itself, to its name; the first that fits
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Zalo", "Zalo"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """A device in words: “Chrome, Windows”."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part) or _("Unknown device")


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The step of time whose code was typed: this one, or the one before or after; None for a wrong code."""
    digits = "".join(letter for letter in typed if letter.isdigit())
    step = int(now.timestamp()) // STEP
    for near in (step, step - 1, step + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, near)), digits):
            return near
    return None


def in_groups(secret: str) -> str:
    """A secret as people type it: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
