"""Exemption, temporary absence and suspension: granted, prolonged, ended."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import Moves
from tongket.members import rules
from tongket.members.models import Member, SideState, Stage
from tongket.members.rules import MOVES, SIDE
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter

VERBS = {
    SideState.Kind.EXEMPT: "exempt",
    SideState.Kind.TEMP_AWAY: "temp_away",
    SideState.Kind.SUSPENDED: "suspend",
}
STAGES: Moves = {
    "begin": ({Stage.PLANNED}, Stage.RUNNING),
    "end": ({Stage.RUNNING}, Stage.ENDED),
    "cancel": ({Stage.PLANNED}, Stage.CANCELLED),
}


@transaction.atomic
def begin_side_state(
    member: Member,
    *,
    kind: str,
    from_on: date,
    until_on: date | None = None,
    decision: str = "",
    ground: str = "",
    host: Unit | None = None,
    host_text: str = "",
    reason: str = "",
    by: Person,
    on: date,
) -> SideState:
    """Record that a member is exempt, temporarily elsewhere or suspended from a day on; planned if that is to come.

    until_on: the first day on which it no longer holds; a suspension gets its own end. reason: why an absence has
    another length than the text gives. Raises NotAllowed, WrongState, ValidationError.
    Source: R-MEM-12, R-MEM-13, R-DIS-11.
    """
    access.require(by, "member.write", member, on=on)
    member.refresh_from_db()
    if kind not in SideState.Kind.values:
        raise ValidationError({"kind": _("Choose what begins.")})
    row = SideState(
        member=member,
        unit_id=member.unit_id,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        decision=text.clean(decision),
        ground=ground if kind == SideState.Kind.EXEMPT else "",
        host=host if kind == SideState.Kind.TEMP_AWAY else None,
        host_text=text.clean(host_text) if kind == SideState.Kind.TEMP_AWAY else "",
        reason=text.clean(reason),
    )
    _check(row)
    is_planned = from_on > on
    row.state = Stage.PLANNED if is_planned else Stage.RUNNING
    if not is_planned:
        _put_on_member(row, by=by)
    row.save(force_insert=True)
    if not is_planned and row.until_on is not None and row.until_on <= on:
        _end(row, row.until_on, by=by)
    audit.record(by, "member.write", row, on=on, fields=["kind", "state", "from_on", "until_on"])
    return row


@transaction.atomic
def end_side_state(row: SideState, *, ended_on: date, by: Person, on: date) -> SideState:
    """Record the return to activity. Raises NotAllowed, ValidationError. Source: R-MEM-13."""
    access.require(by, "member.write", row, on=on)
    validate.not_in_future(ended_on, "ended_on", on=on)
    row.refresh_from_db()
    if row.state != Stage.RUNNING:
        raise ValidationError(_("It has ended already; open the record to see it."))
    if ended_on <= row.from_on or (row.until_on is not None and ended_on > row.until_on):
        raise ValidationError(
            {"ended_on": _("It has held since %(day)s: enter a later day.") % {"day": dates.dmy(row.from_on)}}
        )
    _end(row, ended_on, by=by)
    audit.record(by, "member.write", row, on=on, fields=["state", "ended_on"])
    return row


@transaction.atomic
def prolong_suspension(row: SideState, *, decision: str, by: Person, on: date) -> SideState:
    """Prolong a suspension once by the days that the text gives. Raises NotAllowed, ValidationError.

    Source: R-DIS-11.
    """
    access.require(by, "member.write", row, on=on)
    paper = text.clean(decision)
    if not paper:
        raise ValidationError({"decision": _("Enter the decision that prolongs the suspension, with its day.")})
    row.refresh_from_db()
    if row.kind != SideState.Kind.SUSPENDED or row.state != Stage.RUNNING or row.is_prolonged:
        raise ValidationError(_("A suspension is prolonged once, while it runs."))
    until_on = rules.suspension_ends_on(
        row.from_on,
        days=_number("suspension_days", row.from_on),
        extra_days=_number("suspension_extra_days", row.from_on),
    )
    papers = f"{row.decision}; {paper}"[:120]
    saving.update(row, seen=row.version, by=by, until_on=until_on, decision=papers, is_prolonged=True)
    audit.record(by, "member.write", row, on=on, fields=["until_on", "is_prolonged"])
    return row


@transaction.atomic
def cancel_side_state(row: SideState, *, by: Person, on: date) -> None:
    """Take back what has not begun yet. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "member.write", row, on=on)
    if row.state != Stage.PLANNED:
        raise ValidationError(_("Only what has not begun yet can be cancelled."))
    saving.move(row, STAGES, "cancel", by=by)
    audit.record(by, "member.write", row, on=on, fields=["state"])


