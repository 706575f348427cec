"""Triggers that refuse every change of the audit log (S-32), and of the mark that a database holds the demonstration."""

from typing import Any

from django.db import migrations

TABLES = {
    "org_auditrow": "the audit log is append-only",
    "org_demonstrationmark": "a demonstration stays one",
}
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{why}'); END
"""
POSTGRESQL = """
CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{why}'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
"""


def forwards(apps: Any, schema_editor: Any) -> None:
    for table, why in TABLES.items():
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(SQLITE.format(table=table, verb=verb, why=why))
        else:
            schema_editor.execute(POSTGRESQL.format(table=table, why=why))


def backwards(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_append_only()")


class Migration(migrations.Migration):
    dependencies = [("org", "0001_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
