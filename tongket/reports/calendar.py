"""Which reports are owed: by whom, for which period, to whom, by when; from the intervals in which units existed.

What a form that an office keeps is owed for follows from it alone (R-REP-07): `owed_until` says so at every moment, and
a daily job makes the rows (actions.open_owed).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongket.core.periods import Period, PeriodKind, periods_of
from tongket.org.models import Unit, UnitPeriod
from tongket.regulations.calendar import day_for
from tongket.reports.models import Form, Report


@dataclass(frozen=True)
class Stand:
    """What a unit was and where it stood, from one day until the day before another."""

    unit: UUID
    parent: UUID | None
    kind: str
    from_on: date
    until_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True)
class Owed:
    """A report that one unit owes the unit above it."""

    unit: UUID
    receiver: UUID
    period: Period
    due_on: date


def owed(
    stands: Iterable[Stand], *, cadence: PeriodKind, year: int, kinds: Collection[str], due_days: int
) -> Iterator[Owed]:
    """The reports that units owe for the periods of a year, in the order of `stands` within each period.

    A unit owes a period when it stands on its last day, as a kind that the form is for, under another unit; it owes it
    to the unit it stands under on that day. Who ends within a period owes it no more, its successor does; who begins
    in it owes it. kinds empty: every kind. Source: R-REP-01.
    """
    known = list(stands)
    for period in periods_of(cadence, year):
        for stand in known:
            is_asked = not kinds or stand.kind in kinds
            if is_asked and stand.parent is not None and stand.holds(period.last):
                yield Owed(stand.unit, stand.parent, period, due_on(period, due_days))


def due_on(period: Period, due_days: int) -> date:
    """The day on which a report of a period is due. Source: R-REP-01 (days set by the superior)."""
    return period.last + timedelta(days=due_days)


def calendar_key(form: Form, period: Period) -> str:
    """What the due day of a report is called in the calendar of the year."""
    return f"report:{form.code}:{period.code}"


def due_day(top: Unit, form: Form, period: Period) -> date:
    """The day on which the units under one owe a report: by the form, unless the calendar of the year moved it."""
    usual = due_on(period, form.due_days)
    return day_for(top, calendar_key(form, period), usual, period.year)


@dataclass(frozen=True)
class OwedReport:
    """A report that a unit owes by a form, with the day on which it is due."""

    unit: UUID
    form: Form
    period: Period
    due_on: date


def owed_until(day: date, *, forms: Iterable[Form] | None = None) -> list[OwedReport]:
    """All reports that units owe by themselves for periods that have ended by a day, whether their rows are there or
    not: form by form, period by period. Source: R-REP-07.

    forms: versions, instead of all. A version owes nothing before the day that its office set, or while it asks for
    nothing yet.
    """
    rows = forms
    if rows is None:
        rows = Form.objects.filter(unit__isnull=False, owed_from_on__isnull=False)  # unscoped: of the system itself
    owed_reports: list[OwedReport] = []
    for form in rows:
        if form.unit is None or form.owed_from_on is None or not form.fields:
            continue
        stands = _stands_under(form.unit)
        for year in range(max(form.owed_from_on, form.from_on).year, day.year + 1):
            due_days: dict[Period, date] = {}
            for row in owed(
                stands, cadence=PeriodKind(form.cadence), year=year, kinds=form.kinds, due_days=form.due_days
            ):
                period = row.period
                if period.last > day or period.last < form.owed_from_on or not form.holds_on(period.last):
                    continue
                if period not in due_days:
                    due_days[period] = due_day(form.unit, form, period)
                owed_reports.append(OwedReport(row.unit, form, period, due_days[period]))
    return owed_reports


def not_opened(owed_reports: Iterable[OwedReport]) -> list[OwedReport]:
    """Those of some owed reports that have no row yet, under whatever version of their form."""
    wanted = list(owed_reports)
    known = set(
        Report.objects.filter(  # unscoped: whether there is any
            form__code__in={row.form.code for row in wanted}, period__in={row.period.code for row in wanted}
        ).values_list("unit", "form__code", "period")
    )
    return [row for row in wanted if (row.unit, row.form.code, row.period.code) not in known]


def _stands_under(top: Unit) -> list[Stand]:
    """What the units that stand or stood under one were, and when, in the order of the tree of now."""
    rows = UnitPeriod.objects.filter(  # unscoped: who owes follows from the tree
        unit__place__pos__gt=top.place.pos, unit__place__pos__lte=top.place.last
    ).order_by("unit__place__pos", "from_on")
    return [Stand(row.unit_id, row.parent_id, row.kind, row.from_on, row.until_on) for row in rows]


def owing_units(under: Unit, form: Form, period: Period) -> list[Unit]:
    """The units anywhere under one that owe a report of a form for a period, in the order of the tree of now.

    Units outside of the organisation that keeps the form owe nothing.
    """
    below = Unit.objects.filter(place__pos__gt=under.place.pos, place__pos__lte=under.place.last)
    if form.unit is not None:
        below = below.filter(place__pos__gt=form.unit.place.pos, place__pos__lte=form.unit.place.last)
    rows = UnitPeriod.objects.filter(unit__in=below, from_on__lte=period.last)
    stands = [Stand(row.unit_id, row.parent_id, row.kind, row.from_on, row.until_on) for row in rows]
    found = owed(stands, cadence=period.kind, year=period.year, kinds=form.kinds, due_days=form.due_days)
    wanted = {one.unit for one in found if one.period == period}
    return list(below.filter(pk__in=wanted).select_related("place").order_by("place__pos"))
