"""The conclusion of an item: what it says as codes, what has to be corrected, following that up, closing the file."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.inspection.actions.items import check_done_on, count_parties
from tongket.inspection.models import ConclusionPoint, FilePaper, FollowUp, ProgrammeItem, Remedy
from tongket.inspection.rules import MOVES, FoundBy, PaperKind, PointKind, Progress, State
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit

REMEDY_FIELDS = ("matter", "task", "carrier", "due_on")


@transaction.atomic
def conclude(item: ProgrammeItem, *, number: str, concluded_on: date, by: Person, on: date) -> ProgrammeItem:
    """Record the notice of the conclusion: with it the item is carried out, if it was not before.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-05, R-INS-06.
    """
    access.require(by, "inspection.write", item, on=on)
    if item.state not in MOVES["conclude"][0]:
        raise saving.wrong_state(item, "conclude")
    notice = text.clean(number)
    if not notice:
        raise ValidationError({"number": _("Enter the number of the paper.")})
    if not item.is_case and not item.parties.exists():
        raise ValidationError(_("Name at least one organisation or member that was inspected."))
    check_done_on(item.year, concluded_on, on, field="concluded_on")
    if item.opened_on is not None and concluded_on < item.opened_on:
        raise ValidationError({"concluded_on": _("It was opened after that day.")})
    saving.move(item, MOVES, "conclude", by=by, done_on=item.done_on or concluded_on)
    count_parties(item, by)
    FilePaper.objects.filter(item=item, kind=PaperKind.CONCLUSION).delete()  # of a conclusion that was taken back
    FilePaper.objects.create(
        unit_id=item.unit_id, item=item, kind=PaperKind.CONCLUSION, number=notice, dated_on=concluded_on
    )
    audit.record(by, "inspection.write", item, on=on, fields=["state", "done_on", "papers"])
    return item


@transaction.atomic
def close(item: ProgrammeItem, *, closed_on: date, by: Person, on: date) -> ProgrammeItem:
    """Close the file, once all that had to be corrected is.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-06.
    """
    access.require(by, "inspection.write", item, on=on)
    validate.not_in_future(closed_on, "closed_on", on=on)
    if item.done_on is not None and closed_on < item.done_on:
        raise ValidationError({"closed_on": _("It was carried out after that day.")})
    open_remedies = item.remedies.filter(closed_on=None).count()
    if open_remedies:
        words = _("What has to be corrected is not closed yet: %(count)s.")
        raise ValidationError(words % {"count": open_remedies})
    saving.move(item, MOVES, "close", by=by, closed_on=closed_on)
    audit.record(by, "inspection.write", item, on=on, fields=["state", "closed_on"])
    return item


@transaction.atomic
def open_again(item: ProgrammeItem, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Open a closed file again. Raises NotAllowed, FenceClosed, WrongState, ValidationError."""
    access.require(by, "inspection.write", item, on=on)
    why = validate.reason(reason)
    saving.move(item, MOVES, "open again", by=by, because=why, closed_on=None)
    audit.record(by, "inspection.write", item, on=on, fields=["state", "closed_on"])
    return item


@transaction.atomic
def add_point(
    item: ProgrammeItem, *, kind: str, matter: str, found_by: str = "", by: Person, on: date
) -> ConclusionPoint:
    """Put down a point of the conclusion; of a violation who found it, so that what a unit found itself is told apart.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-06, R-INS-08.
    """
    access.require(by, "inspection.write", item, on=on)
    _require_concluded(item)
    values = _checked_point(item, kind, matter, found_by)
    point = ConclusionPoint.objects.create(unit_id=item.unit_id, item=item, **values)
    audit.record(by, "inspection.write", item, on=on, fields=["points"])
    return point


@transaction.atomic
def correct_point(
    point: ConclusionPoint, *, because: str, paper: str = "", seen: int | None = None, by: Person, on: date,
    **changes: Any,
) -> ConclusionPoint:  # fmt: skip
    """Put a point right. Raises NotAllowed, FenceClosed, Conflict, ValidationError."""
    values = _checked_point(point.item, changes["kind"], changes["matter"], changes["found_by"], but=point)
    return correcting.correct(
        point, verb="inspection.write", because=because, paper=paper, counted_on=_counted_on(point.item), seen=seen,
        by=by, on=on, **values,
    )  # fmt: skip


