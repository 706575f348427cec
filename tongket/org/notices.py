"""What there is to look at in a unit: packages that know its numbers add a source; the page of the unit asks all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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


# --- What other packages know and a committee needs ------------------------------------------------------------------

People = Callable[[Unit, str, str], Iterable[Any]]  # unit, name, card number → persons who may sit there
PEOPLE: list[People] = []
TermLength = Callable[[Unit, date], "tuple[int, int] | None"]  # months of a term, months it may be off; None: not known
LENGTHS: list[TermLength] = []


def people_source(ask: People) -> People:
    """Register who belongs to a unit and all under it, so that a seat is given to the person already known."""
    PEOPLE.append(ask)
    return ask


def term_length_source(ask: TermLength) -> TermLength:
    """Register how long a term of a unit's committee lasts by the texts and by what the unit has set (R-ORG-08)."""
    LENGTHS.append(ask)
    return ask
