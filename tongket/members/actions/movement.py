"""Moves between cells: by one who keeps both, by asking the other side, from where no books are kept here."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.states import Moves
from tongket.members import checks, queries, rules
from tongket.members.actions.side_states import end_side_states
from tongket.members.actions.spells import end_spell
from tongket.members.models import Member, PlannedMove, Private, Sex, Spell, Stage, Transfer, name_keys
from tongket.members.rules import Closed, MemberState, Opened
from tongket.org import access, actions, audit, saving, validate
from tongket.org.actions import people
from tongket.org.models import Ended, Person, Unit

State = Transfer.State
ANSWERS: Moves = {
    "accept": ({State.ASKED}, State.ACCEPTED),
    "send_back": ({State.ASKED}, State.SENT_BACK),
    "withdraw": ({State.ASKED}, State.WITHDRAWN),
}
PLANS: Moves = {
    "carry_out": ({Stage.PLANNED}, Stage.ENDED),
    "give_up": ({Stage.ENDED}, Stage.CANCELLED),
    "cancel": ({Stage.PLANNED}, Stage.CANCELLED),
}


@transaction.atomic
def transfer(member: Member, *, to: Unit, moved_on: date, by: Person, on: date) -> Spell:
    """Move a member to another cell, where they count from that day. Raises NotAllowed, WrongState, ValidationError.

    For who keeps the roll of both cells; otherwise see `ask_transfer`. Source: R-MEM-11.
    """
    access.require(by, "member.write", member, on=on)
    access.require(by, "member.write", to, on=on)
    member.refresh_from_db()
    check_movable(member, to)
    return move_member(member, to, moved_on, by=by, on=on, field="moved_on")


@transaction.atomic
def ask_transfer(
    member: Member, *, to: Unit, papers_on: date, changed_on: date | None = None, by: Person, on: date
) -> Transfer:
    """Give the papers of a transfer and ask the new cell to take the member over; until it does, nothing changes.

    changed_on: when workplace or residence changed, from which the member has 60 working days to start.
    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-11.
    """
    access.require(by, "member.write", member, on=on)
    member.refresh_from_db()
    check_movable(member, to)
    validate.not_in_future(papers_on, "papers_on", on=on)
    checks.check_cell(queries.periods_of([to]), to, on, field="to")
    if changed_on is not None and changed_on > papers_on:
        raise ValidationError({"changed_on": _("The change comes before the papers: correct one of the two days.")})
    if papers_on < member.spells.get(until_on__isnull=True).from_on:
        raise ValidationError({"papers_on": _("The member did not stand in this cell yet on that day.")})
    if Transfer.objects.filter(member=member, state=State.ASKED).exists():
        raise ValidationError(_("A transfer of this member waits for an answer already: withdraw it first."))
    row = Transfer.objects.create(
        member=member,
        unit=to,
        from_unit_id=member.unit_id,
        changed_on=changed_on,
        papers_on=papers_on,
        state=State.ASKED,
    )
    audit.record(by, "member.write", row, on=on, unit=member.unit_id, fields=["unit", "papers_on"])
    return row


@transaction.atomic
def accept_transfer(row: Transfer, *, accepted_on: date, by: Person, on: date) -> Spell:
    """Take a member over: they count in the new cell from that day.

    By who keeps the roll of the new cell. Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-11.
    """
    access.require(by, "member.write", row, on=on)
    if accepted_on < row.papers_on:
        raise ValidationError(
            {"accepted_on": _("The papers are of %(day)s: enter a later day.") % {"day": dates.dmy(row.papers_on)}}
        )
    member = row.member
    member.refresh_from_db()
    check_movable(member, row.unit)
    saving.move(row, ANSWERS, "accept", by=by, accepted_on=accepted_on)
    new = move_member(member, row.unit, accepted_on, by=by, on=on, field="accepted_on")
    audit.record(by, "member.write", row, on=on, fields=["state", "accepted_on"])
    return new


@transaction.atomic
def send_back_transfer(row: Transfer, *, answer: str, by: Person, on: date) -> None:
    """Send the papers back with a reason; the member stays. Source: R-MEM-11.

    Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, "member.write", row, on=on)
    why = validate.reason(answer, field="answer")
    saving.move(row, ANSWERS, "send_back", by=by, answer=why)
    audit.record(by, "member.write", row, on=on, fields=["state"])


@transaction.atomic
def withdraw_transfer(member: Member, *, by: Person, on: date) -> None:
    """Take back the papers of a transfer that nobody has answered. Raises NotAllowed, ValidationError."""
    access.require(by, "member.write", member, on=on)
    waiting = Transfer.objects.filter(member=member, state=State.ASKED).first()
    if waiting is None:
        raise ValidationError(_("No transfer of this member waits for an answer."))
    saving.move(waiting, ANSWERS, "withdraw", by=by)
    audit.record(by, "member.write", member, on=on, fields=["transfer"])


