"""What is done with accounts and sessions by itself, each night."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.org import actions, jobs


@jobs.kind("sign_in.rest", _("Suspend accounts with which nobody signs in"))
def rest(run: jobs.Run) -> None:
    with run.saving():
        actions.rest_all(on=clock.today())


@jobs.kind("sign_in.sessions", _("Forget sessions that have ended"))
def sessions(run: jobs.Run) -> None:
    with run.saving():
        actions.forget_sessions()


jobs.every_day("sign_in.rest", time(1, 20))
jobs.every_day("sign_in.sessions", time(1, 25))
