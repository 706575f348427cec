"""The queue: what an act leaves to be done after it, asked for in the act's own transaction (S-19, S-22, S-26).

A package says in its `background.py` which kinds of jobs it does. `enqueue` keeps the job and puts a ticket for it
into the queue of the library; a worker (working.py) takes the ticket. A job is taken, does its work, and is finished
in the transaction that saves what it did: taken away from a worker that was believed dead, it can finish no more. What
fails is tried again, five times after growing pauses, and then waits on the page of failed jobs with its reason.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from traceback import format_tb
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tongket.core import clock
from tongket.org import access, saving
from tongket.org.models import Job, JobState, Person, Unit, Worker

PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
ALIVE_FOR = timedelta(seconds=60)  # after its last sign of life a worker counts as lost
HERE_FOR = timedelta(minutes=2)  # the queue leaves a job alone that the process which asked for it does itself
KEPT_FOR = timedelta(days=90)
OPEN = (JobState.WAITING, JobState.RUNNING)

log = logging.getLogger(__name__)


class TryLater(Exception):
    """A job cannot be done now, for a reason that its page may show; it is tried again."""


class Hopeless(Exception):
    """A job can never be done, for a reason that its page may show; it is not tried again."""


class Overtaken(Exception):
    """The job was taken by another worker meanwhile: what this one did is not saved."""


@dataclass(frozen=True)
class Kind:
    """A kind of job. run: does it. give_up: called with the job and the reason when it has failed for good."""

    name: str
    label: Any
    run: "Callable[[Run], None]"
    give_up: Callable[[Job, str], None] | None = None


@dataclass(frozen=True)
class Daily:
    """A kind of job that recurs each day at a time of Vietnam, if a worker is there within `late` after it."""

    kind: str
    at: time
    late: timedelta


KINDS: dict[str, Kind] = {}
DAILY: list[Daily] = []


def kind(
    name: str, label: Any, *, give_up: Callable[[Job, str], None] | None = None
) -> "Callable[[Callable[[Run], None]], Callable[[Run], None]]":
    """Register what does the jobs of a kind."""

    def register(run: "Callable[[Run], None]") -> "Callable[[Run], None]":
        KINDS[name] = Kind(name, label, run, give_up)
        return run

    return register


def every_day(kind: str, at: time, *, late: timedelta = timedelta(hours=24)) -> None:
    """Let a kind of job recur each day."""
    DAILY.append(Daily(kind, at, late))


def label_of(job: Job) -> str:
    known = KINDS.get(job.kind)
    return str(known.label) if known else job.kind


# --- Asked for ----------------------------------------------------------------------------------------------------


def enqueue(
    kind: str,
    *,
    key: str,
    by: Person | None = None,
    verb: str = "",
    unit: Unit | None = None,
    subject: Any = "",
    data: dict[str, Any] | None = None,
    is_done_here: bool = False,
) -> Job:
    """Ask for an effect in the transaction of the act; asked for again under the same key, it is the same job.

    key: names the effect. by, verb, unit: the right that is checked again when it runs. is_done_here: this process
    will call `perform` after the transaction, so that the queue waits a while. Raises RuntimeError outside a
    transaction: the act and its effect are saved together, or neither is.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind} was asked for outside the transaction of its act")
    if kind not in KINDS:
        raise LookupError(f"no job is called {kind}")
    start: dict[str, Any] = {
        "kind": kind, "by": by, "verb": verb, "unit": unit, "subject": str(subject), "data": data or {},
        "made_at": clock.now(),
    }  # fmt: skip
    job, is_new = Job.objects.get_or_create(key=key, defaults=start)
    if is_new:
        _give_ticket(job, clock.now() + HERE_FOR if is_done_here else None)
    return job


def latest(subject: Any) -> Job | None:
    """The last job about a row, for the page of that row."""
    return Job.objects.filter(subject=str(subject)).order_by("made_at", "pk").last()


def is_anybody_working() -> bool:
    """Whether a worker has given a sign of life just now."""
    return Worker.objects.filter(ended_at__isnull=True, seen_at__gt=clock.now() - ALIVE_FOR).exists()


def is_begun_here(job: Job) -> bool:
    """Whether the process that asked for the job does it itself, and has begun a short while ago."""
    return job.worker_id is None and job.started_at is not None and job.started_at > clock.now() - HERE_FOR


# --- Done ---------------------------------------------------------------------------------------------------------


