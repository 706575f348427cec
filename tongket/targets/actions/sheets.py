"""Targets of a year out of a file: looked at row by row, saved all or none, taken back as a whole (S-38)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import clock, text
from tongket.org import access, audit, saving, validate
from tongket.org.models import SHEET_MOVES, Person, Unit
from tongket.targets import queries
from tongket.targets.actions.targets import enter_result, set_target
from tongket.targets.models import Target, TargetResult, TargetSheet
from tongket.targets.rules import State

MOST_ROWS = 500


@transaction.atomic
def take_sheet(
    unit: Unit,
    *,
    year: int,
    rows: list[dict[str, Any]],
    file_name: str,
    resolution_number: str = "",
    resolution_on: date | None = None,
    by: Person,
    on: date,
) -> TargetSheet:
    """Keep the rows that were read from a file, to be looked at; nothing is made yet (S-38). Raises NotAllowed,
    ValidationError.
    """
    access.require(by, "target.write", unit, on=on)
    if len(rows) > MOST_ROWS:
        raise ValidationError({"file": _("More than %(most)s rows: send the file in parts.") % {"most": MOST_ROWS}})
    number = text.clean(resolution_number)
    if bool(number) != (resolution_on is not None):
        raise ValidationError({"resolution_on": _("A resolution has a number and a day: enter both, or neither.")})
    validate.not_in_future(resolution_on, "resolution_on", on=on)
    sheet = TargetSheet.objects.create(
        unit=unit, year=year, rows=rows, file_name=text.clean(file_name)[:120], resolution_number=number,
        resolution_on=resolution_on, entered_by=by, entered_at=clock.now(),
    )  # fmt: skip
    audit.record(by, "target.write", sheet, on=on, fields={"rows": len(rows)})
    return sheet


@transaction.atomic
def answer_sheet(
    sheet: TargetSheet, answers: Mapping[str, Mapping[str, str]], *, seen: int, by: Person, on: date
) -> TargetSheet:
    """Keep what was typed for rows in doubt. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, "target.write", sheet, on=on)
    merged = {**sheet.answers, **{row: {**sheet.answers.get(row, {}), **typed} for row, typed in answers.items()}}
    return saving.move(sheet, SHEET_MOVES, "answer", by=by, seen=seen, answers=merged)


@transaction.atomic
def save_sheet(sheet: TargetSheet, *, seen: int, by: Person, on: date) -> TargetSheet:
    """Set all targets of a sheet, with their results, in the order of its rows. Raises NotAllowed, ValidationError
    while a row is in doubt, WrongState, Conflict.
    """
    access.require(by, "target.write", sheet, on=on)
    planned = queries.planned(sheet)
    if any(row.doubts for row in planned) or not planned:
        raise ValidationError(_("Nothing was saved: some rows are still in doubt."))
    last = min(on, date(sheet.year, 12, 31))
    made: dict[str, int] = {}
    for order, row in enumerate(planned, start=1):
        assert row.value is not None, row
        target = set_target(
            sheet.unit, year=sheet.year, label=row.label, comparator=row.comparator, value=row.value,
            measure=row.typed["measure"], is_share=row.is_share, order=order, field=row.typed["field"],
            carrier=row.typed["carrier"], resolution_number=sheet.resolution_number,
            resolution_on=sheet.resolution_on, by=by, on=on,
        )  # fmt: skip
        if row.result is not None:
            target = enter_result(target, result=row.result, note=sheet.file_name, as_of_on=last, by=by, on=on)
        made[str(target.pk)] = target.version
    return saving.move(sheet, SHEET_MOVES, "save", by=by, seen=seen, made=made)


@transaction.atomic
def undo_sheet(sheet: TargetSheet, *, seen: int, by: Person, on: date) -> TargetSheet:
    """Take back all targets that a sheet made, while none has been changed or given down. Raises NotAllowed,
    ValidationError, WrongState, Conflict.
    """
    access.require(by, "target.write", sheet, on=on)
    moved = saving.move(sheet, SHEET_MOVES, "undo", by=by, seen=seen)
    targets = list(Target.objects.filter(pk__in=sheet.made))  # unscoped: made by a sheet that was found
    is_whole = len(targets) == len(sheet.made) and all(row.version == sheet.made[str(row.pk)] for row in targets)
    given = Target.objects.filter(given_by__in=targets).exclude(state=State.DROPPED)  # unscoped: a check
    if not is_whole or given.exists():
        raise ValidationError(_("A target of the file was changed or given down since: take that back first."))
    because = _("the file “%(name)s” was taken back") % {"name": sheet.file_name}
    for target in targets:
        for entry in TargetResult.objects.filter(target=target):  # unscoped: of a target of the sheet
            saving.remove(entry, by=by, because=because)
        saving.remove(target, by=by, because=because)
    audit.record(by, "target.write", sheet, on=on, fields={"removed": len(targets)})
    return moved


@transaction.atomic
def discard_sheet(sheet: TargetSheet, *, seen: int, by: Person, on: date) -> TargetSheet:
    """Forget a file that was only looked at. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, "target.write", sheet, on=on)
    audit.record(by, "target.write", sheet, on=on, fields=["discarded"])
    return saving.move(sheet, SHEET_MOVES, "discard", by=by, seen=seen, rows=[], answers={})
