"""A province rated in one round: opening it, one decision under its cap, the summary by units, beside bare SQL.

python benchmarks/rating_round.py [MEMBERS …] [--decisions N]

In a database of its own, on the PostgreSQL server of DATABASE_URL (scripts/with_pg.sh gives one) or in SQLite. The bare
statements write and read the same rows, without rights, history, log or cap. Held to: a decision at most 10 times the
bare one and the same (±20 %) in a group of 100 and of the whole size, the summary at most 5 times. Prints all of it and
ends with 1 where that does not hold.
"""

import argparse
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from common import TODAY, analyse, appoint, found, in_turns, invented_name, own_program

YEAR = 2020
DECIDED = date(2020, 12, 20)
PER_CELL = 100
SMALL = 100  # members of the small group
DECISION_AT_MOST, SUMMARY_AT_MOST, SAME_WITHIN = 10, 5, 0.2


def main() -> int:
    parser = argparse.ArgumentParser(description="A round of ratings of many members.")
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000])
    parser.add_argument("--decisions", type=int, default=60, help="decisions that are measured in each group")
    arguments = parser.parse_args()
    with own_program("rating"):
        from django.db import connection

        print(f"database: {connection.vendor}")
        return max(measure(size, arguments.decisions) for size in arguments.sizes)


def measure(size: int, decisions: int) -> int:
    """All three for one size; 1 where a promise is not kept."""
    from django.db import connection

    from tongket.figures.counting import count
    from tongket.figures.declare import get
    from tongket.org import saving
    from tongket.rating import actions
    from tongket.rating.models import Candidate, Round

    clerk, large, small = fill(size)
    opened: dict[str, Round] = {}

    def open_one(name: str, unit: Any) -> None:
        with saving.durable():
            opened[name] = actions.open_round(unit, year=YEAR, subject="MEMBER", by=clerk, on=TODAY)

    _line(size, "opening", _once(lambda: open_one("large", large)), _once(lambda: bare_round(large.pk)))
    open_one("small", small)
    analyse()

    def decider(name: str) -> Any:
        rows = iter(opened[name].candidates.select_related("round__unit__place", "unit__place", "member__person"))

        def one() -> None:
            with saving.durable():
                actions.decide(next(rows), level="GOOD", decided_on=DECIDED, by=clerk, on=TODAY)

        return one

    bare = iter(list(Candidate.objects.filter(round=opened["large"]).values_list("pk", "unit_id", "member_id"))[::-1])
    work = {
        "small": decider("small"),
        "large": decider("large"),
        "bare": lambda: bare_decision(opened["large"].pk, *next(bare)),
    }
    times = in_turns(work, min(decisions, SMALL - 1))
    of_small, of_large, of_bare = (_median(times[name]) for name in ("small", "large", "bare"))
    ratio, spread = of_large / of_bare, of_large / of_small - 1
    _line(size, "decision", of_large, of_bare)
    print(f"{'':>9} a decision in a group of {SMALL}: {of_small:.2f} ms; {spread:+.0%} in the large one")

    figures = [get(f"members_rated_{level}") for level in ("excellent", "good", "completed", "not_completed")]
    top = large.place.parent

    def summary() -> None:
        count(YEAR, under=top, figures=figures)

    def bare_summary() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT unit_id, level, count(*) FROM rating_rating WHERE year = %s GROUP BY unit_id, level", [YEAR]
            )
            cursor.fetchall()

    rate_the_rest(opened["large"].pk)
    analyse()
    times = in_turns({"summary": summary, "bare": bare_summary}, 9)
    _line(size, "summary", _median(times["summary"]), _median(times["bare"]))
    kept = (
        ratio <= DECISION_AT_MOST
        and abs(spread) <= SAME_WITHIN
        and _median(times["summary"]) <= SUMMARY_AT_MOST * _median(times["bare"])
    )
    print("all of it holds" if kept else "NOT all of it holds")
    return 0 if kept else 1


def _median(times: list[tuple[float, float]]) -> float:
    """Milliseconds of the clock: what the database does counts too."""
    return statistics.median(clock for _cpu, clock in times)


def _once(do: Callable[[], None]) -> float:
    """Milliseconds of the clock of what cannot be done twice."""
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def _line(size: int, what: str, ours: float, bare: float) -> None:
    print(f"{size:>9} {what:<9} ours {ours:9.2f} ms   bare {bare:9.2f} ms   {ours / bare:5.1f}x")


