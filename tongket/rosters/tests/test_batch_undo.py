"""Imports taken back; what is kept of a file, and how long."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core import clock
from tongket.members import actions as members
from tongket.members.models import Member, Private
from tongket.org.models import AuditRow, Job, JobState, Person, Worker
from tongket.rosters import actions
from tongket.rosters.models import Batch, BatchPart, BatchState, Task
from tongket.rosters.tests.batches import BINH, HOA, confirmed, do_job, undo, uploaded, workbook
from tongket.sheets.marks import CheckedFile

# --- Taking back


@pytest.mark.puts_right("rosters.Batch")
def test_undo_removes_what_came_and_restores_what_changed(cast: Any) -> None:
    first = confirmed(cast, HOA)
    before = Member.objects.values().get()
    second = confirmed(
        cast, {**HOA, "full_name": "Lê Thị Hòa", "phone": "0988777666", "card_number": "60.999999"}, BINH
    )
    assert Member.objects.count() == 2

    undo(cast, second)

    member = Member.objects.select_related("person").get()
    now = Member.objects.values().get()
    assert {**now, "version": 0} == {**before, "version": 0}
    assert (member.name, member.private.phone) == ("Lê Thị Hoa", "0912345678")
    assert Person.objects.filter(full_name__in=["Trần Văn Bình", "Lê Thị Hòa"]).count() == 0
    second.refresh_from_db()
    assert (second.state, first.state) == (BatchState.UNDONE, BatchState.IMPORTED)
    assert AuditRow.objects.filter(policy="member.import.undo").count() == 3


def test_undo_takes_away_a_private_part_that_the_import_began(cast: Any) -> None:
    confirmed(cast, BINH)
    batch = confirmed(cast, {**BINH, "identity_number": "001090000777"})
    assert Private.objects.count() == 1

    undo(cast, batch)

    assert Private.objects.count() == 0
    assert confirmed(cast, {**BINH, "identity_number": "001090000777"}).changed_count == 1


def test_import_that_others_depend_on_is_not_taken_back(cast: Any) -> None:
    batch = confirmed(cast, HOA, BINH)
    hoa = Member.objects.get(person__full_name="Lê Thị Hoa")
    later = cast.today + timedelta(days=40)
    members.transfer(hoa, to=cast.unit("north_b"), moved_on=later, by=cast.person("north_officer"), on=later)

    with pytest.raises(ValidationError) as refusal:
        undo(cast, batch)

    assert "Lê Thị Hoa" in " ".join(refusal.value.messages)
    assert Member.objects.count() == 2
    assert Batch.objects.get().state == BatchState.IMPORTED


def test_change_that_was_corrected_since_is_not_taken_back(cast: Any) -> None:
    confirmed(cast, HOA)
    batch = confirmed(cast, {**HOA, "born_on": "06/02/1987"})
    member = Member.objects.get()
    members.correct(
        member, because="Nhập nhầm", seen=member.version, theory="SC", by=cast.person("north_officer"), on=cast.today
    )

    with pytest.raises(ValidationError, match="Lê Thị Hoa"):
        undo(cast, batch)


# --- What is kept, and how long


def test_contents_are_sealed_and_go_with_the_confirmation(cast: Any) -> None:
    batch = uploaded(cast, HOA)
    parts = list(BatchPart.objects.values_list("name", "body"))
    assert {name for name, _body in parts} == {"table", "people", "findings"}
    assert not any(HOA["full_name"].encode() in bytes(body) or b"001187000123" in bytes(body) for _name, body in parts)

    actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)

    assert list(BatchPart.objects.values_list("name", flat=True)) == ["log"]
    assert HOA["full_name"] not in str(Batch.objects.values().get())


def test_discarded_file_leaves_nothing(cast: Any) -> None:
    batch = uploaded(cast, HOA)

    actions.discard(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)

    assert not BatchPart.objects.exists()
    assert Batch.objects.get().state == BatchState.DISCARDED


def test_old_contents_are_purged_after_a_day(cast: Any) -> None:
    old, new = uploaded(cast, HOA), uploaded(cast, BINH)
    Batch.objects.filter(pk=old.pk).update(entered_at=clock.now() - timedelta(hours=25))

    assert actions.purge() == 1

    assert set(BatchPart.objects.values_list("batch", flat=True)) == {new.pk}
    assert Batch.objects.get(pk=old.pk).state == BatchState.DISCARDED


def test_unreadable_file_is_refused_with_the_reason(cast: Any) -> None:
    batch = actions.start(
        CheckedFile("ds.xlsx", b"PK\x03\x04 no workbook", mark=""), unit=cast.unit("north"), from_on=cast.today,
        by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip

    do_job(batch)

    batch = Batch.objects.get()
    assert (batch.state, bool(batch.report["refused"])) == (BatchState.REFUSED, True)
    assert not BatchPart.objects.exists()


def test_file_is_left_to_the_worker_that_reads_it(cast: Any) -> None:
    batch = actions.start(
        CheckedFile("ds.xlsx", workbook(HOA), mark=""), unit=cast.unit("north"), from_on=cast.today,
        by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip
    now = clock.now()
    reader = Worker.objects.create(host="another", pid=1, started_at=now, seen_at=now)
    Job.objects.update(state=JobState.RUNNING, attempts=1, worker=reader, started_at=now)

    do_job(batch)

    assert Batch.objects.get().state == BatchState.READING


def test_file_that_a_lost_worker_was_reading_is_read_by_another(cast: Any) -> None:
    batch = actions.start(
        CheckedFile("ds.xlsx", workbook(HOA), mark=""), unit=cast.unit("north"), from_on=cast.today,
        by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip
    now = clock.now()
    lost = Worker.objects.create(host="another", pid=1, started_at=now, seen_at=now, ended_at=now, is_lost=True)
    Job.objects.update(state=JobState.RUNNING, attempts=1, worker=lost, started_at=now)

    do_job(batch)

    job = Job.objects.get()
    assert Batch.objects.get().state == BatchState.CHECKED
    assert (job.state, job.attempts, [line["event"] for line in job.history]) == (JobState.DONE, 2, ["stopped"])


def test_file_that_stops_every_worker_is_given_up_and_says_so(cast: Any) -> None:
    batch = actions.start(
        CheckedFile("ds.xlsx", workbook(HOA), mark=""), unit=cast.unit("north"), from_on=cast.today,
        by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip
    long_ago = clock.now() - timedelta(hours=1)
    Job.objects.update(state=JobState.RUNNING, attempts=6, started_at=long_ago)

    do_job(batch)

    batch, job = Batch.objects.get(), Job.objects.get()
    assert (batch.state, batch.task, job.state) == (BatchState.REFUSED, Task.NONE, JobState.FAILED)
    assert batch.report["refused"] == job.reason != ""


def test_large_import_runs_as_a_task_in_the_name_of_who_confirmed(cast: Any) -> None:
    batch = uploaded(cast, HOA)
    actions.ask_import(batch, seen=batch.version, by=cast.person("root_officer"), on=cast.today)

    do_job(batch)

    batch = Batch.objects.get()
    assert (batch.state, batch.imported_by) == (BatchState.IMPORTED, cast.person("root_officer"))
