"""Structural events: the only writer of the tree (R-ORG-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.org import audit, seams, snapshots
from tongket.org.actions.opening import require_unless_opening
from tongket.org.kinds import Kind, Sector, kind_version
from tongket.org.models import (
    EventUnit,
    Person,
    StructuralEvent,
    Unit,
    UnitPeriod,
)
from tongket.org.tree import BrokenTree, check


@dataclass(frozen=True)
class Decision:
    """The paper behind a structural event."""

    number: str
    decided_on: date
    issuer: str


@dataclass(frozen=True)
class NewUnit:
    """What a unit is to be called and where it is to stand."""

    code: str
    name: str
    short_name: str
    kind: Kind
    parent: Unit | None
    sector: Sector = Sector.AGENCY
    rank: int = 0


@transaction.atomic
def create(new: NewUnit, decision: Decision, *, from_on: date, by: Person | None, on: date) -> Unit:
    """Found a unit. `by` None: the operator who opens the books. Raises ValidationError, NotAllowed."""
    require_unless_opening(by, new.parent, on=on)
    event = _event(StructuralEvent.Kind.CREATE, decision, from_on)
    unit = _found(event, new, from_on)
    _finish(event, [], [unit], by=by, on=on)
    return unit


@transaction.atomic
def rename(
    unit: Unit, decision: Decision, *, name: str, short_name: str, from_on: date, by: Person | None, on: date
) -> None:
    """Give a unit another name. Raises ValidationError, NotAllowed."""
    require_unless_opening(by, unit, on=on)
    event = _event(StructuralEvent.Kind.RENAME, decision, from_on)
    _next_period(event, unit, from_on, name=name, short_name=short_name)
    _finish(event, [unit], [unit], by=by, on=on)


@transaction.atomic
def move(unit: Unit, decision: Decision, *, parent: Unit, from_on: date, by: Person | None, on: date) -> None:
    """Put a unit, with all under it, under another parent. Raises ValidationError (a circle, a kind), NotAllowed."""
    require_unless_opening(by, parent, on=on)
    event = _event(StructuralEvent.Kind.MOVE, decision, from_on)
    _next_period(event, unit, from_on, parent=parent)
    _finish(event, [unit], [unit], by=by, on=on)


@transaction.atomic
def merge(
    units: Sequence[Unit], into: NewUnit | Unit, decision: Decision, *, from_on: date, by: Person | None, on: date
) -> Unit:
    """End `units` and let one unit take them over, with what stands under them. Raises ValidationError, NotAllowed."""
    event = _event(StructuralEvent.Kind.MERGE, decision, from_on)
    if isinstance(into, Unit):
        successor = into
        require_unless_opening(by, into, on=on)
    else:
        require_unless_opening(by, into.parent, on=on)
        successor = _found(event, into, from_on)
    ending = [unit for unit in units if unit != successor]
    if not ending:
        raise ValidationError(_("A merger needs at least one unit that ends."))
    for unit in ending:
        require_unless_opening(by, unit, on=on)
        for period in _children(unit, from_on):
            _next_period(event, period.unit, from_on, parent=successor)
        _end(event, unit, from_on, on=on)
    _finish(event, list(units), [successor], by=by, on=on)
    return successor


@transaction.atomic
def split(
    unit: Unit, parts: Sequence[NewUnit], decision: Decision, *, from_on: date, ends: bool, by: Person | None, on: date
) -> list[Unit]:
    """Make new units out of one; `ends`: whether the old one ends. What stands under it stays with the old one, or goes
    to the first part. Raises ValidationError, NotAllowed."""
    require_unless_opening(by, unit, on=on)
    event = _event(StructuralEvent.Kind.SPLIT, decision, from_on)
    made = [_found(event, part, from_on) for part in parts]
    if not made or (ends and len(made) < 2):
        raise ValidationError(_("A split needs at least two units afterwards."))
    if ends:
        for period in _children(unit, from_on):
            if period.unit not in made:
                _next_period(event, period.unit, from_on, parent=made[0])
        _end(event, unit, from_on, on=on)
    _finish(event, [unit], made if ends else [unit, *made], by=by, on=on)
    return made


@transaction.atomic
def dissolve(unit: Unit, decision: Decision, *, from_on: date, by: Person | None, on: date) -> None:
    """End a unit that nothing stands under. Raises ValidationError, NotAllowed."""
    require_unless_opening(by, unit, on=on)
    event = _event(StructuralEvent.Kind.DISSOLVE, decision, from_on)
    if _children(unit, from_on):
        raise ValidationError(_("Units still stand under it: move or dissolve them first."))
    _end(event, unit, from_on, on=on)
    _finish(event, [unit], [], by=by, on=on)


# --- Parts of an event -----------------------------------------------------------------------------------------------


def _event(kind: StructuralEvent.Kind, decision: Decision, from_on: date) -> StructuralEvent:
    snapshots.lock()
    return StructuralEvent.objects.create(
        kind=kind, on=from_on, number=decision.number, decided_on=decision.decided_on, issuer=decision.issuer
    )


def _found(event: StructuralEvent, new: NewUnit, from_on: date) -> Unit:
    if Unit.objects.filter(code=new.code).exists():
        raise ValidationError(_("The code %(code)s is taken: choose another.") % {"code": new.code})
    unit = Unit.objects.create(code=new.code)
    _open(
        event,
        unit,
        from_on,
        parent=new.parent,
        name=new.name,
        short_name=new.short_name,
        kind=new.kind,
        sector=new.sector,
        rank=new.rank,
    )
    return unit


def _open(
    event: StructuralEvent,
    unit: Unit,
    from_on: date,
    *,
    parent: Unit | None,
    name: str,
    short_name: str,
    kind: str,
    sector: str,
    rank: int,
) -> UnitPeriod:
    parent_kind = None
    if parent is not None:
        above = _open_period(parent)
        if above.from_on > from_on:
            raise ValidationError(_("%(unit)s does not exist yet on that day.") % {"unit": above.name})
        parent_kind = Kind(above.kind)
    if kind_version(Kind(kind), parent_kind, from_on) is None:
        where = parent_kind.label if parent_kind else _("the top")
        raise ValidationError(
            _("On that day no %(kind)s may stand under: %(parent)s.") % {"kind": Kind(kind).label, "parent": where}
        )
    return UnitPeriod.objects.create(
        unit=unit,
        parent=parent,
        name=name,
        short_name=short_name,
        kind=kind,
        sector=sector,
        rank=rank,
        from_on=from_on,
        opened_by=event,
    )


def _open_period(unit: Unit) -> UnitPeriod:
    period = UnitPeriod.objects.filter(unit=unit, until_on__isnull=True).first()
    if period is None:
        raise ValidationError(_("The unit %(code)s has been dissolved.") % {"code": unit.code})
    return period


def _close(event: StructuralEvent, unit: Unit, from_on: date) -> UnitPeriod:
    period = _open_period(unit)
    if from_on <= period.from_on:
        raise ValidationError(_("An event of %(code)s must come after its last one.") % {"code": unit.code})
    period.until_on, period.closed_by = from_on, event
    period.save(update_fields=["until_on", "closed_by"])
    return period


def _end(event: StructuralEvent, unit: Unit, from_on: date, *, on: date) -> None:
    """Close the last period of a unit. What has to be done first is asked unless the day is yet to come (R-ORG-11)."""
    if from_on <= on and (first := seams.hindrances(unit)):
        raise ValidationError(first)
    _close(event, unit, from_on)


def _next_period(
    event: StructuralEvent,
    unit: Unit,
    from_on: date,
    *,
    parent: Unit | None = None,
    name: str = "",
    short_name: str = "",
) -> UnitPeriod:
    old = _close(event, unit, from_on)
    return _open(
        event,
        unit,
        from_on,
        parent=parent or old.parent,
        name=name or old.name,
        short_name=short_name or old.short_name,
        kind=old.kind,
        sector=old.sector,
        rank=old.rank,
    )


def _children(unit: Unit, from_on: date) -> list[UnitPeriod]:
    return list(UnitPeriod.objects.filter(parent=unit, until_on__isnull=True).select_related("unit"))


def _finish(event: StructuralEvent, before: list[Unit], after: list[Unit], *, by: Person | None, on: date) -> None:
    sides = [(EventUnit.Side.BEFORE, unit) for unit in before] + [(EventUnit.Side.AFTER, unit) for unit in after]
    EventUnit.objects.bulk_create(EventUnit(event=event, unit=unit, side=side) for side, unit in sides)
    touched = set(before) | set(after)
    around = UnitPeriod.objects.filter(unit__in=touched) | UnitPeriod.objects.filter(parent__in=touched)
    days = {event.on} | set(around.filter(from_on__gte=event.on).values_list("from_on", flat=True))
    if event.kind in {StructuralEvent.Kind.MOVE, StructuralEvent.Kind.MERGE, StructuralEvent.Kind.SPLIT}:
        try:
            check(snapshots.edges_of(list(UnitPeriod.objects.select_related("unit"))), days)
        except BrokenTree as broken:
            raise ValidationError(_("The tree would no longer be a tree: %(why)s") % {"why": broken}) from broken
    snapshots.rebuild(event.on)
    audit.record(by, "unit.write", event, on=on, unit=(after or before)[0], fields=["kind", "on", "number"])
