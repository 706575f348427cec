"""What is counted of periodic reports: due, sent, in time, late, missing (R-REP-01)."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongket.core import dates
from tongket.figures.declare import REPORT, flow, present, ratio
from tongket.pages.listing import Column, unit_name
from tongket.reports.models import Report
from tongket.reports.rules import State

SHARED: dict[str, Any] = {"of": REPORT, "rows": Report, "verb": "report.read", "day": "due_on"}

EXPECTED = ~Q(state=State.EXCUSED)
DUE = flow("reports_due", _("Reports due"), where=EXPECTED, **SHARED)
flow("reports_sent", _("Reports sent"), where=Q(sent_on__isnull=False), **SHARED)
ON_TIME = flow("reports_on_time", _("Reports sent in time"), where=Q(sent_on__lte=F("due_on")), **SHARED)
flow("reports_late", _("Reports sent late"), where=Q(sent_on__gt=F("due_on")), **SHARED)
flow("reports_missing", _("Reports not sent"), where=Q(sent_on__isnull=True) & EXPECTED, **SHARED)
flow("reports_returned", _("Reports returned for correction"), where=Q(times_returned__gt=0), **SHARED)
ratio("reports_on_time_pct", _("Share of reports sent in time"), part=ON_TIME, whole=DUE)

present(
    Report,
    columns=[
        Column("unit", _("Unit"), unit_name, order=("unit__place__pos",), phone="title"),
        Column("form", _("Report"), lambda row: row.form.name, order=("form__code",)),
        Column("period", _("Period"), lambda row: row.the_period.label(), order=("period",)),
        Column("due_on", _("Due on"), lambda row: dates.dmy(row.due_on), order=("due_on",)),
        Column(
            "sent_on",
            _("Sent on"),
            lambda row: dates.dmy_or_empty(row.sent_on),
            order=("sent_on",),
            phone="figure",
        ),
        Column("state", _("State"), lambda row: str(row.get_state_display()), order=("state",), phone="state"),
    ],
    order=("due_on", "unit__place__pos"),
    related=("unit__place", "form"),
)
