"""Setting targets, entering what came of them; taking on key tasks and finishing them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.core.compare import Comparator
from tongket.core.states import WrongState, move
from tongket.figures.declare import REGISTRY
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit
from tongket.targets import queries
from tongket.targets.models import KeyTask, Target
from tongket.targets.rules import MOVES, Grade, State, state_of

FIRST_YEAR, LAST_YEAR = 1930, 2100
LARGEST = Decimal(10) ** 10
TARGET_FIELDS = ("key", "label", "comparator", "value", "measure", "is_share", "is_main", "order")
TASK_FIELDS = ("title", "carrier", "due_on", "order")


# --- Targets ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_target(
    unit: Unit,
    *,
    year: int,
    key: str = "",
    label: str,
    comparator: str,
    value: Decimal | int,
    measure: str = "",
    is_share: bool = False,
    is_main: bool = False,
    order: int = 0,
    resolution_number: str = "",
    resolution_on: date | None = None,
    by: Person,
    on: date,
) -> Target:
    """Set a target of a unit for a year: valid with the number and day of a resolution, else a draft (R-TGT-07).

    key: a figure, or "" where the result will be entered by hand; value: a count or, with `is_share`, percent.
    Raises NotAllowed, ValidationError.
    """
    access.require(by, "target.write", unit, on=on)
    target = Target(
        unit=unit,
        year=_year(year),
        resolution_number=text.clean(resolution_number),
        resolution_on=resolution_on,
        state=state_of(text.clean(resolution_number), resolution_on),
        **_target_values(
            key=key,
            label=label,
            comparator=comparator,
            value=value,
            measure=measure,
            is_share=is_share,
            is_main=is_main,
            order=order,
        ),
    )
    _not_after(resolution_on, "resolution_on", on)
    _no_second(target)
    target.save(force_insert=True)
    audit.record(by, "target.write", target, on=on, fields={"label": target.label, "value": str(target.value)})
    return target


@transaction.atomic
def correct(target: Target, *, seen: int, by: Person, on: date, **changes: Any) -> Target:
    """Correct what was written of a target; names of fields as in TARGET_FIELDS.

    Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "target.write", target, on=on)
    held = {name: getattr(target, name) for name in TARGET_FIELDS}
    checked = _target_values(**{**held, **changes})
    changed = {name: value for name, value in checked.items() if value != held[name]}
    if changed:
        _no_second(Target(pk=target.pk, unit=target.unit, year=target.year, state=target.state, **checked))
        saving.update(target, seen=seen, by=by, **changed)
        audit.record(by, "target.write", target, on=on, fields={name: str(value) for name, value in changed.items()})
    return target


@transaction.atomic
def adopt(unit: Unit, *, year: int, resolution_number: str, resolution_on: date, by: Person, on: date) -> list[Target]:
    """Make the drafts of a unit and year valid by a resolution (R-TGT-07).

    Raises NotAllowed, ValidationError: no drafts.
    """
    access.require(by, "target.write", unit, on=on)
    number = text.clean(resolution_number)
    if not number:
        raise ValidationError({"resolution_number": _("Name the resolution: its number and symbol.")})
    _not_after(resolution_on, "resolution_on", on)
    drafts = list(
        Target.objects.filter(unit=unit, year=year, state=State.DRAFT).order_by("order")
    )  # unscoped: required
    if not drafts:
        raise ValidationError(_("The unit has no draft targets for %(year)s.") % {"year": year})
    for target in drafts:
        _move(target, "adopt", resolution_number=number, resolution_on=resolution_on)
        audit.record(by, "target.write", target, on=on, fields={"state": State.VALID, "resolution_number": number})
    return drafts


@transaction.atomic
def draft_next_year(unit: Unit, *, year: int, by: Person, on: date) -> list[Target]:
    """Copy the targets of `year` as drafts into the next one, but for those that are there (R-TGT-07).

    Raises NotAllowed, ValidationError: nothing to copy.
    """
    access.require(by, "target.write", unit, on=on)
    known = {target.key or target.label for target in queries.targets(unit, year + 1)}
    copied = [
        Target(unit=unit, year=_year(year + 1), **{name: getattr(target, name) for name in TARGET_FIELDS})
        for target in queries.targets(unit, year)
        if (target.key or target.label) not in known
    ]
    if not copied:
        raise ValidationError(_("There is nothing of %(year)s to carry over.") % {"year": year})
    Target.objects.bulk_create(copied)
    audit.record(by, "target.write", unit, on=on, fields={"drafts": len(copied), "year": year + 1})
    return copied


@transaction.atomic
def enter_result(
    target: Target, *, result: Decimal | int | None, note: str = "", seen: int | None = None, by: Person, on: date
) -> Target:
    """Enter what came of a target that no figure counts.

    Raises NotAllowed, WrongState (dropped), ValidationError, Conflict.
    """
    access.require(by, "target.write", target, on=on)
    if target.state == State.DROPPED:
        raise WrongState(State.DROPPED, "enter_result")
    if queries.is_countable(target.key):
        raise ValidationError(_("This result is counted from records; it is not entered by hand."))
    exact = None if result is None else _amount(result, "result")
    changes = {"result": exact, "result_note": text.clean(note)}
    saving.update(target, seen=target.version if seen is None else seen, by=by, **changes)
    audit.record(by, "target.write", target, on=on, fields={"result": "" if exact is None else str(exact)})
    return target


