"""Buttons of lists and records."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tongket.org import access
from tongket.pages.request import Request


@dataclass(frozen=True)
class Button:
    """A button of a page. method post: a form with a CSRF token and a fresh idempotency key; confirm: what is asked
    before that.
    """

    label: Any
    url: str
    method: str = "get"
    is_primary: bool = False
    is_danger: bool = False
    confirm: Any = ""

    def new_key(self) -> str:
        """An idempotency key for one showing of the button."""
        return uuid.uuid4().hex


def main_button(request: Request, verb: str, label: Any, url_name: str) -> list[Button]:
    """The main action of a list, which stands in its empty state too; nothing for those who do not hold the verb."""
    if not access.holds(request.person, verb, on=request.today):
        return []
    return [Button(label, reverse(url_name), is_primary=True)]
