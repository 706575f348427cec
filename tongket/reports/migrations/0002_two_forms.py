"""The two forms that every office asks for, with what must agree in them; others are added where they are needed."""

from typing import Any

from django.db import migrations

MONTHLY = [
    ("members_total", "both"),
    ("members_admitted", "both"),
    ("members_transferred_in", "period"),
    ("members_transferred_out", "period"),
    ("members_died", "period"),
    ("members_left", "period"),
    ("meetings_held", "both"),
    ("thematic_meetings", "period"),
    ("meetings_summoned", "period"),
    ("meetings_attended", "period"),
    ("key_tasks_completed", "both"),
]
MONTHLY_CHECKS = [
    {
        "rule": "balance",
        "start": "members_total__open",
        "plus": ["members_admitted", "members_transferred_in"],
        "minus": ["members_transferred_out", "members_died", "members_left"],
        "end": "members_total",
    },
    {"rule": "at_most", "value": "members_admitted", "limit": "members_total"},
    {"rule": "at_most", "value": "thematic_meetings", "limit": "meetings_held"},
    {"rule": "at_most", "value": "meetings_attended", "limit": "meetings_summoned"},
    {"rule": "change", "value": "members_total", "percent": 20},
]
YEARLY = [
    ("members_total", "both"),
    ("members_official", "period"),
    ("members_probationary", "period"),
    ("members_women", "period"),
    ("members_admitted", "period"),
    ("members_made_official", "period"),
    ("members_transferred_in", "period"),
    ("members_transferred_out", "period"),
    ("members_died", "period"),
    ("members_left", "period"),
    ("meetings_held", "period"),
    ("meetings_summoned", "period"),
    ("meetings_attended", "period"),
    ("training_classes", "period"),
    ("key_tasks_total", "period"),
    ("key_tasks_completed", "period"),
    ("organisations_commended", "period"),
    ("members_commended", "period"),
]
YEARLY_CHECKS = [
    {"rule": "sum", "parts": ["members_official", "members_probationary"], "total": "members_total"},
    MONTHLY_CHECKS[0],
    {"rule": "at_most", "value": "members_women", "limit": "members_total"},
    {"rule": "at_most", "value": "members_admitted", "limit": "members_total"},
    {"rule": "at_most", "value": "meetings_attended", "limit": "meetings_summoned"},
    {"rule": "at_most", "value": "key_tasks_completed", "limit": "key_tasks_total"},
    {"rule": "change", "value": "members_total", "percent": 20},
]
FORMS: tuple[tuple[str, str, str, list[tuple[str, str]], list[dict[str, Any]]], ...] = (
    ("monthly", "Báo cáo tháng", "month", MONTHLY, MONTHLY_CHECKS),
    ("yearly", "Báo cáo năm", "year", YEARLY, YEARLY_CHECKS),
)


def forwards(apps: Any, schema_editor: Any) -> None:
    form = apps.get_model("reports", "Form")
    for code, name, cadence, lines, checks in FORMS:
        fields = [{"code": key, "is_figure": True, "section": "", "span": span} for key, span in lines]
        form.objects.get_or_create(
            code=code, defaults={"name": name, "cadence": cadence, "fields": fields, "checks": checks}
        )


def backwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("reports", "Form").objects.filter(
        code__in=[code for code, *_rest in FORMS], reports__isnull=True
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_tables")]

    operations = [migrations.RunPython(forwards, backwards)]
