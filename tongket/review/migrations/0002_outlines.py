"""The common outlines of a report, as the office first finds them (documents.md 4, 4.1)."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

SOURCE = Path(__file__).parent.parent / "outlines.json"


def forwards(apps: Any, schema_editor: Any) -> None:
    section = apps.get_model("review", "OutlineSection")
    for kind, rows in json.loads(SOURCE.read_text(encoding="utf-8")).items():
        for order, row in enumerate(rows):
            section.objects.update_or_create(
                kind=kind,
                section=row["section"],
                defaults={
                    "order": order,
                    "level": row["level"],
                    "heading": row["heading"],
                    "content": row["content"],
                    "sentences": row["sentences"],
                },
            )


def backwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("review", "OutlineSection").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("review", "0001_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
