"""The page of who receives reports: units × periods, and what is done to many of them at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates, numbers
from tongket.core.periods import Period, PeriodKind, periods_of
from tongket.org import access
from tongket.org.models import Unit
from tongket.pages import context
from tongket.pages.columns import Cell
from tongket.pages.deeds import Data, Rows, Who, deed, who
from tongket.pages.filters import FilterField, reachable_units
from tongket.pages.forms import OfficeForm, run_on
from tongket.pages.links import link
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.reminders.matters import VERB as REMIND
from tongket.pages.request import Request
from tongket.reports import calendar, matching, matrix, queries
from tongket.reports.actions import bulk
from tongket.reports.forms.bulk import ManyForm, ReturnManyForm
from tongket.reports.models import Form, Report, ReportBatch
from tongket.reports.policy import LATE
from tongket.reports.rules import BatchVerb, Outcome, State

CRUMBS = [(gettext_lazy("Reports"), "reports:list"), (gettext_lazy("Received reports"), "reports:received")]
LINES = 60  # units on a page


@dataclass(frozen=True)
class Asked:
    """What the filters of the page ask for. form None: the person's units have no form."""

    unit: Unit | None
    year: int
    forms: Sequence[Form]
    form: Form | None
    period: Period | None
    stand: str

    @property
    def query(self) -> dict[str, str]:
        """The same as an address says it."""
        return {
            "unit": self.unit.code if self.unit else "",
            "year": str(self.year),
            "form": self.form.code if self.form else "",
            "period": self.period.code if self.period else "",
            "state": self.stand,
        }


def _asked(request: Request) -> Asked:
    unit, year = context.here(request, request.person)
    newest = list(queries.newest(queries.forms_near(request.person, on=request.today)))
    by_code = {form.code: form for form in newest}
    form = by_code.get(request.GET.get("form", "")) or by_code.get(_most_waiting(request)) or next(iter(newest), None)
    try:
        period = Period.parse(request.GET.get("period", ""))
    except ValueError:
        period = None
    if form is None or (period is not None and (period.kind != form.cadence or period.year != year)):
        period = None
    stand = request.GET.get("state", "")
    return Asked(unit, year, newest, form, period, stand if stand in matrix.Stand else "")


def _most_waiting(request: Request) -> str:
    """The code of the form of which most reports wait to be accepted, else of which there are most."""
    rows = access.scope(Report.objects.all(), request.person, "report.read", on=request.today)
    by_form = rows.order_by().values_list("form__code").annotate(waiting=Count("pk", filter=Q(state=State.SENT)))
    return str(next(iter(by_form.order_by("-waiting", "form__code").values_list("form__code", flat=True)[:1]), ""))


def _rows(asked: Asked, request: Request, verb: str) -> QuerySet[Report]:
    """The reports that the filters ask for and the person may use the verb on, in the order of the tree."""
    if asked.form is None or asked.unit is None:
        return Report.objects.none()
    place = asked.unit.place
    periods = {"period": asked.period.code} if asked.period else {"period__startswith": str(asked.year)}
    rows = access.scope(Report.objects.all(), request.person, verb, on=request.today).filter(
        access.within("unit__", place.pos, place.last), form__code=asked.form.code, **periods
    )
    return rows.select_related("unit__place__parent__place", "form").order_by("unit__place__pos", "period")


