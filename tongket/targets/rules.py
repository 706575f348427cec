"""What the rule book says about targets and key tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
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
    "take up": ({State.DROPPED}, State.VALID),
    "take up as draft": ({State.DROPPED}, State.DRAFT),
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
    """Whether a target is met, decided on the unrounded value; None while nothing is known.

    Each target has a measure of its own: organisations and members are two. Source: R-TGT-03, R-TGT-06.
    """
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

    EXCEEDED = "exceeded"
    MET = "met"
    AT_RISK = "at_risk"  # its year is running, but the result lags behind the time that has passed
    NOT_YET = "not_yet"  # its year is still running
    MISSED = "missed"
    UNKNOWN = "unknown"


BEHIND_BY = 10  # percent points that a result may lag behind the time of year before it is at risk (design)


def year_gone_percent(year: int, on: date) -> int:
    """How much of a year has passed on a day: whole percent, 0 to 100."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return max(0, min(100, ((on - first).days + 1) * 100 // ((last - first).days + 1)))


def outlook(actual: Decimal | None, comparator: str, value: Decimal, *, is_share: bool, year: int, on: date) -> Outlook:
    """Where a target stands: exceeded, met, at risk or not yet by the time of year, missed, unknown.

    What is not reached yet is missed only when the year is over; a ceiling broken, at once. A number is at risk when it
    lags more than BEHIND_BY percent points behind the part of the year that has gone. Source: R-TGT-03 (the time:
    ours).
    """
    met = is_met(actual, comparator, value, is_share=is_share)
    if actual is None or met is None:
        return Outlook.UNKNOWN
    is_ceiling = comparator in {Comparator.LE, Comparator.NONE}
    if met:
        return Outlook.EXCEEDED if comparator == Comparator.GE and actual > value else Outlook.MET
    if is_ceiling or on > date(year, 12, 31):
        return Outlook.MISSED
    reached = attainment_percent(actual, value) or 0
    if not is_share and reached + BEHIND_BY < year_gone_percent(year, on):
        return Outlook.AT_RISK
    return Outlook.NOT_YET


# --- Given down -----------------------------------------------------------------------------------------------------


class Way(TextChoices):
    """How a number is divided among the units that carry it."""

    EVEN = "even", _("evenly")
    BY_SIZE = "by_size", _("by the number of members")
    BY_HAND = "by_hand", _("by hand")


def divided(value: Decimal, sizes: Sequence[int], *, places: int = 0) -> list[Decimal]:
    """A number divided in proportion to sizes, so that the parts add up to it again; those cut off most get the rest.

    places: decimals of each part. All sizes 0: evenly. Raises ValueError without anybody to give to, or a size below 0.
    Source: R-TGT-01 (given down).
    """
    if not sizes or min(sizes) < 0:
        raise ValueError("sizes")
    weights = list(sizes) if sum(sizes) else [1] * len(sizes)
    step = Decimal(1).scaleb(-places)
    whole = value.quantize(step)
    exact = [whole * weight / sum(weights) for weight in weights]
    parts = [part.quantize(step, rounding=ROUND_FLOOR) for part in exact]
    left = int((whole - sum(parts)) / step)
    most_cut = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in most_cut[:left]:
        parts[at] += step
    return parts


def sum_differs(value: Decimal, parts: Iterable[Decimal], comparator: str) -> Decimal | None:
    """By how much the parts given down miss what they have to add up to; None: they agree.

    Units together may take on more than a least number, and no more than a ceiling. Source: R-TGT-01, R-TGT-03.
    """
    difference = sum(parts, Decimal(0)) - value
    if comparator == Comparator.GE and difference > 0:
        return None
    if comparator == Comparator.LE and difference < 0:
        return None
    return difference or None


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
    known = list(answers)
    return Share(known.count(True), known.count(False), known.count(None))


class TaskState(StrEnum):
    """Where a key task stands on a day."""

    DONE = "done"
    DONE_LATE = "done_late"
    RUNNING = "running"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"


SOON_DAYS = 14  # before the due day a task without half of it done is at risk (design)
HALF_DONE = 50


def task_state(
    due_on: date,
    done_on: date | None,
    *,
    on: date,
    percent: int | None = None,
    is_step_late: bool = False,
) -> TaskState:
    """Done in time (the due day counts), done late, still running, at risk, or overdue.

    At risk: a step of it is late, or it is due within SOON_DAYS and less than half done. Source: R-TGT-05.
    """
    if done_on is not None:
        return TaskState.DONE_LATE if done_on > due_on else TaskState.DONE
    if on > due_on:
        return TaskState.OVERDUE
    is_soon = (due_on - on).days <= SOON_DAYS
    if is_step_late or (is_soon and (percent or 0) < HALF_DONE):
        return TaskState.AT_RISK
    return TaskState.RUNNING
