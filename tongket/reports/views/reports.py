"""Periodic reports: the list, one report, asking, filling in and sending, taking back, returning, accepting."""

import uuid
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.figures.declare import REGISTRY
from tongket.figures.showing import rows_url
from tongket.org import access
from tongket.org.queries.units import DayTree
from tongket.pages import context, history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, as_of, by_choice, by_unit, by_unit_then, by_year, day_asked
from tongket.pages.forms import OfficeForm, ReasonForm, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.reminders import matters
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.reports import actions, content, counts, queries, rules, sheet
from tongket.reports.actions import putting_right
from tongket.reports.forms.reports import AskForm, DueForm, NumberRightForm, PaperForm, ReturnForm
from tongket.reports.models import Correction, FieldKind, FormField, Report
from tongket.reports.policy import LATE
from tongket.reports.rules import State, Timing

# --- Words -----------------------------------------------------------------------------------------------------------


def state_then(report: Report, then: date) -> Cell:
    """Where the report stood on a day that has passed: whether it had come, not what was answered by then."""
    sent_on = report.sent_on if report.sent_on is not None and report.sent_on <= then else None
    days = rules.days_late(report.due_on, sent_on, on=then)
    if sent_on is None:
        if report.due_on >= then:
            return Cell(_("due on %(day)s") % {"day": dates.dmy(report.due_on)}, state="info")
        return Cell(ngettext("missing, %(n)s day", "missing, %(n)s days", days) % {"n": days}, state="bad")
    words = _("sent")
    if days:
        late = ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
        return Cell(f"{words}, {late}", state="warn")
    return Cell(words, state="ok")


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


def _unit_and_day(report: Report) -> str:
    return _("%(unit)s, due on %(day)s") % {"unit": unit_name(report), "day": dates.dmy(report.due_on)}


CRUMBS = [(gettext_lazy("Reports"), "reports:list")]
ROWS = Rows(
    query=lambda: Report.objects.select_related("unit__place", "form"),
    crumbs=CRUMBS,
    name=name_of,
    subtitle=_unit_and_day,
)


# --- The list --------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("report.read")
def report_list(request: Request) -> HttpResponse:
    """The reports of a year: missing first, then returned, then those that wait to be accepted."""
    _unit, year = context.here(request, request.person)
    asked = day_asked(request)
    then = asked if asked is not None and asked < request.today else None
    listing: Listing[Report] = Listing(
        title=_("Reports"),
        verb="report.read",
        columns=[
            unit(phone="title"),
            text("form__name", _("Report"), key="form", order=("form__code",)),
            Column("period", _("Period"), lambda row: row.the_period.label(), order=("period",), phone="figure"),
            day("due_on", _("Due on")),
            Column("sent_on", _("Sent on"), lambda row: _sent_by(row, then), order=("sent_on",)),
            Column(
                "state",
                _("State"),
                lambda row: state_then(row, then) if then else state_cell(row, request),
                order=("attention",),
                phone="state",
            ),
        ],
        filters=[
            by_unit_then(DayTree(then)) if then else by_unit(),
            by_year(
                "period__startswith", "due_on", default=str(then.year if then else year)
            ),  # that of December is due in January
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
            as_of(),
        ],
        order=("due_on", "unit__place__pos") if then else ("attention", "due_on", "unit__place__pos"),
        url_of=lambda row: row.get_absolute_url(),
        buttons=[
            Button(_("Report forms"), reverse("reports:forms")),
            Button(_("Received reports"), reverse("reports:received")),
            *matters.button(request, LATE),
            *main_button(request, "report.collect", _("Ask for reports"), "reports:ask"),
        ],
        empty_text=_("No report has been asked for in this year. The office above asks its units for them."),
    )
    rows = queries.reports_for(request.person, on=request.today)
    if asked is None:
        rows = rows.none()
    return listing.respond(request, rows.select_related("unit__place", "form"))


def _sent_by(report: Report, then: date | None) -> str:
    """The day of the sending, as far as it was known on a day."""
    is_known = report.sent_on is not None and (then is None or report.sent_on <= then)
    return dates.dmy_or_empty(report.sent_on) if is_known else ""


def _form_names(request: Request) -> list[tuple[str, str]]:
    near = queries.newest(queries.forms_near(request.person, on=request.today))
    return list(near.values_list("code", "name"))


def _ask_form(request: Request, _row: None) -> AskForm:
    unit, _year = context.here(request, request.person)
    initial = {"unit": unit and unit.code, "reach": "owing", "form": request.GET.get("form", "")}
    return AskForm(request.person, "report.collect", posted(request)[0], on=request.today, initial=initial)


def _number_asked(reports: list[Report]) -> str:
    return ngettext("%(n)s unit was asked.", "%(n)s units were asked.", len(reports)) % {"n": len(reports)}


