"""How a membership ends, and the two ways back."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.members import checks, queries, rules
from tongket.members.actions.movement import cancel_moves
from tongket.members.actions.side_states import end_side_states
from tongket.members.actions.spells import end_spell
from tongket.members.models import Admission, Ending, Member, Restoration, Spell
from tongket.members.rules import MOVES, OUTSIDE, WAYS_OUT, Closed, MemberState, Opened
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
) -> Ending:
    """End a membership from a day on.

    how: deceased, removed, resigned, expelled, or transferred_out (to where no books are kept here).
    discipline_decision: number and day of the decision that expels, which is taken elsewhere. Removal and resignation
    are decided by the body competent for admission. Raises NotAllowed, WrongState, ValidationError.
    Source: R-MEM-14, R-MEM-15, R-MEM-16.
    """
    access.require(by, "member.write", member, on=on)
    if how not in WAYS_OUT:
        raise ValidationError({"how": _("Choose how the membership ended.")})
    member.refresh_from_db()
    ending = Ending(
        member=member,
        unit_id=member.unit_id,
        how=how,
        left_on=left_on,
        decision_number=text.clean(decision_number),
        decided_on=decided_on,
        decided_by=text.clean(decided_by),
        discipline_decision=text.clean(discipline_decision),
        to_text=text.clean(to_text),
    )
    end_membership(member, ending, by=by, on=on)
    return ending


def end_membership(member: Member, ending: Ending, *, by: Person | None, on: date) -> None:
    """End the time in the cell and keep how. Raises WrongState, ValidationError."""
    how = Closed(ending.how)
    saving.move(member, MOVES, how, by=by)
    if how == Closed.EXPELLED and not ending.discipline_decision:
        raise ValidationError(
            {
                "discipline_decision": _(
                    "An expulsion is recorded from its discipline decision: enter its number and day."
                )
            }
        )
    if ending.decided_on is not None and ending.decided_on > on:
        checks.check_decision(ending.decision_number or "-", ending.decided_on, on=on)
    spell = end_spell(member, ending.left_on, how, field="left_on", by=by, on=on)
    why = {Closed.DECEASED: Ended.DECEASED, Closed.TRANSFERRED_OUT: Ended.TRANSFERRED}.get(how, Ended.LEFT_PARTY)
    actions.end_seats(member.person, on=ending.left_on, why=why, by=by)
    end_side_states(member, ending.left_on, by=by)
    cancel_moves(member, by=by)
    ending.spell = spell
    ending.save(force_insert=True)
    audit.record(by, "member.write", spell, on=on, fields=["until_on", "closed_by"])


@transaction.atomic
def record_notice(ending: Ending, *, notified_on: date, by: Person, on: date) -> None:
    """Record that notice and file went up. Raises NotAllowed, ValidationError, Conflict. Source: R-MEM-16."""
    access.require(by, "member.write", ending, on=on)
    validate.not_in_future(notified_on, "notified_on", on=on)
    if notified_on < ending.left_on:
        raise ValidationError(
            {"notified_on": _("The end was on %(day)s: enter a later day.") % {"day": dates.dmy(ending.left_on)}}
        )
    if ending.notified_on is not None:
        raise ValidationError(_("The notice has been recorded already; open the record to see it."))
    saving.update(ending, seen=ending.version, by=by, notified_on=notified_on)
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
    member.refresh_from_db()
    if member.state not in OUTSIDE:
        raise saving.wrong_state(member, "readmit")
    number, decider, why = text.clean(decision_number), text.clean(decided_by), text.clean(reason)
    checks.check_decision(number, decided_on, on=on)
    checks.check_cell(queries.periods_of([unit]), unit, decided_on)
    checks.check_age(member.born_on, decided_on, text.clean(age_reason))
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    _check_return(member, decided_on, why)
    saving.move(
        member, MOVES, "readmit", by=by, unit=unit, party_age_from_on=decided_on, ceremony_on=None, official_on=None
    )
    Spell.objects.create(unit=unit, member=member, from_on=decided_on, opened_by=Opened.READMITTED)
    admission = Admission.objects.create(
        unit=unit,
        member=member,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        age_reason=text.clean(age_reason),
        is_readmission=True,
        reason=why,
        party_age_note=text.clean(party_age_note),
    )
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
    member.refresh_from_db()
    if member.state not in OUTSIDE:
        raise saving.wrong_state(member, "restore")
    number, decider = text.clean(decision_number), text.clean(decided_by)
    checks.check_decision(number, decided_on, on=on)
    validate.not_in_future(from_on, "from_on", on=on)
    checks.check_cell(queries.periods_of([unit]), unit, from_on)
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    left_on = _left_on(member)
    if from_on < left_on:
        raise ValidationError(
            {"from_on": _("The end was on %(day)s: enter a later day.") % {"day": dates.dmy(left_on)}}
        )
    saving.update(member, seen=member.version, by=by, unit=unit, state=rules.active_state(member.official_on))
    Spell.objects.create(
        unit=unit,
        member=member,
        from_on=from_on,
        official_from_on=from_on if member.official_on else None,
        opened_by=Opened.RESTORED,
    )
    restoration = Restoration.objects.create(
        unit=unit,
        member=member,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        from_on=from_on,
        party_age_note=text.clean(party_age_note),
    )
    audit.record(by, "member.write", restoration, on=on, fields=["decision_number", "decided_on", "from_on"])
    return restoration


def _left_on(member: Member) -> date:
    return member.spells.exclude(until_on=None).latest("from_on").until_on or date.min


def _check_return(member: Member, decided_on: date, why: str) -> None:
    left_on = _left_on(member)
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
        words = _("Since the end on %(day)s fewer than %(months)s months have passed: give the reason of the body.")
        raise ValidationError({"reason": words % {"day": dates.dmy(left_on), "months": months}})
    is_second = member.admissions.filter(is_readmission=True).exists()
    if member.state in {MemberState.RESIGNED, MemberState.EXPELLED} or is_second:
        words = _("Of this kind people are admitted again only by exception: give the reason of the body.")
        raise ValidationError({"reason": words})
