"""The register of directives: its list, one directive with its units, entering and correcting, its file."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.directives import actions, queries, rules
from tongket.directives.forms import DirectiveForm, FileForm, PassOnForm
from tongket.directives.kinds import Kind
from tongket.directives.models import Directive, DirectiveFile, Receipt
from tongket.directives.views.receipt_deeds import CRUMBS, passed_on
from tongket.directives.views.receipts import days_text, programme_cell, study_cell
from tongket.org import access
from tongket.pages import context, exporting, history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_choice, by_words, by_year
from tongket.pages.forms import posted, seen_field
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

MOST_UNITS = 100  # on the page of one directive; all of them are in the list of units

# --- The register ----------------------------------------------------------------------------------------------------


def _studied(row: Any) -> Cell:
    if not row.received:
        return Cell("–")
    share = row.studied * 100 // row.received
    state = "ok" if row.studied == row.received else "bad" if row.overdue else "warn"
    return Cell(f"{numbers.number(row.studied)}/{numbers.number(row.received)}", state=state, share=share)


def _state(row: Any) -> Cell:
    if row.overdue:
        return Cell(
            ngettext("%(n)s unit overdue", "%(n)s units overdue", row.overdue) % {"n": row.overdue}, state="bad"
        )
    if not row.received:
        return Cell(_("not passed on yet"), state="warn")
    waiting = row.received - row.studied
    if waiting:
        return Cell(ngettext("%(n)s unit to study", "%(n)s units to study", waiting) % {"n": waiting}, state="warn")
    if row.late:
        return Cell(_("all studied, %(n)s late") % {"n": row.late}, state="ok")
    return Cell(_("all studied"), state="ok")


def _programmes(row: Any) -> Cell | str:
    if not row.programmes_open:
        return ""
    return Cell(_("%(n)s missing") % {"n": row.programmes_open}, state="warn")


_STATES = {
    "overdue": lambda rows: rows.filter(overdue__gt=0),
    "waiting": lambda rows: rows.filter(studied__lt=F("received")),
    "late": lambda rows: rows.filter(late__gt=0),
    "programme": lambda rows: rows.filter(programmes_open__gt=0),
    "nobody": lambda rows: rows.filter(received=0),
}

DIRECTIVES: Listing[Directive] = Listing(
    title=gettext_lazy("Directives"),
    verb="directive.read",
    subtitle=gettext_lazy("Documents from above, and how far the units have come with them."),
    columns=[
        Column(
            "directive",
            gettext_lazy("Directive"),
            lambda row: f"{row.printed} · {row.subject}",
            order=("symbol", "number"),
            phone="title",
        ),
        text("issuer", gettext_lazy("Issuer")),
        day("issued_on", gettext_lazy("Issued on")),
        Column("studied", gettext_lazy("Studied"), _studied, order=("studied",), phone="figure"),
        Column("programmes", gettext_lazy("Programmes"), _programmes, order=("programmes_open",)),
        Column("state", gettext_lazy("State"), _state, order=("attention",), phone="state"),
    ],
    filters=[
        by_words("subject_fold", gettext_lazy("Symbol, subject or issuer")),
        Filter(
            "state",
            gettext_lazy("State"),
            lambda rows, value: _STATES[value](rows),
            options=lambda request: [
                ("overdue", _("overdue in a unit")),
                ("waiting", _("not studied by all")),
                ("late", _("studied late by a unit")),
                ("programme", _("a programme is missing")),
                ("nobody", _("not passed on yet")),
            ],
        ),
        by_choice("kind", gettext_lazy("Document kind"), Kind.choices),
        by_year("issued_on"),
    ],
    order=("attention", "-issued_on", "symbol", "number"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy(
        "No directive has been registered. The office registers those that come down and passes them on to the units."
    ),
)


@require_GET
@access.policy("directive.read")
def directive_list(request: Request) -> HttpResponse:
    others = [
        Button(_("By unit"), reverse("directives:receipts")),
        Button(_("Lag"), reverse("directives:lag")),
        Button(_("Documents of our own"), reverse("directives:documents")),
    ]
    return DIRECTIVES.respond(
        request,
        queries.directives_for(request.person, on=request.today),
        buttons=[*others, *main_button(request, "directive.write", _("Register a directive"), "directives:new")],
    )


# --- One directive ---------------------------------------------------------------------------------------------------


@require_GET
@access.policy("directive.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The directive, and the units within reach: those that are overdue first."""
    directive: Any = VISIBLE.find(request, "directive.read", pk=pk)
    rows: Any = queries.receipts_for(request.person, on=request.today).filter(directive=directive)
    receipts = rows.select_related("unit__place__parent__place").order_by("attention", "unit__place__pos")[:MOST_UNITS]
    state = _state(directive)
    note = ""
    if directive.received > MOST_UNITS:
        note = _("The first %(n)s are shown; all are in the list by unit.") % {"n": MOST_UNITS}
    buttons = []
    if directive.received > 1:
        buttons.append(Button(_("By unit"), link(reverse("directives:receipts"), q=directive.printed)))
    if access.holds(request.person, "directive.write", on=request.today):
        buttons += [*_office_buttons(directive), pass_on.button(directive, is_primary=True)]
    return Record(
        title=directive.printed,
        subtitle=directive.subject,
        crumbs=VISIBLE.above(directive),
        chips=[(state.text, state.state)],
        buttons=buttons,
        sections=[
            Section(
                _("In brief"),
                facts=_facts(request, directive),
            ),
            Section(
                _("Units"),
                note=note,
                table=SmallTable(
                    heads=[
                        (_("Unit"), "start"),
                        (_("Received on"), "start"),
                        (_("To be studied by"), "start"),
                        (_("First studied on"), "start"),
                        (_("Days to study"), "end"),
                        (_("Study"), "start"),
                        (_("Days to programme"), "end"),
                        (_("Programme"), "start"),
                    ],
                    rows=[
                        [
                            Cell(unit_name(row), row.get_absolute_url()),
                            dates.dmy(row.received_on),
                            dates.dmy_or_empty(row.study_due_on),
                            dates.dmy_or_empty(row.first_studied_on),
                            days_text(row, row.first_studied_on),
                            study_cell(row, request),
                            days_text(row, row.programme_on),
                            programme_cell(row, request),
                        ]
                        for row in receipts
                    ],
                    empty_text=_("No unit has received it yet."),
                ),
            ),
            *history.section(directive, "directive.read"),
        ],
    ).respond(request)