@deed(
    "reports:ask",
    verb="report.collect",
    form=_ask_form,
    title=gettext_lazy("Ask for reports"),
    crumbs=CRUMBS,
    done=_number_asked,
    to=lambda _reports: reverse("reports:list"),
)
def ask(data: Data, who: Who) -> list[Report]:
    return actions.ask(**data, **who)


# --- One report ------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("report.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    report = ROWS.find(request, "report.read", pk=pk)
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
    sections += [*_corrections(report), *matters.section(LATE, report)]
    sections += history.section(report, "report.read")
    return Record(
        title=name_of(report),
        subtitle=unit_name(report),
        crumbs=ROWS.above(report),
        about=About(report, "report.read"),
        chips=[(state.text, state.state)],
        buttons=_buttons(request, report),
        sections=sections,
    ).respond(request)


def _content(report: Report) -> Section:
    """The numbers as sent, beside what the records say of the same days, and what the unit says of those that stand
    out.
    """
    counted = counts.of_report(report)
    rows: list[list[Cell | str]] = []
    facts: list[Fact] = []
    faults: dict[str, list[str]] = {}
    for fault in content.faults_of(report, report.values, counted, queries.values_before(report)):
        faults.setdefault(fault.field, []).append(fault.text)
    for field in report.form.fields_asked():
        if field.kind == FieldKind.TEXT:
            facts.append(Fact(field.label, report.texts.get(field.code, "")))
        elif field.code in report.values:
            rows.append(_number_row(report, field, counted.get(field.code), faults.get(field.code, [])))
    facts.append(Fact(_("What else is to be said"), report.content.get("text", "")))
    return Section(
        _("Content"),
        facts=[fact for fact in facts if fact.text],
        table=SmallTable(
            heads=[
                (_("Figure"), "start"),
                (_("Reported"), "end"),
                (_("Counted from records"), "end"),
                (_("Check"), "start"),
                (_("The unit explains"), "start"),
            ],
            rows=rows,
            empty_text=_("It came on paper; no numbers were entered."),
        ),
    )


def _corrections(report: Report) -> list[Section]:
    """What was put right since it was sent, with its day and reason."""
    names = {field.code: field.name for field in report.form.fields_asked()}
    lines: list[list[Cell | str]] = [
        [
            dates.dmy(row.on),
            names.get(row.code, row.code),
            f"{sheet.shown(row.before)} → {sheet.shown(row.after)}",
            _("final number of an estimate") if row.is_final else row.reason,
            row.by.full_name,
        ]
        for row in report.corrections.select_related("by")
    ]
    heads = [(_("Day"), "start"), (_("Figure"), "start"), (_("Corrected"), "start"), (_("Reason"), "start"),
             (_("By"), "start")]  # fmt: skip
    return [Section(_("Corrections of numbers"), table=SmallTable(heads, lines))] if lines else []


def _number_row(report: Report, field: FormField, number: int | None, faults: list[str]) -> list[Cell | str]:
    value = report.values[field.code]
    url = None
    if number is not None:
        days = counts.days_of(field, report.the_period)
        url = rows_url(
            REGISTRY[field.line],
            report.unit.code,
            report.the_period.year,
            days.last,
            None if field.is_stock else days.first,
        )
    check: Cell | str = " ".join(faults)
    if not faults and number is not None and value == str(number):
        check = Cell(_("agrees"), state="ok")
    if report.remarks.get(field.code):
        check = report.remarks[field.code]
    counted = Cell("–" if number is None else numbers.number(number), url)
    shown = sheet.shown(value)
    if field.code in report.estimates:
        shown = _("%(number)s (estimate)") % {"number": shown}
    elif field.code in report.corrected:
        shown = _("%(number)s (sent: %(sent)s)") % {"number": shown, "sent": report.values_sent.get(field.code, "–")}
    return [field.name, shown, counted, check, report.explanations.get(field.code, "")]


