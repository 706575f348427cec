"""Persons entered before names had their Vietnamese order get it; safe to run again."""

from typing import Any

from django.db import migrations

from tongket.core import text


def order(apps: Any, _editor: Any) -> None:
    rows = apps.get_model("org", "Person").objects
    found = []
    for person in rows.filter(name_order="").only("full_name").iterator(2000):
        person.name_order = text.name_order(person.full_name)[:400]
        found.append(person)
    rows.bulk_update(found, ["name_order"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("org", "0004_order_of_names")]

    operations = [migrations.RunPython(order, migrations.RunPython.noop)]
