"""The process that does jobs: it gives signs of life, takes up what a lost worker left, asks for what recurs."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.db import close_old_connections, connections
from django.db.utils import OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker
from django_tasks_db.models import DBTaskResult

from tongket.core import clock
from tongket.org import jobs
from tongket.org.models import Worker

INTERVAL = 1.0  # seconds between two looks into the queue
SIGN_OF_LIFE = 10.0  # seconds between two

log = logging.getLogger(__name__)


class Working:
    """One worker. parent: the process that started it, with which it ends."""

    def __init__(self, *, parent: int | None = None) -> None:
        self.parent = parent
        self.stop = threading.Event()
        self.library: LibraryWorker | None = None

    def run(self) -> None:
        """Do jobs until told to stop; what is being done is finished first."""
        signal.signal(signal.SIGTERM, self._told_to_stop)
        signal.signal(signal.SIGINT, self._told_to_stop)
        with registered() as worker, signs_of_life(worker):
            log.info("worker %s started", worker.pk)
            while not self.stop.is_set() and not self._is_orphan():
                close_old_connections()
                try:
                    self._once(worker)
                except OperationalError as error:  # the database is away or busy; it will come back
                    log.warning("worker %s waits for the database: %s", worker.pk, type(error).__name__)
                    connections.close_all()
                    self.stop.wait(5 * INTERVAL)
                self.stop.wait(INTERVAL)
            log.info("worker %s ended", worker.pk)

    def _once(self, worker: Worker) -> None:
        if lost := take_over(worker):
            log.warning("%s jobs of lost workers are taken up again", lost)
        jobs.enqueue_due(clock.here())
        if DBTaskResult.objects.ready().exists():  # looks without a lock
            self.library = _library_worker(worker)
            self.library.run()

    def _told_to_stop(self, number: int, _frame: FrameType | None) -> None:
        self.stop.set()
        if self.library is not None:
            self.library.running = False

    def _is_orphan(self) -> bool:
        return self.parent is not None and os.getppid() != self.parent


def run_once() -> None:
    """Do what waits or has fallen due, and end."""
    with registered() as worker:
        take_over(worker)
        jobs.enqueue_due(clock.here())
        _library_worker(worker).run()


@contextmanager
def registered() -> Iterator[Worker]:
    """This process as a worker that others know of."""
    now = clock.now()
    worker = Worker.objects.create(host=socket.gethostname()[:120], pid=os.getpid(), started_at=now, seen_at=now)
    jobs.work_as(worker)
    try:
        yield worker
    finally:
        jobs.work_as(None)
        Worker.objects.filter(pk=worker.pk).update(ended_at=clock.now())


@contextmanager
def signs_of_life(worker: Worker) -> Iterator[None]:
    """Say every few seconds that the worker is there, also while a job runs."""
    is_over = threading.Event()

    def say() -> None:
        while not is_over.wait(SIGN_OF_LIFE):
            try:
                Worker.objects.filter(pk=worker.pk).update(seen_at=clock.now(), ended_at=None, is_lost=False)
            except OperationalError:
                connections.close_all()
        connections.close_all()

    thread = threading.Thread(target=say, name="signs of life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def take_over(worker: Worker) -> int:
    """Notice the workers that are lost, and put back what they had taken. Returns how many jobs."""
    now = clock.now()
    for other in Worker.objects.filter(ended_at__isnull=True).exclude(pk=worker.pk):
        is_lost = _is_gone(other) or other.seen_at < now - jobs.ALIVE_FOR
        same = Worker.objects.filter(pk=other.pk, seen_at=other.seen_at)
        if is_lost and same.update(ended_at=now, is_lost=True):
            log.warning("worker %s (process %s) is lost", other.pk, other.pid)
    alive = {str(pk) for pk in Worker.objects.filter(ended_at__isnull=True).values_list("pk", flat=True)}
    taken = DBTaskResult.objects.running().values_list("pk", "worker_ids")
    left = [pk for pk, workers in taken if not workers or workers[-1] not in alive]
    rows = DBTaskResult.objects.filter(pk__in=left, status=TaskResultStatus.RUNNING)
    return rows.update(status=TaskResultStatus.READY) if left else 0


def _is_gone(other: Worker) -> bool:
    """Whether a worker of this machine has no process any more."""
    if other.host != socket.gethostname()[:120]:
        return False
    try:
        os.kill(other.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return other.pid == os.getpid()  # its number is ours now


def _library_worker(worker: Worker) -> LibraryWorker:
    """The library's own loop, which takes one ticket after another until none is left."""
    return LibraryWorker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id=str(worker.pk), excluded_queue_names=[],
    )  # fmt: skip
