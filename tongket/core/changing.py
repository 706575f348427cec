"""One row changed where it is still as it was seen, by a statement worded once for the fields that change.

Every save of a row ends in one (org.saving), and the ORM takes several times as long to make it anew as the database
to carry it out (docs/decisions/0005).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db import connection, models

from tongket.core.compiled import prepared_cursor


def change(row: models.Model, changes: Mapping[str, Any], *, seen: Mapping[str, Any]) -> bool:
    """Write new values of the fields of a row and count its `version` one up. Returns whether it was still so.

    seen: values by field that the row must hold still. No signal is sent; `row` itself stays as it is.
    """
    model = type(row)
    sql, fields = _statement(model, tuple(changes), tuple(seen))
    values = [*changes.values(), row.pk, *seen.values()]
    with prepared_cursor() as cursor:
        cursor.execute(sql, [_value(field, value) for field, value in zip(fields, values, strict=True)])
        return bool(cursor.rowcount)


@lru_cache(maxsize=1000)
def _statement(model: type[models.Model], names: tuple[str, ...], seen: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The UPDATE of these fields, and the fields whose values it takes."""
    meta = model._meta
    fields: list[Any] = [*map(meta.get_field, names), meta.pk, *map(meta.get_field, seen)]
    marks = [f'"{field.column}" = %s' for field in fields]
    version = '"version" = "version" + 1'
    where = " AND ".join(marks[len(names) :])
    return f'UPDATE "{meta.db_table}" SET {", ".join([*marks[: len(names)], version])} WHERE {where}', fields  # noqa: S608 - names of the model alone


def _value(field: Any, value: Any) -> Any:
    if isinstance(value, models.Model):
        value = getattr(value, field.target_field.attname)
    return field.get_db_prep_save(value, connection)
