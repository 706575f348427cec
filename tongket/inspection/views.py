"""The approved programme for those who may see it; items with their parties and discipline behind the fence.

Every read behind the fence is logged (security, data class D4), and nothing of it can be exported.
"""

import uuid

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.inspection import actions, queries
from tongket.inspection.forms import CarryOutForm, DisciplineForm, PlanForm
from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem
from tongket.inspection.rules import Act, Form, Owner, State
from tongket.org import access, audit, saving
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit, unit_name
from tongket.pages.filters import by_choice, by_unit, by_year, this_year
from tongket.pages.forms import UnitField, form_page, run_if_posted
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

CHIPS = {State.PLANNED: "mut", State.RUNNING: "info", State.DONE: "ok"}


def _state(row: ProgrammeItem) -> Cell:
    if row.is_late:
        return Cell(_("done late"), state="warn")
    return Cell(row.get_state_display(), state=CHIPS[State(row.state)])


COLUMNS: list[Column[ProgrammeItem]] = [
    text("subject", gettext_lazy("Theme"), order=(), phone="title"),
    unit(),
    choice("owner", gettext_lazy("Whose programme"), phone="none"),
    choice("act", gettext_lazy("Act")),
    choice("manner", gettext_lazy("Manner"), phone="none"),
    day("due_on", gettext_lazy("Due on"), phone="figure"),
    day("done_on", gettext_lazy("Done on"), phone="none"),
    Column("state", gettext_lazy("State"), _state, order=("state",), phone="state"),
]
FILTERS = [
    by_year("year", default=this_year),
    by_choice("owner", gettext_lazy("Whose programme"), Owner.choices),
    by_choice("act", gettext_lazy("Act"), Act.choices),
    by_choice("state", gettext_lazy("State"), State.choices),
    by_unit(),
]
PROGRAMME: Listing[ProgrammeItem] = Listing(
    title=gettext_lazy("Inspection programme"),
    verb="inspection.programme",
    columns=COLUMNS,
    filters=FILTERS,
    order=("-year", "unit__place__pos", "due_on"),
    empty_text=gettext_lazy("No programme has been entered yet. The inspection commission enters it."),
)
ITEMS: Listing[ProgrammeItem] = Listing(
    title=gettext_lazy("All inspections and supervisions"),
    verb="inspection.read",
    columns=COLUMNS,
    filters=FILTERS,
    order=("-year", "unit__place__pos", "due_on"),
    url_of=lambda row: reverse("inspection:item", args=[row.pk]),
    note=gettext_lazy("Restricted: each time this list is opened is logged."),
    empty_text=gettext_lazy("Nothing has been entered yet."),
    can_export=False,
)
DISCIPLINE: Listing[DisciplineDecision] = Listing(
    title=gettext_lazy("Discipline decisions"),
    verb="discipline.read",
    columns=[
        text("party_name", gettext_lazy("Whom it is about"), key="party", order=(), phone="title"),
        unit(),
        Column(
            "form",
            gettext_lazy("Form of discipline"),
            lambda row: Cell(row.get_form_display(), state="bad"),
            phone="state",
        ),
        choice("decided_by", gettext_lazy("Decided by")),
        text("number", gettext_lazy("Decision"), order=()),
        day("effective_on", gettext_lazy("In force from"), phone="figure"),
    ],
    filters=[
        by_year("effective_on"),
        by_choice("form", gettext_lazy("Form of discipline"), Form.choices),
        by_unit(),
    ],
    order=("-effective_on",),
    url_of=lambda row: row.get_absolute_url(),
    note=gettext_lazy("Restricted: each time this list is opened is logged."),
    empty_text=gettext_lazy("No decision has been recorded."),
    can_export=False,
)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Inspection programme"), reverse("inspection:list")), *more]


def _log_read(request: Request, verb: str, row: Model | None = None) -> None:
    """Keep that the person read, never what (S-34)."""
    with saving.durable():
        audit.record(request.person, verb, row, on=request.today)


