"""Forms of reports: the list, one version, making, correcting, ending them."""

import uuid
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.core.periods import PeriodKind
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, number, text
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import Filter
from tongket.pages.forms import correction_form, posted
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.reports import consistency, queries
from tongket.reports.actions import forms as form_actions
from tongket.reports.forms.making import EndForm, NewForm, NewVersionForm, OweForm, VersionForm
from tongket.reports.models import FieldKind, Form, FormField
from tongket.reports.views.editing import CRUMBS, ROWS, add_field, add_figures

# --- Words -----------------------------------------------------------------------------------------------------------


def state_cell(form: Form, request: Request) -> Cell:
    """Whether the version holds today."""
    if form.holds_on(request.today):
        return Cell(_("in force"), state="ok")
    if request.today < form.from_on:
        return Cell(_("from %(day)s") % {"day": dates.dmy(form.from_on)}, state="info")
    return Cell(_("ended"), state="mut")


def keeper(form: Form) -> str:
    return str(form.unit.place.short_name) if form.unit is not None else str(_("common form"))


def owing(form: Form) -> str:
    """The kinds of unit that owe it, in words."""
    return ", ".join(str(Kind(kind).label) for kind in form.kinds) or str(_("all kinds"))


def _last_day(form: Form) -> str:
    return dates.dmy(form.until_on - timedelta(days=1)) if form.until_on else ""


# --- The list --------------------------------------------------------------------------------------------------------


@require_GET
@access.policy("form.read")
def form_list(request: Request) -> HttpResponse:
    """Versions of forms that the person's units have to do with."""
    listing: Listing[Form] = Listing(
        title=_("Report forms"),
        verb="form.read",
        columns=[
            text("name", _("Form"), order=("name", "code", "from_on"), phone="title"),
            Column("unit", _("Kept by"), keeper, order=("unit__place__pos",), phone="sub"),
            choice("cadence", _("How often")),
            Column("kinds", _("Owed by"), owing),
            number("due_days", _("Days until due"), order=()),
            day("from_on", _("Valid from")),
            Column("until_on", _("Last day"), _last_day, order=("until_on",)),
            Column("state", _("State"), lambda row: state_cell(row, request), phone="state"),
        ],
        filters=[
            Filter(
                "state",
                _("State"),
                lambda rows, value: rows.filter(queries.versions_by_state(value, on=request.today)),
                options=lambda request: [("now", _("in force or to come")), ("ended", _("ended"))],
                default="now",
            )
        ],
        order=("name", "code", "-from_on"),
        url_of=lambda row: row.get_absolute_url(),
        crumbs=[(_("Reports"), reverse("reports:list"))],
        buttons=main_button(request, "form.write", _("Make a form"), "reports:new_form"),
        empty_text=_(
            "There is no form of reports yet. The office of an organisation makes them for the units under it."
        ),
    )
    return listing.respond(request, queries.forms_near(request.person, on=request.today).select_related("unit__place"))


# --- One version -----------------------------------------------------------------------------------------------------


