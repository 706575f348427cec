"""How long units take from the receipt of a directive to its study and to their programme, and which of them owe."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec
from tongket.directives import queries, rules
from tongket.directives.models import Receipt
from tongket.directives.policy import LATE_PROGRAMMES, LATE_STUDIES
from tongket.directives.views.receipts import programme_cell, review_cell, study_cell
from tongket.figures.counting import Counted, count, records, year_end
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url, text_of
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.links import link
from tongket.pages.record import SmallTable
from tongket.pages.reminders import matters
from tongket.pages.request import Request

YEARS = 5
MOST_OWING = 30
KEYS = ("study_lag", "studies_late", "programme_lag", "programmes_missing")
TITLES = {
    "study_lag": gettext_lazy("Studied in %(year)s: %(days)s days after receipt (median), at worst %(worst)s"),
    "programme_lag": gettext_lazy("Programmes of %(year)s: %(days)s days after receipt (median), at worst %(worst)s"),
}
NOTHING_DONE = {
    "study_lag": gettext_lazy("Nothing received in %(year)s has been studied yet"),
    "programme_lag": gettext_lazy("No programme for what was received in %(year)s yet"),
}


@require_GET
@access.policy("directive.read")
def lag(request: Request) -> HttpResponse:
    """The lag of a unit and of those directly under it: by year, over the years, and who owes now.

    Every number leads to the rows behind it.
    """
    here, year = context.here(request, request.person)
    reach = access.scope(Unit.objects.filter(place__isnull=False), request.person, "directive.read", on=request.today)
    unit = get_object_or_404(reach.select_related("place"), pk=here.pk if here else None)
    counted = _by_year(unit, year, request.today)
    page = {
        "title": _("Lag of directives"),
        "subtitle": f"{unit.place.name} · {year}",
        "crumbs": [(_("Directives"), reverse("directives:list"))],
        "buttons": [
            *_remind_buttons(request),
            Button(_("By unit"), link(reverse("directives:receipts"), unit=unit.code)),
            Button(_("Units that owe"), _owing_url(unit), is_primary=True),
        ],
        "charts": [_chart(counted, key, year) for key in ("study_lag", "programme_lag")],
        "by_year": _years_table(counted, request, unit).as_table(),
        "by_unit": _units_table(counted[-1], request).as_table() if counted and counted[-1].year == year else None,
        "owing": _owing_table(request, unit).as_table(),
        "owing_url": _owing_url(unit),
    }
    return render(request, "directives/lag.html", page)


def _remind_buttons(request: Request) -> list[Button]:
    """Reminding of what is not studied, and of what has no programme yet."""
    studies = matters.button(request, LATE_STUDIES, _("Remind of the study"))
    return studies + matters.button(request, LATE_PROGRAMMES, _("Remind of the programme"))


def _owing_url(unit: Unit) -> str:
    return link(reverse("directives:receipts"), unit=unit.code, owes="any")


def _by_year(unit: Unit, year: int, on: date) -> list[Counted]:
    """The figures of the last years in which the unit was in the tree, the oldest first."""
    figures = [REGISTRY[key] for key in KEYS]
    counted = []
    for past in range(year - YEARS + 1, year + 1):
        try:
            counted.append(count(past, under=unit, figures=figures, cut_off=min(year_end(past), on)))
        except LookupError:
            continue
    return counted


def _chart(counted: Sequence[Counted], key: str, year: int) -> ChartSpec:
    """The lag from the first year in which something was done."""
    figure = REGISTRY[key]
    rows: list[ChartRow] = []
    title = ""
    for of_year in counted:
        value = of_year.own(key)
        if value.value is None and not rows:
            continue
        texts = (text_of(figure, value.value), _number(value.worst))
        url = rows_url(figure, of_year.unit.code, of_year.year, of_year.cut_off)
        is_current = of_year.year == year
        rows.append(ChartRow(str(of_year.year), (value.value, value.worst), texts, url, is_current))
        if is_current and value.value is not None:
            title = str(TITLES[key]) % {"year": year, "days": texts[0], "worst": texts[1]}
    return ChartSpec(
        ChartKind.LAG,
        title or str(NOTHING_DONE[key]) % {"year": year},
        rows,
        _("Year"),
        (_("Median"), _("Worst")),
        _("days from receipt"),
    )


def _heads(first: str) -> list[tuple[Any, str]]:
    return [
        (first, "start"),
        (_("Days to study, median"), "end"),
        (_("To study, worst"), "end"),
        (_("Not yet studied"), "end"),
        (_("Studied late"), "end"),
        (_("Days to programme, median"), "end"),
        (_("To programme, worst"), "end"),
        (_("Without a programme"), "end"),
    ]


def _cells(counted: Counted, unit: UUID, code: str) -> list[Cell | str]:
    """Median, worst and not yet of study and programme; each leads to its rows."""

    def cell(key: str, text: str) -> Cell:
        return Cell(text, rows_url(REGISTRY[key], code, counted.year, counted.cut_off))

    study, programme = counted.of(unit, "study_lag"), counted.of(unit, "programme_lag")
    late, missing = counted.of(unit, "studies_late"), counted.of(unit, "programmes_missing")
    return [
        cell("study_lag", text_of(study.figure, study.value)),
        cell("study_lag", _number(study.worst)),
        cell("study_lag", numbers.number(study.not_yet)),
        cell("studies_late", text_of(late.figure, late.value)),
        cell("programme_lag", text_of(programme.figure, programme.value)),
        cell("programme_lag", _number(programme.worst)),
        cell("programmes_missing", text_of(missing.figure, missing.value)),
    ]


def _number(value: int | None) -> str:
    return "–" if value is None else numbers.number(value)


def _years_table(counted: Sequence[Counted], request: Request, unit: Unit) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for of_year in reversed(counted):
        own = Cell(str(of_year.year), link(reverse("directives:lag"), unit=unit.code, year=of_year.year))
        rows.append([own, *_cells(of_year, unit.pk, unit.code)])
    if len(counted) > 1:
        rows.append(_all_years(counted, request, unit))
    nothing = _("Nothing has been received in these years.")
    return SmallTable(_heads(_("Year")), rows, nothing, sums=int(len(counted) > 1))


def _all_years(counted: Sequence[Counted], request: Request, unit: Unit) -> list[Cell | str]:
    """The same over all these years: the median of all days, not of the medians."""
    line: list[Cell | str] = [_("All these years")]
    for key, extra in (("study_lag", "studies_late"), ("programme_lag", "programmes_missing")):
        days: list[tuple[date, date | None]] = []
        for of_year in counted:
            cut_off = of_year.cut_off
            behind = records(
                REGISTRY[key], unit=unit, year=of_year.year, person=request.person, on=request.today, cut_off=cut_off
            )
            end = "first_studied_on" if key == "study_lag" else "programme_on"
            for received_on, done_on in behind.values_list("received_on", end):
                is_done = done_on is not None and done_on <= cut_off
                days.append((received_on, done_on if is_done else None))
        lag = rules.lag_of(days)
        total = sum(int(of_year.own(extra).value or 0) for of_year in counted)
        line += [text_of(REGISTRY[key], lag.middle), _number(lag.worst)]
        line += [numbers.number(lag.not_yet), numbers.number(total)] if key == "study_lag" else [numbers.number(total)]
    return line


def _units_table(counted: Counted, request: Request) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for place in counted.children():
        code = place.unit.code
        name = Cell(place.short_name, link(reverse("directives:lag"), unit=code, year=counted.year))
        rows.append([name, *_cells(counted, place.unit_id, code)])
    return SmallTable(_heads(_("Unit")), rows)


def _owing_table(request: Request, unit: Unit) -> SmallTable:
    """Units of the tree of now that are past a day: overdue study first."""
    rows: Any = queries.receipts_for(request.person, on=request.today).filter(
        queries.owing("any", request.today), unit__place__pos__range=(unit.place.pos, unit.place.last)
    )
    shown = (
        rows.select_related("unit__place__parent__place", "directive")
        .prefetch_related("reviews")
        .order_by("attention", "study_due_on", "unit__place__pos")[:MOST_OWING]
    )
    heads: list[tuple[Any, str]] = [
        (_("Unit"), "start"),
        (_("Directive"), "start"),
        (_("Received on"), "start"),
        (_("Study"), "start"),
        (_("Programme"), "start"),
        (_("Interim or final"), "start"),
    ]
    return SmallTable(
        heads,
        [
            [
                Cell(unit_name(row), row.get_absolute_url()),
                Cell(row.directive.printed, row.directive.get_absolute_url()),
                dates.dmy(row.received_on),
                study_cell(row, request),
                programme_cell(row, request),
                _review(row, request),
            ]
            for row in shown
        ],
        _("No unit is past a day that was set."),
    )


def _review(row: Receipt, request: Request) -> Cell | str:
    late = next(
        (review for review in row.reviews.all() if review.done_on is None and review.due_on < request.today), None
    )
    return review_cell(late, request) if late is not None else ""
