"""Directives: the register, one directive with its units."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates, numbers
from tongket.directives import actions, queries, rules
from tongket.directives.forms import DirectiveForm, PassOnForm
from tongket.directives.kinds import Kind
from tongket.directives.models import Directive, DirectiveFile
from tongket.directives.views.receipts import crumbs_of, days_text, programme_cell, study_cell
from tongket.org import access
from tongket.pages import context
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit_name
from tongket.pages.filters import Filter, by_choice, by_words, by_year
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

ASKS = (
    *("received_on", "study_due_on", "needs_programme", "level", "study_form", "programme_due_on", "interim_due_on"),
    "final_due_on",
)
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


@require_http_methods(["GET", "POST"])
@access.policy("directive.write")
@saves
def new(request: Request) -> HttpResponse:
    parents = queries.directives_for(request.person, on=request.today)
    form = DirectiveForm(parents, request.POST or None, initial={"kind": Kind.NQ, "parent": request.GET.get("parent")})
    made = run_if_posted(
        request, form, lambda: actions.register(**form.cleaned_data, by=request.person, on=request.today)
    )
    if made is not None:
        messages.success(request, _("The directive was registered. Now pass it on to the units."))
        return redirect(made)
    return form_page(
        request,
        form,
        title=_("Register a directive"),
        submit_label=_("Register"),
        cancel_url=reverse("directives:list"),
        crumbs=[(_("Directives"), reverse("directives:list"))],
    )


# --- One directive ---------------------------------------------------------------------------------------------------


@require_GET
@access.policy("directive.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The directive, and the units within reach: those that are overdue first."""
    directive: Any = get_object_or_404(queries.directives_for(request.person, on=request.today), pk=pk)
    rows: Any = queries.receipts_for(request.person, on=request.today).filter(directive=directive)
    receipts = rows.select_related("unit__place__parent__place").order_by("attention", "unit__place__pos")[:MOST_UNITS]
    state = _state(directive)
    note = ""
    if directive.received > MOST_UNITS:
        note = _("The first %(n)s are shown; all are in the list by unit.") % {"n": MOST_UNITS}
    deeds = []
    if directive.received > 1:
        deeds.append(Button(_("By unit"), link(reverse("directives:receipts"), q=directive.printed)))
    if access.holds(request.person, "directive.write", on=request.today):
        url = reverse("directives:pass_on", args=[directive.pk])
        deeds += _office_deeds(directive)
        deeds.append(Button(_("Pass it on to units"), url, is_primary=True))
    return Record(
        title=directive.printed,
        subtitle=directive.subject,
        crumbs=[(_("Directives"), reverse("directives:list"))],
        chips=[(state.text, state.state)],
        buttons=deeds,
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
        ],
    ).respond(request)


def _office_deeds(directive: Any) -> list[Button]:
    has_file = DirectiveFile.objects.filter(directive=directive).exists()
    deeds = [
        Button(_("Correct"), reverse("directives:correct", args=[directive.pk])),
        Button(
            _("Replace the file") if has_file else _("Add the file"), reverse("directives:attach", args=[directive.pk])
        ),
    ]
    if not directive.received:
        deeds.append(Button(_("Remove"), reverse("directives:remove", args=[directive.pk])))
    return deeds


def _facts(request: Request, directive: Any) -> list[Fact]:
    """What the register says, what it belongs to, and how far the units within reach have come (R-DIR-02)."""
    person, on = request.person, request.today
    found = queries.coverage(directive, person, on=on)
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
        Fact(_("Members covered"), _share(found.covered, found.to_cover)),
        Fact(_("Cells that have studied it"), _share(found.cells_done, found.cells)),
        Fact(_("Grassroots organisations that have done all of it"), _share(found.whole_done, found.organisations)),
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


@require_http_methods(["GET", "POST"])
@access.policy("directive.write")
@saves
def pass_on(request: Request, pk: uuid.UUID) -> HttpResponse:
    directive = get_object_or_404(queries.directives_for(request.person, on=request.today), pk=pk)
    unit, _year = context.here(request, request.person)
    initial = {"unit": unit and unit.code, "received_on": request.today, "reach": "children"}
    form = PassOnForm(request.person, "directive.write", request.POST or None, on=request.today, initial=initial)
    made = run_if_posted(request, form, lambda: _pass_on(request, directive, form))
    if made is not None:
        said = ngettext("Passed on to %(n)s unit.", "Passed on to %(n)s units.", made) % {"n": made}
        messages.success(request, said)
        return redirect(directive)
    return form_page(
        request,
        form,
        title=_("Pass it on to units"),
        subtitle=f"{directive.printed} · {directive.subject}",
        submit_label=_("Pass on"),
        cancel_url=directive.get_absolute_url(),
        crumbs=crumbs_of(directive),
    )


def _pass_on(request: Request, directive: Directive, form: PassOnForm) -> int | None:
    units = list(form.units().exclude(receipts__directive=directive))
    if not units:
        form.add_error("unit", _("All the units chosen have it already, or there is none."))
        return None
    values = {name: form.cleaned_data[name] for name in ASKS}
    return len(actions.receive_many(directive, units, **values, by=request.person, on=request.today))