class Run:
    """One attempt at a job, as what does it sees it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.is_finished = False

    def progress(self, percent: int) -> None:
        """Say how far it has come: outside the transaction that saves."""
        Job.objects.filter(pk=self.job.pk, attempts=self.job.attempts).update(progress_percent=percent)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """The transaction that saves what the job did, and with it that it is done. Raises Overtaken."""
        with saving.durable():
            yield
            self._finish()
        self.is_finished = True

    def _finish(self) -> None:
        done = {"state": JobState.DONE, "reason": "", "progress_percent": 100, "finished_at": clock.now()}
        if not _mine(self.job).update(**done):
            raise Overtaken(self.job.key)


def perform(pk: uuid.UUID, worker: Worker | None = None) -> None:
    """Do a job that waits, with the right of whom it is for; whatever happens is kept on the job."""
    with translation.override(settings.LANGUAGE_CODE):
        job = _take(pk, worker)
        if job is None:
            return
        run = Run(job)
        if job.attempts > len(PAUSES) + 1:
            _fail(job, _("The process that did it was stopped in the middle, again and again."))
            return
        try:
            _check_right(job)
            KINDS[job.kind].run(run)
            if not run.is_finished:
                with run.saving():
                    pass
        except Overtaken:
            log.warning("job %s (%s) was taken over by another worker", job.pk, job.kind)
        except (access.NotAllowed, Hopeless) as refusal:
            _fail(job, str(refusal))
        except TryLater as reason:
            log.warning("job %s (%s) is tried later", job.pk, job.kind)
            _try_again(job, str(reason))
        except Exception as error:
            frames = "".join(format_tb(error.__traceback__))  # without its text, which may hold values (S-34)
            log.error("job %s (%s) failed: %s\n%s", job.pk, job.kind, type(error).__name__, frames)
            _try_again(job, _("Unexpected error: %(name)s") % {"name": type(error).__name__})


@task()
def ticket(pk: str) -> None:
    """What the queue of the library holds: the id of a job."""
    perform(uuid.UUID(pk), _working)


_working: Worker | None = None  # the worker that this process is


def work_as(worker: Worker | None) -> None:
    """Say which worker this process is, for the jobs that it takes."""
    global _working
    _working = worker


def again(job: Job, *, by: Person, reason: str = "") -> bool:
    """Put a failed job into the queue once more, as if new. False where it is not failed any more."""
    changes = {"state": JobState.WAITING, "attempts": 0, "reason": "", "not_before": None}
    with transaction.atomic():
        history = [*job.history, _line("again", reason, by)]
        if not Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(history=history, **changes):
            return False
        _give_ticket(job)
        return True


def drop(job: Job, *, by: Person, reason: str) -> bool:
    """Give a failed job up. False where it is not failed any more."""
    history = [*job.history, _line("dropped", reason, by)]
    rows = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    return bool(rows.update(state=JobState.DROPPED, history=history, finished_at=clock.now()))


def purge() -> int:
    """Forget what was done or given up long ago, and workers that ended then. Returns how many jobs."""
    before = clock.now() - KEPT_FOR
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    Worker.objects.filter(ended_at__lt=before).delete()
    return Job.objects.filter(state__in=[JobState.DONE, JobState.DROPPED], finished_at__lt=before).delete()[0]


# --- Recurring ----------------------------------------------------------------------------------------------------


def enqueue_due(here: datetime) -> int:
    """Ask for what recurs and has fallen due; once for each day, however many workers ask. Returns how many.

    here: day and time in Vietnam (clock.here).
    """
    count = 0
    for daily in DAILY:
        due = datetime.combine(here.date(), daily.at, clock.VIETNAM)
        if due > here:
            due -= timedelta(days=1)
        key = f"{daily.kind}:{due:%Y-%m-%d}"
        if here - due <= daily.late and not Job.objects.filter(key=key).exists():
            with saving.durable():
                enqueue(daily.kind, key=key, data={"on": f"{due:%Y-%m-%d}"})
            count += 1
    return count


# --- Steps --------------------------------------------------------------------------------------------------------


def _mine(job: Job) -> Any:
    """The job as long as this attempt is the one that counts."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _give_ticket(job: Job, after: datetime | None = None) -> None:
    ticket.using(run_after=after).enqueue(str(job.pk))


@transaction.atomic
def _take(pk: uuid.UUID, worker: Worker | None) -> Job | None:
    """The job for this attempt; None where there is nothing to do, or somebody else does it."""
    job = Job.objects.select_for_update(of=("self",)).select_related("by", "unit__place").filter(pk=pk).first()
    if job is None or job.state not in OPEN or job.kind not in KINDS:
        return None
    now = clock.now()
    if job.not_before is not None and job.not_before > now:
        return None  # it has another ticket for then
    if job.state == JobState.RUNNING:
        if _is_being_done(job):
            _give_ticket(job, now + PAUSES[0])
            return None
        job.history = [*job.history, _line("stopped", _("The process that did it was stopped in the middle."))]
    changes = {
        "state": JobState.RUNNING, "attempts": job.attempts + 1, "started_at": now, "worker": worker,
        "progress_percent": 0, "history": job.history,
    }  # fmt: skip
    Job.objects.filter(pk=pk).update(**changes)
    for name, value in changes.items():
        setattr(job, name, value)
    return job


def _is_being_done(job: Job) -> bool:
    """Whether whoever took the job is still there, as far as is known."""
    if job.worker is None:
        return is_begun_here(job)
    return job.worker.ended_at is None and job.worker.seen_at > clock.now() - ALIVE_FOR


def _check_right(job: Job) -> None:
    """Raise NotAllowed where whom the job is for has lost the right since (S-19)."""
    if job.by is None or not job.verb:
        return
    if job.unit is not None:
        access.require(job.by, job.verb, job.unit, on=clock.today())
    elif not access.holds(job.by, job.verb, on=clock.today()):
        raise access.NotAllowed(job.verb)


def _try_again(job: Job, reason: str) -> None:
    """Put the job back for after the next pause, or leave it failed after the last."""
    if job.attempts > len(PAUSES):
        _fail(job, reason)
        return
    after = clock.now() + PAUSES[job.attempts - 1]
    history = [*job.history, _line("retried", reason)]
    with saving.durable():
        if _mine(job).update(state=JobState.WAITING, reason=reason[:300], not_before=after, history=history):
            _give_ticket(job, after)


def _fail(job: Job, reason: str) -> None:
    """Leave the job failed, with its reason, and let its kind say so where it is about something."""
    history = [*job.history, _line("failed", reason)]
    kind = KINDS[job.kind]
    with saving.durable():
        changes = {"state": JobState.FAILED, "reason": reason[:300], "history": history, "finished_at": clock.now()}
        if _mine(job).update(**changes) and kind.give_up is not None:
            kind.give_up(job, reason)


def _line(event: str, reason: str, by: Person | None = None) -> dict[str, str]:
    return {"at": clock.now().isoformat(), "event": event, "reason": reason[:300], "by": str(by.pk) if by else ""}
