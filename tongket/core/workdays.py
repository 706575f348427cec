"""Working days: Monday to Friday without public holidays, and what the office has swapped."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

NOTHING_SWAPPED: Mapping[date, bool] = MappingProxyType({})


def is_working(day: date, swapped: Mapping[date, bool] = NOTHING_SWAPPED) -> bool:
    """Whether offices work on `day`.

    swapped: days that the office has decided itself, True for working; they win over the calendar.
    """
    if day in swapped:
        return swapped[day]
    days_off, weekend_workdays = _calendar(day.year)
    return day in weekend_workdays or (day.weekday() < 5 and day not in days_off)


def add_working_days(day: date, n: int, swapped: Mapping[date, bool] = NOTHING_SWAPPED) -> date:
    """The n-th working day after `day`, which is not counted itself; before it when n is negative, `day` when 0.

    A deadline of 30 working days from 1/9/2025 ends on 14/10/2025. Source: R-MEM-07.
    """
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not is_working(day, swapped):
            day += step
    return day


def working_days_between(first: date, last: date, swapped: Mapping[date, bool] = NOTHING_SWAPPED) -> int:
    """How many working days lie after `first` up to and with `last`; negative when `last` is the earlier day."""
    early, late = min(first, last), max(first, last)
    days = (early + timedelta(days=gone) for gone in range(1, (late - early).days + 1))
    total = sum(is_working(day, swapped) for day in days)
    return total if first <= last else -total


def public_holidays(year: int) -> dict[date, str]:
    """The days of a year on which offices are closed by the calendar of the State, and what each is called."""
    days = holidays.country_holidays("VN", years=year, expand=False, language="vi")
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def weekend_workdays(year: int) -> list[date]:
    """The days of weekends in a year that are worked instead of a bridging day."""
    return sorted(_calendar(year)[1])


@lru_cache(maxsize=256)
def _calendar(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays of a year and the weekend days worked instead of a bridging day."""
    # The neighbours too: a day off in January may be worked off in December, and the other way round.
    holidays_of_years = holidays.country_holidays("VN", years=range(year - 1, year + 2), expand=False)
    return (
        frozenset(day for day in holidays_of_years if day.year == year),
        frozenset(day for day in holidays_of_years.weekend_workdays if day.year == year),
    )