def _buttons(request: Request, report: Report) -> list[Button]:
    """The buttons that the state and the rights of the person allow; the main one last."""
    buttons: list[Button] = []
    if queries.of_children(report.unit, report.form, report.period):
        buttons.append(Button(_("Sum sheet"), reverse("reports:sum", args=[report.pk])))
    may_accept = access.may(request.person, "report.accept", report, on=request.today)
    if may_accept and report.state == State.DUE:
        buttons.append(excuse.button(report, _("Excuse")))
    if report.state in {State.DUE, State.RETURNED}:
        if access.may(request.person, "report.collect", report, on=request.today):
            buttons.append(paper.button(report))
        if access.may(request.person, "report.act", report, on=request.today):
            buttons.append(Button(_("Enter it for the unit"), reverse("reports:act", args=[report.pk])))
        if access.may(request.person, "report.send", report, on=request.today):
            buttons.append(Button(_("Download as Excel"), reverse("reports:take_out", args=[report.pk])))
            buttons.append(Button(_("Upload an Excel file"), reverse("reports:hand_in", args=[report.pk])))
            buttons.append(Button(_("Fill in and send"), reverse("reports:send", args=[report.pk]), is_primary=True))
    is_sent = report.state in {State.SENT, State.ACCEPTED} and report.values
    if is_sent and access.may(request.person, "report.send", report, on=request.today):
        buttons.append(put_right.button(report))
    if _may_take_back(request, report):
        buttons.append(take_back.button(report, _("Take back")))
    if may_accept and report.state in {State.ACCEPTED, State.EXCUSED}:
        label = _("Open for correction") if report.state == State.ACCEPTED else _("Ask for it again")
        buttons.append(reopen.button(report, label))
    if access.may(request.person, "report.collect", report, on=request.today):
        if report.sent_on is None:
            buttons.insert(0, withdraw.button(report, _("Withdraw")))
        buttons.insert(0, correct.button(report))
    if may_accept and report.state == State.SENT:
        buttons += [return_.button(report, _("Return")), accept.button(report, is_primary=True)]
    return buttons


def _may_take_back(request: Request, report: Report) -> bool:
    may = report.state == State.SENT and access.may(request.person, "report.send", report, on=request.today)
    return may and not actions.why_not_taken_back(report, on=request.today)


# --- Deeds -----------------------------------------------------------------------------------------------------------


@correction(
    "reports:correct",
    verb="report.collect",
    row=ROWS,
    form=DueForm,
    fields=("due_on",),
    title=gettext_lazy("Correct the due day"),
)
def correct(report: Report, data: Data, who: Who) -> Report:
    return actions.correct_due(report, **data, **who)


@withdrawal(
    "reports:withdraw",
    verb="report.collect",
    row=ROWS,
    title=gettext_lazy("Withdraw the report"),
    note=gettext_lazy("For a report that was asked for by a slip. One that a unit need not send is excused instead."),
    to=lambda _none: reverse("reports:list"),
)
def withdraw(report: Report, data: Data, who: Who) -> None:
    actions.withdraw(report, **data, **who)


@deed(
    "reports:put_right",
    verb="report.send",
    row=ROWS,
    form=lambda request, report: NumberRightForm(report, posted(request)[0]),
    title=gettext_lazy("Put a number right"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The correction stands beside what was sent."),
    to=lambda correction: correction.report.get_absolute_url(),
)
def put_right(report: Report, data: Data, who: Who) -> Correction:
    return putting_right.correct_number(report, **data, **who)


@deed(
    "reports:take_back",
    verb="report.send",
    row=ROWS,
    form=OfficeForm,
    title=gettext_lazy("Take back the report"),
    label=gettext_lazy("Take back"),
    note=gettext_lazy("What was sent becomes the draft again. Until it is sent anew, the report counts as not sent."),
    done=gettext_lazy("The report was taken back. What you sent is kept as the draft."),
)
def take_back(report: Report, _data: Data, who: Who) -> Report:
    return actions.take_back(report, **who)


@deed(
    "reports:paper",
    verb="report.collect",
    row=ROWS,
    form=PaperForm,
    initial=lambda request, _report: {"sent_on": request.today},
    title=gettext_lazy("Received on paper"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The report was recorded as received on paper."),
)
def paper(report: Report, data: Data, who: Who) -> Report:
    return actions.send_many([(report, data["sent_on"])], **who)[0]


@deed(
    "reports:return",
    verb="report.accept",
    row=ROWS,
    form=lambda request, report: ReturnForm(report, posted(request)[0]),
    title=gettext_lazy("Return the report"),
    label=gettext_lazy("Return"),
    done=gettext_lazy("The report was returned."),
    is_danger=True,
)
def return_(report: Report, data: Data, who: Who) -> Report:
    return actions.return_(report, **data, **who)


@deed(
    "reports:accept",
    verb="report.accept",
    row=ROWS,
    title=gettext_lazy("Accept"),
    done=gettext_lazy("The report was accepted."),
)
def accept(report: Report, _data: Data, who: Who) -> Report:
    return actions.accept(report, **who)


@deed(
    "reports:excuse",
    verb="report.accept",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Excuse the unit"),
    label=gettext_lazy("Excuse"),
    done=gettext_lazy("The unit is excused from this report."),
)
def excuse(report: Report, data: Data, who: Who) -> Report:
    return actions.excuse(report, **data, **who)


@deed(
    "reports:reopen",
    verb="report.accept",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Open the report again"),
    label=gettext_lazy("Open again"),
    done=gettext_lazy("The report may be sent again."),
)
def reopen(report: Report, data: Data, who: Who) -> Report:
    return actions.reopen(report, **data, **who)
