"""A roster of 100,000 rows in .xlsx: checked and imported here, and by django-import-export into the same tables.

python benchmarks/import_roster.py [ROWS] [--compare ROWS] [--rounds N]

On the database of DATABASE_URL, which must be empty (scripts/with_pg.sh gives one of PostgreSQL), or on SQLite in a
folder of its own. Each side runs in a process of its own, so that its memory is its own. The columns are those that
the roll exports; --numbers adds identity number and phone, which both sides encrypt.

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
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOUNDED, TODAY = date(2015, 1, 1), date(2021, 1, 4)
CELLS = 1000
HEADS = (
    *("Họ và tên", "Giới tính", "Ngày sinh", "Chi bộ", "Số thẻ đảng viên", "Ngày vào Đảng", "Ngày kết nạp (lễ)"),
    *("Ngày chính thức", "Học vấn", "Lý luận chính trị", "Số CCCD", "Điện thoại"),
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Lý")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh", "Quốc", "Xuân", "Hồng", "Kim", "Đình", "Công", "Thu")
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Hoa", "Hùng", "Khánh", "Lan", "Linh", "Mai", "Nam")


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
        with Watch() as watch:
            result = SIDES[arguments.side](Path(arguments.file))
        print(json.dumps({**result, "memory": watch.most, "peaks": peaks()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tongket.settings",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{Path(folder) / 'roster.sqlite3'}",
            "TONGKET_VAR": folder,
            "TONGKET_TODAY": TODAY.isoformat(),
            "PYTHONPATH": str(ROOT),
        }
        run("prepare", folder)
        columns = len(HEADS) if arguments.numbers else len(HEADS) - 2
        compare(Path(folder), arguments.rows, arguments.compare, arguments.rounds, columns)


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
    mine = {key: statistics.median(one[key] for one in ours) for key in ("seconds", "cpu")}
    print(f"{os.environ['DATABASE_URL'].split(':')[0]}, {rows} rows of .xlsx, {columns} columns")
    print(f"{'':<42}{'seconds':>9}{'rows/s':>9}{'most MB':>9}{'ratio':>8}{'CPU s':>9}{'ratio':>8}")
    line("here: checked, imported", {**mine, "memory": max(one["memory"] for one in ours)}, rows, mine)
    for key in ("read", "imported"):
        print(f"  {key + ' (with the child)' * (key == 'read'):<40}{statistics.median(one[key] for one in ours):>9.2f}")
    print("  CPU of this process, its child, the database: {:.2f}, {:.2f}, {:.2f}".format(*first["cpus"]))
    print(
        f"  most MB of this process, of its child: {max(one['peaks'][0] for one in ours):.0f}, {first['peaks'][1]:.0f}"
    )
    scale = rows / few
    line(f"django-import-export use_bulk, {few} scaled", bulk, rows, mine, scale)
    line("  the same, tuned as its manual says, whole", tuned, rows, mine)
    line(f"  its default mode, {few} scaled", default, rows, mine, scale)
    print(f"faulty file: {check['errors']} of {wrong} errors reported in {check['seconds']:.2f} s, nothing imported")


def line(name: str, took: dict[str, Any], rows: int, mine: dict[str, float], scale: float = 1) -> None:
    seconds, cpu = took["seconds"] * scale, took["cpu"] * scale
    print(
        f"{name:<42}{seconds:>9.2f}{rows / seconds:>9.0f}{took['memory']:>9.0f}{seconds / mine['seconds']:>7.1f}x"
        f"{cpu:>9.2f}{cpu / mine['cpu']:>7.1f}x"
    )


def run(side: str, file: Path | str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--side", side, "--file", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        sys.exit(done.stderr)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def memory() -> float:
    """Megabytes held now by this process and those that it started."""
    held = 0
    for pid in (os.getpid(), *children(os.getpid())):
        try:
            held += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:  # it has just ended
            continue
    return held * resource.getpagesize() / 2**20


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


class Watch:
    """The most memory that was held at once, looked at fifty times a second."""

    def __enter__(self) -> "Watch":
        self.most, self.is_over = 0.0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_ended: object) -> None:
        self.is_over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.is_over.wait(0.02):
            self.most = max(self.most, memory())


def peaks() -> tuple[float, float]:
    """Megabytes at the peak: of this process, and of the largest one that it started."""
    mine, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine, children


class Spent:
    """The CPU seconds of this process, of those that it started, and of its server process of PostgreSQL."""

    def __enter__(self) -> "Spent":
        self.before = self._now()
        return self

    def __exit__(self, *_ended: object) -> None:
        self.cpus = [now - before for now, before in zip(self._now(), self.before, strict=True)]

    @staticmethod
    def _now() -> list[float]:
        from django.db import connection

        server = 0.0
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                server = cpu_of(cursor.fetchone()[0])
        spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return [*(one.ru_utime + one.ru_stime for one in spent), server]


def cpu_of(pid: int) -> float:
    """Seconds of a process of this machine; 0 where it is another's."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
        name = f"{draw.choice(FAMILY)} {draw.choice(MIDDLE)} {draw.choice(GIVEN)}"
        sheet.write_string(row, 0, name)
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


