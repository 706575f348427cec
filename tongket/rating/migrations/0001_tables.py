import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0001_tables"),
        ("org", "0002_log_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyTitle",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("CULTURE", "cultural standard"), ("SECURITY", "security and order")],
                        max_length=8,
                        verbose_name="Type",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("is_recognised", models.BooleanField(verbose_name="Recognised")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="Document")),
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
                "verbose_name": "title of an agency",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "year"), name="one_title_of_a_kind_for_an_agency_in_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MassOrganisationLevel",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TRADE_UNION", "trade union"),
                            ("YOUTH", "Youth Union"),
                            ("WOMEN", "Women's Union"),
                            ("VETERANS", "Veterans' Association"),
                        ],
                        max_length=11,
                        verbose_name="Type",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("level_text", models.CharField(max_length=80, verbose_name="Level in its own words")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("EXCELLENT", "excellent"),
                            ("GOOD", "good"),
                            ("FULFILLED", "fulfilled"),
                            ("NOT_FULFILLED", "not fulfilled"),
                        ],
                        max_length=13,
                        verbose_name="Level",
                    ),
                ),
                ("document", models.CharField(max_length=120, verbose_name="Document")),
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
                "verbose_name": "level of a mass organisation",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "name", "year"), name="one_level_of_a_mass_organisation_in_a_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "subject",
                    models.CharField(
                        choices=[("MEMBER", "member"), ("ORGANISATION", "Party organisation")],
                        max_length=12,
                        verbose_name="Whose level",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXCELLENT", "excellent"),
                            ("GOOD", "good"),
                            ("FULFILLED", "fulfilled"),
                            ("NOT_FULFILLED", "not fulfilled"),
                        ],
                        max_length=13,
                        verbose_name="Level",
                    ),
                ),
                (
                    "not_rated_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXEMPT", "exempt from Party life"),
                            ("SUSPENDED", "suspended"),
                            ("TOO_NEW", "admitted too recently"),
                            ("NEW_UNIT", "unit newly founded"),
                        ],
                        max_length=10,
                        verbose_name="Why not rated",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="Decided on")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="Source")),
                ("is_recorded", models.BooleanField(default=False, verbose_name="Taken from an earlier paper")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings_decided",
                        to="org.unit",
                        verbose_name="Decided by",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="members.member",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating",
                "indexes": [
                    models.Index(fields=["year", "unit"], name="rating_rati_year_1b9779_idx"),
                    models.Index(fields=["year", "decided_by"], name="rating_rati_year_812f50_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("subject", "MEMBER")),
                            models.Q(("member__isnull", True), ("subject", "ORGANISATION")),
                            _connector="OR",
                        ),
                        name="a_rating_is_of_a_member_or_an_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("level", ""), _negated=True), ("not_rated_reason", "")),
                            models.Q(("level", ""), models.Q(("not_rated_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_rating_has_a_level_or_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("member", "year"),
                        name="one_rating_of_a_member_in_a_year",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", True)),
                        fields=("unit", "year"),
                        name="one_rating_of_a_unit_in_a_year",
                    ),
                ],
            },
        ),
    ]
