"""Reads that others share."""

from datetime import date

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from tongket.org import access
from tongket.reports.models import Report
from tongket.reports.rules import State


def reports_for(person: access.Reader, *, on: date) -> QuerySet[Report]:
    """The reports that the person may read.

    Annotated with `attention`: 0 missing, 1 returned, 2 sent, 3 due, 4 accepted.
    """
    rows = access.scope(Report.objects.all(), person, "report.read", on=on)
    return rows.annotate(
        attention=Case(
            When(state=State.DUE, due_on__lt=on, then=Value(0)),
            When(state=State.RETURNED, then=Value(1)),
            When(state=State.SENT, then=Value(2)),
            When(state=State.DUE, then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        )
    )


TIMINGS = {  # how a report came: the value of the filter → its rows
    "on_time": Q(sent_on__lte=F("due_on")),
    "late": Q(sent_on__gt=F("due_on")),
    "missing": Q(sent_on__isnull=True),
}