# --- The programme (D1) ---------------------------------------------------------------------------------------------


@require_GET
@access.policy("inspection.programme")
def programme(request: Request) -> HttpResponse:
    rows = access.scope(queries.programme(), request.person, "inspection.programme", on=request.today)
    shown = []
    if access.holds(request.person, "inspection.read", on=request.today):
        shown.append(Button(_("All items"), reverse("inspection:items")))
        shown.append(Button(_("Discipline"), reverse("inspection:discipline")))
    shown += main_button(request, "inspection.plan", _("Enter an item"), "inspection:new")
    return PROGRAMME.respond(request, rows, buttons=shown)


@require_http_methods(["GET", "POST"])
@access.policy("inspection.plan")
@saves
def new(request: Request) -> HttpResponse:
    form = PlanForm(request.POST or None, initial={"unit": request.GET.get("unit"), "year": request.today.year})
    form.put_first(unit=UnitField(request.person, "inspection.plan", on=request.today))
    made = run_if_posted(request, form, lambda: actions.plan(**form.cleaned_data, by=request.person, on=request.today))
    if made is not None:
        messages.success(request, _("The item was entered."))
        return redirect(link(reverse("inspection:list"), year=made.year))
    return form_page(
        request,
        form,
        title=_("Enter an item of the programme"),
        submit_label=_("Enter"),
        cancel_url=reverse("inspection:list"),
        crumbs=_crumbs(),
    )


# --- Behind the fence (D4) ------------------------------------------------------------------------------------------


@require_GET
@access.policy("inspection.read")
def items(request: Request) -> HttpResponse:
    rows = access.scope(ProgrammeItem.objects.all(), request.person, "inspection.read", on=request.today)
    _log_read(request, "inspection.read")
    return ITEMS.respond(request, rows.select_related("unit__place"), crumbs=_crumbs())


@require_GET
@access.policy("inspection.read")
def item(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(
        ProgrammeItem.objects.select_related("unit__place"), request.person, "inspection.read", pk, on=request.today
    )
    parties = access.scope(queries.parties().filter(item=found), request.person, "inspection.read", on=request.today)
    _log_read(request, "inspection.read", found)
    state = _state(found)
    return Record(
        title=found.subject,
        subtitle=unit_name(found),
        crumbs=_crumbs((_("All items"), reverse("inspection:items"))),
        chips=[(state.text, state.state)] + ([] if found.is_planned else [(_("outside the programme"), "warn")]),
        buttons=_buttons(request, found),
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Whose programme"), found.get_owner_display()),
                    Fact(_("Act"), found.get_act_display()),
                    Fact(_("Manner"), found.get_manner_display()),
                    Fact(_("Programme"), found.programme_number),
                    Fact(_("Due on"), dates.dmy(found.due_on)),
                    Fact(_("Done on"), dates.dmy_or_empty(found.done_on)),
                ],
            ),
            Section(_("Who was inspected"), table=_parties(list(parties))),
        ],
    ).respond(request)


def _parties(rows: list[InspectedParty]) -> SmallTable:
    return SmallTable(
        heads=[(_("Whom it is about"), "start"), (_("Type"), "start"), (_("Unit"), "start")],
        rows=[
            [
                row.party_name,
                row.get_party_display(),
                unit_name(row.party_member) if row.party_member else "",
            ]
            for row in rows
        ],
        empty_text=_("Nobody has been recorded yet."),
    )


def _buttons(request: Request, found: ProgrammeItem) -> list[Button]:
    is_open = found.state != State.DONE
    if not is_open or not access.may(request.person, "inspection.write", found, on=request.today):
        return []
    deeds = [Button(_("Carried out"), reverse("inspection:carry_out", args=[found.pk]), is_primary=True)]
    if found.state == State.PLANNED:
        deeds.insert(0, Button(_("Under way"), reverse("inspection:start", args=[found.pk]), method="post"))
    return deeds


