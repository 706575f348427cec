"""Take back a structural event that was entered by mistake: the tree and all that went along as they were before."""

from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import audit, saving, snapshots, validate
from tongket.org.actions.opening import require_unless_opening
from tongket.org.actions.structure import units_of
from tongket.org.models import EventChange, Person, StructuralEvent, Unit, UnitPeriod
from tongket.org.tree import BrokenTree, check


@transaction.atomic
def withdraw_event(event: StructuralEvent, *, reason: str, by: Person, on: date) -> StructuralEvent:
    """Undo the latest event of its units while nothing has been built on it; it stays on record, with the reason.

    Raises NotAllowed, ValidationError. Source: R-ORG-10.
    """
    snapshots.lock()
    event.refresh_from_db()
    if event.withdrawn_on is not None:
        raise ValidationError(_("The event has been withdrawn already."))
    units = units_of(event)
    for unit in units:
        require_unless_opening(by, unit, on=on)
    why = validate.reason(reason)
    founded = _founded(event)
    _check_latest(event, units, founded)
    for change in event.changes.order_by("-pk"):
        _take_back(change, by)
    staying = [unit for unit in units if unit not in founded] or _above(founded)
    names = [f"{_last_name(unit)} ({unit.code})" for unit in founded]
    UnitPeriod.objects.filter(opened_by=event).delete()
    UnitPeriod.objects.filter(closed_by=event).update(until_on=None, closed_by=None)
    event.changes.all().delete()
    event.units.filter(unit__in=founded).delete()
    for unit, name in zip(founded, names, strict=True):
        _remove(unit, name)
    note = ", ".join(names)[:300] or event.note
    saving.update(event, seen=event.version, by=by, withdrawn_on=on, withdrawn_because=why, note=note)
    try:
        check(snapshots.edges_of(list(UnitPeriod.objects.select_related("unit"))), [event.on])
    except BrokenTree as broken:
        raise ValidationError(_("The tree would no longer be a tree: %(why)s") % {"why": broken}) from broken
    snapshots.rebuild(event.on)
    audit.record(by, "unit.write", event, on=on, unit=staying[0] if staying else None, fields=["withdrawn_on"])
    return event


# --- Parts ------------------------------------------------------------------------------------------------------------


def _founded(event: StructuralEvent) -> list[Unit]:
    """The units that began with the event."""
    opened = UnitPeriod.objects.filter(opened_by=event)
    before = UnitPeriod.objects.filter(closed_by=event).values("unit")
    return list(Unit.objects.filter(pk__in=opened.values("unit")).exclude(pk__in=before).order_by("code"))


def _check_latest(event: StructuralEvent, units: list[Unit], founded: list[Unit]) -> None:
    """Raise unless nothing later has happened to the units of an event."""
    later = StructuralEvent.objects.standing().filter(units__unit__in=units, on__gt=event.on).order_by("on").first()
    if later is not None:
        words = _("“%(event)s” of %(day)s came after it: withdraw that first.")
        raise ValidationError(words % {"event": later.get_kind_display(), "day": dates.dmy(later.on)})
    moved = UnitPeriod.objects.filter(opened_by=event, until_on__isnull=False).first()
    moved = moved or UnitPeriod.objects.filter(parent__in=founded).exclude(opened_by=event).first()
    if moved is not None:
        words = _("Something has happened to %(unit)s since then: withdraw that first.")
        raise ValidationError(words % {"unit": moved.name})


def _take_back(change: EventChange, by: Person | None) -> None:
    """Remove a row that the event made, or put back what it held. Raises ValidationError where it changed since."""
    model: Any = apps.get_model(change.about)
    row = model._default_manager.filter(pk=change.object_id).first()  # unscoped: rows of the event
    if row is None or any(_as_kept(getattr(row, name)) != value for name, value in change.new.items()):
        words = _("What went along was changed since then (%(what)s): the event can no longer be withdrawn.")
        raise ValidationError(words % {"what": model._meta.verbose_name})
    if change.old is None:
        _remove(row, str(model._meta.verbose_name))
        return
    old = {name: row._meta.get_field(name).to_python(value) for name, value in change.old.items()}
    if hasattr(row, "version"):
        saving.update(row, seen=row.version, by=by, **old)
    else:
        model._default_manager.filter(pk=row.pk).update(**old)  # unscoped: a row of the event


def _remove(row: Any, name: str) -> None:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as used:
        words = _("%(what)s: records hang on it by now, and the event can no longer be withdrawn.")
        raise ValidationError(words % {"what": name}) from used


def _as_kept(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _above(founded: list[Unit]) -> list[Unit]:
    """The units that founded ones stand under."""
    return list(Unit.objects.filter(child_periods__unit__in=founded).distinct())


def _last_name(unit: Unit) -> str:
    return UnitPeriod.objects.filter(unit=unit).order_by("-from_on").values_list("name", flat=True)[0]
