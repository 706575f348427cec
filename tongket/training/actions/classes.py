"""Opening a class, and putting it right."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.training.models import School, TrainingClass
from tongket.training.rules import Kind

FIELDS = (
    "kind",
    "title",
    "opened_on",
    "closed_on",
    "school",
    "place",
    "decision_number",
    "decided_on",
    "decided_by",
    "learners",
)
TEXTS = ("title", "place", "decision_number", "decided_by")


@transaction.atomic
def open_class(
    unit: Unit,
    *,
    kind: str,
    title: str,
    opened_on: date,
    closed_on: date | None = None,
    school: School | None = None,
    place: str = "",
    decision_number: str = "",
    decided_on: date | None = None,
    decided_by: str = "",
    learners: int = 0,
    by: Person,
    on: date,
) -> TrainingClass:
    """Record a class that has begun; closed_on may be a day to come. Raises NotAllowed, ValidationError.

    Source: R-TRN-01, R-TRN-03.
    """
    access.require(by, "training.write", unit, on=on)
    values: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "opened_on": opened_on,
        "closed_on": closed_on,
        "school": school,
        "place": place,
        "decision_number": decision_number,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "learners": learners,
    }
    row = TrainingClass.objects.create(unit=unit, **_checked(values, on=on))
    audit.record(by, "training.write", row, on=on, fields=["kind", "title", "opened_on", "learners"])
    return row


@transaction.atomic
def correct(
    row: TrainingClass, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> TrainingClass:
    """Correct what was recorded of a class: any of FIELDS. Raises NotAllowed, ValidationError, Conflict."""
    values = {**{name: getattr(row, name) for name in FIELDS}, **changes}
    checked = _checked(values, on=on)
    if checked["kind"] != row.kind and row.roster.exists():
        raise ValidationError({"kind": _("There are learners on the list already: the kind of the class stays.")})
    listed = row.roster.count()
    if checked["learners"] < listed:
        raise ValidationError({"learners": _("On the list there are %(count)s already.") % {"count": listed}})
    return correcting.correct(
        row,
        verb="training.write",
        because=because,
        paper=paper,
        days=["opened_on"],
        seen=seen,
        by=by,
        on=on,
        **checked,
    )


@transaction.atomic
def withdraw(row: TrainingClass, *, reason: str, by: Person, on: date) -> None:
    """Take back a class entered by a slip, before anybody stands on its list. Raises NotAllowed, ValidationError."""
    correcting.withdraw(row, verb="training.write", reason=reason, days=["opened_on"], by=by, on=on)


def _checked(values: dict[str, Any], *, on: date) -> dict[str, Any]:
    values = {name: text.clean(value) if name in TEXTS else value for name, value in values.items()}
    opened_on, closed_on = values["opened_on"], values["closed_on"]
    if values["kind"] not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of class it is.")})
    if not values["title"]:
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
    if bool(values["decision_number"]) != (values["decided_on"] is not None):
        missing = "decided_on" if values["decision_number"] else "decision_number"
        raise ValidationError({missing: _("A decision has a number and a day: enter both, or neither.")})
    validate.not_in_future(values["decided_on"], "decided_on", on=on)
    if values["learners"] < 0:
        raise ValidationError({"learners": _("The number of learners is 0 or more.")})
    return values
