"""The only writes of the units step: units by hand, corrected, taken out while the books are opened; whole sheets."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from tongket.core import clock, text
from tongket.org import access, audit, saving, snapshots
from tongket.org.actions import founding, structure
from tongket.org.kinds import Kind, Sector, kind_version
from tongket.org.models import (
    SHEET_MOVES,
    EventUnit,
    Person,
    StructuralEvent,
    Unit,
    UnitPeriod,
    UnitSheet,
)
from tongket.units import queries, rules

MOST_ROWS = 5_000


@transaction.atomic
def add_unit(
    *, name: str, parent: Unit, kind: str, code: str, short_name: str, sector: str, decision: str, by: Person, on: date
) -> Unit:
    """Add a unit under another, from the day on which that one begins here; what is empty follows from the name.

    Raises NotAllowed, ValidationError.
    """
    above = UnitPeriod.objects.get(unit=parent, until_on=None)
    chosen = kind or rules.kind_of("", name, Kind(above.kind))
    if not chosen:
        raise ValidationError({"kind": _("The name does not tell the kind of unit: choose it.")})
    taken = Unit.objects.values_list("code", flat=True)
    new = structure.NewUnit(
        code or rules.code_for(name, set(taken)),
        name,
        short_name or name[: rules.LONGEST_SHORT],
        Kind(chosen),
        parent,
        Sector(sector or above.sector),
        UnitPeriod.objects.filter(parent=parent).count(),
    )
    return structure.create(new, _decision(decision, above.from_on), from_on=above.from_on, by=by, on=on)


def _decision(number: str, decided_on: date) -> structure.Decision:
    """The paper behind a unit that was there before the books: its number where it was typed."""
    opening = queries.opening()
    issuer = (opening.superior or opening.printed_name) if opening else ""
    return structure.Decision(number or founding.OPENED, decided_on, " ".join(issuer.split()))


# --- Corrected and removed while the books are opened ----------------------------------------------------------------


@transaction.atomic
def correct_unit(
    unit: Unit, *, name: str, short_name: str, kind: str, sector: str, parent: Unit | None, seen: int,
    by: Person, on: date,
) -> Unit:  # fmt: skip
    """Put right how a unit was entered, as if it had been entered so. Raises NotAllowed, ValidationError, Conflict.

    Only until the books are open: afterwards a change is an event with its decision (R-ORG-10).
    """
    access.require(by, "unit.write", unit, on=on)
    period = _as_entered(unit)
    snapshots.lock()
    if parent is not None:
        access.require(by, "unit.write", parent, on=on)
        if unit.place.pos <= parent.place.pos <= unit.place.last:
            raise ValidationError({"parent": _("A unit cannot stand under itself.")})
    above = UnitPeriod.objects.get(unit=parent, until_on=None).kind if parent is not None else None
    _check_kind(unit, Kind(kind), Kind(above) if above else None, period.from_on)
    changes: dict[str, Any] = {
        "name": name, "short_name": short_name, "kind": kind, "sector": sector, "parent": parent,
    }  # fmt: skip
    if not Unit.objects.filter(pk=unit.pk, version=seen).update(version=F("version") + 1):
        raise saving.Conflict(Unit.objects.get(pk=unit.pk), changes)
    old = {field: getattr(period, field) for field in ("name", "short_name", "kind", "sector", "parent_id")}
    saving.keep_old(unit, by, **old)
    UnitPeriod.objects.filter(pk=period.pk).update(**changes)
    snapshots.rebuild(period.from_on)
    audit.record(by, "unit.write", unit, on=on, fields=list(changes))
    return unit


def _check_kind(unit: Unit, kind: Kind, above: Kind | None, from_on: date) -> None:
    """Raise ValidationError where such a unit may not stand there, or what stands under it may not stand under it."""
    if kind_version(kind, above, from_on) is None:
        words = {"kind": kind.label, "above": above.label if above else _("the top")}
        raise ValidationError({"kind": _("No %(kind)s stands under: %(above)s.") % words})
    for below in UnitPeriod.objects.filter(parent=unit, until_on=None):
        if kind_version(Kind(below.kind), kind, below.from_on) is None:
            words = {"unit": below.name, "kind": kind.label}
            raise ValidationError({"kind": _("%(unit)s cannot stand under: %(kind)s.") % words})


@transaction.atomic
def remove_unit(unit: Unit, *, by: Person, on: date) -> None:
    """Take out a unit that was entered by mistake, while nothing hangs on it. Raises NotAllowed, ValidationError."""
    access.require(by, "unit.write", unit, on=on)
    period = _as_entered(unit)
    if period.parent_id is None:
        raise ValidationError(_("The organisation itself cannot be taken out."))
    snapshots.lock()
    old = {field: getattr(period, field) for field in ("name", "short_name", "kind", "sector", "parent_id")}
    saving.keep_old(unit, by, code=unit.code, **old)
    audit.record(by, "unit.write", unit, on=on, unit=period.parent_id, fields=["removed"])
    _remove([unit])
    snapshots.rebuild(period.from_on)


def _as_entered(unit: Unit) -> UnitPeriod:
    """The only period of a unit that is still as it was entered. Raises ValidationError."""
    opening = queries.opening()
    periods = list(UnitPeriod.objects.filter(unit=unit).select_related("opened_by"))
    if opening is None or opening.finished_on is not None or len(periods) != 1 or periods[0].until_on is not None:
        raise ValidationError(
            _("The books are open: from now on a unit changes by a decision, with its number and its day.")
        )
    return periods[0]


def _remove(units: Sequence[Unit]) -> None:
    """Delete units with the events that made them. Raises ValidationError where something hangs on one of them."""
    events = list(StructuralEvent.objects.filter(units__unit__in=units).distinct())
    try:
        EventUnit.objects.filter(event__in=events).delete()
        UnitPeriod.objects.filter(unit__in=units).delete()
        StructuralEvent.objects.filter(pk__in=[event.pk for event in events]).delete()
        Unit.objects.filter(pk__in=[unit.pk for unit in units]).delete()
    except ProtectedError as refusal:
        row = next(iter(refusal.protected_objects))
        words = {"what": row._meta.verbose_name}
        raise ValidationError(_("Something hangs on it already: %(what)s. Take that away first.") % words) from refusal


# --- A sheet of units ------------------------------------------------------------------------------------------------


@transaction.atomic
def take_sheet(unit: Unit, rows: list[dict[str, Any]], *, file_name: str, by: Person, on: date) -> UnitSheet:
    """Keep the rows that were read from a file, to be looked at; nothing is made yet (S-38). Raises NotAllowed,
    ValidationError.
    """
    access.require(by, "unit.write", unit, on=on)
    if len(rows) > MOST_ROWS:
        raise ValidationError({"file": _("More than %(most)s rows: send the file in parts.") % {"most": MOST_ROWS}})
    sheet = UnitSheet.objects.create(
        unit=unit, file_name=text.clean(file_name)[:120], rows=rows, entered_by=by, entered_at=clock.now(),
        from_on=UnitPeriod.objects.get(unit=unit, until_on=None).from_on,
    )  # fmt: skip
    audit.record(by, "unit.write", sheet, on=on, fields={"rows": len(rows)})
    return sheet


@transaction.atomic
def answer_sheet(
    sheet: UnitSheet, answers: Mapping[str, Mapping[str, str]], *, seen: int, by: Person, on: date
) -> UnitSheet:
    """Keep what was typed for rows in doubt. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, "unit.write", sheet, on=on)
    merged = {**sheet.answers, **{row: {**sheet.answers.get(row, {}), **typed} for row, typed in answers.items()}}
    return saving.move(sheet, SHEET_MOVES, "answer", by=by, seen=seen, answers=merged)


