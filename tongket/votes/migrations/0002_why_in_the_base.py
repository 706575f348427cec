"""Why somebody stands in a base or not: a code with its day, since a text was in the language of whoever opened it."""

import re
from datetime import date
from typing import Any

from django.db import migrations, models

TEXTS = {  # as they were written; what none of them fits was written by an office and stays
    "OFFICIAL": ("official member", "đảng viên chính thức"),
    "PROBATIONARY": (
        "probationary member: discusses, does not vote",
        "đảng viên dự bị: thảo luận, không biểu quyết",
    ),
    "SUSPENDED": ("suspended since {day}", "đình chỉ sinh hoạt từ {day}"),
    "AWAY": ("temporarily elsewhere since {day}", "sinh hoạt tạm thời nơi khác từ {day}"),
    "EXEMPT_CAME": ("exempt since {day}, but came", "được miễn từ {day} nhưng có dự họp"),
    "EXEMPT_ABSENT": ("exempt since {day} and absent", "được miễn từ {day} và vắng mặt"),
    "GUEST": (
        "takes part here temporarily, votes at the own cell",
        "sinh hoạt tạm thời tại đây, biểu quyết ở chi bộ chính thức",
    ),
    "ENTITLED": ("entitled to vote", "có quyền biểu quyết"),
}
DAY = r"(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})"
PATTERNS = [
    (standing, re.compile(re.escape(text).replace(r"\{day\}", DAY)))
    for standing, texts in TEXTS.items()
    for text in texts
]


def read(reason: str) -> tuple[str, date | None, str]:
    """Standing, day and words of a reason as it was kept."""
    for standing, pattern in PATTERNS:
        found = pattern.fullmatch(reason)
        if found is not None:
            said = found.groupdict()
            day = date(int(said["year"]), int(said["month"]), int(said["day"])) if "day" in said else None
            return standing, day, ""
    return "WRITTEN", None, reason or "–"


def forwards(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("votes", "BaseRow")
    for held in list(model.objects.order_by().values_list("reason", flat=True).distinct()):
        standing, since_on, reason = read(held)
        model.objects.filter(reason=held).update(standing=standing, since_on=since_on, reason=reason)


def backwards(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("votes", "BaseRow")
    coded = model.objects.exclude(standing="WRITTEN")
    for standing, since_on in list(coded.order_by().values_list("standing", "since_on").distinct()):
        day = f"{since_on:%d/%m/%Y}" if since_on else ""
        reason = TEXTS[standing][1].format(day=day)
        model.objects.filter(standing=standing, since_on=since_on).update(reason=reason)


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="baserow",
            name="standing",
            field=models.CharField(
                choices=[
                    ("OFFICIAL", "official member"),
                    ("PROBATIONARY", "probationary member: discusses, does not vote"),
                    ("SUSPENDED", "suspended since %(day)s"),
                    ("AWAY", "temporarily elsewhere since %(day)s"),
                    ("EXEMPT_CAME", "exempt since %(day)s, but came"),
                    ("EXEMPT_ABSENT", "exempt since %(day)s and absent"),
                    ("GUEST", "takes part here temporarily, votes at the own cell"),
                    ("ENTITLED", "entitled to vote"),
                    ("WRITTEN", "in the words of the office"),
                ],
                default="WRITTEN",
                max_length=13,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="baserow",
            name="since_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="baserow",
            name="reason",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.RunPython(forwards, backwards),
        migrations.AddConstraint(
            model_name="baserow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("standing", "WRITTEN"), models.Q(("reason", ""), _negated=True)),
                    models.Q(models.Q(("standing", "WRITTEN"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="a_written_standing_has_its_words",
            ),
        ),
    ]
