"""Files going out: each one logged; Excel files with a title block, a head, rows, and nothing a cell could run (S-34,
S-39, S-40).
"""

import hashlib
import io
import re
from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates, numbers, text
from tongket.org import access, audit, saving, validate
from tongket.org.models import Unit
from tongket.pages.columns import Column
from tongket.pages.forms import OfficeForm, form_page
from tongket.pages.request import Request

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {  # by the ending of a file's name
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
ROW_LIMIT = 50_000
EXPORT = ".export"
WIDEST = 260  # characters on a sheet of paper that can still be read
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # of files, on one system or another
WHOLE = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})*")  # as pages write it
UPRIGHT = 110  # characters to a line of an upright sheet that can be read with ease
HEAD = 14  # characters to a line in the head of a narrow column


class ReasonForm(OfficeForm):
    """Why a list of persons leaves the system."""

    export = forms.CharField(widget=forms.HiddenInput, initial="xlsx")
    reason = forms.CharField(
        label=gettext_lazy("What the file is for"),
        max_length=200,
        min_length=5,
        help_text=gettext_lazy("The reason is kept in the log, with the number of rows."),
    )


def send(
    request: Request,
    body: bytes,
    name: str,
    *,
    verb: str,
    row: Model | None = None,
    unit: Unit | None = None,
    rows: int | None = None,
    reason: str = "",
) -> HttpResponse:
    """A file as the answer: the only way in which one leaves. Logged beforehand, with its hash (S-34).

    name: with the ending of its kind; verb: the right by which it is read; row: what it is about;
    unit: whose chain of the log it stands in, if not the row's; rows: how many it holds.
    """
    fields: dict[str, Any] = {"kind": _kind(name), "sha256": hashlib.sha256(body).hexdigest()}
    if rows is not None:
        fields["rows"] = rows
    if reason:
        fields["reason"] = reason
    with saving.durable():
        audit.record(request.person, logged_as(verb), row, on=request.today, unit=unit, fields=fields)
    return _download(body, name)


def attached_as(name: str) -> str:
    """The header that names a file, so that every system can keep it under that name."""
    name = NOT_IN_NAMES.sub("-", name)
    plain = text.fold(name).encode("ascii", "ignore").decode() or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def logged_as(verb: str) -> str:
    """What the log calls the handing out of a file of rows that are read by this right."""
    return verb if verb.endswith(EXPORT) else f"{verb}{EXPORT}"


def _kind(name: str) -> str:
    """The ending of a file's name."""
    return name.rpartition(".")[2].lower()


