"""Restricted data of members: how numbers look, how long what is kept, by when is answered."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from tongket.core.dates import months_after
from tongket.core.workdays import NOTHING_SWAPPED, add_working_days

ANSWER_DAYS = 10  # to see or correct one's own data (S-54)
QUESTION_WORKING_DAYS = {"grassroots": 30, "superior": 60, "central": 90}  # R-MEM-20
FILES_MONTHS = 6  # from one comparison of list and files to the next (R-MEM-18)
KEPT_YEARS = 2  # restricted data of those who left or died; then an officer is asked to erase them (design, S-55)
KEPT = frozenset(  # all that a record may hold (R-MEM-21); a test compares it with the tables
    {
        *("person", "unit", "state", "card_number", "sex", "born_on", "born_precision", "party_age_from_on"),
        *("ceremony_on", "official_on", "education", "theory", "identity_number", "identity_key", "phone"),
        *("is_minority", "is_religious", "is_youth_union", "occupation", "member", "id", "version"),
        *("name_fold", "name_rev", "name_order"),  # the person's name again, in the forms that lists search and order
    }
)
NUMBER_IN_TEXT = re.compile(r"(?<![0-9./-])(?:[0-9]{9,12}|[0-9]{3,4}(?:[ .-][0-9]{3}){2,3})(?![0-9])")


def is_identity_number(number: str) -> bool:
    """Whether it has the 12 digits of today or the 9 of before. Source: R-MEM-21."""
    return re.fullmatch(r"[0-9]{12}|[0-9]{9}", number) is not None


def answer_due_on(asked_on: date) -> date:
    """By when a request to correct one's own record is answered (S-54)."""
    return asked_on + timedelta(days=ANSWER_DAYS)


def question_due_on(asked_on: date, level: str, swapped: Mapping[date, bool] = NOTHING_SWAPPED) -> date:
    """By when a member's question is answered: 30, 60 or 90 working days by level. Source: R-MEM-20."""
    return add_working_days(asked_on, QUESTION_WORKING_DAYS[level], swapped)


def may_be_erased(left_on: date, on: date) -> bool:
    """Whether the restricted data of somebody who left that day are no longer needed. Source: R-MEM-18, S-55."""
    return left_on <= erasable_if_left_by(on)


def erasable_if_left_by(on: date) -> date:
    """The latest day of leaving whose restricted data are no longer needed on a day. Source: R-MEM-18, S-55."""
    return months_after(on, -12 * KEPT_YEARS)


def next_check_on(checked_on: date) -> date:
    """When list and files are compared again. Source: R-MEM-18 (every six months)."""
    return months_after(checked_on, FILES_MONTHS)


def holds_number(text: str) -> bool:
    """Whether a text holds what looks like an identity or phone number: 9 to 12 digits, alone or in groups of three."""
    return NUMBER_IN_TEXT.search(text) is not None
