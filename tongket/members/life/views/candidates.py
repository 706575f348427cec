"""Candidates for admission: the list, the record with its conditions, and each step to the decision."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.core import dates
from tongket.members import actions, base, conditions
from tongket.members.life.forms import AdmissionVoteForm, ChangeCandidateForm, DecideForm, DropForm, NewCandidateForm
from tongket.members.life.parts import base_of_today
from tongket.members.models import Candidacy
from tongket.org import access
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit, unit_name
from tongket.pages.filters import by_choice, by_unit, by_words
from tongket.pages.forms import form_page, run_if_posted, run_on
from tongket.pages.listing import Listing
from tongket.pages.once import saves
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.votes.rules import State as VoteState

POST = ["GET", "POST"]
State = Candidacy.State
COLOURS = {State.CELL_VOTED: "ok", State.DECIDED: "ok", State.DROPPED: "mut"}
ROWS = Candidacy.objects.select_related(  # unscoped: narrowed by scope and find below
    "unit__place", "vote", "admission", "first_introducer__person", "second_introducer__person"
)


@require_GET
@access.policy("member.admit")
def listing(request: Request) -> HttpResponse:
    page: Listing[Candidacy] = Listing(
        title=_("Candidates for admission"),
        verb="member.admit",
        columns=[
            text("full_name", _("Full name"), key="name", order=("name_order",), phone="title"),
            unit(_("Cell")),
            day("born_on", _("Born on")),
            day("introduced_on", _("Introduced on"), key="introduced"),
            day("application_on", _("Application of"), key="applied", order=()),
            Column("state", _("State"), _chip, ("state",), phone="state"),
        ],
        filters=[by_words("name_fold", _("Full name")), by_unit(), by_choice("state", _("State"), State.choices)],
        order=("-introduced_on", "name_order"),
        url_of=lambda row: row.get_absolute_url(),
        crumbs=_crumbs(),
        buttons=main_button(request, "member.admit", _("Introduce a candidate"), "members:candidate_new"),
        empty_text=_("Nobody has been introduced for admission yet."),
    )
    return page.respond(request, access.scope(ROWS.all(), request.person, "member.admit", on=request.today))


@require_GET
@access.policy("member.admit")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    sections = [Section(_("In brief"), facts=_facts(row))]
    if row.state in actions.WAITING:
        vote_on = row.vote.held_on if row.vote else request.today
        sections.append(_conditions(row, vote_on))
        if row.vote is None:
            sections.append(_base(row, request))
    page = Record(
        title=row.full_name,
        subtitle=unit_name(row),
        crumbs=[*_crumbs(), (_("Candidates for admission"), reverse("members:candidates"))],
        chips=[(str(row.get_state_display()), _chip(row).state)],
        buttons=_buttons(row),
        sections=sections,
    )
    return page.respond(request)


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def new(request: Request) -> HttpResponse:
    form = NewCandidateForm(
        request.POST or None, person=request.person, on=request.today, initial={"introduced_on": request.today}
    )
    done = run_if_posted(
        request, form, lambda: actions.introduce(**form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        messages.success(request, _("%(name)s was recorded as a candidate.") % {"name": done.full_name})
        return redirect(done)
    return form_page(
        request,
        form,
        title=_("Introduce a candidate"),
        submit_label=_("Record"),
        cancel_url=reverse("members:candidates"),
        crumbs=[*_crumbs(), (_("Candidates for admission"), reverse("members:candidates"))],
    )


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def change(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    initial: dict[str, Any] = {name: getattr(row, name) for name in actions.CANDIDATE_FIELDS}
    for name in ("first_introducer", "second_introducer"):
        member = initial[name]
        initial[name] = (member.card_number or member.name) if member else ""
    form = ChangeCandidateForm(
        request.POST or None,
        person=request.person,
        on=request.today,
        initial={**initial, "full_name": row.full_name, "seen": row.version},
    )
    done = run_if_posted(
        request,
        form,
        lambda: actions.change_candidacy(row, **form.cleaned_data, by=request.person, on=request.today),
    )
    if done is not None:
        messages.success(request, _("The record was corrected."))
        return redirect(row)
    return _form(request, row, form, title=_("Complete the record"), submit_label=_("Save"))


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def vote(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    form = AdmissionVoteForm(request.POST or None, unit=row.unit, initial={"held_on": request.today})

    def deed() -> Any:
        values = form.cleaned_data
        return actions.open_admission_vote(
            row,
            held_on=values["held_on"],
            way=values["way"],
            present=values["present"],
            came=form.persons(),
            override_reason=values["override_reason"],
            by=request.person,
            on=request.today,
        )

    done = run_if_posted(request, form, deed)
    if done is not None:
        messages.success(request, _("The vote was opened over a base of %(base)s.") % {"base": done.base})
        return redirect(done)
    note = base_of_today(row.unit, request.today)
    return _form(request, row, form, title=_("Vote of the cell"), submit_label=_("Open the vote"), note=note)


@require_POST
@access.policy("member.admit")
@saves
def take_vote(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    done = actions.take_vote(row, by=request.person, on=request.today)
    if done.state == State.CELL_VOTED:
        messages.success(request, _("The cell has agreed to the admission of %(name)s.") % {"name": row.full_name})
    else:
        messages.warning(request, _("The vote did not reach two thirds of the base; it may be held again."))
    return redirect(row)


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def decide(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    form = DecideForm(request.POST or None)
    done = run_if_posted(
        request, form, lambda: actions.decide(row, **form.cleaned_data, by=request.person, on=request.today)
    )
    if done is not None:
        words = _("The admission of %(name)s to %(unit)s was recorded.")
        messages.success(request, words % {"name": row.full_name, "unit": row.unit.place.name})
        return redirect(done)
    return _form(request, row, form, title=_("Record the decision"), submit_label=_("Record"))


@require_http_methods(POST)
@access.policy("member.admit")
@saves
def drop(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = _find(request, pk)
    form = DropForm(request.POST or None, initial={"dropped_on": request.today})
    if request.method == "POST" and form.is_valid():

        def deed() -> bool:
            actions.drop(row, **form.cleaned_data, by=request.person, on=request.today)
            return True

        if run_on(form, deed):
            messages.success(request, _("The candidacy of %(name)s was closed.") % {"name": row.full_name})
            return redirect("members:candidates")
    return _form(request, row, form, title=_("Drop the candidacy"), submit_label=_("Record"), is_danger=True)


# --- Parts ------------------------------------------------------------------------------------------------------------


def _find(request: Request, pk: uuid.UUID) -> Candidacy:
    return access.find(ROWS.all(), request.person, "member.admit", pk, on=request.today)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Members"), reverse("members:list"))]


def _chip(row: Candidacy) -> Cell:
    return Cell(str(row.get_state_display()), state=COLOURS.get(State(row.state), "info"))


def _form(request: Request, row: Candidacy, form: Any, **words: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        subtitle=f"{row.full_name} · {row.unit.place.name}",
        cancel_url=row.get_absolute_url(),
        crumbs=[*_crumbs(), (row.full_name, row.get_absolute_url())],
        **words,
    )


def _facts(row: Candidacy) -> list[Fact]:
    facts = [
        Fact(_("Cell"), row.unit.place.name, row.unit.get_absolute_url()),
        Fact(_("Born on"), dates.dmy(row.born_on)),
        Fact(_("Sex"), str(row.get_sex_display())),
        Fact(_("Education"), str(row.get_education_display())),
        Fact(_("Introduced on"), dates.dmy(row.introduced_on)),
    ]
    facts += [
        Fact(_("Introducer"), _since(member.name, since_on), member.get_absolute_url())
        for member, since_on in conditions.introducers(row)
    ]
    if row.organisation:
        facts.append(Fact(_("Introducing organisation"), str(row.get_organisation_display())))
    if row.application_on:
        facts.append(Fact(_("Application of"), dates.dmy(row.application_on)))
    if row.override_reason:
        facts.append(Fact(_("Why a condition was waived"), row.override_reason, state="warn"))
    if row.vote is not None:
        text = f"{dates.dmy(row.vote.held_on)}, {row.vote.get_state_display()}"
        facts.append(Fact(_("Vote of the cell"), text, row.vote.get_absolute_url()))
    if row.admission is not None:
        facts.append(Fact(_("Decision"), row.admission.decision_number, row.admission.get_absolute_url()))
    if row.dropped_on:
        facts.append(Fact(_("Dropped on"), f"{dates.dmy(row.dropped_on)}: {row.drop_reason}"))
    return facts


def _since(name: str, day: Any) -> str:
    return _("%(name)s, together since %(day)s") % {"name": name, "day": dates.dmy(day)} if day else name


def _conditions(row: Candidacy, vote_on: Any) -> Section:
    found = conditions.of_now(row, vote_on)
    rows: list[list[Cell | str]] = [
        [one.label, Cell(_("met") if one.is_met else _("not met"), state="ok" if one.is_met else "warn"), one.text]
        for one in found
    ]
    return Section(
        _("Conditions for a vote on %(day)s") % {"day": dates.dmy(vote_on)},
        table=SmallTable(
            heads=[(_("Condition"), "start"), (_("State"), "start"), (_("What holds"), "start")],
            rows=rows,
            empty_text=_("No text on admission is known for this day."),
        ),
    )


def _base(row: Candidacy, request: Request) -> Section:
    voters = base.of_cell(row.unit, request.today)
    yes, no = Cell(_("yes"), state="ok"), Cell(_("no"), state="mut")
    return Section(
        _("Who would vote today: base %(base)s") % {"base": base.size(voters)},
        table=SmallTable(
            heads=[(_("Full name"), "start"), (_("In the base"), "start"), (_("Reason"), "start")],
            rows=[[voter.name, yes if voter.is_in else no, voter.reason] for voter in voters],
            empty_text=_("Nobody stands on the roll of this cell."),
        ),
    )


def _buttons(row: Candidacy) -> list[Button]:
    """The steps that may come next, the main thing last."""

    def at(name: str) -> str:
        return reverse(f"members:candidate_{name}", args=[row.pk])

    if row.state in {State.DECIDED, State.DROPPED}:
        return []
    deeds = [Button(_("Drop the candidacy"), at("drop"))]
    if row.state == State.CELL_VOTED:
        return [*deeds, Button(_("Record the decision"), at("decide"), is_primary=True)]
    vote = row.vote
    if vote is None or vote.state == VoteState.CANCELLED:
        deeds.append(Button(_("Complete the record"), at("change"), is_primary=row.state == State.CANDIDATE))
        if row.state == State.APPLIED:
            deeds.append(Button(_("Open the vote of the cell"), at("vote"), is_primary=True))
    elif vote.state == VoteState.CONFIRMED:
        deeds.append(Button(_("Take over the result"), at("take_vote"), method="post", is_primary=True))
    else:
        deeds.append(Button(_("Go to the vote"), vote.get_absolute_url(), is_primary=True))
    return deeds
