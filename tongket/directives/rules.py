"""What the rule book says about the symbols of documents, and how far a unit has come with one that binds it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongket.core import text

_SYMBOL = re.compile(r"(?P<number>\d{1,5})\s*[-–]\s*(?P<kind>[A-ZĐa-zđi]{2,5})\s*/\s*(?P<issuer>[A-ZĐ][\wĐđ.-]*)")
_WITHOUT_NUMBER = re.compile(r"(?P<kind>[A-ZĐa-zđi]{2,5})\s*/\s*(?P<issuer>[A-ZĐ][\wĐđ.-]*)")


@dataclass(frozen=True)
class Symbol:
    """The number and symbol of a document: `08-NQ/TU` is number "08", kind "NQ", issuer "TU"."""

    number: str
    kind: str
    issuer: str

    @property
    def symbol(self) -> str:
        """What stands behind the number: "NQ/TU"."""
        return f"{self.kind}/{self.issuer}"

    def __str__(self) -> str:
        return f"{self.number}-{self.symbol}"


def parse_symbol(written: str) -> Symbol:
    """The number and symbol that somebody typed, with or without spaces: "8 - NQ/TU" is 08-NQ/TU.

    Numbers below 10 get two digits; upper and lower case of the kind are kept ("QĐi"). Raises ValueError.
    Source: R-DOC-01.
    """
    found = _SYMBOL.fullmatch(text.nfc(" ".join(written.split())))
    if found is None or int(found["number"]) == 0:
        raise ValueError(f"no number and symbol of a document: {written!r}")
    return Symbol(f"{int(found['number']):02d}", found["kind"], found["issuer"])


def parse_kind_and_issuer(written: str) -> str:
    """What stands behind a number, without spaces: "NQ / TU" is "NQ/TU". Raises ValueError. Source: R-DOC-01."""
    found = _WITHOUT_NUMBER.fullmatch(text.nfc(" ".join(written.split())))
    if found is None:
        raise ValueError(f"no symbol of a document: {written!r}")
    return f"{found['kind']}/{found['issuer']}"


class Standing(StrEnum):
    """How far a unit has come with one thing that a directive asks of it, on a day."""

    NOT_ASKED = "not_asked"
    DONE = "done"
    DONE_LATE = "done_late"
    WAITING = "waiting"  # nothing is late yet, or no day was set
    OVERDUE = "overdue"


def study_standing(due_on: date | None, first_studied_on: date | None, *, on: date) -> Standing:
    """Whether the unit has studied, in time, late, or not yet; the due day itself is in time. Source: R-DIR-03."""
    if first_studied_on is not None:
        is_late = due_on is not None and first_studied_on > due_on
        return Standing.DONE_LATE if is_late else Standing.DONE
    return Standing.OVERDUE if due_on is not None and on > due_on else Standing.WAITING


def programme_standing(needs_programme: bool, programme_on: date | None) -> Standing:
    """Whether the unit has its action programme; no general time limit is known, so none is ever late.

    Source: R-DIR-03.
    """
    if programme_on is not None:
        return Standing.DONE
    return Standing.WAITING if needs_programme else Standing.NOT_ASKED


def lag_days(received_on: date, done_on: date | None) -> int | None:
    """Calendar days from receipt to the deed, 0 or more; None while it has not been done."""
    return None if done_on is None else (done_on - received_on).days
