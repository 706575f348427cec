"""Querysets compiled to SQL once and run with other values: for what every request asks, and nothing else.

The ORM takes three to six times as long to compile these as to run them (docs/decisions/0002). The price is that this
file reaches into its private parts: its test names the release of Django that it was tried with.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import connection, models
from django.db.models.query import ModelIterable, get_related_populators
from psycopg import Cursor

M = TypeVar("M", bound=models.Model)

TRIED_WITH = (5, 2)  # the release of Django whose private parts these are
MOST_PREPARED = 500  # statements of one connection; the one that was not used for longest goes
NEVER = 2**31  # executions after which psycopg prepares other statements too


class CompiledQuery(Generic[M]):
    """A queryset of whole models, compiled at its first use.

    build: makes the queryset for some values; kinds: the types of these values, each a key of _SAMPLES.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M, M]], *kinds: type) -> None:
        self.build = build
        self.samples = [_SAMPLES[kind](index) for index, kind in enumerate(kinds)]
        self._statement: _Statement | None = None
        self._lock = Lock()

    def run(self, *values: Any) -> list[M]:
        """The rows, as the queryset of `build` gives them."""
        with self._lock:
            if self._statement is None:
                self._statement = _Statement(self.build(*self.samples), self.samples)
        return cast(list[M], self._statement.run(values))


def is_compilable(rows: Any) -> bool:
    """Whether a queryset gives whole models and nothing beside them."""
    is_whole = issubclass(rows._iterable_class, ModelIterable)
    return is_whole and not rows.query.annotations and not rows._prefetch_related_lookups


class _Statement:
    """What the ORM made of a queryset: its SQL, which value stands where, how a row becomes an instance."""

    def __init__(self, rows: Any, samples: Sequence[Any]) -> None:
        if not is_compilable(rows):
            raise TypeError("only whole models are compiled")
        compiler = rows.query.get_compiler(using=rows.db)
        self.sql, parameters = compiler.as_sql()
        known = [_as_parameter(sample) for sample in samples]
        self._slots = [(known.index(value), None) if value in known else (None, value) for value in parameters]
        if {index for index, _value in self._slots if index is not None} != set(range(len(samples))):
            raise ValueError(f"a value of a compiled query stands nowhere in it: {self.sql}")
        select, classes = compiler.select, compiler.klass_info
        self._compiler, self._converters = compiler, compiler.get_converters([column[0] for column in select])
        first, last = classes["select_fields"][0], classes["select_fields"][-1] + 1
        self._model, self._db, self._own = classes["model"], rows.db, slice(first, last)
        self._names = [column[0].target.attname for column in select[self._own]]
        populators: Callable[..., Any] = get_related_populators
        self._related = populators(classes, select, rows.db)

    def run(self, values: Sequence[Any]) -> list[Any]:
        given = [_as_parameter(value) for value in values]
        with prepared_cursor() as cursor:
            cursor.execute(self.sql, [value if index is None else given[index] for index, value in self._slots])
            rows = cursor.fetchall()
        if self._converters:
            rows = list(self._compiler.apply_converters(rows, self._converters))
        return [self._instance(tuple(row)) for row in rows]

    def _instance(self, row: tuple[Any, ...]) -> Any:
        instance = self._model.from_db(self._db, self._names, row[self._own])
        for related in self._related:
            related.populate(row, instance)
        return instance


def _as_parameter(value: Any) -> Any:
    """A value as the database takes it: SQLite has no types for ids and moments."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class _Prepared(Cursor[Any]):
    """A cursor of PostgreSQL's driver whose statements are prepared: their plan is kept for the next time."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **options, prepare=True)


def prepared_cursor() -> Any:
    """A cursor whose statements are planned by the database once for each connection."""
    database: Any = connection
    if database.vendor != "postgresql":
        return database.cursor()
    database.ensure_connection()
    driver = database.connection
    if driver.prepare_threshold is None:  # Django's way: nothing is prepared, not even what asks for it
        driver.prepare_threshold = NEVER
        driver.prepared_max = MOST_PREPARED
    return database._prepare_cursor(_Prepared(driver))


_SAMPLES: dict[type, Callable[[int], Any]] = {
    UUID: lambda index: UUID(int=0x5A3D_1E00 << 64 | index),
    str: lambda index: f"sample {index}",
    int: lambda index: 1_987_000_000 + index,
    datetime: lambda index: datetime(1804, 1, 1, tzinfo=UTC) + timedelta(days=index),
}
