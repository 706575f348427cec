"""Results and certificates of learners."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person
from tongket.training import queries, rules
from tongket.training.actions.certificates import hand_on, take_back
from tongket.training.models import Learner, TrainingClass
from tongket.training.rules import Grade, Result


class Outcome(NamedTuple):
    """What came of a learner, with the grade of who passed."""

    result: str
    grade: str = ""


@transaction.atomic
def record_results(
    training_class: TrainingClass, outcomes: Mapping[UUID, Outcome], *, by: Person, on: date
) -> list[Learner]:
    """Record what came of learners of whom nothing was recorded yet, by their ids. Raises NotAllowed, ValidationError.

    Source: R-TRN-03.
    """
    access.require(by, "learning.write", training_class, on=on)
    rows = list(queries.roster(training_class).filter(pk__in=outcomes))
    changed = []
    for row in rows:
        outcome = outcomes[row.pk]
        if outcome.result == Result.LISTED:
            continue
        if row.result != Result.LISTED:
            raise ValidationError(_("%(name)s has a result already: correct it on its page.") % {"name": row.name})
        _check(outcome)
        saving.update(row, seen=row.version, by=by, result=outcome.result, grade=outcome.grade)
        changed.append(row)
    if not changed:
        raise ValidationError(_("Choose the result of at least one learner."))
    audit.record(by, "learning.write", training_class, on=on, fields={"results": len(changed)})
    return changed


@transaction.atomic
def certify(
    training_class: TrainingClass, *, certified_on: date, first_number: str, by: Person, on: date
) -> list[Learner]:
    """Give certificates to all who passed and have none, numbered on from the first in the order of the list.

    That of the class for candidates holds for 60 months and is noted on the candidacy.
    Raises NotAllowed, ValidationError. Source: R-TRN-03, R-MEM-03.
    """
    access.require(by, "learning.write", training_class, on=on)
    validate.not_in_future(certified_on, "certified_on", on=on)
    _check_day(training_class, certified_on)
    waiting = list(queries.roster(training_class).filter(result=Result.PASSED, certificate_number=""))
    if not waiting:
        raise ValidationError(_("Nobody waits for a certificate: who passed has one already."))
    try:
        numbers = rules.numbers_from(text.clean(first_number), len(waiting))
    except ValueError as error:
        raise ValidationError({"first_number": _("Write the first number with its digits, as 01/GCN.")}) from error
    _require_unused(training_class, numbers, "first_number")
    until = _until(training_class.kind, certified_on)
    for row, number in zip(waiting, numbers, strict=True):
        saving.update(
            row, seen=row.version, by=by, certificate_number=number, certified_on=certified_on, valid_until_on=until
        )
        hand_on(row, by=by, on=on)
    audit.record(by, "learning.write", training_class, on=on, fields={"certificates": len(waiting)})
    return waiting


@transaction.atomic
def correct_learner(
    row: Learner,
    *,
    result: str,
    grade: str = "",
    certificate_number: str = "",
    certified_on: date | None = None,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Learner:
    """Correct result and certificate of a learner; the candidacy goes along. Raises NotAllowed, ValidationError,
    Conflict.
    """
    access.require(by, "learning.write", row, on=on)
    number = text.clean(certificate_number)
    _check(Outcome(result, grade))
    if result != Result.PASSED and (number or certified_on):
        raise ValidationError({"certificate_number": _("Only who passed has a certificate.")})
    if bool(number) != (certified_on is not None):
        missing = "certified_on" if number else "certificate_number"
        raise ValidationError({missing: _("A certificate has a number and a day: enter both, or neither.")})
    if certified_on is not None:
        validate.not_in_future(certified_on, "certified_on", on=on)
        _check_day(row.training_class, certified_on)
        if number != row.certificate_number:
            _require_unused(row.training_class, [number], "certificate_number")
    if (row.certificate_number, row.certified_on) != (number, certified_on):
        take_back(row, because=because, by=by, on=on)
    corrected = correcting.correct(
        row,
        verb="learning.write",
        because=because,
        paper=paper,
        counted_on=[row.training_class.opened_on],
        seen=seen,
        by=by,
        on=on,
        result=result,
        grade=grade,
        certificate_number=number,
        certified_on=certified_on,
        valid_until_on=_until(row.training_class.kind, certified_on) if certified_on else None,
    )
    hand_on(corrected, because=because, by=by, on=on)
    return corrected


def _check(outcome: Outcome) -> None:
    if outcome.result not in Result.values or outcome.grade not in Grade.values:
        raise ValidationError({"result": _("Choose the result from the list.")})
    if outcome.grade and outcome.result != Result.PASSED:
        raise ValidationError({"grade": _("Only who passed has a grade.")})


def _check_day(training_class: TrainingClass, certified_on: date) -> None:
    if certified_on < training_class.opened_on:
        words = _("The class opened on %(day)s: no certificate comes before that.")
        raise ValidationError({"certified_on": words % {"day": dates.dmy(training_class.opened_on)}})


def _require_unused(training_class: TrainingClass, numbers: list[str], field: str) -> None:
    used = training_class.roster.filter(certificate_number__in=numbers).values_list("certificate_number", flat=True)
    if used:
        words = _("Given in this class already: %(numbers)s.")
        raise ValidationError({field: words % {"numbers": ", ".join(sorted(used))}})


def _until(kind: str, certified_on: date) -> date | None:
    if kind != rules.Kind.CANDIDATE:
        return None
    return rules.valid_until(kind, certified_on, months=queries.certificate_months(certified_on))
