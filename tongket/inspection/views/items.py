"""One item behind the fence: what it is, whom it is about, who carries it out; every deed on it (D4)."""

import uuid
from collections.abc import Iterable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.inspection import actions, queries
from tongket.inspection.forms.items import (
    CarryOutForm,
    CaseForm,
    DropForm,
    ExtendForm,
    ItemForm,
    PartyForm,
    PostponeForm,
    StartForm,
    TeamForm,
)
from tongket.inspection.models import InspectedParty, ProgrammeItem, TeamMember
from tongket.inspection.rules import ENDED, MOVES, State
from tongket.inspection.views import file, following
from tongket.inspection.views.programme import log_read, state_cell
from tongket.inspection.views.rows import PARTIES, ROWS, TEAM
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, unit_name
from tongket.pages.corrections import LINK_HEADS, correction, links, withdrawal
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import DayField, OfficeForm, ReasonForm, correction_form, posted
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About


@require_GET
@access.policy("inspection.read")
def item_record(request: Request, pk: uuid.UUID) -> HttpResponse:
    item = ROWS.find(request, "inspection.read", pk=pk)
    log_read(request, "inspection.read", item)
    writes = access.may(request.person, "inspection.write", item, on=request.today)
    state = state_cell(item, request.today)
    chips = [(state.text, state.state)]
    if item.state == State.RUNNING and item.limit_on is not None and item.limit_on < request.today:
        chips.append((_("past its time limit"), "bad"))
    if not item.is_planned:
        chips.append((_("outside the programme"), "warn"))
    return Record(
        title=item.title,
        subtitle=unit_name(item),
        crumbs=ROWS.above(item),
        about=About(item, "inspection.read"),
        chips=chips,
        buttons=_buttons(item) if writes else [],
        sections=[
            Section(_("In brief"), facts=_facts(item)),
            _parties(item, writes),
            *([] if item.is_case else [_team(item, writes)]),
            *file.sections(item, writes, request.today),
            *following.sections(item, writes, request.today),
            *history.section(item, "inspection.read"),
        ],
    ).respond(request)


def _facts(item: ProgrammeItem) -> list[Fact]:
    facts = [
        Fact(_("Whose programme"), item.get_owner_display()),
        Fact(_("Act"), item.get_act_display()),
        Fact(_("Manner"), item.get_manner_display()),
    ]
    facts += (
        [Fact(_("Register number"), item.number), Fact(_("Received on"), dates.dmy_or_empty(item.received_on))]
        if item.is_case
        else [Fact(_("Programme"), item.programme_number)]
    )
    if item.period_from_on and item.period_to_on:
        days = {"first": dates.dmy(item.period_from_on), "last": dates.dmy(item.period_to_on)}
        facts.append(Fact(_("Period inspected"), _("from %(first)s to %(last)s") % days))
    if item.start_on:
        facts.append(Fact(_("Planned start"), dates.dmy(item.start_on)))
    due = dates.dmy(item.due_on)
    if item.first_due_on:
        due = _("%(day)s (before: %(first)s)") % {"day": due, "first": dates.dmy(item.first_due_on)}
    facts.append(Fact(_("Due on"), due))
    if item.opened_on:
        opened = dates.dmy(item.opened_on)
        facts.append(Fact(_("Item opened on"), f"{opened} · {item.opening_number}" if item.opening_number else opened))
    if item.limit_on and item.state not in ENDED:
        extended = _("%(day)s, extended by %(number)s") % {
            "day": dates.dmy(item.limit_on),
            "number": item.extended_by,
        }
        facts.append(Fact(_("To be concluded by"), extended if item.extended_by else dates.dmy(item.limit_on)))
    if item.decision and item.decided_on:
        decided = {"number": item.decision, "day": dates.dmy(item.decided_on), "why": item.why}
        label = _("Dropped by") if item.state == State.DROPPED else _("Postponed by")
        facts.append(Fact(label, _("%(number)s of %(day)s: %(why)s") % decided))
    if item.done_on:
        facts.append(Fact(_("Done on"), dates.dmy(item.done_on)))
    if item.closed_on:
        facts.append(Fact(_("File closed on"), dates.dmy(item.closed_on)))
    return facts


