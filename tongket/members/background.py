"""What falls due in the files of members by itself."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from tongket.core import clock
from tongket.members.actions import carry_out_due
from tongket.org import jobs


@jobs.kind("members.due", _("Carry out what was planned for the day"))
def due(run: jobs.Run) -> None:
    with run.saving():
        carry_out_due(clock.today())


jobs.every_day("members.due", time(0, 10))
