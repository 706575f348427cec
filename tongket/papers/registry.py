"""Which records papers are made about: each package adds its own in its `policy.py` (docs/how-to-add.md)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from tongket.directives.kinds import Kind
from tongket.org.models import Unit


@dataclass(frozen=True)
class Numbered:
    """The number and day that a paper is made with; a draft has neither, and only the day it would be of.

    kind_symbol, issuer_symbol: what stands before and behind the slash: "QĐ", "ĐU".
    """

    number: int | None
    kind_symbol: str
    issuer_symbol: str
    issued_on: date | None
    day: date

    @property
    def symbol(self) -> str:
        return f"{self.kind_symbol}/{self.issuer_symbol}"

    @property
    def printed(self) -> str:
        """ "05-QĐ/ĐU"; a draft without its number."""
        return f"{self.number:02d}-{self.symbol}" if self.number is not None else f"-{self.symbol}"


@dataclass(frozen=True)
class PaperForm:
    """One paper that a kind of record gets.

    title: of the paper about a record, as lists and the register name it. make: the .docx, outside every transaction.
    unit: whose paper it is. is_due: whether it can be issued as the record is now. given: number and day that the
    record names already, where the office has entered them there.
    """

    name: str
    label: Any
    kind: Kind
    title: Callable[[Any], str]
    make: Callable[[Any, Numbered], bytes]
    unit: Callable[[Any], Unit] = lambda record: record.unit
    is_due: Callable[[Any], bool] = lambda record: True
    given: Callable[[Any], tuple[int | None, date | None]] = lambda record: (None, None)


@dataclass(frozen=True)
class Matter:
    """A kind of record. read, write: the verbs over it that open its papers, and that issue them. query: its rows, with
    their unit and place.
    """

    name: str
    model: type[Model]
    read: str
    write: str
    query: Callable[[], QuerySet[Any]]
    forms: Sequence[PaperForm]

    def form(self, name: str) -> PaperForm | None:
        return next((form for form in self.forms if form.name == name), None)


MATTERS: dict[str, Matter] = {}


def add(matter: Matter) -> Matter:
    """Register a kind of record. Raises ValueError on a double."""
    if matter.name in MATTERS or any(matter.model is other.model for other in MATTERS.values()):
        raise ValueError(f"papers of {matter.name} are registered twice")
    MATTERS[matter.name] = matter
    return matter


def matter_of(record: Model) -> Matter:
    """The kind of a record. Raises LookupError."""
    for matter in MATTERS.values():
        if matter.model is type(record):
            return matter
    raise LookupError(f"{record._meta.label} has no papers")
