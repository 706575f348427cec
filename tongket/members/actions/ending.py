"""How a membership ends, and the two ways back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import WrongState, move
from tongket.members import checks, queries, rules
from tongket.members.actions.movement import forget_moves
from tongket.members.actions.parts import close, put, reload
from tongket.members.actions.side_states import end_all
from tongket.members.models import Admission, Ending, Member, Restoration, Spell
from tongket.members.rules import MOVES, OUTSIDE, Closed, MemberState, Opened
from tongket.org import access, actions, audit, saving, validate
from tongket.org.models import Ended, Person, Unit
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter


@transaction.atomic
def leave(
    member: Member,
    *,
    how: str,
    left_on: date,
    decision_number: str = "",
    decided_on: date | None = None,
    decided_by: str = "",
    discipline_decision: str = "",
    to_text: str = "",
    by: Person,
    on: date,
) -> None:
    """End a membership from a day on.

    how: deceased, removed, resigned, expelled, or transferred_out (to where no books are kept here).
    discipline_decision: number and day of the decision that expels, which is taken elsewhere. Removal and resignation
    are decided by the body competent for admission. Raises NotAllowed, WrongState, ValidationError.
    Source: R-MEM-14, R-MEM-15, R-MEM-16.
    """
    access.require(by, "member.write", member, on=on)
    if how not in Closed.values:
        raise ValidationError({"how": _("Choose how the membership ended.")})
    now = Member.objects.get(pk=member.pk)
    row = Ending(
        member=now,
        unit_id=now.unit_id,
        how=how,
        left_on=left_on,
        decision_number=text.clean(decision_number),
        decided_on=decided_on,
        decided_by=text.clean(decided_by),
        discipline_decision=text.clean(discipline_decision),
        to_text=text.clean(to_text),
    )
    end_now(now, row, by=by, on=on)
    reload(member)


def end_now(now: Member, row: Ending, *, by: Person | None, on: date) -> None:
    """Close the time in the cell and keep how it ended. Raises WrongState, ValidationError."""
    how = Closed(row.how)
    state = move(MOVES, now.state, how)
    if how == Closed.EXPELLED and not row.discipline_decision:
        raise ValidationError(
            {
                "discipline_decision": _(
                    "An expulsion is recorded from its discipline decision: enter its number and day."
                )
            }
        )
    if row.decided_on is not None and row.decided_on > on:
        checks.check_decision(row.decision_number or "-", row.decided_on, on=on)
    spell = close(now, row.left_on, how, field="left_on", on=on)
    put(now, state, how)
    why = {Closed.DECEASED: Ended.DECEASED, Closed.TRANSFERRED_OUT: Ended.TRANSFERRED}.get(how, Ended.LEFT_PARTY)
    actions.end_seats(now.person, on=row.left_on, why=why, by=by)
    end_all(now, row.left_on)
    forget_moves(now)
    row.spell = spell
    row.save(force_insert=True)
    audit.record(by, "member.write", spell, on=on, fields=["until_on", "closed_by"])


@transaction.atomic
def notified(ending: Ending, *, notified_on: date, by: Person, on: date) -> None:
    """Record that notice and file went up. Raises NotAllowed, ValidationError. Source: R-MEM-16."""
    access.require(by, "member.write", ending, on=on)
    validate.not_in_future(notified_on, "notified_on", on=on)
    if notified_on < ending.left_on:
        raise ValidationError(
            {"notified_on": _("The end was on %(day)s: enter a later day.") % {"day": dates.dmy(ending.left_on)}}
        )
    open_rows = Ending.objects.filter(pk=ending.pk, notified_on__isnull=True)
    if not open_rows.update(notified_on=notified_on, version=F("version") + 1):
        raise ValidationError(_("The notice has been recorded already; open the record to see it."))
    audit.record(by, "member.write", ending, on=on, fields=["notified_on"])


@transaction.atomic
def readmit(
    member: Member,
    *,
    unit: Unit,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    age_reason: str = "",
    reason: str = "",
    party_age_note: str = "",
    by: Person,
    on: date,
) -> Admission:
    """Admit somebody again who has left the Party: a new probation, and Party age from the new decision.

    reason: what the competent body says where the time is too short, or the person resigned, was expelled or was
    admitted again before. Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-10.
    """
    access.require(by, "member.admit", unit, on=on)
    access.require(by, "member.read", member, on=on)
    now = Member.objects.get(pk=member.pk)
    state = move(MOVES, now.state, "readmit")
    number, decider, why = text.clean(decision_number), text.clean(decided_by), text.clean(reason)
    checks.check_decision(number, decided_on, on=on)
    checks.check_cell(queries.periods_of([unit]), unit, decided_on)
    checks.check_age(now.born_on, decided_on, text.clean(age_reason))
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    _check_return(now, decided_on, why)
    saving.update(
        now,
        seen=now.version,
        by=by,
        unit=unit,
        state=state,
        party_age_from_on=decided_on,
        ceremony_on=None,
        official_on=None,
    )
    Spell.objects.create(unit=unit, member=now, from_on=decided_on, opened_by=Opened.READMITTED)
    admission = Admission.objects.create(
        unit=unit,
        member=now,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        age_reason=text.clean(age_reason),
        is_readmission=True,
        reason=why,
        party_age_note=text.clean(party_age_note),
    )
    reload(member)
    audit.record(by, "member.admit", admission, on=on, fields=["decision_number", "decided_on", "decided_by"])
    return admission


@transaction.atomic
def restore(
    member: Member,
    *,
    unit: Unit,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    from_on: date,
    party_age_note: str = "",
    by: Person,
    on: date,
) -> Restoration:
    """Give somebody the membership back as it was, from a day on. Raises NotAllowed, WrongState, ValidationError.

    Source: R-MEM-10, R-MEM-17.
    """
    access.require(by, "member.write", unit, on=on)
    access.require(by, "member.read", member, on=on)
    now = Member.objects.get(pk=member.pk)
    if now.state not in OUTSIDE:
        raise WrongState(MemberState(now.state), "restore")
    number, decider = text.clean(decision_number), text.clean(decided_by)
    checks.check_decision(number, decided_on, on=on)
    validate.not_in_future(from_on, "from_on", on=on)
    checks.check_cell(queries.periods_of([unit]), unit, from_on)
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    left_on = _left_on(now)
    if from_on < left_on:
        raise ValidationError(
            {"from_on": _("The end was on %(day)s: enter a later day.") % {"day": dates.dmy(left_on)}}
        )
    saving.update(now, seen=now.version, by=by, unit=unit, state=rules.active_state(now.official_on))
    Spell.objects.create(
        unit=unit,
        member=now,
        from_on=from_on,
        official_from_on=from_on if now.official_on else None,
        opened_by=Opened.RESTORED,
    )
    row = Restoration.objects.create(
        unit=unit,
        member=now,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        from_on=from_on,
        party_age_note=text.clean(party_age_note),
    )
    reload(member)
    audit.record(by, "member.write", row, on=on, fields=["decision_number", "decided_on", "from_on"])
    return row


def _left_on(now: Member) -> date:
    return now.spells.exclude(until_on=None).latest("from_on").until_on or date.min


def _check_return(now: Member, decided_on: date, why: str) -> None:
    left_on = _left_on(now)
    try:
        months = int(parameter(Topic.DEADLINES, "readmission_months", decided_on))
    except NoRegulation as unknown:
        raise ValidationError({"decided_on": str(unknown)}) from unknown
    if decided_on < left_on:
        raise ValidationError(
            {"decided_on": _("The end was on %(day)s: enter a later day.") % {"day": dates.dmy(left_on)}}
        )
    if why:
        return
    if not rules.has_waited(left_on, decided_on, months=months):
        said = _("Since the end on %(day)s fewer than %(months)s months have passed: give the reason of the body.")
        raise ValidationError({"reason": said % {"day": dates.dmy(left_on), "months": months}})
    if now.state in {MemberState.RESIGNED, MemberState.EXPELLED} or now.admissions.filter(is_readmission=True).exists():
        said = _("Of this kind people are admitted again only by exception: give the reason of the body.")
        raise ValidationError({"reason": said})
