import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0002_log_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=24, unique=True, verbose_name="Code")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("year", "Year"),
                            ("half", "Half-year"),
                            ("nine_months", "Nine months"),
                            ("quarter", "Quarter"),
                            ("month", "Month"),
                        ],
                        max_length=11,
                        verbose_name="How often",
                    ),
                ),
                ("keys", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "form of a report",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("period", models.CharField(max_length=7, verbose_name="Period")),
                ("due_on", models.DateField(verbose_name="Due on")),
                (
                    "state",
                    models.CharField(
                        choices=[("DUE", "due"), ("SENT", "sent"), ("RETURNED", "returned"), ("ACCEPTED", "accepted")],
                        default="DUE",
                        max_length=8,
                        verbose_name="State",
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="Sent on")),
                ("content", models.JSONField(blank=True, default=dict, verbose_name="Content")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="Note")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reports.form",
                        verbose_name="Report form",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "indexes": [
                    models.Index(fields=["unit", "due_on"], name="reports_rep_unit_id_08c1d6_idx"),
                    models.Index(fields=["due_on", "state"], name="reports_rep_due_on_06caf8_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "form", "period"), name="one_report_per_unit_form_and_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_on__isnull", True), ("state", "DUE")),
                            models.Q(models.Q(("state", "DUE"), _negated=True), ("sent_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_report_has_a_day_of_sending_once_it_was_sent",
                    ),
                ],
            },
        ),
    ]
