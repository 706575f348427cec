"""What the rule book says about the yearly rating."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongket.core import text


class Subject(TextChoices):
    MEMBER = "MEMBER", _("member")
    ORGANISATION = "ORGANISATION", _("Party organisation")


class Level(TextChoices):
    """The four levels, the best first."""

    EXCELLENT = "EXCELLENT", _("excellent")
    GOOD = "GOOD", _("good")
    FULFILLED = "FULFILLED", _("fulfilled")
    NOT_FULFILLED = "NOT_FULFILLED", _("not fulfilled")


SHORT: Mapping[str, Any] = {  # where it is clear that a level is meant
    Level.EXCELLENT: pgettext_lazy("short level", "excellent"),
    Level.GOOD: pgettext_lazy("short level", "good"),
    Level.FULFILLED: pgettext_lazy("short level", "fulfilled"),
    Level.NOT_FULFILLED: pgettext_lazy("short level", "not fulfilled"),
}


class NotRated(TextChoices):
    """Why somebody has no level (R-RATE-02)."""

    EXEMPT = "EXEMPT", _("exempt from Party life")
    SUSPENDED = "SUSPENDED", _("suspended")
    TOO_NEW = "TOO_NEW", _("admitted too recently")
    NEW_UNIT = "NEW_UNIT", _("unit newly founded")


GOOD_OR_BETTER = (Level.EXCELLENT, Level.GOOD)


def review_year(on: date) -> int:
    """The year whose ratings are worked on that day: from October the running one, before that the last (R-RATE-07)."""
    return on.year if on.month >= 10 else on.year - 1


def excellent_cap(group: int, *, percent: int, good_only: bool) -> int:
    """How many of a group may be rated EXCELLENT.

    group: those rated GOOD or EXCELLENT, 0 or more.
    percent: whole percent, 0 to 100, from the regulation of the year reviewed.
    good_only: whether the percent is taken of the GOOD alone, or of the whole group.
    Returns a whole number, rounded down. Raises ValueError when out of range. Source: R-RATE-13.
    """
    if group < 0 or not 0 <= percent <= 100:
        raise ValueError(f"group={group}, percent={percent}")
    return group * percent // (100 + percent if good_only else 100)


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """The years that follow one another without a gap, as first and last of each run; the earliest first.

    Source: R-COM-03.
    """
    in_a_row: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if in_a_row and in_a_row[-1][1] == year - 1:
            in_a_row[-1] = (in_a_row[-1][0], year)
        else:
            in_a_row.append((year, year))
    return in_a_row


# How levels were called before 2018; needed for runs of years that begin earlier.
_BEFORE_2018: Mapping[Subject, Mapping[str, Level]] = {
    Subject.ORGANISATION: {
        "trong sach, vung manh": Level.EXCELLENT,
        "trong sach, vung manh tieu bieu": Level.EXCELLENT,
        "hoan thanh tot nhiem vu": Level.GOOD,
        "hoan thanh nhiem vu": Level.FULFILLED,
        "yeu kem": Level.NOT_FULFILLED,
    },
    Subject.MEMBER: {
        "du tu cach, hoan thanh xuat sac nhiem vu": Level.EXCELLENT,
        "du tu cach, hoan thanh tot nhiem vu": Level.GOOD,
        "du tu cach, hoan thanh nhiem vu": Level.FULFILLED,
        "vi pham tu cach hoac khong hoan thanh nhiem vu": Level.NOT_FULFILLED,
    },
}
_SINCE_2018: Mapping[str, Level] = {
    "hoan thanh xuat sac nhiem vu": Level.EXCELLENT,
    "hoan thanh tot nhiem vu": Level.GOOD,
    "hoan thanh nhiem vu": Level.FULFILLED,
    "khong hoan thanh nhiem vu": Level.NOT_FULFILLED,
}


def level_called(words: str, subject: str, year: int) -> Level | None:
    """The level that a paper of that year names in words, with or without marks; None where it names none."""
    folded = text.fold(words)
    if year >= 2018:
        return _SINCE_2018.get(folded)
    return _BEFORE_2018[Subject(subject)].get(folded) or _SINCE_2018.get(folded)


@dataclass(frozen=True)
class Evidence:
    """What the records say of a unit's year, to stand beside its level.

    main_targets_missed is part of targets_missed; reports_late counts those sent late and those never sent;
    members_good_percent: of the members rated, how many GOOD or better, unrounded; None where none was rated.
    """

    targets: int = 0
    targets_missed: int = 0
    main_targets_missed: int = 0
    tasks_late: int = 0
    reports_due: int = 0
    reports_late: int = 0
    studies_late: int = 0
    members_good_percent: Fraction | None = None


class Mismatch(TextChoices):
    """How a level and the records disagree: hints for a person, never a decision (R-RATE-18)."""

    MAIN_TARGET_MISSED = "MAIN_TARGET_MISSED", _("a main target was missed")
    TASKS_LATE = "TASKS_LATE", _("tasks were done late")
    REPORTS_LATE = "REPORTS_LATE", _("reports were sent late or not at all")
    CONDITION_FAILS = "CONDITION_FAILS", _("a condition of the regulation does not hold")
    MEMBERS_ABOVE_UNIT = "MEMBERS_ABOVE_UNIT", _("nearly all members are rated good, the unit is not")


MEMBERS_TOO_GOOD_PERCENT = 80


def mismatch(level: str, evidence: Evidence) -> Sequence[Mismatch]:
    """Where a level does not fit the records; empty where it fits, or where there is no level.

    EXCELLENT does not fit a missed main target, a late task or a late report; NOT_FULFILLED does not fit a unit more
    than 80 % of whose members are GOOD or better. Source: R-RATE-18 (tasks and reports: ours).
    """
    reasons: list[Mismatch] = []
    if level == Level.EXCELLENT:
        if evidence.main_targets_missed:
            reasons.append(Mismatch.MAIN_TARGET_MISSED)
        if evidence.tasks_late:
            reasons.append(Mismatch.TASKS_LATE)
        if evidence.reports_late:
            reasons.append(Mismatch.REPORTS_LATE)
    percent = evidence.members_good_percent
    if level == Level.NOT_FULFILLED and percent is not None and percent > MEMBERS_TOO_GOOD_PERCENT:
        reasons.append(Mismatch.MEMBERS_ABOVE_UNIT)
    return reasons


def agency_name(unit_name: str) -> str:
    """What the agency that hosts a unit is called: "Đảng bộ cơ quan Sở A" → "Sở A"."""
    for beginning in ("Đảng bộ cơ quan ", "Chi bộ cơ quan ", "Đảng bộ ", "Chi bộ "):
        if unit_name.startswith(beginning):
            rest = unit_name.removeprefix(beginning)
            return rest[:1].upper() + rest[1:]
    return unit_name


def level_of_union(words: str) -> Level | None:
    """The level, in our four, that the superior of a mass organisation gave in its own words; None: not known.

    Both ways of naming are known: the four levels, and vững mạnh xuất sắc / vững mạnh / khá / trung bình / yếu.
    Source: R-MAS-01.
    """
    folded = text.fold(words)
    own = {
        "vung manh xuat sac": Level.EXCELLENT,
        "xuat sac": Level.EXCELLENT,
        "vung manh": Level.GOOD,
        "kha": Level.FULFILLED,
        "trung binh": Level.FULFILLED,
        "yeu": Level.NOT_FULFILLED,
    }
    return own.get(folded) or _SINCE_2018.get(folded)