# --- The page --------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("report.read")
def received(request: Request) -> HttpResponse:
    """Where the reports of one form stand, unit by unit and period by period; what is owed stands there, opened or not
    (R-REP-07). The number of queries does not grow with the reports.
    """
    asked = _asked(request)
    rows = list(_rows(asked, request, "report.read").defer("content", "draft"))
    table = _matrix(asked, rows, request)
    lines = [line for line in table.lines if _fits(line, asked.stand)]
    page = Paginator(lines, LINES).get_page(request.GET.get("page", "1")[:6])
    waiting = sum(report.state == State.SENT for report in rows)
    may_accept = access.holds(request.person, "report.accept", on=request.today)
    may_remind = access.holds(request.person, REMIND, on=request.today)
    return render(
        request,
        "reports/received_rows.html" if request.htmx else "reports/received.html",
        {
            "title": _("Received reports"),
            "subtitle": asked.form.name if asked.form else "",
            "crumbs": [(CRUMBS[0][0], reverse(CRUMBS[0][1]))],
            "filters": _filters(request, asked),
            "matrix": table,
            "shown": page,
            "previous_url": _url(asked, page.previous_page_number()) if page.has_previous() else None,
            "next_url": _url(asked, page.next_page_number()) if page.has_next() else None,
            "counts": _counts(lines),
            "waiting": numbers.number(waiting) if waiting else "",
            "may_accept": may_accept,
            "may_remind": may_remind,
            "accept_url": link(reverse("reports:accept_many"), **asked.query),
            "return_url": reverse("reports:return_many"),
            "remind_url": reverse("reports:remind_many"),
            "chosen_url": reverse("reports:accept_many"),
            "query_string": link("", **asked.query).lstrip("?"),
        },
    )


def _matrix(asked: Asked, rows: Sequence[Report], request: Request) -> matrix.Matrix:
    if asked.form is None or asked.unit is None:
        return matrix.Matrix([], [])
    versions = list(
        Form.objects.filter(code=asked.form.code).select_related("unit__place")
    )  # unscoped: what the form asks for
    owed = [row for row in calendar.owed_until(request.today, forms=versions) if row.period.year == asked.year]
    if asked.period:
        owed = [row for row in owed if row.period == asked.period]
    opened = {(row.unit_id, row.period) for row in rows}
    coming = [row for row in owed if (row.unit, row.period.code) not in opened]
    place = asked.unit.place
    reach = access.scope(Unit.objects.all(), request.person, "report.read", on=request.today)
    units = reach.filter(
        pk__in={row.unit for row in coming}, place__pos__gte=place.pos, place__pos__lte=place.last
    ).values_list("pk", "place__short_name")
    names = dict(units) if coming else {}
    coming = [row for row in coming if row.unit in names]
    return matrix.build(asked.form, asked.year, rows, coming, on=request.today, names=names, only=asked.period)


def _fits(line: matrix.Line, stand: str) -> bool:
    return not stand or any(cell is not None and cell.stand == stand for cell in line.cells)


def _counts(lines: Sequence[matrix.Line]) -> list[tuple[str, str, str, str]]:
    """How many reports stand how: sign, word, number, colour; the legend of the table."""
    cells = [cell for line in lines for cell in line.cells if cell is not None]
    found = []
    for stand in matrix.Stand:
        number = sum(cell.stand == stand for cell in cells)
        if number:
            sign, colour = matrix.SIGNS[stand]
            found.append((sign, str(stand.label), numbers.number(number), colour))
    return found


def _filters(request: Request, asked: Asked) -> list[FilterField]:
    kinds = [(period.code, period.label()) for period in _periods(asked)]
    years = [(str(year), str(year)) for year in range(request.today.year + 1, 2014, -1)]
    stands = [(key, str(word)) for key, word in matrix.Stand.choices]
    forms = [(form.code, form.name) for form in asked.forms]
    unit, code = asked.unit.code if asked.unit else "", asked.form.code if asked.form else ""
    return [
        FilterField("form", _("Report form"), "select", code, forms, has_all=False),
        FilterField("unit", _("Unit"), "select", unit, reachable_units(request), has_all=False),
        FilterField("year", _("Year"), "select", str(asked.year), years, has_all=False),
        FilterField("period", _("Period"), "select", asked.period.code if asked.period else "", kinds),
        FilterField("state", _("State"), "select", asked.stand, stands),
    ]


def _periods(asked: Asked) -> Sequence[Period]:
    return periods_of(PeriodKind(asked.form.cadence), asked.year) if asked.form else ()


def _url(asked: Asked, number: int) -> str:
    return link(reverse("reports:received"), **asked.query, page=number)


# --- Many at once ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("report.accept")
@saves
def accept_many(request: Request) -> HttpResponse:
    """Look at what would be accepted and what is left for a reader, and why; then accept."""
    return _many(request, BatchVerb.ACCEPT, "report.accept")


@require_http_methods(["GET", "POST"])
@access.policy("report.accept")
@saves
def return_many(request: Request) -> HttpResponse:
    return _many(request, BatchVerb.RETURN, "report.accept")


