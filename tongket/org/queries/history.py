"""What was changed in a row and in its parts, by whom, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from tongket.org import saving
from tongket.org.models import HistoryRow, Person, Unit


@dataclass(frozen=True)
class FieldChange:
    """What a field said before, and after; both as history keeps values. after: None where the row was removed."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One change of a row. model: the table of the row, which may be a part of the record that was asked for."""

    at: datetime
    by: Person | None
    model: type[Model]
    is_part: bool
    is_removal: bool
    reason: str
    held_class: str
    fields: tuple[FieldChange, ...]


def changes_of(record: Model, also: Iterable[Model] = ()) -> list[Change]:
    """The changes of a record and of its parts, the newest first. also: rows whose history the same page tells."""
    ids = [str(row.pk) for row in (record, *also)]
    rows = HistoryRow.objects.filter(Q(object_id__in=ids) | Q(record_id=str(record.pk))).select_related("by")
    now: dict[tuple[str, str], dict[str, Any]] = {}
    changes = []
    for row in sorted(rows, key=lambda row: (row.at, row.version), reverse=True):
        model = apps.get_model(row.about)
        after = now.setdefault((row.about, row.object_id), {} if row.is_removal else _values_now(model, row.object_id))
        fields = tuple(FieldChange(name, old, after.get(name)) for name, old in row.old.items())
        after.update(row.old)
        is_part = row.object_id != ids[0]
        changes.append(Change(row.at, row.by, model, is_part, row.is_removal, row.reason, row.held_class, fields))
    return changes


def _values_now(model: type[Model], pk: str) -> dict[str, Any]:
    row = model._default_manager.filter(pk=pk).first()
    if row is None:
        return {}
    return {field.name: saving.as_kept(row, field.name) for field in model._meta.concrete_fields}


def name_of(model: type[Model], pk: Any) -> str:
    """What a row is called that another one names."""
    if model is Unit:
        period = Unit.objects.get(pk=pk).periods.order_by("-from_on").first()
        return period.name if period else ""
    row = model._default_manager.filter(pk=pk).first()
    return str(getattr(row, "full_name", row)) if row is not None else ""
