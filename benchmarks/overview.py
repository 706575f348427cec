"""The overview page of a bloc with 40 and with 400 units under it: queries, and CPU time beside a trivial page.

python benchmarks/overview.py [UNITS …]      (default 40 400; makes and deletes a database of its own)
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROUNDS = 9
FOUNDED, TODAY = date(2015, 1, 1), date(2021, 1, 4)


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tongket.settings",
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'overview.sqlite3'}",
            "TONGKET_VAR": folder,
            "TONGKET_TODAY": TODAY.isoformat(),
            "TONGKET_HOSTS": "testserver",
        }
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(f"{'units':>6} {'queries':>8} {'CPU ms':>8} {'trivial ms':>11} {'ratio':>6}")
        for size in sizes:
            print("{:>6} {:>8} {:>8.1f} {:>11.1f} {:>6.1f}".format(size, *measure(size)))


def measure(size: int) -> tuple[int, float, float, float]:
    """Queries of one overview, medians of its CPU time and of the sign-in page's, and their ratio; interleaved."""
    from django.db import connection
    from django.test import Client

    client = Client()
    client.force_login(account(size), backend="allauth.account.auth_backends.AuthenticationBackend")
    page, trivial = f"/units/B{size}/2020/", "/menu/"
    client.get(page)
    queries: list[str] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        client.get(page)
    spent: dict[str, list[float]] = {page: [], trivial: []}
    for _round in range(ROUNDS):
        for address in (page, trivial):
            before = time.process_time()
            client.get(address)
            spent[address].append((time.process_time() - before) * 1000)
    mine, other = statistics.median(spent[page]), statistics.median(spent[trivial])
    return len(queries), mine, other, mine / other


def account(size: int) -> "object":
    """A bloc with so many cells, three members in each, and an account of its office."""
    from tongket.members import actions as members
    from tongket.org import actions, snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Account, Office, Person

    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh uỷ")
    with snapshots.built_once():
        new = actions.NewUnit(f"B{size}", f"Đảng bộ Khối {size}", f"Khối {size}", Kind.SUPERIOR, None)
        top = actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED)
        cells = [
            actions.create(
                actions.NewUnit(f"B{size}-{number}", f"Chi bộ {number}", f"CB {number}", Kind.GRASSROOTS_CELL, top),
                paper,
                from_on=FOUNDED,
                by=None,
                on=FOUNDED,
            )
            for number in range(size)
        ]
    people = {}
    for domain, office in (("office", Office.CLERK), ("org", Office.ORGANISATION_OFFICER)):
        person = people[domain] = Person.named(f"Trần Thị {domain}")
        person.save()
        term = actions.take_office(
            person, top, office, how="assigned", decision="02", from_on=FOUNDED, by=None, on=FOUNDED
        )
        actions.grant(term, domain, top, decision="03", valid_from=FOUNDED, by=None, on=FOUNDED)
    rows = [
        members.NewMember(
            full_name=f"Lê Văn {number}", sex="M", born_on=date(1980, 1, 1), unit=cell,
            party_age_from_on=date(2010, 1, 4),
            ceremony_on=date(2010, 1, 20), official_on=date(2011, 1, 20), from_on=date(2019, 1, 1),
        )
        for cell in cells
        for number in ("Một", "Hai", "Ba")
    ]  # fmt: skip
    members.open_roll(rows, by=Person.objects.get(pk=people["org"].pk), on=TODAY)
    return Account.objects.create(username=f"office{size}", person=people["office"])


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [40, 400])
