"""Starting the server: on which port, and what is said where that port cannot be had."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import databases
from tongket import __version__, cli

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds; a busy machine is no fault of the code


@pytest.mark.parametrize(("said", "port"), [([], "8000"), (["PORT=8080"], "8080")])
def test_make_run_serves_on_the_port_that_was_said(said: list[str], port: str) -> None:
    make = shutil.which("make")
    assert make is not None, "make is missing: it is how everything here is run"

    told = subprocess.run(
        [make, "--dry-run", "run", *said], cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True
    )

    assert told.stdout.strip().splitlines()[-1] == f"exec .venv/bin/tongket serve --port {port}"


def test_port_in_use_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TONGKET_DEMO", "0")  # so that no database is looked at
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = cli.main(["serve", "--port", str(port)])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"tongket: cannot serve on 127.0.0.1:{port} (")


def test_port_beyond_the_last_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGKET_DEMO", "0")

    code = cli.main(["serve", "--port", "99999"])

    assert code == 2
    assert "choose another with --port" in capsys.readouterr().err


# --- The worker beside the server


class Server:
    """`tongket serve` as a process over a database of its own, and what it says."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, log: Path) -> None:
        self.process, self.log = process, log
        self.address = f"http://127.0.0.1:{port}/accounts/login/"

    def answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(self.address, timeout=PATIENCE).status == 200)
        except OSError:
            return False

    def workers(self) -> list[int]:
        """The processes that it has started to do jobs."""
        pids = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = path.read_bytes().split(b"\0")
            except OSError:
                continue
            if b"work" in words and str(self.process.pid).encode() in words:
                pids.append(int(path.parent.name))
        return pids


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


@contextmanager
def served(folder: Path, *more: str) -> Iterator[Server]:
    files = databases.Files()
    database = folder / "served.sqlite3"
    shutil.copyfile(files.path(files.provide(databases.TABLES)), database)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{database}", "TONGKET_VAR": str(folder), "TONGKET_DEMO": "0",
    }  # fmt: skip
    log = folder / "log"
    command = [sys.executable, "-m", "tongket.cli", "serve", "--port", str(port), *more]
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file, text=True)
    server = Server(process, port, log)
    try:
        wait_until(server.answers)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_worker_that_dies_is_said_and_started_again_and_ends_no_server(django_db_setup: None, tmp_path: Path) -> None:
    with served(tmp_path) as server:
        wait_until(server.workers)
        [first] = server.workers()

        os.kill(first, signal.SIGKILL)
        wait_until(lambda: server.workers() not in ([], [first]))

        assert server.answers()
        assert "tongket: the worker ended (-9)" in server.log.read_text()
    wait_until(lambda: not server.workers())


def test_worker_ends_with_a_server_that_is_killed(django_db_setup: None, tmp_path: Path) -> None:
    with served(tmp_path) as server:
        wait_until(server.workers)

        server.process.kill()

        wait_until(lambda: not server.workers())


def test_server_without_a_worker_starts_none(django_db_setup: None, tmp_path: Path) -> None:
    with served(tmp_path, "--no-worker") as server:
        assert server.workers() == []


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"tongket {__version__}\n"


def test_what_is_kept_is_for_its_user_alone(tmp_path: Path) -> None:
    """Database, keys and folders, though everything else here makes files that others may read."""
    folder = tmp_path / "var"
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "TONGKET_SECRET_KEY"}},
        "TONGKET_VAR": str(folder),
    }

    subprocess.run([sys.executable, "-m", "tongket.cli", "migrate"], cwd=ROOT, env=environment, check=True, umask=0o022)

    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in [folder, *folder.rglob("*")]}
    assert {"var", "tongket.sqlite3", "secret_key"} <= set(modes)
    assert {name: mode for name, mode in modes.items() if mode not in {"0o600", "0o700"}} == {}


def test_what_others_could_read_is_closed_when_the_server_starts(django_db_setup: None, tmp_path: Path) -> None:
    key = tmp_path / "secret_key"
    key.write_text("khoa-cua-mot-ban-cu-" * 3, encoding="ascii")
    key.chmod(0o644)

    with served(tmp_path, "--no-worker") as server:
        modes = [oct(path.stat().st_mode & 0o777) for path in (key, tmp_path / "served.sqlite3")]

        assert modes == ["0o600", "0o600"]
        assert "others could read" in server.log.read_text()
