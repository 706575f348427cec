"""What a report says: read as it was typed, and held against its form, the records and the period before (R-REP-03)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.reports import beside, consistency
from tongket.reports.beside import Beside
from tongket.reports.consistency import Fault
from tongket.reports.models import FieldKind, Form, Report, is_reportable
from tongket.reports.rules import NOT_APPLICABLE

LARGEST = Decimal(10) ** 9
MOST_TEXT, LONGEST_EXPLANATION = 5000, 300  # characters
TO_EXPLAIN = "to_explain"  # the code of an error that a word of explanation answers


def whole_number(given: Any) -> int | None:
    """A number as a form or a file gives it (12, "12", "1.250", 12.0); None when it is no whole number of 0 or more."""
    said = str(given).strip()
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", said):
        said = said.replace(".", "")
    try:
        number = Decimal(said.replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number < LARGEST or number != number.to_integral_value():
        return None
    return int(number)


def drafted(form: Form, content: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed into the fields of a form, cut to what may be kept; numbers as they were typed."""
    fields = form.asked
    figures = {
        code: str(value).strip()[:20] for code, value in dict(content.get("figures", {})).items() if code in fields
    }
    texts = {
        code: text.clean(str(value))[:MOST_TEXT]
        for code, value in dict(content.get("texts", {})).items()
        if code in fields and fields[code].kind == FieldKind.TEXT
    }
    reasons = {
        code: text.clean(str(value))[:LONGEST_EXPLANATION]
        for code, value in dict(content.get("explanations", {})).items()
        if code in fields
    }
    typed: dict[str, Any] = {
        "figures": {code: value for code, value in figures.items() if value},
        "text": text.clean(str(content.get("text", "")))[:MOST_TEXT],
    }
    if any(texts.values()):
        typed["texts"] = texts
    estimates = [code for code in content.get("estimates", []) if code in typed["figures"]]
    if estimates:
        typed["estimates"] = estimates
    if any(reasons.values()):
        typed["explanations"] = {code: reason for code, reason in reasons.items() if reason}
    return typed


def read(form: Form, content: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent, checked field by field. Raises ValidationError that names the field of each error."""
    fields = form.asked
    figures: dict[str, str] = {}
    errors: dict[str, str] = {}
    for code, given in dict(content.get("figures", {})).items():
        field = fields.get(code)
        if field is None or field.kind != FieldKind.NUMBER or (field.is_figure and not is_reportable(field.line)):
            raise ValidationError(_("The form does not ask for “%(key)s”.") % {"key": code})
        if given == NOT_APPLICABLE:
            figures[code] = NOT_APPLICABLE
            continue
        number = whole_number(given)
        if number is None:
            errors[code] = _("“%(label)s” is a whole number of 0 or more.") % {"label": field.name}
        else:
            figures[code] = str(number)
    if errors:
        raise ValidationError(errors)
    return {**drafted(form, content), "figures": figures}


def faults_of(
    report: Report, values: Mapping[str, str], counted: Mapping[str, int], before: Mapping[str, str]
) -> list[Fault]:
    """All that does not agree in the numbers of a report. counted: what the records say; before: what the same unit
    sent for the period before.
    """
    fields = report.form.asked
    labels = {code: field.name for code, field in fields.items()}
    period = report.the_period
    follows = period.previous().last + timedelta(days=1) == period.first
    return [
        *consistency.faults(report.form.checks, labels, values, before),
        *consistency.of_columns(
            fields, values, before if follows else {}, is_first_of_year=period.first == date(period.year, 1, 1)
        ),
        *consistency.against_records(labels, values, counted),
    ]


def check(report: Report, content: Mapping[str, Any], *, shown: Beside | None) -> None:
    """Raise ValidationError for what does not agree, beside the fields; what may be explained passes with a word of
    explanation there. Source: R-REP-03.

    shown: what stood beside the fields; None: not known. The records are counted where that is not known, and before
    anything is refused: they may have been put right since.
    """

    def errors_against(known: Beside) -> dict[str, list[ValidationError]]:
        faults = faults_of(report, content["figures"], known.counted, known.before)
        return unanswered(faults, content.get("explanations", {}))

    if shown is not None and not errors_against(shown):
        return
    errors = errors_against(beside.of_report(report))
    if errors:
        raise ValidationError(errors)


def unanswered(faults: Iterable[Fault], explanations: Mapping[str, str]) -> dict[str, list[ValidationError]]:
    """The faults that stop a sending, by field; those that a word of explanation answers carry TO_EXPLAIN."""
    errors: dict[str, list[ValidationError]] = {}
    for fault in faults:
        if fault.is_hard:
            errors.setdefault(fault.field, []).append(ValidationError(fault.text))
        elif not explanations.get(fault.field):
            errors.setdefault(fault.field, []).append(ValidationError(fault.text, code=TO_EXPLAIN))
    return errors
