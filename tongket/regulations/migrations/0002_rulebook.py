"""Enter the texts of rulebook.json; running it again changes nothing, undoing it takes out only those texts."""

import json
from pathlib import Path
from typing import Any

from django.db import migrations

ROWS = Path(__file__).parents[1] / "rulebook.json"


def enter(apps: Any, schema_editor: Any) -> None:
    regulation = apps.get_model("regulations", "Regulation")
    for row in json.loads(ROWS.read_text(encoding="utf-8")):
        key = {"topic": row.pop("topic"), "valid_from": row.pop("valid_from")}
        regulation.objects.update_or_create(**key, defaults=row)


def take_out(apps: Any, schema_editor: Any) -> None:
    regulation = apps.get_model("regulations", "Regulation")
    for row in json.loads(ROWS.read_text(encoding="utf-8")):
        regulation.objects.filter(topic=row["topic"], valid_from=row["valid_from"]).delete()


class Migration(migrations.Migration):
    dependencies = [("regulations", "0001_tables")]

    operations = [migrations.RunPython(enter, take_out)]
