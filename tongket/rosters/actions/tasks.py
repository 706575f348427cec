"""Large rosters are read and imported by a process of their own, so that no page waits; `work` does what is left."""

import logging
import subprocess
import sys
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.core.states import WrongState
from tongket.org import access, saving
from tongket.rosters.actions import batches
from tongket.rosters.models import Batch, BatchState, Task

SMALL_BYTES = 150_000  # an .xlsx of about 2,000 rows
SMALL_ROWS = 2_000
STUCK_AFTER = timedelta(minutes=5)

log = logging.getLogger(__name__)


def begin(pk: uuid.UUID, *, is_small: bool) -> None:
    """Do what a batch waits for: at once if it is small, else in a process of its own."""
    if is_small:
        run(pk)
    else:
        subprocess.Popen(  # noqa: S603 - our own program and an id
            [sys.executable, "-m", "tongket.cli", "import-job", str(pk)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=settings.BASE,
        )


def run(pk: uuid.UUID) -> None:
    """Take the task of a batch and do it, with the rights of who gave it, checked again (S-19)."""
    waiting = Batch.objects.filter(_is_free(), pk=pk).exclude(task=Task.NONE)
    if not waiting.update(task_taken_at=clock.now()):
        return
    batch = Batch.objects.select_related("entered_by", "imported_by", "unit__place").get(pk=pk)
    try:
        if batch.task == Task.READ:
            batches.read(batch, on=clock.today())
        else:
            by = batch.imported_by or batch.entered_by
            with saving.durable():
                batches.confirm(batch, seen=batch.version, by=by, on=clock.today())
    except (access.NotAllowed, WrongState, saving.Conflict, ValidationError) as refusal:
        messages = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        _give_up(pk, " ".join(messages))
    except Exception:
        log.exception("the task of roster %s failed", pk)
        _give_up(pk, _("Something went wrong here; nothing was imported. Try again."))


def run_waiting() -> int:
    """Do the tasks that no process has taken, or that one left behind; forget old contents. Returns how many."""
    pks = list(Batch.objects.filter(_is_free()).exclude(task=Task.NONE).values_list("pk", flat=True))
    with translation.override(settings.LANGUAGE_CODE):
        for pk in pks:
            run(pk)
    return len(pks) + batches.purge()


def _is_free() -> Q:
    return Q(task_taken_at__isnull=True) | Q(task_taken_at__lt=clock.now() - STUCK_AFTER)


def _give_up(pk: uuid.UUID, reason: str) -> None:
    """The batch waits for nothing more, and says why."""
    batch = Batch.objects.get(pk=pk)
    if batch.state == BatchState.READING:
        batches.refuse(batch, reason)
    else:
        report = {**batch.report, "failed": reason}
        saving.update(batch, seen=batch.version, by=None, task=Task.NONE, report=report)
