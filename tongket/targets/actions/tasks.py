"""Taking on key tasks, following them, putting them off by decision, finishing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.targets.actions.targets import FIRST_YEAR, LAST_YEAR
from tongket.targets.models import Extension, KeyTask, Milestone, Progress
from tongket.targets.rules import Grade

TASK_FIELDS = ("title", "carrier", "co_carriers", "source", "order")
ENDED = ("done_on", "grade", "graded_by", "result")


@dataclass(frozen=True)
class NewTask:
    """A task as a conclusion words it."""

    title: str
    carrier: str
    due_on: date
    co_carriers: str = ""


@transaction.atomic
def take_on(
    unit: Unit,
    *,
    year: int,
    title: str,
    carrier: str,
    due_on: date,
    co_carriers: str = "",
    source: str = "",
    order: int = 0,
    by: Person,
    on: date,
) -> KeyTask:
    """Take on a key task of the year. carrier: the body or office that carries it; co_carriers: those beside it.

    Raises NotAllowed, ValidationError. Source: R-TGT-05.
    """
    access.require(by, "target.write", unit, on=on)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": _("%(year)s is no year to plan for.") % {"year": year}})
    values = _values(title=title, carrier=carrier, co_carriers=co_carriers, source=source, order=order)
    task = KeyTask.objects.create(unit=unit, year=year, due_on=due_on, **values)
    audit.record(by, "target.write", task, on=on, fields={"title": task.title, "due_on": task.due_on.isoformat()})
    return task


@transaction.atomic
def take_on_conclusion(
    unit: Unit, *, conclusion: str, concluded_on: date, tasks: Sequence[NewTask], by: Person, on: date
) -> list[KeyTask]:
    """Make the conclusions of a conference tasks of the unit, in their order, each naming where it comes from.

    conclusion: the paper or the conference, like 12-KL/ĐU. Raises NotAllowed, ValidationError (none is taken on then).
    """
    conclusion = text.clean(conclusion)
    if not conclusion:
        raise ValidationError({"conclusion": _("Name the conclusion or the conference.")})
    if not tasks:
        raise ValidationError({"tasks": _("A conclusion that becomes tasks names at least one.")})
    source = _("%(conclusion)s of %(day)s") % {"conclusion": conclusion, "day": dates.dmy(concluded_on)}
    return [
        take_on(
            unit,
            year=task.due_on.year,
            title=task.title,
            carrier=task.carrier,
            co_carriers=task.co_carriers,
            due_on=task.due_on,
            source=source,
            order=order,
            by=by,
            on=on,
        )
        for order, task in enumerate(tasks, start=1)
    ]


@transaction.atomic
def correct_task(
    task: KeyTask, *, because: str, paper: str = "", seen: int, by: Person, on: date, **changes: Any
) -> KeyTask:
    """Correct what was written of a key task: names of TASK_FIELDS; its due day until a decision has put it off; how it
    ended (ENDED) where it is done.

    because, paper: as correcting.correct takes them. Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "target.write", task, on=on)
    old = {name: getattr(task, name) for name in TASK_FIELDS}
    checked = _values(**{**old, **{name: changes[name] for name in TASK_FIELDS if name in changes}})
    if changes.get("due_on", task.due_on) != task.due_on:
        if task.extensions.exists():
            words = _("The due day was put off by a decision: correct that one.")
            raise ValidationError({"due_on": words})
        checked["due_on"] = changes["due_on"]
    if task.done_on is not None:
        checked |= _ended({name: changes.get(name, getattr(task, name)) for name in ENDED}, on=on)
    return correcting.correct(
        task,
        verb="target.write",
        because=because,
        paper=paper,
        days=["due_on", "done_on"],
        seen=seen,
        by=by,
        on=on,
        **checked,
    )


