"""The working year: its fixed days as they usually fall (R-CAL-01), moved where an office moved them; days worked or
not against the calendar of the State.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit
from tongket.regulations.models import LocalValue, Setting

REVIEW_BEGINS = "review_guidance"  # the day on which the review and the rating of a year begin
IS_WORKING = "is_working"  # the one key of swapped days


@dataclass(frozen=True)
class Fixed:
    """A day of each working year. month, day: as it usually falls; years_later: 1 for a day of the following year."""

    key: str
    label: Any
    month: int
    day: int
    years_later: int = 0

    def usual(self, year: int) -> date:
        return date(year + self.years_later, self.month, self.day)


# By usual practice [recalled]; badge days and the budget of awards by their texts. Source: R-CAL-01.
FIXED = (
    Fixed("targets_issued", _("resolution and targets of the year issued"), 1, 15),
    Fixed("inspection_programme", _("programme of inspection and supervision approved"), 1, 31),
    Fixed("statistics_year", _("statistics of the year before (31/12) sent up"), 1, 15),
    Fixed("badges_february", _("Party badges awarded (3/2)"), 2, 3),
    Fixed("mending_plan", _("plan to mend what the review named"), 2, 28),
    Fixed("themes_plan", _("plan of the themes of cell meetings"), 3, 31),
    Fixed("badges_may", _("Party badges awarded (19/5)"), 5, 19),
    Fixed("statistics_half_year", _("statistics of the half-year (30/6) sent up"), 7, 10),
    Fixed("half_year_review", _("half-year review"), 7, 15),
    Fixed("list_against_files", _("list of members compared with the files"), 7, 31),
    Fixed("badges_september", _("Party badges awarded (2/9)"), 9, 2),
    Fixed("award_budget", _("budget of awards of the next year drawn up"), 9, 30),
    Fixed(REVIEW_BEGINS, _("guidance for the review and the rating issued"), 10, 31),
    Fixed("badges_november", _("Party badges awarded (7/11)"), 11, 7),
    Fixed("cells_rated", _("cells and members reviewed and rated"), 12, 10),
    Fixed("organisations_rated", _("grassroots organisations reviewed and rated"), 12, 20),
    Fixed("member_records", _("yearly supplement of member records"), 12, 25),
    Fixed("report_drafted", _("report of the year and targets of the next one drafted"), 12, 20),
    Fixed("conference", _("year-end conference"), 12, 31),
)


def usual_day(key: str, year: int) -> date:
    """When a fixed day of a year falls where nobody has moved it."""
    return next(entry.usual(year) for entry in FIXED if entry.key == key)


@dataclass(frozen=True)
class YearDay:
    """One day of a working year as it stands: value tells where it was moved to, and by whom."""

    key: str
    label: Any
    usual: date
    value: LocalValue | None = None

    @property
    def on(self) -> date:
        return moved_day(self.value, self.usual)


Source = Callable[[Unit, int], Iterable[YearDay]]
SOURCES: list[Source] = []


def source(ask: Source) -> Source:
    """Register a source of days that fall due in a year: asked by unit and year, days as usual."""
    SOURCES.append(ask)
    return ask


def year_days(unit: Unit, year: int) -> list[YearDay]:
    """The days of a year for a unit, in their order; a later package adds its own (due days of reports).

    Source: R-CAL-01.
    """
    moved = moved_days(unit, year)
    fixed = [YearDay(entry.key, entry.label, entry.usual(year)) for entry in FIXED]
    days = [*fixed, *(day for ask in SOURCES for day in ask(unit, year))]
    placed = [YearDay(day.key, day.label, day.usual, _of_year(moved.get(day.key), year)) for day in days]
    return sorted(placed, key=lambda day: (day.on, str(day.label)))


def moved_days(unit: Unit, year: int) -> dict[str, LocalValue]:
    """What the unit, or one above it, has moved that counts in a year, by key."""
    place = unit.place
    rows = LocalValue.objects.kept().filter(  # unscoped: what holds for everybody under the unit
        topic=Setting.CALENDAR, unit__place__pos__lte=place.pos, unit__place__last__gte=place.last
    )
    return {row.key: row for row in reversed(rows.on(date(year, 1, 1)).strongest_first())}


def day_for(unit: Unit, key: str, usual: date, year: int) -> date:
    """One day of a year: as moved, else as usual."""
    return moved_day(_of_year(moved_days(unit, year).get(key), year), usual)


def fixed_day(unit: Unit, key: str, year: int) -> date:
    """One of the fixed days of a year for a unit: as it or one above it has moved it, else as it usually falls."""
    return day_for(unit, key, usual_day(key, year), year)


def moved_day(value: LocalValue | None, usual: date) -> date:
    return usual if value is None else date.fromisoformat(value.value)


def _of_year(value: LocalValue | None, year: int) -> LocalValue | None:
    """A move that holds for several years, as it falls in one of them."""
    if value is None:
        return None
    day = date.fromisoformat(value.value)
    years = year - value.from_on.year
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    value.value = date(day.year + years, day.month, last if years else day.day).isoformat()
    return value


# --- Working days ----------------------------------------------------------------------------------------------------


def load_swapped() -> dict[date, bool]:
    """The days that are worked, or not, against the calendar: day to whether it is worked."""
    rows = LocalValue.objects.kept().filter(topic=Setting.WORKDAYS)  # unscoped: they hold for everybody
    swapped = {}
    for row in rows.order_by("set_on", "from_on"):
        last = row.until_on or row.from_on + timedelta(days=1)
        for number in range((last - row.from_on).days):
            swapped[row.from_on + timedelta(days=number)] = bool(row.value[IS_WORKING])
    return swapped
