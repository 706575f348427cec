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
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CELL", "cell meeting"),
                            ("COMMITTEE", "committee meeting"),
                            ("REVIEW", "year-end review conference"),
                            ("CONGRESS", "congress"),
                            ("OTHER", "other meeting"),
                        ],
                        max_length=9,
                        verbose_name="Type",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year it is about")),
                ("held_on", models.DateField(verbose_name="Held on")),
                (
                    "part_of_day",
                    models.CharField(
                        blank=True,
                        choices=[("morning", "morning"), ("afternoon", "afternoon")],
                        max_length=9,
                        verbose_name="Part of the day",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Name of the meeting")),
                ("body", models.CharField(blank=True, max_length=120, verbose_name="Body")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="Place")),
                ("chair", models.CharField(blank=True, max_length=120, verbose_name="Chair")),
                ("term", models.CharField(blank=True, max_length=20, verbose_name="Term")),
                ("is_thematic", models.BooleanField(default=False, verbose_name="On a theme")),
                ("summoned", models.PositiveIntegerField(default=0, verbose_name="Summoned")),
                ("present", models.PositiveIntegerField(default=0, verbose_name="Present")),
                ("conclusions_text", models.TextField(blank=True, verbose_name="Conclusions of the chair")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("caption", models.CharField(max_length=300, verbose_name="Caption")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Order")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="meetings.meeting"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
                ),
            ],
            options={
                "verbose_name": "photo",
                "ordering": ["order"],
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["unit", "held_on"], name="meetings_me_unit_id_66ff07_idx"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["kind", "year"], name="meetings_me_kind_878300_idx"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("present__lte", models.F("summoned"))), name="only_who_was_summoned_is_present"
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(
                fields=("meeting", "order"), name="photos_of_a_meeting_stand_in_one_order"
            ),
        ),
    ]
