"""A report as an Excel file: taken out with what is known, filled in where there is no network, handed in again."""

import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import text
from tongket.org import access
from tongket.pages import exporting
from tongket.pages.forms import OfficeForm, run_if_posted, seen_field
from tongket.pages.once import saves
from tongket.pages.request import Request
from tongket.reports import actions, fill
from tongket.reports.forms import FIGURE
from tongket.reports.models import FieldKind, Report
from tongket.reports.views import counted_values, find, report_page
from tongket.sheets import child, files

MOST_BYTES = 2 * 1024 * 1024
CODE, VALUE = "Mã", "Số báo cáo"  # how the head of the table names what is read again; the same in every language
MARK = "Mẫu"  # before the code of the form and the period, in the line above the table


@require_GET
@access.policy("report.send")
def take_out(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The form as a file, with what its page starts with."""
    report = find(request, pk, "report.send")
    known = fill.initial_values(report, counted_values(report))
    rows = [[one.code, one.label, str(known.get(FIGURE + one.code, ""))] for one in report.form.fields_asked()]
    line = f"{MARK}: {report.form.code} · {report.period} · {report.unit.code}"
    body = exporting.workbook(report.form.name, line, [CODE, str(_("Figure")), VALUE], rows, counts=[2])
    name = f"{report.form.code}-{report.period}-{report.unit.code}.xlsx"
    return exporting.send(request, body, name, verb="report.read", row=report, rows=len(rows))


class FileForm(OfficeForm):
    file = forms.FileField(
        label=gettext_lazy("The filled-in Excel file"),
        help_text=gettext_lazy("The file that was taken out here, with the numbers in the last column."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    seen = seen_field()


@require_http_methods(["GET", "POST"])
@access.policy("report.send")
@saves
def hand_in(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put what a file says into the form, to be looked over and sent; nothing is sent by the file itself."""
    report = find(request, pk, "report.send")
    form = FileForm(request.POST or None, request.FILES or None, initial={"seen": report.version})

    def deed() -> Report:
        content = content_of(report, form.cleaned_data["file"].read(), form.cleaned_data["file"].name)
        return actions.keep_draft(
            report, seen=form.cleaned_data["seen"], content=content, by=request.person, on=request.today
        )

    if run_if_posted(request, form, deed) is not None:
        messages.success(request, _("The file was read into the form. Look it over, then send."))
        return redirect("reports:send", pk=report.pk)
    return report_page(request, report, form, title=_("Hand in an Excel file"), submit_label=_("Read the file"))


def content_of(report: Report, body: bytes, name: str) -> dict[str, Any]:
    """What a filled-in file says, as actions.keep_draft takes it. Raises ValidationError: not this form, not readable.

    The file is read in a process of its own and kept nowhere (S-35, S-36).
    """
    if len(body) > MOST_BYTES:
        raise ValidationError({"file": _("The file is larger than a filled-in form can be.")})
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        path = Path(folder) / "body"
        path.touch(mode=0o600)
        path.write_bytes(body)
        try:
            found = child.read_file(path, name)
        except files.Refused as refusal:
            raise ValidationError({"file": str(refusal)}) from refusal
    rows = [[_plain(cell) for cell in row] for one in found for row in one.rows]
    _check_mark(report, rows)
    values = dict(_values(rows))
    asked = {one.code: one for one in report.form.fields_asked()}
    unknown = sorted(set(values) - set(asked))
    if unknown:
        raise ValidationError({"file": _("The form does not ask for “%(key)s”.") % {"key": unknown[0][:40]}})
    said = report.draft or report.content
    numbers = {code: value for code, value in values.items() if asked[code].kind == FieldKind.NUMBER}
    return {
        "figures": numbers,
        "texts": {code: value for code, value in values.items() if code not in numbers},
        "text": said.get("text", ""),
        "explanation": said.get("explanation", ""),
    }


def _plain(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else text.clean(str(cell))


def _check_mark(report: Report, rows: Sequence[Sequence[str]]) -> None:
    wanted = f"{MARK}: {report.form.code} · {report.period} · {report.unit.code}"
    said = next((cell for row in rows for cell in row if cell.startswith(f"{MARK}: ")), "")
    if said != wanted:
        raise ValidationError(
            {
                "file": _("This is not the file of %(unit)s for %(period)s: take it out here again.")
                % {"unit": report.unit.place.short_name, "period": report.the_period.label()}
            }
        )


def _values(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Code and value of each line under the head; lines without a code end nothing."""
    head = next((row for row in rows if CODE in row and VALUE in row), None)
    if head is None:
        raise ValidationError({"file": _("The head of the table with “%(head)s” is missing.") % {"head": VALUE}})
    code_at, value_at = list(head).index(CODE), list(head).index(VALUE)
    for row in rows[list(rows).index(head) + 1 :]:
        if len(row) > max(code_at, value_at) and row[code_at]:
            yield row[code_at], row[value_at]
