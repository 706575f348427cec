"""CompiledQuery questions: what is asked of the database for each page or each form, worded by the ORM once.

The ORM takes three to six times as long to word a question as to ask it. Here it words it with samples, and what it
worded is asked with other values. A change on SQLite, whose disk takes longer than any wording, is worded anew.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from threading import Lock
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from psycopg import Cursor
from psycopg.types.json import Jsonb

M = TypeVar("M", bound=models.Model)


class Worded:
    """What the ORM made of a question: its SQL, and which value stands where among its parameters."""

    def __init__(self, compiler: Any, samples: Sequence[Any]) -> None:
        self.compiler = compiler
        self.sql, parameters = compiler.as_sql()
        taken = [_taken(sample) for sample in samples]
        self._slots = [_slot(parameter, taken) for parameter in parameters]
        found = {at for at, _wrap, _parameter in self._slots}
        if not found.issuperset(range(len(samples))):
            raise ValueError(f"a value of a standing question stands nowhere in it: {self.sql}")

    def parameters(self, values: Sequence[Any]) -> list[Any]:
        values = [_taken(value) for value in values]
        return [
            parameter if at is None else values[at] if wrap is None else wrap(values[at])
            for at, wrap, parameter in self._slots
        ]


def _taken(value: Any) -> Any:
    """A value as the database takes it: SQLite has no types for ids and days."""
    if connection.vendor == "postgresql":
        return value
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value


def _slot(parameter: Any, samples: Sequence[Any]) -> tuple[int | None, Callable[[Any], Any] | None, Any]:
    """Which value a parameter is, how it is wrapped for the driver, and the parameter where it is none of them."""
    held = parameter.obj if isinstance(parameter, Jsonb) else parameter
    for at, sample in enumerate(samples):
        if isinstance(held, type(sample)) and held == sample:
            if isinstance(parameter, Jsonb):
                return at, partial(Jsonb, dumps=parameter.dumps), None
            return at, None if type(held) is type(sample) else type(held), None  # an integer of so many bytes
    return None, None, parameter


class CompiledQuery(Generic[M]):
    """A question for rows. build: the queryset for some values; kinds: of these values, each a key of _SAMPLES;
    keeps_plan: whether one plan of PostgreSQL is good for all values, as it is not for a range of whatever length.

    What differs in form (a list of another length, None) is another question.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M, Any]], *kinds: type, keeps_plan: bool = True) -> None:
        self.build, self.keeps_plan = build, keeps_plan
        self.samples = [_SAMPLES[kind](at) for at, kind in enumerate(kinds)]
        self._worded: _Rows | None = None
        self._lock = Lock()

    def ask(self, *values: Any) -> list[Any]:
        """The rows, as the queryset of `build` gives them."""
        with self._lock:
            if self._worded is None:
                self._worded = _Rows(self.build(*self.samples), self.samples, self.keeps_plan)
        return self._worded.ask(values)


class _Rows(Worded):
    def __init__(self, rows: Any, samples: Sequence[Any], keeps_plan: bool) -> None:
        super().__init__(rows.query.get_compiler(using=rows.db), samples)
        self._keeps_plan = keeps_plan
        select, known = self.compiler.select, self.compiler.klass_info
        self._converters = self.compiler.get_converters([one[0] for one in select])
        self._model: Any = None
        if issubclass(rows._iterable_class, ModelIterable):
            first, last = known["select_fields"][0], known["select_fields"][-1] + 1
            self._model, self._db, self._own = known["model"], rows.db, slice(first, last)
            self._names = [one[0].target.attname for one in select[self._own]]
            self._related = get_related_populators(known, select, rows.db)  # type: ignore[call-arg]  # of a later Django

    def ask(self, values: Sequence[Any]) -> list[Any]:
        with _cursor() if self._keeps_plan else connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters(values))
            rows = cursor.fetchall()
        if self._converters:
            rows = list(self.compiler.apply_converters(rows, self._converters))
        return rows if self._model is None else [self._instance(tuple(row)) for row in rows]

    def _instance(self, row: tuple[Any, ...]) -> Any:
        found = self._model.from_db(self._db, self._names, row[self._own])
        for related in self._related:
            related.populate(row, found)
        return found


class CompiledUpdate(Generic[M]):
    """A change of rows. build: which rows, and what they are to hold, for some values; kinds as in CompiledQuery."""

    def __init__(self, build: Callable[..., tuple[models.QuerySet[M], dict[str, Any]]], *kinds: type) -> None:
        self.build = build
        self.samples = [_SAMPLES[kind](at) for at, kind in enumerate(kinds)]
        self._worded: Worded | None = None
        self._lock = Lock()

    def make(self, *values: Any) -> int:
        """The number of rows that were changed."""
        if connection.vendor != "postgresql":
            rows, changes = self.build(*values)
            return rows.update(**changes)
        with self._lock:
            if self._worded is None:
                rows, changes = self.build(*self.samples)
                query: Any = rows.query.chain(UpdateQuery)
                query.add_update_values(changes)
                self._worded = Worded(query.get_compiler(using=rows.db), self.samples)
        with _cursor() as cursor:
            cursor.execute(self._worded.sql, self._worded.parameters(values))
            return cursor.rowcount  # type: ignore[no-any-return]


class _Prepared(Cursor[Any]):
    """A cursor of PostgreSQL's driver whose questions are prepared: their plan is kept for the next time."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        return super().execute(query, params, **how, prepare=True)


NEVER = 2**31  # times that another question is asked until it is prepared too


def _cursor() -> Any:
    here: Any = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up anew for each of its names
    if here.vendor != "postgresql":
        return here.cursor()
    here.ensure_connection()
    inner = here.connection
    if inner.prepare_threshold is None:  # Django's way: nothing is prepared, not even what asks for it
        inner.prepare_threshold = NEVER
    return here._prepare_cursor(_Prepared(inner))


def add(row: models.Model) -> None:
    """Insert one row whose key the database gives, without asking for that key."""
    sql, fields = _insertion(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with _cursor() as cursor:
        cursor.execute(sql, values)


@lru_cache(maxsize=64)
def _insertion(model: type[models.Model]) -> tuple[str, list[Any]]:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})", fields  # noqa: S608 - our names


_SAMPLES: dict[type, Callable[[int], Any]] = {
    UUID: lambda at: UUID(int=0x5A3D_1E00 << 64 | at),
    str: lambda at: f"sample {at}",
    int: lambda at: 1_987_000_000 + at,
    date: lambda at: date(1804, 1, 1) + timedelta(days=at),
    datetime: lambda at: datetime(1804, 1, 1, tzinfo=UTC) + timedelta(days=at),
    dict: lambda at: {"sample": at},
}
