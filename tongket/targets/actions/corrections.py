"""Putting right what was entered of targets and key tasks day by day."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person
from tongket.targets.actions.targets import amount, last_day, no_second
from tongket.targets.actions.tasks import checked_progress, checked_step
from tongket.targets.models import Extension, Milestone, Progress, Target, TargetResult
from tongket.targets.rules import MOVES, state_of

VERB = "target.write"


# --- Targets ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def withdraw_target(target: Target, *, reason: str, by: Person, on: date) -> None:
    """Take back a target that was set by a slip.

    Raises NotAllowed, ValidationError (it has results, was given down, or comes from above).
    """
    access.require(by, VERB, target, on=on)
    if target.given_by is not None:
        words = _("This target was given down by %(unit)s, which takes it back where it gives it down.")
        raise ValidationError(words % {"unit": target.given_by.unit.place.short_name})
    correcting.withdraw(target, verb=VERB, reason=reason, counted_on=[last_day(target)], by=by, on=on)


@transaction.atomic
def take_up(target: Target, *, reason: str, by: Person, on: date) -> Target:
    """Undo the dropping of a target that was a slip; its result is again what was entered.

    Raises NotAllowed, WrongState, ValidationError (another one stands in its place).
    """
    access.require(by, VERB, target, on=on)
    why = validate.reason(reason)
    no_second(target)
    is_draft = state_of(target.resolution_number, target.resolution_on) == "DRAFT"
    verb = "take up as draft" if is_draft else "take up"
    last = target.entries.order_by("-as_of_on").first()
    saving.move(target, MOVES, verb, by=by, because=why, result_note=last.evidence if last else "")
    audit.record(by, VERB, target, on=on, fields={"state": target.state})
    return target


@transaction.atomic
def correct_result(
    entry: TargetResult,
    *,
    as_of_on: date,
    value: Decimal,
    evidence: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> TargetResult:
    """Correct what was entered of a target for a day; the last day's is the target's result.

    Raises NotAllowed, ValidationError, Conflict.
    """
    validate.not_in_future(as_of_on, "as_of_on", on=on)
    if entry.target.entries.filter(as_of_on=as_of_on).exclude(pk=entry.pk).exists():
        raise ValidationError({"as_of_on": _("A result of that day has been entered already.")})
    correcting.correct(
        entry,
        verb=VERB,
        because=because,
        paper=paper,
        days=["as_of_on"],
        seen=seen,
        by=by,
        on=on,
        as_of_on=as_of_on,
        value=amount(value, "value"),
        evidence=text.clean(evidence),
    )
    _keep_last(entry.target, by)
    return entry


@transaction.atomic
def withdraw_result(entry: TargetResult, *, reason: str, by: Person, on: date) -> Target:
    """Take back what was entered of a target for a day. Raises NotAllowed, ValidationError."""
    target = entry.target
    correcting.withdraw(entry, verb=VERB, reason=reason, days=["as_of_on"], by=by, on=on)
    _keep_last(target, by)
    return target


def _keep_last(target: Target, by: Person) -> None:
    """Make the last entry the result of the target."""
    last = target.entries.order_by("-as_of_on").first()
    values: dict[str, Any] = {"result": last.value if last else None, "result_note": last.evidence if last else ""}
    if values != {"result": target.result, "result_note": target.result_note}:
        saving.update(target, seen=target.version, by=by, **values)


# --- Parts of key tasks ----------------------------------------------------------------------------------------------


@transaction.atomic
def correct_step(
    step: Milestone,
    *,
    title: str,
    due_on: date,
    done_on: date | None,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Milestone:
    """Correct a step of a key task; without a day it is not done. Raises NotAllowed, ValidationError, Conflict."""
    title = checked_step(step.task, title, due_on)
    validate.not_in_future(done_on, "done_on", on=on)
    return correcting.correct(
        step,
        verb=VERB,
        because=because,
        paper=paper,
        days=["due_on"],
        seen=seen,
        by=by,
        on=on,
        title=title,
        due_on=due_on,
        done_on=done_on,
    )


@transaction.atomic
def correct_progress(
    row: Progress,
    *,
    as_of_on: date,
    percent: int,
    note: str,
    evidence: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Progress:
    """Correct how far a key task had come on a day. Raises NotAllowed, ValidationError, Conflict."""
    note = checked_progress(as_of_on, percent, note, on=on)
    if row.task.progress.filter(as_of_on=as_of_on).exclude(pk=row.pk).exists():
        raise ValidationError({"as_of_on": _("The progress of that day has been noted already.")})
    return correcting.correct(
        row,
        verb=VERB,
        because=because,
        paper=paper,
        days=["as_of_on"],
        seen=seen,
        by=by,
        on=on,
        as_of_on=as_of_on,
        percent=percent,
        note=note,
        evidence=text.clean(evidence),
    )


@transaction.atomic
def correct_extension(
    row: Extension,
    *,
    to_on: date,
    decision_number: str,
    decided_on: date,
    grounds: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> Extension:
    """Correct the decision that put a due day off; where it is the last one, the task is due on its new day.

    grounds: the reason that the decision gives. Raises NotAllowed, ValidationError, Conflict.
    """
    number, reason = text.clean(decision_number), text.clean(grounds)
    if not number:
        raise ValidationError({"decision_number": _("A due day is put off by a decision only: enter its number.")})
    if not reason:
        raise ValidationError({"grounds": _("Say why the day is put off, as the decision does.")})
    validate.not_in_future(decided_on, "decided_on", on=on)
    if to_on <= row.from_on:
        words = _("The task is due on %(day)s: enter a later day.") % {"day": dates.dmy(row.from_on)}
        raise ValidationError({"to_on": words})
    if to_on != row.to_on:
        _require_last(row)
    correcting.correct(
        row,
        verb=VERB,
        because=because,
        paper=paper,
        days=["to_on"],
        seen=seen,
        by=by,
        on=on,
        to_on=to_on,
        decision_number=number,
        decided_on=decided_on,
        reason=reason,
    )
    if row.task.due_on != to_on and row == _last(row):
        saving.update(row.task, seen=row.task.version, by=by, due_on=to_on)
    return row


@transaction.atomic
def withdraw_extension(row: Extension, *, reason: str, by: Person, on: date) -> None:
    """Take back the last putting off: the task is due again as before. Raises NotAllowed, ValidationError."""
    _require_last(row)
    task, due_on = row.task, row.from_on
    correcting.withdraw(row, verb=VERB, reason=reason, days=["to_on"], by=by, on=on)
    saving.update(task, seen=task.version, by=by, due_on=due_on)


def _last(row: Extension) -> Extension:
    return row.task.extensions.latest("to_on")


def _require_last(row: Extension) -> None:
    if row != _last(row):
        raise ValidationError(_("The due day was put off again after that: correct the last decision first."))


@transaction.atomic
def withdraw_part(row: Milestone | Progress, *, reason: str, by: Person, on: date) -> None:
    """Take back a step, or the progress of a day. Raises NotAllowed, ValidationError."""
    correcting.withdraw(row, verb=VERB, reason=reason, by=by, on=on)
