"""Putting right decisions about a member that were entered wrong: what follows from them changes with them."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.members import checks, queries, rules
from tongket.members.actions.spells import set_official_from
from tongket.members.models import (
    Admission,
    Ending,
    Member,
    Private,
    Recognition,
    RemovalProposal,
    Restoration,
    Spell,
    Transfer,
)
from tongket.members.rules import MOVES, Closed, MemberState, Opened
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person

BACK = {MemberState.OFFICIAL: "come back official", MemberState.PROBATIONARY: "come back on probation"}


# --- Admission, recognition ------------------------------------------------------------------------------------------


@transaction.atomic
def correct_admission(
    admission: Admission,
    *,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    ceremony_on: date | None = None,
    received_on: date | None = None,
    age_reason: str = "",
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Admission:
    """Correct the decision of an admission and its ceremony; Party age, the roll and official status go along.

    Raises NotAllowed, ValidationError, Conflict. Source: R-MEM-01, R-MEM-07, R-MEM-08, R-MEM-09.
    """
    access.require(by, "member.admit", admission, on=on)
    member = admission.member
    number, decider = text.clean(decision_number), text.clean(decided_by)
    checks.check_decision(number, decided_on, on=on)
    checks.check_ceremony(ceremony_on, decided_on, on=on)
    checks.check_received(received_on, decided_on, ceremony_on, on=on)
    checks.check_cell(queries.periods_of([admission.unit]), admission.unit, decided_on, field="decided_on")
    checks.check_age(member.born_on, decided_on, text.clean(age_reason))
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    was_decided_on = admission.decided_on
    correcting.correct(
        admission,
        verb="member.admit",
        because=because,
        paper=paper,
        days=["decided_on", "ceremony_on"],
        seen=seen,
        by=by,
        on=on,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        ceremony_on=ceremony_on,
        received_on=received_on,
        age_reason=text.clean(age_reason),
    )
    spell = member.spells.get(from_on=was_decided_on, opened_by__in=[Opened.ADMITTED, Opened.READMITTED])
    _begin_spell_on(spell, decided_on, "decided_on", by=by)
    if not member.admissions.filter(decided_on__gt=decided_on).exists():
        _put_on_member(member, decided_on, ceremony_on, by=by)
    return admission


def _put_on_member(member: Member, decided_on: date, ceremony_on: date | None, *, by: Person) -> None:
    """What a member's row repeats of the last admission, and the end of probation that follows from it."""
    changes: dict[str, Any] = {"party_age_from_on": decided_on, "ceremony_on": ceremony_on}
    last = member.recognitions.order_by("decided_on").last()
    counted_on = rules.probation_ends_on(ceremony_on or decided_on)
    if last is not None and last.decided_on >= decided_on and last.counted_from_on != counted_on:
        if counted_on > last.decided_on:
            words = _("Probation would end on %(end)s, after the recognition of %(day)s: correct that one first.")
            days = {"end": dates.dmy(counted_on), "day": dates.dmy(last.decided_on)}
            raise ValidationError({"ceremony_on": words % days})
        saving.update(last, seen=last.version, by=by, counted_from_on=counted_on)
        changes["official_on"] = counted_on
    changed = {name: value for name, value in changes.items() if value != getattr(member, name)}
    if changed:
        saving.update(member, seen=member.version, by=by, **changed)
    if "official_on" in changed:
        set_official_from(member, counted_on, by=by)


