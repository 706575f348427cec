from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="SwappedDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("is_working", models.BooleanField(verbose_name="is a working day")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "swapped day",
                "verbose_name_plural": "swapped days",
                "ordering": ["day"],
                "constraints": [models.UniqueConstraint(fields=("day",), name="one_row_per_swapped_day")],
            },
        ),
    ]
