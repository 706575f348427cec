"""What the records say of the fields of reports, in the days that each field counts (R-REP-05)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongket.core.periods import Period
from tongket.figures import counting
from tongket.figures.counting import Counted
from tongket.figures.declare import REGISTRY, Figure
from tongket.org.models import Unit
from tongket.reports.models import AT_START, SINCE_JANUARY, Form, FormField, Report, is_reportable
from tongket.reports.rules import Span


@dataclass(frozen=True)
class Days:
    """The days that a field counts; of a stock `last` alone."""

    first: date
    last: date


def days_of(field: FormField, period: Period) -> Days:
    """Which days a field of a form counts in a report for a period."""
    if field.code.endswith(AT_START):
        return Days(period.first, period.first - timedelta(days=1))
    is_since_january = field.code.endswith(SINCE_JANUARY) or field.span == Span.YEAR
    return Days(date(period.year, 1, 1) if is_since_january else period.first, period.last)


class Counts:
    """What the records of a unit and those under it say of the fields of some forms, for one period: at most one
    counting for the period, one for the year so far, and one for the day before.
    """

    def __init__(self, under: Unit, forms: Iterable[Form], period: Period) -> None:
        self.period = period
        wanted: dict[Days, dict[str, Figure]] = {}
        for form in forms:
            for field in form.fields_asked():
                if field.is_figure and is_reportable(field.line):
                    wanted.setdefault(days_of(field, period), {})[field.line] = REGISTRY[field.line]
        self._counted: dict[Days, Counted] = {}
        for days, figures in wanted.items():
            try:
                self._counted[days] = counting.count(
                    period.year, under=under, figures=figures.values(), cut_off=days.last, from_on=days.first
                )
            except LookupError:  # it had no place in that year
                return

    def of(self, unit: UUID, form: Form) -> dict[str, int]:
        """Code of a field → what the records of the unit say; without fields that are not counted."""
        numbers = {}
        for field in form.fields_asked():
            counted = self._counted.get(days_of(field, self.period)) if field.is_figure else None
            value = counted.find(unit, field.line) if counted is not None else None
            if value is not None:
                numbers[field.code] = int(value.value or 0)
        return numbers

    def children(self) -> list[UUID]:
        """The units directly under the unit that was counted."""
        counted = next(iter(self._counted.values()), None)
        return [place.unit_id for place in counted.children()] if counted is not None else []


def of_report(report: Report) -> dict[str, int]:
    """What the records of a report's unit say of its fields; empty where the unit had no place in that year."""
    return Counts(report.unit, [report.form], report.the_period).of(report.unit_id, report.form)


def together(report: Report) -> Mapping[str, int]:
    """The same of the units directly under it, added up."""
    counts = Counts(report.unit, [report.form], report.the_period)
    sums: dict[str, int] = {}
    for unit in counts.children():
        for code, number in counts.of(unit, report.form).items():
            sums[code] = sums.get(code, 0) + number
    return sums
