"""Giving rights, confirming, correcting and ending them (S-01, S-03, S-07, S-08)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.core.states import Moves
from tongket.org import access, audit, grant_rules, saving
from tongket.org.actions.opening import require_unless_opening
from tongket.org.grant_rules import Gift, Refusal
from tongket.org.models import Domain, Grant, OfficeTerm, Person, Unit
from tongket.org.queries import grants as grant_queries

State = Grant.State
MOVES: Moves = {
    "confirm": ({State.PROPOSED}, State.GIVEN),
    "refuse": ({State.PROPOSED}, State.REFUSED),
    "withdraw": ({State.PROPOSED, State.GIVEN}, State.WITHDRAWN),
}
FIELDS = {  # beside which field of a form a refusal stands
    **dict.fromkeys([Refusal.ONESELF, Refusal.OFFICE_ENDED, Refusal.OWN_ABSENCE], "term"),
    **dict.fromkeys([Refusal.NOT_YOURS, Refusal.ONE_HAND, Refusal.TWICE], "domain"),
    **dict.fromkeys([Refusal.NO_SECOND, Refusal.SECOND_IS_GIVER, Refusal.SECOND_IS_RECEIVER], "confirmer"),
    **dict.fromkeys([Refusal.ENDS_FIRST, Refusal.NO_END, Refusal.TOO_LONG, Refusal.WIDER], "valid_until"),
    Refusal.SECOND_MAY_NOT: "confirmer",
    Refusal.NO_DECISION: "decision",
    Refusal.BEFORE_OFFICE: "valid_from",
    Refusal.UNIT_ENDED: "unit",
}


class GrantRefused(ValidationError):
    """A right cannot be given, confirmed or changed so."""

    def __init__(self, refusal: Refusal) -> None:
        error = ValidationError(str(refusal.label), code=refusal.value)
        super().__init__({FIELDS[refusal]: error} if refusal in FIELDS else error)
        self.refusal = refusal


def _refuse(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise GrantRefused(refusal)


# --- Giving ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def grant(
    term: OfficeTerm, domain: str, unit: Unit, *, decision: str, valid_from: date, by: Person | None, on: date,
    decided_on: date | None = None, valid_until: date | None = None, confirmer: Person | None = None,
) -> Grant:  # fmt: skip
    """Let the holder of an office act in a domain over a unit. `by` None: the operator, who opens the books.

    confirmer: the second person, where the giver's own rights need one: until they confirm, the grant is proposed and
    gives nothing. Raises NotAllowed (the unit is out of reach), GrantRefused (S-01, S-07).
    """
    return _give(
        Grant(
            person_id=term.person_id, office_term=term, domain=domain, unit=unit, decision=text.clean(decision),
            decided_on=decided_on, valid_from=valid_from, valid_until=valid_until, confirmer=confirmer, granted_by=by,
        ),
        by=by,
        on=on,
    )  # fmt: skip


@transaction.atomic
def stand_in(
    absent: Grant, term: OfficeTerm, *, decision: str, valid_from: date, valid_until: date | None, by: Person, on: date,
    decided_on: date | None = None, confirmer: Person | None = None, note: str = "",
) -> Grant:  # fmt: skip
    """Let the holder of an office stand in for somebody absent, in one of their rights and from one day to another.

    It runs while the office and the right of the absent run too; what is done by it bears both names in the log. Raises
    NotAllowed, GrantRefused (S-07, S-08).
    """
    if absent.instead_of_id is not None or absent.domain == Domain.ACT or absent.state != State.GIVEN:
        raise GrantRefused(Refusal.NOT_STANDING_IN)
    if absent.person_id == term.person_id:
        raise GrantRefused(Refusal.OWN_ABSENCE)
    if valid_until is None:
        raise GrantRefused(Refusal.NO_END)
    if valid_until - valid_from > grant_rules.LONGEST_STAND_IN:
        raise GrantRefused(Refusal.TOO_LONG)
    access.require(by, "grant.write", absent, on=on)
    row = Grant(
        person_id=term.person_id, office_term=term, domain=absent.domain, unit=absent.unit, instead_of=absent,
        decision=text.clean(decision), decided_on=decided_on, valid_from=valid_from, valid_until=valid_until,
        confirmer=confirmer, granted_by=by, note=text.clean(note),
    )  # fmt: skip
    return _give(row, by=by, on=on)


@transaction.atomic
def let_act_for(
    term: OfficeTerm, unit: Unit, *, member: Person | None, decision: str, valid_from: date, valid_until: date | None,
    by: Person, on: date, decided_on: date | None = None, confirmer: Person | None = None,
) -> Grant:  # fmt: skip
    """Let the holder of an office enter the reports of one unit, or for one member of it who has no device.

    member: the person, on the roll of `unit`; None: the unit itself. Raises NotAllowed, GrantRefused (S-08).
    """
    if valid_until is None:
        raise GrantRefused(Refusal.NO_END)
    row = Grant(
        person_id=term.person_id, office_term=term, domain=Domain.ACT, unit=unit, acts_for=member,
        decision=text.clean(decision), decided_on=decided_on, valid_from=valid_from, valid_until=valid_until,
        confirmer=confirmer, granted_by=by,
    )  # fmt: skip
    if member is not None and member.pk == term.person_id:
        raise GrantRefused(Refusal.OWN_ABSENCE)
    return _give(row, by=by, on=on)


def _give(row: Grant, *, by: Person | None, on: date) -> Grant:
    require_unless_opening(by, row.unit, on=on, verb="grant.write")
    domains = None if by is None else access.domains_over(by, row.unit, on=on)
    second = None if row.confirmer is None else access.domains_over(row.confirmer, row.unit, on=on)
    term = row.office_term
    span = (row.valid_from, row.valid_until)
    _refuse(
        grant_rules.refusal(
            Gift(
                row.domain, domains, row.decision, *span, term.from_on, term.until_on,
                is_oneself=by is not None and by.pk == row.person_id,
                is_unit_living=by is None or row.unit.place.is_living,
                is_one_hand=grant_queries.has_other_hand(row), is_twice=grant_queries.is_there(row),
                second=second, second_is_giver=row.confirmer == by, second_is_receiver=row.confirmer == row.person,
            )
        )
    )  # fmt: skip
    if grant_rules.way(domains, row.domain) == grant_rules.SECOND:
        row.state = State.PROPOSED
    else:
        row.confirmer, row.state = None, State.GIVEN
    row.save(force_insert=True)
    audit.record(by, "grant.write", row, on=on, fields={"domain": row.domain, "state": str(row.state)})
    return row


@transaction.atomic
def grant_usual(
    terms: Sequence[OfficeTerm], *, decision: str, valid_from: date | None, by: Person, on: date,
    decided_on: date | None = None, valid_until: date | None = None, confirmer: Person | None = None,
) -> list[Grant]:  # fmt: skip
    """Give the holders of several offices what usually goes with each, by one decision: all, or none.

    valid_from: not before its own office begins. Raises NotAllowed, ValidationError (one sentence for each refusal).
    """
    made, refused = [], []
    for term in terms:
        domain = grant_queries.usual_domain(term)
        if domain is None:
            continue
        start = max(valid_from or term.from_on, term.from_on)
        try:
            made.append(
                grant(
                    term, domain, term.unit, decision=decision, decided_on=decided_on, valid_from=start,
                    valid_until=valid_until, confirmer=confirmer, by=by, on=on,
                )
            )  # fmt: skip
        except GrantRefused as refusal:
            refused.append(f"{term.person}: {refusal.refusal.label}")
    if refused:
        raise ValidationError([ValidationError(line) for line in refused])
    return made


# --- The second person -----------------------------------------------------------------------------------------------


@transaction.atomic
def confirm_grant(row: Grant, *, seen: int | None = None, by: Person, on: date) -> Grant:
    """Confirm a proposed grant as the second person: from now on it gives what it says. Raises NotAllowed, WrongState,
    Conflict, GrantRefused (S-07).
    """
    access.require(by, "grant.confirm", row, on=on)
    _require_second(row, by, on)
    if not row.office_term.is_running(max(on, row.valid_from)):
        raise GrantRefused(Refusal.OFFICE_ENDED)
    saving.move(row, MOVES, "confirm", seen=seen, by=by, confirmed_by=by, confirmed_on=on)
    audit.record(by, "grant.confirm", row, on=on, fields={"domain": row.domain, "state": str(row.state)})
    return row


@transaction.atomic
def confirm_grants(rows: Iterable[Grant], *, by: Person, on: date) -> list[Grant]:
    """Confirm several proposed grants: all, or none. Raises as `confirm_grant`."""
    return [confirm_grant(row, by=by, on=on) for row in rows]


@transaction.atomic
def refuse_grant(row: Grant, *, reason: str, seen: int | None = None, by: Person, on: date) -> Grant:
    """Refuse a proposed grant as the second person. Raises NotAllowed, WrongState, Conflict, GrantRefused."""
    access.require(by, "grant.confirm", row, on=on)
    _require_second(row, by, on)
    saving.move(row, MOVES, "refuse", seen=seen, by=by, note=text.clean(reason))
    audit.record(by, "grant.confirm", row, on=on, fields={"domain": row.domain, "state": str(row.state)})
    return row


def _require_second(row: Grant, by: Person, on: date) -> None:
    _refuse(
        grant_rules.confirmation_refusal(
            row.domain,
            domains=access.domains_over(by, row.unit, on=on),
            is_giver=by.pk == row.granted_by_id,
            is_receiver=by.pk == row.person_id,
            is_named=row.confirmer_id in (None, by.pk),
            is_one_hand=grant_queries.has_other_hand(row),
        )
    )


# --- Afterwards ------------------------------------------------------------------------------------------------------


@transaction.atomic
def correct_grant(
    row: Grant, *, decision: str, decided_on: date | None, valid_from: date, valid_until: date | None,
    seen: int, by: Person, on: date,
) -> Grant:  # fmt: skip
    """Correct the paper and the days of a grant that is proposed or given. What it held is kept in its history.

    Longer than before only by who may give it alone (S-07). Raises NotAllowed, WrongState, Conflict, GrantRefused.
    """
    how = _require_giver(row, by, on)
    if row.state not in {State.PROPOSED, State.GIVEN}:
        raise saving.wrong_state(row, "correct")
    new = (valid_from, valid_until)
    if how == grant_rules.SECOND and grant_rules.is_wider((row.valid_from, row.valid_until), new):
        raise GrantRefused(Refusal.WIDER)
    if valid_until is not None and valid_until <= valid_from:
        raise GrantRefused(Refusal.ENDS_FIRST)
    if valid_until is None and (row.instead_of_id or row.domain == Domain.ACT):
        raise GrantRefused(Refusal.NO_END)
    if valid_from < row.office_term.from_on:
        raise GrantRefused(Refusal.BEFORE_OFFICE)
    if not text.clean(decision):
        raise GrantRefused(Refusal.NO_DECISION)
    changes: dict[str, Any] = {"decision": text.clean(decision), "decided_on": decided_on}
    changes |= {"valid_from": valid_from, "valid_until": valid_until}
    after = Grant.objects.select_related("unit__place", "office_term").get(pk=row.pk)
    after.valid_from, after.valid_until = new
    if grant_queries.has_other_hand(after):
        raise GrantRefused(Refusal.ONE_HAND)
    if grant_queries.is_there(after):
        raise GrantRefused(Refusal.TWICE)
    saving.update(row, seen=seen, by=by, **changes)
    audit.record(by, "grant.write", row, on=on, fields=sorted(changes))
    return row


@transaction.atomic
def end_grant(row: Grant, *, until_on: date, reason: str, seen: int | None = None, by: Person, on: date) -> Grant:
    """End a grant before its day, not before today: what was done by it stands. Raises NotAllowed, WrongState,
    Conflict, GrantRefused, ValidationError.
    """
    _require_giver(row, by, on)
    if row.state != State.GIVEN:
        raise saving.wrong_state(row, "end")
    if until_on < on:
        raise ValidationError({"until_on": _("A right ends today or later: what was done by it until now stands.")})
    if row.valid_until is not None and row.valid_until <= until_on:
        raise ValidationError({"until_on": _("It ends no later than that already.")})
    _end(row, max(until_on, row.valid_from), text.clean(reason), seen=seen, by=by, on=on)
    return row


@transaction.atomic
def withdraw_grant(row: Grant, *, reason: str, seen: int | None = None, by: Person, on: date) -> Grant:
    """Take back a grant given or proposed by mistake. Raises NotAllowed, WrongState, Conflict, GrantRefused."""
    _require_giver(row, by, on)
    saving.move(row, MOVES, "withdraw", seen=seen, by=by, note=text.clean(reason))
    audit.record(by, "grant.write", row, on=on, fields={"domain": row.domain, "state": str(row.state)})
    return row


def _require_giver(row: Grant, by: Person, on: date) -> str:
    """How somebody gives such a right. Raises NotAllowed, GrantRefused."""
    access.require(by, "grant.write", row, on=on)
    how = grant_rules.way(access.domains_over(by, row.unit, on=on), row.domain)
    if by.pk == row.person_id:
        raise GrantRefused(Refusal.ONESELF)
    if how is None:
        raise GrantRefused(Refusal.NOT_YOURS)
    return how


def end_grants_of(
    term: OfficeTerm | None = None, *, unit: Unit | None = None, until_on: date, by: Person | None, on: date
) -> int:
    """End the grants that hang on an office, or over a unit, by a day at the latest: they stay ended whatever the days
    of the office become, and whatever the clock says. The caller has checked who may. Returns how many (S-03).
    """
    which = Q(office_term=term) if term is not None else Q(unit=unit) | Q(office_term__unit=unit)
    rows = Grant.objects.filter(which, Q(valid_until__isnull=True) | Q(valid_until__gt=until_on))
    ending = list(rows.filter(state__in=[State.PROPOSED, State.GIVEN]).select_related("unit"))
    for row in ending:
        _end(row, max(until_on, row.valid_from), row.note, by=by, on=on)
    return len(ending)


def _end(row: Grant, until_on: date, note: str, *, by: Person | None, on: date, seen: int | None = None) -> None:
    saving.update(row, seen=seen or row.version, by=by, valid_until=until_on, note=note)
    audit.record(by, "grant.write", row, on=on, fields=["valid_until"])
