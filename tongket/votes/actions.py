"""Opening a vote with the base handed in, entering its count, confirming it by a second person (S-51)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongket.core import text
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter
from tongket.votes import queries, rules
from tongket.votes.models import LONGEST_NAME, LONGEST_TEXT, BaseRow, Choice, Vote
from tongket.votes.rules import MOVES, Decision, State, Tally, Voter, Way


@transaction.atomic
def open_vote(
    unit: Unit,
    *,
    decision: str,
    subject: str,
    held_on: date,
    way: str,
    electorate: Sequence[Voter],
    present: int,
    choices: Sequence[str] = (),
    seats: int | None = None,
    by: Person,
    on: date,
) -> Vote:
    """Open a vote of a unit's body over the base that the caller worked out, each person with the reason.

    present: of those in the base. choices: by default for, against, other; candidates, where `seats` is given; forms of
    discipline, the heaviest first, where one is decided on (“no discipline” is added after them).
    Raises NotAllowed, ValidationError. Source: R-VOTE-01, R-VOTE-02, R-VOTE-04.
    """
    access.require(by, "vote.write", unit, on=on)
    base = sum(voter.is_in for voter in electorate)
    _check(decision, way, held_on, base, present, seats, on=on)
    subject_text = text.clean(subject)
    if not subject_text:
        raise ValidationError({"subject": _("Say what is voted on.")})
    labels = _labels(decision, choices, seats)
    _check_lengths("electorate", (voter.name for voter in electorate), LONGEST_NAME)
    _check_lengths("electorate", (voter.reason for voter in electorate), LONGEST_TEXT)
    _check_lengths("choices", labels, LONGEST_TEXT)
    share = _share(decision, held_on, unit)
    vote = Vote.objects.create(
        unit=unit,
        decision=decision,
        subject=subject_text,
        held_on=held_on,
        way=way,
        seats=seats,
        base=base,
        present=present,
        share=share,
        needed=rules.needed(share, base),
    )
    BaseRow.objects.bulk_create(
        BaseRow(
            vote=vote,
            order=order,
            name=voter.name,
            person_id=voter.person_id,
            is_in=voter.is_in,
            standing=voter.standing,
            since_on=voter.since_on,
            reason=voter.reason,
        )
        for order, voter in enumerate(electorate, start=1)
    )
    Choice.objects.bulk_create(
        Choice(vote=vote, order=order, label=label) for order, label in enumerate(labels, start=1)
    )
    audit.record(by, "vote.write", vote, on=on, fields=["base", "present", "needed"])
    return vote


@transaction.atomic
def correct(
    vote: Vote,
    *,
    subject: str,
    held_on: date,
    way: str,
    present: int,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Vote:
    """Correct what was entered of a vote before it is counted; how many votes it needs follows from its day.

    Raises NotAllowed, WrongState, ValidationError, Conflict. Source: R-VOTE-02.
    """
    access.require(by, "vote.write", vote, on=on)
    if vote.state != State.OPEN:
        raise saving.wrong_state(vote, "correct")
    _check(vote.decision, way, held_on, vote.base, present, vote.seats, on=on)
    subject_text = text.clean(subject)
    if not subject_text:
        raise ValidationError({"subject": _("Say what is voted on.")})
    share = _share(vote.decision, held_on, vote.unit)
    return correcting.correct(
        vote,
        verb="vote.write",
        because=because,
        paper=paper,
        seen=seen,
        by=by,
        on=on,
        subject=subject_text,
        held_on=held_on,
        way=way,
        present=present,
        share=share,
        needed=rules.needed(share, vote.base),
    )


@transaction.atomic
def count_again(vote: Vote, *, reason: str, by: Person, on: date) -> Vote:
    """Open a confirmed vote whose count was entered wrong: it is entered and confirmed once more.

    Raises NotAllowed, WrongState, ValidationError (a decision rests on it already).
    """
    access.require(by, "vote.write", vote, on=on)
    why = validate.reason(reason)
    resting = [words for rests in queries.RESTS for words in rests(vote)]
    if resting:
        words = _("This rests on the vote already and is taken back first: %(names)s.")
        raise ValidationError(words % {"names": "; ".join(resting)})
    frozen.require_uncounted(vote.unit, [vote.held_on])
    totals = ", ".join(f"{choice.label} {choice.votes}" for choice in vote.choices.order_by("order"))
    blank: dict[str, Any] = dict.fromkeys(("issued", "collected", "valid", "invalid", "counted_by", "confirmed_by"))
    saving.move(vote, MOVES, "count again", by=by, because=f"{why} ({totals})", note=why, **blank)
    vote.choices.update(votes=None, is_chosen=False, is_tied=False)
    audit.record(by, "vote.write", vote, on=on, fields=["state", *blank])
    return vote


@transaction.atomic
def count(
    vote: Vote,
    *,
    issued: int,
    collected: int,
    valid: int,
    invalid: int,
    votes: Sequence[int],
    counters: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Vote:
    """Enter what the counting team found; it waits for a second person.

    votes: of each choice in its order. Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, "vote.write", vote, on=on)
    choices = list(vote.choices.order_by("order"))
    if len(votes) != len(choices):
        raise ValidationError({"votes": _("Enter a number for each choice.")})
    faults = rules.tally_faults(
        Tally(issued, collected, valid, invalid, votes), present=vote.present, is_election=vote.is_election
    )
    if faults:
        raise ValidationError(faults)
    saving.move(
        vote,
        MOVES,
        "count",
        by=by,
        seen=seen,
        issued=issued,
        collected=collected,
        valid=valid,
        invalid=invalid,
        counters=text.clean(counters),
        counted_by=by,
        note="",
    )
    totals = {choice.order: number for choice, number in zip(choices, votes, strict=True)}
    outcome = _outcome(vote, totals)
    for choice in choices:
        choice.votes = totals[choice.order]
        choice.is_chosen = choice.order in outcome.chosen
        choice.is_tied = choice.order in outcome.tied
    Choice.objects.bulk_update(choices, ["votes", "is_chosen", "is_tied"])
    audit.record(by, "vote.write", vote, on=on, fields=["issued", "collected", "valid", "invalid", "votes"])
    return vote


