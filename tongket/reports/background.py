"""Reports that fall due by themselves."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.org import jobs
from tongket.reports.actions import open_owed


@jobs.kind("reports.owed", _("Open the reports that are owed"))
def owed(run: jobs.Run) -> None:
    with run.saving():
        open_owed(clock.today())


jobs.every_day("reports.owed", time(0, 15))
