"""What is counted of periodic reports: due, sent, in time, late, missing (R-REP-01)."""

from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tongket.figures.declare import REPORT, flow, present, ratio
from tongket.pages.columns import Column, choice, day, text, unit
from tongket.reports.models import Report
from tongket.reports.rules import State

SHARED: dict[str, Any] = {"of": REPORT, "rows": Report, "verb": "report.read", "day": "due_on"}

OWED = Q(is_owed=True)  # what nobody asked for cannot raise a rate (R-REP-07)
EXPECTED = OWED & ~Q(state=State.EXCUSED)
DUE = flow("reports_due", _("Reports due"), where=EXPECTED, **SHARED)
flow("reports_sent", _("Reports sent"), where=OWED & Q(sent_on__isnull=False), **SHARED)
ON_TIME = flow("reports_on_time", _("Reports sent in time"), where=OWED & Q(sent_on__lte=F("due_on")), **SHARED)
flow("reports_late", _("Reports sent late"), where=OWED & Q(sent_on__gt=F("due_on")), **SHARED)
flow("reports_missing", _("Reports not sent"), where=Q(sent_on__isnull=True) & EXPECTED, **SHARED)
flow("reports_returned", _("Reports returned for correction"), where=OWED & Q(times_returned__gt=0), **SHARED)
ratio("reports_on_time_pct", _("Share of reports sent in time"), part=ON_TIME, whole=DUE)

present(
    Report,
    columns=[
        unit(phone="title"),
        text("form__name", _("Report"), key="form", order=("form__code",)),
        Column("period", _("Period"), lambda row: row.the_period.label(), order=("period",)),
        day("due_on", _("Due on")),
        day("sent_on", _("Sent on"), phone="figure"),
        choice("state", _("State"), phone="state"),
    ],
    order=("due_on", "unit__place__pos"),
    related=("unit__place", "form"),
)
