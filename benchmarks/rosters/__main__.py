"""Messy rosters by lot, read and compared with the truth.

python -m benchmarks.rosters [PEOPLE] [--first SEED] [--show N]   about so many people (10,000), files from that seed on
python -m benchmarks.rosters --forty                              the forty files made by hand
python -m benchmarks.rosters --ten                                the ten of other layouts, made later

In a database of its own, on the PostgreSQL server of DATABASE_URL (scripts/with_pg.sh gives one) or in SQLite.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from common import own_program
from spent import peaks

from benchmarks.rosters.truth import CLASSES, Roster

BEFORE = "before answers"


def main() -> None:
    parser = argparse.ArgumentParser(description="How many people of messy rosters are read wholly right.")
    parser.add_argument("people", nargs="?", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=1, help="the seed of the first file")
    parser.add_argument("--forty", action="store_true", help="the forty files made by hand instead")
    parser.add_argument("--ten", action="store_true", help="the ten files of other layouts instead")
    parser.add_argument("--show", type=int, default=20, help="how many wrong values and untold faults to print")
    parser.add_argument("--before", action="store_true", help="without the answers of a clerk")
    arguments = parser.parse_args()
    with own_program("rosters"):
        from django.utils import translation

        from benchmarks.rosters import answers
        from benchmarks.rosters.office import found_offices

        with translation.override("vi"):
            offices = found_offices()
            rosters = _by_hand(arguments) or _by_lot(arguments.people, arguments.first)
            run(rosters, offices, None if arguments.before else answers.choose, arguments.show)


def _by_hand(arguments: argparse.Namespace) -> Iterable[Roster] | None:
    from benchmarks.rosters import forty, ten

    return forty.rosters() if arguments.forty else ten.rosters() if arguments.ten else None


def _by_lot(people: int, first: int) -> Iterator[Roster]:
    from benchmarks.rosters.generate import roster

    count = 0
    while count < people:
        made = roster(first)
        yield made
        count += len(made.entries)
        first += 1


def run(rosters: Iterable[Roster], offices: Any, choose: Any, show: int) -> None:
    from benchmarks.rosters.score import Result, add, score

    before, after = Result(), Result()
    count = 0
    for roster in rosters:
        count += 1
        one, two = score(roster, offices[roster.unit], choose)
        for total, part in ((before, one), (after, two)):
            add(total, part)
        print(
            f"{roster.label}: {one.right}/{one.people} before, {two.right}/{two.people} after; "
            f"{len(one.silent)}, {len(two.silent)} silent {one.refused}",
            flush=True,
        )
    print(
        f"\n{count} files, {before.stated} people, {before.people} without a planted fault; "
        f"{before.seconds:.0f} s, {peaks()[0]:.0f} and {peaks()[1]:.0f} MB at most"
    )
    report(BEFORE, before, show)
    if choose:
        report("after answers", after, show)


def report(title: str, result: Any, show: int) -> None:
    print(
        f"\n== {title}: {percent(result.right, result.people)} wholly right, "
        f"{len(result.silent)} silent, {result.missing} missing"
    )
    print("silently empty:", dict(result.lost.most_common()), "| told:", dict(result.told.most_common()))
    print("no place for:", dict(+result.no_place))
    for number, name in CLASSES.items():
        people = result.by_class[number, "people"]
        rest = ", ".join(
            f"{kind} {result.by_class[number, kind]}"
            for kind in ("told", "lost", "silent", "missing")
            if result.by_class[number, kind]
        )
        print(f"| {number} {name} | {people} | {percent(result.by_class[number, 'right'], people)} | {rest} |")
    for kind, many in result.faults.most_common() if title == BEFORE else ():
        print(f"| {kind} | {many} | {result.faults_told[kind]} told |")
    for line in (*result.silent[:show], *(result.untold[:show] if title == BEFORE else ())):
        print("  ", line)


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


if __name__ == "__main__":
    main()
