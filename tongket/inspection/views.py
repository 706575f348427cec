"""The approved programme for those who may see it; items with their parties and discipline behind the fence.

Every read behind the fence is logged (security, data class D4), and nothing of it can be exported.
"""

import uuid

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.inspection import actions, queries
from tongket.inspection.forms import CarryOutForm, DisciplineForm, PlanForm
from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem
from tongket.inspection.rules import Act, Form, Owner, State
from tongket.org import access, audit, saving
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit, unit_name
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year, this_year
from tongket.pages.forms import unit_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About

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


CRUMBS = [(gettext_lazy("Inspection programme"), "inspection:list")]
ROWS = Rows(
    query=lambda: ProgrammeItem.objects.select_related("unit__place"),
    crumbs=[*CRUMBS, (gettext_lazy("All items"), "inspection:items")],
    name=lambda item: item.subject,
    url=lambda item: reverse("inspection:item", args=[item.pk]),
)
DECISIONS = Rows(
    query=queries.decisions,
    crumbs=[*CRUMBS, (gettext_lazy("Discipline decisions"), "inspection:discipline")],
    name=lambda decision: decision.party_name,
)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Inspection programme"), reverse("inspection:list"))]


def _log_read(request: Request, verb: str, row: Model | None = None) -> None:
    """Keep that the person read, never what (S-34)."""
    with saving.durable():
        audit.record(request.person, verb, row, on=request.today)


# --- The programme (D1) ---------------------------------------------------------------------------------------------


@require_GET
@access.policy("inspection.programme")
def programme(request: Request) -> HttpResponse:
    rows = access.scope(queries.programme(), request.person, "inspection.programme", on=request.today)
    buttons = []
    if access.holds(request.person, "inspection.read", on=request.today):
        buttons.append(Button(_("All items"), reverse("inspection:items")))
        buttons.append(Button(_("Discipline"), reverse("inspection:discipline")))
    buttons += main_button(request, "inspection.plan", _("Enter an item"), "inspection:new")
    return PROGRAMME.respond(request, rows, buttons=buttons)


@deed(
    "inspection:new",
    verb="inspection.plan",
    form=unit_form(PlanForm, "inspection.plan", lambda request: {"year": request.today.year}),
    title=gettext_lazy("Enter an item of the programme"),
    label=gettext_lazy("Enter"),
    crumbs=CRUMBS,
    done=gettext_lazy("The item was entered."),
    to=lambda item: link(reverse("inspection:list"), year=item.year),
)
def new(data: Data, who: Who) -> ProgrammeItem:
    return actions.plan(**data, **who)


# --- Behind the fence (D4) ------------------------------------------------------------------------------------------


@require_GET
@access.policy("inspection.read")
def items(request: Request) -> HttpResponse:
    rows = access.scope(ProgrammeItem.objects.all(), request.person, "inspection.read", on=request.today)
    _log_read(request, "inspection.read")
    return ITEMS.respond(request, rows.select_related("unit__place"), crumbs=_crumbs())


