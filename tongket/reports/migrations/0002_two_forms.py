"""The two forms that every office asks for; others are added where they are needed."""

from typing import Any

from django.db import migrations

FORMS = (
    (
        "monthly",
        "Báo cáo tháng",
        "month",
        [
            "members_total",
            "members_admitted",
            "members_transferred_in",
            "members_transferred_out",
            "meetings_held",
            "key_tasks_completed",
        ],
    ),
    (
        "yearly",
        "Báo cáo năm",
        "year",
        [
            "members_total",
            "members_women",
            "members_admitted",
            "members_made_official",
            "members_transferred_in",
            "members_transferred_out",
            "meetings_held",
            "training_classes",
            "key_tasks_completed",
            "organisations_commended",
            "members_commended",
        ],
    ),
)


def forwards(apps: Any, schema_editor: Any) -> None:
    form = apps.get_model("reports", "Form")
    for code, name, cadence, keys in FORMS:
        fields = [{"code": key, "is_figure": True, "section": ""} for key in keys]
        form.objects.get_or_create(code=code, defaults={"name": name, "cadence": cadence, "fields": fields})


def backwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("reports", "Form").objects.filter(
        code__in=[code for code, *_rest in FORMS], reports__isnull=True
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_tables")]

    operations = [migrations.RunPython(forwards, backwards)]