@transaction.atomic
def confirm(vote: Vote, *, seen: int, by: Person, on: date) -> Vote:
    """Confirm a count as a second person. Raises NotAllowed, WrongState, ValidationError (S-51)."""
    access.require(by, "vote.write", vote, on=on)
    if vote.counted_by_id == by.pk:
        raise ValidationError(_("You have entered this count yourself: a second person compares and confirms it."))
    saving.move(vote, MOVES, "confirm", by=by, seen=seen, confirmed_by=by)
    audit.record(by, "vote.write", vote, on=on, fields=["state"])
    return vote


@transaction.atomic
def send_back(vote: Vote, *, reason: str, seen: int | None = None, by: Person, on: date) -> Vote:
    """Send a count back: its numbers are taken out. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "vote.write", vote, on=on)
    blank: dict[str, Any] = dict.fromkeys(("issued", "collected", "valid", "invalid", "counted_by"))
    why = validate.reason(reason)
    saving.move(vote, MOVES, "send back", by=by, seen=seen, because=why, note=why, **blank)
    vote.choices.update(votes=None, is_chosen=False, is_tied=False)
    audit.record(by, "vote.write", vote, on=on, fields=["state"])
    return vote


@transaction.atomic
def cancel(vote: Vote, *, reason: str, seen: int | None = None, by: Person, on: date) -> Vote:
    """Cancel a vote that was opened by a slip or not held. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "vote.write", vote, on=on)
    why = validate.reason(reason)
    saving.move(vote, MOVES, "cancel", by=by, seen=seen, because=why, note=why)
    audit.record(by, "vote.write", vote, on=on, fields=["state"])
    return vote


def _share(decision: str, held_on: date, unit: Unit) -> str:
    try:
        return str(parameter(Topic.VOTES, decision, held_on, unit))
    except NoRegulation as unknown:
        raise ValidationError({"held_on": str(unknown)}) from unknown


def _check(decision: str, way: str, held_on: date, base: int, present: int, seats: int | None, *, on: date) -> None:
    if decision not in Decision.values:
        raise ValidationError({"decision": _("Choose what kind of decision it is.")})
    if way not in Way.values:
        raise ValidationError({"way": _("Choose how the vote is held.")})
    if way != Way.PAPER and rules.must_be_secret(decision):
        raise ValidationError({"way": _("Elections are held by paper ballots.")})
    validate.not_in_future(held_on, "held_on", on=on)
    if base < 1:
        raise ValidationError({"electorate": _("Nobody stands in the base of this vote.")})
    if not 0 < present <= base:
        raise ValidationError({"present": _("Present is a number from 1 to the base, %(base)s.") % {"base": base}})
    if (decision == Decision.ELECTION) != (seats is not None):
        raise ValidationError({"seats": _("An election has seats, and nothing else has.")})
    if seats is not None and seats < 1:
        raise ValidationError({"seats": _("An election has at least one seat.")})


def _labels(decision: str, choices: Sequence[str], seats: int | None) -> list[str]:
    """The choices as they are kept, in the language of the papers of an office, whoever opens the vote."""
    labels = [text.clean(label) for label in choices]
    with override("vi"):
        if decision == Decision.DISCIPLINE:
            heaviest_first = [_("expulsion"), _("removal from office"), _("warning"), _("reprimand")]
            labels = [*(labels or heaviest_first), _("no discipline")]
        labels = labels or [_("for"), _("against"), _("other")]
    if seats is not None and len(labels) < seats:
        raise ValidationError({"choices": _("There are fewer candidates than seats.")})
    if len(set(labels)) < len(labels):
        raise ValidationError({"choices": _("A name stands twice in the list: tell the two apart.")})
    return labels


def _check_lengths(field: str, texts: Iterable[str], most: int) -> None:
    for one in texts:
        if len(one) > most:
            said = {"most": most, "text": one[:40]}
            raise ValidationError({field: _("Longer than %(most)s characters: %(text)s…") % said})


def _outcome(vote: Vote, totals: dict[int, int]) -> rules.Elected:
    """Which choices, by their order, have what they need."""
    if vote.seats is not None:
        return rules.elected(totals, seats=vote.seats, needed=vote.needed)
    if vote.decision == Decision.DISCIPLINE:
        forms = sorted(totals)[:-1]  # after them stands “no discipline”
        form = rules.form_of_discipline(totals, forms, needed=vote.needed)
        return rules.Elected([] if form is None else [form], [])
    return rules.Elected([1] if totals[1] >= vote.needed else [], [])