@require_http_methods(["GET", "POST"])
@access.policy(REMIND)
@saves
def remind_many(request: Request) -> HttpResponse:
    return _many(request, BatchVerb.REMIND, REMIND)


def _many(request: Request, verb: BatchVerb, right: str) -> HttpResponse:
    """The second of two steps: what was ticked on the page of received reports, or all that its filters ask for, is
    shown with what will become of it, and done when it is sent once more.
    """
    asked = _asked(request)
    is_confirmed = "chosen" in request.POST
    form_class: type[ManyForm] = ReturnManyForm if verb == BatchVerb.RETURN else ManyForm
    form = form_class(request.POST if is_confirmed else None)
    keys = _ticked(request)
    if is_confirmed and form.is_valid():
        keys = form.cleaned_data["chosen"]
    rows = _chosen(request, asked, verb, right, keys)
    unit = asked.unit
    if is_confirmed and form.is_valid() and unit is not None:
        batch = run_on(form, lambda: _act(request, verb, rows, unit, form))
        if batch is not None:
            messages.success(request, _told(batch))
            return redirect(batch)
    if not is_confirmed:
        form.initial["chosen"] = ",".join(row.pk.hex for row in rows)
    return _confirm(request, asked, verb, rows, form)


def _ticked(request: Request) -> list[uuid.UUID] | None:
    """The reports that were ticked; None: the filters say which."""
    if request.method != "POST":
        return None
    keys = []
    for key in request.POST.getlist("report"):
        try:
            keys.append(uuid.UUID(key))
        except ValueError:
            continue
    return keys


def _chosen(request: Request, asked: Asked, verb: BatchVerb, right: str, keys: list[uuid.UUID] | None) -> list[Report]:
    if keys is None:
        rows = _rows(asked, request, right)
        wanted = rows.filter(LATE.late(request.today)) if verb == BatchVerb.REMIND else rows.filter(state=State.SENT)
        return list(wanted[: bulk.MOST])
    rows = access.scope(Report.objects.filter(pk__in=keys), request.person, right, on=request.today)
    return list(rows.select_related("unit__place__parent__place", "form").order_by("unit__place__pos", "period"))


def _act(request: Request, verb: BatchVerb, rows: Sequence[Report], unit: Unit, form: OfficeForm) -> ReportBatch:
    if verb == BatchVerb.ACCEPT:
        return bulk.accept_matching(rows, unit=unit, **who(request))
    if verb == BatchVerb.RETURN:
        return bulk.return_many(rows, unit=unit, reason=form.cleaned_data["reason"], **who(request))
    return bulk.remind_many(rows, unit=unit, **who(request))


def _confirm(request: Request, asked: Asked, verb: BatchVerb, rows: Sequence[Report], form: OfficeForm) -> HttpResponse:
    answers = (
        matching.matches(rows, asked.unit)
        if verb == BatchVerb.ACCEPT and asked.unit is not None
        else [matching.Match(row) for row in rows]
    )
    done = [match.report for match in answers if match.outcome == Outcome.DONE]
    left = [match for match in answers if match.outcome != Outcome.DONE]
    title = {
        BatchVerb.ACCEPT: ngettext("Accept %(n)s report", "Accept %(n)s reports", len(done)),
        BatchVerb.RETURN: ngettext("Return %(n)s report", "Return %(n)s reports", len(done)),
        BatchVerb.REMIND: ngettext("Remind of %(n)s report", "Remind of %(n)s reports", len(done)),
    }[verb] % {"n": numbers.number(len(done))}
    crumbs = [(label, reverse(name)) for label, name in CRUMBS]
    return render(
        request,
        "reports/many.html",
        {
            "title": title,
            "crumbs": crumbs,
            "form": form,
            "submit_label": title,
            "cancel_url": link(crumbs[-1][1], **asked.query),
            "idempotency_key": uuid.uuid4().hex,
            "is_danger": verb == BatchVerb.RETURN,
            "has_any": bool(done),
            "note": _left_note(len(left)),
            "left": _left_table(left).as_table() if left else None,
            "done": _done_table(done).as_table() if done else None,
        },
        status=422 if form.is_bound and form.errors else 200,
    )


