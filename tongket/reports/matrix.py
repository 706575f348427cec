"""The reports of one form and year as units × periods, each with where it stands in words and a sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.periods import Period, PeriodKind, periods_of
from tongket.pages.columns import unit_name
from tongket.reports.calendar import OwedReport
from tongket.reports.models import Form, Report
from tongket.reports.rules import State, Timing, timing


class Stand(TextChoices):
    """Where a report stands for who receives it; the order is that of what asks for attention."""

    MISSING = "missing", _("missing")
    RETURNED = "returned", _("returned")
    SENT = "sent", _("sent")
    DUE = "due", _("not due yet")
    ACCEPTED = "accepted", _("accepted")
    EXCUSED = "excused", _("excused")


SIGNS = {  # beside the word: nothing is told by colour alone
    Stand.MISSING: ("!", "bad"),
    Stand.RETURNED: ("↩", "bad"),
    Stand.SENT: ("●", "info"),
    Stand.DUE: ("○", "mut"),
    Stand.ACCEPTED: ("✓", "ok"),
    Stand.EXCUSED: ("–", "mut"),
}


@dataclass(frozen=True)
class Cell:
    """A report of a unit for a period. report None: it is owed, and opened by itself tonight."""

    period: Period
    stand: Stand
    report: Report | None = None
    is_late: bool = False

    @property
    def sign(self) -> str:
        return SIGNS[self.stand][0]

    @property
    def colour(self) -> str:
        return "warn" if self.is_late else SIGNS[self.stand][1]

    @property
    def is_open(self) -> bool:
        """Whether something can be done about it with others: accept, return, remind."""
        return self.report is not None and self.stand in {Stand.SENT, Stand.MISSING, Stand.RETURNED}


class Line(NamedTuple):
    """A unit with its reports in the order of the periods; None: it owes nothing for that period."""

    unit: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Matrix:
    periods: Sequence[Period]
    lines: Sequence[Line]


def stand_of(report: Report, on: date) -> Stand:
    if report.state == State.DUE:
        return Stand.MISSING if timing(report.due_on, None, on=on) == Timing.MISSING else Stand.DUE
    return Stand(report.state.lower())


def build(
    form: Form,
    year: int,
    reports: Sequence[Report],
    coming: Sequence[OwedReport],
    *,
    on: date,
    names: dict[UUID, str],
    only: Period | None = None,
) -> Matrix:
    """reports: of the form and year, in the order of the tree, with their units; coming: those owed that are not opened
    yet; names: of units that have such alone; only: one period instead of all that have any.
    """
    by_unit: dict[UUID, dict[str, Cell]] = {}
    called = dict(names)
    for report in reports:
        called[report.unit_id] = unit_name(report)
        is_late = report.sent_on is not None and report.sent_on > report.due_on and report.state == State.SENT
        cell = Cell(report.the_period, stand_of(report, on), report, is_late)
        by_unit.setdefault(report.unit_id, {})[report.period] = cell
    for owed in coming:
        by_unit.setdefault(owed.unit, {})[owed.period.code] = Cell(owed.period, Stand.DUE)
    periods = [only] if only is not None else list(periods_of(PeriodKind(form.cadence), year))
    shown = [period for period in periods if only or any(period.code in cells for cells in by_unit.values())]
    lines = [Line(called[unit], [cells.get(period.code) for period in shown]) for unit, cells in by_unit.items()]
    return Matrix(shown, [line for line in lines if any(line.cells)])