def _office_buttons(directive: Any) -> list[Button]:
    has_file = DirectiveFile.objects.filter(directive=directive).exists()
    buttons = [
        correct.button(directive, _("Correct")),
        attach.button(directive, _("Replace the file") if has_file else _("Add the file")),
    ]
    if not directive.received:
        buttons.append(remove.button(directive, _("Remove"), is_danger=False))
    return buttons


def _facts(request: Request, directive: Any) -> list[Fact]:
    """What the register says, what it belongs to, and how far the units within reach have come (R-DIR-02)."""
    person, on = request.person, request.today
    coverage = queries.coverage(directive, person, on=on)
    study, programme = queries.lags(directive, person, on=on)
    facts = [
        Fact(_("Document kind"), directive.get_kind_display().capitalize()),
        Fact(_("Issuer"), directive.issuer),
        Fact(_("Issued on"), dates.dmy(directive.issued_on) if directive.issued_on else "–"),
        Fact(_("Term of the issuer"), directive.term),
        Fact(_("Units that have it"), numbers.number(directive.received)),
        Fact(_("Units that have studied it"), numbers.number(directive.studied)),
        Fact(_("Programmes missing"), numbers.number(directive.programmes_open)),
        Fact(_("Days to study"), _lag_text(study)),
        Fact(_("Days to programme"), _lag_text(programme)),
        Fact(_("Members covered"), _share(coverage.covered, coverage.to_cover)),
        Fact(_("Cells that have studied it"), _share(coverage.cells_done, coverage.cells)),
        Fact(
            _("Grassroots organisations that have done all of it"), _share(coverage.whole_done, coverage.organisations)
        ),
    ]
    visible = queries.directives_for(person, on=on)
    parent = visible.filter(pk=directive.parent_id).first() if directive.parent_id else None
    if parent is not None:
        facts.append(Fact(_("Made to carry out"), parent.cited, parent.get_absolute_url()))
    for child in visible.filter(parent=directive).order_by("issued_on", "number")[:10]:
        facts.append(Fact(_("Carried out by"), child.cited, child.get_absolute_url()))
    for other in queries.namesakes(directive, person, on=on):
        facts.append(Fact(_("The same symbol"), other.cited, other.get_absolute_url()))
    file = DirectiveFile.objects.filter(directive=directive).defer("body").first()
    if file is not None:
        facts.append(Fact(_("File of the directive"), file.name, reverse("directives:file", args=[directive.pk])))
    return facts


def _lag_text(lag: rules.Lag) -> str:
    if lag.middle is None or lag.worst is None:
        return _("nobody yet") if lag.not_yet else ""
    return _("median %(middle)s, worst %(worst)s; not yet: %(n)s") % {
        "middle": numbers.number(lag.middle),
        "worst": numbers.number(lag.worst),
        "n": numbers.number(lag.not_yet),
    }


