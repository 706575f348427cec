"""Rows that are only ever added (the log, histories, forms taken), written by one statement worded once per table.

Every save writes three of them, and what the ORM makes of each anew takes several times as long as the database takes
to write it (docs/decisions/0005).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from tongket.core.compiled import prepared_cursor


def append(rows: Sequence[models.Model]) -> None:
    """Write new rows of one table. Keys that the database gives are not read back; no signal is sent."""
    if not rows:
        return
    sql, fields = _statement(type(rows[0]), connection.vendor)
    values = [[_value(row, field) for field in fields] for row in rows]
    if len(values) == 1:  # the driver opens a pipeline for several
        with prepared_cursor() as cursor:
            cursor.execute(sql, values[0])
    else:
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)


@cache
def _statement(model: type[models.Model], vendor: str) -> tuple[str, list[Any]]:
    """The INSERT of a table for one kind of database, and the fields whose values it takes."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', fields  # noqa: S608 - names of the model alone


def _value(row: models.Model, field: Any) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
