from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0003_offices")]

    operations = [
        migrations.AddField(
            "person", "name_order", models.CharField(max_length=400, default=""), preserve_default=False
        ),
        migrations.AddIndex("person", models.Index(fields=["name_order"], name="org_person_name_or_1d79fe_idx")),
    ]
