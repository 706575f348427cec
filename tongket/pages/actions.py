"""What pages write of their own: drafts of forms, mail to be sent."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from tongket.core import clock
from tongket.org import access, audit, jobs
from tongket.org.actions import set_email
from tongket.org.models import Account, Domain, Job, Person, Unit
from tongket.pages.models import Draft, How, LargeExport, Mail, ReminderChoice

MAIL = "mail.send"  # the kind of its jobs

MOST_DRAFTS = 40  # of one person; the oldest give way


def keep_draft(person: Person, address: str, body: str) -> Draft:
    """Keep what the person typed into the form at an address, in place of what was kept before."""
    draft, is_new = Draft.objects.update_or_create(
        person=person, address=address, defaults={"body": body, "saved_at": clock.now()}
    )
    if is_new:
        latest = Draft.objects.filter(person=person).order_by("-saved_at", "-pk").values_list("pk", flat=True)
        Draft.objects.filter(person=person).exclude(pk__in=list(latest[:MOST_DRAFTS])).delete()
    return draft


def drop_draft(person: Person, address: str) -> None:
    Draft.objects.filter(person=person, address=address).delete()


def purge_drafts() -> int:
    """Delete the drafts that have expired. Returns how many."""
    expired = Draft.objects.filter(saved_at__lte=clock.now() - Draft.KEPT)
    return expired.delete()[0]


@transaction.atomic
def choose_reminders(account: Account, *, email: str, how: How, weekday: int, by: Person, on: date) -> ReminderChoice:
    """Keep how the holder of an account wants to be reminded, and where mail goes. Raises NotAllowed."""
    set_email(account, email, by=by, on=on)
    changes = {"how": how, "weekday": weekday}
    return ReminderChoice.objects.update_or_create(person=account.person, defaults=changes)[0]


@transaction.atomic
def write_mail(account: Account, subject: str, lines: Sequence[str], *, effect_key: str) -> Job:
    """Keep a mail and ask for it to be sent; under the same effect key it is the same mail (S-26)."""
    key = f"{MAIL}:{effect_key}"
    known = Job.objects.filter(key=key).first()
    if known is not None:
        return known
    mail = Mail.objects.create(
        account=account, subject=" ".join(subject.split())[:200], body="\n".join(lines), made_at=clock.now()
    )
    return jobs.enqueue(MAIL, key=key, subject=mail.pk)


def mark_sent(mail: Mail) -> None:
    """Keep that a mail was sent, and forget what it said: it may have held a link that opens something."""
    Mail.objects.filter(pk=mail.pk).update(sent_at=clock.now(), body=None)


@transaction.atomic
def tell_of_export(
    unit: Unit, domain: Domain, *, title: str, count: int, reason: str, by: Person, on: date
) -> LargeExport:
    """Tell who holds a domain over a unit that somebody took a list of many persons (S-49)."""
    row = LargeExport.objects.create(
        unit=unit, domain=domain, title=title[:200], count=count, reason=reason[:200], by=by, at=clock.now()
    )
    audit.record(by, "export.watch", row, on=on, fields=["told"])
    return row


@transaction.atomic
def see_export(row: LargeExport, *, by: Person, on: date) -> LargeExport:
    """Say that a large list has been looked into: it waits for nobody any more. Not by whoever took it.

    Raises NotAllowed.
    """
    access.require(by, "export.watch", row, on=on)
    if row.by_id == by.pk:
        raise access.NotAllowed("export.watch")
    if LargeExport.objects.filter(pk=row.pk, seen_by=None).update(seen_by=by, seen_on=on):
        audit.record(by, "export.watch", row, on=on, fields=["seen_by"])
    return row
