"""The only writes of the roll: admissions, official status, moves between cells, endings, corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from tongket.core import clock, dates, text
from tongket.core.states import WrongState, move
from tongket.members import checks, queries, rules
from tongket.members.models import Admission, Member, Recognition, Spell
from tongket.members.rules import MOVES, Closed, MemberState, Opened
from tongket.org import access, asked, audit, saving
from tongket.org.models import HistoryRow, Person, Unit

CORRECTABLE = ("full_name", "sex", "born_on", "card_number", "education", "theory")


@dataclass(frozen=True)
class NewMember:
    """Somebody on the roll when the books are opened. official_on None: on probation; person: if known already."""

    full_name: str
    sex: str
    born_on: date
    unit: Unit
    party_age_from_on: date
    ceremony_on: date | None
    official_on: date | None
    from_on: date
    card_number: str = ""
    education: str = ""
    theory: str = ""
    person: Person | None = None


@transaction.atomic
def open_roll(rows: Sequence[NewMember], *, by: Person, on: date) -> list[Member]:
    """Enter the members that units have when they begin to keep their books here, in the order of `rows`.

    One audit row per unit. Raises NotAllowed; ValidationError naming the row: then none is saved.
    """
    units = {row.unit.pk: row.unit for row in rows}
    _require_units(units, "member.write", by=by, on=on)
    periods = queries.periods_of(units.values())
    for number, row in enumerate(rows, start=1):
        checks.check_cell(periods, row.unit, row.from_on)
        checks.check_new(row, number, on=on)
    persons = [row.person or Person.named(row.full_name) for row in rows]
    new = [person for person, row in zip(persons, rows, strict=True) if row.person is None]
    Person.objects.bulk_create(new, batch_size=500)
    members = [
        Member(
            unit=row.unit,
            person=person,
            state=MemberState.OFFICIAL if row.official_on else MemberState.PROBATIONARY,
            card_number=row.card_number.strip(),
            sex=row.sex,
            born_on=row.born_on,
            party_age_from_on=row.party_age_from_on,
            ceremony_on=row.ceremony_on,
            official_on=row.official_on,
            education=row.education,
            theory=row.theory,
        )
        for row, person in zip(rows, persons, strict=True)
    ]
    Member.objects.bulk_create(members, batch_size=500)
    Spell.objects.bulk_create(
        [
            Spell(
                member=member,
                unit=member.unit,
                from_on=row.from_on,
                official_from_on=row.from_on if row.official_on else None,
                opened_by=Opened.OPENING,
            )
            for member, row in zip(members, rows, strict=True)
        ],
        batch_size=500,
    )
    for unit in units.values():
        audit.record(by, "member.write", unit, on=on, fields=["members"])
    return members


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
    by: Person,
    on: date,
) -> Admission:
    """Record that somebody was admitted to a cell; membership begins on the day of the decision.

    age_reason: by what consent somebody past the ordinary age was admitted. Raises NotAllowed, ValidationError.
    Source: R-MEM-01, R-MEM-08.
    """
    access.require(by, "member.admit", unit, on=on)
    number, decider, reason = text.clean(decision_number), text.clean(decided_by), text.clean(age_reason)
    name = checks.checked_name(full_name)
    checks.check_decision(number, decided_on, on=on)
    checks.check_ceremony(ceremony_on, decided_on, on=on)
    checks.check_cell(queries.periods_of([unit]), unit, decided_on)
    checks.check_age(born_on, decided_on, reason)
    if not decider:
        raise ValidationError({"decided_by": _("Enter the body that decided, as the decision names it.")})
    person = Person.named(name)
    person.save(force_insert=True)
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
    )
    audit.record(by, "member.admit", admission, on=on, fields=["decision_number", "decided_on", "decided_by"])
    return admission


@transaction.atomic
def record_ceremony(admission: Admission, *, ceremony_on: date, by: Person, on: date) -> Admission:
    """Record the ceremony of an admission; probation runs from it. Raises NotAllowed, ValidationError (R-MEM-08)."""
    access.require(by, "member.admit", admission, on=on)
    checks.check_ceremony(ceremony_on, admission.decided_on, on=on)
    recorded = Admission.objects.filter(pk=admission.pk, ceremony_on__isnull=True)
    if not recorded.update(ceremony_on=ceremony_on, version=F("version") + 1):
        raise ValidationError({"ceremony_on": _("The ceremony has been recorded already; open the record to see it.")})
    Member.objects.filter(pk=admission.member_id).update(ceremony_on=ceremony_on, version=F("version") + 1)
    admission.ceremony_on = ceremony_on
    audit.record(by, "member.admit", admission, on=on, fields=["ceremony_on"])
    return admission


@transaction.atomic
def cancel_admission(admission: Admission, *, reason: str, by: Person, on: date) -> None:
    """Take back an admission entered by a slip, with the member, while nothing else hangs on it.

    Raises NotAllowed; ValidationError when there is no reason, or when other records exist.
    """
    access.require(by, "member.admit", admission, on=on)
    why = asked.reason(reason)
    member = Member.objects.select_related("person").get(pk=admission.member_id)
    hangs = ValidationError(
        _("Other records of %(name)s exist already (a transfer, a rating, an award …): correct the record instead.")
        % {"name": member.name}
    )
    if member.state != MemberState.PROBATIONARY or member.spells.count() > 1 or member.admissions.count() > 1:
        raise hangs
    old = {"decision_number": admission.decision_number, "decided_on": str(admission.decided_on), "reason": why}
    HistoryRow.objects.create(
        about=Admission._meta.label_lower,
        object_id=str(admission.pk),
        version=admission.version,
        at=clock.now(),
        by=by,
        old=old,
        held_class=Admission.data_class,
    )
    try:
        with transaction.atomic():
            Spell.objects.filter(member=member).delete()
            Admission.objects.filter(pk=admission.pk).delete()
            person = member.person
            member.delete()
            if not hasattr(person, "account"):
                person.delete()
    except ProtectedError as protected:
        raise hangs from protected
    audit.record(by, "member.admit", admission, on=on, fields=["cancelled"])


@transaction.atomic
def recognise(member: Member, *, decision_number: str, decided_on: date, by: Person, on: date) -> Recognition:
    """Record that a probationary member was recognised as official: it counts from the end of the 12 months.

    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-08, R-MEM-09.
    """
    access.require(by, "member.write", member, on=on)
    now = Member.objects.get(pk=member.pk)
    state = move(MOVES, now.state, "recognise")
    number = text.clean(decision_number)
    checks.check_decision(number, decided_on, on=on)
    counted_from_on = rules.probation_ends_on(now.ceremony_on or now.party_age_from_on)
    if decided_on < counted_from_on:
        raise ValidationError(
            {
                "decided_on": _("The 12 months of probation end on %(end)s: a decision of %(day)s is too early.")
                % {"end": dates.dmy(counted_from_on), "day": dates.dmy(decided_on)}
            }
        )
    _move(now, state, "recognise", official_on=counted_from_on)
    _set_official_from(now, counted_from_on)
    recognition = Recognition.objects.create(
        unit_id=now.unit_id,
        member=now,
        decision_number=number,
        decided_on=decided_on,
        counted_from_on=counted_from_on,
    )
    _tell(member, now, state=state, official_on=counted_from_on)
    audit.record(by, "member.write", recognition, on=on, fields=["decision_number", "decided_on", "counted_from_on"])
    return recognition


@transaction.atomic
def transfer(member: Member, *, to: Unit, moved_on: date, by: Person, on: date) -> Spell:
    """Move a member to another cell, where they count from that day. Raises NotAllowed, WrongState, ValidationError.

    Source: R-MEM-11.
    """
    access.require(by, "member.write", member, on=on)
    access.require(by, "member.write", to, on=on)
    now = Member.objects.get(pk=member.pk)
    if not now.is_on_roll:
        raise WrongState(MemberState(now.state), "transfer")
    if now.unit_id == to.pk:
        raise ValidationError({"to": _("This is the cell that the member stands in: choose another.")})
    checks.check_cell(queries.periods_of([to]), to, moved_on, field="to")
    spell = _close(now, moved_on, Closed.TRANSFERRED_OUT, field="moved_on", on=on)
    new = Spell.objects.create(
        unit=to,
        member=now,
        from_on=moved_on,
        official_from_on=max(now.official_on, moved_on) if now.official_on else None,
        opened_by=Opened.TRANSFERRED_IN,
    )
    _move(now, now.state, "transfer", unit_id=to.pk)
    _tell(member, now, unit=to)
    audit.record(by, "member.write", spell, on=on, fields=["until_on", "closed_by"])
    audit.record(by, "member.write", new, on=on, fields=["from_on", "opened_by"])
    return new


@transaction.atomic
def leave(member: Member, *, how: str, left_on: date, by: Person, on: date) -> None:
    """End a membership from a day on.

    how: deceased, removed, resigned, expelled, or transferred_out (to where no books are kept here).
    Raises NotAllowed, WrongState, ValidationError. Source: R-MEM-14, R-MEM-15, R-MEM-16.
    """
    access.require(by, "member.write", member, on=on)
    if how not in Closed.values:
        raise ValidationError({"how": _("Choose how the membership ended.")})
    now = Member.objects.get(pk=member.pk)
    state = move(MOVES, now.state, how)
    spell = _close(now, left_on, Closed(how), field="left_on", on=on)
    _move(now, state, how)
    _tell(member, now, state=state)
    audit.record(by, "member.write", spell, on=on, fields=["until_on", "closed_by"])


@transaction.atomic
def correct(member: Member, *, seen: int, by: Person, on: date, **fields: Any) -> Member:
    """Correct what was written of a member: any of CORRECTABLE. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "member.write", member, on=on)
    unknown = set(fields) - set(CORRECTABLE)
    if unknown:
        raise TypeError(f"cannot be corrected: {', '.join(sorted(unknown))}")
    name = checks.checked_name(fields.pop("full_name", member.person.full_name))
    changes = {key: value for key, value in fields.items() if value != getattr(member, key)}
    if "born_on" in changes:
        checks.check_birth(changes["born_on"], member.party_age_from_on)
    is_renamed = name != member.person.full_name
    if not changes and not is_renamed:
        return member
    saving.update(member, seen=seen, by=by, **changes)
    if is_renamed:
        _rename(member.person, name, version=seen, by=by)
    audit.record(by, "member.write", member, on=on, fields=sorted({*changes, *(["full_name"] if is_renamed else [])}))
    return member