def fill(size: int) -> tuple[Any, Any, Any]:
    """A bloc with a committee of so many members and one of a hundred; the officer of the bloc, and both committees."""
    from tongket.members.models import Member, Spell, name_keys
    from tongket.org import snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person

    draw = random.Random(size)  # noqa: S311 - invented names, the same each time
    with snapshots.built_once():
        bloc = found(f"B{size}", Kind.SUPERIOR, None)
        large = found(f"L{size}", Kind.GRASSROOTS_COMMITTEE, bloc)
        small = found(f"S{size}", Kind.GRASSROOTS_COMMITTEE, bloc)
        cells = [found(f"C{size}-{number}", Kind.CELL, large) for number in range(-(-size // PER_CELL))]
        cells.append(found(f"D{size}", Kind.CELL, small))
    places = [cells[number // PER_CELL] for number in range(size)] + [cells[-1]] * SMALL
    persons, members, spells = [], [], []
    admitted = date(2010, 3, 2)
    for cell in places:
        person = Person.named(invented_name(draw))
        member = Member(
            unit=cell, person=person, state="OFFICIAL", sex="M", born_on=date(1980, 1, 1), party_age_from_on=admitted,
            ceremony_on=admitted, official_on=admitted, **name_keys(person),
        )  # fmt: skip
        persons.append(person)
        members.append(member)
        spells.append(Spell(member=member, unit=cell, from_on=admitted, official_from_on=admitted, opened_by="opening"))
    for model, rows in ((Person, persons), (Member, members), (Spell, spells)):
        model.objects.bulk_create(rows, batch_size=2000)  # type: ignore[attr-defined]
    analyse()
    clerk = appoint("Cán Bộ Tổ Chức", bloc, Office.ORGANISATION_OFFICER, "org")
    return clerk, large, small


def bare_round(unit: uuid.UUID) -> None:
    """The rows that a round begins with, by one INSERT … SELECT into a table without anything else."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_candidate AS SELECT * FROM rating_candidate WHERE 1 = 0")
        cursor.execute(
            "INSERT INTO bare_candidate (id, version, round_id, unit_id, member_id, state, level, not_rated_reason)"
            " SELECT spell.id, 1, %s, spell.unit_id, spell.member_id, 'WAITING', '', ''"
            " FROM members_spell AS spell JOIN org_place AS place ON place.unit_id = spell.unit_id"
            " JOIN org_place AS top ON top.unit_id = %s AND place.pos BETWEEN top.pos AND top.last"
            " WHERE spell.until_on IS NULL",
            [_key(uuid.uuid4()), _key(unit)],
        )


def bare_decision(opened: uuid.UUID, candidate: uuid.UUID, unit: uuid.UUID, member: uuid.UUID) -> None:
    """The three rows of a decision, by three statements."""
    from django.db import connection, transaction

    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rating_candidate SET state = 'DECIDED', level = 'GOOD', decided_on = %s WHERE id = %s",
            [DECIDED, _key(candidate)],
        )
        cursor.execute(
            "INSERT INTO rating_rating (id, version, subject, unit_id, member_id, year, level, not_rated_reason,"
            " decided_on, source, is_recorded) VALUES (%s, 1, 'MEMBER', %s, %s, %s, 'GOOD', '', %s, '', %s)",
            [_key(uuid.uuid4()), _key(unit), _key(member), YEAR, DECIDED, False],
        )
        cursor.execute("UPDATE rating_round SET waiting = waiting - 1, good = good + 1 WHERE id = %s", [_key(opened)])


def rate_the_rest(opened: uuid.UUID) -> None:
    """Levels for all who wait, so that the summary has its rows."""
    from django.db.models import Exists, OuterRef

    from tongket.rating.models import Candidate, Rating

    rated = Rating.objects.filter(member=OuterRef("member"), year=YEAR)
    waiting = Candidate.objects.filter(~Exists(rated), round=opened)
    levels = ("GOOD", "GOOD", "GOOD", "GOOD", "GOOD", "GOOD", "EXCELLENT", "FULFILLED")
    Rating.objects.bulk_create(
        [
            Rating(
                subject="MEMBER", unit_id=row.unit_id, member_id=row.member_id, year=YEAR,
                level=levels[number % len(levels)], decided_on=DECIDED,
            )
            for number, row in enumerate(waiting)
        ],
        batch_size=2000,
    )  # fmt: skip


def _key(value: uuid.UUID) -> object:
    """A key as the database keeps it."""
    from django.db import connection

    return value if connection.vendor == "postgresql" else value.hex


if __name__ == "__main__":
    sys.exit(main())
