"""Restricted data, the phone for the cell, one's own record with who looked at it, requests for corrections."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates
from tongket.core.text import masked
from tongket.members.models import CorrectionRequest, Member, Private, RequestState
from tongket.members.private import actions
from tongket.members.private.forms import AnswerForm, AskForm, PhoneForm, ReasonForm, RestrictedForm, RevealForm
from tongket.members.private.pages import crumbs, find_member, member_form
from tongket.members.views.record import page_of
from tongket.org import access, audit, saving
from tongket.org.models import AuditRow, Person, Place
from tongket.pages import menu
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.pages.filters import by_choice, by_unit
from tongket.pages.forms import form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request

POST = ["GET", "POST"]
SHOWN_READS = 100
WATCHED = {  # what the member is told of: the verb of the log → words
    "member.sensitive": gettext_lazy("looked at restricted data"),
    "member.reveal": gettext_lazy("saw a number behind the mask"),
    "member.contact": gettext_lazy("saw or changed the phone number"),
    "member.restrict": gettext_lazy("changed restricted data"),
    "member.write": gettext_lazy("changed the record"),
    "member.admit": gettext_lazy("recorded the admission"),
}


# --- Restricted data -------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.sensitive")
def restricted(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Restricted data, numbers masked. That somebody looked is logged, but for one's own."""
    member = find_member(request, pk, "member.sensitive")
    if member.person_id != request.person.pk:
        with saving.durable():
            audit.record(request.person, "member.sensitive", member, on=request.today, fields=["read"])
    row = Private.objects.filter(member=member).first()  # unscoped: of a member that was found
    deeds = []
    if access.may(request.person, "member.restrict", member, on=request.today):
        deeds.append(Button(_("Correct"), reverse("members:restrict", args=[member.pk])))
    if row is not None and (row.identity_number or row.phone):
        deeds.append(Button(_("Show a number"), reverse("members:reveal", args=[member.pk]), is_primary=True))
    return Record(
        title=_("Restricted data"),
        subtitle=f"{member.name} · {member.unit.place.name}",
        crumbs=crumbs(member),
        buttons=deeds,
        sections=[
            Section("", facts=facts_of(row), note="" if row else _("Nothing is kept.")),
            Section(_("Who has looked at it"), table=_reads(member)),
        ],
    ).respond(request)


def facts_of(row: Private | None) -> list[Fact]:
    """The restricted data as a page shows them: numbers masked, flags as yes or no."""
    if row is None:
        return []
    said = {True: _("yes"), False: _("no")}
    return [
        Fact(_("Identity number"), masked(row.identity_number or "", visible=4)),
        Fact(_("Phone"), masked(row.phone or "", visible=4)),
        Fact(_("Of an ethnic minority"), said[row.is_minority]),
        Fact(_("Has a religion"), said[row.is_religious]),
        Fact(_("In the Youth Union"), said[row.is_youth_union]),
        Fact(_("Occupation"), str(row.get_occupation_display()) if row.occupation else ""),
    ]


