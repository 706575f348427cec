"""Structural events: the only writer of the tree (R-ORG-10)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import audit, saving, snapshots
from tongket.org.actions.handover import SUCCESSORS, hand_over
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

NOTHING: Mapping[Any, Any] = {}
MOVING = frozenset({StructuralEvent.Kind.MOVE, StructuralEvent.Kind.MERGE, StructuralEvent.Kind.SPLIT})


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
def create(
    new: NewUnit, decision: Decision, *, from_on: date, by: Person | None, on: date, within: Unit | None = None
) -> Unit:
    """Found a unit. `by` None: the operator who opens the books. Raises ValidationError, NotAllowed.

    within: the unit over which the right is asked, where the parent under it was made a moment ago and has no place in
    the tree yet (`snapshots.built_once`).
    """
    require_unless_opening(by, within or new.parent, on=on)
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
def change_kind(
    unit: Unit, decision: Decision, *, kind: Kind, sector: Sector, from_on: date, by: Person | None, on: date
) -> None:
    """Make a unit one of another kind, or of another sector. Raises ValidationError, NotAllowed. Source: R-ORG-10."""
    require_unless_opening(by, unit, on=on)
    event = _event(StructuralEvent.Kind.KIND, decision, from_on)
    old = _open_period(unit)
    if (old.kind, old.sector) == (kind, sector):
        raise ValidationError({"kind": _("The unit is of this kind and sector already: choose another.")})
    for child in _children(unit):
        if kind_version(Kind(child.kind), kind, from_on) is None:
            words = _("%(unit)s stands under it, and no %(kind)s may stand under that kind: move it first.")
            raise ValidationError({"kind": words % {"unit": child.name, "kind": Kind(child.kind).label}})
    _next_period(event, unit, from_on, kind=kind, sector=sector)
    _finish(event, [unit], [unit], by=by, on=on)


@transaction.atomic
def merge(
    units: Sequence[Unit], into: NewUnit | Unit, decision: Decision, *, from_on: date, by: Person | None, on: date
) -> Unit:
    """End `units` and let one unit take them over, with what stands under them and their members.

    Raises ValidationError, NotAllowed. Source: R-ORG-10, R-ORG-11.
    """
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
        for period in _children(unit):
            _next_period(event, period.unit, from_on, parent=successor)
        _close(event, unit, from_on)
    event.goes_to = {SUCCESSORS: {str(unit.pk): str(successor.pk) for unit in ending}}
    _finish(event, list(units), [successor], by=by, on=on)
    return successor


@transaction.atomic
def split(
    unit: Unit,
    parts: Sequence[NewUnit],
    decision: Decision,
    *,
    from_on: date,
    ends: bool,
    children: Mapping[Unit, int] = NOTHING,
    goes_to: Mapping[str, Mapping[str, int]] = NOTHING,
    by: Person | None,
    on: date,
) -> list[Unit]:
    """Make new units out of one. Raises ValidationError, NotAllowed. Source: R-ORG-10, R-ORG-11.

    ends: whether the old one ends. children: which part, counted from 0, takes a unit that stands under it; goes_to:
    the same for other things, by kind and id. What is not named stays with the old one; when that ends, units and
    members go to the first part, and offices end.
    """
    require_unless_opening(by, unit, on=on)
    event = _event(StructuralEvent.Kind.SPLIT, decision, from_on)
    for part in parts:
        if part.parent is not None and part.parent != unit:
            require_unless_opening(by, part.parent, on=on)
    made = [_found(event, part, from_on) for part in parts]
    if not made or (ends and len(made) < 2):
        raise ValidationError(_("A split needs at least two units afterwards."))
    if ends and any(part.parent == unit for part in parts):
        raise ValidationError(_("A unit that ends has none under it: put the new ones beside it."))
    for period in _children(unit):
        number = children.get(period.unit, 0 if ends else None)
        if period.unit not in made and number is not None:
            _next_period(event, period.unit, from_on, parent=made[number])
    event.goes_to = {
        kind: {key: str(made[number].pk) for key, number in chosen.items()} for kind, chosen in goes_to.items()
    }
    if ends:
        event.goes_to[SUCCESSORS] = {str(unit.pk): str(made[0].pk)}
        _close(event, unit, from_on)
    _finish(event, [unit], made if ends else [unit, *made], by=by, on=on)
    return made


@transaction.atomic
def dissolve(
    unit: Unit, decision: Decision, *, from_on: date, goes_to: Unit | None = None, by: Person | None, on: date
) -> None:
    """End a unit that nothing stands under. goes_to: the cell that its members go to, where it has any.

    Raises ValidationError, NotAllowed. Source: R-ORG-10, R-ORG-11.
    """
    require_unless_opening(by, unit, on=on)
    if goes_to is not None:
        require_unless_opening(by, goes_to, on=on)
    event = _event(StructuralEvent.Kind.DISSOLVE, decision, from_on)
    if _children(unit):
        raise ValidationError(_("Units still stand under it: move or dissolve them first."))
    if goes_to is not None:
        event.goes_to = {SUCCESSORS: {str(unit.pk): str(goes_to.pk)}}
    _close(event, unit, from_on)
    _finish(event, [unit], [], by=by, on=on)


@transaction.atomic
def correct_event(
    event: StructuralEvent, *, seen: int, number: str, decided_on: date, issuer: str, by: Person, on: date
) -> StructuralEvent:
    """Correct the paper of an event. Raises NotAllowed, Conflict."""
    for unit in units_of(event):
        require_unless_opening(by, unit, on=on)
    saving.update(event, seen=seen, by=by, number=number, decided_on=decided_on, issuer=issuer)
    audit.record(by, "unit.write", event, on=on, unit=units_of(event)[0], fields=["number", "decided_on", "issuer"])
    return event


def carry_out_due(on: date) -> int:
    """Build the trees of the day, and let go along what was to go with events that have fallen due; how many events.

    What cannot go is left where it stands, and is tried again: its unit says so on its page.
    """
    snapshots.refresh(on)
    count = 0
    due = StructuralEvent.objects.standing().filter(handed_over_on__isnull=True, on__lte=on).order_by("on")
    for event in due:
        with suppress(ValidationError), transaction.atomic():
            snapshots.lock()
            hand_over(event, by=None, on=on)
            count += 1
    return count


def units_of(event: StructuralEvent) -> list[Unit]:
    """The units that an event is about, those after it first."""
    links = event.units.select_related("unit").order_by("side", "unit__code")
    return list(dict.fromkeys(link.unit for link in links))


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
        name = unit.place.name if hasattr(unit, "place") else unit.code
        raise ValidationError(_("%(unit)s has been dissolved.") % {"unit": name})
    return period


def _close(event: StructuralEvent, unit: Unit, from_on: date) -> UnitPeriod:
    period = _open_period(unit)
    if from_on <= period.from_on:
        words = _(
            "%(unit)s has been as it is since %(day)s only, by decision %(number)s: choose a later day, or correct "
            "that event."
        )
        by_which = {"unit": period.name, "day": dates.dmy(period.from_on), "number": period.opened_by.number}
        raise ValidationError({"from_on": words % by_which})
    period.until_on, period.closed_by = from_on, event
    period.save(update_fields=["until_on", "closed_by"])
    return period


def _next_period(
    event: StructuralEvent,
    unit: Unit,
    from_on: date,
    *,
    parent: Unit | None = None,
    name: str = "",
    short_name: str = "",
    kind: str = "",
    sector: str = "",
) -> UnitPeriod:
    old = _close(event, unit, from_on)
    return _open(
        event,
        unit,
        from_on,
        parent=parent or old.parent,
        name=name or old.name,
        short_name=short_name or old.short_name,
        kind=kind or old.kind,
        sector=sector or old.sector,
        rank=old.rank,
    )


def _children(unit: Unit) -> list[UnitPeriod]:
    return list(UnitPeriod.objects.filter(parent=unit, until_on__isnull=True).select_related("unit"))


def _finish(event: StructuralEvent, before: list[Unit], after: list[Unit], *, by: Person | None, on: date) -> None:
    sides = [(EventUnit.Side.BEFORE, unit) for unit in before] + [(EventUnit.Side.AFTER, unit) for unit in after]
    EventUnit.objects.bulk_create(EventUnit(event=event, unit=unit, side=side) for side, unit in sides)
    touched = set(before) | set(after)
    around = UnitPeriod.objects.filter(unit__in=touched) | UnitPeriod.objects.filter(parent__in=touched)
    days = {event.on} | set(around.filter(from_on__gte=event.on).values_list("from_on", flat=True))
    if event.kind in MOVING:
        try:
            check(snapshots.edges_of(list(UnitPeriod.objects.select_related("unit"))), days)
        except BrokenTree as broken:
            words = _("From %(day)s a unit would stand under itself, or under one that has ended: choose another.")
            raise ValidationError(words % {"day": dates.dmy(event.on)}) from broken
    event.save(update_fields=["goes_to"])
    snapshots.rebuild(event.on)
    hand_over(event, by=by, on=on)
    audit.record(by, "unit.write", event, on=on, unit=(after or before)[0], fields=["kind", "on", "number"])