@transaction.atomic
def remove_task(task: KeyTask, *, reason: str, by: Person, on: date) -> None:
    """Take back a task entered by a slip, while nothing hangs on it. Raises NotAllowed, ValidationError."""
    access.require(by, "target.write", task, on=on)
    has_parts = task.milestones.exists() or task.progress.exists() or task.extensions.exists()
    if task.done_on is not None or has_parts:
        raise ValidationError(_("Work on this task has been recorded already: finish it instead."))
    correcting.withdraw(task, verb="target.write", reason=reason, by=by, on=on)


# --- On the way ------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_milestone(task: KeyTask, *, title: str, due_on: date, by: Person, on: date) -> Milestone:
    """Add a step with a day of its own, not after the task's. Raises NotAllowed, ValidationError."""
    _require_open(task, by, on)
    title = checked_step(task, title, due_on)
    step = Milestone.objects.create(unit_id=task.unit_id, task=task, title=title, due_on=due_on)
    audit.record(by, "target.write", task, on=on, fields={"step": title, "due_on": due_on.isoformat()})
    return step


@transaction.atomic
def reach_milestone(step: Milestone, *, done_on: date, by: Person, on: date) -> Milestone:
    """Record that a step is done. Raises NotAllowed, ValidationError (also when it is done already), Conflict."""
    access.require(by, "target.write", step, on=on)
    validate.not_in_future(done_on, "done_on", on=on)
    if step.done_on is not None:
        raise ValidationError(_("This step has been recorded as done already."))
    saving.update(step, seen=step.version, by=by, done_on=done_on)
    audit.record(by, "target.write", step, on=on, fields={"done_on": done_on.isoformat()})
    return step


@transaction.atomic
def note_progress(
    task: KeyTask, *, as_of_on: date, percent: int, note: str, evidence: str = "", by: Person, on: date
) -> Progress:
    """Note how far a task has come on a day; the same day again replaces it. Raises NotAllowed, ValidationError."""
    _require_open(task, by, on)
    note = checked_progress(as_of_on, percent, note, on=on)
    for replaced in task.progress.filter(as_of_on=as_of_on):
        saving.remove(replaced, by=by, because="")
    row = Progress.objects.create(
        unit_id=task.unit_id,
        task=task,
        as_of_on=as_of_on,
        percent=percent,
        note=note,
        evidence=text.clean(evidence),
    )
    audit.record(by, "target.write", task, on=on, fields={"percent": percent, "as_of_on": as_of_on.isoformat()})
    return row


@transaction.atomic
def extend(
    task: KeyTask, *, to_on: date, decision_number: str, decided_on: date, reason: str, by: Person, on: date
) -> Extension:
    """Put the due day off, by a decision alone. Raises NotAllowed, ValidationError. Source: R-TGT-05."""
    _require_open(task, by, on)
    number, reason = text.clean(decision_number), text.clean(reason)
    if not number:
        raise ValidationError({"decision_number": _("A due day is put off by a decision only: enter its number.")})
    if not reason:
        raise ValidationError({"reason": _("Say why the day is put off, as the decision does.")})
    validate.not_in_future(decided_on, "decided_on", on=on)
    if to_on <= task.due_on:
        raise ValidationError(
            {"to_on": _("The task is due on %(day)s: enter a later day.") % {"day": dates.dmy(task.due_on)}}
        )
    row = Extension.objects.create(
        unit_id=task.unit_id,
        task=task,
        from_on=task.due_on,
        to_on=to_on,
        decision_number=number,
        decided_on=decided_on,
        reason=reason,
    )
    saving.update(task, seen=task.version, by=by, due_on=to_on)
    audit.record(by, "target.write", task, on=on, fields={"due_on": to_on.isoformat(), "decision_number": number})
    return row


