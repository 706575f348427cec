"""The queue: jobs asked for with their act, done with a right that is checked again, tried again, left failed."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tongket.core import clock
from tongket.org import jobs, working
from tongket.org.models import Grant, Job, JobState, Person, Worker

KIND = "tests.count"
SECRET = "a value of a record"


class Broken(Exception):
    pass


@pytest.fixture
def effects(worker_in_test: None) -> Iterator[list[str]]:
    """What the jobs of a kind of these tests did: a line each."""
    lines: list[str] = []

    def run(job: jobs.Run) -> None:
        lines.append(job.job.key)
        if job.job.data.get("is_broken"):
            raise Broken(SECRET)
        if job.job.data.get("is_later"):
            raise jobs.TryLater("Máy chủ thư không trả lời.")

    jobs.kind(KIND, "đếm", give_up=lambda job, reason: lines.append(f"{job.key} given up"))(run)
    yield lines
    del jobs.KINDS[KIND]


def enqueue(key: str = "one", **how: Any) -> Job:
    with transaction.atomic():
        return jobs.enqueue(KIND, key=key, **how)


def now(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


# --- Asked for


def test_job_is_done_once_and_says_so(db: None, effects: list[str]) -> None:
    job = enqueue()

    working.run_once()
    working.run_once()

    assert effects == ["one"]
    assert (now(job).state, now(job).attempts, now(job).progress_percent) == (JobState.DONE, 1, 100)


def test_effect_asked_for_twice_is_one_job(db: None, effects: list[str]) -> None:
    assert enqueue().pk == enqueue().pk

    working.run_once()

    assert effects == ["one"]


def test_job_goes_with_the_act_that_failed(db: None, effects: list[str]) -> None:
    def act() -> None:
        jobs.enqueue(KIND, key="one")
        raise Broken

    with pytest.raises(Broken), transaction.atomic():
        act()

    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_job_outside_a_transaction_is_refused(effects: list[str]) -> None:
    with pytest.raises(RuntimeError):
        jobs.enqueue(KIND, key="one")


def test_kind_that_nobody_does_is_refused(db: None) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        jobs.enqueue("tests.unknown", key="one")


def test_queue_leaves_a_job_for_a_while_to_the_process_that_asked(db: None, effects: list[str]) -> None:
    job = enqueue(is_done_here=True)

    working.run_once()
    assert effects == []

    jobs.perform(job.pk)
    DBTaskResult.objects.update(run_after=clock.now())
    working.run_once()
    assert effects == ["one"]


# --- The right (S-19)


def test_job_runs_with_the_right_of_whom_it_is_for(cast: Any, effects: list[str]) -> None:
    enqueue(by=cast.person("north_officer"), verb="unit.write", unit=cast.unit("north_a"))

    working.run_once()

    assert effects == ["one"]


@pytest.mark.parametrize(
    ("who", "unit"), [("north_clerk", "north"), ("north_officer", "south"), ("stranger", "north"), ("stranger", None)]
)
def test_job_without_the_right_fails_at_once_and_says_why(cast: Any, effects: list[str], who: str, unit: str) -> None:
    job = enqueue(by=cast.person(who), verb="unit.write", unit=cast.unit(unit) if unit else None)

    working.run_once()

    assert effects == ["one given up"]
    assert (now(job).state, now(job).reason) == (JobState.FAILED, "Đồng chí chưa có quyền: thay đổi sơ đồ tổ chức.")


def test_right_that_ended_after_the_act_counts_no_more(cast: Any, effects: list[str]) -> None:
    officer = cast.person("north_officer")
    job = enqueue(by=officer, verb="unit.write", unit=cast.unit("north_a"))
    Grant.objects.filter(person=officer).update(valid_until=cast.today)

    working.run_once()

    assert (effects, now(job).state) == (["one given up"], JobState.FAILED)


# --- Tried again (S-26)


def due(job: Job) -> None:
    """Let the pause of a job be over."""
    past = clock.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(not_before=past)
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=past)


def test_job_is_tried_again_after_growing_pauses_and_then_left_failed(db: None, effects: list[str]) -> None:
    job = enqueue(data={"is_broken": True})

    pauses = []
    for _attempt in range(6):
        began = clock.now()
        working.run_once()
        not_before = now(job).not_before
        pauses.append(not_before - began if not_before and now(job).state == JobState.WAITING else None)
        working.run_once()  # not before its time
        due(job)

    assert effects == ["one"] * 6 + ["one given up"]
    assert [pause is not None and pause >= wanted for pause, wanted in zip(pauses, jobs.PAUSES, strict=False)] == (
        [True] * 5
    )
    assert pauses[5] is None
    assert [line["event"] for line in now(job).history] == ["retried"] * 5 + ["failed"]
    assert now(job).state == JobState.FAILED


def test_reason_of_an_unexpected_error_names_no_value(
    db: None, effects: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    job = enqueue(data={"is_broken": True})

    working.run_once()

    assert now(job).reason == "Lỗi không lường trước: Broken"
    assert SECRET not in str(Job.objects.values().get()) + caplog.text
    assert "Broken" in caplog.text


def test_reason_that_a_job_gives_is_kept(db: None, effects: list[str]) -> None:
    job = enqueue(data={"is_later": True})

    working.run_once()

    assert (now(job).state, now(job).reason) == (JobState.WAITING, "Máy chủ thư không trả lời.")


def test_failed_job_says_why(db: None, effects: list[str]) -> None:
    job = enqueue()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)


def test_failed_job_is_done_again_when_told_to(cast: Any, effects: list[str]) -> None:
    job = enqueue()
    Job.objects.update(state=JobState.FAILED, reason="Lỗi", attempts=6)
    DBTaskResult.objects.all().delete()

    assert jobs.again(now(job), by=cast.person("operator"))
    assert not jobs.again(now(job), by=cast.person("operator"))
    working.run_once()

    assert (effects, now(job).state, now(job).attempts) == (["one"], JobState.DONE, 1)


def test_failed_job_is_given_up_with_a_reason(cast: Any, effects: list[str]) -> None:
    job = enqueue()
    Job.objects.update(state=JobState.FAILED, reason="Lỗi")

    assert jobs.drop(now(job), by=cast.person("operator"), reason="Đã gửi bằng giấy")
    working.run_once()

    assert (effects, now(job).state, now(job).history[-1]["reason"]) == ([], JobState.DROPPED, "Đã gửi bằng giấy")


# --- Workers


def taken(job: Job, worker: Worker) -> None:
    """The job as a worker leaves it that is stopped in the middle."""
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=1, worker=worker, started_at=clock.now())
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=[str(worker.pk)])


def worker(**changes: Any) -> Worker:
    start = {"host": "another", "pid": 1, "started_at": clock.now(), "seen_at": clock.now()}
    return Worker.objects.create(**{**start, **changes})


def test_job_of_a_worker_that_lives_is_left_to_it(db: None, effects: list[str]) -> None:
    taken(enqueue(), worker())

    working.run_once()

    assert effects == []


def test_job_of_a_worker_without_signs_of_life_is_taken_up(db: None, effects: list[str]) -> None:
    job, lost = enqueue(), worker(seen_at=clock.now() - timedelta(minutes=2))
    taken(job, lost)

    working.run_once()

    assert effects == ["one"]
    assert Worker.objects.get(pk=lost.pk).is_lost
    assert [line["event"] for line in now(job).history] == ["stopped"]


def test_worker_whose_process_is_gone_is_lost_at_once(
    db: None, effects: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "another")
    taken(enqueue(), worker(pid=2**22 + 1))  # beyond the last number of a process

    working.run_once()

    assert effects == ["one"]


def test_worker_that_was_overtaken_saves_nothing(db: None) -> None:
    people: list[str] = []

    def run(job: jobs.Run) -> None:
        with job.saving():
            Person.named(f"Người {len(people)}").save()
            people.append(job.job.key)
            if len(people) == 1:  # meanwhile another worker takes it, and is done
                Job.objects.update(attempts=2, state=JobState.DONE)

    jobs.kind(KIND, "đếm")(run)
    try:
        job = enqueue()
        jobs.perform(job.pk)
    finally:
        del jobs.KINDS[KIND]

    assert people == ["one"]
    assert not Person.objects.exists()


# --- What recurs


@pytest.fixture
def daily(effects: list[str]) -> Callable[[str], int]:
    """Asks for what recurs at a moment: one kind, each morning at seven, until twelve."""
    jobs.every_day(KIND, time(7, 0), late=timedelta(hours=5))
    return lambda at: jobs.enqueue_due(datetime.fromisoformat(f"{at}+07:00"))


def test_what_recurs_is_asked_for_once_a_day(db: None, daily: Callable[[str], int], effects: list[str]) -> None:
    asked = [daily(at) for at in ("2021-01-04T06:59", "2021-01-04T07:00", "2021-01-04T07:01", "2021-01-05T08:00")]

    working.run_once()

    assert asked == [0, 1, 0, 1]
    assert effects == [f"{KIND}:2021-01-04", f"{KIND}:2021-01-05"]


def test_what_nobody_was_there_for_is_left_out_when_too_late(db: None, daily: Callable[[str], int]) -> None:
    assert daily("2021-01-04T12:01") == 0
