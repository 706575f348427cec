"""A filled-in report as an Excel file: how it is marked, and what is read from it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import text
from tongket.pages.forms import OfficeForm, seen_field
from tongket.pages.upload import UploadField
from tongket.reports.models import FieldKind, Report
from tongket.sheets import child, files

MOST_BYTES = 2 * 1024 * 1024
CODE, VALUE = "Mã", "Số báo cáo"  # how the head of the table names what is read again; the same in every language
MARK = "Mẫu"  # before the code of the form and the period, in the line above the table


class FileForm(OfficeForm):
    """The file is read when the form is validated, before anything is written."""

    file = UploadField(
        label=gettext_lazy("The filled-in Excel file"),
        help_text=gettext_lazy("The file that was downloaded here, with the numbers in the last column."),
        endings=[".xlsx"],
        most_bytes=MOST_BYTES,
    )
    seen = seen_field()

    def __init__(self, report: Report, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report

    def clean(self) -> dict[str, Any]:
        file = self.cleaned_data.get("file")
        if file is not None:
            self.cleaned_data["content"] = content_of(self.report, file.read(), file.name)
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("content", "seen")}


def mark(report: Report) -> str:
    """The line above the table that says which report of which unit the file is."""
    return f"{MARK}: {report.form.code} · {report.period} · {report.unit.code}"


def content_of(report: Report, body: bytes, name: str) -> dict[str, Any]:
    """What a filled-in file says, as actions.keep_draft takes it. Raises ValidationError: not this form, not readable.

    The file is read in a process of its own and kept nowhere (S-35, S-36).
    """
    if len(body) > MOST_BYTES:
        raise ValidationError({"file": _("The file is larger than a filled-in form can be.")})
    try:
        sheets = child.read(body, name)
    except files.Refused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    rows = [[_plain(cell) for cell in row] for sheet in sheets for row in sheet.rows]
    _check_mark(report, rows)
    values = dict(_values(rows))
    asked = {field.code: field for field in report.form.fields_asked()}
    unknown = sorted(set(values) - set(asked))
    if unknown:
        raise ValidationError({"file": _("The form does not ask for “%(key)s”.") % {"key": unknown[0][:40]}})
    before = report.draft or report.content
    numbers = {code: value for code, value in values.items() if asked[code].kind == FieldKind.NUMBER}
    return {
        "figures": numbers,
        "texts": {code: value for code, value in values.items() if code not in numbers},
        "text": before.get("text", ""),
        "explanations": before.get("explanations", {}),
    }


def _plain(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else text.clean(str(cell))


def _check_mark(report: Report, rows: Sequence[Sequence[str]]) -> None:
    read = next((cell for row in rows for cell in row if cell.startswith(f"{MARK}: ")), "")
    if read != mark(report):
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
