"""Starting the server: on which port, and what is said where that port cannot be had."""

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tongket import cli

ROOT = Path(__file__).resolve().parent.parent


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
