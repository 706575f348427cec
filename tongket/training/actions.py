"""The only writes of classes."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit
from tongket.training.models import Kind, TrainingClass

FIELDS = ("kind", "title", "opened_on", "closed_on", "organiser", "learners")


@transaction.atomic
def open_class(
    unit: Unit,
    *,
    kind: str,
    title: str,
    opened_on: date,
    closed_on: date | None = None,
    organiser: str = "",
    learners: int,
    by: Person,
    on: date,
) -> TrainingClass:
    """Record a class that has begun; closed_on may be a day to come. Raises NotAllowed, ValidationError."""
    access.require(by, "training.write", unit, on=on)
    fields = _checked(kind, title, opened_on, closed_on, organiser, learners, on=on)
    row = TrainingClass.objects.create(unit=unit, **fields)
    audit.record(by, "training.write", row, on=on, fields=["kind", "title", "opened_on", "learners"])
    return row


@transaction.atomic
def correct(row: TrainingClass, *, seen: int, by: Person, on: date, **changes: Any) -> TrainingClass:
    """Correct what was recorded of a class: any of FIELDS. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "training.write", row, on=on)
    before = {name: getattr(row, name) for name in FIELDS}
    checked = _checked(**{**before, **changes}, on=on)
    changed = {name: value for name, value in checked.items() if value != before[name]}
    if changed:
        saving.update(row, seen=seen, by=by, **changed)
        audit.record(by, "training.write", row, on=on, fields=sorted(changed))
    return row


@transaction.atomic
def remove(row: TrainingClass, *, by: Person, on: date) -> None:
    """Take out a class entered by a slip; what it held is kept in the history. Raises NotAllowed."""
    access.require(by, "training.write", row, on=on)
    saving.keep_old(row, by, unit=row.unit_id, **{name: getattr(row, name) for name in FIELDS})
    TrainingClass.objects.filter(pk=row.pk).delete()
    audit.record(by, "training.write", row, on=on, fields=["removed"])


def _checked(
    kind: str, title: str, opened_on: date, closed_on: date | None, organiser: str, learners: int, *, on: date
) -> dict[str, Any]:
    title = text.clean(title)
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of class it is.")})
    if not title:
        raise ValidationError({"title": _("Enter the title of the class.")})
    if opened_on > on:
        raise ValidationError(
            {
                "opened_on": _("%(day)s has not come yet: a class is recorded once it has begun.")
                % {"day": dates.dmy(opened_on)}
            }
        )
    if closed_on is not None and closed_on < opened_on:
        raise ValidationError(
            {
                "closed_on": _("The class would close on %(close)s, before it opens on %(open)s: correct one of them.")
                % {"close": dates.dmy(closed_on), "open": dates.dmy(opened_on)}
            }
        )
    if learners < 0:
        raise ValidationError({"learners": _("The number of learners is 0 or more.")})
    return {
        "kind": kind,
        "title": title,
        "opened_on": opened_on,
        "closed_on": closed_on,
        "organiser": text.clean(organiser),
        "learners": learners,
    }
