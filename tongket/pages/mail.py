"""Mail to persons: asked for in the transaction of the act, sent by the queue (S-26, S-48).

A mail goes to the address that its account has when it is sent. Sent twice, because a worker was stopped between the
mail server's answer and its own note, it carries the same Message-ID both times, by which mail programs know it.
"""

import smtplib
from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from tongket.org import jobs
from tongket.org.models import Account, Job, Person
from tongket.pages import actions
from tongket.pages.models import Mail


def is_set() -> bool:
    """Whether the installation has a mail server."""
    return bool(settings.EMAIL_HOST)


def reaches(account: Account) -> bool:
    """Whether a mail to the account would be sent: there is a mail server and an address, and the account is open."""
    return is_set() and bool(account.email) and account.is_active


def send(to: Account | Person, subject: str, lines: Sequence[str], *, effect_key: str) -> Job | None:
    """Ask for a mail to an account, in the transaction of the act that it tells of. None where it cannot be reached.

    lines: of the text, without a greeting; an empty one makes a paragraph. No personal data, no titles that tell
    content. effect_key: names the mail, such as "reset:<id>": under one key one mail is sent.
    """
    account = _account(to)
    if account is None or not reaches(account):
        return None
    return actions.write_mail(account, subject, lines, effect_key=effect_key)


def link(path: str) -> str:
    """The whole address of a page, as a mail needs it."""
    return urljoin(str(settings.TONGKET_ADDRESS), path)


def deliver(run: jobs.Run) -> None:
    """Send the mail that a job is about. Raises TryLater, or Hopeless where no second attempt would help."""
    mail = Mail.objects.select_related("account").filter(pk=run.job.subject).first()
    if mail is None or mail.sent_at is not None:
        return
    account = mail.account
    if not account.is_active:
        raise jobs.Hopeless(_("The account is closed."))
    if not account.email:
        raise jobs.Hopeless(_("The account has no e-mail address."))
    if not is_set():
        raise jobs.TryLater(_("No mail server is set."))
    _hand_over(mail, account.email)
    with run.saving():
        actions.mark_sent(mail)


def _account(to: Account | Person) -> Account | None:
    return to if isinstance(to, Account) else Account.objects.filter(person=to).first()


def _hand_over(mail: Mail, address: str) -> None:
    """Give a mail to the mail server. What it answers may hold the address, so it is said in our own words."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "tongket"
    headers = {"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    connection = get_connection()
    message = EmailMessage(
        f"[Tổng Kết] {mail.subject}", mail.body or "", to=[address], headers=headers, connection=connection
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = max(code for code, _text in refusal.recipients.values())
        if code >= 500:
            raise jobs.Hopeless(_("The mail server refuses this address.")) from refusal
        raise jobs.TryLater(_("The mail server does not take mail for this address now.")) from refusal
    except smtplib.SMTPAuthenticationError as refusal:
        raise jobs.TryLater(_("The mail server refuses the user or the password that are set.")) from refusal
    except smtplib.SMTPException as refusal:
        raise jobs.TryLater(_("The mail server does not take the mail.")) from refusal
    except OSError as trouble:
        raise jobs.TryLater(_("The mail server cannot be reached.")) from trouble
    finally:
        connection.close()
