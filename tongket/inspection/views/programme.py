"""The approved programme for those who may see it; all items behind the fence; entering items and cases.

Every read behind the fence is logged (security, data class D4), and nothing of it can be exported.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tongket.inspection import actions, queries
from tongket.inspection.forms.items import CaseForm, PlanForm
from tongket.inspection.models import ProgrammeItem
from tongket.inspection.rules import Act, Manner, Owner, State, is_overdue
from tongket.org import access, audit, saving
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.filters import Filter, by_choice, by_unit, by_year, spoken, this_year
from tongket.pages.forms import unit_form
from tongket.pages.links import link
from tongket.pages.listing import Listing
from tongket.pages.request import Request

CHIPS = {
    State.PLANNED: "mut",
    State.RUNNING: "info",
    State.CONCLUDED: "ok",
    State.DONE: "ok",
    State.CLOSED: "ok",
    State.POSTPONED: "warn",
    State.DROPPED: "mut",
}
OVERDUE, OUTSIDE = "overdue", "outside"
CRUMBS = [(gettext_lazy("Inspection programme"), "inspection:list")]


def state_cell(row: ProgrammeItem, on: date) -> Cell:
    """The state in words; what should have been carried out by now with how many days ago."""
    if is_overdue(row.state, row.due_on, on):
        days = (on - row.due_on).days
        return Cell(ngettext("overdue by %(days)s day", "overdue by %(days)s days", days) % {"days": days}, state="bad")
    if row.is_late:
        return Cell(_("done late"), state="warn")
    return Cell(row.get_state_display(), state=CHIPS[State(row.state)])


def _columns(on: date) -> list[Column[Any]]:
    return [
        text("title", gettext_lazy("Theme"), order=(), phone="title"),
        unit(),
        choice("owner", gettext_lazy("Whose programme"), phone="none"),
        choice("act", gettext_lazy("Act")),
        choice("manner", gettext_lazy("Manner"), phone="none"),
        day("due_on", gettext_lazy("Due on"), phone="figure"),
        day("done_on", gettext_lazy("Done on"), phone="none"),
        Column("state", gettext_lazy("State"), lambda row: state_cell(row, on), order=("state",), phone="state"),
    ]


def _filters(on: date, states: Iterable[tuple[str, Any]] = State.choices) -> list[Filter]:
    """The filters of both lists; overdue is a state that follows from the day."""

    def in_state(rows: Any, value: str) -> Any:
        if value == OVERDUE:
            return rows.filter(queries.overdue(on))
        if value == OUTSIDE:
            return rows.filter(is_planned=False)
        return rows.filter(state=value)

    return [
        by_year("year", default=this_year),
        by_choice("owner", gettext_lazy("Whose programme"), Owner.choices),
        by_choice("act", gettext_lazy("Act"), Act.choices),
        Filter(
            "state",
            gettext_lazy("State"),
            in_state,
            options=spoken([(OVERDUE, gettext_lazy("overdue")), *states]),
        ),
        by_unit(),
    ]


PROGRAMME: Listing[ProgrammeItem] = Listing(
    title=gettext_lazy("Inspection programme"),
    verb="inspection.programme",
    columns=[],
    order=("-year", "unit__place__pos", "due_on"),
    empty_text=gettext_lazy("No programme has been entered yet. The inspection commission enters it."),
)
ITEMS: Listing[ProgrammeItem] = Listing(
    title=gettext_lazy("All inspections and supervisions"),
    verb="inspection.read",
    columns=[],
    order=("-year", "unit__place__pos", "due_on"),
    url_of=lambda row: row.get_absolute_url(),
    note=gettext_lazy("Restricted: each time this list is opened is logged."),
    empty_text=gettext_lazy("Nothing has been entered yet."),
    can_export=False,
)


def log_read(request: Request, verb: str, row: Model | None = None) -> None:
    """Keep that the person read, never what (S-34)."""
    with saving.durable():
        audit.record(request.person, verb, row, on=request.today)


@require_GET
@access.policy("inspection.programme")
def programme(request: Request) -> HttpResponse:
    rows = access.scope(queries.programme(), request.person, "inspection.programme", on=request.today)
    buttons = []
    if access.holds(request.person, "inspection.read", on=request.today):
        buttons.append(Button(_("All items"), reverse("inspection:items")))
        buttons.append(Button(_("Corrections asked for"), reverse("inspection:remedies")))
        buttons.append(Button(_("Discipline"), reverse("inspection:discipline")))
    buttons += main_button(request, "inspection.plan", _("Enter an item"), "inspection:new")
    on = request.today
    return PROGRAMME.respond(request, rows, columns=_columns(on), filters=_filters(on), buttons=buttons)


@require_GET
@access.policy("inspection.read")
def items(request: Request) -> HttpResponse:
    """All items, cases among them (D4)."""
    rows = access.scope(ProgrammeItem.objects.all(), request.person, "inspection.read", on=request.today)
    log_read(request, "inspection.read")
    on = request.today
    states = [*State.choices, (OUTSIDE, gettext_lazy("outside the programme"))]
    filters = _filters(on, states)
    filters.insert(3, by_choice("manner", gettext_lazy("Manner"), Manner.choices))
    return ITEMS.respond(
        request,
        rows.select_related("unit__place"),
        crumbs=[(str(label), reverse(name)) for label, name in CRUMBS],
        columns=_columns(on),
        filters=filters,
        buttons=[
            Button(_("Enter a case"), reverse("inspection:new_case")),
            *main_button(request, "inspection.plan", _("Enter an item"), "inspection:new"),
        ],
    )


def _goes_to(item: ProgrammeItem) -> str:
    return link(reverse("inspection:list"), year=item.year) if item.is_planned else reverse("inspection:items")


@deed(
    "inspection:new",
    verb="inspection.plan",
    form=unit_form(PlanForm, "inspection.plan", lambda request: {"year": request.today.year}),
    title=gettext_lazy("Enter an item of the programme"),
    label=gettext_lazy("Enter"),
    note=gettext_lazy("Whom it is about and who carries it out are named on its page."),
    crumbs=CRUMBS,
    done=gettext_lazy("The item was entered."),
    to=_goes_to,
)
def new(data: Data, who: Who) -> ProgrammeItem:
    return actions.plan(**data, **who)


@deed(
    "inspection:new_case",
    verb="inspection.write",
    form=unit_form(CaseForm, "inspection.write", lambda request: {"received_on": request.today}),
    title=gettext_lazy("Enter a case"),
    label=gettext_lazy("Enter"),
    note=gettext_lazy(
        "Signs of violation and complaints: number, day, kind and state are kept here, and nothing of what they say."
    ),
    crumbs=[*CRUMBS, (gettext_lazy("All items"), "inspection:items")],
    done=gettext_lazy("The case was entered."),
)
def new_case(data: Data, who: Who) -> ProgrammeItem:
    return actions.enter_case(**data, **who)
