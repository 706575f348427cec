"""Buttons of lists and records."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A button of a list or record page. method post: a form with a CSRF token and a fresh idempotency key; confirm:
    what is asked before that.
    """

    label: Any
    url: str
    method: str = "get"
    is_primary: bool = False
    is_danger: bool = False
    confirm: Any = ""