@require_POST
@access.policy("inspection.write")
@saves
def start(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(ProgrammeItem.objects.all(), request.person, "inspection.write", pk, on=request.today)
    actions.start(found, by=request.person, on=request.today)
    messages.success(request, _("The item is under way."))
    return redirect("inspection:item", pk=found.pk)


@require_http_methods(["GET", "POST"])
@access.policy("inspection.write")
@saves
def carry_out(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(ProgrammeItem.objects.all(), request.person, "inspection.write", pk, on=request.today)
    form = CarryOutForm(request.POST or None, person=request.person, on=request.today)
    done = run_if_posted(
        request,
        form,
        lambda: actions.carry_out(
            found,
            parties=form.parties(),
            done_on=form.cleaned_data["done_on"],
            by=request.person,
            on=request.today,
        ),
    )
    if done is not None:
        messages.success(request, _("The item was recorded as done."))
        return redirect("inspection:item", pk=found.pk)
    url = reverse("inspection:item", args=[found.pk])
    return form_page(
        request,
        form,
        title=_("Record whom it inspected"),
        subtitle=found.subject,
        submit_label=_("Record"),
        cancel_url=url,
        crumbs=_crumbs((_("All items"), reverse("inspection:items")), (found.subject, url)),
    )


@require_GET
@access.policy("discipline.read")
def discipline(request: Request) -> HttpResponse:
    rows = access.scope(queries.decisions(), request.person, "discipline.read", on=request.today)
    _log_read(request, "discipline.read")
    new = main_button(request, "discipline.write", _("Record a decision"), "inspection:decide")
    return DISCIPLINE.respond(request, rows, crumbs=_crumbs(), buttons=new)


@require_GET
@access.policy("discipline.read")
def decision(request: Request, pk: uuid.UUID) -> HttpResponse:
    found = access.find(queries.decisions(), request.person, "discipline.read", pk, on=request.today)
    _log_read(request, "discipline.read", found)
    crumbs = _crumbs((_("Discipline decisions"), reverse("inspection:discipline")))
    return _decision(found, crumbs).respond(request)


@require_GET
@access.policy("discipline.own")
def own(request: Request) -> HttpResponse:
    """Decisions on oneself: not for the inspectors alone, but behind the fence all the same (S-04)."""
    rows = access.scope(queries.decisions(), request.person, "discipline.own", on=request.today)
    _log_read(request, "discipline.own")
    return DISCIPLINE.respond(
        request, rows, title=_("Decisions on myself"), verb="discipline.own", filters=[], url_of=lambda row: None
    )


def _decision(found: DisciplineDecision, crumbs: list[tuple[str, str]]) -> Record:
    return Record(
        title=found.party_name,
        subtitle=unit_name(found),
        crumbs=crumbs,
        chips=[(found.get_form_display(), "bad")],
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Form of discipline"), found.get_form_display()),
                    Fact(_("Decided by"), found.get_decided_by_display()),
                    Fact(_("Decision"), found.number),
                    Fact(_("Decided on"), dates.dmy(found.decided_on)),
                    Fact(_("In force from"), dates.dmy(found.effective_on)),
                ],
            )
        ],
    )


@require_http_methods(["GET", "POST"])
@access.policy("discipline.write")
@saves
def decide(request: Request) -> HttpResponse:
    form = DisciplineForm(request.POST or None, person=request.person, on=request.today)
    made = run_if_posted(
        request,
        form,
        lambda: actions.decide_discipline(
            **{key: form.cleaned_data[key] for key in DECIDED}, by=request.person, on=request.today
        ),
    )
    if made is not None:
        messages.success(request, _("The decision was recorded."))
        return redirect("inspection:discipline")
    return form_page(
        request,
        form,
        title=_("Record a discipline decision"),
        submit_label=_("Record"),
        cancel_url=reverse("inspection:discipline"),
        crumbs=_crumbs((_("Discipline decisions"), reverse("inspection:discipline"))),
    )


DECIDED = ("unit", "party", "form", "decided_by", "number", "decided_on", "effective_on")
