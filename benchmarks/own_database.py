"""A database of its own on the PostgreSQL server of DATABASE_URL, gone at the end; without a server one in SQLite."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


@contextmanager
def own_database(name: str, folder: Path) -> Iterator[str]:
    """The address of an empty database. name: what it is called, with lots behind it."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / f'{name}.sqlite3'}"
        return
    name = f"{name}_{uuid.uuid4().hex[:12]}"
    on_server(server, f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def on_server(server: str, statement: str) -> list[tuple[object, ...]]:
    """Do one statement outside of a transaction; what it answers."""
    with asked(server) as connection:
        answer = connection.execute(statement.encode())
        return answer.fetchall() if answer.description else []


def asked(server: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to an address as DATABASE_URL has it."""
    parts = urlsplit(server)
    *folders, database = parts.path.strip("/").split("/")
    host = parts.hostname or "/" + "/".join(folders)
    return psycopg.connect(
        host=host, port=parts.port or 5432, user=parts.username, password=parts.password, dbname=database,
        autocommit=True,
    )  # fmt: skip
