"""Many rows written at once: by COPY on PostgreSQL, by one prepared statement on SQLite."""

import os
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import islice, repeat
from typing import Any

from django.db import connection, models

from tongket.org.models import Classed, HistoryRow, Person

ROWS_AT_ONCE = 5000
CACHE_KB = 49_152  # of SQLite, for the connection that imports much
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_VERSION = bytes(byte & 0x0F | 0x40 for byte in range(256))
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))


class ChangedMeanwhile(Exception):
    """A row is no longer the version that was compared."""


def new_ids(count: int) -> list[str]:
    """Random UUIDs (version 4) as 32 hexadecimal digits each."""
    drawn = bytearray(os.urandom(16 * count))
    drawn[6::16] = drawn[6::16].translate(_VERSION)
    drawn[8::16] = drawn[8::16].translate(_VARIANT)
    digits = drawn.hex()
    return [digits[at : at + 32] for at in range(0, 32 * count, 32)]


def insert(model: type[models.Model], count: int, columns: Mapping[str, Iterable[Any]]) -> None:
    """Insert `count` rows. columns: attribute name → values as Python has them, ids as 32 digits; the others get
    the default of their field. Nothing is checked but by the database; generated columns are left to it.
    """
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    unknown = set(columns) - {field.attname for field in fields}
    if unknown:
        raise TypeError(f"no columns of {model.__name__}: {', '.join(sorted(unknown))}")
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = [_as_text(field, columns.get(field.attname)) for field in fields]
            lines = map("\t".join, zip(*values, strict=False))
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for block in _blocks(lines, count):
                    copy.write(block)
        else:
            values = [_as_parameters(field, columns.get(field.attname)) for field in fields]
            marks = ", ".join(["%s"] * len(fields))
            rows: Any = islice(zip(*values, strict=False), count)
            if count > ROWS_AT_ONCE:
                # The keys are random: pages are met again and again, and stay in a cache that has an end.
                cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
                cursor.execute("PRAGMA mmap_size = 0")
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of columns


def change(model: type[models.Model], rows: Sequence[tuple[uuid.UUID, int, Mapping[str, Any]]]) -> None:
    """Change rows (id, version seen, attribute → value) that have a version, and count it up. Raises ChangedMeanwhile.

    Rows that change the same fields go in one statement.
    """
    by_fields: dict[tuple[str, ...], list[tuple[uuid.UUID, int, Mapping[str, Any]]]] = {}
    for row in rows:
        by_fields.setdefault(tuple(sorted(row[2])), []).append(row)
    quote = connection.ops.quote_name
    key: Any = model._meta.pk
    for names, group in by_fields.items():
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        sets = ", ".join([f"{quote(field.column)} = %s" for field in fields] + ["version = version + 1"])
        table = quote(model._meta.db_table)
        sql = f"UPDATE {table} SET {sets} WHERE {quote(key.column)} = %s AND version = %s"  # noqa: S608 - the same
        with connection.cursor() as cursor:
            cursor.executemany(
                sql,
                [
                    (
                        *(
                            field.get_db_prep_save(values[name], connection)
                            for field, name in zip(fields, names, strict=True)
                        ),
                        key.get_db_prep_value(pk, connection),
                        version,
                    )
                    for pk, version, values in group
                ],
            )
            if cursor.rowcount != len(group):
                raise ChangedMeanwhile


def delete(model: type[models.Model], name: str, ids: Sequence[uuid.UUID]) -> int:
    """Delete the rows whose column holds one of the ids, whatever refers to them; returns how many."""
    deleted = 0
    for start in range(0, len(ids), ROWS_AT_ONCE):
        rows = model._base_manager.filter(**{f"{name}__in": ids[start : start + ROWS_AT_ONCE]})
        deleted += rows._raw_delete(using=rows.db)
    return deleted


def history_row(
    model: type[Classed], pk: uuid.UUID, version: int, old: Mapping[str, Any], *, at: datetime, by: Person
) -> HistoryRow:
    """A row of the history that is yet to be inserted: what a row held in a version."""
    return HistoryRow(
        about=model._meta.label_lower,
        object_id=str(pk),
        version=version,
        at=at,
        by=by,
        old={name: str(value) if isinstance(value, date | uuid.UUID) else value for name, value in old.items()},
        held_class=model.data_class,
    )


def _blocks(lines: Iterator[str], count: int) -> Iterator[str]:
    left = count
    while left > 0:
        block = list(islice(lines, min(ROWS_AT_ONCE, left)))
        if not block:
            return
        left -= len(block)
        yield "\n".join(block) + "\n"


def _default(field: Any) -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


def _as_text(field: Any, values: Iterable[Any] | None) -> Iterable[str]:
    """A column in the text format of COPY."""
    if values is None:
        return repeat(_text(_default(field)))
    if isinstance(field, models.DateField):
        return map(_day, values)
    if isinstance(field, models.CharField):
        column = list(values)
        if None not in column and not _SPECIAL.search("".join(column)):
            return column
        return map(_text, column)
    return values if isinstance(field, models.UUIDField | models.ForeignKey) else map(_text, values)


@cache
def _day(value: date | None) -> str:
    return value.isoformat() if value is not None else "\\N"


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return str(value)


def _as_parameters(field: Any, values: Iterable[Any] | None) -> Iterable[Any]:
    if values is None:
        return repeat(_default(field))
    if isinstance(field, models.DateField):
        return map(_day_or_none, values)
    return values


@cache
def _day_or_none(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None
