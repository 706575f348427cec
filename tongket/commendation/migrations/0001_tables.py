import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_tables"),
        ("org", "0002_log_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ThematicTopic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("name", models.CharField(max_length=200, verbose_name="Subject of commendation")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="Order")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "subject of commendation",
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "recipient",
                    models.CharField(
                        choices=[("ORGANISATION", "Party organisation"), ("MEMBER", "member")],
                        max_length=12,
                        verbose_name="Recipient",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("CERTIFICATE", "certificate of commendation"),
                            ("DIPLOMA", "diploma of merit"),
                            ("FLAG", "flag"),
                            ("PRAISE", "praise"),
                        ],
                        max_length=11,
                        verbose_name="Form of award",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("YEAR_TITLE", "title of the year"),
                            ("YEAR", "work of the year"),
                            ("STREAK", "five years in a row"),
                            ("THEMATIC", "a subject"),
                        ],
                        max_length=10,
                        verbose_name="Given for",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="Award title")),
                ("giver", models.CharField(max_length=200, verbose_name="Given by")),
                ("from_year", models.PositiveSmallIntegerField(verbose_name="From year")),
                ("to_year", models.PositiveSmallIntegerField(verbose_name="To year")),
                ("year", models.PositiveSmallIntegerField(verbose_name="Counts in")),
                ("decision_number", models.CharField(max_length=60, verbose_name="Decision")),
                ("decided_on", models.DateField(verbose_name="Decided on")),
                (
                    "giver_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="members.member",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="commendation.thematictopic",
                        verbose_name="Subject of commendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "award",
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("name", models.CharField(max_length=200, verbose_name="Movement")),
                ("models_registered", models.PositiveIntegerField(default=0, verbose_name="Models registered")),
                ("models_recognised", models.PositiveIntegerField(default=0, verbose_name="Models recognised")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "emulation movement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "year", "name"), name="a_movement_of_a_unit_stands_once_in_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("models_recognised__lte", models.F("models_registered"))),
                        name="only_registered_models_are_recognised",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="thematictopic",
            constraint=models.UniqueConstraint(
                fields=("unit", "year", "name"), name="a_subject_is_opened_once_in_a_year"
            ),
        ),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["year", "unit"], name="commendatio_year_f920f6_idx"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("member__isnull", False), ("recipient", "MEMBER")),
                    models.Q(("member__isnull", True), ("recipient", "ORGANISATION")),
                    _connector="OR",
                ),
                name="an_award_is_for_a_member_or_an_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_year__lte", models.F("to_year"))), name="an_award_is_for_years_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground", "STREAK"), _negated=True),
                    (
                        "to_year",
                        django.db.models.expressions.CombinedExpression(models.F("from_year"), "+", models.Value(4)),
                    ),
                    _connector="OR",
                ),
                name="a_run_has_five_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic__isnull", True), ("ground", "THEMATIC"), _connector="OR"),
                name="only_thematic_awards_have_a_subject",
            ),
        ),
    ]
