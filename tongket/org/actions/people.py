"""Persons: one record for one human. Who is known is offered before somebody is entered anew."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.org import access, audit, saving, seams, validate
from tongket.org.actions.accounts import make_account
from tongket.org.models import NAME_FIELDS, Account, Person, Unit
from tongket.org.queries import people as queries
from tongket.org.queries.known import matches


@transaction.atomic
def named(
    full_name: str, *, by: Person, verb: str, on: date, person: Person | None = None, is_another: bool = False,
    may_be: Callable[[Person], bool] = lambda person: True,
) -> Person:  # fmt: skip
    """The person that a name is to stand for: `person`, who was chosen; somebody new where nobody within reach has that
    name, or where `is_another` says that none of those is meant. Nobody is taken or made silently.

    verb: the right under which somebody is entered; may_be: whether somebody known can be meant at all.
    Raises NotAllowed, ValidationError where it has to be chosen.
    """
    if person is not None:
        access.require(by, verb, person, on=on)
        return person
    known = [] if is_another else [match.person for match in matches(full_name, by, verb, on=on)]
    if any(map(may_be, known)):
        raise ValidationError({"person": _("Somebody of this name is known already: say who is meant.")})
    somebody = Person.named(full_name)
    somebody.save(force_insert=True)
    return somebody


@transaction.atomic
def correct_name(person: Person, *, full_name: str, reason: str, by: Person, on: date) -> Person:
    """Correct the name of a person who stands on no roll; the name before is kept, with the reason.

    Raises NotAllowed, ValidationError: also for a member, whose name is corrected with the rest of their record.
    """
    access.require(by, "person.write", person, on=on)
    elsewhere = next(filter(None, (where(person) for where in seams.NAME_KEEPERS)), "")
    if elsewhere:
        raise ValidationError(elsewhere)
    why = validate.reason(reason)
    if full_name == person.full_name:
        raise ValidationError({"full_name": _("Nothing was changed: this is what stands there.")})
    name = validate.full_name(full_name)
    write_name(person, name, version=queries.names_before(person).count() + 1, by=by, because=why)
    for refresh in seams.NAME_COPIES:
        refresh(person)
    audit.record(by, "person.write", person, on=on, fields=["full_name"])
    return person


def write_name(person: Person, full_name: str, *, version: int, by: Person, because: str) -> None:
    """Give a person another name, with what is made of it, and keep the one before: part of an action."""
    saving.keep_old(person, by, version=version, because=because, full_name=person.full_name)
    named = Person.named(full_name)
    for field in NAME_FIELDS:
        setattr(person, field, getattr(named, field))
    person.save(update_fields=NAME_FIELDS)


@transaction.atomic
def add_with_account(
    unit: Unit, *, full_name: str, login: str, by: Person, on: date, person: Person | None = None,
    is_another: bool = False,
) -> Account:  # fmt: skip
    """Make an account for somebody by name, kept by the administrators of a unit.

    person, is_another: as `named` takes them; login: empty for the one that the name proposes. Raises NotAllowed,
    ValidationError.
    """
    access.require(by, "account.write", unit, on=on)
    holder = named(full_name, person=person, is_another=is_another, by=by, verb="account.write", on=on)
    return make_account(holder, login or queries.proposed_login(holder), unit=unit, by=by, on=on)
