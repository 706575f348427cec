"""What the rule book says about the symbols of documents, their numbers and days, and about carrying them out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core import dates, numbers, text
from tongket.core.states import Moves

_SYMBOL = re.compile(
    r"(?:[Ss]ố\s*:?\s*)?(?P<number>\d{1,5})\s*[-–]\s*(?P<kind>[A-ZĐa-zđi]{2,5})\s*/\s*(?P<issuer>[A-ZĐ][\wĐđ.-]*)"
)
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

    Numbers below 10 get two digits; upper and lower case of the kind are kept ("QĐi"); a "Số" before it is dropped.
    Raises ValueError.
    Source: R-DOC-01.
    """
    match = _SYMBOL.fullmatch(text.nfc(" ".join(written.split())))
    if match is None or int(match["number"]) == 0:
        raise ValueError(f"no number and symbol of a document: {written!r}")
    return Symbol(f"{int(match['number']):02d}", match["kind"], match["issuer"])


def parse_kind_and_issuer(written: str) -> str:
    """What stands behind a number, without spaces: "NQ / TU" is "NQ/TU". Raises ValueError. Source: R-DOC-01."""
    match = _WITHOUT_NUMBER.fullmatch(text.nfc(" ".join(written.split())))
    if match is None:
        raise ValueError(f"no symbol of a document: {written!r}")
    return f"{match['kind']}/{match['issuer']}"


def cited(printed: str, issued_on: date | None, issuer: str) -> str:
    """How a document is referred to: never by its symbol alone, since that comes again in other terms and offices.

    ("01-HD/TW", 28/09/2021, "Ban Bí thư") → "01-HD/TW, ngày 28/09/2021 của Ban Bí thư". Source: R-DOC-06.
    """
    day = f", ngày {dates.dmy(issued_on)}" if issued_on is not None else ""
    return f"{printed}{day} của {issuer}"


def is_plausible_reference(issued_on: date | None, referred_on: date | None) -> bool:
    """Whether a document of that day can refer to one of the other: what is referred to is not younger.

    Days that are not known stop nothing. Source: R-DOC-07.
    """
    return issued_on is None or referred_on is None or referred_on <= issued_on


# --- Documents of our own ---------------------------------------------------------------------------------------------


class DocumentState(TextChoices):
    DRAFT = "draft", _("draft")
    SIGNED = "signed", _("signed")
    RESERVED = "reserved", _("not held here")
    VOID = "void", _("number void")


DOCUMENT_MOVES: Moves = {
    "sign": ({DocumentState.DRAFT}, DocumentState.SIGNED),
    "make void": ({DocumentState.SIGNED, DocumentState.RESERVED}, DocumentState.VOID),
}


def series_start(congress_on: date | None, from_on: date) -> date:
    """The first day of the series of a committee's term: the day after its congress; of an appointed one its first day.

    A congress closed on 20/8/2025: 01-BC/ĐU is of 21/8/2025 or later, and January 2026 goes on counting.
    Source: R-DOC-02.
    """
    return congress_on + timedelta(days=1) if congress_on is not None else from_on


# --- Carrying out ----------------------------------------------------------------------------------------------------


class Progress(StrEnum):
    """How far a unit has come with one thing that a directive asks of it, on a day."""

    NOT_ASKED = "not_asked"
    DONE = "done"
    DONE_LATE = "done_late"
    WAITING = "waiting"  # nothing is late yet, or no day was set
    OVERDUE = "overdue"


def study_progress(due_on: date | None, first_studied_on: date | None, *, on: date) -> Progress:
    """Whether the unit has studied, in time, late, or not yet; the due day itself is in time. Source: R-DIR-03."""
    if first_studied_on is not None:
        is_late = due_on is not None and first_studied_on > due_on
        return Progress.DONE_LATE if is_late else Progress.DONE
    return Progress.OVERDUE if due_on is not None and on > due_on else Progress.WAITING


def programme_progress(
    needs_programme: bool, programme_on: date | None, *, due_on: date | None = None, on: date
) -> Progress:
    """Whether the unit has its action programme; no general time limit is known, so it is late only past a day that
    was set. Source: R-DIR-03.
    """
    if programme_on is None and not needs_programme:
        return Progress.NOT_ASKED
    return study_progress(due_on, programme_on, on=on)


def lag_days(received_on: date, done_on: date | None) -> int | None:
    """Calendar days from receipt to the deed, 0 or more; None while it has not been done."""
    return None if done_on is None else (done_on - received_on).days


@dataclass(frozen=True)
class Lag:
    """Days from receipt to a deed over several units. middle: their median; worst: the longest; None: nobody did it."""

    middle: Decimal | None
    worst: int | None
    not_yet: int


def lag_of(days: Iterable[tuple[date, date | None]]) -> Lag:
    """The lag over units: for each the day of receipt and that of the deed, None where it has not been done."""
    lags = [lag_days(received_on, done_on) for received_on, done_on in days]
    done = [lag for lag in lags if lag is not None]
    middle = Decimal(str(median(done))) if done else None
    return Lag(middle, max(done, default=None), len(lags) - len(done))


def review_progress(due_on: date, done_on: date | None, *, on: date) -> Progress:
    """Whether an interim or final review was held in time, late, or not yet; the due day itself is in time."""
    return study_progress(due_on, done_on, on=on)


def coverage_percent(covered: int | None, to_cover: int | None) -> Fraction | None:
    """Share of those who had to study that did: 35,599 of 35,900 is 99.16 %. None while it was not confirmed.

    Both are numbers that the unit enters; who is exempt or long absent is not in `to_cover`. No names are behind them.
    Source: R-DIR-02, R-DIR-06.
    """
    if covered is None or not to_cover:
        return None
    return numbers.ratio_percent(covered, to_cover)


def has_done_all(*, is_studied: bool, has_programme: bool, is_carried_out: bool) -> bool:
    """Whether a grassroots organisation counts for the target on a congress resolution: it has studied it, built a
    programme and carried that out; two of three count for nothing. Source: R-DIR-02.
    """
    return is_studied and has_programme and is_carried_out
