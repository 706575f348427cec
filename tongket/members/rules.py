"""Membership as the Statute has it: ages, the days that count, what a member's state may become."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves
from tongket.core.workdays import NOTHING_SWAPPED, add_working_days

PROBATION_MONTHS = 12


class MemberState(TextChoices):
    """R-MEM §4.1, from admission on."""

    PROBATIONARY = "PROBATIONARY", _("probationary member")
    OFFICIAL = "OFFICIAL", _("official member")
    EXEMPT = "EXEMPT", _("exempt from activities")
    TRANSFERRED_OUT = "TRANSFERRED_OUT", _("transferred out")
    REMOVED = "REMOVED", _("removed from the list")
    RESIGNED = "RESIGNED", _("resigned")
    EXPELLED = "EXPELLED", _("expelled")
    DECEASED = "DECEASED", _("deceased")


ON_ROLL = frozenset({MemberState.PROBATIONARY, MemberState.OFFICIAL, MemberState.EXEMPT})

MOVES: Moves = {  # verb: (from any of these, to this)
    "recognise": ({MemberState.PROBATIONARY}, MemberState.OFFICIAL),
    "transferred_out": (ON_ROLL, MemberState.TRANSFERRED_OUT),
    "removed": (ON_ROLL, MemberState.REMOVED),
    "resigned": (ON_ROLL, MemberState.RESIGNED),
    "expelled": (ON_ROLL, MemberState.EXPELLED),
    "deceased": (ON_ROLL, MemberState.DECEASED),
}


class Opened(TextChoices):
    """How a membership of a unit began."""

    OPENING = "opening", _("on the roll when the books were opened")
    ADMITTED = "admitted", _("admitted")
    TRANSFERRED_IN = "transferred_in", _("transferred in")


class Closed(TextChoices):
    """How a membership of a unit ended."""

    TRANSFERRED_OUT = "transferred_out", _("transferred to another unit")
    DECEASED = "deceased", _("died")
    REMOVED = "removed", _("removed from the list")
    RESIGNED = "resigned", _("resigned")
    EXPELLED = "expelled", _("expelled")


OUT_OF_PARTY = frozenset({Closed.REMOVED, Closed.RESIGNED, Closed.EXPELLED})


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def full_years(born_on: date, on: date) -> int:
    """Completed years of age. Raises ValueError for a day before birth."""
    if on < born_on:
        raise ValueError(f"{on} lies before {born_on}")
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def is_too_young(born_on: date, on: date, *, youngest: int) -> bool:
    """Whether somebody has not completed the years that admission asks for. Source: R-MEM-01."""
    return full_years(born_on, on) < youngest


def is_past_ordinary_age(born_on: date, on: date, *, oldest: int) -> bool:
    """Whether admission needs the consent of a higher committee. Source: R-MEM-01."""
    return full_years(born_on, on) >= oldest


def ceremony_due_on(decided_on: date, working_days: int, swapped: Mapping[date, bool] = NOTHING_SWAPPED) -> date:
    """The last day for the ceremony, counted from the day the decision was issued. Source: R-MEM-07."""
    return add_working_days(decided_on, working_days, swapped)


def probation_ends_on(ceremony_on: date) -> date:
    """The day from which somebody counts as official, however late that is decided. Source: R-MEM-08, R-MEM-09."""
    return months_after(ceremony_on, PROBATION_MONTHS)


def stock_after(start: int, *, opened: Iterable[int], closed: Iterable[int]) -> int:
    """How many there are at the end: those at the start, those who came, without those who went. Source: R-MEM-17."""
    return start + sum(opened) - sum(closed)
