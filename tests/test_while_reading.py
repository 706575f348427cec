"""No file is read inside a transaction that writes: while a slow one is read, others save."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def answers(empty_database: str) -> dict[str, Any]:
    """By what was uploaded: how it and the other save were answered. On the kind of database that the tests run on."""
    command = [sys.executable, str(ROOT / "benchmarks" / "while_reading.py"), "--here"]
    environment = {**os.environ, "DATABASE_URL": empty_database}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return {answer["file"]: answer for answer in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("file", ["roster", "report"])
def test_another_save_is_answered_while_a_file_is_read(answers: dict[str, Any], file: str) -> None:
    answer = answers[file]

    assert answer["saved"] == "302 /members/import/list/"
    assert answer["is_reading"]
    assert answer["uploaded"].startswith("302 ")


def test_reading_within_a_transaction_is_noticed(answers: dict[str, Any]) -> None:
    """On SQLite, where one transaction that writes is one too many for all others; PostgreSQL lets them go on."""
    answer = answers["seeded fault"]

    assert answer["is_reading"]
    if connection.vendor == "sqlite":
        assert answer["saved"] == "OperationalError"
