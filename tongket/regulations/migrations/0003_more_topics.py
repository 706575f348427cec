"""Three more topics, and the rule book entered again: a database that holds it already gets what is new."""

from importlib import import_module

from django.db import migrations, models

RULEBOOK = import_module("tongket.regulations.migrations.0002_rulebook")
TOPICS = [
    ("statute", "Statute"),
    ("rating", "yearly rating"),
    ("admission", "admission and implementing the Statute"),
    ("deadlines", "deadlines of member work"),
    ("commendation", "commendation"),
    ("inspection", "inspection and supervision"),
    ("discipline", "forms of discipline by violation"),
    ("cell_meetings", "cell meetings"),
    ("documents", "types and layout of documents"),
    ("votes", "votes and elections"),
    ("badges", "badges of Party age"),
    ("base_salary", "base salary"),
]


class Migration(migrations.Migration):
    dependencies = [("regulations", "0002_rulebook")]

    operations = [
        migrations.AlterField("localvalue", "topic", models.CharField("Topic", max_length=13, choices=TOPICS)),
        migrations.AlterField("regulation", "topic", models.CharField("Topic", max_length=13, choices=TOPICS)),
        migrations.RunPython(RULEBOOK.enter, migrations.RunPython.noop),
    ]
