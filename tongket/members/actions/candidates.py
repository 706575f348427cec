"""The way to admission: introduced, applied, voted on by the cell, decided or dropped."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.core.states import Moves
from tongket.members import base, checks, conditions, queries
from tongket.members.actions.admission import admit
from tongket.members.models import Admission, Candidacy, Member
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.regulations.queries import NoRegulation
from tongket.votes import actions as votes
from tongket.votes.models import Vote
from tongket.votes.rules import Decision
from tongket.votes.rules import State as VoteState

CANDIDATE_FIELDS = (
    "sex",
    "born_on",
    "education",
    "introduced_on",
    "certificate_on",
    "certificate_number",
    "first_introducer",
    "first_since_on",
    "second_introducer",
    "second_since_on",
    "organisation",
    "application_on",
    "verified_on",
    "verification_number",
    "age_reason",
    "override_reason",
)
State = Candidacy.State
WAITING = frozenset({State.CANDIDATE, State.APPLIED})
MOVES: Moves = {
    "take_vote": ({State.APPLIED}, State.CELL_VOTED),
    "decide": ({State.CELL_VOTED}, State.DECIDED),
    "drop": (WAITING | {State.CELL_VOTED}, State.DROPPED),
    "take up": ({State.DROPPED}, State.CANDIDATE),
    "take up with application": ({State.DROPPED, State.CELL_VOTED}, State.APPLIED),
}


@transaction.atomic
def introduce(unit: Unit, *, full_name: str, by: Person, on: date, **fields: Any) -> Candidacy:
    """Record that somebody was introduced for admission to a cell; fields: any of CANDIDATE_FIELDS.

    Raises NotAllowed, ValidationError. Source: R-MEM-03, R-MEM-04, R-MEM-05.
    """
    access.require(by, "member.admit", unit, on=on)
    row = Candidacy(unit=unit, **_checked(fields, full_name, on=on))
    checks.check_cell(queries.periods_of([unit]), unit, row.introduced_on)
    row.state = State.APPLIED if row.application_on else State.CANDIDATE
    row.save(force_insert=True)
    audit.record(by, "member.admit", row, on=on, fields=sorted(fields))
    return row


@transaction.atomic
def change_candidacy(
    row: Candidacy, *, full_name: str, because: str = "", seen: int, by: Person, on: date, **fields: Any
) -> Candidacy:
    """Add to a candidacy, or correct it, before the cell votes; with the day of the application it has applied.

    Raises NotAllowed, WrongState, ValidationError, Conflict. Source: R-MEM-05.
    """
    access.require(by, "member.admit", row, on=on)
    row.refresh_from_db()
    if row.state not in WAITING or _running_vote(row) is not None:
        raise saving.wrong_state(row, "change")
    values = _checked(fields, full_name, on=on)
    values["state"] = State.APPLIED if values.get("application_on") else State.CANDIDATE
    changes = {name: value for name, value in values.items() if value != getattr(row, name)}
    if any(getattr(row, name) for name in changes if name != "state" and not name.startswith("name_")):
        because = validate.reason(because, field="because")  # something that stood there is changed
    if changes:
        saving.update(row, seen=seen, by=by, because=because, **changes)
        audit.record(by, "member.admit", row, on=on, fields=sorted(changes))
    return row


@transaction.atomic
def note_certificate(
    row: Candidacy, *, certificate_on: date | None, certificate_number: str, because: str = "", by: Person, on: date
) -> Candidacy:
    """Note the certificate of the course for candidates, or take it back, before the cell votes; later it is left as
    the cell saw it.

    Raises NotAllowed. Source: R-MEM-03.
    """
    access.require(by, "member.admit", row, on=on)
    row.refresh_from_db()
    noted = (row.certificate_on, row.certificate_number)
    if row.state not in WAITING or _running_vote(row) is not None or noted == (certificate_on, certificate_number):
        return row
    saving.update(
        row,
        seen=row.version,
        by=by,
        because=because,
        certificate_on=certificate_on,
        certificate_number=certificate_number,
    )
    audit.record(by, "member.admit", row, on=on, fields=["certificate_number", "certificate_on"])
    return row


@transaction.atomic
def open_admission_vote(
    row: Candidacy,
    *,
    held_on: date,
    way: str,
    present: int,
    came: Collection[UUID] = (),
    override_reason: str = "",
    by: Person,
    on: date,
) -> Vote:
    """Open the vote of the cell on one candidate, over the base of that day.

    came: exempt persons who were present. override_reason: why a condition that the rule book takes from a secondary
    text was waived. Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-01 … R-MEM-06, R-VOTE-01.
    """
    access.require(by, "member.admit", row, on=on)
    row.refresh_from_db()
    if row.state != State.APPLIED or _running_vote(row) is not None:
        raise saving.wrong_state(row, "open_vote")
    why = text.clean(override_reason) or row.override_reason
    _check_conditions(row, held_on, why)
    vote = votes.open_vote(
        row.unit,
        decision=Decision.ADMISSION,
        subject=_("Admission of %(name)s to the Party") % {"name": row.full_name},
        held_on=held_on,
        way=way,
        electorate=base.of_cell(row.unit, held_on, came=came),
        present=present,
        by=by,
        on=on,
    )
    saving.update(row, seen=row.version, by=by, vote=vote, override_reason=why)
    audit.record(by, "member.admit", row, on=on, fields=["vote", "override_reason"])
    return vote


@transaction.atomic
def take_vote(row: Candidacy, *, by: Person, on: date) -> Candidacy:
    """Take over the confirmed count: with two thirds of the base the cell has agreed; else the candidacy waits again.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-06, R-VOTE-02.
    """
    access.require(by, "member.admit", row, on=on)
    row.refresh_from_db()
    if row.state != State.APPLIED or row.vote is None:
        raise saving.wrong_state(row, "take_vote")
    if row.vote.state != VoteState.CONFIRMED:
        raise ValidationError(_("The count of this vote has not been confirmed by a second person yet."))
    has_agreed = row.vote.has_passed
    if has_agreed:
        saving.move(row, MOVES, "take_vote", by=by)
    else:
        saving.update(row, seen=row.version, by=by, vote=None)
    audit.record(by, "member.admit", row, on=on, fields=["state" if has_agreed else "vote"])
    return row


@transaction.atomic
def decide(
    row: Candidacy,
    *,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    received_on: date | None = None,
    person: Person | None = None,
    is_another: bool = False,
    by: Person,
    on: date,
) -> Admission:
    """Record the decision that admits a candidate whom the cell has agreed to; the membership begins on its day.

    person, is_another: who of those known by that name it is, as `people.named` takes them.
    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-06, R-MEM-08.
    """
    access.require(by, "member.admit", row, on=on)
    row.refresh_from_db()
    if row.state != State.CELL_VOTED or row.vote is None:
        raise saving.wrong_state(row, "decide")
    if decided_on < row.vote.held_on:
        raise ValidationError({"decided_on": _("The decision comes after the vote of the cell: correct the day.")})
    admission = admit(
        row.unit,
        full_name=row.full_name,
        sex=row.sex,
        born_on=row.born_on,
        decision_number=decision_number,
        decided_on=decided_on,
        decided_by=decided_by,
        received_on=received_on,
        education=row.education,
        age_reason=row.age_reason,
        voted_on=row.vote.held_on,
        person=person,
        is_another=is_another,
        by=by,
        on=on,
    )
    saving.move(row, MOVES, "decide", by=by, admission=admission)
    return admission


@transaction.atomic
def drop(row: Candidacy, *, dropped_on: date, reason: str, by: Person, on: date) -> Candidacy:
    """Close a candidacy that leads to no admission. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "member.admit", row, on=on)
    validate.not_in_future(dropped_on, "dropped_on", on=on)
    why = validate.reason(reason)
    row.refresh_from_db()
    saving.move(row, MOVES, "drop", by=by, dropped_on=dropped_on, drop_reason=why)
    audit.record(by, "member.admit", row, on=on, fields=["state"])
    return row


