"""What later packages know and the writers of units and committees ask: each package registers it in its
`policy.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Model

from tongket.org.access import Reader
from tongket.org.models import Opening, Person, Unit


class Handover(Protocol):
    """A unit that ends or gives a part of itself away, for those who hand over what was its own.

    from_on: the day from which that holds. ends: whether the unit ends. successor: takes all for which nothing else is
    chosen; None: nobody does, so that what has to stand somewhere is refused, or stays where the unit lives on.
    """

    @property
    def unit(self) -> Unit: ...

    @property
    def successor(self) -> Unit | None: ...

    @property
    def from_on(self) -> date: ...

    @property
    def ends(self) -> bool: ...

    @property
    def number(self) -> str: ...

    @property
    def by(self) -> Person | None: ...

    @property
    def on(self) -> date: ...

    def chosen(self, kind: str, key: object) -> Unit | None:
        """The unit that was chosen for one thing."""

    def change(self, row: Model, **changes: Any) -> None:
        """Change a row; a withdrawal of the event puts back what it held."""

    def make(self, row: Model) -> None:
        """Save a new row; a withdrawal of the event removes it."""


@dataclass(frozen=True)
class Thing:
    """Something that goes along, as it is listed before. about: what tells it from others."""

    key: str
    label: str
    about: str = ""


@dataclass(frozen=True)
class GoesAlong:
    """One kind of things of a unit that ends or is split.

    things: of a unit on a day, as far as somebody may see them. note: what becomes of them when the unit ends.
    order: those with a small number hand over first. can_end: whether they end with the unit where nobody chooses.
    is_choice: whether a split lets one choose where each goes; else the note holds for all, and only where it ends.
    check: raises ValidationError where something can go nowhere; asked also of an event of a day to come.
    """

    name: str
    label: Any
    note: Any
    order: int
    can_end: bool
    things: Callable[[Unit, Reader, date], Sequence[Thing]]
    hand_over: Callable[[Handover], None]
    check: Callable[[Handover], None] = lambda handover: None
    is_choice: bool = True


GOES_ALONG: list[GoesAlong] = []


def goes_along(kind: GoesAlong) -> GoesAlong:
    """Register what goes along when a unit ends or is split. Raises ValueError on a double."""
    if kind.name in {other.name for other in GOES_ALONG}:
        raise ValueError(f"{kind.name} is registered twice")
    GOES_ALONG.append(kind)
    GOES_ALONG.sort(key=lambda other: other.order)
    return kind


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


Founded = Callable[[Opening, date], None]
FOUNDED: list[Founded] = []


def at_founding(take_over: Founded) -> Founded:
    """Register what keeps, in the founding's own transaction, what was said of the organisation on the first run."""
    FOUNDED.append(take_over)
    return take_over


def founded(opening: Opening, on: date) -> None:
    """Let everybody take over what was said."""
    for take_over in FOUNDED:
        take_over(opening, on)


NameKeeper = Callable[[Person], str]
NAME_KEEPERS: list[NameKeeper] = []


def name_keeper(where: NameKeeper) -> NameKeeper:
    """Register what says, in a sentence, where the name of a person is corrected instead; or nothing."""
    NAME_KEEPERS.append(where)
    return where


NameCopy = Callable[[Person], None]
NAME_COPIES: list[NameCopy] = []


def name_copy(refresh: NameCopy) -> NameCopy:
    """Register what writes the name of a person again where a table repeats it."""
    NAME_COPIES.append(refresh)
    return refresh
