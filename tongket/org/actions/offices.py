"""Offices held from day to day, and the rights that go with them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access, audit
from tongket.org.actions import people
from tongket.org.actions.accounts import end_sessions_of
from tongket.org.actions.grants import end_grants_of
from tongket.org.actions.opening import require_unless_opening
from tongket.org.models import CommitteeTerm, Office, OfficeTerm, Person, Unit


@transaction.atomic
def take_office(
    person: Person, unit: Unit, office: Office, *, how: str, decision: str, from_on: date, by: Person | None, on: date,
    committee: CommitteeTerm | None = None, approval: str = "", approved_on: date | None = None,
) -> OfficeTerm:  # fmt: skip
    """Record that a person holds an office from a day on.

    committee: the committee in which it is a seat; approval, approved_on: the superior's approval, where there is one
    (R-ORG-09). Raises NotAllowed, ValidationError.
    """
    require_unless_opening(by, unit, on=on, verb="office.write")
    if committee is not None and committee.unit_id != unit.pk:
        raise ValidationError(_("The committee is one of another unit."))
    if approved_on is not None and approved_on < from_on:
        raise ValidationError({"approved_on": _("The approval follows the election or the appointment.")})
    term = OfficeTerm.objects.create(
        unit=unit, person=person, office=office, how=how, decision=decision, from_on=from_on, committee=committee,
        approval=approval, approved_on=approved_on,
    )  # fmt: skip
    audit.record(by, "office.write", term, on=on)
    return term


@transaction.atomic
def take_office_by_name(
    unit: Unit, *, full_name: str, office: str, how: str, decision: str, from_on: date, by: Person, on: date,
    person: Person | None = None, is_another: bool = False,
) -> OfficeTerm:  # fmt: skip
    """Record an office of somebody by name. person, is_another: as `people.named` takes them.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "office.write", unit, on=on)
    holder = people.named(full_name, person=person, is_another=is_another, by=by, verb="office.write", on=on)
    return take_office(holder, unit, Office(office), how=how, decision=decision, from_on=from_on, by=by, on=on)


@transaction.atomic
def leave_office(
    term: OfficeTerm, *, until_on: date, by: Person, on: date, because: str = "", note: str = ""
) -> OfficeTerm:
    """End an office held: its grants end with it. because: a code of Ended; note: what was handed over.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "office.write", term, on=on)
    if until_on <= term.from_on:
        raise ValidationError(_("An office ends after the day on which it began."))
    ending = {"until_on": until_on, "ended_because": because, "handover_note": text.clean(note)}
    running = OfficeTerm.objects.filter(pk=term.pk, until_on__isnull=True)
    if not running.update(**ending, version=F("version") + 1):
        raise ValidationError(_("This office has already ended."))
    audit.record(by, "office.write", term, on=on, fields=["until_on"])
    if until_on <= on:
        end_sessions_of(term.person_id)
    end_grants_of(term, until_on=until_on, by=by, on=on)
    return term
