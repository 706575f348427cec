"""What a unit that ends still owes: reports are owed no more, its successor reports for itself (R-REP-01)."""

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import audit
from tongket.org.seams import Handover
from tongket.reports.models import Report
from tongket.reports.rules import State


def excuse_owed(handover: Handover) -> None:
    """Excuse the unit that ends from all that it has not sent, with the decision that ends it as the reason.

    What it sent, also what was returned to it, stays as it is. Source: R-REP-01, R-ORG-11.
    """
    if not handover.ends:
        return
    words = _("The unit ended on %(day)s by decision %(number)s.")
    note = words % {"day": dates.dmy(handover.from_on), "number": handover.number}
    for report in Report.objects.filter(unit=handover.unit, state=State.DUE):  # unscoped: of the unit that ends
        handover.change(report, state=State.EXCUSED, note=note[:400])
        audit.record(handover.by, "report.accept", report, on=handover.on, fields={"state": State.EXCUSED})