@transaction.atomic
def take_up_again(row: Candidacy, *, reason: str, by: Person, on: date) -> Candidacy:
    """Undo the dropping of a candidacy, or the taking over of a vote, that was a slip.

    Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, "member.admit", row, on=on)
    why = validate.reason(reason)
    verb = "take up" if row.application_on is None else "take up with application"
    changes: dict[str, Any] = {"dropped_on": None, "drop_reason": ""}
    saving.move(row, MOVES, verb, by=by, because=why, **changes)
    audit.record(by, "member.admit", row, on=on, fields=["state"])
    return row


@transaction.atomic
def withdraw_candidacy(row: Candidacy, *, reason: str, by: Person, on: date) -> None:
    """Take back somebody introduced by a slip, before the cell has voted. Raises NotAllowed, WrongState,
    ValidationError.
    """
    access.require(by, "member.admit", row, on=on)
    if row.vote is not None or row.admission is not None:
        raise saving.wrong_state(row, "withdraw")
    correcting.withdraw(row, verb="member.admit", reason=reason, by=by, on=on)


@transaction.atomic
def open_official_vote(
    member: Member, *, held_on: date, way: str, present: int, came: Collection[UUID] = (), by: Person, on: date
) -> Vote:
    """Open the vote of the cell on official status, when the 12 months are over.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-09, R-VOTE-01.
    """
    access.require(by, "member.write", member, on=on)
    member.refresh_from_db()
    checks.check_probation_over(member, held_on, field="held_on")
    return votes.open_vote(
        member.unit,
        decision=Decision.OFFICIAL_STATUS,
        subject=_("Official status of %(name)s") % {"name": member.name},
        held_on=held_on,
        way=way,
        electorate=base.of_cell(member.unit, held_on, came=came),
        present=present,
        by=by,
        on=on,
    )


def _running_vote(row: Candidacy) -> Vote | None:
    """The vote that was opened on the candidate, unless it was cancelled."""
    return row.vote if row.vote is not None and row.vote.state != VoteState.CANCELLED else None


def _checked(fields: dict[str, Any], full_name: str, *, on: date) -> dict[str, Any]:
    unknown = set(fields) - set(CANDIDATE_FIELDS)
    if unknown:
        raise TypeError(f"no field of a candidacy: {', '.join(sorted(unknown))}")
    values = {name: text.clean(value) if isinstance(value, str) else value for name, value in fields.items()}
    named = Person.named(validate.full_name(full_name))
    values |= {"full_name": named.full_name, "name_fold": named.name_fold, "name_order": named.name_order}
    for name in (name for name in CANDIDATE_FIELDS if name.endswith("_on") and name != "born_on"):
        day = fields.get(name)
        if day is not None:
            validate.not_in_future(day, name, on=on)
    first, second = values.get("first_introducer"), values.get("second_introducer")
    if first is not None and first == second:
        raise ValidationError({"second_introducer": _("The two introducers are two persons: choose another.")})
    return values


def _check_conditions(row: Candidacy, held_on: date, why: str) -> None:
    try:
        unmet = [condition for condition in conditions.of(row, held_on) if not condition.is_met]
    except NoRegulation as unknown:
        raise ValidationError({"held_on": str(unknown)}) from unknown
    hard = [condition for condition in unmet if condition.is_hard]
    if hard:
        raise ValidationError([f"{condition.label}: {condition.text}" for condition in hard])
    if unmet and not why:
        words = _("Not met on that day: %(what)s. Give the reason for which the body went on.")
        listed = "; ".join(f"{condition.label} ({condition.text})" for condition in unmet)
        raise ValidationError({"override_reason": words % {"what": listed}})