def set_up() -> None:
    import django

    django.setup()


def prepare(_file: Path) -> dict[str, Any]:
    """The tables, a bloc with its cells, an officer."""
    set_up()
    from django.core.management import call_command

    from tongket.org import actions, snapshots
    from tongket.org.kinds import Kind
    from tongket.org.models import Office, Person, Unit

    call_command("migrate", verbosity=0)
    if Unit.objects.exists():
        sys.exit("the database of DATABASE_URL is not empty")
    paper = actions.Decision("01-QĐ/TU", FOUNDED, "Tỉnh uỷ")
    with snapshots.built_once():
        new = actions.NewUnit("B", "Đảng bộ xã An Mẫu", "Xã An Mẫu", Kind.SUPERIOR, None)
        top = actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED)
        for number in range(CELLS):
            name = cell_name(number)
            new = actions.NewUnit(f"B-{number}", name, name, Kind.GRASSROOTS_CELL, top)
            actions.create(new, paper, from_on=FOUNDED, by=None, on=FOUNDED)
    person = Person.named("Trần Thị Tổ Chức")
    person.save()
    term = actions.take_office(
        person, top, Office.ORGANISATION_OFFICER, how="assigned", decision="02", from_on=FOUNDED, by=None, on=FOUNDED
    )
    actions.grant(term, "org", top, decision="03", valid_from=FOUNDED, by=None, on=FOUNDED)
    return {}


def empty() -> None:
    """No members: each side begins with the same tables, as small as new ones, which what was deleted would not be."""
    from django.db import connection

    from tongket.members.models import Member, Private, Spell
    from tongket.org.models import Person

    for model in (Private, Spell, Member):
        rows = model._base_manager.all()
        rows._raw_delete(using=rows.db)
    rows = Person.objects.exclude(full_name="Trần Thị Tổ Chức")
    rows._raw_delete(using=rows.db)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL" if connection.vendor == "postgresql" else "VACUUM")
        cursor.execute("ANALYZE")


# --- The sides ------------------------------------------------------------------------------------------------------


def ours(file: Path) -> dict[str, Any]:
    """As the pages do it: taken in, read in a process of its own, checked, confirmed."""
    set_up()
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
        **{"cpu": sum(spent.cpus), "cpus": spent.cpus},
    }


def check(file: Path) -> dict[str, Any]:
    """Only the check, of a file with errors: how many are reported."""
    set_up()
    empty()
    began = time.perf_counter()
    batch = read(file)
    return {"seconds": time.perf_counter() - began, "errors": sum(batch.report["errors"].values())}


def officer() -> Any:
    from tongket.org.models import Person

    return Person.objects.get(full_name="Trần Thị Tổ Chức")


def read(file: Path) -> Any:
    from tongket.org import saving
    from tongket.org.models import Unit
    from tongket.rosters.actions import batches as rosters
    from tongket.rosters.actions import tasks
    from tongket.rosters.models import Batch

    with saving.durable():
        unit = Unit.objects.get(code="B")
        new = rosters.start(file.read_bytes(), file.name, unit=unit, from_on=TODAY, by=officer(), on=TODAY)
    tasks.run(new.pk)
    batch = Batch.objects.get(pk=new.pk)
    assert batch.row_count, batch.report
    return batch


def confirm(batch: Any) -> None:
    from tongket.org import saving
    from tongket.rosters.actions import batches as rosters

    with saving.durable():
        assert rosters.confirm(batch, seen=batch.version, by=officer(), on=TODAY), batch.report


def tuned(file: Path) -> dict[str, Any]:
    return theirs(file, use_bulk=True, is_tuned=True)


def bulk(file: Path) -> dict[str, Any]:
    return theirs(file, use_bulk=True, is_tuned=False)


def default(file: Path) -> dict[str, Any]:
    return theirs(file, use_bulk=False, is_tuned=False)


def theirs(file: Path, *, use_bulk: bool, is_tuned: bool) -> dict[str, Any]:
    """One resource a table, in the order of their keys, over the rows of the same file."""
    set_up()
    from import_export.formats.base_formats import XLSX

    from tongket.members.models import Member

    empty()
    with Spent() as spent:
        began = time.perf_counter()
        data = XLSX().create_dataset(file.read_bytes())
        for resource_class in resources(use_bulk=use_bulk, is_tuned=is_tuned, with_numbers="Số CCCD" in data.headers):
            result = resource_class().import_data(data, raise_errors=True, use_transactions=True)
            assert not result.has_errors()
        done = time.perf_counter()
    assert Member.objects.count() == len(data)
    return {"seconds": done - began, "cpu": sum(spent.cpus)}


