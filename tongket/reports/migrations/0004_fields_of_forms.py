"""One ordered list of what a form asks for, figures beside its own fields; whose form it is."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def forwards(apps: Any, schema_editor: Any) -> None:
    for form in apps.get_model("reports", "Form").objects.all():
        figures = [{"code": key, "is_figure": True, "section": ""} for key in form.keys]
        own = [{"kind": "number", "section": "", **field} for field in form.own]
        form.fields = figures + own
        form.save(update_fields=["fields"])


def backwards(apps: Any, schema_editor: Any) -> None:
    """The order between figures and own fields is lost: figures come first again."""
    for form in apps.get_model("reports", "Form").objects.all():
        form.keys = [field["code"] for field in form.fields if field.get("is_figure")]
        form.own = [field for field in form.fields if not field.get("is_figure")]
        form.save(update_fields=["keys", "own"])


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0002_log_is_append_only"),
        ("reports", "0003_whole"),
    ]

    operations = [
        migrations.AddField(
            model_name="form",
            name="fields",
            field=models.JSONField(default=list, verbose_name="Fields"),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField(model_name="form", name="keys"),
        migrations.RemoveField(model_name="form", name="own"),
        migrations.AlterField(
            model_name="form",
            name="checks",
            field=models.JSONField(blank=True, default=list, verbose_name="What must agree"),
        ),
        migrations.AlterField(
            model_name="form",
            name="kinds",
            field=models.JSONField(blank=True, default=list, verbose_name="Kinds of unit"),
        ),
        migrations.AddField(
            model_name="form",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="form",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="report_forms",
                to="org.unit",
                verbose_name="Kept by",
            ),
        ),
    ]