@require_GET
@access.policy("inspection.read")
def item_record(request: Request, pk: uuid.UUID) -> HttpResponse:
    item = ROWS.find(request, "inspection.read", pk=pk)
    parties = access.scope(queries.parties().filter(item=item), request.person, "inspection.read", on=request.today)
    _log_read(request, "inspection.read", item)
    state = _state(item)
    return Record(
        title=item.subject,
        subtitle=unit_name(item),
        crumbs=ROWS.above(item),
        about=About(item, "inspection.read"),
        chips=[(state.text, state.state)] + ([] if item.is_planned else [(_("outside the programme"), "warn")]),
        buttons=_buttons(request, item),
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Whose programme"), item.get_owner_display()),
                    Fact(_("Act"), item.get_act_display()),
                    Fact(_("Manner"), item.get_manner_display()),
                    Fact(_("Programme"), item.programme_number),
                    Fact(_("Due on"), dates.dmy(item.due_on)),
                    Fact(_("Done on"), dates.dmy_or_empty(item.done_on)),
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


def _buttons(request: Request, item: ProgrammeItem) -> list[Button]:
    if item.state == State.DONE or not access.may(request.person, "inspection.write", item, on=request.today):
        return []
    begin = [start.button(item)] if item.state == State.PLANNED else []
    return [*begin, carry_out.button(item, _("Carried out"), is_primary=True)]


@deed(
    "inspection:start",
    verb="inspection.write",
    row=ROWS,
    title=gettext_lazy("Under way"),
    done=gettext_lazy("The item is under way."),
)
def start(item: ProgrammeItem, _data: Data, who: Who) -> None:
    actions.start(item, **who)


def _carry_out_form(request: Request, _item: ProgrammeItem) -> CarryOutForm:
    return CarryOutForm(request.POST or None, person=request.person, on=request.today)


@deed(
    "inspection:carry_out",
    verb="inspection.write",
    row=ROWS,
    form=_carry_out_form,
    title=gettext_lazy("Record whom it inspected"),
    label=gettext_lazy("Record"),
    done=gettext_lazy("The item was recorded as done."),
)
def carry_out(item: ProgrammeItem, data: Data, who: Who) -> None:
    actions.carry_out(item, **data, **who)


@require_GET
@access.policy("discipline.read")
def discipline(request: Request) -> HttpResponse:
    rows = access.scope(queries.decisions(), request.person, "discipline.read", on=request.today)
    _log_read(request, "discipline.read")
    new = main_button(request, "discipline.write", _("Record a decision"), "inspection:decide")
    return DISCIPLINE.respond(request, rows, crumbs=_crumbs(), buttons=new)


@require_GET
@access.policy("discipline.read")
def decision_record(request: Request, pk: uuid.UUID) -> HttpResponse:
    decision = DECISIONS.find(request, "discipline.read", pk=pk)
    _log_read(request, "discipline.read", decision)
    return _decision_record(decision).respond(request)


@require_GET
@access.policy("discipline.own")
def own(request: Request) -> HttpResponse:
    """Decisions on oneself: not for the inspectors alone, but behind the fence all the same (S-04)."""
    rows = access.scope(queries.decisions(), request.person, "discipline.own", on=request.today)
    _log_read(request, "discipline.own")
    return DISCIPLINE.respond(
        request, rows, title=_("Decisions on myself"), verb="discipline.own", filters=[], url_of=lambda row: None
    )


def _decision_record(decision: DisciplineDecision) -> Record:
    return Record(
        title=decision.party_name,
        subtitle=unit_name(decision),
        crumbs=DECISIONS.above(decision),
        about=About(decision, "discipline.read", also=("discipline.own",)),
        chips=[(decision.get_form_display(), "bad")],
        sections=[
            Section(
                _("In brief"),
                facts=[
                    Fact(_("Form of discipline"), decision.get_form_display()),
                    Fact(_("Decided by"), decision.get_decided_by_display()),
                    Fact(_("Decision"), decision.number),
                    Fact(_("Decided on"), dates.dmy(decision.decided_on)),
                    Fact(_("In force from"), dates.dmy(decision.effective_on)),
                ],
            )
        ],
    )


def _decide_form(request: Request, _row: None) -> DisciplineForm:
    return DisciplineForm(request.POST or None, person=request.person, on=request.today)


@deed(
    "inspection:decide",
    verb="discipline.write",
    form=_decide_form,
    title=gettext_lazy("Record a discipline decision"),
    label=gettext_lazy("Record"),
    crumbs=[*CRUMBS, (gettext_lazy("Discipline decisions"), "inspection:discipline")],
    done=gettext_lazy("The decision was recorded."),
    to=lambda _decision: reverse("inspection:discipline"),
)
def decide(data: Data, who: Who) -> DisciplineDecision:
    return actions.decide_discipline(**data, **who)
