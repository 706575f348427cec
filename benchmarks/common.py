"""What the benchmarks share: a database of their own, the program on it, units and people, names, and times."""

import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOUNDED, TODAY = date(2015, 1, 1), date(2021, 1, 4)
DECISION = "01-QĐ/TU"
TICKS = os.sysconf("SC_CLK_TCK")
FAMILIES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương"),
    "Lý",
)
MIDDLES = (
    *("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quang", "Xuân", "Thu", "Mỹ", "Bảo", "Gia", "Công", "Đình"),
)
GIVEN = (
    *("Hoa", "Hùng", "Hương", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Thảo", "Tuấn", "Vinh", "Yến", "Anh", "Bình"),
    *("Cường", "Dũng", "Giang", "Hải", "Khánh", "Linh", "Long", "Nga", "Oanh", "Phương", "Quỳnh", "Tâm", "Trang"),
    *("Trung", "Tú", "Uyên", "Việt", "Xuân", "Ý", "Đạt", "Đông", "Ân", "Ánh", "Bắc", "Châu", "Diễm", "Hạnh", "Hiếu"),
    *("Hòa", "Kiên", "Liên", "Lộc", "Luân"),
)


# --- A database of its own --------------------------------------------------------------------------------------------


@contextmanager
def own_database(name: str, folder: Path) -> Iterator[str]:
    """The address of an empty database on the PostgreSQL server of DATABASE_URL, dropped at the end; without a server
    one in SQLite in the folder. name: what its own name begins with.
    """
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / f'{name}.sqlite3'}"
        return
    name = f"{name}_{uuid.uuid4().hex[:12]}"
    run_sql(server, f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        run_sql(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def run_sql(address: str, statement: str) -> list[tuple[object, ...]]:
    """Run one statement outside of a transaction, and return its rows."""
    with connect(address) as connection:
        answer = connection.execute(statement.encode())
        return answer.fetchall() if answer.description else []


def connect(address: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to an address as DATABASE_URL has it."""
    parts = urlsplit(address)
    *folders, database = parts.path.strip("/").split("/")
    host = parts.hostname or "/" + "/".join(folders)
    return psycopg.connect(
        host=host, port=parts.port or 5432, user=parts.username, password=parts.password, dbname=database,
        autocommit=True,
    )  # fmt: skip


# --- The program ------------------------------------------------------------------------------------------------------


def environment(folder: Path, *, address: str = "", today: date = TODAY) -> dict[str, str]:
    """The variables of a program that keeps its things in the folder. address: of its database."""
    path = [str(ROOT), str(ROOT / "benchmarks"), os.environ.get("PYTHONPATH", "")]
    variables = {
        "DJANGO_SETTINGS_MODULE": "tongket.settings",
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "TONGKET_VAR": str(folder),
        "TONGKET_TODAY": today.isoformat(),
        "TONGKET_HOSTS": "testserver,127.0.0.1",
        "TONGKET_DEMO": "0",
    }
    return variables | ({"DATABASE_URL": address} if address else {})


def set_up() -> None:
    """Start the program in this process, as the variables say."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    import django

    django.setup()


@contextmanager
def own_program(name: str, *, here: bool = False) -> Iterator[Path]:
    """The program in this process, over a database of its own with empty tables; the folder that it keeps things in.
    here: over the database of DATABASE_URL itself, whose tables must be there and empty.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with nullcontext("") if here else own_database(name, folder) as address:
            os.environ |= environment(folder, address=address)
            set_up()
            from django.core.management import call_command
            from django.db import connections

            if not here:
                call_command("migrate", verbosity=0)
            try:
                yield folder
            finally:
                connections.close_all()


def analyse() -> None:
    """Let the database count its rows, as a server does by itself that is not thrown away at once."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


# --- Units and people -------------------------------------------------------------------------------------------------


def found(code: str, kind: Any, parent: Any, *, name: str = "", short_name: str = "") -> Any:
    """A unit that has been there since FOUNDED. Many are founded within `snapshots.built_once()`."""
    from tongket.org import actions

    name = name or f"Đơn vị {code}"
    new = actions.NewUnit(code, name, short_name or name, kind, parent)
    return actions.create(new, actions.Decision(DECISION, FOUNDED, "Tỉnh uỷ"), from_on=FOUNDED, by=None, on=FOUNDED)


def appoint(name: str, unit: Any, office: Any, domain: str) -> Any:
    """A person who has held an office of a unit since FOUNDED, with its rights."""
    from tongket.org import actions
    from tongket.org.models import Person

    person = Person.named(name)
    person.save()
    term = actions.take_office(
        person, unit, office, how="assigned", decision=DECISION, from_on=FOUNDED, by=None, on=FOUNDED
    )
    actions.grant(term, domain, unit, decision=DECISION, valid_from=FOUNDED, by=None, on=FOUNDED)
    return person


def signed_in(person: Any) -> Any:
    """A test client that is signed in as a person, with the second step."""
    from tests.sessions import signed_in_as
    from tongket.org.models import Account

    account, _made = Account.objects.get_or_create(person=person, defaults={"username": f"u{uuid.uuid4().hex[:12]}"})
    return signed_in_as(account)


def invented_name(draw: random.Random) -> str:
    return f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)} {draw.choice(GIVEN)}"


# --- Times ------------------------------------------------------------------------------------------------------------


def in_turns(work: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Do each work once after the other, again and again; by name the milliseconds of CPU and of the clock it took.

    One round more goes before these and does not count.
    """
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in work}
    for number in range(rounds + 1):
        for name, do in work.items():
            cpu, clock = time.process_time(), time.perf_counter()
            do()
            if number:
                times[name].append(((time.process_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000))
    return times


def percentile(times: list[float], percent: int) -> float:
    """The time that so many percent of them did not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    from django.db import connection

    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield statements


def cpu_of(pid: int | str) -> tuple[float, float]:
    """The seconds of CPU time that a process of this machine has used, and those of its children that have ended; 0
    where there is none.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS, (int(fields[13]) + int(fields[14])) / TICKS
