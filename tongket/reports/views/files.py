"""A report as an Excel file: downloaded with what is known, filled in where there is no network, uploaded again."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.org import access
from tongket.pages import exporting
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import posted
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.reports import actions, counts
from tongket.reports.forms.files import CODE, VALUE, FileForm, mark
from tongket.reports.forms.reports import FIGURE
from tongket.reports.models import Report
from tongket.reports.views.fill import initial_values
from tongket.reports.views.reports import ROWS


@require_GET
@access.policy("report.send")
def take_out(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The form as a file, with what its page starts with."""
    report = ROWS.find(request, "report.send", pk=pk)
    known = initial_values(report, counts.of_report(report))
    rows = [[field.code, field.name, str(known.get(FIGURE + field.code, ""))] for field in report.form.fields_asked()]
    body = workbook(report.form.name, mark(report), [CODE, str(_("Figure")), VALUE], rows, counts=[2])
    name = f"{report.form.code}-{report.period}-{report.unit.code}.xlsx"
    return exporting.send(request, body, name, verb="report.read", row=report, rows=len(rows))


@deed(
    "reports:hand_in",
    verb="report.send",
    row=ROWS,
    form=lambda request, report: FileForm(report, *posted(request), initial={"seen": report.version}),
    title=gettext_lazy("Upload an Excel file"),
    label=gettext_lazy("Read the file"),
    done=gettext_lazy("The file was read into the form. Look it over, then send."),
    to=lambda report: reverse("reports:send", args=[report.pk]),
)
def hand_in(report: Report, data: Data, who: Who) -> Report:
    """Put what a file says into the form, to be looked over and sent; nothing is sent by the file itself."""
    return actions.keep_draft(report, **data, **who)