@transaction.atomic
def withdraw_point(point: ConclusionPoint, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take a point back. Raises NotAllowed, FenceClosed, WrongState, ValidationError."""
    _require_concluded(point.item)
    counted = _counted_on(point.item)
    correcting.withdraw(point, verb="inspection.write", reason=reason, counted_on=counted, by=by, on=on)
    return point.item


@transaction.atomic
def ask_remedy(
    item: ProgrammeItem, *, matter: str, task: str, carrier: Unit, due_on: date, by: Person, on: date
) -> Remedy:
    """Put down what the conclusion asks to be corrected, by whom and until when.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-06.
    """
    access.require(by, "inspection.write", item, on=on)
    _require_concluded(item)
    values = _checked_remedy(item, matter=matter, task=task, carrier=carrier, due_on=due_on)
    remedy = Remedy.objects.create(unit_id=item.unit_id, item=item, **values)
    audit.record(by, "inspection.write", item, on=on, fields=["remedies"])
    return remedy


@transaction.atomic
def correct_remedy(
    remedy: Remedy, *, because: str, seen: int | None = None, by: Person, on: date, **changes: Any
) -> Remedy:
    """Put right what was asked for. Raises NotAllowed, FenceClosed, Conflict, ValidationError."""
    values = _checked_remedy(remedy.item, **{name: changes[name] for name in REMEDY_FIELDS})
    return correcting.correct(remedy, verb="inspection.write", because=because, seen=seen, by=by, on=on, **values)


@transaction.atomic
def withdraw_remedy(remedy: Remedy, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take back what was asked for by a slip. Raises NotAllowed, FenceClosed, WrongState, ValidationError."""
    _require_concluded(remedy.item)
    correcting.withdraw(remedy, verb="inspection.write", reason=reason, by=by, on=on)
    return remedy.item


@transaction.atomic
def follow_up(
    remedy: Remedy, *, looked_on: date, way: str, progress: str, next_on: date | None = None, by: Person, on: date
) -> FollowUp:
    """Put down what one saw of a correction. Raises NotAllowed, FenceClosed, WrongState, ValidationError.

    Source: R-INS-06.
    """
    access.require(by, "inspection.write", remedy, on=on)
    _require_concluded(remedy.item)
    if remedy.closed_on is not None:
        raise ValidationError(_("This was closed already."))
    _check_look(remedy, looked_on, next_on, on)
    look = FollowUp.objects.create(
        unit_id=remedy.unit_id, item=remedy.item, remedy=remedy, looked_on=looked_on, way=way, progress=progress,
        next_on=next_on,
    )  # fmt: skip
    audit.record(by, "inspection.write", remedy.item, on=on, fields=["follow_up"])
    return look


@transaction.atomic
def withdraw_follow_up(look: FollowUp, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take a follow-up back; another is put down in its place. Raises NotAllowed, FenceClosed, ValidationError."""
    if look.remedy.closed_on is not None:
        raise ValidationError(_("This was closed already."))
    correcting.withdraw(look, verb="inspection.write", reason=reason, by=by, on=on)
    return look.item


@transaction.atomic
def close_remedy(remedy: Remedy, *, closed_on: date, closed_by: str, by: Person, on: date) -> Remedy:
    """Close a correction by its report, once one has seen that it was made.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-06.
    """
    access.require(by, "inspection.write", remedy, on=on)
    _require_concluded(remedy.item)
    report = text.clean(closed_by)
    if not report:
        raise ValidationError({"closed_by": _("Enter the number of the paper.")})
    validate.not_in_future(closed_on, "closed_on", on=on)
    last = remedy.follow_ups.order_by("-looked_on", "-pk").first()
    if remedy.closed_on is not None:
        raise ValidationError(_("This was closed already."))
    if last is None or last.progress != Progress.CORRECTED:
        raise ValidationError(_("Put down first that one has seen it corrected."))
    if closed_on < last.looked_on:
        words = _("It was looked at on %(day)s: it is closed then or later.")
        raise ValidationError({"closed_on": words % {"day": dates.dmy(last.looked_on)}})
    saving.update(remedy, seen=remedy.version, by=by, closed_on=closed_on, closed_by=report)
    audit.record(by, "inspection.write", remedy.item, on=on, fields=["remedies"])
    return remedy


@transaction.atomic
def open_remedy(remedy: Remedy, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Open a correction again that was closed. Raises NotAllowed, FenceClosed, WrongState, ValidationError."""
    access.require(by, "inspection.write", remedy, on=on)
    _require_concluded(remedy.item)
    saving.update(remedy, seen=remedy.version, by=by, because=validate.reason(reason), closed_on=None, closed_by="")
    audit.record(by, "inspection.write", remedy.item, on=on, fields=["remedies"])
    return remedy.item


def _require_concluded(item: ProgrammeItem) -> None:
    if item.state != State.CONCLUDED:
        raise saving.wrong_state(item, "conclude")


def _counted_on(item: ProgrammeItem) -> list[date]:
    return [date(item.year, 12, 31)]


def _checked_point(
    item: ProgrammeItem, kind: str, matter: str, found_by: str, *, but: ConclusionPoint | None = None
) -> dict[str, Any]:
    if (kind == PointKind.VIOLATION) != (found_by in FoundBy.values):
        raise ValidationError({"found_by": _("Of a violation say who found it, of other points nothing.")})
    same = item.points.filter(kind=kind, matter=matter)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise ValidationError({"matter": _("The conclusion names this already.")})
    return {"kind": kind, "matter": matter, "found_by": found_by}


def _checked_remedy(item: ProgrammeItem, **values: Any) -> dict[str, Any]:
    values["task"] = text.clean(values["task"])
    if not values["task"]:
        raise ValidationError({"task": _("Say what has to be done, without names of persons.")})
    if item.done_on is not None and values["due_on"] <= item.done_on:
        raise ValidationError({"due_on": _("It is due after the conclusion.")})
    return values


def _check_look(remedy: Remedy, looked_on: date, next_on: date | None, on: date) -> None:
    validate.not_in_future(looked_on, "looked_on", on=on)
    if remedy.item.done_on is not None and looked_on < remedy.item.done_on:
        raise ValidationError({"looked_on": _("The conclusion came after that day.")})
    if next_on is not None and next_on <= looked_on:
        raise ValidationError({"next_on": _("The next look comes after this one.")})
