"""Clients who sign documents of one series at the same time: no gap, no number given twice, none lost (R-DOC-02).

python benchmarks/number_series.py [CLIENTS] [--each DOCUMENTS]

On the PostgreSQL server of DATABASE_URL, in a database of its own that is dropped at the end (scripts/with_pg.sh
gives a server), or on SQLite in a folder of its own. Each client is a process; one of five transactions fails after it
got its number, which must come back. Prints numbers per second and the slowest twentieth; ends with 1 on a fault.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
import uuid
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
FOUNDED, TODAY = date(2015, 1, 1), date(2021, 1, 4)
FAILS = 5  # every so many transactions one fails


class Failed(Exception):
    """A transaction that goes wrong after its number was given."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Numbers of one series under load.")
    parser.add_argument("clients", nargs="?", type=int, default=16)
    parser.add_argument("--each", type=int, default=50, help="documents that each client signs")
    arguments = parser.parse_args()
    server = os.environ.get("DATABASE_URL", "")
    name = f"series_{uuid.uuid4().hex[:12]}"
    with tempfile.TemporaryDirectory() as folder:
        if server.startswith("postgres"):
            _on_server(server, f'CREATE DATABASE "{name}"')
            here = f"{server.rpartition('/')[0]}/{name}"
        else:
            here = f"sqlite:///{Path(folder) / 'series.sqlite3'}"
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tongket.settings",
            "DATABASE_URL": here,
            "TONGKET_VAR": folder,
            "TONGKET_TODAY": TODAY.isoformat(),
        }
        try:
            return run(arguments.clients, arguments.each)
        finally:
            if server.startswith("postgres"):
                _on_server(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(server: str, statement: str) -> None:
    import psycopg

    parts = urlsplit(server)
    *folders, database = parts.path.strip("/").split("/")
    host = parts.hostname or "/" + "/".join(folders)
    with psycopg.connect(
        host=host, port=parts.port or 5432, user=parts.username, password=parts.password, dbname=database,
        autocommit=True,
    ) as connection:  # fmt: skip
        connection.execute(statement.encode())


def run(clients: int, each: int) -> int:
    """Let the clients sign, and say what was found."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections

    call_command("migrate", verbosity=0)
    prepare()
    vendor = connection.vendor
    connections.close_all()
    start = multiprocessing.get_context("fork")
    together, told = start.Barrier(clients + 1), start.Queue()
    workers = [start.Process(target=client, args=(number, each, together, told)) for number in range(clients)]
    for worker in workers:
        worker.start()
    together.wait()
    began = time.perf_counter()
    said = [told.get(timeout=600) for _worker in workers]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    acknowledged = [number for given, _times, _faults in said for number in given]
    times = sorted(one for _given, lasted, _faults in said for one in lasted)
    faults = [fault for _given, _times, found in said for fault in found]
    found = check(clients * each, acknowledged) + faults
    print(f"{vendor}: {clients} clients, {len(acknowledged)} numbers in {seconds:.1f} s ", end="")
    print(f"({len(acknowledged) / seconds:.0f} a second), median {statistics.median(times) * 1000:.0f} ms, ", end="")
    print(f"p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms")
    for fault in found:
        print(f"FAULT: {fault}")
    print("no gap, no number twice, none lost" if not found else f"{len(found)} faults")
    return 1 if found else 0


def prepare() -> None:
    """One committee organisation and its clerk."""
    from tongket.org import actions, snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person

    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh ủy Sông Mẫu")
    with snapshots.built_once():
        top = actions.create(
            actions.NewUnit("ROOT", "Đảng bộ Khối", "Khối", Kind.SUPERIOR, None), paper, from_on=FOUNDED, by=None,
            on=FOUNDED,
        )  # fmt: skip
        unit = actions.create(
            actions.NewUnit("NORTH", "Đảng bộ Sở Phương Bắc", "Sở", Kind.GRASSROOTS_COMMITTEE, top), paper,
            from_on=FOUNDED, by=None, on=FOUNDED,
        )  # fmt: skip
    person = Person.named("Người Văn Phòng")
    person.save()
    term = actions.take_office(
        person, unit, Office.CLERK, how="assigned", decision="02-QĐ/ĐUK", from_on=FOUNDED, by=None, on=FOUNDED
    )
    actions.grant(term, "office", unit, decision="03-QĐ/ĐUK", valid_from=FOUNDED, by=None, on=FOUNDED)


def client(number: int, each: int, together: Any, told: Any) -> None:
    """Sign `each` documents, failing now and then and trying again, as a person would."""
    from tongket.directives.actions import documents
    from tongket.org import saving
    from tongket.org.models import Person, Unit

    given: list[int] = []
    times: list[float] = []
    faults: list[str] = []
    together.wait()
    tries = number
    while len(given) < each and len(faults) < 5:
        tries += 1
        began = time.perf_counter()
        try:
            with saving.durable():
                clerk = Person.objects.get()
                unit = Unit.objects.select_related("place").get(code="NORTH")
                document = documents.draft(unit, kind="BC", subject=f"Báo cáo {number}", by=clerk, on=TODAY)
                documents.sign(
                    document, issued_on=TODAY, term_from_on=date(2020, 6, 18), seen=document.version, by=clerk,
                    on=TODAY,
                )  # fmt: skip
                if tries % FAILS == 0:
                    raise Failed
        except Failed:
            continue
        except Exception as fault:  # what a client sees, told with the result
            faults.append(repr(fault))
            continue
        times.append(time.perf_counter() - began)
        given.append(document.number or 0)
    told.put((given, times, faults))


def check(wanted: int, acknowledged: list[int]) -> list[str]:
    """What is wrong with the numbers: in the clients' hands, in the register, in the series, in the log."""
    from tongket.directives.models import OwnDocument
    from tongket.org import audit
    from tongket.org.models import NumberSeries

    numbers = OwnDocument.objects.values_list("number", flat=True)
    kept = sorted(number for number in numbers if number is not None)
    last = NumberSeries.objects.get().last
    found = []
    if len(set(acknowledged)) != len(acknowledged):
        found.append("a number was given to two clients")
    if kept != list(range(1, wanted + 1)):
        found.append(f"the register holds {len(kept)} numbers up to {max(kept, default=0)}, wanted 1 to {wanted}")
    if sorted(acknowledged) != kept:
        found.append("an acknowledged number is not in the register")
    if last != wanted:
        found.append(f"the series stands at {last}, not {wanted}")
    return found + audit.broken_links()


if __name__ == "__main__":
    sys.exit(main())
