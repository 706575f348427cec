"""What the rule book says about meetings."""

from datetime import date, timedelta

FIRST_MONTH_DAY = (11, 15)
LAST_MONTH_DAY = (3, 31)


def conference_window(year: int) -> tuple[date, date]:
    """The first and the last day on which a conference that reviews `year` is plausible. Source: R-DOC-07."""
    return date(year, *FIRST_MONTH_DAY), date(year + 1, *LAST_MONTH_DAY)


def conference_day_is_plausible(year: int, held_on: date) -> bool:
    """Whether a conference that reviews `year` can have been held on that day; a hint, it blocks nothing.

    28/01/2020 for the year 2020 is not plausible: the year had just begun. Source: R-DOC-07.
    """
    first, last = conference_window(year)
    return first <= held_on <= last


def likely_day(year: int, held_on: date) -> date | None:
    """The same day a year later or earlier where that one is plausible: a slip of the pen in January; else None."""
    for shift in (1, -1):
        try:
            other = held_on.replace(year=held_on.year + shift)
        except ValueError:  # 29 February
            other = held_on.replace(year=held_on.year + shift, day=28) + timedelta(days=1)
        if conference_day_is_plausible(year, other):
            return other
    return None
