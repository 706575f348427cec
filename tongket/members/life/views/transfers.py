"""Transfers between cells: the list, the slip that waits for an answer, the member from elsewhere."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.members import actions, queries
from tongket.members.life import forms
from tongket.members.models import Member, Spell, Transfer
from tongket.members.pages import MEMBERS, ROLL, cell_form
from tongket.members.views.membership import stands_now
from tongket.org import access
from tongket.pages.buttons import main_button
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import Filter, by_words
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.pages.who_sees import About

COLOURS = {Transfer.State.ASKED: "info", Transfer.State.ACCEPTED: "ok", Transfer.State.SENT_BACK: "warn"}
WAITS, LATE = "waits", "late"


@require_GET
@access.policy("member.read")
def transfers(request: Request) -> HttpResponse:
    deadlines = queries.Deadlines()
    late = [row.pk for row in queries.late_slips(request.person, request.today, deadlines)]

    def narrow(rows: Any, value: str) -> Any:
        return rows.filter(pk__in=late) if value == LATE else rows.filter(state=Transfer.State.ASKED)

    arriving = access.scope(Transfer.objects.all(), request.person, "member.read", on=request.today)
    answerable = set(arriving.filter(state=Transfer.State.ASKED).values_list("pk", flat=True)[:1000])
    listing: Listing[Transfer] = Listing(
        title=_("Transfers"),
        verb="member.read",
        columns=[
            text("member__name", _("Full name"), order=("member__name_order",), phone="title"),
            Column("from", _("Cell so far"), _from),
            unit(_("New cell")),
            day("papers_on", _("Papers given on")),
            Column("state", _("State"), lambda row: _state(row, deadlines, request.today), ("state",), phone="state"),
        ],
        filters=[
            by_words("member__name_fold", _("Full name")),
            Filter(
                "which",
                _("State"),
                narrow,
                options=lambda request: [
                    (WAITS, _("waits for the new cell")),
                    (LATE, _("late for more than 3 months")),
                ],
            ),
        ],
        order=("-papers_on",),
        url_of=lambda row: row.get_absolute_url() if row.pk in answerable else row.member.get_absolute_url(),
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=main_button(request, "member.write", _("Enter a member from elsewhere"), "members:arrive"),
        empty_text=_("No transfer has been asked for yet."),
    )
    rows = queries.sent_transfers(request.person, request.today)
    return listing.respond(request, rows.select_related("member__person", "unit__place", "from_unit__place"))


def _from(row: Transfer) -> str:
    return row.from_unit.place.short_name if row.from_unit is not None else row.from_text


def _state(row: Transfer, deadlines: queries.Deadlines, on: date) -> Cell:
    late_from = deadlines.slip_late_from(row)
    if row.state == Transfer.State.ASKED and late_from is not None and on >= late_from:
        return Cell(_("late for more than 3 months"), state="bad")
    return Cell(str(row.get_state_display()), state=COLOURS.get(Transfer.State(row.state), "mut"))


ABOVE = [*ROLL, (gettext_lazy("Transfers"), "members:transfers")]
TRANSFERS = Rows(
    query=lambda: Transfer.objects.select_related("member__person", "unit__place", "from_unit__place"),
    crumbs=ABOVE,
    name=lambda row: row.member.name,
    subtitle=_from,
)


@require_GET
@access.policy("member.read")
def arrival(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = TRANSFERS.find(request, "member.read", pk=pk)
    deadlines = queries.Deadlines()
    start_on, present_on = deadlines.transfer_start_due_on(row), deadlines.transfer_present_due_on(row)
    facts = [
        Fact(_("Cell so far"), _from(row)),
        Fact(_("New cell"), row.unit.place.name),
        Fact(_("Papers given on"), dates.dmy(row.papers_on)),
    ]
    if row.changed_on is not None and start_on is not None:
        text = _("%(day)s; the transfer starts by %(due)s") % {
            "day": dates.dmy(row.changed_on),
            "due": dates.dmy(start_on),
        }
        facts.append(
            Fact(_("Change of workplace or residence on"), text, state="warn" if row.papers_on > start_on else "")
        )
    if present_on is not None:
        is_late = (row.accepted_on or request.today) > present_on and row.state in {"ASKED", "ACCEPTED"}
        facts.append(Fact(_("Papers shown by"), dates.dmy(present_on), state="warn" if is_late else ""))
    if row.accepted_on is not None:
        facts.append(Fact(_("Accepted on"), dates.dmy(row.accepted_on)))
    if row.answer:
        facts.append(Fact(_("Answer"), row.answer))
    buttons = []
    if row.state == Transfer.State.ASKED and access.may(request.person, "member.write", row, on=request.today):
        buttons = [send_back.button(row, _("Send back")), accept.button(row, _("Accept"), is_primary=True)]
    state = _state(row, deadlines, request.today)
    return Record(
        title=row.member.name,
        subtitle=_("Transfer"),
        crumbs=TRANSFERS.above(row),
        about=About(row, "member.read"),
        chips=[(state.text, state.state)],
        buttons=buttons,
        sections=[Section(_("In brief"), facts=facts)],
    ).respond(request)


# --- Deeds -----------------------------------------------------------------------------------------------------------


@deed(
    "members:arrival_accept",
    verb="member.write",
    row=TRANSFERS,
    form=forms.AcceptForm,
    initial=lambda request, _row: {"accepted_on": request.today},
    title=gettext_lazy("Accept the member"),
    label=gettext_lazy("Accept"),
    done=stands_now,
)
def accept(row: Transfer, data: Data, who: Who) -> Spell:
    return actions.accept_transfer(row, **data, **who)


@deed(
    "members:arrival_send_back",
    verb="member.write",
    row=TRANSFERS,
    form=forms.SendBackForm,
    title=gettext_lazy("Send the papers back"),
    label=gettext_lazy("Send back"),
    done=gettext_lazy("The papers went back."),
    to=lambda _row: reverse("members:transfers"),
)
def send_back(row: Transfer, data: Data, who: Who) -> None:
    actions.send_back_transfer(row, **data, **who)


@deed(
    "members:arrive",
    verb="member.write",
    form=cell_form(forms.ArrivalForm),
    title=gettext_lazy("Enter a member from elsewhere"),
    label=gettext_lazy("Record"),
    note=gettext_lazy("For a member whose former organisation keeps no books here."),
    crumbs=ABOVE,
    done=lambda member: _("%(name)s was entered on the roll.") % {"name": member.name},
)
def arrive(data: Data, who: Who) -> Member:
    return actions.transfer_in(**data, **who)


@deed(
    "members:hand_over",
    verb="member.write",
    row=MEMBERS,
    form=cell_form(forms.AskForm, lambda request: {"papers_on": request.today}),
    title=gettext_lazy("Ask another cell to take over"),
    label=gettext_lazy("Ask"),
    note=gettext_lazy(
        "Until the new cell accepts, the member counts here. The papers are shown there within 30 working days."
    ),
    done=lambda row: _("%(unit)s was asked to take the member over.") % {"unit": row.unit.place.name},
    to=lambda row: row.member.get_absolute_url(),
)
def hand_over(member: Member, data: Data, who: Who) -> Transfer:
    return actions.ask_transfer(member, **data, **who)


@deed(
    "members:withdraw",
    verb="member.write",
    row=MEMBERS,
    title=gettext_lazy("Withdraw the transfer"),
    done=gettext_lazy("It was cancelled."),
)
def withdraw(member: Member, data: Data, who: Who) -> None:
    actions.withdraw_transfer(member, **who)
