"""States of a periodic report, and whether it came in time (R-REP-01)."""

from datetime import date
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves


class State(TextChoices):
    DUE = "DUE", _("due")
    SENT = "SENT", _("sent")
    RETURNED = "RETURNED", _("returned")
    ACCEPTED = "ACCEPTED", _("accepted")
    EXCUSED = "EXCUSED", _("excused")


class Span(TextChoices):
    """Which days a number of a form counts (R-REP-05): those of the period, those since 1 January, or both in two
    columns; of a stock, its last day, or both the day before it began and its last day.
    """

    PERIOD = "period", _("in the period")
    YEAR = "year", _("since 1 January")
    BOTH = "both", _("both: in the period, and since 1 January")


NOT_APPLICABLE = "na"  # said on purpose; nil is "0", and what is missing is not there at all

MOVES: Moves = {  # verb: (from any of these, to this)
    "send": ({State.DUE, State.RETURNED}, State.SENT),
    "take back": ({State.SENT}, State.DUE),
    "return": ({State.SENT}, State.RETURNED),
    "accept": ({State.SENT}, State.ACCEPTED),
    "excuse": ({State.DUE}, State.EXCUSED),
    "ask again": ({State.EXCUSED}, State.DUE),
    "reopen": ({State.ACCEPTED}, State.RETURNED),
    "undo": ({State.ACCEPTED, State.RETURNED}, State.SENT),
}


class BatchVerb(TextChoices):
    """What is done to many reports at once."""

    ACCEPT = "accept", _("Accept")
    RETURN = "return", _("Return")
    REMIND = "remind", _("Remind")


class Outcome(TextChoices):
    """What became of one report of many."""

    DONE = "done", _("done")
    LEFT = "left", _("left for a reader")  # its numbers do not agree, or explain themselves
    OPEN_BELOW = "below", _("reports under it are still open")
    OTHER_STATE = "state", _("not in a state for it")
    UNDONE = "undone", _("undone")
    USED = "used", _("used since, not undone")


class Timing(StrEnum):
    """How a report stands to its due day."""

    ON_TIME = "on_time"
    LATE = "late"  # it came, after its day
    MISSING = "missing"  # its day is over and it has not come
    SOON = "soon"  # due within a week
    AHEAD = "ahead"


SOON_DAYS = 7


def timing(due_on: date, sent_on: date | None, *, on: date) -> Timing:
    """How a report stands on a day; the due day itself is in time. sent_on: of the first sending. Source: R-REP-01."""
    if sent_on is not None:
        return Timing.LATE if sent_on > due_on else Timing.ON_TIME
    if on > due_on:
        return Timing.MISSING
    return Timing.SOON if (due_on - on).days <= SOON_DAYS else Timing.AHEAD


def days_late(due_on: date, sent_on: date | None, *, on: date) -> int:
    """Calendar days after the due day on which the report came, or has not come by `on`; 0 when it is not late."""
    return max(0, ((sent_on or on) - due_on).days)
