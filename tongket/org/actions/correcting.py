"""Correcting and withdrawing a row that stands for itself; what has consequences is put right by its own package."""

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tongket.org import access, audit, frozen, saving, validate
from tongket.org.models import Person, UnitOwned
from tongket.org.queries.depending import depending_on

R = TypeVar("R", bound=UnitOwned)


@transaction.atomic
def correct(
    row: R,
    *,
    verb: str,
    because: str,
    paper: str = "",
    days: Collection[str] = (),
    counted_on: Collection[date] = (),
    seen: int | None = None,
    by: Person,
    on: date,
    **changes: Any,
) -> R:
    """Change what was entered wrong, with the reason; the caller has checked the values as at entry.

    because: why. days: fields by which something issued may have counted the row, counted_on: other days of it; paper:
    number and day of what corrects it then.
    Raises NotAllowed, Conflict, ValidationError (also where nothing is changed).
    """
    access.require(by, verb, row, on=on)
    changed = {name: value for name, value in changes.items() if value != getattr(row, name)}
    if not changed:
        raise ValidationError(_("Nothing was changed: this is what stands there."))
    counted = [
        *counted_on,
        *(getattr(row, name) for name in days),
        *(changed[name] for name in days if name in changed),
    ]
    why = frozen.why_corrected(because, paper, row.unit, counted)
    saving.update(row, seen=row.version if seen is None else seen, by=by, because=why, **changed)
    audit.record(by, verb, row, on=on, fields=sorted(changed))
    return row


@transaction.atomic
def withdraw(
    row: UnitOwned,
    *,
    verb: str,
    reason: str,
    days: Collection[str] = (),
    counted_on: Collection[date] = (),
    by: Person,
    on: date,
) -> None:
    """Remove a row that was entered by a slip; its history keeps what it said and why.

    Raises NotAllowed, ValidationError (something depends on it, or has counted it).
    """
    access.require(by, verb, row, on=on)
    why = validate.reason(reason)
    frozen.require_uncounted(row.unit, [*counted_on, *(getattr(row, name) for name in days)])
    depending = depending_on(row)
    audit.record(by, verb, row, on=on, fields=["withdrawn"])
    try:
        with transaction.atomic():
            saving.remove(row, by=by, because=why)
    except ProtectedError as protected:
        names = ", ".join(f"{count} {name}" for name, count in depending)
        raise ValidationError(
            _("This depends on it and is withdrawn first: %(names)s.") % {"names": names}
        ) from protected
