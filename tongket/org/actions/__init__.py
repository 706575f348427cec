"""The only writers of units, offices, committees and grants."""

from tongket.org.actions.accounts import save_account
from tongket.org.actions.committees import (
    begin_term,
    candidates,
    check_seat,
    check_term,
    correct_office,
    correct_term,
    end_seats,
    fill_seat,
    open_seats,
    record_consent,
    set_official_code,
    term_length,
)
from tongket.org.actions.offices import grant, leave_office, take_office, take_office_by_name
from tongket.org.actions.opening import mark_as_demonstration
from tongket.org.actions.structure import Decision, NewUnit, create, dissolve, merge, move, rename, split

__all__ = [
    "Decision",
    "NewUnit",
    "begin_term",
    "candidates",
    "check_seat",
    "check_term",
    "correct_office",
    "correct_term",
    "create",
    "dissolve",
    "end_seats",
    "fill_seat",
    "grant",
    "leave_office",
    "mark_as_demonstration",
    "merge",
    "move",
    "open_seats",
    "record_consent",
    "rename",
    "save_account",
    "set_official_code",
    "split",
    "take_office",
    "take_office_by_name",
    "term_length",
]
