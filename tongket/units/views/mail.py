"""Mail: whether it is set, where it goes for an account, and how a person wants to be reminded."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tongket.core import clock, dates, numbers
from tongket.org import access, actions
from tongket.org.models import Account, Job, JobState
from tongket.pages import actions as pages
from tongket.pages import mail
from tongket.pages.buttons import Button
from tongket.pages.deeds import Data, Who, deed
from tongket.pages.forms import posted
from tongket.pages.links import link
from tongket.pages.models import How, Mail, ReminderChoice
from tongket.pages.record import Fact, Record, Section
from tongket.pages.request import Request
from tongket.units.forms.jobs import EmailForm, RemindersForm
from tongket.units.views.accounts import ACCOUNTS

TITLE = gettext_lazy("Mail")
CRUMBS = [(gettext_lazy("Administration"), "units:administration"), (TITLE, "units:mail")]
TLS = {
    "starttls": gettext_lazy("STARTTLS"),
    "tls": gettext_lazy("TLS from the first byte"),
    "none": gettext_lazy("not encrypted"),
}


@require_GET
@access.policy("job.read")
def mail_page(request: Request) -> HttpResponse:
    """Whether a mail server is set, and what became of the mails."""
    mails = access.scope(Job.objects.filter(kind=pages.MAIL), request.person, "job.read", on=request.today)
    counts = {state: mails.filter(state=state).count() for state in JobState}
    sent_at = Mail.objects.aggregate(last=Max("sent_at"))["last"]
    list_url = reverse("units:jobs")
    sections = [
        Section(
            _("Mail server"), facts=_settings(),
            note=_("It is set in the environment of the program, see docs/settings.md."),
        ),
        Section(
            _("Mails"),
            facts=[
                Fact(
                    str(label), numbers.number(counts[JobState(state)]),
                    link(list_url, kind=pages.MAIL, state=state) if counts[JobState(state)] else None,
                    "bad" if state == JobState.FAILED and counts[JobState(state)] else "",
                )
                for state, label in _LABELS
            ]
            + [Fact(_("Last sent at"), dates.moment(sent_at) if sent_at else _("never"))],
        ),
    ]  # fmt: skip
    is_set = mail.is_set()
    chip = (_("set"), "ok") if is_set else (_("not set"), "warn")
    may = is_set and access.holds(request.person, "job.write", on=request.today)
    test = Button(_("Send a test mail to me"), reverse("units:mail_test"), "post", is_primary=True)
    return Record(
        title=TITLE,
        crumbs=[(label, reverse(name)) for label, name in CRUMBS[:1]],
        chips=[chip],
        buttons=[test] if may else [],
        sections=sections,
    ).respond(request)


_LABELS = [
    (JobState.DONE, gettext_lazy("Sent")),
    (JobState.WAITING, gettext_lazy("Waiting, or tried again")),
    (JobState.FAILED, gettext_lazy("Failed")),
    (JobState.DROPPED, gettext_lazy("Given up")),
]


def _settings() -> list[Fact]:
    if not mail.is_set():
        return [Fact(_("Server"), _("none: the program sends no mail"), state="warn")]
    return [
        Fact(_("Server"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"),
        Fact(_("Encryption"), str(TLS.get(settings.TONGKET_MAIL_TLS, settings.TONGKET_MAIL_TLS))),
        Fact(_("Signs in as"), settings.EMAIL_HOST_USER or _("nobody")),
        Fact(_("Sender"), settings.DEFAULT_FROM_EMAIL),
        Fact(_("Links begin with"), settings.TONGKET_ADDRESS),
    ]


@deed(
    "units:mail_test",
    verb="job.write",
    title=gettext_lazy("Send a test mail to me"),
    done=gettext_lazy("The mail is in the queue. Look into your mailbox, and here whether it was sent."),
    to=lambda job: job.get_absolute_url(),
    crumbs=CRUMBS,
)
def mail_test(data: Data, who: Who) -> Job:
    lines = [_("This is a test mail."), "", _("If you read it, mail is set up well."), mail.link(reverse("units:mail"))]
    key = f"test:{who['by'].pk}:{clock.now().isoformat()}"
    job = mail.send(who["by"], _("Test mail"), lines, effect_key=key)
    if job is None:
        raise ValidationError(_("Your account has no e-mail address: enter it under “Reminders” first."))
    return job


# --- Where it goes ---------------------------------------------------------------------------------------------------


@deed(
    "units:account_email",
    verb="account.write",
    row=ACCOUNTS,
    form=EmailForm,
    initial=lambda _request, account: {"email": account.email},
    title=gettext_lazy("E-mail address"),
    label=gettext_lazy("Save"),
    done=gettext_lazy("The address was saved."),
    to=lambda account: reverse("units:person", args=[account.person_id]),
)
def account_email(account: Account, data: Data, who: Who) -> Account:
    return actions.set_email(account, **data, **who)


def _reminders_form(request: Request, _row: None) -> RemindersForm:
    choice = ReminderChoice.objects.filter(person=request.person).first()
    account = Account.objects.filter(person=request.person).first()
    initial = {
        "how": choice.how if choice else How.HOME,
        "weekday": choice.weekday if choice else 0,
        "email": account.email if account else "",
    }
    return RemindersForm(posted(request)[0], initial=initial)


@deed(
    "units:reminders",
    verb="reminder.choose",
    form=_reminders_form,
    title=gettext_lazy("Reminders"),
    label=gettext_lazy("Save"),
    note=lambda _row: reminders_note(),
    done=gettext_lazy("Saved."),
    to=lambda _choice: reverse("units:reminders"),
    crumbs=[(gettext_lazy("My work"), "web:home")],
)
def reminders(data: Data, who: Who) -> Any:
    account = Account.objects.filter(person=who["by"]).first()
    if account is None:
        raise ValidationError(_("There is no account. Without one nobody can sign in as this person."))
    return pages.choose_reminders(account, **data, **who)


def reminders_note() -> str:
    """What a mail says, and what it does not."""
    note = _("A mail says how many things wait for you and how many are late, with a link: no names, no titles.")
    if mail.is_set():
        return note
    missing = _("No mail is sent yet: this installation has no mail server.")
    return f"{note} {missing}"
