"""What the overview of a unit shows, worked out before the template sees it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tongket.core import dates, numbers
from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec
from tongket.figures.counting import Counted, Value
from tongket.figures.declare import REGISTRY, listed
from tongket.figures.showing import rows_url, text_of
from tongket.org import access
from tongket.org.models import Unit, YearPlace
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.request import Request
from tongket.pages.tables import Head, Row, Table
from tongket.pages.workbook import workbook
from tongket.rating.models import Rating
from tongket.rating.rules import Level
from tongket.review import limitations, queries
from tongket.review.figure_lines import lines_of
from tongket.review.report import FigureLine
from tongket.targets.models import Target
from tongket.targets.queries import targets_of_many
from tongket.web.comparison import Shape, compare

CHART_YEARS = 4
LEVEL_STATES = {"EXCELLENT": "ok", "GOOD": "ok", "FULFILLED": "mut", "NOT_FULFILLED": "bad"}


class Overview:
    """One unit and year for one reader. Raises LookupError when the unit has no place in the tree of that year."""

    def __init__(self, unit: Unit, year: int, *, reader: access.Reader, on: date, shape: str = "") -> None:
        self.unit, self.year, self.reader, self.on = unit, year, reader, on
        self.cut_off = queries.cut_off(unit, year)
        self.unit_year = lines_of(unit, year, reader=reader, on=on, cut_off=self.cut_off)
        self.standing = queries.standing(unit, year)
        self.review = queries.newest(unit, year)
        self.comparison = compare(unit, year, shape)
        self.before = self._year_before()

    def _year_before(self) -> Counted | None:
        """The year before, counted in the shape of the comparison."""
        if self.comparison.shape is None and not self.comparison.was_split:
            return self.unit_year.before
        try:
            return self.comparison.count(self.year - 1, listed())
        except LookupError:
            return None

    def context(self) -> dict[str, Any]:
        members = self.unit_year.lines["members_total"]
        living = self.unit_year.counted.children()
        parts = [_("Year %(year)s") % {"year": self.year}]
        if living:
            parts.append(_("%(count)s units directly under it") % {"count": len(living)})
        parts.append(_("%(count)s members") % {"count": members.text})
        parts.append(_("figures up to %(day)s") % {"day": dates.dmy(self.cut_off)})
        chips = []
        if self.review is not None:
            states = {"draft": "warn", "submitted": "info", "approved": "ok"}
            words = _("review: %(state)s") % {"state": self.review.get_state_display()}
            chips.append((words, states[self.review.state]))
        return {
            "unit": {"name": self.standing.name, "subtitle": " · ".join(parts), "chips": chips},
            "crumbs": [],
            "cards": self.cards(),
            "comparison": self.comparison.context(),
            "attention": self.attention(),
            "chart": self.chart(),
            "children": self.children(living) if living else None,
            "buttons": self.buttons(bool(living)),
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been entered that could be judged, so that nothing can be praised."""
        lines = (self.unit_year.lines[key] for key in ("members_total", "meetings_held", "key_tasks_total"))
        has_reports = bool(self.unit_year.lines["reports_on_time_pct"].whole)
        return not has_reports and not any(line.is_suppressed or Decimal(line.value or 0) for line in lines)

    def buttons(self, has_children: bool) -> list[Button]:
        buttons = []
        if has_children:
            buttons.append(Button(_("Export to Excel"), "?export=xlsx"))
        if access.may(self.reader, "review.read", self.unit, on=self.on):
            url = reverse("review:review", args=[self.unit.code, self.year])
            buttons.append(Button(_("Open the year-end review"), url, is_primary=True))
        return buttons

    # --- Cards --------------------------------------------------------------------------------------------------------

    def cards(self) -> list[dict[str, Any]]:
        line = self.unit_year.lines
        cards = [self._against_target(line["members_admitted"])]
        total = int(line["key_tasks_total"].value or 0)
        if total:
            cards.append(self._key_tasks(total))
        if line["inspection_programme_completed_pct"].whole:
            cards.append(self._programme())
        key = (
            "organisations_rated_good_or_better_pct"
            if self.unit_year.counted.children()
            else "members_rated_good_or_better_pct"
        )
        cards.append(self._share(line[key]))
        if len(cards) < 4:
            cards.append(self._share(line["meeting_attendance_pct"]))
        return cards

    def _against_target(self, line: FigureLine) -> dict[str, Any]:
        target = Decimal(line.target["value"]) if line.target else None
        value = Decimal(line.value or 0)
        top = max(value, target or Decimal(0)) or Decimal(1)
        met = _is_met(line)
        return {
            "label": line.label,
            "value": line.text,
            "value_url": line.records_url,
            "target": f"/ {numbers.number(target)}" if target is not None else "",
            "share": int(value * 100 / top) if target is not None else None,
            "tick": min(int(target * 100 / top), 99) if target is not None else None,
            "state": "ok" if met else "bad",
            "comparison": line.comparison["phrase"] if line.comparison else "",
            "comparison_state": "ok" if met else "bad",
            "last_year": self._last_year(line),
        }

    def _key_tasks(self, total: int) -> dict[str, Any]:
        done = self.unit_year.lines["key_tasks_completed"]
        number = int(done.value or 0)
        excellent, good = self.unit_year.lines["key_tasks_excellent"].text, self.unit_year.lines["key_tasks_good"].text
        return {
            "label": _("Key tasks"),
            "value": done.text,
            "value_url": done.records_url,
            "target": _("/ %(total)s completed") % {"total": total},
            "share": number * 100 // total,
            "tick": None,
            "state": "ok" if number == total else "warn",
            "comparison": _("%(excellent)s excellent · %(good)s good") % {"excellent": excellent, "good": good},
            "comparison_state": "",
            "last_year": "",
        }

    def _programme(self) -> dict[str, Any]:
        card = self._share(self.unit_year.lines["inspection_programme_completed_pct"])
        lines = self.unit_year.lines
        card["comparison"] = _("committees %(committees)s · inspection commission %(commission)s") % {
            "committees": lines["inspections_supervisions_total"].text,
            "commission": lines["ic_inspections_supervisions_total"].text,
        }
        card["comparison_state"] = ""
        card["last_year"] = ""
        return card

    def _share(self, line: FigureLine) -> dict[str, Any]:
        value = Decimal(line.value) if line.value is not None else None
        target = Decimal(line.target["value"]) if line.target else None
        met = _is_met(line)
        return {
            "label": line.label,
            "value": line.text,
            "value_url": line.records_url,
            "target": f"{numbers.number(line.part or 0)}/{numbers.number(line.whole)}" if line.whole else "",
            "share": int(value) if value is not None else None,
            "tick": min(int(target), 99) if target is not None else None,
            "state": "mut" if value is None else "ok" if met or target is None else "bad",
            "comparison": line.comparison["phrase"] if line.comparison else "",
            "comparison_state": "ok" if met else "bad",
            "last_year": self._last_year(line),
        }

    def _last_year(self, line: FigureLine) -> str:
        figure = REGISTRY[line.key]
        if self.before is None or figure.is_restricted or line.is_suppressed:
            return ""
        earlier = self.before.own(line.key).value
        if earlier is None:
            return ""
        return _("%(year)s: %(number)s") % {"year": self.year - 1, "number": text_of(figure, earlier)}

    # --- What needs attention, the chart ----------------------------------------------------------------------------

    def attention(self) -> list[dict[str, Any]]:
        return [
            {
                "count": str(limitation.count),
                "text": _sentence(re.sub(r"^\d+ ", "", limitation.text)),
                "url": limitation.url,
                "state": "bad" if limitation.kind in {"target_missed", "key_tasks_late", "reports_late"} else "warn",
            }
            for limitation in limitations.of(self.unit_year)
        ]

    def chart(self) -> ChartSpec | None:
        """Members admitted over the years in which the unit kept its roll here; None for a single year."""
        figures = [REGISTRY["members_admitted"], REGISTRY["members_total"]]
        rows, admitted = [], {}
        for year in range(self.year - CHART_YEARS + 1, self.year + 1):
            try:
                counted = self.unit_year.counted if year == self.year else self.comparison.count(year, figures)
            except LookupError:
                continue
            if not counted.own("members_total").value:
                continue
            value = counted.own("members_admitted")
            admitted[year] = int(value.value or 0)
            targets = targets_of_many([self.unit.pk], year).get(self.unit.pk, [])
            target = _aim(targets)
            is_as_it_was = year == self.year or self.comparison.shape is not Shape.NOW
            url = rows_url(value.figure, self.unit.code, year) if is_as_it_was else ""  # the rows of that year's tree
            rows.append(ChartRow(str(year), (admitted[year], target), url=url, is_current=year == self.year))
        if len(rows) < 2:
            return None
        title = _admitted(self.year, admitted.get(self.year, 0), admitted.get(self.year - 1))
        return ChartSpec(ChartKind.PROGRESS, title, rows, _("Year"), (_("Admitted"), _("Target")))

    # --- Units side by side -----------------------------------------------------------------------------------------

    def children(self, living: list[YearPlace]) -> Table:
        heads = [
            Head(_("Unit"), phone="title"),
            Head(_("Members"), "end"),
            Head(_("Admitted / target"), "end", phone="figure"),
            Head(_("Reports on time"), "end"),
            Head(_("Lag of study (days)"), "end"),
            Head(_("Rating"), "end", phone="state"),
        ]
        units = [place.unit_id for place in living]
        targets = targets_of_many(units, self.year)
        levels = {
            rating.unit_id: rating.level
            for rating in Rating.objects.filter(  # unscoped: of the units under one found in scope
                decided_by=self.unit, year=self.year, subject="ORGANISATION"
            )
        }
        rows = []
        for place in living:
            aim = _aim(targets.get(place.unit_id, []))
            url = reverse("web:overview", args=[place.unit.code, self.year])
            rows.append(Row(self._cells(place, aim, levels.get(place.unit_id, "")), url))
        return Table(heads, rows, total=Row(self._cells(None, self._own_target(), "")))

    def _own_target(self) -> Decimal | None:
        line = self.unit_year.lines["members_admitted"]
        return Decimal(line.target["value"]) if line.target else None

    def _cells(self, place: YearPlace | None, aim: Decimal | None, level: str) -> list[Cell | str]:
        """What is said of a unit beside others; of all together, without a place."""
        unit = place.unit_id if place else self.unit.pk
        code = place.unit.code if place else self.unit.code
        values: dict[str, Value] = {
            key: self.unit_year.counted.of(unit, key)
            for key in ("members_total", "members_admitted", "reports_on_time_pct", "study_lag")
        }

        def cell(key: str) -> Cell:
            value = values[key]
            url = rows_url(value.figure, code, self.year, self.cut_off) if value.rows else None
            return Cell(text_of(value.figure, value.value), url)

        admitted = cell("members_admitted")
        if aim:
            done = int(values["members_admitted"].value or 0)
            share = min(int(Decimal(done) * 100 / aim), 100)
            admitted = Cell(
                f"{done}/{numbers.number(aim)}", admitted.url, state="ok" if done >= aim else "warn", share=share
            )
        on_time = values["reports_on_time_pct"].value
        reports = cell("reports_on_time_pct")
        if on_time is not None:
            state = "ok" if on_time == 100 else "warn" if on_time >= 80 else "bad"
            reports = replace(reports, state=state, share=int(on_time))
        rating = str(Level(level).label) if level else "–" if place else ""
        return [
            place.short_name if place else _("All together"),
            cell("members_total"),
            admitted,
            reports,
            cell("study_lag"),
            Cell(rating, state=LEVEL_STATES.get(level, "")),
        ]

    def as_excel(self, request: Request) -> HttpResponse:
        """The table of the units as an Excel file."""
        table = self.children(self.unit_year.counted.children())
        assert table.total is not None
        rows = [[str(cell) for cell in row.cells] for row in [*table.rows, table.total]]
        title = f"{self.standing.name} – {self.year}"
        body = workbook(
            title,
            _("figures up to %(day)s") % {"day": dates.dmy(self.cut_off)},
            [str(head.label) for head in table.heads],
            rows,
            counts=range(1, len(table.heads)),
            sums=1,
        )
        name = f"{self.unit.code}-{self.year}.xlsx"
        return exporting.send(request, body, name, verb="figure.read", unit=self.unit, rows=len(rows))


def _admitted(year: int, count: int, before: int | None) -> str:
    """What the chart of admissions shows, in a sentence. before: those of the year before, if it is known."""
    words = {"count": numbers.number(count), "year": year, "more": numbers.number(abs(count - (before or 0)))}
    if before is None:
        return _("Members admitted in %(year)s: %(count)s") % words
    if count > before:
        return _("Members admitted in %(year)s: %(count)s, %(more)s more than the year before") % words
    if count < before:
        return _("Members admitted in %(year)s: %(count)s, %(more)s fewer than the year before") % words
    return _("Members admitted in %(year)s: %(count)s, as many as the year before") % words


def _aim(targets: Sequence[Target]) -> Decimal | None:
    """How many members a unit aims to admit, of its targets of a year."""
    return next((target.value for target in targets if target.key == "members_admitted"), None)


def _is_met(line: FigureLine) -> bool:
    return line.comparison is not None and line.comparison["kind"] not in {"under_target", "not_met"}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