@require_GET
@access.policy("form.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = ROWS.find(request, "form.read", pk=pk)
    may_write = access.may(request.person, "form.write", row, on=request.today)
    is_used = queries.is_used(row)
    is_open = may_write and not is_used
    state = state_cell(row, request)
    chips = [(state.text, state.state)]
    if may_write:
        chips.append((_("reports were made on it"), "mut") if is_used else (_("no report on it yet"), "info"))
    return Record(
        title=row.name,
        subtitle=keeper(row),
        crumbs=ROWS.above(row),
        chips=chips,
        buttons=_buttons(request, row, may_write=may_write, is_used=is_used),
        sections=[
            Section(_("In brief"), facts=_facts(row), note=_why_shut(may_write=may_write, is_used=is_used)),
            _fields(row, is_open=is_open),
            _checks(row, is_open=is_open),
            _versions(request, row),
        ],
    ).respond(request)


def _why_shut(*, may_write: bool, is_used: bool) -> str:
    if may_write and is_used:
        return str(_("Reports were asked for on this version, so it stays as it is. Changes go into a new version."))
    return ""


def _facts(row: Form) -> list[Fact]:
    days = ngettext("%(n)s day after the period", "%(n)s days after the period", row.due_days)
    return [
        Fact(_("How often"), str(row.get_cadence_display())),
        Fact(_("Owed by"), owing(row)),
        Fact(_("Due"), days % {"n": numbers.number(row.due_days)}),
        Fact(
            _("Owed by itself from"), dates.dmy(row.owed_from_on) if row.owed_from_on else str(_("only when asked for"))
        ),
        Fact(_("Valid from"), dates.dmy(row.from_on)),
        Fact(_("Last day"), _last_day(row) or str(_("without end"))),
    ]


def _buttons(request: Request, row: Form, *, may_write: bool, is_used: bool) -> list[Button]:
    """The buttons about the version as a whole; the main one last."""
    if row.unit is None:
        top = queries.topmost()
        if top is None or not access.may(request.person, "form.write", top, on=request.today):
            return []
        words = _("From then on the office of %(unit)s changes this form and its versions.")
        confirm = words % {"unit": top.place.short_name}
        return [take_over.button(row, confirm=confirm)]
    if not may_write:
        return []
    is_last = queries.versions(row)[0] == row
    buttons = [] if is_used else [drop_form.button(row)]
    if is_last and row.until_on is None:
        buttons.append(end_form.button(row, _("End it"), is_danger=False))
    if not is_used:
        buttons.append(correct_form.button(row, _("Correct")))
    if is_last:
        buttons.append(owe_form.button(row, _("Who owes it when")))
        buttons.append(new_version.button(row, is_primary=is_used))
    if row.holds_on(request.today) and access.holds(request.person, "report.collect", on=request.today):
        address = link(reverse("reports:ask"), form=row.code)
        buttons.append(Button(_("Ask for reports"), address, is_primary=not is_used))
    return buttons


def _fields(row: Form, *, is_open: bool) -> Section:
    lines: list[list[Cell | str]] = []
    for field in row.lines():
        url = reverse("reports:change_field", args=[row.pk, field.code]) if is_open else None
        line: list[Cell | str] = [Cell(field.label, url), _kind(field), _days(row, field), field.section]
        if is_open:
            line.append(Cell(_("Remove"), reverse("reports:drop_field", args=[row.pk, field.code])))
        lines.append(line)
    heads = [
        (_("What is asked for"), "start"),
        (_("Answered with"), "start"),
        (_("Which days it counts"), "start"),
        (_("Heading"), "start"),
    ]
    buttons: list[Button] = []
    if is_open:
        heads.append((_("Action"), "start"))
        buttons = [
            add_figures.button(row, is_primary=not lines),
            add_field.button(row),
        ]
    empty = _("The form asks for nothing yet but the closing text.")
    return Section(_("What it asks for"), table=SmallTable(heads, lines, empty_text=empty), buttons=buttons)


def _kind(field: FormField) -> str:
    if field.is_figure:
        return str(_("a number counted from records"))
    return str(_("a text") if field.kind == FieldKind.TEXT else _("a whole number"))


def _days(row: Form, field: FormField) -> str:
    """The columns of a line, in words."""
    columns = [column.column for column in field.of_columns(row.cadence) if column.column]
    if columns or field.kind != FieldKind.NUMBER or not field.span:
        return ", ".join(columns)
    return str(_("at the end of the period")) if field.is_stock else str(_("in the period"))


def _checks(row: Form, *, is_open: bool) -> Section:
    labels = {field.code: field.name for field in row.fields_asked()}
    lines: list[list[Cell | str]] = []
    for position, check in enumerate(row.checks):
        url = reverse("reports:change_check", args=[row.pk, position]) if is_open else None
        rule = consistency.Rule(check["rule"])
        line: list[Cell | str] = [Cell(consistency.in_words(check, labels), url), str(rule.label)]
        if is_open:
            line.append(Cell(_("Remove"), reverse("reports:drop_check", args=[row.pk, position])))
        lines.append(line)
    heads = [(_("Condition"), "start"), (_("Check"), "start")]
    buttons: list[Button] = []
    if is_open:
        heads.append((_("Action"), "start"))
        buttons = [
            Button(_("Add: %(check)s") % {"check": one.short}, reverse("reports:add_check", args=[row.pk, one.value]))
            for one in consistency.Rule
            if labels
        ]
    empty = _("Nothing is checked before a report is sent.")
    return Section(_("What must agree"), table=SmallTable(heads, lines, empty_text=empty), buttons=buttons)


def _versions(request: Request, row: Form) -> Section:
    lines: list[list[Cell | str]] = []
    for one in queries.versions(row):
        url = one.get_absolute_url() if one != row else None
        state = state_cell(one, request)
        lines.append([Cell(dates.dmy(one.from_on), url), _last_day(one) or str(_("without end")), one.name, state])
    heads = [(_("Valid from"), "start"), (_("Last day"), "start"), (_("Form"), "start"), (_("State"), "start")]
    return Section(_("Versions"), table=SmallTable(heads, lines))


# --- Making and ending -----------------------------------------------------------------------------------------------


def _new_form(request: Request, _row: None) -> NewForm:
    initial = {"from_on": request.today.replace(day=1), "cadence": PeriodKind.MONTH}
    return NewForm(request.person, posted(request)[0], on=request.today, initial=initial)


@deed(
    "reports:new_form",
    verb="form.write",
    form=_new_form,
    title=gettext_lazy("Make a form"),
    label=gettext_lazy("Make the form"),
    crumbs=CRUMBS,
    done=gettext_lazy("The form was made. Now say what it asks for."),
)
def new_form(data: Data, who: Who) -> Form:
    return form_actions.make(**data, **who)


@deed(
    "reports:new_version",
    verb="form.write",
    row=ROWS,
    form=NewVersionForm,
    title=gettext_lazy("New version"),
    label=gettext_lazy("Make the version"),
    done=gettext_lazy("The new version was made, like the last one. Now change it."),
)
def new_version(form: Form, data: Data, who: Who) -> Form:
    return form_actions.new_version(form, **data, **who)


@deed(
    "reports:correct_form",
    verb="form.write",
    row=ROWS,
    form=correction_form(VersionForm, ("name", "kinds", "due_days", "from_on")),
    title=gettext_lazy("Correct the form"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The form was corrected."),
)
def correct_form(form: Form, data: Data, who: Who) -> Form:
    return form_actions.correct(form, **data, **who)


@deed(
    "reports:owe_form",
    verb="form.write",
    row=ROWS,
    form=correction_form(OweForm, ("owed_from_on",)),
    title=gettext_lazy("Owed by itself"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("Saved. What has fallen due by then is opened each night."),
)
def owe_form(form: Form, data: Data, who: Who) -> Form:
    return form_actions.owe(form, **data, **who)


@deed(
    "reports:end_form",
    verb="form.write",
    row=ROWS,
    form=EndForm,
    title=gettext_lazy("End the form"),
    label=gettext_lazy("End it"),
    done=gettext_lazy("The form was ended."),
    is_danger=True,
)
def end_form(form: Form, data: Data, who: Who) -> Form:
    return form_actions.end(form, **data, **who)


@deed(
    "reports:drop_form",
    verb="form.write",
    row=ROWS,
    title=gettext_lazy("Take it back"),
    confirm=gettext_lazy("This version goes away for good; where there is one before it, that one holds again."),
    done=gettext_lazy("The version was taken back."),
    is_danger=True,
    to=lambda before: before.get_absolute_url() if before else reverse("reports:forms"),
)
def drop_form(form: Form, _data: Data, who: Who) -> Form | None:
    return form_actions.drop(form, **who)


@deed(
    "reports:take_over",
    verb="form.read",  # the action asks for the right to write in the unit that takes the form over
    row=ROWS,
    title=gettext_lazy("Keep it here"),
    done=gettext_lazy("The form is kept here from now on."),
)
def take_over(form: Form, _data: Data, who: Who) -> Form:
    top = queries.topmost()
    if top is None or form.unit is not None:
        raise Http404
    return form_actions.take_over(form, unit=top, **who)
