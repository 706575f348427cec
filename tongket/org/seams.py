"""What later packages know and the writers of units and committees ask: each package registers it in its
`policy.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tongket.org.access import Reader
from tongket.org.models import Unit

Hindrance = Callable[[Unit], str]
HINDRANCES: list[Hindrance] = []


def hindrance(ask: Hindrance) -> Hindrance:
    """Register a source: called with a unit that is to end, it says what has to be done first, or nothing."""
    HINDRANCES.append(ask)
    return ask


def hindrances(unit: Unit) -> list[str]:
    """All that has to be done before the unit can end."""
    return [words for ask in HINDRANCES if (words := ask(unit))]


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


@dataclass(frozen=True)
class Known:
    """What another table knows of a person. about: in words, as far as the reader may know it; the others are compared
    with what somebody types, and not shown.
    """

    about: str = ""
    born_on: date | None = None
    card_number: str = ""


KnownSource = Callable[[Sequence[UUID], Reader, date], Mapping[UUID, Known]]
KNOWN: list[KnownSource] = []


def known_source(ask: KnownSource) -> KnownSource:
    """Register what a table knows of persons, by their ids, to tell those of one name apart."""
    KNOWN.append(ask)
    return ask
