"""Numbers of a sent report put right by a dated correction that refers to it; final ones in the place of estimates."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.org import access, audit, saving, validate
from tongket.org.models import Person
from tongket.reports.content import whole_number
from tongket.reports.models import Correction, FieldKind, Report
from tongket.reports.rules import State


@transaction.atomic
def correct_number(
    report: Report, *, code: str, after: str, reason: str = "", seen: int, by: Person, on: date
) -> Correction:
    """Put a number of a sent or accepted report right: the report keeps what it said, and both stand on its page.

    code: of the field. reason: may be empty for the final number of an estimate. Raises NotAllowed, WrongState,
    Conflict, ValidationError. Source: R-REP-04.
    """
    access.require(by, "report.send", report, on=on)
    if report.state not in {State.SENT, State.ACCEPTED}:
        raise saving.wrong_state(report, "correct_number")
    field, number = report.form.asked.get(code), whole_number(after)
    if field is None or field.kind != FieldKind.NUMBER or code not in report.values:
        raise ValidationError({"code": _("Choose a number that the report holds.")})
    if number is None:
        raise ValidationError({"after": _("“%(label)s” is a whole number of 0 or more.") % {"label": field.name}})
    is_final = code in report.estimates
    if str(number) == report.values[code] and not is_final:
        raise ValidationError({"after": _("The report says this number already.")})
    made: Correction = Correction.objects.create(
        unit_id=report.unit_id,
        report=report,
        on=on,
        code=code,
        before=report.values[code],
        after=str(number),
        is_final=is_final,
        reason=reason if is_final and not reason else validate.reason(reason),
        by=by,
    )
    corrected = {**report.corrected, code: str(number)}
    saving.update(report, seen=seen, by=by, because=made.reason, corrected=corrected)
    audit.record(by, "report.send", report, on=on, fields={"corrected": code, "after": made.after})
    return made
