"""Votes: the list, one vote with its base and outcome, opening, counting, confirming, the printed sheet."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from tongket.core import dates, numbers
from tongket.core.text import fold
from tongket.org import access
from tongket.pages import exporting
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, choice, day, number, text, unit, unit_name
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import ReasonForm, form_page, run_if_posted
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.votes import actions, minutes, queries
from tongket.votes.forms import CountForm, OpenForm, SeenForm
from tongket.votes.models import Vote
from tongket.votes.rules import Decision, State

CHIPS = {State.OPEN: "info", State.COUNTED: "warn", State.CONFIRMED: "ok", State.CANCELLED: "mut"}


def state_cell(vote: Vote) -> Cell:
    return Cell(str(vote.get_state_display()), state=CHIPS[State(vote.state)])


VOTES: Listing[Vote] = Listing(
    title=gettext_lazy("Votes"),
    verb="vote.read",
    columns=[
        text("subject", gettext_lazy("What is voted on"), phone="title"),
        unit(),
        choice("decision", gettext_lazy("Kind of decision"), order=()),
        day("held_on", gettext_lazy("Held on"), phone="figure"),
        number("base", gettext_lazy("Base")),
        number("needed", gettext_lazy("Votes needed"), order=()),
        Column("state", gettext_lazy("State"), state_cell, ("state",), phone="state"),
    ],
    order=("-held_on", "subject"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("No vote has been recorded yet."),
)


@require_GET
@access.policy("vote.read")
def votes(request: Request) -> HttpResponse:
    rows = access.scope(Vote.objects.all(), request.person, "vote.read", on=request.today)
    return VOTES.respond(
        request,
        rows,
        filters=[
            by_unit(starts_here=False),
            by_year("held_on"),
            by_choice("decision", _("Kind of decision"), Decision.choices),
            by_choice("state", _("State"), State.choices),
        ],
        buttons=main_button(request, "vote.write", _("Open a vote"), "votes:new"),
    )


@require_GET
@access.policy("vote.read")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    vote = _find(request, pk, "vote.read")
    chip = state_cell(vote)
    return Record(
        title=vote.subject,
        subtitle=unit_name(vote),
        crumbs=_crumbs(),
        chips=[(chip.text, chip.state)],
        buttons=_buttons(request, vote),
        sections=[
            Section(_("In brief"), facts=_facts(vote)),
            Section(_("Count"), table=_count_table(vote)),
            Section(_("Base"), table=_base_table(vote), note=minutes.base_words(vote)),
        ],
    ).respond(request)


def _facts(vote: Vote) -> list[Fact]:
    facts = [
        Fact(_("Outcome"), minutes.outcome_words(vote)),
        Fact(_("Kind of decision"), str(vote.get_decision_display())),
        Fact(_("Held on"), dates.dmy(vote.held_on)),
        Fact(_("How"), str(vote.get_way_display())),
        Fact(_("Present"), _("%(present)s of %(base)s") % {"present": vote.present, "base": vote.base}),
    ]
    if vote.seats is not None:
        facts.append(Fact(_("Seats"), str(vote.seats)))
    if vote.collected is not None:
        facts += [
            Fact(_("Ballots given out"), numbers.number(vote.issued or 0)),
            Fact(_("Ballots collected"), numbers.number(vote.collected)),
            Fact(_("Valid ballots"), numbers.number(vote.valid or 0)),
            Fact(_("Invalid ballots"), numbers.number(vote.invalid or 0)),
            Fact(_("Counting team"), vote.counters),
        ]
    for label, person in ((_("Count entered by"), vote.counted_by), (_("Confirmed by"), vote.confirmed_by)):
        if person is not None:
            facts.append(Fact(label, person.full_name))
    if vote.note:
        facts.append(Fact(_("Note"), vote.note))
    return [*facts, *(Fact(_("Please check"), said, state="warn") for said in queries.warnings(vote))]


def _count_table(vote: Vote) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for option in vote.choices.order_by("order"):
        if option.votes is None:
            continue
        mark: Cell | str = ""
        if option.is_tied:
            mark = Cell(_("tie: voted on again"), state="warn")
        elif option.is_chosen:
            mark = Cell(pgettext("candidate", "elected") if vote.is_election else _("enough"), state="ok")
        share = numbers.percent(option.votes, vote.base)
        rows.append([option.label, numbers.number(option.votes), share, mark])
    return SmallTable(
        heads=[
            (_("Choice"), "start"),
            (_("Number of votes"), "end"),
            (_("Of the base"), "end"),
            (_("Outcome"), "start"),
        ],
        rows=rows,
        empty_text=_("Nothing has been counted yet."),
    )


def _base_table(vote: Vote) -> SmallTable:
    rows: list[list[Cell | str]] = [
        [row.name, Cell(_("in the base"), state="ok") if row.is_in else Cell(_("not in it"), state="mut"), row.why]
        for row in vote.base_rows.order_by("order")
    ]
    return SmallTable(heads=[(_("Name"), "start"), (_("Base"), "start"), (_("Why"), "start")], rows=rows)


def _buttons(request: Request, vote: Vote) -> list[Button]:
    """What may be done next, the main thing last."""
    found = [Button(_("Sheet for the minutes (Word)"), reverse("votes:sheet", args=[vote.pk]))]
    if not access.may(request.person, "vote.write", vote, on=request.today):
        return found
    if vote.state in {State.OPEN, State.COUNTED}:
        found.insert(0, Button(_("Cancel the vote"), reverse("votes:cancel", args=[vote.pk]), is_danger=True))
    if vote.state == State.OPEN:
        found.append(Button(_("Enter the count"), reverse("votes:count", args=[vote.pk]), is_primary=True))
    if vote.state == State.COUNTED:
        found.append(Button(_("Send the count back"), reverse("votes:send_back", args=[vote.pk])))
        if vote.counted_by_id != request.person.pk:
            url = reverse("votes:confirm", args=[vote.pk])
            found.append(Button(_("Compare and confirm"), url, is_primary=True))
    return found


# --- Deeds -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@access.policy("vote.write")
@saves
def new(request: Request) -> HttpResponse:
    form = OpenForm(request.person, request.POST or None, on=request.today, initial={"held_on": request.today})

    vote = run_if_posted(request, form, lambda: actions.open_vote(**form.values, by=request.person, on=request.today))
    if vote is not None:
        messages.success(request, minutes.base_words(vote))
        for said in queries.warnings(vote):
            messages.warning(request, said)
        return redirect(vote)
    return form_page(
        request,
        form,
        title=_("Open a vote"),
        submit_label=_("Open the vote"),
        cancel_url=reverse("votes:list"),
        note=_("Votes on admissions and members are opened on the page of the candidate or member: the base is known."),
        crumbs=_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@access.policy("vote.write")
@saves
def count(request: Request, pk: uuid.UUID) -> HttpResponse:
    vote = _find(request, pk, "vote.write")
    form = CountForm(vote, request.POST or None, initial={"issued": vote.present, "seen": vote.version})
    done = run_if_posted(request, form, lambda: actions.count(vote, **form.values, by=request.person, on=request.today))
    if done is not None:
        messages.success(request, _("The count was entered. A second person compares it with the sheet and confirms."))
        return redirect(vote)
    return _page(request, vote, form, _("Enter the count"), _("Enter"), note=minutes.base_words(vote))


@require_http_methods(["GET", "POST"])
@access.policy("vote.write")
@saves
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    vote = _find(request, pk, "vote.write")
    form = SeenForm(request.POST or None, initial={"seen": vote.version})
    done = run_if_posted(
        request, form, lambda: actions.confirm(vote, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, minutes.outcome_words(vote))
        return redirect(vote)
    return _page(request, vote, form, _("Confirm the count"), _("Confirm"), note=minutes.count_words(vote))


@require_http_methods(["GET", "POST"])
@access.policy("vote.write")
@saves
def send_back(request: Request, pk: uuid.UUID) -> HttpResponse:
    vote = _find(request, pk, "vote.write")
    form = ReasonForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.send_back(vote, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The count is to be entered again."))
        return redirect(vote)
    return _page(request, vote, form, _("Send the count back"), _("Send back"))


@require_http_methods(["GET", "POST"])
@access.policy("vote.write")
@saves
def cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    vote = _find(request, pk, "vote.write")
    form = ReasonForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.cancel(vote, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("The vote was cancelled."))
        return redirect(vote)
    return _page(request, vote, form, _("Cancel the vote"), _("Cancel the vote"), is_danger=True)


@require_GET
@access.policy("vote.read")
def sheet(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The minutes of the count as a Word file: blank before the count, filled in after it."""
    vote = _find(request, pk, "vote.read")
    body = minutes.as_word(vote)
    name = f"bien-ban-kiem-phieu-{fold(vote.unit.code)}-{vote.held_on:%d-%m-%Y}.docx"
    return exporting.send(request, body, name, verb="vote.read", row=vote)


# --- Parts -----------------------------------------------------------------------------------------------------------


def _find(request: Request, pk: uuid.UUID, verb: str) -> Vote:
    return access.find(
        Vote.objects.select_related("unit__place__parent__place", "counted_by", "confirmed_by"),
        request.person,
        verb,
        pk,
        on=request.today,
    )


def _crumbs() -> list[tuple[Any, str]]:
    return [(_("Votes"), reverse("votes:list"))]


def _page(
    request: Request, vote: Vote, form: Any, title: str, submit_label: str, *, note: str = "", is_danger: bool = False
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        subtitle=f"{vote.subject} · {vote.unit.place.short_name}",
        submit_label=submit_label,
        cancel_url=vote.get_absolute_url(),
        note=note,
        crumbs=[*_crumbs(), (vote.subject, vote.get_absolute_url())],
        is_danger=is_danger,
    )