@transaction.atomic
def correct_side_state(
    row: SideState,
    *,
    from_on: date,
    until_on: date | None = None,
    ended_on: date | None = None,
    decision: str = "",
    ground: str = "",
    host_text: str = "",
    waived: str = "",
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> SideState:
    """Correct an exemption, absence or suspension; that it runs, is over or is to come stays as it is.

    ended_on: where it has ended; waived: why a condition was waived. Raises NotAllowed, WrongState, ValidationError,
    Conflict. Source: R-MEM-12, R-MEM-13, R-DIS-11.
    """
    access.require(by, "member.write", row, on=on)
    if row.state == Stage.CANCELLED:
        raise saving.wrong_state(row, "correct")
    values: dict[str, Any] = {
        "from_on": from_on,
        "until_on": row.until_on if row.kind == SideState.Kind.SUSPENDED else until_on,
        "ended_on": ended_on if row.state == Stage.ENDED else None,
        "decision": text.clean(decision),
        "ground": ground if row.kind == SideState.Kind.EXEMPT else "",
        "host_text": text.clean(host_text) if row.kind == SideState.Kind.TEMP_AWAY else "",
        "reason": text.clean(waived),
    }
    if (from_on > on) != (row.state == Stage.PLANNED):
        raise ValidationError(
            {"from_on": _("Whether it is to come or has begun is not corrected: take it back instead.")}
        )
    if row.state == Stage.ENDED and (ended_on is None or not from_on < ended_on <= on):
        raise ValidationError(
            {"ended_on": _("It has held since %(day)s: enter a later day.") % {"day": dates.dmy(from_on)}}
        )
    fields = ("member", "unit_id", "kind", "state", "host", "is_prolonged")
    looked_at = SideState(pk=row.pk, **{name: getattr(row, name) for name in fields}, **values)
    if row.state == Stage.ENDED:
        _check_free(looked_at)
    else:
        _check(looked_at)
        values["until_on"] = looked_at.until_on
    return correcting.correct(
        row,
        verb="member.write",
        because=because,
        paper=paper,
        days=["from_on", "ended_on"],
        seen=seen,
        by=by,
        on=on,
        **values,
    )


@transaction.atomic
def withdraw_side_state(row: SideState, *, reason: str, by: Person, on: date) -> Member:
    """Take back an exemption, absence or suspension that was entered by a slip: the member was active all the time.

    Raises NotAllowed, ValidationError.
    """
    member = row.member
    correcting.withdraw(row, verb="member.write", reason=reason, days=["from_on"], by=by, on=on)
    if row.state == Stage.RUNNING and member.state == row.kind:
        why = validate.reason(reason)
        saving.update(member, seen=member.version, by=by, because=why, state=rules.active_state(member.official_on))
    return member


def carry_out_side_states(on: date) -> int:
    """End what ends by a day and begin what begins by it; how many rows were changed."""
    ending = SideState.objects.filter(state=Stage.RUNNING, until_on__lte=on).order_by("until_on")
    beginning = SideState.objects.filter(state=Stage.PLANNED, from_on__lte=on).order_by("from_on")
    count = 0
    for row in ending:
        _end(row, row.until_on or on, by=None)
        count += 1
    for row in beginning:
        allowed, _after = MOVES[VERBS[SideState.Kind(row.kind)]]
        if row.member.state not in allowed:
            saving.move(row, STAGES, "cancel", by=None)
        else:
            _put_on_member(row, by=None)
            saving.move(row, STAGES, "begin", by=None)
            if row.until_on is not None and row.until_on <= on:
                _end(row, row.until_on, by=None)
        audit.record(None, "member.write", row, on=on, fields=["state"])
        count += 1
    return count


def end_side_states(member: Member, day: date, *, by: Person | None) -> None:
    """End what runs, and cancel what is planned, when somebody leaves or moves to another cell."""
    for row in SideState.objects.filter(member=member, state=Stage.PLANNED):
        saving.move(row, STAGES, "cancel", by=by)
    for row in SideState.objects.filter(member=member, state=Stage.RUNNING):
        saving.move(row, STAGES, "end", by=by, ended_on=max(day, row.from_on))


def _put_on_member(row: SideState, *, by: Person | None) -> None:
    """Make it the state of the member; a suspension ends what ran until then."""
    member = row.member
    was_aside = member.state in SIDE
    saving.move(member, MOVES, VERBS[SideState.Kind(row.kind)], by=by)
    if was_aside:
        for other in SideState.objects.filter(member=member, state=Stage.RUNNING):
            saving.move(other, STAGES, "end", by=by, ended_on=max(row.from_on, other.from_on))


def _end(row: SideState, ended_on: date, *, by: Person | None) -> None:
    saving.move(row, STAGES, "end", by=by, ended_on=ended_on)
    member = row.member
    if member.state == row.kind:
        saving.update(member, seen=member.version, by=by, state=rules.active_state(member.official_on))


def _check(row: SideState) -> None:
    if not row.member.is_on_roll:
        raise saving.wrong_state(row.member, VERBS[SideState.Kind(row.kind)])
    began = row.member.spells.get(until_on__isnull=True).from_on
    if row.from_on < began:
        raise ValidationError(
            {
                "from_on": _("The member has stood in this cell since %(start)s: enter a later day.")
                % {"start": dates.dmy(began)}
            }
        )
    refuse: dict[str, Any] = {}
    if row.kind == SideState.Kind.SUSPENDED:
        row.until_on = rules.suspension_ends_on(row.from_on, days=_number("suspension_days", row.from_on))
        if not row.decision:
            refuse["decision"] = _("Enter the decision that suspends the member, with its day.")
    if row.kind == SideState.Kind.TEMP_AWAY:
        refuse |= _absence_faults(row)
    if row.until_on is not None and row.until_on <= row.from_on:
        refuse["until_on"] = _("It ends after it begins: enter a later day.")
    if refuse:
        raise ValidationError(refuse)
    _check_free(row)


def _absence_faults(row: SideState) -> dict[str, Any]:
    if row.until_on is None:
        return {"until_on": _("An absence for a limited time needs its last day.")}
    if row.host is None and not row.host_text:
        return {"host_text": _("Enter where the member takes part for that time.")}
    if row.host_id == row.unit_id:
        return {"host": _("This is the cell that the member stands in: choose another.")}
    least, most = _number("temporary_from_months", row.from_on), _number("temporary_to_months", row.from_on)
    if not rules.is_temporary(row.from_on, row.until_on, least_months=least, most_months=most) and not row.reason:
        words = _("A temporary transfer lasts %(least)s to %(most)s months; for another time give the reason.")
        return {"reason": words % {"least": least, "most": most}}
    return {}


def _check_free(row: SideState) -> None:
    """Refuse a second one in the same days; a suspension alone may cut into another."""
    others = SideState.objects.filter(member_id=row.member_id).exclude(state=Stage.CANCELLED).exclude(pk=row.pk)
    later = Q(ended_on__gt=row.from_on) | Q(ended_on__isnull=True, until_on__isnull=True)
    others = others.filter(later | Q(ended_on__isnull=True, until_on__gt=row.from_on))
    if row.until_on is not None:
        others = others.filter(from_on__lt=row.until_on)
    if row.kind == SideState.Kind.SUSPENDED:
        others = others.filter(kind=SideState.Kind.SUSPENDED)
    other = others.first()
    if other is not None:
        raise ValidationError(
            {
                "from_on": _("“%(kind)s” is recorded from %(day)s already: end or cancel it first.")
                % {"kind": other.get_kind_display(), "day": dates.dmy(other.from_on)}
            }
        )


def _number(key: str, day: date) -> int:
    try:
        return int(parameter(Topic.DEADLINES, key, day))
    except NoRegulation as unknown:
        raise ValidationError({"from_on": str(unknown)}) from unknown
