"""A roster of 100,000 rows in .xlsx: checked and imported here, and by django-import-export into the same tables.

python benchmarks/import_roster.py [ROWS] [--compare ROWS] [--rounds N]

In a database of its own, on the PostgreSQL server of DATABASE_URL (scripts/with_pg.sh gives one) or in SQLite. Each
side runs in a process of its own, so that its memory is its own. The columns are those that the roll exports;
--numbers adds identity number and phone, which both sides encrypt.

The other side reads with its own reader. Its modes as they come (use_bulk, and the default) are measured on --compare
rows and scaled: they ask the database for each cell and row. Tuned means use_bulk with no differences shown, a cached
loader for what is there and a dictionary of the cells. Ours checks each row, keeps the file, what it says and what is
needed to take it back sealed, and writes the log; the other side does none of this. Needs requirements/bench.in.

CPU is that of the process, of the child that reads the file and, where it runs on this machine, of the server process
of PostgreSQL: on a machine that is busy otherwise its ratio says more than that of the seconds.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import import_export_side
from common import TODAY, appoint, environment, found, invented_name, own_database, set_up
from spent import Spent, Watch, peaks

CELLS = 1000
OFFICER = "Trần Thị Tổ Chức"
HEADS = (
    *("Họ và tên", "Giới tính", "Ngày sinh", "Chi bộ", "Số thẻ đảng viên", "Ngày vào Đảng", "Ngày kết nạp (lễ)"),
    *("Ngày chính thức", "Học vấn", "Lý luận chính trị", "Số CCCD", "Điện thoại"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="The import of a roster, beside django-import-export.")
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--compare", type=int, default=5000, help="rows for its default mode (scaled)")
    parser.add_argument("--rounds", type=int, default=3, help="how often our side runs (the median counts)")
    parser.add_argument("--numbers", action="store_true", help="with identity numbers and phones")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.side:
        set_up()
        with Watch() as watch:
            result = SIDES[arguments.side](Path(arguments.file))
        print(json.dumps({**result, "memory": watch.peak, "peaks": peaks()}))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with own_database("roster", folder) as address:
            os.environ |= environment(folder, address=address)
            run("prepare", folder)
            columns = len(HEADS) if arguments.numbers else len(HEADS) - 2
            compare(folder, arguments.rows, arguments.compare, arguments.rounds, columns)


def compare(folder: Path, rows: int, few: int, rounds: int, columns: int) -> None:
    whole, part, faulty = folder / "whole.xlsx", folder / "part.xlsx", folder / "faulty.xlsx"
    few = min(few, rows)
    generate(whole, rows, columns)
    generate(part, few, columns)
    wrong = generate(faulty, rows, columns, faulty=True)
    first = run("ours", whole)
    tuned = run("tuned", whole)
    ours = [first, *(run("ours", whole) for _round in range(rounds - 1))]
    bulk, default = run("bulk", part), run("default", part)
    check = run("check", faulty)
    median = {key: statistics.median(run[key] for run in ours) for key in ("seconds", "cpu")}
    print(f"{os.environ['DATABASE_URL'].split(':')[0]}, {rows} rows of .xlsx, {columns} columns")
    print(f"{'':<42}{'seconds':>9}{'rows/s':>9}{'most MB':>9}{'ratio':>8}{'CPU s':>9}{'ratio':>8}")
    line("here: checked, imported", {**median, "memory": max(run["memory"] for run in ours)}, rows, median)
    for key in ("read", "imported"):
        print(f"  {key + ' (with the child)' * (key == 'read'):<40}{statistics.median(run[key] for run in ours):>9.2f}")
    print("  CPU of this process, its child, the database: {:.2f}, {:.2f}, {:.2f}".format(*first["parts"]))
    print(
        f"  most MB of this process, of its child: {max(run['peaks'][0] for run in ours):.0f}, {first['peaks'][1]:.0f}"
    )
    scale = rows / few
    line(f"django-import-export use_bulk, {few} scaled", bulk, rows, median, scale)
    line("  the same, tuned as its manual says, whole", tuned, rows, median)
    line(f"  its default mode, {few} scaled", default, rows, median, scale)
    print(f"faulty file: {check['errors']} of {wrong} errors reported in {check['seconds']:.2f} s, nothing imported")


def line(name: str, took: dict[str, Any], rows: int, ours: dict[str, float], scale: float = 1) -> None:
    seconds, cpu = took["seconds"] * scale, took["cpu"] * scale
    print(
        f"{name:<42}{seconds:>9.2f}{rows / seconds:>9.0f}{took['memory']:>9.0f}{seconds / ours['seconds']:>7.1f}x"
        f"{cpu:>9.2f}{cpu / ours['cpu']:>7.1f}x"
    )


def run(side: str, file: Path | str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--side", side, "--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


# --- The file and the books -----------------------------------------------------------------------------------------


def cell_name(number: int) -> str:
    return f"Chi bộ Thôn {number + 1}"


def generate(path: Path, rows: int, columns: int, *, faulty: bool = False) -> int:
    """Write a roster of invented people; with `faulty` every 50th row has two errors. Returns the errors made."""
    import xlsxwriter

    draw = random.Random(rows)  # noqa: S311 - the same file each time
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Danh sách")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADS[:columns])
    wrong = 0
    for row in range(1, rows + 1):
        born = date(1950, 1, 1) + timedelta(days=draw.randrange(16000))
        admitted = date(born.year + 19 + draw.randrange(6), 1 + draw.randrange(12), 1 + draw.randrange(28))
        ceremony = admitted + timedelta(days=15)
        official = date(ceremony.year + 1, ceremony.month, min(ceremony.day, 28))
        is_wrong = faulty and row % 50 == 0
        sheet.write_string(row, 0, invented_name(draw))
        if not is_wrong:
            sheet.write_string(row, 1, draw.choice(("Nam", "Nữ")))
        if is_wrong:
            sheet.write_string(row, 2, "31/02/1970")
        else:
            sheet.write_datetime(row, 2, born, day)
        sheet.write_string(row, 3, cell_name(row * CELLS // (rows + 1)))
        sheet.write_string(row, 4, f"{60 + row // 1_000_000}.{row % 1_000_000:06d}")
        for column, value in ((5, admitted), (6, ceremony), (7, official)):
            sheet.write_datetime(row, column, value, day)
        sheet.write_string(row, 8, draw.choice(("THPT", "Đại học", "Cao đẳng", "Thạc sĩ")))
        sheet.write_string(row, 9, draw.choice(("Sơ cấp", "Trung cấp", "Cao cấp")))
        if columns == len(HEADS):
            sheet.write_string(row, 10, f"0{1 + row % 90:02d}0{born.year % 100:02d}{row:06d}")
            sheet.write_string(row, 11, f"09{row:08d}")
        wrong += 2 * is_wrong
    book.close()
    return wrong


def prepare(_file: Path) -> dict[str, Any]:
    """The tables, a bloc with its cells, an officer."""
    from django.core.management import call_command

    from tongket.org import snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office

    call_command("migrate", verbosity=0)
    with snapshots.built_once():
        bloc = found("B", Kind.SUPERIOR, None, name="Đảng bộ xã An Mẫu")
        for number in range(CELLS):
            found(f"B-{number}", Kind.GRASSROOTS_CELL, bloc, name=cell_name(number))
    appoint(OFFICER, bloc, Office.ORGANISATION_OFFICER, "org")
    return {}


def empty() -> None:
    """No members: each side begins with the same tables, as small as new ones, which what was deleted would not be."""
    from django.db import connection

    from tongket.members.models import Member, Private, Spell
    from tongket.org.models import Person

    for model in (Private, Spell, Member):
        rows = model._base_manager.all()
        rows._raw_delete(using=rows.db)
    rows = Person.objects.exclude(full_name=OFFICER)
    rows._raw_delete(using=rows.db)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL" if connection.vendor == "postgresql" else "VACUUM")
        cursor.execute("ANALYZE")


# --- The sides ------------------------------------------------------------------------------------------------------


def ours(file: Path) -> dict[str, Any]:
    """As the pages do it: taken in, read in a process of its own, checked, confirmed."""
    from tongket.members.models import Member

    empty()
    with Spent() as spent:
        began = time.perf_counter()
        batch = read(file)
        is_read = time.perf_counter()
        confirm(batch)
        done = time.perf_counter()
    assert Member.objects.count() == batch.new_count == batch.row_count, batch.report
    return {
        **{"seconds": done - began, "read": is_read - began, "imported": done - is_read},
        **{"cpu": spent.cpu, "parts": spent.parts},
    }


def check(file: Path) -> dict[str, Any]:
    """Only the check, of a file with errors: how many are reported."""
    empty()
    began = time.perf_counter()
    batch = read(file)
    return {"seconds": time.perf_counter() - began, "errors": sum(batch.report["errors"].values())}


def officer() -> Any:
    from tongket.org.models import Person

    return Person.objects.get(full_name=OFFICER)


def read(file: Path) -> Any:
    from tongket.org import jobs, saving
    from tongket.org.models import Unit
    from tongket.rosters import actions
    from tongket.rosters.models import Batch
    from tongket.sheets import child

    with saving.durable():
        unit = Unit.objects.get(code="B")
        how = {"from_on": TODAY, "by": officer(), "on": TODAY, "is_read_here": True}
        new = actions.start(child.check(file.read_bytes(), file.name), unit=unit, **how)
        job = jobs.latest(new.pk)
    jobs.perform(job.pk)
    batch = Batch.objects.get(pk=new.pk)
    assert batch.row_count, batch.report
    return batch


def confirm(batch: Any) -> None:
    from tongket.org import saving
    from tongket.rosters import actions

    with saving.durable():
        assert actions.confirm(batch, seen=batch.version, by=officer(), on=TODAY), batch.report


def other(file: Path, *, use_bulk: bool, is_tuned: bool) -> dict[str, Any]:
    empty()
    return import_export_side.import_file(file, use_bulk=use_bulk, is_tuned=is_tuned)


SIDES = {
    "prepare": prepare,
    "ours": ours,
    "check": check,
    "tuned": partial(other, use_bulk=True, is_tuned=True),
    "bulk": partial(other, use_bulk=True, is_tuned=False),
    "default": partial(other, use_bulk=False, is_tuned=False),
}

if __name__ == "__main__":
    main()