# --- Parts ------------------------------------------------------------------------------------------------------------


def _require_units(units: dict[Any, Unit], verb: str, *, by: Person, on: date) -> None:
    allowed = access.scope(Unit.objects.filter(pk__in=list(units)), by, verb, on=on).count()
    if allowed != len(units):
        raise access.NotAllowed(verb)


def _close(now: Member, day: date, how: Closed, *, field: str, on: date) -> Spell:
    """End the running membership of a unit on a day; that day is the first one on which it no longer holds."""
    spell = Spell.objects.get(member=now, until_on__isnull=True)
    if day > on:
        raise ValidationError(
            {field: _("%(day)s has not come yet: enter it when it has happened.") % {"day": dates.dmy(day)}}
        )
    if day <= spell.from_on:
        raise ValidationError(
            {
                field: _("The member has stood in this cell since %(start)s: enter a later day.")
                % {"start": dates.dmy(spell.from_on)}
            }
        )
    official_from_on = spell.official_from_on if spell.official_from_on and spell.official_from_on < day else None
    closed = Spell.objects.filter(pk=spell.pk, until_on__isnull=True, version=spell.version)
    if not closed.update(until_on=day, closed_by=how, official_from_on=official_from_on, version=F("version") + 1):
        raise WrongState(MemberState(now.state), how)
    return spell