def _share(part: int, whole: int) -> str:
    if not whole:
        return "–"
    return _("%(part)s of %(whole)s (%(share)s)") % {
        "part": numbers.number(part),
        "whole": numbers.number(whole),
        "share": numbers.percent(numbers.ratio_percent(part, whole), places=2),
    }


# --- Deeds -----------------------------------------------------------------------------------------------------------


class DirectiveRows(Rows[Directive]):
    """Directives have no unit: one is found where a unit within reach has it, or for an office where none has."""

    def find(self, request: Request, verb: str, **address: Any) -> Directive:
        return get_object_or_404(queries.directives_for(request.person, on=request.today), **address)


class WholeRows(DirectiveRows):
    """Directives that the person may change: all units that have one are within what the person writes for."""

    def find(self, request: Request, verb: str, **address: Any) -> Directive:
        directive = super().find(request, verb, **address)
        actions.require_whole(directive, request.person, request.today)
        return directive


LOOK: dict[str, Any] = {
    "query": Directive.objects.all,
    "crumbs": CRUMBS,
    "name": lambda directive: directive.printed,
    "subtitle": lambda directive: directive.subject,
}
VISIBLE, WHOLE = DirectiveRows(**LOOK), WholeRows(**LOOK)


def _new_form(request: Request, _row: None) -> DirectiveForm:
    initial = {"kind": Kind.NQ, "parent": request.GET.get("parent")}
    return DirectiveForm(request.person, *posted(request), on=request.today, initial=initial)


@deed(
    "directives:new",
    verb="directive.write",
    form=_new_form,
    title=gettext_lazy("Register a directive"),
    label=gettext_lazy("Register"),
    crumbs=CRUMBS,
    done=gettext_lazy("The directive was registered. Now pass it on to the units."),
)
def new(data: Data, who: Who) -> Directive:
    return actions.register(**data, **who)


def _pass_on_form(request: Request, directive: Directive) -> PassOnForm:
    unit, _year = context.here(request, request.person)
    initial = {"unit": unit and unit.code, "received_on": request.today, "reach": "children"}
    return PassOnForm(directive, request.person, "directive.write", *posted(request), on=request.today, initial=initial)


@deed(
    "directives:pass_on",
    verb="directive.write",
    row=VISIBLE,
    form=_pass_on_form,
    title=gettext_lazy("Pass it on to units"),
    label=gettext_lazy("Pass on"),
    done=passed_on,
)
def pass_on(directive: Directive, data: Data, who: Who) -> list[Receipt]:
    return actions.receive_many(directive, **data, **who)


def _correction(request: Request, directive: Directive) -> DirectiveForm:
    initial = {name: getattr(directive, name) for name in actions.DIRECTIVE_FIELDS} | {"seen": directive.version}
    form = DirectiveForm(request.person, *posted(request), on=request.today, initial=initial)
    form.fields["seen"] = seen_field()
    return form


@correction(
    "directives:correct",
    verb="directive.write",
    row=WHOLE,
    form=_correction,
    title=gettext_lazy("Correct the entry"),
)
def correct(directive: Directive, data: Data, who: Who) -> Directive:
    return actions.correct_directive(directive, **data, **who)


@withdrawal(
    "directives:remove",
    verb="directive.write",
    row=WHOLE,
    title=gettext_lazy("Remove the entry"),
    to=lambda _none: reverse("directives:list"),
)
def remove(directive: Directive, data: Data, who: Who) -> None:
    actions.remove_directive(directive, **data, **who)


@deed(
    "directives:attach",
    verb="directive.write",
    row=WHOLE,
    form=FileForm,
    title=gettext_lazy("Add the file"),
    label=gettext_lazy("Keep the file"),
    done=gettext_lazy("The file is kept with the entry."),
    to=lambda file: file.directive.get_absolute_url(),
)
def attach(directive: Directive, data: Data, who: Who) -> DirectiveFile:
    return actions.attach_file(directive, **data, **who)


@withdrawal(
    "directives:remove_file",
    verb="directive.write",
    row=WHOLE,
    title=gettext_lazy("Remove the file"),
    note=gettext_lazy("The entry stays."),
)
def remove_file(directive: Directive, data: Data, who: Who) -> Directive:
    actions.remove_file(directive, **data, **who)
    return directive


@require_GET
@access.policy("directive.read")
def file(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The file of a directive as it was added; its download is logged."""
    directive = VISIBLE.find(request, "directive.read", pk=pk)
    stored = DirectiveFile.objects.filter(directive=directive).first()
    if stored is None:
        messages.info(request, _("No file is kept with this entry."))
        return redirect(directive)
    return exporting.send(request, bytes(stored.body), stored.name, verb="directive.read", row=directive)
