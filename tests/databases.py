"""The databases that the tests run in: the tables alone, the tables with the cast, and the demonstration.

Each is made once and then copied. The tables and the demonstration are made by the commands that an office runs, in
a process of their own. On SQLite they are files in build/tests, kept under a hash of what they are made from; on
PostgreSQL they are databases of the server, dropped when the tests end. The cast is built by each worker of pytest.
A worker tests in copies of its own, and each test takes back what it wrote.

    python -m tests.databases       make the demonstration on the kind of database that DATABASE_URL names
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "tests"
TABLES, CAST, DEMONSTRATION = "tables", "cast", "demonstration"
COMMANDS = {TABLES: ["migrate"], DEMONSTRATION: ["demo", "--load-if-empty"]}
WITHOUT_ROWS = {"tests", "templates", "static", "__pycache__"}  # folders that no row of a database is made from


def fingerprint(content: str) -> str:
    """A hash of what a database is made from: the migrations, or everything that the demonstration is lived by."""
    house = ROOT / "tongket"
    if content == TABLES:
        paths = [*house.glob("*/migrations/*.py"), *house.glob("*/*.json")]
    else:
        paths = [
            path
            for path in house.rglob("*.*")
            if path.suffix not in {".mo", ".pyc"} and not WITHOUT_ROWS & set(path.relative_to(ROOT).parts)
        ]
    total = hashlib.sha256(settings.SECRET_KEY.encode())  # fields are encrypted with it
    for path in sorted([*paths, ROOT / "requirements" / "app.txt"]):
        total.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return total.hexdigest()[:16]


class Store(ABC):
    """Where databases are made to be copied."""

    @abstractmethod
    def url(self, name: str) -> str:
        """What DATABASE_URL says of it."""

    @abstractmethod
    def has(self, name: str) -> bool: ...

    @abstractmethod
    def create(self, name: str, source: str | None) -> None:
        """A new database: empty, or a copy of another."""

    @abstractmethod
    def finish(self, draft: str, name: str) -> None:
        """Give a database that has been made its name, ready to be copied."""

    @abstractmethod
    def drop(self, beginning: str) -> None:
        """All databases whose name begins so."""

    def provide(self, content: str) -> str:
        """The name of the database that holds the tables or the demonstration; made if it is not there yet."""
        name, draft = f"{content}_{fingerprint(content)}", f"draft_{content}"
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / f"{content}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.has(name):
                self.drop(draft)
                self.drop(f"{content}_")  # made from what has changed since
                self.create(draft, self.provide(TABLES) if content == DEMONSTRATION else None)
                command = [sys.executable, "-m", "tongket.cli", *COMMANDS[content]]
                environment = {**os.environ, "DATABASE_URL": self.url(draft), "TONGKET_SECRET_KEY": settings.SECRET_KEY}
                subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
                self.finish(draft, name)
        return name


class Files(Store):
    """Databases of SQLite, in build/tests."""

    def path(self, name: str) -> Path:
        return FOLDER / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def has(self, name: str) -> bool:
        return self.path(name).exists()

    def create(self, name: str, source: str | None) -> None:
        if source is not None:
            shutil.copyfile(self.path(source), self.path(name))

    def finish(self, draft: str, name: str) -> None:
        database = sqlite3.connect(self.path(draft))
        database.execute("PRAGMA journal_mode=DELETE")  # all of it in one file
        database.close()
        self.path(draft).rename(self.path(name))

    def drop(self, beginning: str) -> None:
        for path in FOLDER.glob(f"{beginning}*.sqlite3*"):
            path.unlink()


class Server(Store):
    """Databases of a PostgreSQL server, named after the one that DATABASE_URL names."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = settings.DATABASES["default"]
        self.prefix = f"test_{os.environ['DATABASE_URL'].rpartition('/')[2]}_"

    def full(self, name: str) -> str:
        return self.prefix + name

    def url(self, name: str) -> str:
        return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{self.full(name)}"

    def has(self, name: str) -> bool:
        return self.full(name) in self._names()

    def create(self, name: str, source: str | None) -> None:
        self._run(f'CREATE DATABASE "{self.full(name)}"' + (f' TEMPLATE "{self.full(source)}"' if source else ""))

    def finish(self, draft: str, name: str) -> None:
        self._run("VACUUM ANALYZE", at=self.full(draft))  # as a standing server does by itself
        self._run(f'ALTER DATABASE "{self.full(draft)}" RENAME TO "{self.full(name)}"')

    def drop(self, beginning: str) -> None:
        for name in self._names():
            if name.startswith(self.full(beginning)):
                self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _names(self) -> list[str]:
        return [name for (name,) in self._run("SELECT datname FROM pg_database")]

    def _run(self, statement: str, at: str = "postgres") -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(
            host=self.given["HOST"], port=self.given["PORT"] or None, user=self.given["USER"],
            password=self.given["PASSWORD"], dbname=at, autocommit=True,
        ) as server:  # fmt: skip
            cursor = server.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