def _move(now: Member, state: str, verb: str, **changes: Any) -> None:
    """Change the state only if the row is still the one that was read."""
    moved = Member.objects.filter(pk=now.pk, state=now.state, version=now.version)
    if not moved.update(state=state, version=F("version") + 1, **changes):
        raise WrongState(MemberState(now.state), verb)


def _set_official_from(now: Member, official_on: date) -> None:
    """Say in each time in a unit from when the member was official, as far as it lasted until then."""
    for spell in Spell.objects.filter(member=now):
        start = max(spell.from_on, official_on)
        if spell.until_on is None or start < spell.until_on:
            Spell.objects.filter(pk=spell.pk).update(official_from_on=start, version=F("version") + 1)


def _tell(member: Member, now: Member, **changes: Any) -> None:
    """Put what was changed on the instance of the caller too."""
    for name, value in changes.items():
        setattr(member, name, value)
    member.version = now.version + 1


def _rename(person: Person, name: str, *, version: int, by: Person) -> None:
    named = Person.named(name)
    HistoryRow.objects.create(
        about=Person._meta.label_lower,
        object_id=str(person.pk),
        version=version,
        at=clock.now(),
        by=by,
        old={"full_name": person.full_name},
        held_class=Person.data_class,
    )
    person.full_name, person.name_fold, person.name_rev = named.full_name, named.name_fold, named.name_rev
    person.save(update_fields=["full_name", "name_fold", "name_rev"])
