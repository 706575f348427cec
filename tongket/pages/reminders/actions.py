"""Late units reminded: on the home page of those who must act, and by mail where they chose mail."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import clock, numbers
from tongket.org import access, audit
from tongket.org.models import Person
from tongket.pages import mail
from tongket.pages.models import How, Reminder, ReminderChoice
from tongket.pages.reminders.matters import VERB, Matter, who_must_act


@transaction.atomic
def remind(matter: Matter, rows: Iterable[Any], *, by: Person, on: date) -> list[Reminder]:
    """Remind the units of some late rows, each once a day. Raises NotAllowed."""
    made: list[Reminder] = []
    waiting: Counter[Person] = Counter()
    for row in rows:
        access.require(by, VERB, row, on=on)
        reminder, is_new = Reminder.objects.get_or_create(
            unit=row.unit, key=matter.key(row), on=on, defaults={"by": by, "at": clock.now()}
        )
        if is_new:
            made.append(reminder)
            waiting.update(who_must_act(row.unit, matter, on=on))
            audit.record(by, VERB, row, on=on, fields=["reminded"])
    for person, count in waiting.items():
        _mail(person, count, key=f"remind:{made[0].pk}:{person.pk}")
    return made


def _mail(person: Person, count: int, *, key: str) -> None:
    """Tell a person who chose mail that they were reminded: how often and where, never of what."""
    chosen = ReminderChoice.objects.filter(person=person).exclude(how=How.HOME)
    if not chosen.exists():
        return
    said = ngettext(
        "You are reminded of %(count)s thing that is late.",
        "You are reminded of %(count)s things that are late.",
        count,
    )
    lines = [said % {"count": numbers.number(count)}, "", _("See them here:"), mail.link("/")]
    mail.send(person, _("Reminder"), lines, effect_key=key)
