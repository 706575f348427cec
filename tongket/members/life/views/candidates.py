"""Candidates for admission: the list, the record with its conditions, and each step to the decision."""

import uuid
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates
from tongket.members import actions, base, conditions
from tongket.members.life.forms import AdmissionVoteForm, ChangeCandidateForm, DecideForm, DropForm, NewCandidateForm
from tongket.members.models import Admission, Candidacy, Member
from tongket.members.pages import ROLL, base_of_today, cell_form
from tongket.org import access
from tongket.pages import history
from tongket.pages.buttons import Button, main_button
from tongket.pages.columns import Cell, Column, day, text, unit, unit_name
from tongket.pages.corrections import withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_words
from tongket.pages.forms import ReasonForm, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.pages.who_sees import About
from tongket.votes.models import Vote
from tongket.votes.rules import State as VoteState

State = Candidacy.State
COLOURS = {State.CELL_VOTED: "ok", State.DECIDED: "ok", State.DROPPED: "mut"}
ABOVE = [*ROLL, (gettext_lazy("Candidates for admission"), "members:candidates")]
CANDIDATES = Rows(
    query=lambda: Candidacy.objects.select_related(
        "unit__place__parent__place", "vote", "admission", "first_introducer__person", "second_introducer__person"
    ),
    crumbs=ROLL,
    name=lambda row: row.full_name,
    subtitle=lambda row: row.unit.place.name,
)


@require_GET
@access.policy("member.admit")
def listing(request: Request) -> HttpResponse:
    candidates: Listing[Candidacy] = Listing(
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
        crumbs=[(_("Members"), reverse("members:list"))],
        buttons=main_button(request, "member.admit", _("Introduce a candidate"), "members:candidate_new"),
        empty_text=_("Nobody has been introduced for admission yet."),
    )
    return candidates.respond(
        request,
        access.scope(Candidacy.objects.select_related("unit__place"), request.person, "member.admit", on=request.today),
    )


@require_GET
@access.policy("member.admit")
def record(request: Request, pk: uuid.UUID) -> HttpResponse:
    row = CANDIDATES.find(request, "member.admit", pk=pk)
    sections = [Section(_("In brief"), facts=_facts(row))]
    if row.state in actions.WAITING:
        sections.append(_conditions(row, row.vote.held_on if row.vote else request.today))
        if row.vote is None:
            sections.append(_base(row, request.today))
    sections += history.section(row, "member.admit")
    return Record(
        title=row.full_name,
        subtitle=unit_name(row),
        about=About(row, "member.admit"),
        crumbs=[(label, reverse(name)) for label, name in ABOVE],
        chips=[(str(row.get_state_display()), _chip(row).state)],
        buttons=_buttons(row),
        sections=sections,
    ).respond(request)


def _chip(row: Candidacy) -> Cell:
    return Cell(str(row.get_state_display()), state=COLOURS.get(State(row.state), "info"))


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


def _since(name: str, day: date | None) -> str:
    return _("%(name)s, together since %(day)s") % {"name": name, "day": dates.dmy(day)} if day else name


def _conditions(row: Candidacy, vote_on: date) -> Section:
    met, unmet = Cell(_("met"), state="ok"), Cell(_("not met"), state="warn")
    rows: list[list[Cell | str]] = [
        [condition.label, met if condition.is_met else unmet, condition.text]
        for condition in conditions.of_now(row, vote_on)
    ]
    return Section(
        _("Conditions for a vote on %(day)s") % {"day": dates.dmy(vote_on)},
        table=SmallTable(
            heads=[(_("Condition"), "start"), (_("State"), "start"), (_("What holds"), "start")],
            rows=rows,
            empty_text=_("No text on admission is known for this day."),
        ),
    )


def _base(row: Candidacy, on: date) -> Section:
    voters = base.of_cell(row.unit, on)
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
    if row.state == State.DECIDED:
        return []
    if row.state == State.DROPPED:
        return [reopen.button(row)]
    buttons = [drop.button(row, is_danger=False)]
    if row.state == State.CELL_VOTED:
        return [reopen.button(row), *buttons, decide.button(row, is_primary=True)]
    if row.vote is None:
        buttons.insert(0, withdraw_candidate.button(row, _("Withdraw")))
    opened = row.vote
    if opened is None or opened.state == VoteState.CANCELLED:
        buttons.append(change.button(row, is_primary=row.state == State.CANDIDATE))
        if row.state == State.APPLIED:
            buttons.append(vote.button(row, _("Open the vote of the cell"), is_primary=True))
    elif opened.state == VoteState.CONFIRMED:
        buttons.append(take_vote.button(row, is_primary=True))
    else:
        buttons.append(Button(_("Go to the vote"), opened.get_absolute_url(), is_primary=True))
    return buttons


# --- Deeds -----------------------------------------------------------------------------------------------------------


