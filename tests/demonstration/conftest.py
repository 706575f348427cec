"""The demonstration, which stands in the database of every test of this folder."""

from datetime import date
from typing import Any

import pytest

from tests import databases

LOADED_ON = date(2022, 1, 5)


@pytest.fixture(autouse=True)
def fixed_day(settings: Any) -> None:
    settings.TONGKET_TODAY = LOADED_ON


@pytest.fixture(scope="package")
def organisations(django_db_setup: object) -> None:
    """The database holds the demonstration: tests/databases.py loads it, the root's conftest turns to it."""


@pytest.fixture
def share(pytestconfig: pytest.Config) -> int:
    """Each person tries each how many-th address, every person other ones: all but on PostgreSQL, which is asked what
    SQLite was asked before; with --long all there too.
    """
    is_second = isinstance(databases.store(), databases.Server)
    return 4 if is_second and not pytestconfig.getoption("long") else 1