def _download(body: bytes, name: str) -> HttpResponse:
    """A file as an attachment that nothing keeps and nothing runs (S-39)."""
    response = HttpResponse(body, content_type=CONTENT_TYPES[_kind(name)])
    response["Content-Disposition"] = attached_as(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def export(
    request: Request, rows: QuerySet[Any], columns: Sequence[Column[Any]], *, verb: str, title: str
) -> HttpResponse:
    """The rows of a list as an Excel file."""

    def make(rows: Sequence[Any]) -> bytes:
        lines = [[str(column.cell(row)) for column in columns] for row in rows]
        subtitle = _("As of %(day)s") % {"day": dates.dmy(request.today)}
        counts = [at for at, column in enumerate(columns) if column.align == "end"]
        return workbook(title, subtitle, [str(column.label) for column in columns], lines, counts=counts)

    return hand_out(request, rows, make, verb=verb, title=title, name=text.fold(title).replace(" ", "-"))


def hand_out(
    request: Request,
    rows: QuerySet[Any],
    make: Callable[[Sequence[Any]], bytes],
    *,
    verb: str,
    title: str,
    name: str,
) -> HttpResponse:
    """All rows of a list as the Excel file that `make` makes of them. For lists of persons a reason is asked first.
    More rows than a file holds are refused: a part would be taken for the whole.
    """
    reason = request.GET.get("reason", "").strip()
    if access.POLICIES[verb].data_class in {"D2", "D3", "D4"} and len(reason) < validate.SHORTEST:
        return _ask_reason(request, title)
    listed = list(rows[: ROW_LIMIT + 1])
    if len(listed) > ROW_LIMIT:
        words = _(
            "A file holds %(most)s rows at most, and this list is longer. Choose a unit or a filter, then export."
        )
        messages.error(request, words % {"most": numbers.number(ROW_LIMIT)})
        query = request.GET.copy()
        for key in ("export", "reason"):
            query.pop(key, None)
        return redirect(f"{request.path}?{query.urlencode()}")
    return send(request, make(listed), f"{name}.xlsx", verb=verb, rows=len(listed), reason=reason)


def _ask_reason(request: Request, title: str) -> HttpResponse:
    form = ReasonForm(request.GET if "reason" in request.GET else None, initial={"export": "xlsx"})
    for key, value in request.GET.items():  # the filters go on, so that the file holds what the list showed
        if key not in form.fields:
            form.fields[key] = forms.CharField(widget=forms.HiddenInput, initial=value, required=False)
    return form_page(
        request,
        form,
        title=_("Export to Excel"),
        subtitle=title,
        submit_label=_("Make the file"),
        cancel_url=request.path,
        method="get",
        note=_("The list holds personal data: say what the file is for."),
    )


def workbook(
    title: str,
    subtitle: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    counts: Collection[int] = (),
    sums: int = 0,
    repeated: int = 1,
) -> bytes:
    """One sheet as an office hangs it up. Text stays text: no formula, no link, no user name.

    counts: the columns, from 0, in which whole numbers stand, so that Excel can add them up; sums: how many of the last
    rows add up those above; repeated: the columns that stand on each sheet of paper again, where the table is too wide
    for one.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(text.clean(title)[:31].translate(str.maketrans("[]:*?/\\", "       ")) or "1")
    font = {"font_name": "Times New Roman", "font_size": 12}
    bold = book.add_format(
        {**font, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    plain = book.add_format({**font, "border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({**font, "border": 1, "align": "center", "valign": "top"})
    cells = _Cells(book, font, counts)
    last = len(head)
    sheet.write_row(3, 0, ["TT", *head], bold)
    widths = [5] + [_width(label) for label in head]
    for index, row in enumerate(rows):
        is_sum = index >= len(rows) - sums
        if is_sum:
            sheet.write_string(4 + index, 0, "", plain)
        else:
            sheet.write_number(4 + index, 0, index + 1, number)
        for column, value in enumerate(row):
            cells.write(sheet, 4 + index, column, value, is_sum=is_sum)
            widths[column + 1] = max(widths[column + 1], min(len(value), 57))
    is_wide = sum(widths) > WIDEST
    over = min(last, repeated + 5) if is_wide else max(last, 1)  # the first sheet of paper
    large = book.add_format({**font, "bold": True, "font_size": 14, "align": "center"})
    sheet.merge_range(0, 0, 0, over, title.upper(), large)
    sheet.merge_range(1, 0, 1, over, subtitle, book.add_format({**font, "italic": True, "align": "center"}))
    for index, texts in enumerate([head, *rows]):
        lines = max((-(-len(said) // (widths[at] + 3)) for at, said in enumerate(texts, start=1) if said), default=1)
        if lines > 1 or not index:
            sheet.set_row(3 + index, 17 * lines)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 3, 60))
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
    sheet.set_paper(9)
    if is_wide:
        sheet.set_print_scale(60)
        sheet.repeat_columns(0, repeated)
    else:
        sheet.fit_to_pages(1, 0)
    if is_wide or last > 6 or sum(widths) > UPRIGHT:
        sheet.set_landscape()
    sheet.print_area(0, 0, 3 + len(rows), last)
    sheet.set_footer("&C&P/&N")
    book.set_properties({"title": title, "author": "", "company": ""})
    book.close()
    return out.getvalue()


class _Cells:
    """Writes the cells of a sheet: text as text, whole numbers as numbers in the columns that count."""

    def __init__(self, book: Any, font: dict[str, Any], counts: Collection[int]) -> None:
        shared = {**font, "border": 1, "valign": "top"}
        self.counts = counts
        self.plain = [book.add_format({**shared, "text_wrap": True, "bold": is_sum}) for is_sum in (False, True)]
        self.right = [
            book.add_format({**shared, "align": "right", "num_format": "#,##0", "bold": is_sum})
            for is_sum in (False, True)
        ]
        self.signed = book.add_format(
            {**shared, "align": "right", "num_format": "+#,##0;-#,##0;0", "bold": True}  # a difference is a sum
        )

    def write(self, sheet: Any, row: int, column: int, value: str, *, is_sum: bool) -> None:
        if column not in self.counts:
            sheet.write_string(row, column + 1, value, self.plain[is_sum])
        elif WHOLE.fullmatch(value):
            style = self.signed if value.startswith("+") else self.right[is_sum]
            sheet.write_number(row, column + 1, int(value.replace(".", "")), style)
        else:
            sheet.write_string(row, column + 1, value, self.right[is_sum])


def _width(label: str) -> int:
    """How wide a column is for its head, in characters: some words to a line, none of them cut."""
    return max(min(len(label), HEAD), *(len(word) for word in label.split()), 4)
