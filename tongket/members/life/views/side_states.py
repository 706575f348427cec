"""Exemptions and absences, official status, endings and returns: what an officer does with them."""

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
from tongket.members.life.parts import base_of_today, crumbs, done_with, find_member, member_form, posted
from tongket.members.models import Ending, PlannedMove, SideState
from tongket.members.shown import way_out
from tongket.org import access
from tongket.pages.columns import Cell, Column, day, text, unit
from tongket.pages.filters import Filter, by_unit, by_words, by_year
from tongket.pages.forms import run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.request import Request

POST = ["GET", "POST"]
WAITS = "waits"


# --- Exempt, away, suspended ------------------------------------------------------------------------------------------


@require_http_methods(POST)
@access.policy("member.write")
@saves
def standing(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.write")
    form = forms.SideStateForm(request.POST or None, person=request.person, on=request.today)
    done = run_if_posted(
        request,
        form,
        lambda: actions.begin_side_state(member, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(
            request,
            _("Recorded for %(name)s: %(kind)s from %(day)s.")
            % {"name": member.name, "kind": done.get_kind_display(), "day": dates.dmy(done.from_on)},
        )
        return redirect(member)
    title = _("Exemption, absence or suspension")
    return member_form(request, member, form, title=title, submit_label=_("Record"))


@require_http_methods(POST)
@access.policy("member.write")
@saves
def end_standing(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find_side(request, pk)
    form = forms.ReturnForm(request.POST or None, initial={"ended_on": request.today})

    def deed() -> None:
        actions.end_side_state(row, **form.cleaned_data, by=request.person, on=request.today)

    if done_with(request, form, deed, _("The return was recorded.")):
        return redirect(row.member)
    return member_form(request, row.member, form, title=_("Record the return to activity"), submit_label=_("Record"))


@require_http_methods(POST)
@access.policy("member.write")
@saves
def prolong(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find_side(request, pk)
    form = forms.ProlongForm(request.POST or None)

    def deed() -> None:
        actions.prolong_suspension(row, **form.cleaned_data, by=request.person, on=request.today)

    if done_with(request, form, deed, _("The suspension was prolonged.")):
        return redirect(row.member)
    return member_form(request, row.member, form, title=_("Prolong the suspension"), submit_label=_("Record"))


@require_POST
@access.policy("member.write")
@saves
def drop_standing(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find_side(request, pk)
    return posted(request, row.member, lambda: actions.cancel_side_state(row, by=request.person, on=request.today))


@require_POST
@access.policy("member.write")
@saves
def drop_planned(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = PlannedMove.objects.select_related("member__person")  # unscoped: narrowed by find
    row = access.find(rows, request.person, "member.write", pk, on=request.today)
    return posted(request, row.member, lambda: actions.cancel_planned(row, by=request.person, on=request.today))


# --- Official status --------------------------------------------------------------------------------------------------


@require_http_methods(POST)
@access.policy("member.write")
@saves
def official_vote(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.write")
    form = forms.CellVoteForm(request.POST or None, unit=member.unit, initial={"held_on": request.today})

    def deed() -> Any:
        values = form.cleaned_data
        return actions.open_official_vote(
            member,
            held_on=values["held_on"],
            way=values["way"],
            present=values["present"],
            came=form.persons(),
            by=request.person,
            on=request.today,
        )

    done = run_if_posted(request, form, deed)
    if done is not None:
        messages.success(request, _("The vote was opened over a base of %(base)s.") % {"base": done.base})
        return redirect(done)
    note = base_of_today(member.unit, request.today)
    title = _("Vote on official status")
    return member_form(request, member, form, title=title, submit_label=_("Open the vote"), note=note)


@require_http_methods(POST)
@access.policy("member.write")
@saves
def not_qualified(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.write")
    form = forms.NotQualifiedForm(request.POST or None, initial={"proposed_on": request.today})
    done = run_if_posted(
        request,
        form,
        lambda: actions.propose_removal(member, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The proposal was recorded."))
        return redirect(member)
    note = _("The membership goes on until the body that decides on admissions has decided.")
    title = _("Not qualified: propose the removal")
    return member_form(request, member, form, title=title, submit_label=_("Record"), note=note)


# --- Endings and returns ----------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.write")
def endings(request: Request) -> HttpResponse:
    deadlines = queries.Deadlines()
    rows = access.scope(Ending.objects.all(), request.person, "member.write", on=request.today)
    page: Listing[Ending] = Listing(
        title=_("Departures and their notices"),
        verb="member.write",
        columns=[
            text("member__name", _("Full name"), order=("member__name_order",), phone="title"),
            unit(_("Cell")),
            Column("how", _("How it ended"), lambda row: way_out(row.how)),
            day("left_on", _("Day of the end"), phone="figure"),
            Column("notice", _("Notice"), lambda row: _notice(row, deadlines, request.today), phone="state"),
        ],
        filters=[
            by_words("member__name_fold", _("Full name")),
            by_year("left_on"),
            by_unit(),
            Filter(
                "notice",
                _("Notice"),
                lambda rows, value: rows.filter(notified_on__isnull=value == WAITS),
                options=lambda request: [(WAITS, _("not sent yet")), ("sent", _("sent"))],
            ),
        ],
        order=("-left_on",),
        url_of=lambda row: (
            reverse("members:ending_notice", args=[row.pk])
            if row.notified_on is None
            else row.member.get_absolute_url()
        ),
        crumbs=crumbs(),
        empty_text=_("Nobody has left."),
        can_export=False,
    )
    return page.respond(request, rows.select_related("member__person", "unit__place"))


@require_http_methods(POST)
@access.policy("member.write")
@saves
def notice(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = Ending.objects.select_related("member__person", "member__unit__place")  # unscoped: narrowed by find
    row = access.find(rows, request.person, "member.write", pk, on=request.today)
    form = forms.NoticeForm(request.POST or None, initial={"notified_on": request.today})

    def deed() -> None:
        actions.record_notice(row, **form.cleaned_data, by=request.person, on=request.today)

    if done_with(request, form, deed, _("The notice was recorded.")):
        return redirect("members:endings")
    return member_form(request, row.member, form, title=_("Record the notice"), submit_label=_("Record"))


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def readmit(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.admit")
    form = forms.ReadmitForm(request.POST or None, person=request.person, on=request.today)
    done = run_if_posted(
        request, form, lambda: actions.readmit(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("%(name)s was admitted again.") % {"name": member.name})
        return redirect(member)
    note = _("A new probation begins. Party age counts from the new decision unless the competent body says otherwise.")
    return member_form(request, member, form, title=_("Admit again"), submit_label=_("Record"), note=note)


@require_http_methods(POST)
@access.policy("member.write")
@saves
def restore(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.write")
    form = forms.RestoreForm(request.POST or None, person=request.person, on=request.today)
    done = run_if_posted(
        request, form, lambda: actions.restore(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The membership of %(name)s was restored.") % {"name": member.name})
        return redirect(member)
    return member_form(request, member, form, title=_("Restore the membership"), submit_label=_("Record"))


# --- Parts ------------------------------------------------------------------------------------------------------------


def _notice(row: Ending, deadlines: queries.Deadlines, on: date) -> Cell:
    if row.notified_on is not None:
        return Cell(_("sent on %(day)s") % {"day": dates.dmy(row.notified_on)}, state="ok")
    due_on = deadlines.notice_due_on(row.left_on)
    if due_on is None:
        return Cell(_("not sent yet"), state="info")
    return Cell(_("due by %(day)s") % {"day": dates.dmy(due_on)}, state="bad" if on > due_on else "info")


def _find_side(request: Request, pk: uuid.UUID) -> SideState:
    rows = SideState.objects.select_related("member__person", "member__unit__place")  # unscoped: narrowed by find
    return access.find(rows, request.person, "member.write", pk, on=request.today)
