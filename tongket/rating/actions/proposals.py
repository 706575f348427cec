"""What each body proposes: entered, counted again by another person, corrected, withdrawn."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access, audit, saving, validate
from tongket.org.models import Person
from tongket.rating.models import Candidate, Proposal, tally_of
from tongket.rating.round_rules import (
    PROPOSAL_MOVES,
    Body,
    CandidateState,
    ProposalState,
    RoundState,
    Tally,
    tally_faults,
)
from tongket.rating.rules import Level

BALLOTS = ("issued", "collected", "valid", "votes_for")


@transaction.atomic
def propose(
    candidate: Candidate,
    *,
    body: str,
    level: str,
    proposed_on: date,
    body_name: str = "",
    issued: int | None = None,
    collected: int | None = None,
    valid: int | None = None,
    votes_for: int | None = None,
    by: Person,
    on: date,
) -> Proposal:
    """Enter the level that a body proposed for somebody in an open round. A member proposes for themself as SELF.

    With ballots it waits until another person has entered the same numbers. Raises NotAllowed, ValidationError (the
    body has proposed already, sums that do not agree). Source: R-RATE-05.
    """
    _require(candidate, body, by=by, on=on)
    _check_open(candidate)
    name = text.clean(body_name)
    tally = _check(candidate, body, name, level, proposed_on, (issued, collected, valid, votes_for), on=on)
    living = candidate.proposals.exclude(state=ProposalState.WITHDRAWN)
    if living.filter(body=body, body_name=name).exists():
        raise ValidationError({"body": _("This body has proposed a level already: correct or withdraw it.")})
    proposal = Proposal.objects.create(
        candidate=candidate,
        unit=candidate.unit,
        body=body,
        body_name=name,
        level=level,
        proposed_on=proposed_on,
        state=ProposalState.COUNTED if tally else ProposalState.CONFIRMED,
        entered_by=by,
        **(vars(tally) if tally else {}),
    )
    _follow(candidate)
    audit.record(by, _verb(body), proposal, on=on, fields=["body", "level"])
    return proposal


@transaction.atomic
def count_again(
    proposal: Proposal, *, issued: int, collected: int, valid: int, votes_for: int, by: Person, on: date
) -> Proposal:
    """Enter the ballots of a proposal a second time, by another person who has not seen the first count.

    Raises NotAllowed, WrongState, ValidationError: the same person, or other numbers, without telling which (S-51).
    """
    _require(proposal.candidate, proposal.body, by=by, on=on)
    if proposal.entered_by_id == by.pk:
        raise ValidationError(_("You have entered the first count: another person enters the second."))
    if tally_of(proposal) != {"issued": issued, "collected": collected, "valid": valid, "votes_for": votes_for}:
        raise ValidationError(
            _("The two counts differ. Look at the sheet again; if the first is wrong, let it be corrected.")
        )
    saving.move(proposal, PROPOSAL_MOVES, "confirm", by=by, confirmed_by=by)
    audit.record(by, "proposal.write", proposal, on=on, fields=["state"])
    return proposal


@transaction.atomic
def correct_proposal(
    proposal: Proposal,
    *,
    level: str,
    proposed_on: date,
    issued: int | None = None,
    collected: int | None = None,
    valid: int | None = None,
    votes_for: int | None = None,
    because: str,
    seen: int,
    by: Person,
    on: date,
) -> Proposal:
    """Put a proposal right that was entered wrong; changed ballots are counted again by another person.

    Raises NotAllowed, WrongState, ValidationError, Conflict.
    """
    _require(proposal.candidate, proposal.body, by=by, on=on)
    _check_open(proposal.candidate)
    if proposal.state == ProposalState.WITHDRAWN:
        raise saving.wrong_state(proposal, "correct")
    numbers = (issued, collected, valid, votes_for)
    tally = _check(proposal.candidate, proposal.body, proposal.body_name, level, proposed_on, numbers, on=on)
    changes: dict[str, Any] = {"level": level, "proposed_on": proposed_on, **dict(zip(BALLOTS, numbers, strict=True))}
    if tally is None:
        changes |= {"state": ProposalState.CONFIRMED, "confirmed_by": None}
    elif vars(tally) != tally_of(proposal) or proposal.entered_by_id is None:
        changes |= {"state": ProposalState.COUNTED, "entered_by": by, "confirmed_by": None}
    saving.update(proposal, seen=seen, by=by, because=validate.reason(because), **changes)
    _follow(proposal.candidate)
    audit.record(by, _verb(proposal.body), proposal, on=on, fields=["level", "proposed_on", *BALLOTS])
    return proposal


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, reason: str, by: Person, on: date) -> Proposal:
    """Withdraw a proposal; the history keeps it. Raises NotAllowed, WrongState, ValidationError."""
    _require(proposal.candidate, proposal.body, by=by, on=on)
    _check_open(proposal.candidate)
    saving.move(proposal, PROPOSAL_MOVES, "withdraw", by=by, because=validate.reason(reason))
    _follow(proposal.candidate)
    audit.record(by, _verb(proposal.body), proposal, on=on, fields=["state"])
    return proposal


# --- Parts ------------------------------------------------------------------------------------------------------------


def _verb(body: str) -> str:
    return "proposal.self" if body == Body.SELF else "proposal.write"


def _require(candidate: Candidate, body: str, *, by: Person, on: date) -> None:
    """Raise NotAllowed: as the committee, or a higher body, proposes who works for the unit of the round."""
    row = candidate.round if body in {Body.COMMITTEE, Body.HIGHER} else candidate
    access.require(by, _verb(body), row, on=on)


def _check_open(candidate: Candidate) -> None:
    if candidate.round.state != RoundState.OPEN:
        raise ValidationError(_("This round is closed."))
    if candidate.state not in {CandidateState.WAITING, CandidateState.DECIDED}:
        raise ValidationError(_("This one is not rated in the round: take them up first."))


def _check(
    candidate: Candidate,
    body: str,
    name: str,
    level: str,
    proposed_on: date,
    numbers: tuple[int | None, ...],
    *,
    on: date,
) -> Tally | None:
    """The ballots as a tally, None without any."""
    if body not in Body.values:
        raise ValidationError({"body": _("Please choose from the list.")})
    if body == Body.CELL and candidate.member_id is None and not candidate.unit.place.kind.endswith("CELL"):
        raise ValidationError({"body": _("A cell proposes for its members, and for itself.")})
    if (body == Body.MASS) != bool(name):
        raise ValidationError({"body_name": _("Name the mass organisation, and only then.")})
    if level not in Level.values:
        raise ValidationError({"level": _("Choose a level.")})
    if not candidate.round.year <= proposed_on.year or proposed_on > on:
        raise ValidationError({"proposed_on": _("It was proposed in the time rated or after it, not after today.")})
    if all(number is None for number in numbers):
        return None
    issued, collected, valid, votes_for = numbers
    if issued is None or collected is None or valid is None or votes_for is None:
        raise ValidationError({"issued": _("Enter all four numbers of the ballots, or none.")})
    tally = Tally(issued, collected, valid, votes_for)
    faults = tally_faults(tally)
    if faults:
        raise ValidationError(faults)
    return tally


def _follow(candidate: Candidate) -> None:
    """Let the candidate show the level of the last body that has proposed one (Body in its order)."""
    living = candidate.proposals.exclude(state=ProposalState.WITHDRAWN)
    levels = dict(living.order_by("proposed_on").values_list("body", "level"))
    last = max(levels, key=Body.values.index, default=None)
    candidate.proposed = levels[last] if last else ""
    Candidate.objects.filter(pk=candidate.pk).update(proposed=candidate.proposed)
