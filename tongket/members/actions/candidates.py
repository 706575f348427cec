"""The way to admission: introduced, applied, voted on by the cell, decided or dropped."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.core.states import WrongState
from tongket.members import base, checks, conditions, queries
from tongket.members.actions.admission import admit
from tongket.members.models import Admission, Candidacy, Member
from tongket.org import access, audit, saving, validate
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
def change_candidacy(row: Candidacy, *, full_name: str, seen: int, by: Person, on: date, **fields: Any) -> Candidacy:
    """Add to a candidacy, or correct it, before the cell votes; with the day of the application it has applied.

    Raises NotAllowed, WrongState, ValidationError, Conflict. Source: R-MEM-05.
    """
    access.require(by, "member.admit", row, on=on)
    now = Candidacy.objects.get(pk=row.pk)
    if now.state not in WAITING or _running_vote(now) is not None:
        raise WrongState(State(now.state), "change")
    values = _checked(fields, full_name, on=on)
    values["state"] = State.APPLIED if values.get("application_on") else State.CANDIDATE
    changes = {name: value for name, value in values.items() if value != getattr(now, name)}
    if changes:
        saving.update(now, seen=seen, by=by, **changes)
        audit.record(by, "member.admit", row, on=on, fields=sorted(changes))
    return now


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
    now = Candidacy.objects.get(pk=row.pk)
    if now.state != State.APPLIED or _running_vote(now) is not None:
        raise WrongState(State(now.state), "open_vote")
    why = text.clean(override_reason) or now.override_reason
    _check_conditions(now, held_on, why)
    vote = votes.open_vote(
        now.unit,
        decision=Decision.ADMISSION,
        subject=_("Admission of %(name)s to the Party") % {"name": now.full_name},
        held_on=held_on,
        way=way,
        electorate=base.of_cell(now.unit, held_on, came=came),
        present=present,
        by=by,
        on=on,
    )
    saving.update(now, seen=now.version, by=by, vote=vote, override_reason=why)
    audit.record(by, "member.admit", row, on=on, fields=["vote", "override_reason"])
    row.refresh_from_db()
    return vote


@transaction.atomic
def take_vote(row: Candidacy, *, by: Person, on: date) -> Candidacy:
    """Take over the confirmed count: with two thirds of the base the cell has agreed; else the candidacy waits again.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-06, R-VOTE-02.
    """
    access.require(by, "member.admit", row, on=on)
    now = Candidacy.objects.select_related("vote").get(pk=row.pk)
    if now.state != State.APPLIED or now.vote is None:
        raise WrongState(State(now.state), "take_vote")
    if now.vote.state != VoteState.CONFIRMED:
        raise ValidationError(_("The count of this vote has not been confirmed by a second person yet."))
    changes: dict[str, Any] = {"state": State.CELL_VOTED} if now.vote.has_passed else {"vote": None}
    saving.update(now, seen=now.version, by=by, **changes)
    audit.record(by, "member.admit", row, on=on, fields=sorted(changes))
    row.refresh_from_db()
    return row


@transaction.atomic
def decide(
    row: Candidacy,
    *,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    received_on: date | None = None,
    by: Person,
    on: date,
) -> Admission:
    """Record the decision that admits a candidate whom the cell has agreed to; the membership begins on its day.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-06, R-MEM-08.
    """
    access.require(by, "member.admit", row, on=on)
    now = Candidacy.objects.select_related("vote", "unit").get(pk=row.pk)
    if now.state != State.CELL_VOTED or now.vote is None:
        raise WrongState(State(now.state), "decide")
    if decided_on < now.vote.held_on:
        raise ValidationError({"decided_on": _("The decision comes after the vote of the cell: correct the day.")})
    admission = admit(
        now.unit,
        full_name=now.full_name,
        sex=now.sex,
        born_on=now.born_on,
        decision_number=decision_number,
        decided_on=decided_on,
        decided_by=decided_by,
        received_on=received_on,
        education=now.education,
        age_reason=now.age_reason,
        voted_on=now.vote.held_on,
        by=by,
        on=on,
    )
    saving.update(now, seen=now.version, by=by, state=State.DECIDED, admission=admission)
    row.refresh_from_db()
    return admission


@transaction.atomic
def drop(row: Candidacy, *, dropped_on: date, reason: str, by: Person, on: date) -> None:
    """Close a candidacy that leads to no admission. Raises NotAllowed, WrongState, ValidationError."""
    access.require(by, "member.admit", row, on=on)
    validate.not_in_future(dropped_on, "dropped_on", on=on)
    why = validate.reason(reason)
    now = Candidacy.objects.get(pk=row.pk)
    if now.state in {State.DECIDED, State.DROPPED}:
        raise WrongState(State(now.state), "drop")
    saving.update(now, seen=now.version, by=by, state=State.DROPPED, dropped_on=dropped_on, drop_reason=why)
    row.refresh_from_db()
    audit.record(by, "member.admit", row, on=on, fields=["state"])


@transaction.atomic
def open_official_vote(
    member: Member, *, held_on: date, way: str, present: int, came: Collection[UUID] = (), by: Person, on: date
) -> Vote:
    """Open the vote of the cell on official status, when the 12 months are over.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-09, R-VOTE-01.
    """
    access.require(by, "member.write", member, on=on)
    now = Member.objects.select_related("person", "unit").get(pk=member.pk)
    checks.check_probation_over(now, held_on, field="held_on")
    return votes.open_vote(
        now.unit,
        decision=Decision.OFFICIAL_STATUS,
        subject=_("Official status of %(name)s") % {"name": now.name},
        held_on=held_on,
        way=way,
        electorate=base.of_cell(now.unit, held_on, came=came),
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
    named = Person.named(checks.checked_name(full_name))
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
        unmet = [one for one in conditions.of(row, held_on) if not one.is_met]
    except NoRegulation as unknown:
        raise ValidationError({"held_on": str(unknown)}) from unknown
    hard = [one for one in unmet if one.is_hard]
    if hard:
        raise ValidationError([f"{one.label}: {one.text}" for one in hard])
    if unmet and not why:
        said = _("Not met on that day: %(what)s. Give the reason for which the body went on.")
        listed = "; ".join(f"{one.label} ({one.text})" for one in unmet)
        raise ValidationError({"override_reason": said % {"what": listed}})
