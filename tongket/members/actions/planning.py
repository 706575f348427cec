"""Moves decided for a day to come, and what falls due by itself."""

from contextlib import suppress
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import WrongState
from tongket.members import checks, queries
from tongket.members.actions.ending import end_membership
from tongket.members.actions.movement import PLANS, check_movable, move_member
from tongket.members.actions.side_states import carry_out_side_states
from tongket.members.models import Ending, Member, PlannedMove, Stage
from tongket.members.rules import MOVES, Closed
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit

PLANNABLE = frozenset({Closed.REMOVED, Closed.RESIGNED, Closed.TRANSFERRED_OUT})


@transaction.atomic
def plan_transfer(member: Member, *, to: Unit, moved_on: date, by: Person, on: date) -> PlannedMove:
    """Plan a transfer for a day to come. Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-11."""
    access.require(by, "member.write", member, on=on)
    access.require(by, "member.write", to, on=on)
    member.refresh_from_db()
    check_movable(member, to)
    checks.check_cell(queries.periods_of([to]), to, on, field="to")
    row = PlannedMove(member=member, unit_id=member.unit_id, to=to, how=Closed.TRANSFERRED_OUT, from_on=moved_on)
    return _plan(row, field="moved_on", by=by, on=on)


@transaction.atomic
def plan_leave(
    member: Member,
    *,
    how: str,
    left_on: date,
    decision_number: str = "",
    decided_on: date | None = None,
    decided_by: str = "",
    to_text: str = "",
    by: Person,
    on: date,
) -> PlannedMove:
    """Plan the end of a membership that was decided for a day to come.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-14, R-MEM-15.
    """
    access.require(by, "member.write", member, on=on)
    if how not in PLANNABLE:
        raise ValidationError(
            {"left_on": _("%(day)s has not come yet: enter it when it has happened.") % {"day": dates.dmy(left_on)}}
        )
    member.refresh_from_db()
    if member.state not in MOVES[how][0]:
        raise saving.wrong_state(member, how)
    row = PlannedMove(
        member=member,
        unit_id=member.unit_id,
        how=how,
        from_on=left_on,
        decision_number=text.clean(decision_number),
        decided_on=decided_on,
        decided_by=text.clean(decided_by),
        note=text.clean(to_text),
    )
    return _plan(row, field="left_on", by=by, on=on)


@transaction.atomic
def cancel_planned(row: PlannedMove, *, by: Person, on: date) -> None:
    """Take back a move that has not been carried out. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "member.write", row, on=on)
    if row.state != Stage.PLANNED:
        raise ValidationError(_("Only what has not begun yet can be cancelled."))
    saving.move(row, PLANS, "cancel", by=by)
    audit.record(by, "member.write", row, on=on, fields=["state"])


def carry_out_due(on: date) -> int:
    """Do what was planned for a day up to and with `on`; how many rows were changed.

    What can no longer be done is cancelled, and the row says why.
    """
    with transaction.atomic():
        count = carry_out_side_states(on)
    for row in PlannedMove.objects.filter(state=Stage.PLANNED, from_on__lte=on).order_by("from_on"):
        with suppress(WrongState, saving.Conflict), transaction.atomic():  # somebody cancelled it at this moment
            _carry_out(row, on)
            count += 1
    return count


def _plan(row: PlannedMove, *, field: str, by: Person, on: date) -> PlannedMove:
    if row.from_on <= on:
        raise ValidationError({field: _("This day has come: record the move itself.")})
    if PlannedMove.objects.filter(member_id=row.member_id, state=Stage.PLANNED).exists():
        raise ValidationError(_("A move of this member is planned already: cancel it first."))
    row.save(force_insert=True)
    audit.record(by, "member.write", row, on=on, fields=["how", "from_on"])
    return row


def _carry_out(row: PlannedMove, on: date) -> None:
    saving.move(row, PLANS, "carry_out", by=None)
    member = Member.objects.get(pk=row.member_id)
    try:
        with transaction.atomic():
            if row.to is not None:
                check_movable(member, row.to)
                move_member(member, row.to, row.from_on, by=None, on=on, field="moved_on")
            else:
                ending = Ending(
                    member=member,
                    unit_id=member.unit_id,
                    how=row.how,
                    left_on=row.from_on,
                    decision_number=row.decision_number,
                    decided_on=row.decided_on,
                    decided_by=row.decided_by,
                    to_text=row.note if row.how == Closed.TRANSFERRED_OUT else "",
                )
                end_membership(member, ending, by=None, on=on)
    except (ValidationError, WrongState) as refusal:
        why = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
        saving.move(row, PLANS, "give_up", by=None, note=why[:300])
        audit.record(None, "member.write", row, on=on, fields=["state", "note"])
