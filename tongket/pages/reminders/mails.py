"""What is due, told by mail each morning or once a week: counts and a link, no names, no titles."""

from datetime import date, time, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tongket.core import clock, numbers
from tongket.org import jobs
from tongket.pages import due, mail
from tongket.pages.models import How, ReminderChoice

DAILY, ONE = "reminders.daily", "reminders.one"
MORNING, TOO_LATE = time(7, 0), timedelta(hours=5)


@jobs.kind(DAILY, gettext_lazy("Mails of what is due"))
def daily(run: jobs.Run) -> None:
    """Ask for the mail of each person who chose to have one on this day."""
    on = date.fromisoformat(run.job.data["on"])
    today = Q(how=How.DAILY) | Q(how=How.WEEKLY, weekday=on.weekday())
    choices = ReminderChoice.objects.filter(today).select_related("person").order_by("pk")
    with run.saving():
        for choice in choices:
            key = f"{ONE}:{choice.person_id}:{on}"
            jobs.enqueue(
                ONE, key=key, by=choice.person, verb="home.read", subject=choice.person_id, data={"on": str(on)}
            )


@jobs.kind(ONE, gettext_lazy("Mail of what is due for one person"))
def one(run: jobs.Run) -> None:
    """Count what waits for the person, with the rights they have now, and ask for the mail."""
    person = run.job.by
    assert person is not None
    today = clock.today()
    items = due.items(person, on=today)
    late = sum(1 for item in items if item.due_on is not None and item.due_on < today)
    with run.saving():
        if items:
            mail.send(person, _("What is due"), _lines(len(items), late), effect_key=run.job.key)


def _lines(count: int, late: int) -> list[str]:
    waits = ngettext("%(count)s thing waits for you.", "%(count)s things wait for you.", count)
    lines = [waits % {"count": numbers.number(count)}]
    if late:
        words = ngettext("%(count)s of them is late.", "%(count)s of them are late.", late)
        lines.append(words % {"count": numbers.number(late)})
    return [
        *lines, "", _("See them here:"), mail.link("/"), "",
        _("You chose this mail under “Reminders”, where you can change it:"), mail.link("/me/reminders/"),
    ]  # fmt: skip


jobs.every_day(DAILY, MORNING, late=TOO_LATE)
