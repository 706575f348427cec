"""Periodic reports: the list, one report, asking, filling in and sending, taking back, returning, accepting."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates, numbers
from tongket.figures import counting
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url
from tongket.org import access
from tongket.pages import context
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit, unit_name
from tongket.pages.filters import Filter, by_choice, by_unit, by_year
from tongket.pages.forms import OfficeForm, ReasonForm, form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.reports import actions, queries, rules, sheet
from tongket.reports.forms import AskForm, PaperForm, ReturnForm
from tongket.reports.models import FieldKind, FormField, Report
from tongket.reports.rules import State, Timing

# --- Words -----------------------------------------------------------------------------------------------------------


def state_cell(report: Report, request: Request) -> Cell:
    """Where the report stands, in words: what is missing or returned is red, what waits is amber."""
    timing = rules.timing(report.due_on, report.sent_on, on=request.today)
    days = rules.days_late(report.due_on, report.sent_on, on=request.today)
    if timing == Timing.MISSING and report.state != State.EXCUSED:
        return Cell(ngettext("missing, %(n)s day", "missing, %(n)s days", days) % {"n": days}, state="bad")
    if report.state == State.RETURNED:
        return Cell(_("returned"), state="bad")
    if report.state == State.EXCUSED:
        return Cell(_("excused"), state="mut")
    if report.state == State.DUE:
        left = (report.due_on - request.today).days
        said = ngettext("due in %(n)s day", "due in %(n)s days", left) % {"n": left} if left else _("due today")
        return Cell(said, state="warn" if timing == Timing.SOON else "info")
    words = _("accepted") if report.state == State.ACCEPTED else _("sent")
    if timing == Timing.LATE:
        late = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
        return Cell(f"{words}, {late}", state="warn")
    return Cell(words, state="ok" if report.state == State.ACCEPTED else "info")


def name_of(report: Report) -> str:
    return f"{report.form.name} · {report.the_period.label()}"


# --- The list --------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("report.read")
def report_list(request: Request) -> HttpResponse:
    """The reports of a year: missing first, then returned, then those that wait to be accepted."""
    _unit, year = context.here(request, request.person)
    listing: Listing[Report] = Listing(
        title=_("Reports"),
        verb="report.read",
        columns=[
            unit(phone="title"),
            text("form__name", _("Report"), key="form", order=("form__code",)),
            Column("period", _("Period"), lambda row: row.the_period.label(), order=("period",), phone="figure"),
            day("due_on", _("Due on")),
            day("sent_on", _("Sent on")),
            Column("state", _("State"), lambda row: state_cell(row, request), order=("attention",), phone="state"),
        ],
        filters=[
            by_unit(),
            by_year("period__startswith", "due_on", default=str(year)),  # that of December is due in January
            by_choice("state", _("State"), State.choices),
            Filter(
                "timing",
                _("In time"),
                lambda rows, value: rows.filter(queries.TIMINGS[value]),
                options=lambda request: [
                    ("on_time", _("sent in time")),
                    ("late", _("sent late")),
                    ("missing", _("not sent")),
                ],
            ),
            by_choice("form", _("Report form"), _form_names(request), "form__code"),
        ],
        order=("attention", "due_on", "unit__place__pos"),
        url_of=lambda row: row.get_absolute_url(),
        buttons=[
            Button(_("Report forms"), reverse("reports:forms")),
            *main_button(request, "report.collect", _("Ask for reports"), "reports:ask"),
        ],
        empty_text=_("No report has been asked for in this year. The office above asks its units for them."),
    )
    rows = queries.reports_for(request.person, on=request.today)
    return listing.respond(request, rows.select_related("unit__place", "form"))


def _form_names(request: Request) -> list[tuple[str, str]]:
    near = queries.newest(queries.forms_near(request.person, on=request.today))
    return list(near.values_list("code", "name"))


@require_http_methods(["GET", "POST"])
@access.policy("report.collect")
@saves
def ask(request: Request) -> HttpResponse:
    unit, _year = context.here(request, request.person)
    initial = {"unit": unit and unit.code, "reach": "owing"}
    form = AskForm(request.person, "report.collect", request.POST or None, on=request.today, initial=initial)
    made = run_if_posted(request, form, lambda: _ask(request, form))
    if made is not None:
        said = ngettext("%(n)s unit was asked.", "%(n)s units were asked.", made) % {"n": made}
        messages.success(request, said)
        return redirect("reports:list")
    return form_page(
        request,
        form,
        title=_("Ask for reports"),
        submit_label=_("Ask for reports"),
        cancel_url=reverse("reports:list"),
        crumbs=[(_("Reports"), reverse("reports:list"))],
    )


def _ask(request: Request, form: AskForm) -> int | None:
    if form.cleaned_data["reach"] == "owing":
        made = actions.ask_expected(
            form.cleaned_data["unit"],
            form=form.cleaned_data["form"],
            period=form.cleaned_data["period"],
            by=request.person,
            on=request.today,
        )
        if not made:
            form.add_error("unit", _("All the units chosen have been asked already, or there is none."))
        return len(made) or None
    if form.cleaned_data["due_on"] is None:
        form.add_error("due_on", _("Enter the day on which these units owe the report."))
        return None
    wanted: dict[str, Any] = {name: form.cleaned_data[name] for name in ("form", "period", "due_on")}
    owing = Report.objects.filter(period=wanted["period"])  # unscoped: who was asked is left out
    units = list(form.units().exclude(pk__in=owing.filter(form__code=wanted["form"].code).values("unit")))
    if not units:
        form.add_error("unit", _("All the units chosen have been asked already, or there is none."))
        return None
    return len(actions.open_due_many(units, **wanted, by=request.person, on=request.today))


# --- One report ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("report.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.read")
    state = state_cell(report, request)
    facts = [
        Fact(_("Unit"), report.unit.place.name, report.unit.get_absolute_url()),
        Fact(_("Period"), report.the_period.label()),
        Fact(_("Due on"), dates.dmy(report.due_on)),
        Fact(_("Sent on"), dates.dmy(report.sent_on) if report.sent_on else _("not yet")),
    ]
    if report.on_behalf_of and report.sent_by is not None:
        facts.append(Fact(_("Numbers given by"), report.on_behalf_of))
        facts.append(Fact(_("Entered by"), report.sent_by.full_name))
    if report.note:
        label = {State.EXCUSED: _("Excused because"), State.DUE: _("Asked for again because")}
        facts.append(Fact(label.get(State(report.state), _("What is to be corrected")), report.note))
    sections = [Section(_("In brief"), facts=facts)]
    if report.sent_on is not None:
        sections.append(_content(report))
    return Record(
        title=name_of(report),
        subtitle=unit_name(report),
        crumbs=[(_("Reports"), reverse("reports:list"))],
        chips=[(state.text, state.state)],
        buttons=_buttons(request, report),
        sections=sections,
    ).respond(request)


def _content(report: Report) -> Section:
    """The numbers as sent, beside what the records say up to the end of the period."""
    counted = counted_values(report)
    rows: list[list[Cell | str]] = []
    facts: list[Fact] = []
    for one in report.form.fields_asked():
        if one.kind == FieldKind.TEXT:
            facts.append(Fact(one.label, report.texts.get(one.code, "")))
        elif one.code in report.values:
            rows.append(_number_row(report, one, counted.get(one.code)))
    facts.append(Fact(_("What else is to be said"), report.content.get("text", "")))
    facts.append(Fact(_("Explanation of numbers that stand out"), report.content.get("explanation", "")))
    return Section(
        _("Content"),
        facts=[fact for fact in facts if fact.text],
        table=SmallTable(
            heads=[
                (_("Figure"), "start"),
                (_("Reported"), "end"),
                (_("Counted from records"), "end"),
                (_("Check"), "start"),
            ],
            rows=rows,
            empty_text=_("It came on paper; no numbers were entered."),
        ),
    )


def _number_row(report: Report, one: FormField, found: int | None) -> list[Cell | str]:
    value = report.values[one.code]
    shown = sheet.shown(value)
    url = rows_url(REGISTRY[one.code], report.unit.code, report.the_period.year) if found is not None else None
    is_same = found is None or shown == numbers.number(found)
    check: Cell | str = "" if is_same else Cell(_("differs"), state="warn")
    if report.remarks.get(one.code):
        check = report.remarks[one.code]  # long: no chip
    return [one.label, shown, Cell("–" if found is None else numbers.number(found), url), check]


def counted_values(report: Report) -> dict[str, int]:
    """What the records of the unit say of each figure of the form, from the start of the year to the end of the period.

    Empty where the unit had no place in that year.
    """
    keys = [key for key in report.form.keys if actions.is_reportable(key)]
    period = report.the_period
    try:
        counted = counting.count(
            period.year, under=report.unit, figures=[REGISTRY[key] for key in keys], cut_off=period.last
        )
    except LookupError:
        return {}
    return {key: int(counted.own(key).value or 0) for key in keys}


def _buttons(request: Request, report: Report) -> list[Button]:
    """The buttons that the state and the rights of the person allow; the main one last."""
    found: list[Button] = []
    if report.state in {State.DUE, State.RETURNED}:
        if access.may(request.person, "report.collect", report, on=request.today):
            found.append(Button(_("It came on paper"), reverse("reports:paper", args=[report.pk])))
        if access.may(request.person, "report.act", report, on=request.today):
            found.append(Button(_("Enter it for the unit"), reverse("reports:act", args=[report.pk])))
        if access.may(request.person, "report.send", report, on=request.today):
            found.append(Button(_("Take out as Excel"), reverse("reports:take_out", args=[report.pk])))
            found.append(Button(_("Hand in an Excel file"), reverse("reports:hand_in", args=[report.pk])))
            found.append(Button(_("Fill in and send"), reverse("reports:send", args=[report.pk]), is_primary=True))
    if _may_take_back(request, report):
        found.append(Button(_("Take back"), reverse("reports:take_back", args=[report.pk])))
    may_accept = access.may(request.person, "report.accept", report, on=request.today)
    if may_accept and report.state == State.DUE:
        found.insert(0, Button(_("Excuse"), reverse("reports:excuse", args=[report.pk])))
    if may_accept and report.state in {State.ACCEPTED, State.EXCUSED}:
        label = _("Open for correction") if report.state == State.ACCEPTED else _("Ask for it again")
        found.append(Button(label, reverse("reports:reopen", args=[report.pk])))
    if queries.of_children(report.unit, report.form, report.period):
        found.insert(0, Button(_("Sum sheet"), reverse("reports:sum", args=[report.pk])))
    if may_accept and report.state == State.SENT:
        found.append(Button(_("Return"), reverse("reports:return", args=[report.pk]), is_danger=True))
        found.append(Button(_("Accept"), reverse("reports:accept", args=[report.pk]), method="post", is_primary=True))
    return found


def _may_take_back(request: Request, report: Report) -> bool:
    may = report.state == State.SENT and access.may(request.person, "report.send", report, on=request.today)
    return may and not actions.why_not_taken_back(report, on=request.today)


def find(request: Request, pk: uuid.UUID, verb: str) -> Report:
    return access.find(queries.whole(pk), request.person, verb, pk, on=request.today)


# --- Sending, taking back, returning, accepting ----------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("report.send")
@saves
def take_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.send")
    form = OfficeForm(request.POST if request.method == "POST" else None)
    done = run_if_posted(request, form, lambda: actions.take_back(report, by=request.person, on=request.today))
    if done is not None:
        messages.success(request, _("The report was taken back. What you sent is kept as the draft."))
        return redirect(report)
    note = _("What was sent becomes the draft again. Until it is sent anew, the report counts as not sent.")
    return report_page(request, report, form, title=_("Take back the report"), submit_label=_("Take back"), note=note)


@require_http_methods(["GET", "POST"])
@access.policy("report.collect")
@saves
def paper(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.collect")
    form = PaperForm(request.POST or None, initial={"sent_on": request.today})
    done = run_if_posted(
        request,
        form,
        lambda: actions.send_many([(report, form.cleaned_data["sent_on"])], by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The report was recorded as received on paper."))
        return redirect(report)
    return report_page(request, report, form, title=_("It came on paper"), submit_label=_("Record"))


@require_http_methods(["GET", "POST"])
@access.policy("report.accept")
@saves
def return_(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.accept")
    form = ReturnForm(report, request.POST or None)
    done = run_if_posted(
        request,
        form,
        lambda: actions.return_(
            report, reason=form.cleaned_data["reason"], remarks=form.remarks, by=request.person, on=request.today
        ),
    )
    if done is not None:
        messages.success(request, _("The report was returned."))
        return redirect(report)
    return report_page(request, report, form, title=_("Return the report"), submit_label=_("Return"), is_danger=True)


@require_POST
@access.policy("report.accept")
@saves
def accept(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.accept")
    actions.accept(report, by=request.person, on=request.today)
    messages.success(request, _("The report was accepted."))
    return redirect(report)


@require_http_methods(["GET", "POST"])
@access.policy("report.accept")
@saves
def excuse(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.accept")
    form = ReasonForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.excuse(report, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The unit is excused from this report."))
        return redirect(report)
    return report_page(request, report, form, title=_("Excuse the unit"), submit_label=_("Excuse"))


@require_http_methods(["GET", "POST"])
@access.policy("report.accept")
@saves
def reopen(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = find(request, pk, "report.accept")
    form = ReasonForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.reopen(report, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The report may be sent again."))
        return redirect(report)
    return report_page(request, report, form, title=_("Open the report again"), submit_label=_("Open again"))


def report_page(
    request: Request,
    report: Report,
    form: Any,
    *,
    title: str,
    submit_label: str,
    note: str = "",
    is_danger: bool = False,
    autosave_url: str = "",
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        subtitle=_("%(unit)s, due on %(day)s") % {"unit": unit_name(report), "day": dates.dmy(report.due_on)},
        submit_label=submit_label,
        cancel_url=report.get_absolute_url(),
        crumbs=[
            (_("Reports"), reverse("reports:list")),
            (name_of(report), report.get_absolute_url()),
        ],
        note=note,
        is_danger=is_danger,
        autosave_url=autosave_url,
    )
