"""Those of a cell or unit who are in a round, and what each body proposed for one of them."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import dates, numbers
from tongket.org import access, audit
from tongket.pages import history
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, text, unit, unit_name
from tongket.pages.corrections import correction, withdrawal
from tongket.pages.deeds import Data, Rows, Who, deed
from tongket.pages.filters import by_choice, by_unit, by_year
from tongket.pages.forms import correction_form, posted
from tongket.pages.listing import Listing
from tongket.pages.record import Fact, Record, Section, SmallTable
from tongket.pages.request import Request
from tongket.rating import actions
from tongket.rating.forms.rounds import BALLOTS, CountAgainForm, ProposalForm
from tongket.rating.models import Candidate, Proposal
from tongket.rating.queries.rounds import votes_needed
from tongket.rating.round_rules import Body, CandidateState, ProposalState, RoundState, missing_before
from tongket.rating.rules import Subject
from tongket.rating.views.rounds import CRUMBS, OF_CANDIDATE, level_chip

STATES = {ProposalState.COUNTED: "warn", ProposalState.CONFIRMED: "ok", ProposalState.WITHDRAWN: "mut"}


def _proposed_cell(candidate: Any) -> Cell:
    if candidate.has_cell_proposal:
        return Cell(str(_("proposed")), state="ok")
    return Cell(str(_("waits for the cell")), state="warn") if candidate.state == CandidateState.WAITING else Cell("")


CANDIDATES: Listing[Candidate] = Listing(
    title=gettext_lazy("To be rated"),
    verb="proposal.read",
    columns=[
        text("name", gettext_lazy("Whom it is about"), order=(), phone="title"),
        unit(),
        text("round__title", gettext_lazy("Round"), order=("round__year", "round__quarter"), phone="none"),
        Column("cell", gettext_lazy("Proposal of the cell"), _proposed_cell, phone="state"),
    ],
    order=("-round__year", "unit__place__pos", "member__name_order"),
    url_of=lambda row: row.get_absolute_url(),
    empty_text=gettext_lazy("Nobody of your units is in an open round."),
    can_export=False,
)


@require_GET
@access.policy("proposal.read")
def candidates(request: Request) -> HttpResponse:
    """Those in open rounds for whom the reader's cell or committee proposes; no level stands in the list (S-05)."""
    rows = access.scope(Candidate.objects.all(), request.person, "proposal.read", on=request.today)
    of_cell = Proposal.objects.filter(candidate=OuterRef("pk"), body=Body.CELL)  # unscoped: whether there is one
    rows = rows.filter(round__state=RoundState.OPEN).exclude(state=CandidateState.REMOVED)
    return CANDIDATES.respond(
        request,
        rows.select_related("round__unit__place", "member__person").annotate(
            has_cell_proposal=Exists(of_cell.exclude(state=ProposalState.WITHDRAWN))
        ),
        crumbs=[(CRUMBS[0][0], reverse(CRUMBS[0][1]))],
        filters=[
            by_unit(starts_here=False),
            by_year("round__year"),
            by_choice("subject", _("Whose level"), Subject.choices, "round__subject"),
        ],
    )


