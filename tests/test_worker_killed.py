"""A worker killed in the middle (kill -9) loses nothing and does nothing twice (S-22, S-26)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def outcomes(empty_database: str) -> dict[str, Any]:
    """By what the job was: what stood there after its workers were killed. On the kind of database of the tests."""
    environment = {**os.environ, "DATABASE_URL": empty_database}
    command = [sys.executable, str(ROOT / "benchmarks" / "worker_killed.py"), "--here"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {outcome["task"]: outcome for outcome in map(json.loads, done.stdout.splitlines())}


def test_file_is_read_to_the_end_by_the_next_worker(outcomes: dict[str, Any]) -> None:
    outcome = outcomes["read"]

    assert outcome["killed_while"][0] == "running"
    assert (outcome["job"], outcome["batch"], outcome["members"]) == ("done", "CHECKED", 0)


def test_members_are_entered_once_and_logged_once(outcomes: dict[str, Any]) -> None:
    outcome = outcomes["import"]

    assert outcome["killed_while"][0] == "running"
    assert (outcome["job"], outcome["batch"], outcome["members"]) == ("done", "IMPORTED", 400)
    assert outcome["logged"] == 1


def test_job_says_that_it_was_stopped_and_which_workers_were_lost(outcomes: dict[str, Any]) -> None:
    stopped = [outcome["killed_while"].count("running") for outcome in outcomes.values()]

    assert [outcome["events"] for outcome in outcomes.values()] == [["stopped"] * times for times in stopped]
    assert outcomes["import"]["lost_workers"] >= sum(stopped)