def store() -> Store:
    """The store of the kind of database that the tests run on."""
    return Files() if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else Server()


# --- The copies of one worker ---------------------------------------------------------------------------------------


class Copies(ABC):
    """What one worker tests in. `use` says in which database the next test runs."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.in_use: str | None = None

    def use(self, content: str) -> None:
        if content != self.in_use:
            self._turn_to(content)
            self.in_use = content

    @abstractmethod
    def add(self, content: str, source: str, fill: Callable[[], None]) -> None:
        """Make one that begins as a copy of another, in which `fill` then writes."""

    @abstractmethod
    def renew(self) -> None:
        """Copy the one in use anew, after a test that has committed what it wrote."""

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _turn_to(self, content: str) -> None: ...


class InMemory(Copies):
    """On SQLite: one database in memory, whose content is copied in when another is wanted."""

    def __init__(self, worker: str) -> None:
        super().__init__(worker)
        name = f"file:tests_{worker}?mode=memory&cache=shared"
        self.here = sqlite3.connect(name, uri=True)
        self.sources: dict[str, sqlite3.Connection] = {}
        settings.DATABASES["default"]["NAME"] = name

    def _turn_to(self, content: str) -> None:
        if content not in self.sources:
            files = Files()
            self.sources[content] = sqlite3.connect(files.path(files.provide(content)))
        self.sources[content].backup(self.here)

    def add(self, content: str, source: str, fill: Callable[[], None]) -> None:
        self.use(source)
        fill()
        self.sources[content] = sqlite3.connect(":memory:")
        self.here.backup(self.sources[content])
        self.in_use = content

    def renew(self) -> None:
        self.in_use = None

    def close(self) -> None:
        for database in [self.here, *self.sources.values()]:
            database.close()


class OnServer(Copies):
    """On PostgreSQL: one database for each content."""

    def __init__(self, worker: str) -> None:
        super().__init__(worker)
        self.server = Server()
        self.sources: dict[str, str] = {}
        self.copied: set[str] = set()

    def _turn_to(self, content: str) -> None:
        if content not in self.sources:
            self.sources[content] = self.server.provide(content)
        self._leave()
        if content not in self.copied:
            self.server.create(self._own(content), self.sources[content])
            self.copied.add(content)
        settings.DATABASES["default"]["NAME"] = self.server.full(self._own(content))

    def add(self, content: str, source: str, fill: Callable[[], None]) -> None:
        self.use(source)
        self._leave()
        self.sources[content] = self._own(f"source_{content}")  # no name begins with that of another: `drop` goes by it
        self.server.create(self.sources[content], self._own(source))
        settings.DATABASES["default"]["NAME"] = self.server.full(self.sources[content])
        fill()
        self._leave()
        self.in_use = None

    def renew(self) -> None:
        assert self.in_use is not None
        self._leave()
        self.server.drop(self._own(self.in_use))
        self.copied.discard(self.in_use)
        self.in_use = None

    def close(self) -> None:
        self._leave()
        self.server.drop(self._own(""))

    def _own(self, content: str) -> str:
        return f"{self.worker}_{content}"

    def _leave(self) -> None:
        from django.db import connection

        connection.close()


def copies(worker: str) -> Copies:
    """The copies of a worker, on the kind of database that the tests run on."""
    return InMemory(worker) if isinstance(store(), Files) else OnServer(worker)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.settings")
    store().provide(DEMONSTRATION)
