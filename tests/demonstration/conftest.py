"""The demonstration, which stands in the database of every test of this folder."""

from datetime import date
from typing import Any

import pytest

LOADED_ON = date(2022, 1, 5)


@pytest.fixture(autouse=True)
def fixed_day(settings: Any) -> None:
    settings.TONGKET_TODAY = LOADED_ON


@pytest.fixture(scope="package")
def organisations(django_db_setup: object) -> None:
    """The database holds the demonstration: tests/databases.py loads it, the root's conftest turns to it."""
