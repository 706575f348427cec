"""Rows that are only added are what the ORM would have written, on both kinds of database."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tongket.core import clock
from tongket.core.append import append
from tongket.org.models import AuditRow, HistoryRow


def audit_row(number: int, **fields: Any) -> AuditRow:
    return AuditRow(
        chain="a chain", number=number, at=clock.now(), on=date(2021, 1, 4), actor="cli", policy="unit.write",
        fields=fields, previous_hash="", hash="h",
    )  # fmt: skip


@pytest.mark.django_db
def test_appended_rows_read_back_as_they_were() -> None:
    rows = [audit_row(1, name="Chi bộ 1", count=2, nested={"a": [None, True]}), audit_row(2)]

    append(rows)

    read = list(AuditRow.objects.filter(chain="a chain").order_by("number"))
    names = [field.attname for field in AuditRow._meta.concrete_fields if field.attname != "sequence"]
    assert [[getattr(row, name) for name in names] for row in read] == [
        [getattr(row, name) for name in names] for row in rows
    ]
    assert None not in {row.pk for row in read}


@pytest.mark.django_db
def test_appended_row_keeps_its_foreign_key_and_none(cast: Any) -> None:
    person = cast.person("root_clerk")
    shared = {"about": "org.unit", "object_id": "x", "at": clock.now(), "held_class": "D1"}

    append([HistoryRow(**shared, version=1, by=person, old={}), HistoryRow(**shared, version=2, by=None, old={"a": 1})])

    assert list(HistoryRow.objects.filter(object_id="x").order_by("version").values_list("by", "old")) == [
        (person.pk, {}),
        (None, {"a": 1}),
    ]


@pytest.mark.django_db
def test_appending_keeps_to_the_constraints() -> None:
    append([audit_row(1)])

    with pytest.raises(IntegrityError), transaction.atomic():
        append([audit_row(1)])


def test_appending_nothing_asks_nothing() -> None:
    append([])
