"""What pages do in the background: mail, the tree of a new day, old drafts and old jobs forgotten."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.org import actions, jobs
from tongket.pages import mail
from tongket.pages.actions import MAIL, purge_drafts
from tongket.pages.reminders import mails  # noqa: F401  registers its jobs

jobs.kind(MAIL, _("Send a mail"))(mail.deliver)


@jobs.kind("org.tree", _("Build the tree of the day"))
def tree(run: jobs.Run) -> None:
    with run.saving():
        actions.carry_out_due(clock.today())


@jobs.kind("pages.purge", _("Forget old drafts"))
def purge(run: jobs.Run) -> None:
    with run.saving():
        purge_drafts()


@jobs.kind("org.jobs.purge", _("Forget jobs done long ago"))
def purge_jobs(run: jobs.Run) -> None:
    with run.saving():
        jobs.purge()


jobs.every_day("org.tree", time(0, 1))
jobs.every_day("pages.purge", time(1, 5))
jobs.every_day("org.jobs.purge", time(1, 10))
