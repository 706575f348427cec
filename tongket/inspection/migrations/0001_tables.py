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
            name="ProgrammeItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "owner",
                    models.CharField(
                        choices=[("COMMITTEE", "Party committee"), ("COMMISSION", "inspection commission")],
                        max_length=10,
                        verbose_name="Whose programme",
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[("INSPECTION", "inspection"), ("SUPERVISION", "supervision")],
                        max_length=11,
                        verbose_name="Act",
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[("REGULAR", "regular"), ("THEMATIC", "thematic"), ("SIGNS", "for signs of violation")],
                        max_length=8,
                        verbose_name="Manner",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="Theme")),
                ("year", models.PositiveSmallIntegerField(verbose_name="Year")),
                ("is_planned", models.BooleanField(verbose_name="In the programme")),
                ("due_on", models.DateField(verbose_name="Due on")),
                (
                    "state",
                    models.CharField(
                        choices=[("PLANNED", "planned"), ("RUNNING", "under way"), ("DONE", "carried out")],
                        default="PLANNED",
                        max_length=7,
                        verbose_name="State",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="Done on")),
                ("programme_number", models.CharField(blank=True, max_length=40, verbose_name="Programme")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme_items",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme item",
            },
        ),
        migrations.CreateModel(
            name="InspectedParty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "party",
                    models.CharField(
                        choices=[("ORGANISATION", "Party organisation"), ("MEMBER", "Party member")],
                        max_length=12,
                        verbose_name="Party",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="Done on")),
                (
                    "party_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "party_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="inspection.programmeitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspected party",
            },
        ),
        migrations.CreateModel(
            name="DisciplineDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "party",
                    models.CharField(
                        choices=[("ORGANISATION", "Party organisation"), ("MEMBER", "Party member")],
                        max_length=12,
                        verbose_name="Party",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("REPRIMAND", "reprimand"),
                            ("WARNING", "warning"),
                            ("REMOVAL_FROM_OFFICE", "removal from office"),
                            ("EXPULSION", "expulsion"),
                            ("DISSOLUTION", "dissolution"),
                        ],
                        max_length=20,
                        verbose_name="Form of discipline",
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(
                        choices=[
                            ("CELL", "cell"),
                            ("COMMITTEE", "Party committee"),
                            ("COMMISSION", "inspection commission"),
                        ],
                        max_length=10,
                        verbose_name="Decided by",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="Decision")),
                ("decided_on", models.DateField(verbose_name="Decided on")),
                ("effective_on", models.DateField(verbose_name="In force from")),
                ("is_first_of_year", models.BooleanField(editable=False)),
                (
                    "party_member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.member",
                    ),
                ),
                (
                    "party_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
                ),
            ],
            options={
                "verbose_name": "discipline decision",
                "indexes": [models.Index(fields=["effective_on", "unit"], name="inspection__effecti_f5ef01_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("party", "ORGANISATION"), ("party_member__isnull", True), ("party_unit__isnull", False)
                            ),
                            models.Q(
                                ("party", "MEMBER"), ("party_member__isnull", False), ("party_unit__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="one_disciplined_party_is_a_unit_or_a_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form__in", ["REPRIMAND", "WARNING", "DISSOLUTION"]), ("party", "ORGANISATION")),
                            models.Q(
                                ("form__in", ["REPRIMAND", "WARNING", "REMOVAL_FROM_OFFICE", "EXPULSION"]),
                                ("party", "MEMBER"),
                            ),
                            _connector="OR",
                        ),
                        name="a_form_of_discipline_fits_its_party",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="programmeitem",
            index=models.Index(fields=["year", "unit"], name="inspection__year_5fb885_idx"),
        ),
        migrations.AddConstraint(
            model_name="programmeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("manner", "SIGNS"), _negated=True),
                    models.Q(("act", "INSPECTION"), ("is_planned", False)),
                    _connector="OR",
                ),
                name="signs_of_violation_are_inspected_outside_the_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on__isnull", False), ("state", "DONE")),
                    models.Q(models.Q(("state", "DONE"), _negated=True), ("done_on__isnull", True)),
                    _connector="OR",
                ),
                name="an_item_that_is_done_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectedparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("party", "ORGANISATION"), ("party_member__isnull", True), ("party_unit__isnull", False)),
                    models.Q(("party", "MEMBER"), ("party_member__isnull", False), ("party_unit__isnull", True)),
                    _connector="OR",
                ),
                name="one_inspected_party_is_a_unit_or_a_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectedparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("party_unit__isnull", False)),
                fields=("item", "party_unit"),
                name="a_unit_is_in_an_item_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectedparty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("party_member__isnull", False)),
                fields=("item", "party_member"),
                name="a_member_is_in_an_item_once",
            ),
        ),
    ]