@transaction.atomic
def correct_recognition(
    row: Recognition,
    *,
    decision_number: str,
    decided_on: date,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Recognition:
    """Correct the decision on official status. Raises NotAllowed, ValidationError, Conflict. Source: R-MEM-09."""
    number = text.clean(decision_number)
    checks.check_decision(number, decided_on, on=on)
    if decided_on < row.counted_from_on:
        words = _("The 12 months of probation end on %(end)s: a decision of %(day)s is too early.")
        days = {"end": dates.dmy(row.counted_from_on), "day": dates.dmy(decided_on)}
        raise ValidationError({"decided_on": words % days})
    if row.vote is not None and row.vote.held_on > decided_on:
        raise ValidationError({"decided_on": _("The decision comes after the vote of the cell: correct the day.")})
    return correcting.correct(
        row,
        verb="member.write",
        because=because,
        paper=paper,
        days=["decided_on"],
        seen=seen,
        by=by,
        on=on,
        decision_number=number,
        decided_on=decided_on,
    )


@transaction.atomic
def withdraw_recognition(row: Recognition, *, reason: str, by: Person, on: date) -> Member:
    """Take back a recognition that was entered by a slip: the member is on probation again.

    Raises NotAllowed, WrongState, ValidationError.
    """
    member = row.member
    correcting.withdraw(row, verb="member.write", reason=reason, days=["decided_on", "counted_from_on"], by=by, on=on)
    for spell in member.spells.exclude(official_from_on=None):
        saving.update(spell, seen=spell.version, by=by, official_from_on=None)
    if member.state == MemberState.OFFICIAL:
        saving.move(member, MOVES, "take recognition back", by=by, official_on=None)
    else:
        saving.update(member, seen=member.version, by=by, official_on=None)
    return member


# --- Times in a cell -------------------------------------------------------------------------------------------------


def _begin_spell_on(spell: Spell, day: date, field: str, *, by: Person) -> None:
    """Let a time in a cell begin on another day; where one ended on that day, it ends with it."""
    if spell.from_on == day:
        return
    before = spell.member.spells.filter(from_on__lt=spell.from_on).order_by("from_on").last()
    if spell.until_on is not None and day >= spell.until_on:
        words = _("The member left this cell on %(day)s: enter an earlier day.") % {"day": dates.dmy(spell.until_on)}
        raise ValidationError({field: words})
    if before is not None and before.until_on is not None:
        is_joined = before.until_on == spell.from_on
        if day <= before.from_on or (not is_joined and day < before.until_on):
            start = before.from_on if is_joined else before.until_on
            words = _("The member stood in another cell until then: enter a day after %(day)s.")
            raise ValidationError({field: words % {"day": dates.dmy(start)}})
        if is_joined:
            _set_days(before, before.from_on, day, by=by)
    _set_days(spell, day, spell.until_on, by=by)


def _set_days(spell: Spell, from_on: date, until_on: date | None, *, by: Person) -> None:
    official_on = spell.member.official_on if spell.official_from_on or spell.until_on is None else None
    since_on = max(official_on, from_on) if official_on is not None else spell.official_from_on
    if since_on is not None and until_on is not None and since_on >= until_on:
        since_on = None
    saving.update(spell, seen=spell.version, by=by, from_on=from_on, until_on=until_on, official_from_on=since_on)


@transaction.atomic
def correct_spell(
    spell: Spell, *, from_on: date, because: str, paper: str = "", seen: int, by: Person, on: date
) -> Spell:
    """Correct the day from which a cell counts a member who was transferred, or was there when the books were opened.

    Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "member.write", spell, on=on)
    if spell.opened_by not in {Opened.TRANSFERRED_IN, Opened.OPENING}:
        raise ValidationError(_("This day follows from a decision: correct that one."))
    validate.not_in_future(from_on, "from_on", on=on)
    checks.check_cell(queries.periods_of([spell.unit]), spell.unit, from_on, field="from_on")
    if from_on < spell.member.party_age_from_on:
        raise ValidationError(
            {"from_on": _("Party age begins after the day from which the member stands on the roll.")}
        )
    if spell.version != seen:
        raise saving.Conflict(spell, {"from_on": from_on})
    if from_on == spell.from_on:
        raise ValidationError(_("Nothing was changed: this is what stands there."))
    why = frozen.why_corrected(because, paper, spell.unit, [spell.from_on, from_on])
    for transfer in _transfers_of(spell):
        if from_on < transfer.papers_on:
            words = _("The papers are of %(day)s: enter a later day.") % {"day": dates.dmy(transfer.papers_on)}
            raise ValidationError({"from_on": words})
        saving.update(transfer, seen=transfer.version, by=by, because=why, accepted_on=from_on)
    _begin_spell_on(spell, from_on, "from_on", by=by)
    audit.record(by, "member.write", spell, on=on, fields=["from_on"])
    return spell


def _transfers_of(spell: Spell) -> list[Transfer]:
    """The transfer by which a time in a cell began."""
    return list(
        Transfer.objects.filter(
            member=spell.member_id, unit=spell.unit_id, accepted_on=spell.from_on, state=Transfer.State.ACCEPTED
        )
    )


@transaction.atomic
def withdraw_spell(spell: Spell, *, reason: str, by: Person, on: date) -> Member | None:
    """Take back a transfer, an arrival or a restoration that was a slip; None where the member goes with it.

    What ended with it, offices and exemptions, is not begun again. Raises NotAllowed, ValidationError.
    """
    access.require(by, "member.write", spell, on=on)
    why = validate.reason(reason)
    frozen.require_uncounted(spell.unit, [spell.from_on])
    member = spell.member
    last = member.spells.latest("from_on")
    if spell != last or spell.until_on is not None or spell.opened_by not in {Opened.TRANSFERRED_IN, Opened.RESTORED}:
        raise ValidationError(_("Only the last transfer, arrival or restoration is taken back."))
    if _has_since(member, spell):
        words = _("Something was recorded for %(name)s in this cell since: withdraw that first.")
        raise ValidationError(words % {"name": member.name})
    before = member.spells.exclude(pk=spell.pk).order_by("from_on").last()
    audit.record(by, "member.write", spell, on=on, fields=["withdrawn"])
    if before is None:
        _remove_arrival(member, spell, by=by, because=why)
        return None
    for transfer in _transfers_of(spell):
        saving.update(
            transfer, seen=transfer.version, by=by, because=why, state=Transfer.State.WITHDRAWN, accepted_on=None
        )
    for restoration in member.restorations.filter(from_on=spell.from_on):
        saving.remove(restoration, by=by, because=why)
    is_restored = spell.opened_by == Opened.RESTORED
    saving.remove(spell, by=by, because=why)
    if is_restored:
        saving.update(
            member,
            seen=member.version,
            by=by,
            because=why,
            unit=before.unit,
            state=MemberState[before.closed_by.upper()],
        )
    else:
        _reopen(before, member, by=by)
        saving.update(member, seen=member.version, by=by, because=why, unit=before.unit)
    Private.objects.filter(member=member).update(unit=before.unit, version=F("version") + 1)
    return member


def _has_since(member: Member, spell: Spell) -> bool:
    since = spell.from_on
    return (
        member.recognitions.filter(decided_on__gte=since, unit=spell.unit_id).exists()
        or member.side_states.filter(from_on__gte=since, unit=spell.unit_id).exists()
    )


def _reopen(spell: Spell, member: Member, *, by: Person) -> None:
    """Let a time in a cell go on as if it had not ended."""
    official_on = member.official_on
    since_on = max(official_on, spell.from_on) if official_on else None
    saving.update(spell, seen=spell.version, by=by, until_on=None, closed_by="", official_from_on=since_on)


def _remove_arrival(member: Member, spell: Spell, *, by: Person, because: str) -> None:
    """Remove somebody who was entered as a member from elsewhere, while nothing else hangs on them."""
    try:
        with transaction.atomic():
            for row in (spell, *member.transfers.all()):
                saving.remove(row, by=by, because=because)
            saving.remove(member, by=by, because=because)
    except ProtectedError as protected:
        words = _(
            "Other records of %(name)s exist already (a transfer, a rating, an award …): correct the record instead."
        )
        raise ValidationError(words % {"name": member.name}) from protected


@transaction.atomic
def correct_transfer(
    row: Transfer,
    *,
    papers_on: date,
    changed_on: date | None = None,
    from_text: str = "",
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Transfer:
    """Correct the papers of a transfer. Raises NotAllowed, ValidationError, Conflict. Source: R-MEM-11."""
    validate.not_in_future(papers_on, "papers_on", on=on)
    if row.accepted_on is not None and papers_on > row.accepted_on:
        raise ValidationError({"papers_on": _("The papers are given after the admission and before the acceptance.")})
    if changed_on is not None and changed_on > papers_on:
        raise ValidationError({"changed_on": _("The change comes before the papers: correct one of the two days.")})
    came_from = text.clean(from_text)
    if row.from_unit_id is None and not came_from:
        raise ValidationError({"from_text": _("Enter the organisation that the member comes from.")})
    return correcting.correct(
        row,
        verb="member.write",
        because=because,
        paper=paper,
        days=["papers_on"],
        seen=seen,
        by=by,
        on=on,
        papers_on=papers_on,
        changed_on=changed_on,
        from_text="" if row.from_unit_id is not None else came_from,
    )


# --- Endings, ways back ----------------------------------------------------------------------------------------------


@transaction.atomic
def correct_ending(
    ending: Ending,
    *,
    left_on: date,
    decision_number: str = "",
    decided_on: date | None = None,
    decided_by: str = "",
    to_text: str = "",
    notified_on: date | None = None,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Ending:
    """Correct how a membership ended: its day, its decision, its notice. Raises NotAllowed, ValidationError, Conflict.

    Source: R-MEM-14, R-MEM-15, R-MEM-16.
    """
    access.require(by, "member.write", ending, on=on)
    validate.not_in_future(left_on, "left_on", on=on)
    validate.not_in_future(decided_on, "decided_on", on=on)
    validate.not_in_future(notified_on, "notified_on", on=on)
    if ending.how in {Closed.REMOVED, Closed.RESIGNED} and not (text.clean(decision_number) and decided_on):
        raise ValidationError({"decision_number": _("Enter the number of the decision, like 125-QĐ/ĐUK.")})
    if notified_on is not None and notified_on < left_on:
        words = _("The end was on %(day)s: enter a later day.") % {"day": dates.dmy(left_on)}
        raise ValidationError({"notified_on": words})
    spell = ending.spell
    after = spell.member.spells.filter(from_on__gt=spell.from_on).order_by("from_on").first()
    if left_on <= spell.from_on or (after is not None and left_on > after.from_on):
        words = _("The member has stood in this cell since %(start)s: enter a later day.")
        raise ValidationError({"left_on": words % {"start": dates.dmy(spell.from_on)}})
    correcting.correct(
        ending,
        verb="member.write",
        because=because,
        paper=paper,
        days=["left_on"],
        seen=seen,
        by=by,
        on=on,
        left_on=left_on,
        decision_number=text.clean(decision_number),
        decided_on=decided_on,
        decided_by=text.clean(decided_by),
        to_text=text.clean(to_text),
        notified_on=notified_on,
    )
    if spell.until_on != left_on:
        _set_days(spell, spell.from_on, left_on, by=by)
    return ending


@transaction.atomic
def withdraw_ending(ending: Ending, *, reason: str, by: Person, on: date) -> Member:
    """Take back the end of a membership that was entered by a slip: the member stands on the roll again.

    Offices, exemptions and transfers that ended with it are not begun again. Raises NotAllowed, WrongState,
    ValidationError.
    """
    spell, member = ending.spell, ending.member
    if spell != member.spells.latest("from_on"):
        raise ValidationError(_("The member came back after that: withdraw the return first."))
    correcting.withdraw(ending, verb="member.write", reason=reason, days=["left_on"], by=by, on=on)
    _reopen(spell, member, by=by)
    state = rules.active_state(member.official_on)
    saving.move(member, MOVES, BACK[state], by=by, because=validate.reason(reason))
    return member


@transaction.atomic
def correct_restoration(
    row: Restoration,
    *,
    decision_number: str,
    decided_on: date,
    decided_by: str,
    from_on: date,
    party_age_note: str = "",
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Restoration:
    """Correct the decision that gave a membership back. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "member.write", row, on=on)
    number, decider = text.clean(decision_number), text.clean(decided_by)
    checks.check_decision(number, decided_on, on=on)
    validate.not_in_future(from_on, "from_on", on=on)
    checks.check_cell(queries.periods_of([row.unit]), row.unit, from_on, field="from_on")
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    spell = row.member.spells.get(from_on=row.from_on, opened_by=Opened.RESTORED)
    correcting.correct(
        row,
        verb="member.write",
        because=because,
        paper=paper,
        days=["from_on"],
        seen=seen,
        by=by,
        on=on,
        decision_number=number,
        decided_on=decided_on,
        decided_by=decider,
        from_on=from_on,
        party_age_note=text.clean(party_age_note),
    )
    _begin_spell_on(spell, from_on, "from_on", by=by)
    return row


@transaction.atomic
def correct_proposal(
    row: RemovalProposal,
    *,
    proposed_on: date,
    number: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> RemovalProposal:
    """Correct the proposal of a removal. Raises NotAllowed, ValidationError, Conflict."""
    document = text.clean(number)
    if not document:
        raise ValidationError({"number": _("Enter the number of the document, like 07-NQ/CB.")})
    validate.not_in_future(proposed_on, "proposed_on", on=on)
    if row.member.removal_proposals.filter(proposed_on=proposed_on).exclude(pk=row.pk).exists():
        raise ValidationError({"proposed_on": _("A proposal of that day has been recorded already.")})
    return correcting.correct(
        row,
        verb="member.write",
        because=because,
        paper=paper,
        seen=seen,
        by=by,
        on=on,
        proposed_on=proposed_on,
        number=document,
    )


@transaction.atomic
def withdraw_proposal(row: RemovalProposal, *, reason: str, by: Person, on: date) -> Member:
    """Take back the proposal of a removal. Raises NotAllowed, ValidationError."""
    member = row.member
    correcting.withdraw(row, verb="member.write", reason=reason, by=by, on=on)
    return member
