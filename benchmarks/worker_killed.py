"""What becomes of an import whose worker is killed in the middle, again and again (kill -9).

python benchmarks/worker_killed.py [--here]      (prints a line of JSON for each task)

In a database of its own, on the PostgreSQL server of DATABASE_URL or in SQLite; with --here in the database of
DATABASE_URL itself, whose tables must be there and empty. Workers are real processes, `tongket
work`; each is killed a little later after it has taken the job than the one before, the last is left alone.
"""

import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

from common import ROOT, TODAY, appoint, found, own_program

KILLED_AFTER = (0.0, 0.5)  # seconds after the job was taken
MEMBERS = 400
PATIENCE = 120


def main() -> None:
    with own_program("killed", here="--here" in sys.argv):
        from tongket.org import saving, snapshots
        from tongket.org.kinds import Kind
        from tongket.org.models import Office, Unit
        from tongket.rosters import actions
        from tongket.rosters.models import Batch
        from tongket.sheets import child

        with snapshots.built_once():
            root = found("ROOT", Kind.SUPERIOR, None)
            unit = found("NORTH", Kind.GRASSROOTS_COMMITTEE, root)
            found("NORTH-A", Kind.CELL, unit, name="Chi bộ Văn phòng")
        officer = appoint("Người Tổ Chức", unit, Office.ORGANISATION_OFFICER, "org")
        unit = Unit.objects.select_related("place").get(code="NORTH")
        with saving.durable():
            batch = actions.start(child.check(roster(), "ds.xlsx"), unit=unit, from_on=TODAY, by=officer, on=TODAY)
        print(json.dumps({"task": "read", **outcome(batch.pk)}), flush=True)
        batch = Batch.objects.get(pk=batch.pk)
        with saving.durable():
            actions.ask_import(batch, seen=batch.version, by=officer, on=TODAY)
        print(json.dumps({"task": "import", **outcome(batch.pk)}), flush=True)


def outcome(batch_pk: Any) -> dict[str, Any]:
    """Kill one worker after the other, leave the last alone, and say what stands there then."""
    from django.db import connection
    from django_tasks_db.models import DBTaskResult

    from tongket.members.models import Member
    from tongket.org import jobs
    from tongket.org.models import AuditRow, Job, Worker
    from tongket.rosters.models import Batch

    DBTaskResult.objects.filter(status="READY").update(run_after=jobs.clock.now() - timedelta(seconds=1))
    job = jobs.latest(batch_pk)
    assert job is not None
    kills = []
    for attempt, pause in enumerate(KILLED_AFTER, start=1):
        worker = start_worker()
        wait_for(lambda attempt=attempt: Job.objects.get(pk=job.pk).attempts >= attempt)
        time.sleep(pause)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        kills.append(Job.objects.get(pk=job.pk).state)
    worker = start_worker()
    wait_for(lambda: Job.objects.get(pk=job.pk).state not in jobs.OPEN)
    worker.terminate()
    worker.wait()
    job, batch = Job.objects.get(pk=job.pk), Batch.objects.get(pk=batch_pk)
    connection.close()
    return {
        "killed_while": kills,
        "job": job.state,
        "events": [line["event"] for line in job.history],
        "batch": batch.state,
        "members": Member.objects.count(),
        "logged": AuditRow.objects.filter(
            policy="member.import", object_id=str(batch_pk), fields={"state": None}
        ).count(),
        "lost_workers": Worker.objects.filter(is_lost=True).count(),
    }


def start_worker() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tongket.cli", "work"]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours


def wait_for(is_so: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)


def roster() -> bytes:
    """A file of members of one cell."""
    import xlsxwriter

    from tongket.rosters.tests.batches import BINH, HEADS

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("DS")
    page.write_row(0, 0, list(HEADS.values()))
    for number in range(1, MEMBERS + 1):
        row = {
            **BINH, "unit": "Chi bộ Văn phòng", "card_number": f"60.{number:06}",
            "full_name": f"Trần Văn {chr(65 + number % 26)}{chr(97 + number // 26)}",
        }  # fmt: skip
        page.write_row(number, 0, [row[name] for name in HEADS])
    book.close()
    return out.getvalue()


if __name__ == "__main__":
    main()