def resources(*, use_bulk: bool, is_tuned: bool, with_numbers: bool) -> list[Any]:
    import uuid

    from import_export import fields, widgets
    from import_export import resources as library
    from import_export.instance_loaders import CachedInstanceLoader, ModelInstanceLoader

    from tongket.core import text
    from tongket.members.models import Member, Private, Spell
    from tongket.members.private_keys import identity_key
    from tongket.org.models import Person, Unit
    from tongket.rosters.plan import name_fold

    units = {unit.place.name: unit for unit in Unit.objects.select_related("place")}
    sexes = {"Nam": "M", "Nữ": "F"}
    education = {"THPT": "12/12", "Đại học": "ĐH", "Cao đẳng": "CĐ", "Thạc sĩ": "ThS"}
    theory = {"Sơ cấp": "SC", "Trung cấp": "TC", "Cao cấp": "CC"}

    class Id(widgets.Widget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.table}{row['Số thẻ đảng viên']}")

        def __init__(self, table: str) -> None:
            super().__init__()
            self.table = table

    class Known(widgets.Widget):
        def __init__(self, known: Any) -> None:
            super().__init__()
            self.known = known

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return self.known(value)

    class ByCode(widgets.ForeignKeyWidget):  # type: ignore[misc]  # it comes without types
        """Its own widget, over the indexed code instead of the name, which has no index."""

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return super().clean(f"B-{int(value.rsplit(' ', 1)[1]) - 1}", row, **kwargs)

    def made(name: str, column: str, known: Any) -> Any:
        return fields.Field(attribute=name, column_name=column, widget=Known(known))

    def day(value: Any) -> Any:
        return value.date() if value else None

    def resource_of(table: Any, columns: dict[str, Any], keys: dict[str, str]) -> Any:
        class Meta:
            model = table
            import_id_fields = ("id",)
            batch_size = 1000
            instance_loader_class = CachedInstanceLoader if is_tuned else ModelInstanceLoader

        Meta.use_bulk, Meta.skip_diff = use_bulk, is_tuned  # type: ignore[attr-defined]
        Meta.fields = ("id", *keys, *columns)  # type: ignore[attr-defined]
        declared = {
            name: fields.Field(attribute=name, column_name="Số thẻ đảng viên", widget=Id(of))
            for name, of in keys.items()
        }
        body = {"Meta": Meta, **declared, **columns}
        return type(f"{table.__name__}Resource", (library.ModelResource,), body)

    def cell() -> Any:
        if is_tuned:
            return made("unit", "Chi bộ", units.__getitem__)
        return fields.Field("unit", "Chi bộ", ByCode(Unit, "code"))

    order = made("name_order", "Họ và tên", text.name_order)
    fold = made("name_fold", "Họ và tên", name_fold)
    member_columns = {
        "name_fold": fold,
        "name_rev": made("name_rev", "Họ và tên", lambda name: text.reverse_name(name_fold(name))),
        "name_order": order,
        "unit": cell(),
        "state": made("state", "Ngày chính thức", lambda value: "OFFICIAL" if value else "PROBATIONARY"),
        "card_number": made("card_number", "Số thẻ đảng viên", str),
        "sex": made("sex", "Giới tính", sexes.__getitem__),
        "born_on": made("born_on", "Ngày sinh", day),
        "party_age_from_on": made("party_age_from_on", "Ngày vào Đảng", day),
        "ceremony_on": made("ceremony_on", "Ngày kết nạp (lễ)", day),
        "official_on": made("official_on", "Ngày chính thức", day),
        "education": made("education", "Học vấn", education.__getitem__),
        "theory": made("theory", "Lý luận chính trị", theory.__getitem__),
    }
    made_resources = [
        resource_of(
            Person,
            {"full_name": made("full_name", "Họ và tên", str), "name_fold": fold, "name_order": order},
            {"id": "person"},
        ),
        resource_of(Member, member_columns, {"id": "member", "person_id": "person"}),
        resource_of(
            Spell,
            {
                "unit": cell(),
                "from_on": made("from_on", "Chi bộ", lambda value: TODAY),
                "official_from_on": made("official_from_on", "Ngày chính thức", lambda value: TODAY if value else None),
                "opened_by": made("opened_by", "Chi bộ", lambda value: "opening"),
            },
            {"id": "spell", "member_id": "member"},
        ),
        resource_of(
            Private,
            {
                "unit": cell(),
                "identity_number": made("identity_number", "Số CCCD", str),
                "identity_key": made("identity_key", "Số CCCD", identity_key),
                "phone": made("phone", "Điện thoại", str),
            },
            {"id": "private", "member_id": "member"},
        ),
    ]
    return made_resources if with_numbers else made_resources[:-1]


SIDES = {"prepare": prepare, "ours": ours, "tuned": tuned, "bulk": bulk, "default": default, "check": check}

if __name__ == "__main__":
    main()
