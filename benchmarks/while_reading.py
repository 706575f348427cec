"""Whether others can save while a file is read: a roster uploaded, a report as an Excel file.

python benchmarks/while_reading.py [--here]      (prints a line of JSON for each)

In a database of its own, on the PostgreSQL server of DATABASE_URL or in SQLite; with --here in the database of
DATABASE_URL itself, whose tables must be there and empty. The child process that reads a file is
stopped as soon as it appears, and goes on when the other save has been answered: the file takes as long as that,
however slow the machine is. The last line reads a file inside a transaction on purpose, which SQLite must not bear.
"""

import json
import os
import signal
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from common import TODAY, appoint, found, own_program, signed_in

PATIENCE = 600  # seconds until the child must have appeared
LOCKED = 3  # seconds that SQLite waits here until it refuses


def main() -> None:
    with own_program("reading", here="--here" in sys.argv):
        from django.db import connections

        if connections.settings["default"]["ENGINE"].endswith("sqlite3"):
            connections.settings["default"]["OPTIONS"]["timeout"] = LOCKED
            connections.close_all()  # what is open keeps its patience
        for name, upload, save in cases():
            print(json.dumps({"file": name, **while_reading(upload, save)}))


def cases() -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """What reads a file, and what somebody else saves meanwhile."""
    from tongket.org import saving, snapshots, working
    from tongket.org.kinds import Kind
    from tongket.org.models import Office
    from tongket.reports.models import Form, Report
    from tongket.rosters.models import Batch
    from tongket.rosters.tests.batches import HOA, workbook
    from tongket.sheets import child

    with snapshots.built_once():
        root = found("ROOT", Kind.SUPERIOR, None)
        units = [found(code, Kind.GRASSROOTS_COMMITTEE, root) for code in ("NORTH", "SOUTH")]
        for unit in units:
            found(f"{unit.code}-A", Kind.CELL, unit)
    officers = [signed_in(appoint("Người Tổ Chức", unit, Office.ORGANISATION_OFFICER, "org")) for unit in units]
    clerk = signed_in(appoint("Người Văn Phòng", units[0], Office.CLERK, "office"))
    report = Report.objects.create(
        unit=units[0], form=Form.objects.get(code="monthly"), period="2020M12", due_on=date(2021, 1, 5)
    )
    wrong = {**HOA, "unit": ""}

    def upload(number: int) -> Any:
        fields = {"unit": units[number].code, "from_on": f"{TODAY:%d/%m/%Y}", "idempotency_key": uuid.uuid4().hex}
        return officers[number].post("/members/import/", {**fields, "file": named(workbook(wrong), "ds.xlsx")})

    def work_after(post: Callable[[], Any]) -> Callable[[], Any]:
        """The answer to what was sent, after the worker has read the file."""

        def post_and_work() -> Any:
            answer = post()
            working.run_once()
            return answer

        return post_and_work

    def discarding() -> Callable[[], Any]:
        work_after(lambda: upload(1))()
        batch = Batch.objects.filter(unit=units[1]).latest("entered_at")
        return lambda: officers[1].post(f"{batch.get_absolute_url()}discard/", {"shown": batch.version})

    def hand_in() -> Any:
        file = named(clerk.get(f"/reports/{report.pk}/file/").content, "bao-cao.xlsx")
        return clerk.post(f"/reports/{report.pk}/file/new/", {"seen": report.version, "file": file})

    def within_a_transaction() -> Any:
        with saving.durable():
            Batch.objects.filter(unit=units[0]).update(unit=units[0])
            child.read(workbook(HOA), "ds.xlsx")

    yield "roster", work_after(lambda: upload(0)), discarding()
    yield "report", hand_in, discarding()
    yield "seeded fault", within_a_transaction, discarding()


def named(body: bytes, name: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, body)


def while_reading(upload: Callable[[], Any], save: Callable[[], Any]) -> dict[str, Any]:
    """How the save and the upload were answered, and whether the file was still being read when the save had been."""
    with ThreadPoolExecutor(1) as somebody:
        uploaded = somebody.submit(in_a_thread, upload)
        reader = reading_child(uploaded)
        try:
            saved = answer_of(save)
            is_reading = not uploaded.done()
        finally:
            os.kill(reader, signal.SIGCONT)
        return {"saved": saved, "is_reading": is_reading, "uploaded": uploaded.result()}


def in_a_thread(upload: Callable[[], Any]) -> str:
    from django.db import connections

    try:
        return answer_of(upload)
    finally:
        connections.close_all()


def answer_of(post: Callable[[], Any]) -> str:
    """The status of an answer and where it leads, or the name of what was raised."""
    try:
        response = post()
    except Exception as error:
        return type(error).__name__
    return "" if response is None else f"{response.status_code} {response.headers.get('Location', '')}".strip()


def reading_child(uploaded: "Future[str]") -> int:
    """The process of ours that reads a file, stopped as soon as it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not uploaded.done():
        for children in Path("/proc/self/task").glob("*/children"):
            for pid in children.read_text().split():
                with suppress(OSError):  # it has just ended
                    if b"tongket.sheets.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        os.kill(int(pid), signal.SIGSTOP)
                        return int(pid)
    raise TimeoutError("no file was read")


if __name__ == "__main__":
    main()
