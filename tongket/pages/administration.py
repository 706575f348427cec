"""What /admin/ leads to: each package adds its pages in `policy.py`; a person sees those whose verb they hold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from tongket.org import access

GROUPS = {
    "people": gettext_lazy("People and rights"),
    "organisation": gettext_lazy("The organisation"),
    "rules": gettext_lazy("Regulations, calendar, forms"),
    "system": gettext_lazy("System"),
}

Attention = Callable[[Any, date], str]


def _nothing(person: Any, on: date) -> str:
    return ""


@dataclass(frozen=True)
class AdminPage:
    """One page of the administration. text: what one does there, in a line. attention: called with the person and the
    day, it says what needs a look there now (“4 accounts without a second factor”), or nothing.
    """

    label: Any
    text: Any
    url_name: str
    verb: str
    group: str
    order: int
    attention: Attention


PAGES: list[AdminPage] = []


def add(
    label: Any, text: Any, url_name: str, verb: str, *, group: str, order: int, attention: Attention = _nothing
) -> None:
    """Add a page. group: a key of GROUPS; order: its place in the group."""
    PAGES.append(AdminPage(label, text, url_name, verb, group, order, attention))
    PAGES.sort(key=lambda page: (list(GROUPS).index(page.group), page.order))


def pages_for(person: access.Reader, *, on: date) -> list[AdminPage]:
    return [page for page in PAGES if access.holds(person, page.verb, on=on)]
