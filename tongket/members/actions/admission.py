"""Admission by decision, the ceremony, official status."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import Moves
from tongket.members import checks, queries, rules
from tongket.members.actions.spells import set_official_from
from tongket.members.models import Admission, Candidacy, Member, Recognition, RemovalProposal, Spell, name_keys
from tongket.members.rules import MOVES, MemberState, Opened
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import people
from tongket.org.models import Person, Unit
from tongket.votes.models import Vote

DECISIONS: Moves = {
    "take decision back": ({Candidacy.State.DECIDED}, Candidacy.State.CELL_VOTED),
}


@transaction.atomic
def admit(
    unit: Unit,
    *,
    full_name: str,
    sex: str,
    born_on: date,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    ceremony_on: date | None = None,
    education: str = "",
    theory: str = "",
    age_reason: str = "",
    received_on: date | None = None,
    voted_on: date | None = None,
    person: Person | None = None,
    is_another: bool = False,
    by: Person,
    on: date,
) -> Admission:
    """Record that somebody was admitted to a cell; membership begins on the day of the decision.

    age_reason: by what consent somebody past the ordinary age was admitted. voted_on: when the cell voted, where that
    is known: the age is asked for on that day. person, is_another: as `people.named` takes them.
    Raises NotAllowed, ValidationError. Source: R-MEM-01, R-MEM-08.
    """
    access.require(by, "member.admit", unit, on=on)
    number, decider, reason = text.clean(decision_number), text.clean(decided_by), text.clean(age_reason)
    name = validate.full_name(full_name)
    checks.check_decision(number, decided_on, on=on)
    checks.check_ceremony(ceremony_on, decided_on, on=on)
    checks.check_received(received_on, decided_on, ceremony_on, on=on)
    checks.check_cell(queries.periods_of([unit]), unit, decided_on)
    checks.check_age(born_on, voted_on or decided_on, reason)
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    person = people.named(
        name, person=person, is_another=is_another, by=by, verb="member.admit", on=on, may_be=checks.may_become_member
    )
    if not checks.may_become_member(person):
        raise ValidationError({"person": _("This person is on the roll already: open their record.")})
    member = Member(
        unit=unit,
        person=person,
        state=MemberState.PROBATIONARY,
        sex=sex,
        born_on=born_on,
        party_age_from_on=decided_on,
        ceremony_on=ceremony_on,
        education=education,
        theory=theory,
        **name_keys(person),
    )
    member.save(force_insert=True)
    Spell.objects.create(unit=unit, member=member, from_on=decided_on, opened_by=Opened.ADMITTED)
    admission = Admission.objects.create(
        unit=unit,
        member=member,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        ceremony_on=ceremony_on,
        age_reason=reason,
        received_on=received_on,
    )
    audit.record(by, "member.admit", admission, on=on, fields=["decision_number", "decided_on", "decided_by"])
    return admission


@transaction.atomic
def record_ceremony(
    admission: Admission, *, ceremony_on: date, received_on: date | None = None, by: Person, on: date
) -> Admission:
    """Record the ceremony of an admission; probation runs from it.

    Raises NotAllowed, ValidationError, Conflict.

    received_on: when the cell received the decision, where the deadline counts from that day.
    Source: R-MEM-07, R-MEM-08.
    """
    access.require(by, "member.admit", admission, on=on)
    checks.check_ceremony(ceremony_on, admission.decided_on, on=on)
    checks.check_received(received_on, admission.decided_on, ceremony_on, on=on)
    if admission.ceremony_on is not None:
        raise ValidationError({"ceremony_on": _("The ceremony has been recorded already; open the record to see it.")})
    received: dict[str, Any] = {"received_on": received_on} if received_on else {}
    saving.update(admission, seen=admission.version, by=by, ceremony_on=ceremony_on, **received)
    member = admission.member
    member.refresh_from_db()
    saving.update(member, seen=member.version, by=by, ceremony_on=ceremony_on)
    audit.record(by, "member.admit", admission, on=on, fields=["ceremony_on"])
    return admission


@transaction.atomic
def cancel_admission(admission: Admission, *, reason: str, by: Person, on: date) -> None:
    """Take back an admission entered by a slip, with the member, while nothing else hangs on it; a candidate waits for
    the decision again.

    Raises NotAllowed; ValidationError when there is no reason, when other records exist, or when it was counted.
    """
    access.require(by, "member.admit", admission, on=on)
    why = validate.reason(reason)
    frozen.require_uncounted(admission.unit, [admission.decided_on])
    member = Member.objects.select_related("person").get(pk=admission.member_id)
    hangs = ValidationError(
        _("Other records of %(name)s exist already (a transfer, a rating, an award …): correct the record instead.")
        % {"name": member.name}
    )
    if member.state != MemberState.PROBATIONARY or member.spells.count() > 1 or member.admissions.count() > 1:
        raise hangs
    for candidacy in Candidacy.objects.filter(admission=admission):
        saving.move(candidacy, DECISIONS, "take decision back", by=by, because=why, admission=None)
    try:
        with transaction.atomic():
            for spell in member.spells.all():
                saving.remove(spell, by=by, because=why)
            saving.remove(admission, by=by, because=why)
            person = member.person
            saving.remove(member, by=by, because=why)
            if not hasattr(person, "account"):
                person.delete()
    except ProtectedError as protected:
        raise hangs from protected
    audit.record(by, "member.admit", admission, on=on, fields=["cancelled"])


@transaction.atomic
def recognise(
    member: Member, *, decision_number: str, decided_on: date, vote: Vote | None = None, by: Person, on: date
) -> Recognition:
    """Record that a probationary member was recognised as official: it counts from the end of the 12 months.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-08, R-MEM-09.
    """
    access.require(by, "member.write", member, on=on)
    member.refresh_from_db()
    if member.state == MemberState.SUSPENDED:
        raise saving.wrong_state(member, "recognise")
    checks.check_probation_over(member, decided_on, field="decided_on")
    number = text.clean(decision_number)
    checks.check_decision(number, decided_on, on=on)
    counted_from_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
    if vote is not None and (vote.unit_id != member.unit_id or not vote.has_passed or vote.held_on > decided_on):
        words = _("Choose a confirmed vote of this cell, held before the decision, that passed.")
        raise ValidationError({"vote": words})
    if member.state == MemberState.PROBATIONARY:
        saving.move(member, MOVES, "recognise", by=by, official_on=counted_from_on)
    else:  # exempt or elsewhere: the own cell considers them all the same, and they stay what they are
        saving.update(member, seen=member.version, by=by, official_on=counted_from_on)
    set_official_from(member, counted_from_on, by=by)
    recognition = Recognition.objects.create(
        unit_id=member.unit_id,
        member=member,
        decision_number=number,
        decided_on=decided_on,
        counted_from_on=counted_from_on,
        vote=vote,
    )
    audit.record(by, "member.write", recognition, on=on, fields=["decision_number", "decided_on", "counted_from_on"])
    return recognition


@transaction.atomic
def propose_removal(member: Member, *, proposed_on: date, number: str, by: Person, on: date) -> RemovalProposal:
    """Record that the cell found somebody not qualified after the probation and proposes the removal from the list.

    The membership goes on until the competent body has decided. Raises NotAllowed, WrongState, ValidationError.
    Source: R-MEM-09.
    """
    access.require(by, "member.write", member, on=on)
    member.refresh_from_db()
    if not member.is_on_roll or member.official_on is not None:
        raise saving.wrong_state(member, "propose_removal")
    paper = text.clean(number)
    if not paper:
        raise ValidationError({"number": _("Enter the number of the document, like 07-NQ/CB.")})
    ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
    if not ends_on <= proposed_on <= on:
        raise ValidationError(
            {
                "proposed_on": _("The cell considers it after the end of probation, %(day)s, and not on a day to come.")
                % {"day": dates.dmy(ends_on)}
            }
        )
    if RemovalProposal.objects.filter(member=member, proposed_on=proposed_on).exists():
        raise ValidationError({"proposed_on": _("A proposal of that day has been recorded already.")})
    proposal = RemovalProposal.objects.create(
        unit_id=member.unit_id, member=member, proposed_on=proposed_on, number=paper, entered_by=by
    )
    audit.record(by, "member.write", proposal, on=on, fields=["proposed_on", "number"])
    return proposal
