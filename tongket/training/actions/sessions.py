"""The days of a class."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit
from tongket.org.actions import correcting
from tongket.org.models import Person
from tongket.training.models import ClassSession, TrainingClass


@transaction.atomic
def add_session(
    training_class: TrainingClass,
    *,
    held_on: date,
    subject: str,
    place: str = "",
    speaker: str = "",
    by: Person,
    on: date,
) -> ClassSession:
    """Add a day with its subject, also one to come. Raises NotAllowed, ValidationError."""
    access.require(by, "training.write", training_class, on=on)
    values = _checked(training_class, held_on, subject, place, speaker)
    row = ClassSession.objects.create(unit=training_class.unit, training_class=training_class, **values)
    audit.record(by, "training.write", row, on=on, fields=sorted(values))
    return row


@transaction.atomic
def correct_session(
    row: ClassSession,
    *,
    held_on: date,
    subject: str,
    place: str = "",
    speaker: str = "",
    because: str,
    seen: int,
    by: Person,
    on: date,
) -> ClassSession:
    """Correct a day of a class. Raises NotAllowed, ValidationError, Conflict."""
    values = _checked(row.training_class, held_on, subject, place, speaker, but=row)
    return correcting.correct(row, verb="training.write", because=because, seen=seen, by=by, on=on, **values)


@transaction.atomic
def withdraw_session(row: ClassSession, *, reason: str, by: Person, on: date) -> None:
    """Take back a day that was entered by a slip or not held. Raises NotAllowed, ValidationError."""
    correcting.withdraw(row, verb="training.write", reason=reason, by=by, on=on)


def _checked(
    training_class: TrainingClass,
    held_on: date,
    subject: str,
    place: str,
    speaker: str,
    but: ClassSession | None = None,
) -> dict[str, Any]:
    opened_on, closed_on = training_class.opened_on, training_class.closed_on
    if held_on < opened_on or (closed_on is not None and held_on > closed_on):
        words = _("The class runs from %(first)s to %(last)s: choose a day within it.")
        last = dates.dmy(closed_on) if closed_on else "…"
        raise ValidationError({"held_on": words % {"first": dates.dmy(opened_on), "last": last}})
    cleaned = text.clean(subject)
    if not cleaned:
        raise ValidationError({"subject": _("Say what is taught.")})
    same = training_class.sessions.filter(held_on=held_on, subject=cleaned)
    if any(row != but for row in same):
        raise ValidationError({"subject": _("This subject stands on that day already.")})
    return {"held_on": held_on, "subject": cleaned, "place": text.clean(place), "speaker": text.clean(speaker)}
