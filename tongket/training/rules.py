"""Kinds of classes, what came of a learner, and the decisions on plain values."""

import re
from collections.abc import Mapping
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongket.core import dates


class Kind(TextChoices):
    """R-TRN-01."""

    CANDIDATE = "CANDIDATE", _("introduction to the Party")
    NEW_MEMBER = "NEW_MEMBER", _("new members")
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", _("committee members")
    THEORY_ELEMENTARY = "THEORY_ELEMENTARY", _("elementary political theory")
    THEORY_INTERMEDIATE = "THEORY_INTERMEDIATE", _("intermediate political theory")
    THEORY_ADVANCED = "THEORY_ADVANCED", _("advanced political theory")
    REFRESHER = "REFRESHER", _("refresher course")


class Result(TextChoices):
    """What came of somebody on the list of a class."""

    LISTED = "LISTED", pgettext_lazy("learner", "on the list")
    PASSED = "PASSED", pgettext_lazy("learner", "passed")
    NOT_PASSED = "NOT_PASSED", pgettext_lazy("learner", "not passed")
    LEFT = "LEFT", pgettext_lazy("learner", "left the class")
    ABSENT = "ABSENT", pgettext_lazy("learner", "did not come")


class Grade(TextChoices):
    """The word on the certificate of who passed."""

    NONE = "", pgettext_lazy("learner", "no grade")
    EXCELLENT = "EXCELLENT", pgettext_lazy("learner", "excellent")
    VERY_GOOD = "VERY_GOOD", pgettext_lazy("learner", "very good")
    GOOD = "GOOD", pgettext_lazy("learner", "good")
    AVERAGE = "AVERAGE", pgettext_lazy("learner", "average")


TOOK_PART = (Result.PASSED, Result.NOT_PASSED, Result.LEFT)


def is_for(kind: str, *, is_member: bool) -> bool:
    """Whether a class takes members, or those who want to become members. Source: R-TRN-01."""
    return is_member != (kind == Kind.CANDIDATE)


def younger_than(kind: str, sex: str, born_on: date, on: date, ages: Mapping[str, Mapping[str, int]]) -> int | None:
    """The age from which a class is meant for somebody who has not reached it on a day; None where nothing is amiss.

    ages: kind of class → sex → full years, by the text of the day. It is a hint only. Source: R-TRN-02.
    """
    least = ages.get(kind, {}).get(sex)
    if least is None or dates.months_after(born_on, 12 * least) <= on:
        return None
    return least


def valid_until(kind: str, certified_on: date, *, months: int) -> date | None:
    """The last day on which a certificate holds: only that of the class for candidates ends.

    Source: R-TRN-03, R-MEM-03.
    """
    return dates.months_after(certified_on, months) if kind == Kind.CANDIDATE else None


def numbers_from(first: str, count: int) -> list[str]:
    """Numbers of certificates counted on from the first: "07/GCN" gives "07/GCN", "08/GCN", "09/GCN".

    Raises ValueError where there is no number in it.
    """
    match = re.search(r"\d+", first)
    if match is None:
        raise ValueError(first)
    before, digits, after = first[: match.start()], match[0], first[match.end() :]
    return [f"{before}{int(digits) + step:0{len(digits)}d}{after}" for step in range(count)]
