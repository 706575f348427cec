"""Parts of a member's page that later packages fill: each package registers its own in its `policy.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tongket.members.models import Member
from tongket.org.models import Person
from tongket.pages.record import Section

Sections = Callable[[Member, Person, date], Sequence[Section]]  # what a person may read of a member on a day


@dataclass(frozen=True)
class Part:
    name: str
    order: int
    sections: Sections


PARTS: list[Part] = []


def add(name: str, order: int, sections: Sections) -> None:
    """Register a part; those with a small order stand first. Raises ValueError on a double."""
    if name in {part.name for part in PARTS}:
        raise ValueError(f"{name} is registered twice")
    PARTS.append(Part(name, order, sections))
    PARTS.sort(key=lambda part: part.order)


def sections_of(member: Member, person: Person, on: date) -> list[Section]:
    return [section for part in PARTS for section in part.sections(member, person, on)]
