"""Forms of reports: the list, one version, making, correcting, ending them."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates, numbers
from tongket.core.periods import PeriodKind
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, number, text
from tongket.pages.filters import Filter
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.reports import consistency, form_actions, queries
from tongket.reports.form_editing import crumbs_of, edit, find
from tongket.reports.form_inputs import EndForm, NewForm, NewVersionForm, VersionForm
from tongket.reports.models import FieldKind, Form, FormField

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
    row = find(request, pk, "form.read")
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
        crumbs=crumbs_of(),
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
        Fact(_("Valid from"), dates.dmy(row.from_on)),
        Fact(_("Last day"), _last_day(row) or str(_("without end"))),
    ]


def _buttons(request: Request, row: Form, *, may_write: bool, is_used: bool) -> list[Button]:
    """The buttons about the version as a whole; the main one last."""
    if row.unit is None:
        top = queries.topmost()
        if top is None or not access.may(request.person, "form.write", top, on=request.today):
            return []
        asked = _("From then on the office of %(unit)s changes this form and its versions.")
        confirm = asked % {"unit": top.place.short_name}
        return [Button(_("Keep it here"), reverse("reports:take_over", args=[row.pk]), method="post", confirm=confirm)]
    if not may_write:
        return []
    found = []
    is_last = queries.versions(row)[0] == row
    if not is_used:
        confirm = _("This version goes away for good; where there is one before it, that one holds again.")
        url = reverse("reports:drop_form", args=[row.pk])
        found.append(Button(_("Take it back"), url, method="post", is_danger=True, confirm=confirm))
    if is_last and row.until_on is None:
        found.append(Button(_("End it"), reverse("reports:end_form", args=[row.pk])))
    if not is_used:
        found.append(Button(_("Correct"), reverse("reports:correct_form", args=[row.pk])))
    if is_last:
        url = reverse("reports:new_version", args=[row.pk])
        found.append(Button(_("New version"), url, is_primary=is_used))
    return found


def _fields(row: Form, *, is_open: bool) -> Section:
    lines: list[list[Cell | str]] = []
    for field in row.fields_asked():
        url = reverse("reports:change_field", args=[row.pk, field.code]) if is_open else None
        line: list[Cell | str] = [Cell(field.label, url), _kind(field), field.section]
        if is_open:
            line.append(Cell(_("Remove"), reverse("reports:drop_field", args=[row.pk, field.code])))
        lines.append(line)
    heads = [(_("What is asked for"), "start"), (_("Answered with"), "start"), (_("Heading"), "start")]
    deeds = []
    if is_open:
        heads.append(("", "start"))
        deeds = [
            Button(_("Add counted figures"), reverse("reports:add_figures", args=[row.pk]), is_primary=not lines),
            Button(_("Add a number or a text"), reverse("reports:add_field", args=[row.pk])),
        ]
    empty = _("The form asks for nothing yet but the closing text.")
    return Section(_("What it asks for"), table=SmallTable(heads, lines, empty_text=empty), buttons=deeds)


def _kind(field: FormField) -> str:
    if field.is_figure:
        return str(_("a number counted from records"))
    return str(_("a text") if field.kind == FieldKind.TEXT else _("a whole number"))


def _checks(row: Form, *, is_open: bool) -> Section:
    labels = {field.code: field.label for field in row.fields_asked()}
    lines: list[list[Cell | str]] = []
    for position, check in enumerate(row.checks):
        url = reverse("reports:change_check", args=[row.pk, position]) if is_open else None
        rule = consistency.Rule(check["rule"])
        line: list[Cell | str] = [Cell(consistency.in_words(check, labels), url), str(rule.label)]
        if is_open:
            line.append(Cell(_("Remove"), reverse("reports:drop_check", args=[row.pk, position])))
        lines.append(line)
    heads = [(_("Condition"), "start"), (_("Check"), "start")]
    deeds = []
    if is_open:
        heads.append(("", "start"))
        deeds = [
            Button(_("Add: %(check)s") % {"check": one.short}, reverse("reports:add_check", args=[row.pk, one.value]))
            for one in consistency.Rule
            if labels
        ]
    empty = _("Nothing is checked before a report is sent.")
    return Section(_("What must agree"), table=SmallTable(heads, lines, empty_text=empty), buttons=deeds)


def _versions(request: Request, row: Form) -> Section:
    lines: list[list[Cell | str]] = []
    for one in queries.versions(row):
        url = one.get_absolute_url() if one != row else None
        state = state_cell(one, request)
        lines.append([Cell(dates.dmy(one.from_on), url), _last_day(one) or str(_("without end")), one.name, state])
    heads = [(_("Valid from"), "start"), (_("Last day"), "start"), (_("Form"), "start"), (_("State"), "start")]
    return Section(_("Versions"), table=SmallTable(heads, lines))


# --- Making and ending -----------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def new_form(request: Request) -> HttpResponse:
    initial = {"from_on": request.today.replace(day=1), "cadence": PeriodKind.MONTH}
    typed = NewForm(request.person, request.POST or None, on=request.today, initial=initial)
    made = run_if_posted(
        request, typed, lambda: form_actions.make(**typed.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The form was made. Now say what it asks for."))
        return redirect(made)
    return form_page(
        request,
        typed,
        title=_("Make a form"),
        submit_label=_("Make the form"),
        cancel_url=reverse("reports:forms"),
        crumbs=crumbs_of(),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def new_version(request: Request, pk: uuid.UUID) -> HttpResponse:
    return edit(
        request,
        pk,
        lambda row, data: NewVersionForm(data),
        lambda row, said: form_actions.new_version(row, **said, by=request.person, on=request.today),
        title=_("New version"),
        submit_label=_("Make the version"),
        done=_("The new version was made, like the last one. Now change it."),
        is_of_used=True,
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def correct_form(request: Request, pk: uuid.UUID) -> HttpResponse:
    def build(row: Form, data: Any) -> VersionForm:
        held = {name: getattr(row, name) for name in ("name", "kinds", "due_days", "from_on")}
        return VersionForm(data, initial={**held, "seen": row.version})

    return edit(
        request,
        pk,
        build,
        lambda row, said: form_actions.correct(row, **said, by=request.person, on=request.today),
        title=_("Correct the form"),
        submit_label=_("Save"),
        done=_("The form was corrected."),
    )


@require_http_methods(["GET", "POST"])
@access.policy("form.write")
@saves
def end_form(request: Request, pk: uuid.UUID) -> HttpResponse:
    return edit(
        request,
        pk,
        lambda row, data: EndForm(data, initial={"seen": row.version}),
        lambda row, said: form_actions.end(row, **said, by=request.person, on=request.today),
        title=_("End the form"),
        submit_label=_("End it"),
        done=_("The form was ended."),
        is_danger=True,
        is_of_used=True,
    )


@require_POST
@access.policy("form.write")
@saves
def drop_form(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = find(request, pk, "form.write")
    before = form_actions.drop(row, by=request.person, on=request.today)
    messages.success(request, _("The version was taken back."))
    return redirect(before.get_absolute_url() if before else reverse("reports:forms"))


@require_POST
@access.policy("form.write")
@saves
def take_over(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = find(request, pk, "form.read")
    top = queries.topmost()
    if top is None or row.unit is not None:
        raise Http404
    kept = form_actions.take_over(row, unit=top, by=request.person, on=request.today)
    messages.success(request, _("The form is kept here from now on."))
    return redirect(kept)