def _parties(item: ProgrammeItem, writes: bool) -> Section:
    rows: list[list[Cell | str]] = []
    may_change = writes and item.state not in {State.CLOSED, State.DROPPED}
    for row in queries.parties().filter(item=item).order_by("party", "pk"):  # unscoped: of an item that was found
        cells: list[Cell | str] = [
            row.party_name,
            str(row.get_party_display()),
            unit_name(row.party_member) if row.party_member else "",
        ]
        rows.append([*cells, *(links(row, None, withdraw_party)[1:] if may_change else [])])
    heads = [(_("Whom it is about"), "start"), (_("Type"), "start"), (_("Unit"), "start")]
    is_ended = item.state in ENDED
    may_name = may_change and (not item.is_case or is_ended)
    return Section(
        _("Who was inspected") if is_ended else _("Who is inspected"),
        table=SmallTable(heads + (LINK_HEADS[:1] if may_change else []), rows, _("Nobody has been recorded yet.")),
        note=_("Of a case nobody is named here before it is concluded.") if item.is_case and not is_ended else "",
        buttons=[name_party.button(item, _("Name one"))] if may_name else [],
    )


def _team(item: ProgrammeItem, writes: bool) -> Section:
    rows: list[list[Cell | str]] = []
    may_change = writes and item.state not in {State.CLOSED, State.DROPPED}
    for row in queries.team().filter(item=item).order_by("role", "pk"):  # unscoped: of an item that was found
        cells: list[Cell | str] = [
            row.member.person.full_name,
            str(row.get_role_display()),
            unit_name(row.member),
        ]
        rows.append([*cells, *(links(row, None, withdraw_team_member)[1:] if may_change else [])])
    heads = [(_("Name"), "start"), (_("Part in the team"), "start"), (_("Unit"), "start")]
    return Section(
        _("Team"),
        table=SmallTable(heads + (LINK_HEADS[:1] if may_change else []), rows, _("Nobody has been named yet.")),
        buttons=[name_team_member.button(item, _("Name one"))] if may_change else [],
    )


def _buttons(item: ProgrammeItem) -> list[Button]:
    """The deeds that the state allows; what the office does next comes last, as the main one."""

    def can(verb: str) -> bool:
        return item.state in MOVES[verb][0]

    buttons = [correct_item.button(item, _("Correct"))]
    if item.state in {State.PLANNED, State.POSTPONED, State.DROPPED}:
        buttons.append(withdraw_item.button(item, _("Withdraw"), is_danger=False))
    if can("take up"):
        buttons.append(take_up.button(item))
    if can("postpone"):
        buttons.append(postpone.button(item))
    if can("drop"):
        buttons.append(drop.button(item, is_danger=False))
    if item.state == State.RUNNING and item.limit_on is not None and not item.extended_by:
        buttons.append(extend.button(item))
    if can("start"):
        buttons.append(start.button(item))
    if can("finish"):
        buttons.append(carry_out.button(item, _("Carried out"), is_primary=item.state != State.RUNNING))
    if can("conclude"):
        buttons.append(following.conclude.button(item, is_primary=True))
    if can("close"):
        buttons.append(following.close.button(item, is_primary=True))
    if can("open again"):
        buttons.append(following.open_again.button(item))
    return buttons


# --- Deeds -----------------------------------------------------------------------------------------------------------


def _correction(request: Request, item: ProgrammeItem) -> OfficeForm:
    """The form of what it is: a case has other fields; of what was carried out the day too."""
    names: Iterable[str] = actions.CASE_FIELDS if item.is_case else actions.ITEM_FIELDS
    done = ["done_on"] if item.state in ENDED else []
    form = correction_form(CaseForm if item.is_case else ItemForm, [*names, *done])(request, item)
    if done:
        form.fields["done_on"] = DayField(label=_("Done on"))
    return form


