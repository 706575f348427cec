"""A member's row repeats what search and order by name read of the person's name."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

NAMES = {"name_fold": 120, "name_rev": 120, "name_order": 400}


def repeat(apps: Any, _editor: Any) -> None:
    person = apps.get_model("org", "Person").objects.filter(pk=OuterRef("person_id"))
    copies = {name: Subquery(person.values(name)) for name in NAMES}
    apps.get_model("members", "Member").objects.update(**copies)


class Migration(migrations.Migration):
    dependencies = [("members", "0003_order_of_candidates"), ("org", "0006_accounts")]
    run_before = [("org", "0007_names_of_members")]

    operations = [
        *(
            migrations.AddField("member", name, models.CharField(max_length=length, default=""), preserve_default=False)
            for name, length in NAMES.items()
        ),
        migrations.RunPython(repeat, migrations.RunPython.noop),
        migrations.AlterField("member", "name_fold", models.CharField(db_index=True, max_length=120)),
        migrations.AlterField("member", "name_rev", models.CharField(db_index=True, max_length=120)),
        migrations.AddIndex("member", models.Index(fields=["name_order"], name="members_mem_name_or_4ec3a1_idx")),
        migrations.AddConstraint(
            "member",
            models.CheckConstraint(condition=~models.Q(name_fold=""), name="a_member_is_found_by_name"),
        ),
    ]