@transaction.atomic
def save_sheet(sheet: UnitSheet, *, seen: int, by: Person, on: date) -> UnitSheet:
    """Make all units of a sheet, in one transaction, the tree built once. Raises NotAllowed, ValidationError while a
    row is in doubt, WrongState, Conflict.
    """
    access.require(by, "unit.write", sheet, on=on)
    planned = queries.planned(sheet)
    if any(unit.doubts for unit in planned) or not planned:
        raise ValidationError(_("Nothing was saved: some rows are still in doubt."))
    units: dict[int | str, Unit] = {unit.code: unit for unit in Unit.objects.all()}
    for code in {row.above for row in planned if isinstance(row.above, str)}:
        access.require(by, "unit.write", units[code], on=on)
    with snapshots.built_once():
        for rank, row in enumerate(rules.in_order(planned)):
            assert row.above is not None, row
            assert row.kind is not None, row
            assert row.sector is not None, row
            new = structure.NewUnit(row.code, row.name, row.short_name, row.kind, units[row.above], row.sector, rank)
            paper = _decision(row.typed["decision"], sheet.from_on)
            units[row.row] = structure.create(new, paper, from_on=sheet.from_on, by=by, on=on, within=sheet.unit)
    made = [units[row.row].code for row in planned]
    return saving.move(sheet, SHEET_MOVES, "save", by=by, seen=seen, made=made)


@transaction.atomic
def undo_sheet(sheet: UnitSheet, *, seen: int, by: Person, on: date) -> UnitSheet:
    """Take back all units that a sheet made, while nothing hangs on any of them. Raises NotAllowed, ValidationError,
    WrongState, Conflict.
    """
    access.require(by, "unit.write", sheet, on=on)
    snapshots.lock()
    units = list(Unit.objects.filter(code__in=sheet.made))
    moved = saving.move(sheet, SHEET_MOVES, "undo", by=by, seen=seen)
    if UnitPeriod.objects.filter(parent__in=units).exclude(unit__in=units).exists():
        raise ValidationError(_("Other units stand under those of the file: move or take those out first."))
    if UnitPeriod.objects.filter(unit__in=units).count() != len(units):
        raise ValidationError(_("A unit of the file has changed by a decision since."))
    _remove(units)
    snapshots.rebuild(sheet.from_on)
    audit.record(by, "unit.write", sheet, on=on, fields={"removed": len(units)})
    return moved


@transaction.atomic
def discard_sheet(sheet: UnitSheet, *, seen: int, by: Person, on: date) -> UnitSheet:
    """Forget a file that was only looked at. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, "unit.write", sheet, on=on)
    audit.record(by, "unit.write", sheet, on=on, fields=["discarded"])
    return saving.move(sheet, SHEET_MOVES, "discard", by=by, seen=seen, rows=[], answers={})
