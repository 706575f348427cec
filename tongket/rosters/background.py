"""The jobs about rosters: files read, imports carried out, old files forgotten."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from tongket.org import jobs
from tongket.rosters.actions import batches, tasks

jobs.kind(batches.READ, _("Read a roster"), give_up=tasks.give_up)(tasks.read)
jobs.kind(batches.IMPORT, _("Import a roster"), give_up=tasks.give_up)(tasks.import_checked)


@jobs.kind("rosters.purge", _("Forget rosters that nobody confirmed"))
def purge(run: jobs.Run) -> None:
    with run.saving():
        batches.purge()


jobs.every_day("rosters.purge", time(1, 0))
