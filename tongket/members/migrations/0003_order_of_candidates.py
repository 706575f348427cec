"""Candidates stand in the order of the Vietnamese alphabet, as persons do."""

from typing import Any

from django.db import migrations, models

from tongket.core import text


def order(apps: Any, _editor: Any) -> None:
    for candidacy in apps.get_model("members", "Candidacy").objects.only("full_name").iterator(2000):
        candidacy.name_order = text.name_order(candidacy.full_name)[:400]
        candidacy.save(update_fields=["name_order"])


class Migration(migrations.Migration):
    dependencies = [("members", "0002_life"), ("org", "0005_names_in_order")]

    operations = [
        migrations.AddField(
            "candidacy", "name_order", models.CharField(max_length=400, default=""), preserve_default=False
        ),
        migrations.RunPython(order, migrations.RunPython.noop),
        migrations.RemoveField("candidacy", "name_rev"),
    ]