@require_GET
@access.policy("proposal.read")
def candidate(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One in a round: what each body proposed, what is to be entered next. Reading it is logged (S-05)."""
    row = OF_CANDIDATE.find(request, "proposal.read", pk=pk)
    audit.record(request.person, "proposal.read", row, on=request.today)
    proposals = list(
        row.proposals.select_related("candidate__round", "entered_by", "confirmed_by").order_by("proposed_on", "body")
    )
    sees_level = row.round.state == RoundState.CLOSED or access.may(
        request.person, "rating.decide", row.round, on=request.today
    )
    return Record(
        title=row.name,
        subtitle=f"{row.round.title} · {unit_name(row)}" if row.member_id else row.round.title,
        crumbs=_crumbs(request, row),
        chips=[(row.words if sees_level or not row.level else _("being rated"), "mut")],
        buttons=_buttons(request, row, proposals),
        sections=[
            Section(_("Proposals"), table=_table(request, proposals), note=_hint(row, proposals)),
            *_counts(proposals, request),
            *history.section(row, "proposal.read", also=proposals, shows=_shows(request, proposals, sees_level)),
        ],
    ).respond(request)


def _crumbs(request: Request, row: Candidate) -> list[tuple[Any, str]]:
    if access.may(request.person, "rating.read", row.round, on=request.today):
        return OF_CANDIDATE.above(row)
    return [(CRUMBS[0][0], reverse(CRUMBS[0][1])), (_("To be rated"), reverse("rating:candidates"))]


def _hint(row: Candidate, proposals: list[Proposal]) -> str:
    """Who speaks before the last body that has proposed, and has not (R-RATE-05)."""
    proposed = {each.body for each in proposals if each.state != ProposalState.WITHDRAWN}
    last = max(proposed, key=Body.values.index, default=None)
    missing = missing_before(last, proposed, is_member=row.member_id is not None) if last else []
    names = ", ".join(str(body.label) for body in missing)
    return _("Not proposed yet, though it comes before: %(names)s.") % {"names": names} if names else ""


def _is_blind(request: Request, proposal: Proposal) -> bool:
    """Whether the first count is kept from the reader, who may be the one to count again (S-51)."""
    return proposal.state == ProposalState.COUNTED and proposal.entered_by_id != request.person.pk


def _shows(request: Request, proposals: list[Proposal], sees_level: bool) -> Any:
    blind = any(_is_blind(request, proposal) for proposal in proposals)

    def shows(model: type[Any], name: str) -> bool:
        if model is Proposal:
            return not (blind and name in BALLOTS)
        return sees_level or name not in {"level", "decided_on", "answer", "state"}

    return shows


def _table(request: Request, proposals: list[Proposal]) -> SmallTable:
    rows: list[list[Cell | str]] = []
    for proposal in proposals:
        ballots = ""
        if proposal.has_ballots:
            votes = _("%(for)s of %(issued)s") % {"for": proposal.votes_for, "issued": proposal.issued}
            ballots = _("kept until the second count") if _is_blind(request, proposal) else votes
        state = Cell(str(proposal.get_state_display()), state=STATES[ProposalState(proposal.state)])
        about = proposal.candidate.round if proposal.body in {Body.COMMITTEE, Body.HIGHER} else proposal
        may = proposal.state != ProposalState.WITHDRAWN and access.may(
            request.person, _verb(proposal), about, on=request.today
        )
        again = may and proposal.state == ProposalState.COUNTED and proposal.entered_by_id != request.person.pk
        rows.append([
            proposal.body_words,
            level_chip(proposal.level).text,
            state,
            ballots,
            dates.dmy(proposal.proposed_on),
            Cell(_("Count again"), count_again.url(proposal)) if again else "",
            Cell(_("Correct"), correct.url(proposal)) if may and proposal.body != Body.SELF else "",
            Cell(_("Withdraw"), withdraw.url(proposal)) if may and proposal.body != Body.SELF else "",
        ])  # fmt: skip
    heads = [
        (_("Proposed by"), "start"), (_("Level"), "start"), (_("State"), "start"), (_("Votes"), "start"),
        (_("Proposed on"), "start"), ("", "start"), ("", "start"), ("", "start"),
    ]  # fmt: skip
    return SmallTable(heads, rows, _("Nobody has proposed a level yet."))


def _verb(proposal: Proposal) -> str:
    return "proposal.self" if proposal.body == Body.SELF else "proposal.write"


def _counts(proposals: list[Proposal], request: Request) -> list[Section]:
    """The ballots of each body that voted, and whether they are enough (R-RATE-20)."""
    sections = []
    for proposal in proposals:
        if not proposal.has_ballots or proposal.state == ProposalState.WITHDRAWN or _is_blind(request, proposal):
            continue
        facts = [Fact(str(Proposal.label_of(name)), numbers.number(getattr(proposal, name))) for name in BALLOTS]
        needed = votes_needed(proposal)
        if needed is not None and (proposal.votes_for or 0) < needed:
            words = _("fewer votes than the share asked for here: %(needed)s") % {"needed": needed}
            facts.append(Fact(_("Please check"), words, state="warn"))
        facts += [
            Fact(label, person.full_name)
            for label, person in (
                (_("Entered by"), proposal.entered_by), (_("Counted again by"), proposal.confirmed_by),
            )
            if person is not None
        ]  # fmt: skip
        sections.append(Section(_("Ballots: %(body)s") % {"body": proposal.body_words}, facts=facts))
    return sections


def _buttons(request: Request, row: Candidate, proposals: list[Proposal]) -> list[Button]:
    if row.round.state != RoundState.OPEN or row.state not in {CandidateState.WAITING, CandidateState.DECIDED}:
        return []
    buttons = [Button(_("Self-review"), reverse("rating:self_review", args=[row.pk]))]
    has_self = any(each.body == Body.SELF and each.state != ProposalState.WITHDRAWN for each in proposals)
    may_write = access.may(request.person, "proposal.write", row, on=request.today)
    if not has_self and access.may(request.person, "proposal.self", row, on=request.today):
        buttons.append(propose_self.button(row, is_primary=not may_write))
    if may_write:
        buttons.append(propose.button(row, is_primary=True))
    return buttons


# --- Deeds ------------------------------------------------------------------------------------------------------------

OF_PROPOSAL = Rows(
    query=lambda: Proposal.objects.select_related(
        "unit__place__parent__place", "candidate__round__unit__place", "candidate__member__person",
        "candidate__unit__place",
    ),
    crumbs=lambda proposal: [
        (CRUMBS[0][0], reverse(CRUMBS[0][1])), (proposal.candidate.name, proposal.get_absolute_url()),
    ],
    name=lambda proposal: proposal.body_words,
)  # fmt: skip


def _form(request: Request, row: Candidate) -> ProposalForm:
    """The form of a new proposal; ballots given out as for the last one of the same cell and day."""
    is_cell = row.unit.place.the_kind.is_cell
    own = access.scope(Proposal.objects.all(), request.person, "proposal.write", on=request.today)
    last = own.filter(unit=row.unit, entered_by=request.person, candidate__round=row.round, issued__isnull=False)
    known = last.order_by("-proposed_on", "-pk").first()
    ballots = {name: getattr(known, name) for name in ("issued", "collected", "valid")} if known else {}
    initial = {
        "body": Body.CELL if is_cell else Body.COMMITTEE,
        "proposed_on": known.proposed_on if known else request.today,
        **ballots,
    }
    form = ProposalForm(*posted(request), initial=initial)
    bodies = [Body.CELL, Body.MASS]
    if access.may(request.person, "proposal.write", row.round, on=request.today):
        bodies += [Body.COMMITTEE, Body.HIGHER]
    field: Any = form.fields["body"]
    field.choices = [(body.value, body.label) for body in bodies]
    return form


@deed(
    "rating:propose",
    verb="proposal.write",
    row=OF_CANDIDATE,
    form=_form,
    title=gettext_lazy("Enter a proposal"),
    label=gettext_lazy("Enter"),
    done=gettext_lazy("The proposal was entered."),
    warnings=lambda proposal: _order_words(proposal),
    to=lambda proposal: proposal.get_absolute_url(),
)
def propose(row: Candidate, data: Data, who: Who) -> Proposal:
    return actions.propose(row, **data, **who)


def _order_words(proposal: Proposal) -> list[str]:
    """A warning where a body that speaks before has not proposed yet (R-RATE-05)."""
    living = proposal.candidate.proposals.exclude(state=ProposalState.WITHDRAWN)
    words = _hint(proposal.candidate, list(living))
    return [words] if words else []


def _self_form(request: Request, _row: Candidate) -> ProposalForm:
    form = ProposalForm(*posted(request), with_body=False, initial={"proposed_on": request.today})
    for name in BALLOTS:
        del form.fields[name]
    return form


@deed(
    "rating:propose_self",
    verb="proposal.self",
    row=OF_CANDIDATE,
    form=_self_form,
    title=gettext_lazy("Enter the self-rating"),
    label=gettext_lazy("Enter"),
    done=gettext_lazy("The self-rating was entered."),
    to=lambda proposal: proposal.get_absolute_url(),
)
def propose_self(row: Candidate, data: Data, who: Who) -> Proposal:
    return actions.propose(row, body=Body.SELF, **data, **who)


@deed(
    "rating:proposal_count",
    verb="proposal.write",
    row=OF_PROPOSAL,
    form=CountAgainForm,
    title=gettext_lazy("Count again"),
    label=gettext_lazy("Enter"),
    note=gettext_lazy("Take the numbers from the sheet: those entered first are not shown."),
    done=gettext_lazy("The two counts agree."),
)
def count_again(proposal: Proposal, data: Data, who: Who) -> Proposal:
    return actions.count_again(proposal, **data, **who)


def _correct_form(request: Request, proposal: Proposal) -> Any:
    """What was entered; of a count that waits for the second, its numbers for who entered it alone."""
    fields = ["level", "proposed_on", *(() if _is_blind(request, proposal) else BALLOTS)]
    form = correction_form(ProposalForm, fields)(request, proposal)
    del form.fields["body"], form.fields["body_name"]
    return form


@correction(
    "rating:proposal_correct",
    verb="proposal.write",
    row=OF_PROPOSAL,
    form=_correct_form,
    title=gettext_lazy("Correct the proposal"),
    note=gettext_lazy("Other ballots are counted again by another person."),
    to=lambda proposal: proposal.get_absolute_url(),
)
def correct(proposal: Proposal, data: Data, who: Who) -> Proposal:
    return actions.correct_proposal(proposal, **data, **who)


@withdrawal(
    "rating:proposal_withdraw",
    verb="proposal.write",
    row=OF_PROPOSAL,
    title=gettext_lazy("Withdraw the proposal"),
)
def withdraw(proposal: Proposal, data: Data, who: Who) -> Proposal:
    return actions.withdraw_proposal(proposal, **data, **who)