@transaction.atomic
def drop(target: Target, *, note: str, by: Person, on: date) -> Target:
    """Drop a target with the consent of who set it; the note says by whom.

    Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, "target.write", target, on=on)
    note = text.clean(note)
    if not note:
        raise ValidationError({"note": _("Say who consented, by which paper.")})
    _move(target, "drop", result_note=note)
    audit.record(by, "target.write", target, on=on, fields={"state": State.DROPPED})
    return target


def _move(target: Target, verb: str, **changes: Any) -> None:
    held = target.state
    after = move(MOVES, held, verb)
    moved = Target.objects.filter(pk=target.pk, state=held).update(state=after, version=F("version") + 1, **changes)
    if not moved:
        raise WrongState(Target.objects.get(pk=target.pk).state, verb)
    target.state, target.version = after, target.version + 1
    for name, value in changes.items():
        setattr(target, name, value)


def _target_values(
    *,
    key: str,
    label: str,
    comparator: str,
    value: Decimal | int,
    measure: str,
    is_share: bool,
    is_main: bool,
    order: int,
) -> dict[str, Any]:
    label = text.clean(label)
    if not label:
        raise ValidationError({"label": _("Say what is to be reached.")})
    if comparator not in Comparator.values:
        raise ValidationError({"comparator": _("Choose how the target is meant.")})
    if key and key not in REGISTRY:
        raise ValidationError({"key": _("There is no figure “%(key)s”.") % {"key": key}})
    if key and not queries.is_countable(key):
        raise ValidationError({"key": _("This figure is restricted: its result is entered by hand.")})
    if key and REGISTRY[key].measure.is_share != is_share:
        raise ValidationError({"is_share": _("The figure and the target must both be a share, or both a number.")})
    exact = _amount(value, "value")
    if is_share and exact > 100:
        raise ValidationError({"value": _("A share lies between 0 and 100 percent.")})
    return {
        "key": key,
        "label": label,
        "comparator": comparator,
        "value": exact,
        "measure": "%" if is_share else text.clean(measure),
        "is_share": is_share,
        "is_main": is_main,
        "order": order,
    }


def _amount(value: Decimal | int, field: str) -> Decimal:
    exact = Decimal(value)
    if not 0 <= exact < LARGEST:
        raise ValidationError({field: _("Enter a number of 0 or more.")})
    return exact


def _no_second(target: Target) -> None:
    if not target.key:
        return
    same = Target.objects.filter(unit=target.unit, year=target.year, key=target.key).exclude(
        pk=target.pk
    )  # unscoped: required
    if same.exclude(state=State.DROPPED).exists():
        raise ValidationError({"key": _("The unit has a target for this figure and year already.")})


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": _("%(year)s is no year to plan for.") % {"year": year}})
    return year


def _not_after(day: date | None, field: str, on: date) -> None:
    if day is not None and day > on:
        raise ValidationError({field: _("%(day)s has not come yet.") % {"day": dates.dmy(day)}})


# --- Key tasks -------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_on(
    unit: Unit, *, year: int, title: str, carrier: str, due_on: date, order: int = 0, by: Person, on: date
) -> KeyTask:
    """Take on a key task of the year. carrier: the body or office that carries it.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "target.write", unit, on=on)
    task = KeyTask.objects.create(
        unit=unit, year=_year(year), **_task_values(title=title, carrier=carrier, due_on=due_on, order=order)
    )
    audit.record(by, "target.write", task, on=on, fields={"title": task.title, "due_on": task.due_on.isoformat()})
    return task


@transaction.atomic
def correct_task(task: KeyTask, *, seen: int, by: Person, on: date, **changes: Any) -> KeyTask:
    """Correct what was written of a key task; names of fields as in TASK_FIELDS.

    Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "target.write", task, on=on)
    held = {name: getattr(task, name) for name in TASK_FIELDS}
    checked = _task_values(**{**held, **changes})
    changed = {name: value for name, value in checked.items() if value != held[name]}
    if changed:
        saving.update(task, seen=seen, by=by, **changed)
        audit.record(by, "target.write", task, on=on, fields={name: str(value) for name, value in changed.items()})
    return task


@transaction.atomic
def finish(task: KeyTask, *, done_on: date, grade: str, by: Person, on: date) -> KeyTask:
    """Record that a key task is done, and how well.

    Raises NotAllowed, ValidationError (also when it is done already).
    """
    access.require(by, "target.write", task, on=on)
    if grade not in Grade.values:
        raise ValidationError({"grade": _("Choose how well the task was done.")})
    _not_after(done_on, "done_on", on)
    moved = KeyTask.objects.filter(pk=task.pk, done_on__isnull=True).update(
        done_on=done_on, grade=grade, version=F("version") + 1
    )
    if not moved:
        raise ValidationError(_("This task has been recorded as done already; open it again to change that."))
    task.done_on, task.grade, task.version = done_on, grade, task.version + 1
    audit.record(by, "target.write", task, on=on, fields={"done_on": done_on.isoformat(), "grade": grade})
    return task


@transaction.atomic
def reopen(task: KeyTask, *, by: Person, on: date) -> KeyTask:
    """Undo a finishing that was a slip. Raises NotAllowed, ValidationError (not done), Conflict."""
    access.require(by, "target.write", task, on=on)
    if task.done_on is None:
        raise ValidationError(_("This task is not done."))
    saving.update(task, seen=task.version, by=by, done_on=None, grade="")
    audit.record(by, "target.write", task, on=on, fields=["done_on", "grade"])
    return task


def _task_values(*, title: str, carrier: str, due_on: date, order: int) -> dict[str, Any]:
    title, carrier = text.clean(title), text.clean(carrier)
    if not title:
        raise ValidationError({"title": _("Say what is to be done.")})
    if not carrier:
        raise ValidationError({"carrier": _("Say which body or office carries the task.")})
    return {"title": title, "carrier": carrier, "due_on": due_on, "order": order}
