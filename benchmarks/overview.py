"""The overview page of a bloc with 40 and with 400 units under it: queries, and CPU time beside a trivial page.

python benchmarks/overview.py [UNITS …]      (default 40 400)

In a database of its own, on the PostgreSQL server of DATABASE_URL or, without one, in SQLite.
"""

import statistics
import sys
from datetime import date
from typing import Any

from common import TODAY, appoint, counted_queries, found, in_turns, own_program, signed_in

ROUNDS = 9


def main(sizes: list[int]) -> None:
    with own_program("overview"):
        print(f"{'units':>6} {'queries':>8} {'CPU ms':>8} {'trivial ms':>11} {'ratio':>6}")
        for size in sizes:
            print("{:>6} {:>8} {:>8.1f} {:>11.1f} {:>6.1f}".format(size, *measure(size)))


def measure(size: int) -> tuple[int, float, float, float]:
    """Queries of one overview, medians of its CPU time and of the menu page's, and their ratio."""
    client = signed_in(make_bloc(size))
    page, trivial = f"/units/B{size}/2020/", "/menu/"
    client.get(page)
    with counted_queries() as queries:
        client.get(page)
    times = in_turns({page: lambda: client.get(page), trivial: lambda: client.get(trivial)}, ROUNDS)
    ours, theirs = (statistics.median(cpu for cpu, _clock in times[address]) for address in (page, trivial))
    return len(queries), ours, theirs, ours / theirs


def make_bloc(size: int) -> Any:
    """A bloc with so many cells and three members in each; the clerk of its office."""
    from tongket.members import actions as members
    from tongket.org import snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person

    with snapshots.built_once():
        bloc = found(f"B{size}", Kind.SUPERIOR, None, name=f"Đảng bộ Khối {size}", short_name=f"Khối {size}")
        cells = [
            found(f"B{size}-{number}", Kind.GRASSROOTS_CELL, bloc, name=f"Chi bộ {number}", short_name=f"CB {number}")
            for number in range(size)
        ]
    clerk = appoint("Trần Thị Văn Phòng", bloc, Office.CLERK, "office")
    officer = appoint("Trần Thị Tổ Chức", bloc, Office.ORGANISATION_OFFICER, "org")
    rows = [
        members.NewMember(
            full_name=f"Lê Văn {number}", sex="M", born_on=date(1980, 1, 1), unit=cell,
            party_age_from_on=date(2010, 1, 4),
            ceremony_on=date(2010, 1, 20), official_on=date(2011, 1, 20), from_on=date(2019, 1, 1),
        )
        for cell in cells
        for number in ("Một", "Hai", "Ba")
    ]  # fmt: skip
    members.open_roll(rows, by=Person.objects.get(pk=officer.pk), on=TODAY)
    return clerk


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [40, 400])
