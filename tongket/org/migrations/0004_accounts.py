from django.db import migrations

import tongket.org.models.people


class Migration(migrations.Migration):
    dependencies = [("org", "0003_offices")]

    operations = [
        migrations.AlterModelManagers(
            name="account",
            managers=[("objects", tongket.org.models.people.Accounts())],
        ),
    ]
