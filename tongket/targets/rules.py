"""What the rule book says about targets and key tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.compare import Comparator, against_target
from tongket.core.states import Moves


class State(TextChoices):
    DRAFT = "DRAFT", _("draft target")
    VALID = "VALID", _("valid")
    DROPPED = "DROPPED", _("dropped with consent")


MOVES: Moves = {
    "adopt": ({State.DRAFT}, State.VALID),
    "drop": ({State.DRAFT, State.VALID}, State.DROPPED),
}


class Grade(TextChoices):
    """How well a key task was done; no rating of a body or a person (R-TGT-05)."""

    EXCELLENT = "EXCELLENT", _("excellently done")
    GOOD = "GOOD", _("well done")
    FULFILLED = "FULFILLED", _("task fulfilled")
    NOT_FULFILLED = "NOT_FULFILLED", _("task not fulfilled")


def state_of(resolution_number: str, resolution_on: date | None) -> State:
    """A target is valid only after a resolution with symbol and date; until then it is a draft. Source: R-TGT-07."""
    return State.VALID if resolution_number and resolution_on is not None else State.DRAFT


def is_met(actual: Decimal | None, comparator: str, value: Decimal, *, is_share: bool) -> bool | None:
    """Whether a target is met, decided on the unrounded value; None while nothing is known. Source: R-TGT-03."""
    if actual is None:
        return None
    return against_target(actual, Comparator(comparator), value, is_share=is_share).met


def attainment_percent(actual: Decimal | None, value: Decimal) -> int | None:
    """How far the way to a target has come: whole percent, 0 to 100, for the bar; None where it cannot be drawn."""
    if actual is None or value <= 0:
        return None
    return max(0, min(100, int(actual * 100 / value)))


class Outlook(StrEnum):
    """Where a target stands on a day."""

    MET = "met"
    NOT_YET = "not_yet"  # its year is still running
    MISSED = "missed"
    UNKNOWN = "unknown"


def outlook(met: bool | None, comparator: str, year: int, *, on: date) -> Outlook:
    """Where a target stands: what is not reached yet is missed only when the year is over; a ceiling broken, at once.

    Source: R-TGT-03 (the time: ours).
    """
    if met is None:
        return Outlook.UNKNOWN
    if met:
        return Outlook.MET
    is_ceiling = comparator in {Comparator.LE, Comparator.NONE}
    return Outlook.MISSED if is_ceiling or on > date(year, 12, 31) else Outlook.NOT_YET


@dataclass(frozen=True)
class Share:
    """How many of the targets were met. unknown: neither counted nor entered yet; part of `all`."""

    met: int
    missed: int
    unknown: int

    @property
    def all(self) -> int:
        return self.met + self.missed + self.unknown


def share_met(answers: Iterable[bool | None]) -> Share:
    """Sum up whether each target is met; those dropped with consent are not handed in. Source: R-TGT-04."""
    found = list(answers)
    return Share(found.count(True), found.count(False), found.count(None))


class Standing(StrEnum):
    """Where a key task stands on a day."""

    DONE = "done"
    DONE_LATE = "done_late"
    RUNNING = "running"
    OVERDUE = "overdue"


def standing(due_on: date, done_on: date | None, *, on: date) -> Standing:
    """Done in time (the due day counts), done late, still running, or overdue. Source: R-TGT-05."""
    if done_on is not None:
        return Standing.DONE_LATE if done_on > due_on else Standing.DONE
    return Standing.OVERDUE if on > due_on else Standing.RUNNING
