"""Schools: named once, put right, taken back while no class names them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org import access, audit
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.training.models import School


@transaction.atomic
def keep_school(unit: Unit, *, name: str, address: str = "", note: str = "", by: Person, on: date) -> School:
    """Name a school that a unit trains with. Raises NotAllowed, ValidationError."""
    access.require(by, "training.write", unit, on=on)
    named = _named(name, unit)
    row = School.objects.create(
        unit=unit, name=named, name_fold=text.fold(named), address=text.clean(address), note=text.clean(note)
    )
    audit.record(by, "training.write", row, on=on, fields=["name", "address", "note"])
    return row


@transaction.atomic
def correct_school(
    row: School, *, name: str, address: str = "", note: str = "", because: str, seen: int, by: Person, on: date
) -> School:
    """Correct what is kept of a school; its classes show it. Raises NotAllowed, ValidationError, Conflict."""
    named = _named(name, row.unit, but=row)
    return correcting.correct(
        row,
        verb="training.write",
        because=because,
        seen=seen,
        by=by,
        on=on,
        name=named,
        name_fold=text.fold(named),
        address=text.clean(address),
        note=text.clean(note),
    )


@transaction.atomic
def withdraw_school(row: School, *, reason: str, by: Person, on: date) -> None:
    """Take back a school entered by a slip. Raises NotAllowed, ValidationError (a class names it)."""
    correcting.withdraw(row, verb="training.write", reason=reason, by=by, on=on)


def _named(typed: str, unit: Unit, but: School | None = None) -> str:
    name = text.clean(typed)
    if not name:
        raise ValidationError({"name": _("Enter the name of the school.")})
    same = School.objects.filter(unit=unit, name_fold=text.fold(name))  # unscoped: of the unit that was allowed
    if any(row != but for row in same):
        raise ValidationError({"name": _("This school is on the list of the unit already.")})
    return name
