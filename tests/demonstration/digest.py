"""A digest of the demonstration: what it says, without what is new in every load.

python -m tests.demonstration.digest    print that of the database which DATABASE_URL names, as JSON
"""

import hashlib
import json
import re
from typing import Any
from uuid import UUID

import django
from django.apps import apps
from django.db import models

Digest = dict[str, list[Any]]  # per table how many rows, and a hash of what they say
ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
HOUSE = [
    "org", "figures", "votes", "members", "rosters", "directives", "targets", "meetings", "training", "reports",
    "inspection", "rating",
    "commendation", "review", "news",
]  # fmt: skip
MADE_BY_MIGRATIONS = {"reports.form", "org.auditrow", "org.audithead"}


def _tables() -> list[type[models.Model]]:
    tables = [model for label in HOUSE for model in apps.get_app_config(label).get_models()]
    return [model for model in tables if model._meta.label_lower not in MADE_BY_MIGRATIONS]


def digest() -> Digest:
    """Per table its rows, counted and digested without ids and moments; units and persons by their names."""
    from tongket.org.models import Person, Unit

    named: dict[Any, str] = dict(Unit.objects.values_list("pk", "code"))
    named |= dict(Person.objects.values_list("pk", "full_name"))
    digests: Digest = {}
    for model in _tables():
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and not isinstance(field, models.DateTimeField) and field.name != "password"
        ]
        rows = model._default_manager.values_list(*columns) if columns else [()] * model._default_manager.count()
        lines = sorted(json.dumps([_plain(value, named) for value in row], ensure_ascii=False) for row in rows)
        digests[model._meta.label_lower] = [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()]
    return digests


def _plain(value: Any, named: dict[Any, str]) -> Any:
    if isinstance(value, UUID):
        return named.get(value, "id")
    if isinstance(value, str | int | bool):
        return ID.sub("id", value) if isinstance(value, str) else value
    if isinstance(value, dict | list):  # PostgreSQL keeps keys in an order of its own
        return ID.sub("id", json.dumps(value, sort_keys=True, ensure_ascii=False))
    return ID.sub("id", str(value))


if __name__ == "__main__":
    django.setup()
    print(json.dumps(digest()))
