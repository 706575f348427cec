"""Clients who sign documents of one series at the same time: no gap, no number given twice, none lost (R-DOC-02).

python benchmarks/number_series.py [CLIENTS] [--each DOCUMENTS] [--here]

On the PostgreSQL server of DATABASE_URL, in a database of its own that is dropped at the end (scripts/with_pg.sh
gives a server), or on SQLite in a folder of its own; with --here in the database of DATABASE_URL itself, which
must hold the tables and no unit. Each client is a process; one of five transactions fails after it
got its number, which must come back. Prints numbers per second and the slowest twentieth; ends with 1 on a fault.
"""

import argparse
import multiprocessing
import statistics
import sys
import time
from datetime import date
from typing import Any

from common import TODAY, appoint, found, own_program, percentile

FAILS = 5  # every so many transactions one fails


class Failed(Exception):
    """A transaction that goes wrong after its number was given."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Numbers of one series under load.")
    parser.add_argument("clients", nargs="?", type=int, default=16)
    parser.add_argument("--each", type=int, default=50, help="documents that each client signs")
    parser.add_argument("--here", action="store_true", help="in the database that DATABASE_URL names")
    arguments = parser.parse_args()
    with own_program("series", here=arguments.here):
        return run(arguments.clients, arguments.each)


def run(clients: int, each: int) -> int:
    """Let the clients sign, and say what was found."""
    from django.db import connection, connections

    prepare()
    vendor = connection.vendor
    connections.close_all()
    start = multiprocessing.get_context("fork")
    together, answers = start.Barrier(clients + 1), start.Queue()
    workers = [start.Process(target=client, args=(number, each, together, answers)) for number in range(clients)]
    for worker in workers:
        worker.start()
    together.wait()
    began = time.perf_counter()
    results = [answers.get(timeout=600) for _worker in workers]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    acknowledged = [number for numbers, _times, _faults in results for number in numbers]
    times = [seconds for _numbers, times, _faults in results for seconds in times]
    faults = check(clients * each, acknowledged) + [fault for _numbers, _times, faults in results for fault in faults]
    print(f"{vendor}: {clients} clients, {len(acknowledged)} numbers in {seconds:.1f} s ", end="")
    print(f"({len(acknowledged) / seconds:.0f} a second), median {statistics.median(times) * 1000:.0f} ms, ", end="")
    print(f"p95 {percentile(times, 95) * 1000:.0f} ms")
    for fault in faults:
        print(f"FAULT: {fault}")
    print("no gap, no number twice, none lost" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def prepare() -> None:
    """One committee organisation and its clerk."""
    from tongket.org import snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office

    with snapshots.built_once():
        top = found("ROOT", Kind.SUPERIOR, None)
        unit = found("NORTH", Kind.GRASSROOTS_COMMITTEE, top)
    appoint("Người Văn Phòng", unit, Office.CLERK, "office")


def client(number: int, each: int, together: Any, answers: Any) -> None:
    """Sign `each` documents, failing now and then and trying again, as a person would."""
    from tongket.directives.actions import documents
    from tongket.org import saving
    from tongket.org.models import Person, Unit

    numbers: list[int] = []
    times: list[float] = []
    faults: list[str] = []
    together.wait()
    tries = number
    while len(numbers) < each and len(faults) < 5:
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
        except Exception as fault:  # what a client sees, returned with the result
            faults.append(repr(fault))
            continue
        times.append(time.perf_counter() - began)
        numbers.append(document.number or 0)
    answers.put((numbers, times, faults))


def check(wanted: int, acknowledged: list[int]) -> list[str]:
    """What is wrong with the numbers: in the clients' hands, in the register, in the series, in the log."""
    from tongket.directives.models import OwnDocument
    from tongket.org import audit
    from tongket.org.models import NumberSeries

    given = OwnDocument.objects.values_list("number", flat=True)
    registered = sorted(number for number in given if number is not None)
    last = NumberSeries.objects.get().last
    faults = []
    if len(set(acknowledged)) != len(acknowledged):
        faults.append("a number was given to two clients")
    if registered != list(range(1, wanted + 1)):
        faults.append(
            f"the register holds {len(registered)} numbers up to {max(registered, default=0)}, wanted 1 to {wanted}"
        )
    if sorted(acknowledged) != registered:
        faults.append("an acknowledged number is not in the register")
    if last != wanted:
        faults.append(f"the series stands at {last}, not {wanted}")
    return faults + audit.broken_links()


if __name__ == "__main__":
    sys.exit(main())
