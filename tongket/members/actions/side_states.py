"""Exemption, temporary absence and suspension: granted, prolonged, ended."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import WrongState, move
from tongket.members import rules
from tongket.members.actions.parts import put, reload
from tongket.members.models import Member, SideState, Stage
from tongket.members.rules import MOVES, SIDE, MemberState
from tongket.org import access, audit, validate
from tongket.org.models import Person, Unit
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter

VERBS = {
    SideState.Kind.EXEMPT: "exempt",
    SideState.Kind.TEMP_AWAY: "temp_away",
    SideState.Kind.SUSPENDED: "suspend",
}
OPEN = (Stage.PLANNED, Stage.RUNNING)


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
    now = Member.objects.get(pk=member.pk)
    if kind not in SideState.Kind.values:
        raise ValidationError({"kind": _("Choose what begins.")})
    row = SideState(
        member=now,
        unit_id=now.unit_id,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        decision=text.clean(decision),
        ground=ground if kind == SideState.Kind.EXEMPT else "",
        host=host if kind == SideState.Kind.TEMP_AWAY else None,
        host_text=text.clean(host_text) if kind == SideState.Kind.TEMP_AWAY else "",
        reason=text.clean(reason),
    )
    _check(row, now)
    is_planned = from_on > on
    row.stage = Stage.PLANNED if is_planned else Stage.RUNNING
    if not is_planned:
        _start(row, now, on=on)
    row.save(force_insert=True)
    if not is_planned and row.until_on is not None and row.until_on <= on:
        _end(row, row.until_on)
    reload(member)
    audit.record(by, "member.write", row, on=on, fields=["kind", "stage", "from_on", "until_on"])
    return row


@transaction.atomic
def end_side_state(row: SideState, *, ended_on: date, by: Person, on: date) -> SideState:
    """Record the return to activity. Raises NotAllowed, ValidationError. Source: R-MEM-13."""
    access.require(by, "member.write", row, on=on)
    validate.not_in_future(ended_on, "ended_on", on=on)
    now = SideState.objects.get(pk=row.pk)
    if now.stage != Stage.RUNNING:
        raise ValidationError(_("It has ended already; open the record to see it."))
    if ended_on <= now.from_on or (now.until_on is not None and ended_on > now.until_on):
        raise ValidationError(
            {"ended_on": _("It has held since %(day)s: enter a later day.") % {"day": dates.dmy(now.from_on)}}
        )
    _end(now, ended_on)
    audit.record(by, "member.write", row, on=on, fields=["stage", "ended_on"])
    return SideState.objects.get(pk=row.pk)


@transaction.atomic
def prolong_suspension(row: SideState, *, decision: str, by: Person, on: date) -> SideState:
    """Prolong a suspension once by the days that the text gives. Raises NotAllowed, ValidationError.

    Source: R-DIS-11.
    """
    access.require(by, "member.write", row, on=on)
    paper = text.clean(decision)
    if not paper:
        raise ValidationError({"decision": _("Enter the decision that prolongs the suspension, with its day.")})
    now = SideState.objects.get(pk=row.pk)
    if now.kind != SideState.Kind.SUSPENDED or now.stage != Stage.RUNNING or now.is_prolonged:
        raise ValidationError(_("A suspension is prolonged once, while it runs."))
    until_on = rules.suspension_ends_on(
        now.from_on,
        days=_number("suspension_days", now.from_on),
        extra_days=_number("suspension_extra_days", now.from_on),
    )
    said = f"{now.decision}; {paper}"[:120]
    found = SideState.objects.filter(pk=row.pk, version=now.version)
    found.update(until_on=until_on, decision=said, is_prolonged=True, version=F("version") + 1)
    audit.record(by, "member.write", row, on=on, fields=["until_on", "is_prolonged"])
    return SideState.objects.get(pk=row.pk)


@transaction.atomic
def cancel_side_state(row: SideState, *, by: Person, on: date) -> None:
    """Take back what has not begun yet. Raises NotAllowed, ValidationError."""
    access.require(by, "member.write", row, on=on)
    planned = SideState.objects.filter(pk=row.pk, stage=Stage.PLANNED)
    if not planned.update(stage=Stage.CANCELLED, version=F("version") + 1):
        raise ValidationError(_("Only what has not begun yet can be cancelled."))
    audit.record(by, "member.write", row, on=on, fields=["stage"])


def carry_out_side_states(on: date) -> int:
    """End what ends by a day and begin what begins by it; how many rows were changed."""
    count = 0
    for row in SideState.objects.filter(stage=Stage.RUNNING, until_on__lte=on).order_by("until_on"):
        _end(row, row.until_on or on)
        count += 1
    for row in SideState.objects.filter(stage=Stage.PLANNED, from_on__lte=on).order_by("from_on"):
        now = Member.objects.get(pk=row.member_id)
        allowed, _after = MOVES[VERBS[SideState.Kind(row.kind)]]
        if now.state not in allowed:
            SideState.objects.filter(pk=row.pk).update(stage=Stage.CANCELLED, version=F("version") + 1)
        else:
            _start(row, now, on=on)
            SideState.objects.filter(pk=row.pk).update(stage=Stage.RUNNING, version=F("version") + 1)
            if row.until_on is not None and row.until_on <= on:
                _end(row, row.until_on)
        audit.record(None, "member.write", row, on=on, fields=["stage"])
        count += 1
    return count


def end_all(now: Member, day: date) -> None:
    """End what runs, and cancel what is planned, when somebody leaves or moves to another cell."""
    SideState.objects.filter(member=now, stage=Stage.PLANNED).update(stage=Stage.CANCELLED, version=F("version") + 1)
    for row in SideState.objects.filter(member=now, stage=Stage.RUNNING):
        ended_on = max(day, row.from_on)
        SideState.objects.filter(pk=row.pk).update(stage=Stage.ENDED, ended_on=ended_on, version=F("version") + 1)


def _start(row: SideState, now: Member, *, on: date) -> None:
    """Put the state on the member; a suspension ends what ran until then."""
    state = move(MOVES, now.state, VERBS[SideState.Kind(row.kind)])
    if now.state in SIDE:
        for other in SideState.objects.filter(member=now, stage=Stage.RUNNING):
            ended_on = max(row.from_on, other.from_on)
            SideState.objects.filter(pk=other.pk).update(stage=Stage.ENDED, ended_on=ended_on, version=F("version") + 1)
    put(now, state, VERBS[SideState.Kind(row.kind)])


def _end(row: SideState, ended_on: date) -> None:
    running = SideState.objects.filter(pk=row.pk, stage=Stage.RUNNING)
    if not running.update(stage=Stage.ENDED, ended_on=ended_on, version=F("version") + 1):
        raise WrongState(Stage(row.stage), "end")
    now = Member.objects.get(pk=row.member_id)
    if now.state == row.kind:
        put(now, rules.active_state(now.official_on), "end")


def _check(row: SideState, now: Member) -> None:
    began = now.spells.get(until_on__isnull=True).from_on if now.is_on_roll else None
    if began is None:
        raise WrongState(MemberState(now.state), VERBS[SideState.Kind(row.kind)])
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
        said = _("A temporary transfer lasts %(least)s to %(most)s months; for another time give the reason.")
        return {"reason": said % {"least": least, "most": most}}
    return {}


def _check_free(row: SideState) -> None:
    """Refuse a second one in the same days; a suspension alone may cut into another."""
    others = SideState.objects.filter(member_id=row.member_id).exclude(stage=Stage.CANCELLED)
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
