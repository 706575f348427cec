"""Years of Party age, the four days of award, early awards, money (R-BDG): pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tongket.core.dates import months_after
from tongket.members.models.badges import Early

FROM_70 = 70


@dataclass(frozen=True)
class BadgeText:
    """What the text in force says of badges."""

    years: Sequence[int]
    days: Sequence[tuple[int, int]]  # month, day
    multiples: Mapping[int, Decimal]
    early_months: int
    early_months_from_70: int
    posthumous_months: int
    wait_months: Mapping[str, int]

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "BadgeText":
        """From the parameters of a regulation on badges."""
        return cls(
            years=sorted(int(years) for years in parameters["years"]),
            days=sorted((int(day[:2]), int(day[3:])) for day in parameters["days"]),
            multiples={int(years): Decimal(str(times)) for years, times in parameters["multiples"].items()},
            early_months=int(parameters["early_months"]),
            early_months_from_70=int(parameters["early_months_from_70"]),
            posthumous_months=int(parameters["posthumous_months"]),
            wait_months={form: int(parameters[f"wait_months_{form}"]) for form in ("reprimand", "warning", "removal")},
        )


def reached_on(party_age_from_on: date, years: int, months_off: int = 0) -> date:
    """The day on which so many years of Party age are full, without the months outside the Party. Source: R-BDG-02."""
    return months_after(party_age_from_on, years * 12 + months_off)


def mark_reached(party_age_from_on: date, marks: Sequence[int], on: date, months_off: int = 0) -> int | None:
    """The highest mark reached by a day; there is no 35. Source: R-BDG-01, R-BDG-04."""
    return max((years for years in marks if reached_on(party_age_from_on, years, months_off) <= on), default=None)


def award_days(text: BadgeText, year: int) -> list[date]:
    """The days of award of a year. Source: R-BDG-04."""
    return [date(year, month, day) for month, day in text.days]


def day_before(text: BadgeText, day: date) -> date:
    """The last day of award before a day: who reached a mark by then stands on an earlier list. Source: R-BDG-04."""
    return max(earlier for year in (day.year - 1, day.year) for earlier in award_days(text, year) if earlier < day)


def next_day(text: BadgeText, on: date) -> date:
    """The first day of award on or after a day."""
    return min(day for year in (on.year, on.year + 1) for day in award_days(text, year) if day >= on)


def early_limit(text: BadgeText, years: int, early: str) -> int:
    """How many months before the years are full a badge may be given. Source: R-BDG-03."""
    if early == Early.POSTHUMOUS:
        return text.posthumous_months
    if early == Early.ILL:
        return text.early_months_from_70 if years >= FROM_70 else text.early_months
    return 0


def is_full_enough(full_on: date, day: date, months: int) -> bool:
    """Whether a badge may be given on a day, so many months early at most. Source: R-BDG-03, R-BDG-04."""
    return full_on <= months_after(day, months)


def amount(years: int, text: BadgeText, base_salary: Decimal) -> Decimal:
    """The money in dong. Raises KeyError for years without a multiple. Source: R-BDG-05."""
    return text.multiples[years] * base_salary


def waits_until(text: BadgeText, penalty: str, penalty_on: date) -> date:
    """The first day on which a badge may be given after a penalty: reprimand, warning, or removal. Source: R-BDG-06."""
    return months_after(penalty_on, text.wait_months[penalty])
