"""How a figure looks to a reader: its text, its address, and what the reader may not see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.figures.counting import ESTIMATE, REPORTED, Counted, Value, year_end
from tongket.figures.declare import REGISTRY, Figure, Kind
from tongket.figures.suppression import hidden_figures
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages.links import link
from tongket.regulations.settable import smallest_shown

STATISTICS_DAYS = frozenset({(6, 30), (12, 31)})  # R-STA-01


@dataclass(frozen=True)
class Shown:
    """A number as it stands on a page. url: its rows; text "< 5" where it is suppressed."""

    text: str
    url: str
    value: Value
    is_suppressed: bool = False
    note: str = ""


def text_of(figure: Figure, value: Decimal | None, places: int = 1) -> str:
    """The number as written: `1.250`, `15,8%`, `12,5`; a dash where there is none."""
    if value is None:
        return "–"
    if figure.measure.is_share:
        return numbers.percent(value, places=places)
    if figure.kind is Kind.LAG:
        return numbers.number(numbers.round_half_up(value, 1).normalize())
    return numbers.number(value)


def rows_url(figure: Figure, code: str, year: int, until: date | None = None, from_on: date | None = None) -> str:
    """Where the rows behind a figure are listed. until: a cut-off day before the end of the year; from_on: the first
    day of a period.
    """
    url = reverse("figures:rows", args=[figure.key, code, year])
    days = {"until": until.isoformat()} if until is not None and until < year_end(year) else {}
    if from_on is not None:
        days["from"] = from_on.isoformat()
    return link(url, **days) if days else url


class Showing:
    """Shows the figures of one counting to one reader; restricted ones only as far as they may be shown."""

    def __init__(self, counted: Counted, reader: access.Reader, *, on: date) -> None:
        self.counted = counted
        self.reader = reader
        self.on = on
        self._hidden: dict[bool, set[tuple[UUID, str]]] = {}
        self._opened: dict[tuple[str, UUID], bool] = {}

    @cached_property
    def smallest(self) -> int:
        """Counts of persons below it are suppressed (S-20)."""
        return smallest_shown(self.counted.unit, self.counted.year)

    def of(self, key: str, unit: UUID | None = None) -> Shown:
        value = self.counted.of(unit or self.counted.unit.pk, key)
        figure = value.figure
        code = self.counted.unit.code
        if unit is not None and unit != self.counted.unit.pk:
            code = self.counted.places[self.counted.index[unit]].unit.code
        url = rows_url(figure, code, self.counted.year, self.counted.cut_off)
        if figure.is_restricted and self.is_hidden(figure, unit or self.counted.unit.pk):
            return Shown(f"< {self.smallest}", url, value, is_suppressed=True)
        return Shown(text_of(figure, value.value), url, value, note=_source_note(value))

    def is_hidden(self, figure: Figure, unit: UUID) -> bool:
        """Whether this reader gets "< 5": not those whose right opens the rows of that very unit."""
        if self.reader.is_past_fence and self._opens(figure.verb, unit):
            return False
        cut = self.counted.cut_off
        if not figure.is_listed and (cut.month, cut.day) not in STATISTICS_DAYS:
            return bool(self.counted.of(unit, figure.key).value)  # day by day, the numbers would tell of single persons
        return (unit, figure.key) in self._hidden_of(figure.is_listed)

    def _hidden_of(self, is_listed: bool) -> set[tuple[UUID, str]]:
        """Those that are not listed are tables of their own: what the pages of every unit show is not counted again."""
        if is_listed not in self._hidden:
            family = None if is_listed else [figure for figure in REGISTRY.values() if not figure.is_listed]
            self._hidden[is_listed] = hidden_figures(
                self.counted.year, self.counted.unit, smallest=self.smallest, figures=family,
                cut_off=None if is_listed else self.counted.cut_off,
            )  # fmt: skip
        return self._hidden[is_listed]

    def _opens(self, verb: str, unit: UUID) -> bool:
        if (verb, unit) not in self._opened:
            reach = access.scope(Unit.objects.filter(pk=unit), self.reader, verb, on=self.on)
            self._opened[(verb, unit)] = reach.exists()
        return self._opened[(verb, unit)]


def _source_note(value: Value) -> str:
    if value.source == REPORTED:
        return _("as reported by the unit")
    if value.source == ESTIMATE:
        return _("estimate")
    if value.reported is not None:
        return _("the unit reported %(number)s") % {"number": text_of(value.figure, value.reported)}
    return ""
