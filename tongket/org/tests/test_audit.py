"""The log: whole while nobody touches it, broken as soon as somebody does."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tongket.org import audit
from tongket.org.models import AuditHead, AuditRow


def drop_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER org_auditrow_no_UPDATE")
            cursor.execute("DROP TRIGGER org_auditrow_no_DELETE")
        else:
            cursor.execute("DROP TRIGGER org_auditrow_no_change ON org_auditrow")


def some_deeds(cast: Any) -> None:
    for unit in ("north", "south", "north"):
        audit.record(cast.person("root_officer"), "unit.write", cast.unit(unit), on=cast.today, fields=["name"])


def test_chain_holds_after_deeds(cast: Any) -> None:
    some_deeds(cast)

    assert audit.broken_links() == []


@pytest.mark.parametrize("statement", ["UPDATE org_auditrow SET actor = 'x'", "DELETE FROM org_auditrow"])
def test_database_refuses_to_change_the_log(cast: Any, statement: str) -> None:
    some_deeds(cast)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda rows: rows.filter(number=1).update(actor="somebody else"),
        lambda rows: rows.filter(number=1).delete(),
        lambda rows: rows.order_by("-number")[:1].get().delete(),
        lambda rows: rows.filter(number=2).update(fields={"name": None, "more": None}),
    ],
)
def test_verify_notices_what_was_changed_behind_the_triggers(cast: Any, tamper: Any) -> None:
    some_deeds(cast)
    drop_triggers()

    tamper(AuditRow.objects.filter(chain=str(cast.unit("north").pk)))

    assert audit.broken_links()


def test_rows_kept_to_the_end_join_the_chain_in_order(cast: Any) -> None:
    before = AuditRow.objects.count()

    with transaction.atomic(), audit.written_last():
        some_deeds(cast)
        during = AuditRow.objects.count()

    assert (during, AuditRow.objects.count(), audit.broken_links()) == (before, before + 3, [])
    head = AuditHead.objects.get(chain=str(cast.unit("north").pk))
    assert head.number == AuditRow.objects.filter(chain=head.chain).count()
