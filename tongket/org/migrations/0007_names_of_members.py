"""Nobody searches all persons by name any more: the rows of members hold what search reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0006_accounts")]

    operations = [
        migrations.RemoveIndex("person", "org_person_name_or_1d79fe_idx"),
        migrations.RemoveField("person", "name_rev"),
        migrations.AlterField("person", "name_fold", models.CharField(max_length=120)),
    ]
