"""What waits for a person: each package adds a source of due items in its `policy.py`; the home page asks them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tongket.org.access import Reader
from tongket.pages.reminders import matters


@dataclass(frozen=True)
class DueItem:
    """One thing to do, with the one button that does it."""

    title: str
    text: str
    due_on: date | None
    action_label: str
    action_url: str
    about: str = ""  # the key of its row among the matters that units are reminded of


Source = Callable[[Any, date], Iterable[DueItem]]
SOURCES: list[Source] = []


def source(ask: Source) -> Source:
    """Register a source: called with the person and the day, it yields what waits for that person."""
    SOURCES.append(ask)
    return ask


def items(person: Reader, *, on: date) -> list[DueItem]:
    """All that waits, what is due first coming first; what has no day last."""
    due_items = _with_reminders([item for ask in SOURCES for item in ask(person, on)])
    return sorted(due_items, key=lambda item: (item.due_on is None, item.due_on or on, item.title))


def _with_reminders(due_items: list[DueItem]) -> list[DueItem]:
    """The items, those with who reminded of them whose unit was reminded."""
    reminders = matters.latest(item.about for item in due_items if item.about)
    return [
        replace(item, text=" · ".join(filter(None, [item.text, matters.words(reminders[item.about])])))
        if item.about in reminders
        else item
        for item in due_items
    ]
