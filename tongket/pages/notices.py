"""What there is to look at in a unit: packages that know its numbers add a source; the page of the unit asks all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tongket.org.models import Unit


@dataclass(frozen=True)
class Notice:
    """One thing that departs from a rule. rule: its number in the rule book; url: where it can be answered."""

    rule: str
    text: str
    url: str = ""


Source = Callable[[Unit, date], Iterable[Notice]]
SOURCES: list[Source] = []


def source(ask: Source) -> Source:
    """Register a source: called with a unit and the day, it yields what departs from a rule there."""
    SOURCES.append(ask)
    return ask


def of(unit: Unit, on: date) -> list[Notice]:
    """All that is to be looked at in a unit."""
    return [notice for ask in SOURCES for notice in ask(unit, on)]
