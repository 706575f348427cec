import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0001_tables"),
        ("org", "0002_log_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "section",
                    models.CharField(
                        choices=[("NEWS", "news"), ("NOTICE", "notice"), ("HOT", "featured")],
                        max_length=6,
                        verbose_name="Section of the news",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Headline")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="Summary")),
                ("body", models.TextField(verbose_name="Text")),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "draft"), ("PUBLISHED", "published")],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="State",
                    ),
                ),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="Published on")),
                ("title_fold", models.CharField(editable=False, max_length=200)),
                ("body_fold", models.TextField(editable=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="meetings.meeting",
                        verbose_name="Meeting",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "indexes": [models.Index(fields=["state", "published_on"], name="news_post_state_6dcb7c_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_on__isnull", False), ("state", "PUBLISHED")),
                            models.Q(("published_on__isnull", True), ("state", "DRAFT")),
                            _connector="OR",
                        ),
                        name="a_published_post_has_its_day",
                    )
                ],
            },
        ),
    ]
