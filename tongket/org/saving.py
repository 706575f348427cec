"""What saving needs: one durable transaction, versions, the old values kept (S-22 … S-25)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from encrypted_fields.fields import EncryptedFieldMixin

from tongket.core import clock
from tongket.org import audit
from tongket.org.models import HistoryRow, Person, UnitOwned

R = TypeVar("R", bound=UnitOwned)


@contextmanager
def durable() -> Iterator[None]:
    """The outermost transaction of a view, a job or a command: when it is left, all is saved, or nothing."""
    with transaction.atomic(durable=True), audit.written_last():
        yield


class Conflict(Exception):
    """Somebody changed the row in between (409): what they wrote, beside what was to be written."""

    def __init__(self, row: models.Model, mine: dict[str, Any]) -> None:
        super().__init__(_("Somebody else has changed this in the meantime."))
        self.row = row
        self.mine = mine


def update(row: R, *, seen: int, by: Person | None, **changes: Any) -> R:
    """Change a row only if it is still the version that was seen; keep what it held. Raises Conflict."""
    model = type(row)
    held = {name: _held(row, name) for name in changes}
    moved = model._default_manager.filter(pk=row.pk, version=seen).update(**changes, version=F("version") + 1)
    if not moved:
        raise Conflict(model._default_manager.get(pk=row.pk), changes)
    HistoryRow.objects.create(
        about=model._meta.label_lower,
        object_id=str(row.pk),
        version=seen,
        at=clock.now(),
        by=by,
        old=held,
        held_class=model.data_class,
    )
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = seen + 1
    return row


def _held(row: models.Model, name: str) -> Any:
    """What history keeps of a field: its value; nothing of one that is sealed in its table, as history is not."""
    field: Any = row._meta.get_field(name)
    if isinstance(field, EncryptedFieldMixin):
        return None
    value = getattr(row, field.attname)
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
