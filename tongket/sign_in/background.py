"""What is done with accounts and sessions by itself: each night, and after somebody has forgotten a password."""

from datetime import time

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.org import actions, jobs
from tongket.org.actions import resets
from tongket.org.models import PasswordReset
from tongket.pages import mail


@jobs.kind("sign_in.rest", _("Suspend accounts with which nobody signs in"))
def rest(run: jobs.Run) -> None:
    with run.saving():
        actions.rest_all(on=clock.today())


@jobs.kind("sign_in.sessions", _("Forget sessions that have ended"))
def sessions(run: jobs.Run) -> None:
    with run.saving():
        actions.forget_sessions()


@jobs.kind("sign_in.resets", _("Forget requests for a new password"))
def old_resets(run: jobs.Run) -> None:
    with run.saving():
        resets.forget_resets()


@jobs.kind(resets.MAIL_JOB, _("Write the mail with a link for a new password"))
def write_link(run: jobs.Run) -> None:
    """Find out whether anybody is to get a link, and write the mail: no name and no login in it."""
    reset = PasswordReset.objects.select_related("account").filter(pk=run.job.subject).first()
    if reset is None:
        return
    with run.saving():
        reaches = reset.account is not None and mail.reaches(reset.account)
        code = resets.make_link_code(reset, can_be_mailed=reaches, on=clock.today())
        if code is None or reset.account is None:
            return
        lines = [
            gettext(
                "Somebody asked for a new password for your account. If it was you, set it here within 30 minutes:"
            ),
            "",
            mail.link(reverse("sign_in:open_link", args=[reset.pk, code])),
            "",
            gettext("If it was not you, do nothing: your password stays. If it happens again, tell the administrator."),
        ]
        mail.send(reset.account, gettext("New password"), lines, effect_key=f"reset:{reset.pk}")


jobs.every_day("sign_in.rest", time(1, 20))
jobs.every_day("sign_in.sessions", time(1, 25))
jobs.every_day("sign_in.resets", time(1, 30))
