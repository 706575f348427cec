"""The sum sheet: what the units under one have reported, added up, beside what is counted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.figures import counting
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.reports import queries
from tongket.reports.actions import is_reportable, whole_number
from tongket.reports.models import FieldKind, FormField, Report
from tongket.reports.rules import NOT_APPLICABLE, State

SENT = frozenset({State.SENT, State.ACCEPTED})


def shown(value: str) -> str:
    """A value of a report as a page writes it."""
    if value == NOT_APPLICABLE:
        return _("does not apply")
    number = whole_number(value)
    return numbers.number(number) if number is not None else value


def signed(number: int) -> str:
    """A difference with its sign."""
    return f"+{numbers.number(number)}" if number > 0 else numbers.number(number)


def typed(value: str) -> str:
    """A value of a report as a clerk types it."""
    return "–" if value == NOT_APPLICABLE else value


@dataclass(frozen=True)
class Line:
    """One field over all children. values: by the report's id, as sent; counted: of all units under, for a figure;
    is_whole: every unit that owes the report has given the number.
    """

    field: FormField
    values: Mapping[uuid.UUID, str]
    counted: int | None
    is_whole: bool

    @property
    def total(self) -> int:
        return sum(whole_number(value) or 0 for value in self.values.values() if value != NOT_APPLICABLE)

    @property
    def difference(self) -> int | None:
        """What was reported beyond what is counted; None while numbers are missing, so that none is taken for nil."""
        return self.total - self.counted if self.counted is not None and self.is_whole else None


@dataclass(frozen=True)
class Below:
    """What has come from all the units under one, however deep. sums: code of a field → what the lowest units with a
    report have sent, together; the committees over them say the same once more and are not added to it.
    """

    expected: int
    sent: int
    is_deep: bool  # whether there are reports below those of the units directly under it
    sums: Mapping[str, int]


def below(report: Report) -> Below:
    """The same at every moment: it is read from the reports as they were sent, not kept."""
    rows = queries.all_below(report)
    sums: dict[str, int] = {}
    is_deep = False
    for (_pos, last, state, values), after in zip(rows, [*rows[1:], None], strict=False):
        if after is not None and after[0] <= last:  # a report of a unit under this one follows
            is_deep = True
        elif state in SENT:
            for code, value in values.items():
                if value != NOT_APPLICABLE:
                    sums[code] = sums.get(code, 0) + (whole_number(value) or 0)
    return Below(len(rows), sum(state in SENT for _pos, _last, state, _values in rows), is_deep, sums)


def lines(report: Report, children: Sequence[Report]) -> list[Line]:
    """The number fields of a report, each over the reports of the units directly under it that were sent."""
    asked = [one for one in report.form.fields_asked() if one.kind == FieldKind.NUMBER]
    keys = [one.code for one in asked if one.is_figure and is_reportable(one.code)]
    counted = _counted(report, keys)
    owing = [child for child in children if child.state != State.EXCUSED]
    found = []
    for one in asked:
        sent = [child for child in owing if child.state in SENT and one.code in child.values]
        values = {child.pk: child.values[one.code] for child in sent}
        found.append(Line(one, values, counted.get(one.code), is_whole=len(sent) == len(owing)))
    return found


def _counted(report: Report, keys: Sequence[str]) -> dict[str, int]:
    """What the records of the units directly under the report's unit make together, to the end of the period."""
    period = report.the_period
    try:
        found = counting.count(
            period.year, under=report.unit, figures=[REGISTRY[key] for key in keys], cut_off=period.last
        )
    except LookupError:
        return {}
    children = found.children()
    return {key: sum(int(found.of(child.unit_id, key).value or 0) for child in children) for key in keys}


