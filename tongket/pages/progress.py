"""How far a job has come, for the page of whom it is for."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongket.core import dates
from tongket.org import jobs
from tongket.org.models import Job, JobState


@dataclass(frozen=True)
class Progress:
    """percent: None where it is not known. note: what it waits for; empty while all goes well."""

    percent: int | None
    note: str = ""
    is_warning: bool = False


def progress_of(job: Job | None) -> Progress:
    """What to show of a job that is not done; without a job (it was given up) nothing is known."""
    if job is None:
        return Progress(None)
    percent = job.progress_percent or None
    if job.state in jobs.OPEN and not _is_being_done(job):
        note = _("It waits: no process that does such work is running. Tell the system operator.")
        return Progress(percent, note, is_warning=True)
    if job.state == JobState.WAITING and job.reason and job.not_before is not None:
        words = {"reason": job.reason, "at": dates.moment(job.not_before)}
        return Progress(
            percent, _("It did not succeed: %(reason)s It is tried again at %(at)s.") % words, is_warning=True
        )
    if job.state == JobState.WAITING:
        return Progress(percent, _("It waits for its turn."))
    return Progress(percent)


def _is_being_done(job: Job) -> bool:
    """Whether somebody is there to do it; a job that this process does itself needs no worker."""
    return jobs.is_anybody_working() or jobs.is_begun_here(job)