@deed(
    "members:candidate_new",
    verb="member.admit",
    form=cell_form(NewCandidateForm, lambda request: {"introduced_on": request.today}),
    title=gettext_lazy("Introduce a candidate"),
    label=gettext_lazy("Record"),
    crumbs=ABOVE,
    done=lambda row: _("%(name)s was recorded as a candidate.") % {"name": row.full_name},
)
def new(data: Data, who: Who) -> Candidacy:
    return actions.introduce(**data, **who)


def _written(request: Request, row: Candidacy) -> dict[str, Any]:
    """What the record holds, the introducers as they are typed."""
    written: dict[str, Any] = {name: getattr(row, name) for name in actions.CANDIDATE_FIELDS}
    for name in ("first_introducer", "second_introducer"):
        member: Member | None = written[name]
        written[name] = (member.card_number or member.name) if member else ""
    return {**written, "full_name": row.full_name, "seen": row.version}


def _change_form(request: Request, row: Candidacy) -> ChangeCandidateForm:
    return ChangeCandidateForm(
        *posted(request), person=request.person, on=request.today, initial=_written(request, row)
    )


@deed(
    "members:candidate_change",
    verb="member.admit",
    row=CANDIDATES,
    form=_change_form,
    title=gettext_lazy("Complete the record"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The record was corrected."),
)
def change(row: Candidacy, data: Data, who: Who) -> Candidacy:
    return actions.change_candidacy(row, **data, **who)


def _vote_form(request: Request, row: Candidacy) -> AdmissionVoteForm:
    return AdmissionVoteForm(*posted(request), unit=row.unit, initial={"held_on": request.today})


@deed(
    "members:candidate_vote",
    verb="member.admit",
    row=CANDIDATES,
    form=_vote_form,
    title=gettext_lazy("Vote of the cell"),
    label=gettext_lazy("Open the vote"),
    note=lambda row: base_of_today(row.unit),
    done=lambda vote: _("The vote was opened over a base of %(base)s.") % {"base": vote.base},
)
def vote(row: Candidacy, data: Data, who: Who) -> Vote:
    return actions.open_admission_vote(row, **data, **who)


def _agreed(row: Candidacy) -> str:
    if row.state != State.CELL_VOTED:
        return ""
    return _("The cell has agreed to the admission of %(name)s.") % {"name": row.full_name}


def _not_agreed(row: Candidacy) -> list[str]:
    if row.state == State.CELL_VOTED:
        return []
    return [_("The vote did not reach two thirds of the base; it may be held again.")]


@deed(
    "members:candidate_take_vote",
    verb="member.admit",
    row=CANDIDATES,
    title=gettext_lazy("Take over the result"),
    done=_agreed,
    warnings=_not_agreed,
)
def take_vote(row: Candidacy, data: Data, who: Who) -> Candidacy:
    return actions.take_vote(row, **who)


def _admitted(admission: Admission) -> str:
    names = {"name": admission.member.name, "unit": admission.unit.place.name}
    return _("The admission of %(name)s to %(unit)s was recorded.") % names


def _decide_form(request: Request, row: Candidacy) -> DecideForm:
    return DecideForm(row, *posted(request), reader=request.person, on=request.today)


@deed(
    "members:candidate_decide",
    verb="member.admit",
    row=CANDIDATES,
    form=_decide_form,
    title=gettext_lazy("Record the decision"),
    label=gettext_lazy("Record"),
    done=_admitted,
)
def decide(row: Candidacy, data: Data, who: Who) -> Admission:
    return actions.decide(row, **data, **who)


@deed(
    "members:candidate_drop",
    verb="member.admit",
    row=CANDIDATES,
    form=DropForm,
    initial=lambda request, _row: {"dropped_on": request.today},
    title=gettext_lazy("Drop the candidacy"),
    label=gettext_lazy("Record"),
    done=lambda row: _("The candidacy of %(name)s was closed.") % {"name": row.full_name},
    to=lambda _row: reverse("members:candidates"),
    is_danger=True,
)
def drop(row: Candidacy, data: Data, who: Who) -> Candidacy:
    return actions.drop(row, **data, **who)


@deed(
    "members:candidate_reopen",
    verb="member.admit",
    row=CANDIDATES,
    form=ReasonForm,
    title=gettext_lazy("Take the step back"),
    note=gettext_lazy("For a candidacy that was dropped, or a vote that was taken over, by a slip."),
    done=gettext_lazy("The step was taken back."),
)
def reopen(row: Candidacy, data: Data, who: Who) -> Candidacy:
    return actions.take_up_again(row, **data, **who)


@withdrawal(
    "members:candidate_withdraw",
    verb="member.admit",
    row=CANDIDATES,
    title=gettext_lazy("Withdraw the candidacy"),
    note=gettext_lazy("For somebody introduced by a slip; a candidacy that leads to nothing is dropped instead."),
    to=lambda _none: reverse("members:candidates"),
)
def withdraw_candidate(row: Candidacy, data: Data, who: Who) -> None:
    actions.withdraw_candidacy(row, **data, **who)