@transaction.atomic
def transfer_in(
    unit: Unit,
    *,
    full_name: str,
    sex: str,
    born_on: date,
    party_age_from_on: date,
    ceremony_on: date | None,
    official_on: date | None,
    papers_on: date,
    accepted_on: date,
    from_text: str,
    card_number: str = "",
    education: str = "",
    theory: str = "",
    person: Person | None = None,
    is_another: bool = False,
    by: Person,
    on: date,
) -> Member:
    """Enter a member who comes from where no books are kept here, with the days of their own file.

    They count in the cell from `accepted_on`; person, is_another: as `people.named` takes them.
    Raises NotAllowed, ValidationError. Source: R-MEM-11.
    """
    access.require(by, "member.write", unit, on=on)
    name, came_from = validate.full_name(full_name), text.clean(from_text)
    validate.not_in_future(accepted_on, "accepted_on", on=on)
    checks.check_cell(queries.periods_of([unit]), unit, accepted_on)
    checks.check_birth(born_on, party_age_from_on)
    checks.check_ceremony(ceremony_on, party_age_from_on, on=on)
    if not came_from:
        raise ValidationError({"from_text": _("Enter the organisation that the member comes from.")})
    if not party_age_from_on <= papers_on <= accepted_on:
        raise ValidationError({"papers_on": _("The papers are given after the admission and before the acceptance.")})
    if sex not in Sex.values:
        raise ValidationError({"sex": _("Please choose from the list.")})
    if official_on is not None and not party_age_from_on < official_on <= accepted_on:
        raise ValidationError(
            {"official_on": _("Official status begins after the admission and before the acceptance.")}
        )
    person = people.named(
        name, person=person, is_another=is_another, by=by, verb="member.write", on=on, may_be=checks.may_become_member
    )
    if not checks.may_become_member(person):
        raise ValidationError({"person": _("This person is on the roll already: open their record.")})
    member = Member.objects.create(
        unit=unit,
        person=person,
        state=rules.active_state(official_on),
        card_number=card_number.strip(),
        sex=sex,
        born_on=born_on,
        party_age_from_on=party_age_from_on,
        ceremony_on=ceremony_on,
        official_on=official_on,
        education=education,
        theory=theory,
        **name_keys(person),
    )
    Spell.objects.create(
        unit=unit,
        member=member,
        from_on=accepted_on,
        official_from_on=accepted_on if official_on else None,
        opened_by=Opened.TRANSFERRED_IN,
    )
    row = Transfer.objects.create(
        member=member,
        unit=unit,
        from_text=came_from,
        papers_on=papers_on,
        accepted_on=accepted_on,
        state=State.ACCEPTED,
    )
    audit.record(by, "member.write", row, on=on, fields=["accepted_on"])
    return member


# --- Parts ------------------------------------------------------------------------------------------------------------


def check_movable(member: Member, to: Unit) -> None:
    """Raise unless somebody may be transferred to that cell: on the roll, not suspended, not there already."""
    if not member.is_on_roll:
        raise saving.wrong_state(member, "transfer")
    if member.state == MemberState.SUSPENDED:
        raise ValidationError(_("A suspended member is not transferred; wait for the decision of the body."))
    if member.unit_id == to.pk:
        raise ValidationError({"to": _("This is the cell that the member stands in: choose another.")})


def move_member(member: Member, to: Unit, day: date, *, by: Person | None, on: date, field: str) -> Spell:
    """End the time in the one cell and begin that in the other; what the old cell granted ends with it."""
    checks.check_cell(queries.periods_of([to]), to, day, field="to")
    spell = end_spell(member, day, Closed.TRANSFERRED_OUT, field=field, by=by, on=on)
    new = Spell.objects.create(
        unit=to,
        member=member,
        from_on=day,
        official_from_on=max(member.official_on, day) if member.official_on else None,
        opened_by=Opened.TRANSFERRED_IN,
    )
    saving.update(member, seen=member.version, by=by, state=rules.active_state(member.official_on), unit=to)
    Private.objects.filter(member=member).update(unit=to, version=F("version") + 1)  # the file moves with the member
    actions.end_seats(member.person, on=day, why=Ended.TRANSFERRED, stays_under=to, by=by)
    end_side_states(member, day, by=by)
    cancel_moves(member, by=by)
    audit.record(by, "member.write", spell, on=on, fields=["until_on", "closed_by"])
    audit.record(by, "member.write", new, on=on, fields=["from_on", "opened_by"])
    return new


def cancel_moves(member: Member, *, by: Person | None) -> None:
    """Withdraw the transfer that waits and cancel the move that is planned, once the member has moved or left."""
    for transfer in Transfer.objects.filter(member=member, state=State.ASKED):
        saving.move(transfer, ANSWERS, "withdraw", by=by)
    for planned in PlannedMove.objects.filter(member=member, state=Stage.PLANNED):
        saving.move(planned, PLANS, "cancel", by=by)