def _left_note(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(n)s report is left for you to read: it stands below with the reason.",
        "%(n)s reports are left for you to read: they stand below with the reasons.",
        count,
    )
    return words % {"n": numbers.number(count)}


def _left_table(left: Sequence[matching.Match]) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            Cell(match.report.unit.place.short_name, match.report.get_absolute_url()),
            match.report.the_period.label(),
            str(Outcome(match.outcome).label),
            " ".join(match.about),
        ]
        for match in left
    ]
    return SmallTable(
        [(_("Unit"), "start"), (_("Period"), "start"), (_("What became of it"), "start"), (_("Reason"), "start")], rows
    )


def _done_table(done: Sequence[Report]) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            Cell(report.unit.place.short_name, report.get_absolute_url()),
            report.the_period.label(),
            dates.dmy_or_empty(report.sent_on),
        ]
        for report in done
    ]
    return SmallTable([(_("Unit"), "start"), (_("Period"), "start"), (_("Sent on"), "start")], rows)


def _told(batch: ReportBatch) -> str:
    done = sum(row["outcome"] == Outcome.DONE for row in batch.outcomes)
    words = _("%(verb)s: %(done)s of %(all)s reports.")
    return words % {
        "verb": batch.get_verb_display(),
        "done": numbers.number(done),
        "all": numbers.number(len(batch.outcomes)),
    }


# --- What became of them ---------------------------------------------------------------------------------------------

BATCHES: Rows[ReportBatch] = Rows(
    query=lambda: ReportBatch.objects.select_related("unit__place", "by"),
    crumbs=CRUMBS,
    name=lambda batch: f"{batch.get_verb_display()}, {dates.moment(batch.at)}",
)


@require_GET
@access.policy("report.read")
def batch(request: Request, pk: uuid.UUID) -> HttpResponse:
    """An act on many reports: what became of each, with the way to undo it while nothing depends on it."""
    row = BATCHES.find(request, "report.read", pk=pk)
    facts = [
        Fact(_("Done by"), f"{row.by.full_name}, {dates.moment(row.at)}"),
        Fact(_("Reason"), row.reason),
        Fact(_("Undone on"), dates.dmy_or_empty(row.undone_on)),
    ]
    may_undo = row.verb != BatchVerb.REMIND and row.undone_on is None
    may_undo = may_undo and access.holds(request.person, "report.accept", on=request.today)
    in_order = sorted(row.outcomes, key=lambda one: one["outcome"] == Outcome.DONE)
    lines: list[list[Cell | str]] = [_outcome_line(one) for one in in_order]
    heads = [(_("Unit"), "start"), (_("Report"), "start"), (_("What became of it"), "start"), (_("Reason"), "start")]
    return Record(
        title=_told(row) if row.undone_on is None else BATCHES.name(row),
        subtitle=row.unit.place.short_name,
        crumbs=BATCHES.above(row),
        buttons=[undo.button(row)] if may_undo else [],
        sections=[
            Section(_("In brief"), facts=[fact for fact in facts if fact.text]),
            Section(_("What became of each"), table=SmallTable(heads, lines)),
        ],
    ).respond(request)


COLOURS = {Outcome.DONE: "ok", Outcome.LEFT: "warn", Outcome.OPEN_BELOW: "warn", Outcome.USED: "warn"}


def _outcome_line(row: dict[str, Any]) -> list[Cell | str]:
    outcome = Outcome(row["outcome"])
    return [
        Cell(row["unit"], reverse("reports:record", args=[row["report"]])),
        f"{row['form']} · {Period(row['period']).label()}",
        Cell(str(outcome.label), state=COLOURS.get(outcome, "mut")),
        " ".join(row["about"]),
    ]


@deed(
    "reports:undo_batch",
    verb="report.read",  # the action asks for the right to accept each report
    row=BATCHES,
    title=gettext_lazy("Undo"),
    confirm=gettext_lazy("The reports wait to be accepted again; what was used since stays as it is."),
    done=gettext_lazy("Undone, as far as nothing depends on it."),
)
def undo(batch: ReportBatch, _data: Data, who: Who) -> ReportBatch:
    return bulk.undo(batch, **who)
