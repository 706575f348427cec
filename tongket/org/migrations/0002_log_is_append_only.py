"""Triggers that refuse every change of the audit log and of rows that history keeps (S-32)."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER org_auditrow_no_{verb} BEFORE {verb} ON org_auditrow
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
POSTGRESQL = """
CREATE FUNCTION org_auditrow_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER org_auditrow_no_change BEFORE UPDATE OR DELETE ON org_auditrow
FOR EACH ROW EXECUTE FUNCTION org_auditrow_append_only();
"""


def forwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(verb=verb))
    else:
        schema_editor.execute(POSTGRESQL)


def backwards(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER org_auditrow_no_{verb}")
    else:
        schema_editor.execute("DROP TRIGGER org_auditrow_no_change ON org_auditrow")
        schema_editor.execute("DROP FUNCTION org_auditrow_append_only()")


class Migration(migrations.Migration):
    dependencies = [("org", "0001_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