@require_http_methods(POST)
@access.policy("member.restrict")
@saves
def restrict(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.restrict")
    row = Private.objects.filter(member=member).first()  # unscoped: of a member that was found
    names = ("is_minority", "is_religious", "is_youth_union", "occupation")
    initial = {name: getattr(row, name) for name in names} if row else {}
    form = RestrictedForm(request.POST or None, initial={**initial, "seen": row.version if row else 0})
    done = run_if_posted(
        request, form, lambda: actions.keep(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The restricted data were kept."))
        return redirect("members:restricted", pk=member.pk)
    return member_form(request, member, form, _("Restricted data"), _("Save"), back="members:restricted")


@require_http_methods(POST)
@access.policy("member.reveal")
@saves
def reveal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one number once, on this answer alone."""
    member = find_member(request, pk, "member.reveal")
    form = RevealForm(request.POST or None, initial={"name": "identity_number"})
    value = run_if_posted(
        request, form, lambda: actions.reveal(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if value is None:
        return member_form(request, member, form, _("Show a number"), _("Show"), back="members:restricted")
    label = dict(form.fields["name"].choices)[form.cleaned_data["name"]]  # type: ignore[attr-defined]
    return _shown_once(request, member, label, value, back="members:restricted")


def _shown_once(request: Request, member: Member, label: Any, value: str, *, back: str) -> HttpResponse:
    response = Record(
        title=member.name,
        crumbs=crumbs(member),
        buttons=[Button(_("Hide"), reverse(back, args=[member.pk]), is_primary=True)],
        sections=[Section("", facts=[Fact(label, value)], note=_("That you looked has been logged."))],
    ).respond(request)
    response["Cache-Control"] = "no-store"
    return response


# --- The phone, for the secretary of the cell -------------------------------------------------------------------------


@require_GET
@access.policy("member.contact")
def contact(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The phone of a member of one's own cell, masked. That somebody looked is logged."""
    member = find_member(request, pk, "member.contact")
    with saving.durable():
        audit.record(request.person, "member.contact", member, on=request.today, fields=["read"])
    rows = Private.objects.filter(member=member)  # unscoped: of a member that was found
    row = rows.first() if member.is_on_roll else None  # a leaver's is no matter of the cell
    deeds = []
    if member.is_on_roll:
        deeds.append(Button(_("Correct"), reverse("members:contact_correct", args=[member.pk])))
    if row is not None and row.phone:
        deeds.append(Button(_("Show a number"), reverse("members:contact_show", args=[member.pk]), is_primary=True))
    phone = masked((row.phone if row else "") or "", visible=4)
    return Record(
        title=_("Phone"),
        subtitle=f"{member.name} · {member.unit.place.name}",
        crumbs=crumbs(member),
        buttons=deeds,
        sections=[Section("", facts=[Fact(_("Phone"), phone)], note="" if phone else _("Nothing is kept."))],
    ).respond(request)


@require_http_methods(POST)
@access.policy("member.contact")
@saves
def contact_correct(request: Request, pk: uuid.UUID) -> HttpResponse:
    member = find_member(request, pk, "member.contact")
    row = Private.objects.filter(member=member).first()  # unscoped: of a member that was found
    form = PhoneForm(request.POST or None, initial={"seen": row.version if row else 0})
    done = run_if_posted(
        request, form, lambda: actions.keep_phone(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The restricted data were kept."))
        return redirect("members:contact", pk=member.pk)
    return member_form(request, member, form, _("Phone"), _("Save"), back="members:contact")


@require_http_methods(POST)
@access.policy("member.contact")
@saves
def contact_show(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show the phone once, on this answer alone."""
    member = find_member(request, pk, "member.contact")
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        return actions.reveal(member, name="phone", **form.cleaned_data, by=request.person, on=request.today)

    value = run_if_posted(request, form, deed)
    if value is None:
        return member_form(request, member, form, _("Show a number"), _("Show"), back="members:contact")
    return _shown_once(request, member, _("Phone"), value, back="members:contact")


# --- One's own record ------------------------------------------------------------------------------------------------


@require_GET
@access.policy("member.ask")
def me(request: Request) -> HttpResponse:
    """Everything that is kept of oneself, who looked at it, and what one has asked for."""
    member = _own(request)
    if member is None:
        return Record(
            title=_("My record"),
            sections=[
                Section("", note=_("No member's record belongs to you. Ask the organisation board if it should."))
            ],
        ).respond(request)
    record = page_of(member, request.person, request.today)
    row = Private.objects.filter(member=member).first()  # unscoped: one's own
    sections = [
        *record.sections,
        Section(_("Restricted data"), facts=facts_of(row), note="" if row else _("Nothing is kept.")),
        Section(_("Who has looked at it"), table=_reads(member)),
        Section(_("What you asked for"), table=_asked(member)),
    ]
    deeds = [Button(_("Ask for a correction"), reverse("members:ask"), is_primary=True)]
    if row is not None and (row.identity_number or row.phone):
        deeds.insert(0, Button(_("Show a number"), reverse("members:reveal", args=[member.pk])))
    return Record(
        title=_("My record"), subtitle=member.name, chips=record.chips, buttons=deeds, sections=sections
    ).respond(request)


def _reads(member: Member) -> SmallTable:
    """Who looked at or changed the record: the day, as what, of which unit, and why (S-11)."""
    rows = AuditRow.objects.filter(
        about=Member._meta.label_lower, object_id=str(member.pk), policy__in=WATCHED, result=AuditRow.Result.DONE
    )
    found = list(rows.order_by("-at")[:SHOWN_READS])
    actors = {
        str(person.pk): person
        for person in Person.objects.filter(pk__in=[row.actor for row in found if len(row.actor) == 36])
    }
    lines: list[list[Cell | str]] = []
    for row in found:
        actor = actors.get(row.actor)
        own = actor is not None and actor.pk == member.person_id
        who = _("yourself") if own else menu.role(actor, on=row.on) if actor else _("the system")
        unit = _unit_of(actor, row.on) if actor and not own else ""
        lines.append([dates.dmy(row.on), str(WATCHED[row.policy]), who, unit, row.fields.get("reason", "")])
    heads = [(_("Day"), "start"), (_("What"), "start"), (_("As"), "start"), (_("Unit"), "start"), (_("Why"), "start")]
    return SmallTable(heads=heads, rows=lines, empty_text=_("Nobody has looked at it."))


def _unit_of(actor: Person, on: date) -> str:
    """The unit of the grant by which `menu.role` names the actor on that day."""
    for grant in actor.running_grants(on):
        return Place.objects.get(unit=grant.unit_id).short_name
    return ""


def _asked(member: Member) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [
            Cell(dates.dmy(row.asked_on), row.get_absolute_url()),
            str(row.get_about_display()),
            row.wanted,
            _state(row),
            row.answer,
        ]
        for row in member.requests.order_by("-asked_on")
    ]
    heads = [(_("Asked on"), "start"), (_("What is wrong"), "start"), (_("What it should say"), "start")]
    return SmallTable(
        heads=[*heads, (_("State"), "start"), (_("Answer"), "start")],
        rows=rows,
        empty_text=_("You have not asked for anything."),
    )


def _state(row: CorrectionRequest) -> Cell:
    colour = {RequestState.OPEN: "warn", RequestState.DONE: "ok"}.get(RequestState(row.state), "mut")
    return Cell(str(row.get_state_display()), state=colour)


@require_http_methods(POST)
@access.policy("member.ask")
@saves
def ask(request: Request) -> HttpResponse:
    member = _own(request)
    if member is None:
        return redirect("members:me")
    form = AskForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.ask(member, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        said = _("You asked for a correction. It is answered by %(day)s.") % {"day": dates.dmy(done.due_on)}
        messages.success(request, said)
        return redirect("members:me")
    return form_page(
        request,
        form,
        title=_("Ask for a correction"),
        submit_label=_("Ask"),
        cancel_url=reverse("members:me"),
        crumbs=[(_("My record"), reverse("members:me"))],
    )


# --- Requests --------------------------------------------------------------------------------------------------------

REQUESTS: Listing[CorrectionRequest] = Listing(
    title=gettext_lazy("Requests for corrections"),
    verb="member.answer",
    columns=[
        text("member__name", gettext_lazy("Member"), order=("member__name_order",), phone="title"),
        unit(gettext_lazy("Cell")),
        choice("about", gettext_lazy("What is wrong"), order=()),
        day("due_on", gettext_lazy("Answer due on"), phone="figure"),
        Column("state", gettext_lazy("State"), _state, ("state",), phone="state"),
    ],
    order=("due_on",),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No member has asked for a correction."),
)


@require_GET
@access.policy("member.answer")
def requests(request: Request) -> HttpResponse:
    rows = access.scope(CorrectionRequest.objects.all(), request.person, "member.answer", on=request.today)
    return REQUESTS.respond(
        request,
        rows.select_related("member__person"),
        filters=[
            by_unit(starts_here=False),
            replace(by_choice("state", _("State"), RequestState.choices), default=RequestState.OPEN.value),
        ],
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=[Button(_("Leavers"), reverse("members:closed"))],
    )


@require_GET
@access.policy("member.ask")
def request_record(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One request, for the member who asked and for those who answer."""
    rows = CorrectionRequest.objects.select_related("member__person", "unit__place", "answered_by")
    mine = access.scope(rows, request.person, "member.ask", on=request.today)
    is_mine = mine.filter(pk=pk).exists()
    verb = "member.ask" if is_mine else "member.answer"
    row = access.find(rows, request.person, verb, pk, on=request.today)
    deeds = []
    if row.state == RequestState.OPEN and is_mine:
        url = reverse("members:withdraw_request", args=[row.pk])
        deeds.append(Button(_("Withdraw"), url, method="post", confirm=_("The request is taken back. Continue?")))
    if row.state == RequestState.OPEN and not is_mine:
        deeds.append(Button(_("Correct the record"), reverse("members:correct", args=[row.member_id])))
        deeds.append(Button(_("Answer"), reverse("members:answer", args=[row.pk]), is_primary=True))
    chip = _state(row)
    return Record(
        title=str(row.get_about_display()).capitalize(),
        subtitle=f"{row.member.name} · {row.unit.place.name}",
        crumbs=[(_("My record"), reverse("members:me"))] if is_mine else _requests_crumbs(),
        chips=[(chip.text, chip.state)],
        buttons=deeds,
        sections=[
            Section(
                "",
                facts=[
                    Fact(_("What it should say"), row.wanted),
                    Fact(_("Asked on"), dates.dmy(row.asked_on)),
                    Fact(_("Answer due on"), dates.dmy(row.due_on)),
                    Fact(_("Answer"), row.answer),
                    Fact(_("Answered on"), dates.dmy_or_empty(row.answered_on)),
                ],
            )
        ],
    ).respond(request)


@require_http_methods(["POST"])
@access.policy("member.ask")
@saves
def withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = access.find(CorrectionRequest.objects.all(), request.person, "member.ask", pk, on=request.today)
    actions.withdraw(row, by=request.person, on=request.today)
    messages.success(request, _("The request was withdrawn."))
    return redirect("members:me")


@require_http_methods(POST)
@access.policy("member.answer")
@saves
def answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    rows = CorrectionRequest.objects.select_related("member__person", "unit__place")
    row = access.find(rows, request.person, "member.answer", pk, on=request.today)
    form = AnswerForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.answer(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The member sees the answer."))
        return redirect("members:requests")
    return form_page(
        request,
        form,
        title=_("Answer the request"),
        subtitle=f"{row.member.name} · {row.wanted[:80]}",
        submit_label=_("Answer"),
        cancel_url=row.get_absolute_url(),
        crumbs=_requests_crumbs(),
    )


# --- Parts -----------------------------------------------------------------------------------------------------------


def _own(request: Request) -> Member | None:
    rows = Member.objects.filter(person=request.person)  # unscoped: one's own
    return rows.select_related("person", "unit__place__parent__place").first()


def _requests_crumbs() -> list[tuple[Any, str]]:
    return [(_("Requests for corrections"), reverse("members:requests"))]
