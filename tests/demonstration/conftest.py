"""The demonstration, loaded once for all tests of this folder and taken back at their end."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, models, transaction
from pytest_django import DjangoDbBlocker

from tongket.demo.load import load
from tongket.org.models import Person, Unit

LOADED_ON = date(2022, 1, 5)
Digest = dict[str, tuple[int, str]]  # per table how many rows, and a hash of what they say
ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@pytest.fixture(autouse=True)
def fixed_day(settings: Any) -> None:
    settings.TONGKET_TODAY = LOADED_ON


@pytest.fixture(scope="package")
def organisations(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Digest]:
    """The demonstration in the database; on SQLite loaded for the second time. Gives the digest of the first load."""
    before = django_settings.TONGKET_TODAY
    django_settings.TONGKET_TODAY = LOADED_ON
    with django_db_blocker.unblock():
        first: Digest = {}
        if connection.vendor == "sqlite":
            with _TakenBack():
                load(echo=lambda line: None)
                first = _everything()
        with _TakenBack():
            load(echo=lambda line: None)
            django_settings.TONGKET_TODAY = before
            yield first


@pytest.fixture
def digest() -> Callable[[], Digest]:
    """A function that digests what the database holds now."""
    return _everything


class _TakenBack:
    """A transaction that is never kept; the durable one of the load may stand inside it, as in a test case."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # type: ignore[attr-defined]
        self.atomic.__enter__()

    def __exit__(self, *raised: Any) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(*raised)


HOUSE = [
    "org", "figures", "votes", "members", "rosters", "directives", "targets", "meetings", "training", "reports",
    "inspection", "rating",
    "commendation", "review", "news",
]  # fmt: skip
MADE_BY_MIGRATIONS = {"reports.form", "org.auditrow", "org.audithead"}


def _tables() -> list[type[models.Model]]:
    found = [model for label in HOUSE for model in apps.get_app_config(label).get_models()]
    return [model for model in found if model._meta.label_lower not in MADE_BY_MIGRATIONS]


def _everything() -> dict[str, tuple[int, str]]:
    """Per table its rows, counted and digested without ids and moments; units and persons by their names."""
    named: dict[Any, str] = dict(Unit.objects.values_list("pk", "code"))
    named |= dict(Person.objects.values_list("pk", "full_name"))
    found = {}
    for model in _tables():
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and not isinstance(field, models.DateTimeField) and field.name != "password"
        ]
        lines = sorted(
            json.dumps([_plain(value, named) for value in row], ensure_ascii=False)
            for row in model._default_manager.values_list(*columns)
        )
        found[model._meta.label_lower] = (len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest())
    return found


def _plain(value: Any, named: dict[Any, str]) -> Any:
    if isinstance(value, UUID):
        return named.get(value, "id")
    if isinstance(value, str | int | bool):
        return ID.sub("id", value) if isinstance(value, str) else value
    return ID.sub("id", str(value))
