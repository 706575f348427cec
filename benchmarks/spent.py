"""What a process takes: its memory with that of those that it started, and the CPU time that is spent for it."""

import os
import resource
import threading
from pathlib import Path

from common import cpu_of


class Watch:
    """The most memory, in megabytes, that this process and those that it started held at once; looked at fifty times a
    second.
    """

    def __enter__(self) -> "Watch":
        self.peak, self._is_over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.02):
            self.peak = max(self.peak, _memory())


def _memory() -> float:
    pages = 0
    for pid in (os.getpid(), *_children(os.getpid())):
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:  # it has just ended
            continue
    return pages * resource.getpagesize() / 2**20


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def peaks() -> tuple[float, float]:
    """Megabytes at the peak: of this process, and of the largest one that it started."""
    own, largest = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own, largest


class Spent:
    """The CPU seconds of this process, of those that it started, and of its server process of PostgreSQL."""

    def __enter__(self) -> "Spent":
        self._before = self._now()
        return self

    def __exit__(self, *_error: object) -> None:
        self.parts = [now - before for now, before in zip(self._now(), self._before, strict=True)]
        self.cpu = sum(self.parts)

    @staticmethod
    def _now() -> list[float]:
        from django.db import connection

        server = 0.0
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                server = cpu_of(cursor.fetchone()[0])[0]
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return [*(part.ru_utime + part.ru_stime for part in used), server]
