"""The demonstration: on this machine alone, and never mixed up with an office's own records."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from tests import databases
from tests.cast import Cast
from tongket.demo.load import NotEmpty, load
from tongket.org.actions import mark_as_demonstration
from tongket.org.models import AuditRow, DemonstrationMark, Person
from tongket.pages import demonstration

LOCAL: dict[str, Any] = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
MARK = "Dữ liệu trình diễn"


@pytest.mark.parametrize(
    "foreign",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "tongket.example.vn"},
        {"HTTP_HOST": "127.0.0.1.example.vn"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},
    ],
    ids=lambda foreign: next(iter(foreign)),
)
def test_demonstration_refuses_what_does_not_come_straight_from_this_machine(
    db: None, settings: Any, foreign: dict[str, str]
) -> None:
    settings.TONGKET_DEMO = True
    settings.ALLOWED_HOSTS = ["*"]

    here = Client().get("/accounts/login/", **LOCAL)
    from_elsewhere = Client().get("/accounts/login/", **{**LOCAL, **foreign})
    file_from_elsewhere = Client().get("/static/web/tongket.css", **{**LOCAL, **foreign})

    assert (here.status_code, from_elsewhere.status_code, file_from_elsewhere.status_code) == (200, 403, 403)
    assert "<form" not in from_elsewhere.content.decode()


@pytest.mark.parametrize("address", ["/accounts/login/", "/", "/units/", "/no/such/page/", "/admin"])
def test_every_page_of_the_demonstration_says_that_it_is_one(
    cast: Cast, signed_in: Any, settings: Any, address: str
) -> None:
    settings.TONGKET_DEMO = True

    for client in (Client(), signed_in("north_clerk")):
        answer = client.get(address, follow=True, **LOCAL)

        assert MARK in answer.content.decode(), answer.status_code


def test_mark_of_the_demonstration_is_neither_changed_nor_removed(db: None) -> None:
    mark_as_demonstration()
    table = DemonstrationMark._meta.db_table

    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET loaded_at = NULL"):
        with pytest.raises(DatabaseError, match="a demonstration stays one"), transaction.atomic():
            connection.cursor().execute(statement)

    assert demonstration.is_marked()


def test_demonstration_is_loaded_into_no_database_that_holds_something(db: None) -> None:
    Person.named("Nguyễn Văn Thử").save()

    with pytest.raises(NotEmpty):
        load(echo=lambda line: None)

    assert not demonstration.is_marked()


def test_database_that_was_only_looked_at_is_still_empty(db: None) -> None:
    Client().get("/accounts/login/")
    Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"})

    assert AuditRow.objects.exists()
    assert not demonstration.holds_rows()


@pytest.mark.parametrize(
    ("is_demo", "is_marked", "has_rows", "is_served"),
    [
        (True, True, True, True),
        (False, False, True, True),
        (True, False, False, True),
        (False, False, False, True),
        (False, True, True, False),
        (True, False, True, False),
    ],
)
def test_mode_is_that_of_the_database(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, is_demo: bool, is_marked: bool, has_rows: bool,
    is_served: bool,
) -> None:  # fmt: skip
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own is wanted further on
    settings.TONGKET_DEMO = is_demo
    if is_marked:
        mark_as_demonstration()
    if has_rows:
        Person.named("Nguyễn Văn Thử").save()

    if is_served:
        demonstration.check()
    else:
        with pytest.raises(demonstration.Mismatch):
            demonstration.check()


# --- As commands see it -----------------------------------------------------------------------------------------------


@pytest.fixture
def environment(tmp_path: Path, settings: Any) -> dict[str, str]:
    """What a command is run with over a database of tables alone."""
    files = databases.Files()
    path = tmp_path / "tongket.sqlite3"
    shutil.copyfile(files.path(files.provide(databases.TABLES)), path)
    own = {name: value for name, value in os.environ.items() if name not in {"TONGKET_DEMO", "TONGKET_TODAY"}}
    return {**own, "DATABASE_URL": f"sqlite:///{path}", "TONGKET_SECRET_KEY": settings.SECRET_KEY}


def run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], cwd=databases.ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("word", ["1", "true", "Yes", "on"])
def test_demonstration_listens_on_this_machine_alone_however_its_setting_is_written(
    environment: dict[str, str], word: str
) -> None:
    served = run(
        {**environment, "TONGKET_DEMO": word}, "-m", "tongket.cli", "serve", "--host", "0.0.0.0", "--port", "0"
    )

    assert (served.returncode, served.stderr) == (2, "tongket: the demonstration is served on 127.0.0.1 only\n")


@pytest.mark.parametrize("arguments", [["-m", "tongket.cli", "serve", "--port", "0"], ["-c", "import tongket.wsgi"]])
def test_database_of_the_demonstration_is_not_served_as_an_offices_own(
    environment: dict[str, str], arguments: list[str]
) -> None:
    with sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///")) as database:
        database.execute("INSERT INTO org_demonstrationmark VALUES (1, '2022-01-05 00:00:00')")
    database.close()

    served = run({**environment, "TONGKET_DEMO": "0"}, *arguments)

    assert served.returncode != 0
    assert "this database holds the demonstration" in served.stderr


def test_run_on_an_offices_own_database_loads_no_demonstration(environment: dict[str, str]) -> None:
    path = environment["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(path) as database:
        row = ("0" * 32, "Nguyễn Văn Thử", "nguyen van thu", "1")
        database.execute("INSERT INTO org_person (id, full_name, name_fold, name_order) VALUES (?, ?, ?, ?)", row)

    loaded = run(environment, "-m", "tongket.cli", "demo", "--load-if-empty")

    assert (loaded.returncode, loaded.stdout) == (0, "")
    assert database.execute("SELECT count(*) FROM org_unit").fetchone() == (0,)
    database.close()