@require_GET
@access.policy("report.read")
def page(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Report.objects.select_related("unit__place", "form")
    report = access.find(rows, request.person, "report.read", pk, on=request.today)
    children = queries.of_children(report.unit, report.form, report.period)
    found, deep = lines(report, children), below(report)
    if request.GET.get("export") == "xlsx":
        return _export(request, report, _rows(found, children, deep), found)
    note = " ".join(said for said in (_come(deep), _missing(children)) if said)
    return Record(
        title=_("Sum sheet"),
        subtitle=f"{report.form.name} · {report.the_period.label()} · {report.unit.place.short_name}",
        crumbs=[(_("Reports"), reverse("reports:list")), (report.form.name, report.get_absolute_url())],
        buttons=[Button(_("Excel"), f"{request.path}?export=xlsx", is_primary=True)],
        sections=[Section("", table=_table(found, _rows(found, children, deep)), note=note)],
    ).respond(request)


def _come(deep: Below) -> str:
    """How many of all the reports below have come."""
    if not deep.is_deep:
        return ""
    said = _("Of all units below, %(sent)s of %(expected)s reports have come.")
    return said % {"sent": numbers.number(deep.sent), "expected": numbers.number(deep.expected)}


def _missing(children: Sequence[Report]) -> str:
    """Whose numbers are not in the sums, and why."""
    late = [child.unit.place.short_name for child in children if child.state in {State.DUE, State.RETURNED}]
    paper = [child.unit.place.short_name for child in children if child.state in SENT and not child.values]
    said = [_("Not sent yet: %(units)s.") % {"units": ", ".join(late)}] if late else []
    said += [_("Came on paper, without numbers: %(units)s.") % {"units": ", ".join(paper)}] if paper else []
    said += [_("A difference is shown once every unit has given its number.")] if said else []
    return " ".join(said)


Row = tuple[Report | None, list[str]]


def _rows(found: Sequence[Line], children: Sequence[Report], deep: Below) -> list[Row]:
    """One row for each unit with its numbers, in the order of the fields; then the sums, without a report."""
    rows: list[Row] = []
    for child in children:
        numbers_of = [shown(line.values[child.pk]) if child.pk in line.values else "" for line in found]
        rows.append((child, [child.unit.place.short_name, *numbers_of]))
    counted = ["–" if line.counted is None else numbers.number(line.counted) for line in found]
    differences = ["–" if line.difference is None else signed(line.difference) for line in found]
    rows.append((None, [_("Together"), *(numbers.number(line.total) for line in found)]))
    if deep.is_deep:
        sums = [numbers.number(deep.sums.get(line.field.code, 0)) for line in found]
        rows.append((None, [_("Sent by the lowest units"), *sums]))
    rows.append((None, [_("Counted from records"), *counted]))
    rows.append((None, [_("Difference"), *differences]))
    return rows


def _table(found: Sequence[Line], lines_of: Sequence[Row]) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for child, texts in lines_of:
        first: Cell | str = Cell(texts[0], child.get_absolute_url()) if child else texts[0]
        rows.append([first, *texts[1:]])
    for at, line in enumerate(found, start=1):
        if line.difference:
            rows[-1][at] = Cell(signed(line.difference), state="warn")
    heads = [(_("Unit"), "start"), *((line.field.label, "end") for line in found)]
    return SmallTable(heads, rows, _("The form asks for no numbers."), sums=_sums(lines_of))


def _sums(lines_of: Sequence[Row]) -> int:
    """How many of the last rows add up those above."""
    return sum(child is None for child, _texts in lines_of)


def _export(request: Request, report: Report, lines_of: Sequence[Row], found: Sequence[Line]) -> HttpResponse:
    rows = [texts for _child, texts in lines_of]
    subtitle = _("%(unit)s, as of %(day)s") % {"unit": report.unit.place.name, "day": dates.dmy(request.today)}
    head = [str(_("Unit")), *(line.field.label for line in found)]
    counts = range(1, len(head))
    title = f"{report.form.name} · {report.the_period.label()}"
    body = exporting.workbook(title, subtitle, head, rows, counts=counts, sums=_sums(lines_of))
    name = f"tong-hop-{report.period}.xlsx"
    return exporting.send(request, body, name, verb="report.read", row=report, rows=len(rows))
