"""Membership as the Statute has it: ages, the days that count, what a member's state may become."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.dates import months_after
from tongket.core.states import Moves
from tongket.core.workdays import NOTHING_SWAPPED, add_working_days

PROBATION_MONTHS = 12


class MemberState(TextChoices):
    """What a member is, from admission on."""

    PROBATIONARY = "PROBATIONARY", _("probationary member")
    OFFICIAL = "OFFICIAL", _("official member")
    EXEMPT = "EXEMPT", _("exempt from activities")
    TEMP_AWAY = "TEMP_AWAY", _("temporarily elsewhere")
    SUSPENDED = "SUSPENDED", _("suspended from activities")
    TRANSFERRED_OUT = "TRANSFERRED_OUT", _("transferred out")
    REMOVED = "REMOVED", _("removed from the list")
    RESIGNED = "RESIGNED", _("resigned")
    EXPELLED = "EXPELLED", _("expelled")
    DECEASED = "DECEASED", _("deceased")


ACTIVE = frozenset({MemberState.PROBATIONARY, MemberState.OFFICIAL})
SIDE = frozenset({MemberState.EXEMPT, MemberState.TEMP_AWAY, MemberState.SUSPENDED})
ON_ROLL = ACTIVE | SIDE
OUTSIDE = frozenset({MemberState.REMOVED, MemberState.RESIGNED, MemberState.EXPELLED})

MOVES: Moves = {  # verb: (from any of these, to this)
    "recognise": ({MemberState.PROBATIONARY}, MemberState.OFFICIAL),
    "exempt": (ACTIVE, MemberState.EXEMPT),
    "temp_away": (ACTIVE, MemberState.TEMP_AWAY),
    "suspend": (ACTIVE | {MemberState.EXEMPT, MemberState.TEMP_AWAY}, MemberState.SUSPENDED),
    "transferred_out": (ON_ROLL - {MemberState.SUSPENDED}, MemberState.TRANSFERRED_OUT),
    "removed": (ON_ROLL, MemberState.REMOVED),
    "resigned": (ON_ROLL, MemberState.RESIGNED),
    "expelled": (ON_ROLL, MemberState.EXPELLED),
    "deceased": (ON_ROLL, MemberState.DECEASED),
    "readmit": (OUTSIDE, MemberState.PROBATIONARY),
    # slips put right
    "take recognition back": ({MemberState.OFFICIAL}, MemberState.PROBATIONARY),
    "come back official": (frozenset(MemberState) - ON_ROLL, MemberState.OFFICIAL),
    "come back on probation": (frozenset(MemberState) - ON_ROLL, MemberState.PROBATIONARY),
}


class Opened(TextChoices):
    """How a membership of a unit began."""

    OPENING = "opening", _("on the roll when the books were opened")
    ADMITTED = "admitted", _("admitted")
    TRANSFERRED_IN = "transferred_in", _("transferred in")
    READMITTED = "readmitted", _("admitted again")
    RESTORED = "restored", _("membership restored")
    REORGANISED = "reorganised", _("came along when units were merged or split")


class Closed(TextChoices):
    """How a membership of a unit ended."""

    TRANSFERRED_OUT = "transferred_out", _("transferred to another unit")
    DECEASED = "deceased", _("died")
    REMOVED = "removed", _("removed from the list")
    RESIGNED = "resigned", _("resigned")
    EXPELLED = "expelled", _("expelled")
    REORGANISED = "reorganised", _("went along when units were merged or split")


AFTER_A_GAP = frozenset({Opened.TRANSFERRED_IN, Opened.READMITTED, Opened.RESTORED})
WAYS_OUT = frozenset(Closed) - {Closed.REORGANISED}  # of members, one by one
OUT_OF_PARTY = frozenset({Closed.REMOVED, Closed.RESIGNED, Closed.EXPELLED})


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


def ceremony_due_on(counted_from_on: date, working_days: int, swapped: Mapping[date, bool] = NOTHING_SWAPPED) -> date:
    """The last day for the ceremony, counted from the day that the text names. Source: R-MEM-07."""
    return add_working_days(counted_from_on, working_days, swapped)


def ceremony_counted_from(decided_on: date, received_on: date | None, *, counted_from: str) -> date:
    """The day from which the deadline of a ceremony runs: “issued” or “received”, as the text in force says.

    As long as nobody has noted when the cell received the decision, the day of the decision. Source: R-MEM-07.
    """
    return received_on if counted_from == "received" and received_on is not None else decided_on


def certificate_holds(certificate_on: date, vote_on: date, *, months: int) -> bool:
    """Whether the certificate of the course for candidates is valid on the day the cell votes. Source: R-MEM-03."""
    return certificate_on <= vote_on <= months_after(certificate_on, months)


def knows_long_enough(together_since_on: date, vote_on: date, *, months: int) -> bool:
    """Whether an introducer has worked long enough together with the candidate. Source: R-MEM-04."""
    return months_after(together_since_on, months) <= vote_on


def has_introducers(official_members: int, *, has_organisation: bool) -> bool:
    """Two official members, or one and the Youth Union or trade union of the place. Source: R-MEM-04."""
    return official_members >= 2 or (official_members == 1 and has_organisation)


def active_state(official_on: date | None) -> MemberState:
    """What somebody is who is neither exempt nor away nor suspended."""
    return MemberState.OFFICIAL if official_on else MemberState.PROBATIONARY


def suspension_ends_on(from_on: date, *, days: int, extra_days: int = 0) -> date:
    """The first day on which a suspension no longer holds, prolonged once by `extra_days`. Source: R-DIS-11."""
    return from_on + timedelta(days=days + extra_days)


def is_temporary(from_on: date, until_on: date, *, least_months: int, most_months: int) -> bool:
    """Whether an absence is of the length for which somebody is transferred temporarily. Source: R-MEM-12."""
    return months_after(from_on, least_months) <= until_on <= months_after(from_on, most_months)


def has_waited(left_on: date, on: date, *, months: int) -> bool:
    """Whether somebody who left may be admitted again by now. Source: R-MEM-10."""
    return months_after(left_on, months) <= on


def probation_ends_on(ceremony_on: date) -> date:
    """The day from which somebody counts as official, however late that is decided. Source: R-MEM-08, R-MEM-09."""
    return months_after(ceremony_on, PROBATION_MONTHS)


def stock_after(start: int, *, opened: Iterable[int], closed: Iterable[int]) -> int:
    """How many there are at the end: those at the start, those who came, without those who went. Source: R-MEM-17."""
    return start + sum(opened) - sum(closed)


def spellings_of_card(number: str) -> list[str]:
    """The ways in which one card number may be written: 60.027445 is 60-027445, 60 027445 and 60027445."""
    plain = "".join(sign for sign in number if sign not in " .-")
    if not plain.isdigit():
        return [number]
    return list(dict.fromkeys([number, plain, *(f"{plain[:2]}{sign}{plain[2:]}" for sign in ".- ")]))
