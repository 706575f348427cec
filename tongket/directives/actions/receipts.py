"""Directives in the units: passing one on, setting right what was asked, taking it back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.directives.models import Directive, Level, ProgressReview, Receipt, StudyMode
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit

ASKED = ("received_on", "study_due_on", "needs_programme", "level", "study_form", "programme_due_on")


@transaction.atomic
def receive_many(
    directive: Directive,
    units: Sequence[Unit],
    *,
    received_on: date,
    study_due_on: date | None = None,
    needs_programme: bool = False,
    level: str = "",
    study_form: str = "",
    programme_due_on: date | None = None,
    interim_due_on: date | None = None,
    final_due_on: date | None = None,
    by: Person,
    on: date,
) -> list[Receipt]:
    """Record that units have received a directive, in the order of `units`; one audit row per unit.

    level, study_form: who has to study it and how; programme_due_on only where a programme is asked for;
    interim_due_on, final_due_on: by when each holds its interim and its final review.
    Raises NotAllowed, ValidationError (a unit that has it already is named): then none is saved. Source: R-DIR-01.
    """
    wanted = {unit.pk for unit in units}
    reached = access.scope(Unit.objects.filter(pk__in=wanted), by, "directive.write", on=on)
    if set(reached.values_list("pk", flat=True)) != wanted:
        raise access.NotAllowed("directive.write")
    validate = checked_asks(
        directive, received_on=received_on, study_due_on=study_due_on, needs_programme=needs_programme, level=level,
        study_form=study_form, programme_due_on=programme_due_on, on=on,
    )  # fmt: skip
    for field, due_on in (("interim_due_on", interim_due_on), ("final_due_on", final_due_on)):
        if due_on is not None and due_on < received_on:
            raise ValidationError({field: _("A review cannot be due before the day of receipt.")})
    if interim_due_on and final_due_on and interim_due_on >= final_due_on:
        raise ValidationError({"final_due_on": _("The final review comes after the interim one.")})
    known = Receipt.objects.filter(directive=directive, unit__in=units).select_related("unit__place").first()
    if known is not None or len(wanted) < len(units):
        name = known.unit.place.short_name if known is not None else units[0].name
        raise ValidationError(
            {
                "units": _("%(unit)s has received %(directive)s already.")
                % {"unit": name, "directive": directive.printed}
            }
        )
    receipts = Receipt.objects.bulk_create(
        [Receipt(directive=directive, unit=unit, **validate) for unit in units], batch_size=500
    )
    kinds = ((ProgressReview.Kind.INTERIM, interim_due_on), (ProgressReview.Kind.FINAL, final_due_on))
    ProgressReview.objects.bulk_create(
        [
            ProgressReview(unit_id=receipt.unit_id, receipt=receipt, kind=kind, due_on=due_on)
            for receipt in receipts
            for kind, due_on in kinds
            if due_on is not None
        ],
        batch_size=500,
    )
    for receipt in receipts:
        audit.record(by, "directive.write", receipt, on=on, fields={"directive": directive.printed})
    return receipts


@transaction.atomic
def correct_receipt(
    receipt: Receipt, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> Receipt:
    """Correct what a unit was asked to do with a directive, and when it came: names of ASKED.

    Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "directive.write", receipt, on=on)
    old = {name: getattr(receipt, name) for name in ASKED}
    values = checked_asks(receipt.directive, **{**old, **changes}, on=on)
    days = (receipt.first_studied_on, receipt.programme_on)
    if any(day is not None and day < values["received_on"] for day in days):
        raise ValidationError({"received_on": _("The unit has studied it, or issued its programme, before that day.")})
    return correcting.correct(
        receipt,
        verb="directive.write",
        because=because,
        paper=paper,
        days=["received_on"],
        seen=seen,
        by=by,
        on=on,
        **values,
    )


@transaction.atomic
def remove_receipt(receipt: Receipt, *, reason: str, by: Person, on: date) -> None:
    """Take back a directive given to a unit by a slip, while the unit has recorded nothing about it.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "directive.write", receipt, on=on)
    is_held = receipt.reviews.filter(done_on__isnull=False).exists()
    if receipt.sessions.exists() or receipt.programmes.exists() or is_held:
        raise ValidationError(_("The unit has recorded what it did with it: remove that first."))
    for review in receipt.reviews.all():
        saving.remove(review, by=by, because=validate.reason(reason))
    correcting.withdraw(receipt, verb="directive.write", reason=reason, days=["received_on"], by=by, on=on)


def checked_asks(
    directive: Directive, *, received_on: date, study_due_on: date | None, needs_programme: bool, level: str,
    study_form: str, programme_due_on: date | None, on: date,
) -> dict[str, Any]:  # fmt: skip
    """What a unit is asked to do with a directive, as it may be stored. Raises ValidationError. Source: R-DIR-01."""
    validate.not_in_future(received_on, "received_on", on=on)
    if directive.issued_on is not None and received_on < directive.issued_on:
        words = _("It was issued on %(day)s and cannot have been received before.")
        raise ValidationError({"received_on": words % {"day": dates.dmy(directive.issued_on)}})
    if study_due_on is not None and study_due_on < received_on:
        raise ValidationError({"study_due_on": _("The day to study it by lies before the day of receipt.")})
    if programme_due_on is not None and not needs_programme:
        raise ValidationError({"programme_due_on": _("No programme is asked for: leave its day empty.")})
    if programme_due_on is not None and programme_due_on < received_on:
        raise ValidationError({"programme_due_on": _("The programme cannot be due before the day of receipt.")})
    if level and level not in Level.values:
        raise ValidationError({"level": _("Please choose from the list.")})
    if study_form and study_form not in StudyMode.values:
        raise ValidationError({"study_form": _("Please choose from the list.")})
    return {
        "received_on": received_on,
        "study_due_on": study_due_on,
        "needs_programme": needs_programme,
        "level": level,
        "study_form": study_form,
        "programme_due_on": programme_due_on,
    }


def after_receipt(receipt: Receipt, field: str, day: date, on: date) -> None:
    validate.not_in_future(day, field, on=on)
    if day < receipt.received_on:  # what answers a directive is not older than it (R-DOC-07)
        raise ValidationError(
            {
                field: _("The directive was received on %(day)s; this cannot have been before.")
                % {"day": dates.dmy(receipt.received_on)}
            }
        )
