"""The page of a sum sheet, and its Excel file."""

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.workbook import workbook
from tongket.reports import queries, sheet
from tongket.reports.models import Report
from tongket.reports.rules import State
from tongket.reports.views.reports import ROWS


@require_GET
@access.policy("report.read")
def sum_sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = ROWS.find(request, "report.read", pk=pk)
    children = queries.of_children(report.unit, report.form, report.period)
    fields, deep = sheet.lines(report, children), sheet.below(report)
    if request.GET.get("export") == "xlsx":
        return _export(request, report, _rows(fields, children, deep), fields)
    note = " ".join(filter(None, (_come(deep), _missing(children))))
    return Record(
        title=_("Sum sheet"),
        subtitle=f"{report.form.name} · {report.the_period.label()} · {report.unit.place.short_name}",
        crumbs=ROWS.around(report),
        buttons=[Button(_("Excel"), f"{request.path}?export=xlsx", is_primary=True)],
        sections=[Section("", table=_table(fields, _rows(fields, children, deep)), note=note)],
    ).respond(request)


def _come(deep: sheet.Below) -> str:
    """How many of all the reports below have come."""
    if not deep.is_deep:
        return ""
    said = _("Of all units below, %(sent)s of %(expected)s reports have come.")
    return said % {"sent": numbers.number(deep.sent), "expected": numbers.number(deep.expected)}


def _missing(children: Sequence[Report]) -> str:
    """Whose numbers are not in the sums, and why."""
    late = [child.unit.place.short_name for child in children if child.state in {State.DUE, State.RETURNED}]
    paper = [child.unit.place.short_name for child in children if child.state in sheet.SENT and not child.values]
    said = [_("Not sent yet: %(units)s.") % {"units": ", ".join(late)}] if late else []
    said += [_("Came on paper, without numbers: %(units)s.") % {"units": ", ".join(paper)}] if paper else []
    said += [_("A difference is shown once every unit has given its number.")] if said else []
    return " ".join(said)


Row = tuple[Report | None, list[str]]


def _rows(fields: Sequence[sheet.Line], children: Sequence[Report], deep: sheet.Below) -> list[Row]:
    """One row for each unit with its numbers, in the order of the fields; then the sums, without a report."""
    rows: list[Row] = []
    for child in children:
        numbers_of = [sheet.shown(line.values[child.pk]) if child.pk in line.values else "" for line in fields]
        rows.append((child, [child.unit.place.short_name, *numbers_of]))
    counted = ["–" if line.counted is None else numbers.number(line.counted) for line in fields]
    differences = ["–" if line.difference is None else sheet.signed(line.difference) for line in fields]
    rows.append((None, [_("Together"), *(numbers.number(line.total) for line in fields)]))
    if deep.is_deep:
        sums = [numbers.number(deep.sums.get(line.field.code, 0)) for line in fields]
        rows.append((None, [_("Sent by the lowest units"), *sums]))
    rows.append((None, [_("Counted from records"), *counted]))
    rows.append((None, [_("Difference"), *differences]))
    return rows


def _table(fields: Sequence[sheet.Line], lines_of: Sequence[Row]) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for child, texts in lines_of:
        first: Cell | str = Cell(texts[0], child.get_absolute_url()) if child else texts[0]
        rows.append([first, *texts[1:]])
    for at, line in enumerate(fields, start=1):
        if line.difference:
            rows[-1][at] = Cell(sheet.signed(line.difference), state="warn")
    heads = [(_("Unit"), "start"), *((line.field.name, "end") for line in fields)]
    return SmallTable(heads, rows, _("The form asks for no numbers."), sums=_sums(lines_of))


def _sums(lines_of: Sequence[Row]) -> int:
    """How many of the last rows add up those above."""
    return sum(child is None for child, _texts in lines_of)


def _export(request: Request, report: Report, lines_of: Sequence[Row], fields: Sequence[sheet.Line]) -> HttpResponse:
    rows = [texts for _child, texts in lines_of]
    subtitle = _("%(unit)s, as of %(day)s") % {"unit": report.unit.place.name, "day": dates.dmy(request.today)}
    head = [str(_("Unit")), *(line.field.name for line in fields)]
    counts = range(1, len(head))
    title = f"{report.form.name} · {report.the_period.label()}"
    body = workbook(title, subtitle, head, rows, counts=counts, sums=_sums(lines_of))
    name = f"tong-hop-{report.period}.xlsx"
    return exporting.send(request, body, name, verb="report.read", row=report, rows=len(rows))
