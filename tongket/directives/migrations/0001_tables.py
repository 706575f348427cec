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
            name="Directive",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("NQ", "resolution"),
                            ("CT", "instruction"),
                            ("KL", "conclusion"),
                            ("QĐ", "decision"),
                            ("QĐi", "regulation"),
                            ("HD", "guidance"),
                            ("KH", "plan"),
                            ("CTr", "action programme"),
                            ("TB", "notice"),
                            ("CV", "official letter"),
                            ("OTHER", "other document"),
                        ],
                        max_length=5,
                        verbose_name="Document kind",
                    ),
                ),
                ("number", models.CharField(max_length=10, verbose_name="Number")),
                ("symbol", models.CharField(max_length=24, verbose_name="Symbol")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="Issued on")),
                ("issuer", models.CharField(max_length=160, verbose_name="Issuer")),
                ("subject", models.CharField(max_length=400, verbose_name="Subject")),
                ("subject_fold", models.CharField(db_index=True, max_length=600)),
            ],
            options={
                "verbose_name": "directive",
                "indexes": [models.Index(fields=["issued_on"], name="directives__issued__3a31ef_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "symbol", "number", "issued_on"), name="a_directive_is_registered_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("issued_on__isnull", True)),
                        fields=("issuer", "symbol", "number"),
                        name="a_directive_without_a_day_is_registered_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("received_on", models.DateField(verbose_name="Received on")),
                ("study_due_on", models.DateField(blank=True, null=True, verbose_name="To be studied by")),
                (
                    "needs_programme",
                    models.BooleanField(default=False, verbose_name="An action programme is asked for"),
                ),
                (
                    "first_studied_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="First studied on"),
                ),
                (
                    "programme_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="Action programme issued on"),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="directives.directive",
                        verbose_name="Directive",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="org.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt of a directive",
            },
        ),
        migrations.CreateModel(
            name="ActionProgramme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("number", models.CharField(max_length=10, verbose_name="Number")),
                ("symbol", models.CharField(max_length=24, verbose_name="Symbol")),
                ("issued_on", models.DateField(verbose_name="Issued on")),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="directives.receipt"
                    ),
                ),
            ],
            options={
                "verbose_name": "action programme",
                "ordering": ["issued_on"],
            },
        ),
        migrations.CreateModel(
            name="StudySession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("held_on", models.DateField(verbose_name="Held on")),
                ("form", models.CharField(max_length=80, verbose_name="Form of study")),
                ("invited", models.PositiveIntegerField(verbose_name="Invited")),
                ("present", models.PositiveIntegerField(verbose_name="Present")),
                ("speaker", models.CharField(blank=True, max_length=120, verbose_name="Speaker")),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="directives.receipt"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
                ),
            ],
            options={
                "verbose_name": "study session",
                "ordering": ["held_on"],
            },
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["unit", "received_on"], name="directives__unit_id_73255c_idx"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["received_on"], name="directives__receive_fcdf97_idx"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("directive", "unit"), name="a_unit_receives_a_directive_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_studied_on__isnull", True),
                    ("first_studied_on__gte", models.F("received_on")),
                    _connector="OR",
                ),
                name="a_directive_is_studied_after_its_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("study_due_on__isnull", True), ("study_due_on__gte", models.F("received_on")), _connector="OR"
                ),
                name="a_directive_is_due_after_its_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="actionprogramme",
            constraint=models.UniqueConstraint(
                fields=("receipt", "number", "symbol", "issued_on"), name="a_programme_is_entered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="studysession",
            constraint=models.CheckConstraint(
                condition=models.Q(("present__lte", models.F("invited"))), name="only_who_was_invited_came_to_study"
            ),
        ),
    ]
