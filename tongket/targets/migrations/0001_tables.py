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
            name="KeyTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("title", models.CharField(max_length=300, verbose_name="Task")),
                ("carrier", models.CharField(max_length=160, verbose_name="Carried by")),
                ("due_on", models.DateField(verbose_name="Due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="Done on")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXCELLENT", "excellently done"),
                            ("GOOD", "well done"),
                            ("FULFILLED", "task fulfilled"),
                            ("NOT_FULFILLED", "task not fulfilled"),
                        ],
                        max_length=13,
                        verbose_name="Grade",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Order")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_tasks",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "key task",
                "indexes": [
                    models.Index(fields=["unit", "year"], name="targets_key_unit_id_f4a3de_idx"),
                    models.Index(fields=["year", "due_on"], name="targets_key_year_308191_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", True), ("grade", "")),
                            models.Q(("done_on__isnull", False), models.Q(("grade", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_key_task_is_graded_when_it_is_done",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("key", models.CharField(blank=True, max_length=60, verbose_name="Figure")),
                ("label", models.CharField(max_length=240, verbose_name="Target")),
                (
                    "comparator",
                    models.CharField(
                        choices=[(">=", "at least"), ("<=", "at most"), ("=", "exactly"), ("none", "none at all")],
                        max_length=4,
                        verbose_name="How it is meant",
                    ),
                ),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="Value")),
                ("measure", models.CharField(blank=True, max_length=40, verbose_name="Measure")),
                ("is_share", models.BooleanField(default=False, verbose_name="A share in percent")),
                ("is_main", models.BooleanField(default=False, verbose_name="Main target")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Order")),
                ("resolution_number", models.CharField(blank=True, max_length=40, verbose_name="Resolution")),
                ("resolution_on", models.DateField(blank=True, null=True, verbose_name="Resolution of")),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "draft target"), ("VALID", "valid"), ("DROPPED", "dropped with consent")],
                        default="DRAFT",
                        max_length=7,
                        verbose_name="State",
                    ),
                ),
                (
                    "result",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="Result"),
                ),
                ("result_note", models.CharField(blank=True, max_length=300, verbose_name="Note on the result")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "target",
                "indexes": [
                    models.Index(fields=["unit", "year"], name="targets_tar_unit_id_4d098a_idx"),
                    models.Index(fields=["year"], name="targets_tar_year_e78dcb_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True), models.Q(("state", "DROPPED"), _negated=True)
                        ),
                        fields=("unit", "year", "key"),
                        name="one_target_per_unit_year_and_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "VALID"), _negated=True),
                            models.Q(
                                ("resolution_on__isnull", False), models.Q(("resolution_number", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_valid_target_names_its_resolution",
                    ),
                ],
            },
        ),
    ]
