"""Clients send the reports of a province all at once: how many a second, at what cost, and whether each one is kept.

scripts/with_pg.sh --durable python benchmarks/report_storm [--units N] [--clients N] [--seconds N] [--kills N] …

Serves the pages with `tongket serve` on a port of this machine, over a database of its own on the PostgreSQL server of
DATABASE_URL (without one: SQLite). Beside the send stand, in the same server, a trivial page and the same send written
with a Django Form and update_or_create; they take turns, and CPU times are told beside rates, since others may use the
machine. A run costs little with --units 60 --clients 20 --seconds 3 --kills 1 --trees 20 60. Ends with 1 if anything
that was asked for does not hold.
"""

import argparse
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent)]

from common import environment  # noqa: E402
from measure import Bench, Line  # noqa: E402 - what is common stands one folder up


def main() -> int:
    parser = argparse.ArgumentParser(prog="report_storm", description="Many clients send reports at once.")
    parser.add_argument("--units", type=int, default=1_500, help="units of the province")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60, help="how long the storm lasts")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer")
    parser.add_argument("--kills", type=int, default=5, help="how often the server is killed in the middle")
    parser.add_argument("--trees", type=int, nargs=2, default=(60, 6_000), help="units of the two trees compared")
    parser.add_argument("--rounds", type=int, default=12, help="turns that pages compared with each other take")
    parser.add_argument("--only", choices=("turns", "storm", "kills", "trees"), nargs="*", help="these parts alone")
    asked = parser.parse_args()
    parts = asked.only or ["turns", "storm", "kills", "trees"]
    with tempfile.TemporaryDirectory() as folder:
        variables = os.environ | environment(Path(folder), today=date(2022, 1, 10))
        variables["PYTHONPATH"] += f"{os.pathsep}{HERE}"
        bench = Bench(variables, Path(folder), workers=asked.workers, clients=asked.clients, rounds=asked.rounds)
        lines: list[Line] = []
        if {"turns", "storm", "kills"} & set(parts):
            lines += bench.province(asked.units, seconds=asked.seconds, kills=asked.kills, parts=parts)
        if "trees" in parts:
            lines += bench.trees(*asked.trees)
    show(lines)
    return 0 if all(line.holds is not False for line in lines) else 1


def show(lines: list[Line]) -> None:
    width = max(len(line.what) for line in lines)
    print(f"\n{'':<{width}} {'measured':>12}  {'asked':<14} holds")
    for line in lines:
        verdict = "" if line.holds is None else "yes" if line.holds else "NO"
        print(f"{line.what:<{width}} {line.measured:>12}  {line.asked:<14} {verdict}")


if __name__ == "__main__":
    sys.exit(main())
