"""What the jobs about rosters do. Large files are read and imported by a worker, so that no page waits."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from tongket.core import clock
from tongket.core.states import WrongState
from tongket.org import access, jobs, saving
from tongket.org.models import Job
from tongket.rosters.actions import batches
from tongket.rosters.models import Batch, Task


def read(run: jobs.Run) -> None:
    """Read the file of a batch and check it."""
    batch = _batch(run.job)
    if batch is not None and batch.task == Task.READ:
        _or_give_up(run, batch, lambda: batches.read(batch, on=clock.today(), progress=run.progress))


def import_checked(run: jobs.Run) -> None:
    """Import a checked batch in the name of who confirmed it; all of it, with the job, or nothing."""
    batch, by = _batch(run.job), run.job.by
    assert by is not None

    def confirm(batch: Batch) -> None:
        with run.saving():
            batches.confirm(batch, seen=batch.version, by=by, on=clock.today())

    if batch is not None and batch.task == Task.IMPORT:
        _or_give_up(run, batch, lambda: confirm(batch))


def give_up(job: Job, reason: str) -> None:
    """Say on the batch that its job has failed for good."""
    batch = _batch(job)
    if batch is not None and batch.task != Task.NONE:
        batches.give_up(batch, reason)


def _batch(job: Job) -> Batch | None:
    return Batch.objects.select_related("entered_by", "imported_by", "unit__place").filter(pk=job.subject).first()


def _or_give_up(run: jobs.Run, batch: Batch, work: Callable[[], Any]) -> None:
    """Do the work; a refusal, which no second attempt would change, is said on the batch."""
    try:
        work()
    except (access.NotAllowed, WrongState, saving.Conflict, ValidationError) as refusal:
        messages = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        with run.saving():
            give_up(run.job, " ".join(messages))
