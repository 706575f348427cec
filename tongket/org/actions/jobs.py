"""What an operator decides about a job that has failed (S-26); it is never changed, only done or given up."""

from datetime import date

from django.db import transaction

from tongket.org import access, audit, jobs, saving
from tongket.org.models import Job, Person

VERB = "job.write"


@transaction.atomic
def run_again(job: Job, *, by: Person, on: date) -> Job:
    """Put a failed job into the queue once more. Raises NotAllowed, WrongState."""
    access.require(by, VERB, job, on=on)
    if not jobs.again(job, by=by):
        raise saving.wrong_state(Job.objects.get(pk=job.pk), "again")
    audit.record(by, VERB, job, on=on, fields=["state"])
    return job


@transaction.atomic
def give_up_job(job: Job, *, reason: str, by: Person, on: date) -> Job:
    """Leave a failed job undone for good, with the reason. Raises NotAllowed, WrongState."""
    access.require(by, VERB, job, on=on)
    if not jobs.drop(job, by=by, reason=reason):
        raise saving.wrong_state(Job.objects.get(pk=job.pk), "drop")
    audit.record(by, VERB, job, on=on, fields=["state"])
    return job
