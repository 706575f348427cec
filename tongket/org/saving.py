"""What saving needs: one durable transaction, moves and changes that compare what was seen, the old values kept
(S-22 … S-25).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from encrypted_fields.fields import EncryptedFieldMixin

from tongket.core import clock
from tongket.core.append import append
from tongket.core.changing import change
from tongket.core.states import Moves, WrongState
from tongket.org import audit
from tongket.org.models import LONGEST_REASON, HistoryRow, Person, Unit, Versioned

R = TypeVar("R", bound=Versioned | Unit)


@contextmanager
def durable() -> Iterator[None]:
    """The outermost transaction of a view, a job or a command: when it is left, all is saved, or nothing."""
    with transaction.atomic(durable=True), audit.written_last():
        yield


@contextmanager
def together() -> Iterator[None]:
    """One transaction, that of the caller where there is one: for writes of which none can be refused once the first
    was made, so that there is nothing to go back to (a savepoint costs two statements).
    """
    if connection.in_atomic_block:
        yield
    else:
        with transaction.atomic():
            yield


class Conflict(Exception):
    """Somebody changed the row in between (409): what they wrote, beside what was to be written."""

    def __init__(self, row: models.Model, mine: dict[str, Any]) -> None:
        super().__init__(_("Somebody else has changed this in the meantime."))
        self.row = row
        self.mine = mine


def update(row: R, *, seen: int, by: Person | None, because: str = "", **changes: Any) -> R:
    """Change a row only if it is still the version that was seen; keep what it held, and why it was changed.

    Raises Conflict.
    """
    _write(row, {"version": seen}, by, changes, because)
    return row


def move(
    row: R, moves: Moves, verb: str, *, by: Person | None, seen: int | None = None, because: str = "", **changes: Any
) -> R:
    """Move a row to the state that a verb leads to, with other changes, and keep what it held, and why.

    moves: the table of its kind. seen: the version that the person looked at, else the one of `row`. Raises WrongState,
    also where the row has left the state that was read; Conflict where it was changed otherwise; KeyError for a verb
    that the table does not know.
    """
    allowed, after = moves[verb]
    if state_of(row) not in allowed:
        raise wrong_state(row, verb)
    version = row.version if seen is None else seen
    try:
        _write(row, {"version": version, "state": state_of(row)}, by, {"state": after, **changes}, because)
    except Conflict as conflict:
        if state_of(conflict.row) != state_of(row):
            raise wrong_state(conflict.row, verb) from conflict
        raise
    return row


def move_many(rows: Sequence[R], moves: Moves, verb: str, *, by: Person | None, **changes: Any) -> None:
    """Move rows of one table as `move` moves one, in a number of statements that does not grow with them.

    rows: read under a lock in this transaction. A change may be an expression; the row is not given its value then.
    Raises WrongState, Conflict: then none is moved.
    """
    allowed, after = moves[verb]
    wrong = next((row for row in rows if state_of(row) not in allowed), None)
    if wrong is not None:
        raise wrong_state(wrong, verb)
    changes = {"state": after, **changes}
    by_version: dict[int, list[R]] = {}
    for row in rows:
        by_version.setdefault(row.version, []).append(row)
    history = []
    for version, group in by_version.items():
        history += [_history(row, version, by, {name: as_kept(row, name) for name in changes}) for row in group]
        manager: Any = type(group[0])._default_manager
        moved = manager.filter(pk__in=[row.pk for row in group], version=version, state__in=allowed)
        if moved.update(**changes, version=F("version") + 1) < len(group):
            raise Conflict(group[0], changes)
    append(history)
    for row in rows:
        for name, value in changes.items():
            if not hasattr(value, "resolve_expression"):
                setattr(row, name, value)
        row.version += 1


def state_of(row: Any) -> str:
    return str(row.state)


def wrong_state(row: models.Model, verb: str) -> WrongState:
    """The refusal of a verb in the state of a row, which names the state as the reader knows it."""
    labels = dict(row._meta.get_field("state").flatchoices)  # type: ignore[union-attr]
    return WrongState(state_of(row), verb, labels.get(state_of(row)))


def keep_old(
    row: Versioned | Unit | Person, by: Person | None, *, version: int | None = None, because: str = "", **old: Any
) -> None:
    """Keep values of a row in its history: those it is about to lose, or to be removed with.

    version: for a row that counts none of its own (a person), that of the row it is changed with.
    """
    own = version if isinstance(row, Person) else row.version
    _keep(row, own or 1, by, {name: _plain(value) for name, value in old.items()}, because)


def remove(row: Versioned, *, by: Person | None, because: str) -> None:
    """Remove a row that was entered by a slip; its history keeps all that it said, and why.

    Raises ProtectedError where other rows depend on it.
    """
    fields = [field.name for field in row._meta.concrete_fields if field.name not in {"id", "version"}]
    pk, old = row.pk, {name: as_kept(row, name) for name in fields}
    row.delete()
    row.pk = pk
    _keep(row, row.version, by, old, because, is_removal=True)


def _write(row: R, seen: dict[str, Any], by: Person | None, changes: dict[str, Any], because: str) -> None:
    old = {name: as_kept(row, name) for name in changes}
    if not change(row, changes, seen=seen):
        raise Conflict(type(row)._default_manager.get(pk=row.pk), changes)
    _keep(row, seen["version"], by, old, because)
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = seen["version"] + 1


def _keep(
    row: Versioned | Unit | Person,
    version: int,
    by: Person | None,
    old: dict[str, Any],
    because: str = "",
    *,
    is_removal: bool = False,
) -> None:
    append([_history(row, version, by, old, because, is_removal=is_removal)])


def _history(
    row: Versioned | Unit | Person,
    version: int,
    by: Person | None,
    old: dict[str, Any],
    because: str = "",
    *,
    is_removal: bool = False,
) -> HistoryRow:
    return HistoryRow(
        about=row._meta.label_lower,
        object_id=str(row.pk),
        record_id=str(getattr(row, f"{row.part_of}_id") or "") if row.part_of else "",
        version=version,
        at=clock.now(),
        by=by,
        old=old,
        held_class=row.data_class,
        reason=because[:LONGEST_REASON],
        is_removal=is_removal,
    )


def as_kept(row: models.Model, name: str) -> Any:
    """The value of a field as history keeps it; nothing of one that is sealed in its table, as history is not."""
    field: Any = row._meta.get_field(name)
    return None if isinstance(field, EncryptedFieldMixin) else _plain(getattr(row, field.attname))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)
