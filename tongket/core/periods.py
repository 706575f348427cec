"""The periods that reports and figures are for: a year, a half, nine months, a quarter, a month."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_CODE = re.compile(r"(?P<year>[12]\d{3})(?P<part>|H[12]|N9|Q[1-4]|M(?:0[1-9]|1[0-2]))")
FIRST_YEAR, LAST_YEAR = 1930, 2100  # that records may be about
_ROMAN = ("I", "II", "III", "IV")


class PeriodKind(TextChoices):
    YEAR = "year", gettext_lazy("Year")
    HALF = "half", gettext_lazy("Half-year")
    NINE_MONTHS = "nine_months", gettext_lazy("Nine months")
    QUARTER = "quarter", gettext_lazy("Quarter")
    MONTH = "month", gettext_lazy("Month")


_LETTERS = {
    "": PeriodKind.YEAR,
    "H": PeriodKind.HALF,
    "N": PeriodKind.NINE_MONTHS,
    "Q": PeriodKind.QUARTER,
    "M": PeriodKind.MONTH,
}
_CODES = {
    PeriodKind.YEAR: ("",),
    PeriodKind.HALF: ("H1", "H2"),
    PeriodKind.NINE_MONTHS: ("N9",),
    PeriodKind.QUARTER: ("Q1", "Q2", "Q3", "Q4"),
    PeriodKind.MONTH: tuple(f"M{month:02d}" for month in range(1, 13)),
}
_MONTHS = {
    PeriodKind.YEAR: 12,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.QUARTER: 3,
    PeriodKind.MONTH: 1,
}


def year_of(text: str) -> int | None:
    """The year that a text names, if records may be about it."""
    is_year = len(text) == 4 and text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR
    return int(text) if is_year else None


@dataclass(frozen=True)
class Period:
    """One period, known by its code of at most 7 characters.

    code: "2026", "2026H1", "2026N9" (January to September), "2026Q1" or "2026M03"; anything else is a ValueError.
    """

    code: str

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code):
            raise ValueError(f"not a period: {self.code!r}")

    @classmethod
    def parse(cls, code: str) -> Self:
        """The period of a code as somebody may type it (" 2026h1 "). Raises ValueError."""
        return cls(code.strip().upper())

    def __str__(self) -> str:
        return self.code

    @property
    def year(self) -> int:
        return int(self.code[:4])

    @property
    def kind(self) -> PeriodKind:
        return _LETTERS[self.code[4:5]]

    @cached_property
    def first(self) -> date:
        """The first day."""
        return date(self.year, (self._number - 1) * _MONTHS[self.kind] + 1, 1)

    @cached_property
    def last(self) -> date:
        """The last day."""
        month = self.first.month + _MONTHS[self.kind] - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def contains(self, day: date) -> bool:
        return self.first <= day <= self.last

    def previous(self) -> "Period":
        """The period of the same kind just before; before nine months come those of the year before."""
        codes = _CODES[self.kind]
        if self._number > 1:
            return Period(f"{self.year:04d}{codes[self._number - 2]}")
        return Period(f"{self.year - 1:04d}{codes[-1]}")

    def label(self) -> str:
        """The name in the reader's language: "Tháng 3/2026", "Quý I/2026", "6 tháng đầu năm 2026"."""
        values = {"year": self.year, "month": self._number, "quarter": _ROMAN[(self._number - 1) % 4]}
        if self.kind == PeriodKind.YEAR:
            text = _("Year %(year)s")
        elif self.kind == PeriodKind.HALF:
            text = _("First 6 months of %(year)s") if self._number == 1 else _("Last 6 months of %(year)s")
        elif self.kind == PeriodKind.NINE_MONTHS:
            text = _("9 months of %(year)s")
        elif self.kind == PeriodKind.QUARTER:
            text = _("Quarter %(quarter)s/%(year)s")
        else:
            text = _("Month %(month)s/%(year)s")
        return text % values

    def short(self) -> str:
        """The name without its year, for the head of a column of one year's table: "T3", "Quý I", "6 tháng đầu"."""
        if self.kind == PeriodKind.MONTH:
            return _("M%(month)s") % {"month": self._number}
        if self.kind == PeriodKind.QUARTER:
            return _("Quarter %(quarter)s") % {"quarter": _ROMAN[self._number - 1]}
        return self.label()

    @property
    def _number(self) -> int:
        """Which one of its kind in the year, from 1."""
        return _CODES[self.kind].index(self.code[4:]) + 1


def period_at(kind: PeriodKind, day: date) -> Period:
    """The period of a kind that a day lies in; the months after nine months belong to those."""
    begun = [period for period in periods_of(kind, day.year) if period.first <= day]
    return begun[-1]


def last_ended(kind: PeriodKind, day: date) -> Period:
    """The last period of a kind that ended on a day or before it."""
    period = period_at(kind, day)
    return period if period.last <= day else period.previous()


def periods_of(kind: PeriodKind, year: int) -> tuple[Period, ...]:
    """The periods of one kind in a year, in order: 1, 2, 1, 4 or 12 of them."""
    return tuple(Period(f"{year:04d}{part}") for part in _CODES[kind])
