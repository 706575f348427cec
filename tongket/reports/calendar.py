"""Which reports are owed: by whom, for which period, to whom, by when; from the intervals in which units existed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tongket.core.periods import Period, PeriodKind, periods_of
from tongket.org.models import Unit, UnitPeriod
from tongket.regulations.calendar import day_for
from tongket.reports.models import Form


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