# --- The end ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def finish(
    task: KeyTask, *, done_on: date, grade: str, graded_by: str = "", result: str = "", by: Person, on: date
) -> KeyTask:
    """Record that a key task is done, what came of it, and how well, by the body that decided it.

    Raises NotAllowed, ValidationError (also when it is done already), Conflict. Source: R-TGT-05.
    """
    access.require(by, "target.write", task, on=on)
    ends = _ended({"done_on": done_on, "grade": grade, "graded_by": graded_by, "result": result}, on=on)
    if task.done_on is not None:
        raise ValidationError(_("This task has been recorded as done already; open it again to change that."))
    saving.update(task, seen=task.version, by=by, **ends)
    audit.record(by, "target.write", task, on=on, fields={"done_on": done_on.isoformat(), "grade": grade})
    return task


@transaction.atomic
def expect(task: KeyTask, *, grade: str, by: Person, on: date) -> KeyTask:
    """Note how well a key task is expected to be done, before it is; without a grade what was noted is taken back.

    The final grade stands beside it later. Raises NotAllowed, ValidationError (done already), Conflict.
    Source: R-REP-06.
    """
    access.require(by, "target.write", task, on=on)
    if task.done_on is not None:
        raise ValidationError(_("This task has been recorded as done already; open it again to change that."))
    if grade and grade not in Grade.values:
        raise ValidationError({"grade": _("Choose how well the task was done.")})
    saving.update(task, seen=task.version, by=by, expected_grade=grade, expected_on=on if grade else None)
    audit.record(by, "target.write", task, on=on, fields={"expected_grade": grade})
    return task


@transaction.atomic
def reopen(task: KeyTask, *, by: Person, on: date) -> KeyTask:
    """Undo a finishing that was a slip. Raises NotAllowed, ValidationError (not done), Conflict."""
    access.require(by, "target.write", task, on=on)
    if task.done_on is None:
        raise ValidationError(_("This task is not done."))
    saving.update(task, seen=task.version, by=by, done_on=None, grade="", graded_by="", result="")
    audit.record(by, "target.write", task, on=on, fields=["done_on", "grade"])
    return task


def checked_step(task: KeyTask, title: str, due_on: date) -> str:
    """The title of a step as it is kept. Raises ValidationError."""
    title = text.clean(title)
    if not title:
        raise ValidationError({"title": _("Say what the step is.")})
    if due_on > task.due_on:
        words = _("The task is due on %(day)s: a step comes before.") % {"day": dates.dmy(task.due_on)}
        raise ValidationError({"due_on": words})
    return title


def checked_progress(as_of_on: date, percent: int, note: str, *, on: date) -> str:
    """What was done as it is kept. Raises ValidationError."""
    validate.not_in_future(as_of_on, "as_of_on", on=on)
    note = text.clean(note)
    if not note:
        raise ValidationError({"note": _("Say what was done.")})
    if not 0 <= percent <= 100:
        raise ValidationError({"percent": _("A share lies between 0 and 100 percent.")})
    return note


# --- Parts -----------------------------------------------------------------------------------------------------------


def _require_open(task: KeyTask, by: Person, on: date) -> None:
    access.require(by, "target.write", task, on=on)
    if task.done_on is not None:
        raise ValidationError(_("This task is done: open it again first."))


def _ended(values: dict[str, Any], *, on: date) -> dict[str, Any]:
    if values["grade"] not in Grade.values:
        raise ValidationError({"grade": _("Choose how well the task was done.")})
    validate.not_in_future(values["done_on"], "done_on", on=on)
    return {**values, "graded_by": text.clean(values["graded_by"]), "result": text.clean(values["result"])}


def _values(*, title: str, carrier: str, co_carriers: str, source: str, order: int) -> dict[str, Any]:
    title, carrier = text.clean(title), text.clean(carrier)
    if not title:
        raise ValidationError({"title": _("Say what is to be done.")})
    if not carrier:
        raise ValidationError({"carrier": _("Say which body or office carries the task.")})
    return {
        "title": title,
        "carrier": carrier,
        "co_carriers": text.clean(co_carriers),
        "source": text.clean(source),
        "order": order,
    }
