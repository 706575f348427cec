"""Transfers between cells: the list, the slip that waits for an answer, the member from elsewhere."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.members import actions, queries
from tongket.members.life import forms
from tongket.members.life.parts import crumbs, done_with, find_member, member_form, posted
from tongket.members.models import Transfer
from tongket.org import access
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.filters import Filter, by_words
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request

POST = ["GET", "POST"]
COLOURS = {Transfer.State.ASKED: "info", Transfer.State.ACCEPTED: "ok", Transfer.State.SENT_BACK: "warn"}
WAITS, LATE = "waits", "late"


@require_GET
@access.policy("member.read")
def transfers(request: Request) -> HttpResponse:
    deadlines = queries.Deadlines()
    late = [row.pk for row in queries.late_slips(request.person, request.today, deadlines)]

    def narrow(rows: Any, value: str) -> Any:
        return rows.filter(pk__in=late) if value == LATE else rows.filter(state=Transfer.State.ASKED)

    page: Listing[Transfer] = Listing(
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
        url_of=lambda row: row.get_absolute_url() if row.pk in mine else row.member.get_absolute_url(),
        crumbs=crumbs(),
        buttons=_arrive_action(request),
        empty_text=_("No transfer has been asked for yet."),
    )
    here = access.scope(Transfer.objects.all(), request.person, "member.read", on=request.today)
    mine = set(here.filter(state=Transfer.State.ASKED).values_list("pk", flat=True)[:1000])
    rows = queries.sent_transfers(request.person, request.today)
    return page.respond(request, rows.select_related("member__person", "unit__place", "from_unit__place"))


def _arrive_action(request: Request) -> list[Button]:
    if not access.holds(request.person, "member.write", on=request.today):
        return []
    return [Button(_("Enter a member from elsewhere"), reverse("members:arrive"), is_primary=True)]


@require_GET
@access.policy("member.read")
def arrival(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find_transfer(request, pk, "member.read")
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
    deeds = []
    if row.state == Transfer.State.ASKED and access.may(request.person, "member.write", row, on=request.today):
        deeds = [
            Button(_("Send back"), reverse("members:arrival_send_back", args=[row.pk])),
            Button(_("Accept"), reverse("members:arrival_accept", args=[row.pk]), is_primary=True),
        ]
    state = _state(row, deadlines, request.today)
    page = Record(
        title=row.member.name,
        subtitle=_("Transfer"),
        crumbs=[*crumbs(), (_("Transfers"), reverse("members:transfers"))],
        chips=[(state.text, state.state)],
        buttons=deeds,
        sections=[Section(_("In brief"), facts=facts)],
    )
    return page.respond(request)


@require_http_methods(POST)
@access.policy("member.write")
@saves
def accept(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find_transfer(request, pk, "member.write")
    form = forms.AcceptForm(request.POST or None, initial={"accepted_on": request.today})
    done = run_if_posted(
        request, form, lambda: actions.accept_transfer(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        words = _("%(name)s stands in %(unit)s from %(day)s.")
        named = {"name": row.member.name, "unit": row.unit.place.name, "day": dates.dmy(done.from_on)}
        messages.success(request, words % named)
        return redirect(row.member)
    return _transfer_form(request, row, form, title=_("Accept the member"), submit_label=_("Accept"))


@require_http_methods(POST)
@access.policy("member.write")
@saves
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find_transfer(request, pk, "member.write")
    form = forms.SendBackForm(request.POST or None)

    def deed() -> None:
        actions.send_back_transfer(row, **form.cleaned_data, by=request.person, on=request.today)

    if done_with(request, form, deed, _("The papers went back.")):
        return redirect("members:transfers")
    return _transfer_form(request, row, form, title=_("Send the papers back"), submit_label=_("Send back"))


@require_http_methods(POST)
@access.policy("member.write")
@saves
def arrive(request: Request) -> HttpResponse:
    form = forms.ArrivalForm(request.POST or None, person=request.person, on=request.today)
    done = run_if_posted(
        request, form, lambda: actions.transfer_in(**form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("%(name)s was entered on the roll.") % {"name": done.name})
        return redirect(done)
    return form_page(
        request,
        form,
        title=_("Enter a member from elsewhere"),
        submit_label=_("Record"),
        cancel_url=reverse("members:transfers"),
        note=_("For a member whose former organisation keeps no books here."),
        crumbs=[*crumbs(), (_("Transfers"), reverse("members:transfers"))],
    )


@require_http_methods(POST)
@access.policy("member.write")
@saves
def hand_over(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.write")
    form = forms.AskForm(
        request.POST or None, person=request.person, on=request.today, initial={"papers_on": request.today}
    )
    done = run_if_posted(
        request, form, lambda: actions.ask_transfer(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("%(unit)s was asked to take the member over.") % {"unit": done.unit.place.name})
        return redirect(member)
    note = _("Until the new cell accepts, the member counts here. The papers are shown there within 30 working days.")
    return member_form(
        request, member, form, title=_("Ask another cell to take over"), submit_label=_("Ask"), note=note
    )


@require_POST
@access.policy("member.write")
@saves
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.write")
    return posted(request, member, lambda: actions.withdraw_transfer(member, by=request.person, on=request.today))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _from(row: Transfer) -> str:
    return row.from_unit.place.short_name if row.from_unit is not None else row.from_text


def _state(row: Transfer, deadlines: queries.Deadlines, on: date) -> Cell:
    late_from = deadlines.slip_late_from(row)
    if row.state == Transfer.State.ASKED and late_from is not None and on >= late_from:
        return Cell(_("late for more than 3 months"), state="bad")
    return Cell(str(row.get_state_display()), state=COLOURS.get(Transfer.State(row.state), "mut"))


def _find_transfer(request: Request, pk: uuid.UUID, verb: str) -> Transfer:
    rows = Transfer.objects.select_related(  # unscoped: narrowed by find
        "member__person", "unit__place", "from_unit__place"
    )
    return access.find(rows, request.person, verb, pk, on=request.today)


def _transfer_form(request: Request, row: Transfer, form: Any, **words: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        subtitle=f"{row.member.name} · {_from(row)}",
        cancel_url=row.get_absolute_url(),
        crumbs=[*crumbs(), (_("Transfers"), reverse("members:transfers"))],
        **words,
    )
