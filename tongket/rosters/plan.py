"""What an import would do: the rows as understood, and per row what follows from the roll."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.members.models import Education, Member, Occupation, Private, Sex, Theory
from tongket.sheets.shape import Problem

OF_MEMBER = (
    "sex",
    "born_on",
    "card_number",
    "education",
    "theory",
    "party_age_from_on",
    "ceremony_on",
    "official_on",
)
OF_PRIVATE = ("identity_number", "phone", "is_minority", "occupation")
MASKED = frozenset({"identity_number", "phone"})
_CHOICES: dict[str, Any] = {"sex": Sex, "education": Education, "theory": Theory, "occupation": Occupation}
_OTHER = re.compile(r"[^0-9a-z]+")


@dataclass(slots=True)
class People:
    """The rows of a file as understood: columns of cleaned values, and where each row stands."""

    fields: dict[str, list[Any]]
    places: list[tuple[int, int]]
    sheets: list[str]

    def __len__(self) -> int:
        return len(self.places)

    def at(self, index: int) -> tuple[str, int]:
        """Sheet and row as the file counts them."""
        sheet, row = self.places[index]
        return self.sheets[sheet], row


@dataclass(slots=True)
class Ask:
    """Something that only the officer knows. choices: (value, text)."""

    key: str
    kind: str
    text: str
    choices: list[tuple[str, str]]
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Change:
    """A member whose row differs: the fields with what they hold and what the file says."""

    index: int
    member_id: uuid.UUID
    person_id: uuid.UUID
    version: int
    private_id: uuid.UUID | None
    private_version: int
    fields: list[tuple[str, Any, Any]]


@dataclass(slots=True)
class Plan:
    """What an import would do, row by row of `people`."""

    people: People
    units: list[uuid.UUID | None]
    keys: list[str]  # of identity numbers
    folds: list[str]  # of names
    new: list[int] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    refused: int = 0
    skipped: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    official_on: dict[int, date] = field(default_factory=dict)  # where the file says nothing and 12 months were agreed

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way and there is something to do."""
        is_clear = not self.asks and not any(problem.is_error for problem in self.problems)
        return is_clear and bool(self.new or self.changed)

    def digest(self) -> str:
        """A hash of all that the import would do: equal only when it would do the same."""
        whole = hashlib.sha256()
        units = self.units
        whole.update(b"".join([b"%d %d;" % (index, units[index].int) for index in self.new]))  # type: ignore[union-attr]
        for one in self.changed:
            whole.update(repr((one.index, one.member_id, one.version, one.private_version, one.fields)).encode())
        whole.update(repr((self.same, self.refused, len(self.skipped), sorted(self.official_on.items()))).encode())
        return whole.hexdigest()


@cache
def _folded_word(word: str) -> str:
    return text.fold(word)


def name_fold(name: str) -> str:
    """`text.fold` of a name, word by word, since names are made of few words."""
    return " ".join(map(_folded_word, name.split()))


def card_key(number: str) -> str:
    """A card number without what its spelling adds: 60.027445 is 60-027445."""
    bare = number.replace(".", "")
    if bare.isdecimal() and bare.isascii():  # as nearly all are
        return bare
    return _OTHER.sub("", number.lower())


def label(name: str) -> str:
    """What a field is called on the screen; empty for none."""
    if name == "full_name":
        return _("Full name")
    if name == "unit":
        return _("Cell")
    model: Any = Member if name in OF_MEMBER else Private if name in OF_PRIVATE else None
    return str(model._meta.get_field(name).verbose_name) if model else ""


def shown(name: str, value: Any) -> str:
    """A value as a preview shows it."""
    if value is None or value == "":
        return "–"
    if name in MASKED:
        return text.masked(str(value), visible=3)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return dates.dmy(value)
    if name in _CHOICES:
        named: Mapping[Any, Any] = dict(_CHOICES[name].choices)
        return str(named.get(value, value))
    return str(value)
