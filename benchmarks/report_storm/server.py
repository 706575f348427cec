"""The project's own server as a process: started, asked how much work it did, stopped or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from common import connect, cpu_of

HERE = Path(__file__).resolve().parent
PATIENCE = 60  # seconds until it must answer


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Server:
    """`tongket serve` on a port of this machine, with the pages of plain_urls beside its own."""

    def __init__(self, environment: dict[str, str], *, workers: int) -> None:
        self.environment = environment | {"DJANGO_SETTINGS_MODULE": "plain_settings"}
        self.port = free_port()
        self.command = [sys.executable, "-m", "tongket.cli", "serve", "--port", str(self.port)]
        self.command += ["--workers", str(workers)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it takes calls. A group of its own: killed as a whole, and alone."""
        self.process = subprocess.Popen(  # noqa: S603 - the project's own command
            self.command, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            with socket.socket() as call:
                if call.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """End it and all its workers at once, whatever they are doing (-9)."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def cpu(self) -> float:
        """Seconds of CPU time that it and its workers have used."""
        assert self.process is not None
        return sum(used for _pid, _parent, group, used, _ended in processes() if group == self.process.pid)


@contextmanager
def running(environment: dict[str, str], *, workers: int) -> Iterator[Server]:
    server = Server(environment, workers=workers)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def processes() -> Iterator[tuple[int, int, int, float, float]]:
    """Each process of the machine: its id, its parent, its group, the seconds of CPU time that it has used itself, and
    those of its children that have ended.
    """
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            yield int(folder.name), int(fields[1]), int(fields[2]), *cpu_of(folder.name)


def database_cpu(address: str) -> float:
    """Seconds of CPU time that the PostgreSQL server of that database has used; 0 where it is not on this machine."""
    if not address.startswith("postgres"):
        return 0.0
    with connect(address) as connection:
        own = connection.info.backend_pid
        all_of_them = list(processes())
        head = next((parent for pid, parent, *_rest in all_of_them if pid == own), None)
        if head is None:
            return 0.0
        under = sum(used for _pid, parent, _group, used, _ended in all_of_them if parent == head)
        return under + sum(used + ended for pid, _parent, _group, used, ended in all_of_them if pid == head)