@correction(
    "inspection:correct_item",
    verb="inspection.write",
    row=ROWS,
    form=_correction,
    is_counted=True,
    title=gettext_lazy("Correct the item"),
)
def correct_item(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.correct(item, **data, **who)


@withdrawal(
    "inspection:withdraw_item",
    verb="inspection.write",
    row=ROWS,
    title=gettext_lazy("Withdraw the item"),
    note=gettext_lazy("Only what was entered by mistake; what is not carried out is dropped by a decision."),
    to=lambda _none: reverse("inspection:items"),
)
def withdraw_item(item: ProgrammeItem, data: Data, who: Who) -> None:
    actions.withdraw(item, **data, **who)


@deed(
    "inspection:start",
    verb="inspection.write",
    row=ROWS,
    form=StartForm,
    initial=lambda request, _item: {"opened_on": request.today},
    title=gettext_lazy("Open the item"),
    note=gettext_lazy("From that day the time limit runs."),
    done=gettext_lazy("The item is under way."),
)
def start(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.start(item, **data, **who)


@deed(
    "inspection:extend",
    verb="inspection.write",
    row=ROWS,
    form=ExtendForm,
    title=gettext_lazy("Extend the time limit"),
    label=gettext_lazy("Extend"),
    done=gettext_lazy("The time limit was extended."),
)
def extend(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.extend(item, **data, **who)


@deed(
    "inspection:postpone",
    verb="inspection.write",
    row=ROWS,
    form=PostponeForm,
    title=gettext_lazy("Postpone"),
    done=gettext_lazy("The item was postponed."),
)
def postpone(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.postpone(item, **data, **who)


@deed(
    "inspection:drop",
    verb="inspection.write",
    row=ROWS,
    form=DropForm,
    title=gettext_lazy("Drop from the programme"),
    label=gettext_lazy("Drop"),
    done=gettext_lazy("The item was dropped."),
    is_danger=True,
)
def drop(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.drop(item, **data, **who)


@deed(
    "inspection:take_up",
    verb="inspection.write",
    row=ROWS,
    form=ReasonForm,
    title=gettext_lazy("Take up again"),
    done=gettext_lazy("The item is under way again."),
)
def take_up(item: ProgrammeItem, data: Data, who: Who) -> ProgrammeItem:
    return actions.take_up(item, **data, **who)


@deed(
    "inspection:carry_out",
    verb="inspection.write",
    row=ROWS,
    form=lambda request, _item: CarryOutForm(
        *posted(request), person=request.person, verb="inspection.write", on=request.today
    ),
    title=gettext_lazy("Record that it was carried out"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("Those named on its page were inspected; somebody besides is named here."),
    done=gettext_lazy("The item was recorded as done."),
)
def carry_out(item: ProgrammeItem, data: Data, who: Who) -> None:
    actions.carry_out(item, **data, **who)


@deed(
    "inspection:name_party",
    verb="inspection.write",
    row=ROWS,
    form=lambda request, _item: PartyForm(
        *posted(request), person=request.person, verb="inspection.write", on=request.today
    ),
    title=gettext_lazy("Name whom it is about"),
    label=gettext_lazy("Name one"),
    done=gettext_lazy("It was named."),
    to=lambda row: row.get_absolute_url(),
)
def name_party(item: ProgrammeItem, data: Data, who: Who) -> InspectedParty:
    return actions.name_party(item, **data, **who)


@withdrawal("inspection:withdraw_party", verb="inspection.write", row=PARTIES, title=gettext_lazy("Withdraw a party"))
def withdraw_party(row: InspectedParty, data: Data, who: Who) -> ProgrammeItem:
    return actions.withdraw_party(row, **data, **who)


@deed(
    "inspection:name_team_member",
    verb="inspection.write",
    row=ROWS,
    form=lambda request, _item: TeamForm(*posted(request), person=request.person, on=request.today),
    title=gettext_lazy("Name somebody of the team"),
    label=gettext_lazy("Name one"),
    done=gettext_lazy("The team was put down."),
    to=lambda row: row.item.get_absolute_url(),
)
def name_team_member(item: ProgrammeItem, data: Data, who: Who) -> TeamMember:
    return actions.name_team_member(item, **data, **who)


@withdrawal(
    "inspection:withdraw_team_member",
    verb="inspection.write",
    row=TEAM,
    title=gettext_lazy("Take somebody out of the team"),
)
def withdraw_team_member(row: TeamMember, data: Data, who: Who) -> ProgrammeItem:
    return actions.withdraw_team_member(row, **data, **who)
