"""Statistics of members and admissions of a unit and those directly under it (R-STA-01, R-STA-02, R-STA-05)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, text
from tongket.figures.counting import Counted, count, year_end
from tongket.figures.declare import Figure, get
from tongket.figures.showing import Showing
from tongket.members import breakdown, verify
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.org.models import Place, Unit
from tongket.pages import context, exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.record import Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.workbook import workbook


@dataclass(frozen=True)
class Table:
    """One table: its title, and the figure and the label of each column."""

    title: Any
    columns: Sequence[tuple[str, Any]]


def tables() -> list[Table]:
    """The tables of the page, in order."""
    shown = [Table(gettext_lazy("Organisations"), _organisations())]
    for total, label, words in (
        ("members_total", gettext_lazy("Members"), gettext_lazy("Members in all")),
        ("members_admitted", gettext_lazy("Admissions"), gettext_lazy("Members admitted")),
    ):
        for group in breakdown.GROUPS:
            if total == "members_admitted" and not group.of_admissions:
                continue
            columns = [(breakdown.key_of(total, line), line.label) for line in group.lines]
            shown.append(Table(text_of(label, group.label), [(total, words), *columns]))
    shown.append(Table(gettext_lazy("Comings and goings"), [(key, get(key).label) for key in MOVEMENTS]))
    return shown


MOVEMENTS = (
    "members_transferred_in", "members_readmitted", "members_restored", "members_transferred_out", "members_died",
    "members_removed", "members_resigned", "members_exempt", "badges_awarded",
)  # fmt: skip


def text_of(label: Any, group: Any) -> str:
    return f"{label} · {group}"


def _organisations() -> list[tuple[str, Any]]:
    kinds = [(f"organisations_{kind.value.lower()}", kind.label) for kind in Kind]
    return [("organisations_total", _("in all")), *kinds]


@require_GET
@access.policy("figure.read")
def here(request: Request) -> HttpResponse:
    """The statistics of the unit and year that the person works on."""
    unit, year = context.here(request, request.person)
    if unit is None:
        raise Http404
    return redirect("members:statistics", unit.code, year)


@require_GET
@access.policy("figure.read")
def statistics(request: Request, code: str, year: int) -> HttpResponse:
    """All tables of a unit and year; each number opens to its rows where the reader may open them."""
    reach = access.scope(Unit.objects.filter(place__isnull=False), request.person, "figure.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), code=code)
    is_half = request.GET.get("half") == "1"
    cut_off = date(year, 6, 30) if is_half else year_end(year)
    shown = tables()
    try:
        counted = count(year, under=unit, figures=_figures(shown), cut_off=cut_off)
    except LookupError as unknown:
        raise Http404 from unknown
    showing = Showing(counted, request.person, on=request.today)
    title = _("Statistics of members, %(year)s") % {"year": year}
    until = _("figures up to %(day)s") % {"day": dates.dmy(cut_off)}
    subtitle = f"{unit.place.name} · {until}"
    if request.GET.get("export") == "xlsx":
        return _excel(request, unit, title, subtitle, showing, shown)
    url = reverse("members:statistics", args=[code, year])
    other = (
        Button(_("Figures of the whole year"), url) if is_half else Button(_("Figures up to 30 June"), f"{url}?half=1")
    )
    export = Button(_("Export to Excel"), f"{url}?export=xlsx{'&half=1' if is_half else ''}")
    return Record(
        title=title, subtitle=subtitle, crumbs=[(_("Members"), reverse("members:list"))], buttons=[other, export],
        sections=[
            Section(
                table.title, table=_small(table, showing), note=_stock_words(unit, year) if table is shown[-1] else ""
            ) for table in shown
        ],
    ).respond(request)  # fmt: skip


def _stock_words(unit: Unit, year: int) -> str:
    """Whether the stock of the year adds up in each cell; over too many units `tongket verify` alone looks at it."""
    if unit.place.last - unit.place.pos >= access.WIDE:
        return ""
    wrong = [pk for pk, equation in verify.stock_equations(year, unit.place).items() if not equation.holds]
    if not wrong:
        return _("Checked: the members at the start of the year, with comings and goings, give those at its end.")
    names = Place.objects.filter(unit__in=wrong).order_by("pos").values_list("short_name", flat=True)
    words = _(
        "The members at the start of %(year)s, with comings and goings, do not give those at its end in: %(units)s."
    )
    return words % {"year": year, "units": ", ".join(names)}


def _figures(shown: Sequence[Table]) -> list[Figure]:
    keys = dict.fromkeys(key for table in shown for key, _label in table.columns)
    return [get(key) for key in keys]


def _rows(counted: Counted) -> Iterator[tuple[str, Any]]:
    """The unit itself, then those directly under it."""
    own = counted.places[counted.index[counted.unit.pk]]
    yield own.short_name, counted.unit.pk
    for place in counted.children():
        yield place.short_name, place.unit_id


def _small(table: Table, showing: Showing) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for name, unit in _rows(showing.counted):
        numbers = [showing.of(key, unit) for key, _label in table.columns]
        rows.append([name, *(Cell(number.text, number.url if number.value.value else None) for number in numbers)])
    heads: list[tuple[Any, str]] = [(_("Unit"), "start")]
    return SmallTable(heads=[*heads, *((capfirst(str(label)), "end") for _key, label in table.columns)], rows=rows)


def _excel(
    request: Request, unit: Unit, title: str, subtitle: str, showing: Showing, shown: Sequence[Table]
) -> HttpResponse:
    """All tables below one another: a line for each figure, a column for each unit."""
    units = list(_rows(showing.counted))
    rows = [
        [str(table.title), str(label), *(showing.of(key, pk).text for _name, pk in units)]
        for table in shown
        for key, label in table.columns
    ]
    body = workbook(title, subtitle, [_("Table"), _("Line"), *(name for name, _pk in units)], rows, repeated=2)
    name = f"{text.fold(title).replace(' ', '-').replace(',', '')}-{unit.code.lower()}.xlsx"
    return exporting.send(request, body, name, verb="figure.read", unit=unit, rows=len(rows))
