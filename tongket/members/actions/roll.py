"""The opening roll, and corrections of what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.members import checks, queries
from tongket.members.actions.spells import set_official_from
from tongket.members.models import Member, Precision, Sex, Spell, name_keys
from tongket.members.rules import MemberState, Opened
from tongket.org import access, audit, frozen, saving, validate
from tongket.org.actions import write_name
from tongket.org.models import Person, Unit

CORRECTABLE = ("full_name", "sex", "born_on", "born_precision", "card_number", "education", "theory")
DAYS = ("party_age_from_on", "ceremony_on", "official_on")


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
        _check_new(row, number, on=on)
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
            **name_keys(person),
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


def _check_new(row: NewMember, number: int, *, on: date) -> None:
    """Raise ValidationError for one row of an opening roll, with its number."""
    try:
        validate.full_name(row.full_name)
        checks.check_birth(row.born_on, row.party_age_from_on)
        checks.check_ceremony(row.ceremony_on, row.party_age_from_on, on=on)
        _check_order(row, on)
    except ValidationError as refusal:
        raise ValidationError(
            _("Row %(number)s, %(name)s: %(why)s")
            % {"number": number, "name": row.full_name, "why": " ".join(refusal.messages)}
        ) from refusal


def _check_order(row: NewMember, on: date) -> None:
    if row.sex not in Sex.values:
        raise ValidationError(_("The sex is M or F."))
    if row.from_on > on:
        raise ValidationError(_("The roll cannot begin on a day to come."))
    if row.party_age_from_on > row.from_on:
        raise ValidationError(_("Party age begins after the day from which the member stands on the roll."))
    if row.official_on is not None and not row.party_age_from_on < row.official_on <= row.from_on:
        raise ValidationError(_("The day of official status lies between the admission and the day of the roll."))


@transaction.atomic
def correct(member: Member, *, because: str, paper: str = "", seen: int, by: Person, on: date, **fields: Any) -> Member:
    """Correct what was written of a member: any of CORRECTABLE, and of DAYS where `correctable_days` has them.

    because, paper: as correcting.correct takes them. Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "member.write", member, on=on)
    unknown = set(fields) - set(CORRECTABLE) - set(correctable_days(member))
    if unknown:
        raise TypeError(f"cannot be corrected: {', '.join(sorted(unknown))}")
    name = fields.pop("full_name", member.person.full_name)
    if name != member.person.full_name:
        name = validate.full_name(name)
    if not fields.get("born_precision"):
        fields.pop("born_precision", None)
    changes = {key: value for key, value in fields.items() if value != getattr(member, key)}
    if "born_on" in changes:
        changes.setdefault("born_precision", fields.get("born_precision", Precision.DAY))
    if {"born_on", "party_age_from_on"} & set(changes):
        born_on, admitted_on = (changes.get(key, getattr(member, key)) for key in ("born_on", "party_age_from_on"))
        checks.check_birth(born_on, admitted_on)
    if set(DAYS) & set(changes):
        _check_days(member, {key: changes.get(key, getattr(member, key)) for key in DAYS}, on=on)
    if "card_number" in changes:
        checks.check_card(changes["card_number"], of=member)
    is_renamed = name != member.person.full_name
    if not changes and not is_renamed:
        raise ValidationError(_("Nothing was changed: this is what stands there."))
    counted = [day for key in DAYS if key in changes for day in (getattr(member, key), changes[key])]
    why = frozen.why_corrected(because, paper, member.unit, counted)
    try:
        saving.update(member, seen=seen, by=by, because=why, **changes)
    except saving.Conflict as clash:  # the name stands in the row of the person: it is told with the others
        clash.mine["full_name"] = name
        raise
    if "official_on" in changes:
        set_official_from(member, changes["official_on"], by=by)
    if is_renamed:
        _rename(member, name, version=seen, by=by, because=why)
    audit.record(by, "member.write", member, on=on, fields=sorted({*changes, *(["full_name"] if is_renamed else [])}))
    return member


def correctable_days(member: Member) -> tuple[str, ...]:
    """The days of DAYS that no decision kept here gives, so that they are corrected on the record itself."""
    days: tuple[str, ...] = () if member.admissions.exists() else ("party_age_from_on", "ceremony_on")
    if member.official_on is not None and not member.recognitions.exists():
        days = (*days, "official_on")
    return days


def _check_days(member: Member, days: dict[str, Any], *, on: date) -> None:
    checks.check_ceremony(days["ceremony_on"], days["party_age_from_on"], on=on)
    began_on = member.spells.earliest("from_on").from_on
    if days["party_age_from_on"] > began_on:
        words = _("Party age begins after the day from which the member stands on the roll.")
        raise ValidationError({"party_age_from_on": words})
    if member.official_on is None or member.recognitions.exists():
        return
    if days["official_on"] is None or not days["party_age_from_on"] < days["official_on"] <= began_on:
        words = _("The day of official status lies between the admission and the day of the roll.")
        raise ValidationError({"official_on": words})


def _require_units(units: dict[Any, Unit], verb: str, *, by: Person, on: date) -> None:
    allowed = access.scope(Unit.objects.filter(pk__in=list(units)), by, verb, on=on).count()
    if allowed != len(units):
        raise access.NotAllowed(verb)


def _rename(member: Member, name: str, *, version: int, by: Person, because: str) -> None:
    write_name(member.person, name, version=version, by=by, because=because)
    keys = name_keys(member.person)
    for name_field, key in keys.items():
        setattr(member, name_field, key)
    member.save(update_fields=list(keys))


def refresh_name(person: Person) -> None:
    """Write the name of a person again where the row of the member repeats it, for lists and searches."""
    Member.objects.filter(person=person).update(**name_keys(person))
