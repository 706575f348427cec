from django.db import migrations

import tongket.org.models.people


class Migration(migrations.Migration):
    dependencies = [("org", "0005_names_in_order")]

    operations = [
        migrations.AlterModelManagers(
            name="account",
            managers=[("objects", tongket.org.models.people.Accounts())],
        ),
    ]
