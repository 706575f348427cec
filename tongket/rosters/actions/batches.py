"""What is done with a roster: uploaded, read, checked again, imported, taken back, discarded (S-38)."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.org import access, audit, jobs, saving
from tongket.org.models import AuditRow, Person, Unit
from tongket.rosters.actions import bulk, importing, parts, undoing
from tongket.rosters.findings import OF_READING, findings_of
from tongket.rosters.models import MOVES, Batch, BatchState, Task
from tongket.rosters.plan import Choices, Plan, Question
from tongket.rosters.queries import checking
from tongket.rosters.queries.checking import Check
from tongket.rosters.queries.own_words import taught
from tongket.rosters.queries.parts import Name, choices, part
from tongket.rosters.sealing import pack, sealed_table, unpack
from tongket.sheets import child, files, wording
from tongket.sheets.marks import CheckedFile
from tongket.sheets.shape import Problem

MAX_BYTES = 20 * 1024 * 1024
LIFETIME = timedelta(hours=24)
VERB = "member.import"
READ, IMPORT = "rosters.read", "rosters.import"  # kinds of jobs
SMALL_BYTES = 150_000  # an .xlsx of about 2,000 rows: read before the page is answered
SMALL_ROWS = 2_000


def start(file: CheckedFile, *, unit: Unit, from_on: date, by: Person, on: date, is_read_here: bool = False) -> Batch:
    """Take a file in, for `read` to read and check. Of one with a classification mark nothing is kept, and the log
    holds the fact alone. Raises NotAllowed, ValidationError. Source: R-DAT-02, S-37.

    is_read_here: whoever calls performs the job afterwards, as for every small file.
    """
    access.require(by, VERB, unit, on=on)
    body = file.body
    if not body:
        raise ValidationError({"file": _("The file is empty.")})
    if len(body) > MAX_BYTES:
        raise ValidationError({"file": _("The file is larger than 20 MB: send it in parts.")})
    if from_on > on:
        raise ValidationError({"from_on": _("The roll cannot begin on a day to come.")})
    if file.mark:
        audit.record(by, VERB, unit, on=on, fields=["classified_file"], result=AuditRow.Result.REFUSED)
        raise ValidationError({"file": wording.refusal("classified", file.mark)})
    with transaction.atomic():
        batch = Batch.objects.create(
            unit=unit,
            file_name=_plain_name(file.name),
            sha256=hashlib.sha256(body).hexdigest(),
            from_on=from_on,
            entered_by=by,
            entered_at=clock.now(),
            task=Task.READ,
        )
        parts.keep(batch, Name.FILE, body)
        is_done_here = is_read_here or len(body) <= SMALL_BYTES
        jobs.enqueue(READ, key=f"{READ}:{batch.pk}", subject=batch.pk, is_done_here=is_done_here, **_right(batch))
        audit.record(by, VERB, batch, on=on, fields=["file"])
    return batch


def read(batch: Batch, *, on: date, progress: Callable[[int], None] = lambda percent: None) -> Batch:
    """Read the file in a process of its own, check all of it, and only then open the transaction that keeps the result.

    progress: told how many percent are done. A file that cannot be read leaves the batch refused, with the reason.
    Raises NotAllowed, WrongState, Conflict.
    """
    by = batch.entered_by
    access.require(by, VERB, batch, on=on)
    body = part(batch, Name.FILE)
    if batch.state != BatchState.READING or body is None:
        return batch
    progress(5)
    try:
        packed = child.read_packed(body, batch.file_name)
        sheets = child.unpack(packed)
    except files.Refused as refusal:
        return refuse(batch, str(refusal))
    del body
    packed = sealed_table(packed)
    progress(40)
    check = checking.check(batch, sheets, choices(batch), by=by, on=on, progress=progress)
    with transaction.atomic():
        parts.keep_sealed(batch, Name.TABLE, packed)
        parts.drop(batch, Name.FILE)  # the table is read from now on, as often as an officer chooses and corrects
        _keep_check(batch, check, by=by)
    return batch


@transaction.atomic
def recheck(batch: Batch, check: Check, *, seen: int, by: Person, on: date) -> Batch:
    """Keep what the officer corrected and answered, with what a check found of it.

    check: made before, since it reads the file. Raises NotAllowed, WrongState, Conflict.
    """
    access.require(by, VERB, batch, on=on)
    chosen = {"corrections": check.choices.corrections, "answers": check.choices.answers}
    parts.keep(batch, Name.CHOICES, chosen)
    _keep_check(batch, check, by=by, seen=seen)
    return batch


@transaction.atomic
def keep_choices(batch: Batch, chosen: Choices, *, seen: int, by: Person, on: date) -> None:
    """Keep what the officer typed so far, before it is checked. Raises NotAllowed, Conflict."""
    access.require(by, VERB, batch, on=on)
    as_seen = Batch.objects.select_for_update().filter(pk=batch.pk, version=seen, state=BatchState.CHECKED, task="")
    if not as_seen.exists():
        raise saving.Conflict(batch, {})
    parts.keep(batch, Name.CHOICES, {"corrections": {**chosen.corrections}, "answers": {**chosen.answers}})


@transaction.atomic
def ask_import(batch: Batch, *, seen: int, by: Person, on: date) -> Batch:
    """Leave the import to a job, in the name of `by`. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, VERB, batch, on=on)
    saving.move(batch, MOVES, "ask_import", by=by, seen=seen, task=Task.IMPORT, imported_by=by)
    jobs.enqueue(IMPORT, key=f"{IMPORT}:{batch.pk}:{batch.version}", subject=batch.pk, **_right(batch, by))
    return batch


@transaction.atomic
def confirm(batch: Batch, *, seen: int, by: Person, on: date) -> bool:
    """Import all of a checked batch, or nothing. False: the roll has changed since the check, so the batch was compared
    again and shows now what would happen. Raises NotAllowed, WrongState, Conflict, ValidationError.
    """
    access.require(by, VERB, batch, on=on)
    saving.move(batch, MOVES, "ask_import", by=by, seen=seen, task=Task.IMPORT, imported_by=by)
    list(Unit.objects.select_for_update().filter(pk=batch.unit_id))  # two imports into one unit come one by one
    plan = _plan_now(batch, by=by, on=on)
    if plan.digest() != batch.digest:
        before = part(batch, Name.FINDINGS)
        _keep_plan(batch, plan, {name: before[name] for name in OF_READING}, by=by)
        return False
    if not plan.is_ready:
        raise ValidationError(_("The file still has errors or open questions, or nothing in it is new."))
    try:
        with transaction.atomic():
            log = importing.carry_out(plan, from_on=batch.from_on, by=by)
    except (IntegrityError, bulk.ChangedMeanwhile) as clash:
        raise ValidationError(
            _("Nothing was imported: somebody changed the same members meanwhile. Check the file again.")
        ) from clash
    report = {**batch.report, "words": taught(part(batch, Name.FINDINGS, {}).get("tables", ()))}
    parts.drop(batch)
    parts.keep(batch, Name.LOG, log)
    saving.move(batch, MOVES, "import", by=by, imported_at=clock.now(), task=Task.NONE, report=report)
    touched = {plan.unit_of(index) for index in plan.new} | {plan.unit_of(change.index) for change in plan.changed}
    for unit_id in sorted(touched, key=str):
        audit.record(by, VERB, on=on, unit=unit_id, fields=["members"])
    audit.record(by, VERB, batch, on=on, fields=["state"])
    return True


@transaction.atomic
def undo(batch: Batch, *, seen: int, by: Person, on: date) -> Batch:
    """Take an import back. Raises NotAllowed, WrongState, Conflict; ValidationError saying what depends on it."""
    access.require(by, VERB, batch, on=on)
    saving.move(batch, MOVES, "undo", by=by, seen=seen, undone_at=clock.now())
    log = part(batch, Name.LOG)
    obstacles = undoing.obstacles(log)
    if obstacles:
        raise ValidationError([_("The import cannot be taken back, other records depend on it."), *obstacles])
    touched = undoing.units_of(log)
    undoing.take_back(log, by=by)
    parts.drop(batch, Name.LOG)
    for unit_id in sorted(touched, key=str):
        audit.record(by, "member.import.undo", on=on, unit=unit_id, fields=["members"])
    audit.record(by, "member.import.undo", batch, on=on, fields=["state"])
    return batch


@transaction.atomic
def discard(batch: Batch, *, seen: int, by: Person, on: date) -> Batch:
    """Forget a file that was not imported. Raises NotAllowed, WrongState, Conflict."""
    access.require(by, VERB, batch, on=on)
    saving.move(batch, MOVES, "discard", by=by, seen=seen, task=Task.NONE)
    parts.drop(batch)
    audit.record(by, VERB, batch, on=on, fields=["state"])
    return batch


@transaction.atomic
def purge() -> int:
    """Forget what files say that nobody confirmed within 24 hours. Returns how many."""
    old = Batch.objects.filter(
        state__in=[BatchState.READING, BatchState.CHECKED], entered_at__lt=clock.now() - LIFETIME
    )
    for batch in old:
        parts.drop(batch)
        saving.move(batch, MOVES, "discard", by=None, task=Task.NONE)
    return len(old)


@transaction.atomic
def refuse(batch: Batch, reason: str) -> Batch:
    """Give up a file that cannot be read, and say why. Raises WrongState, Conflict."""
    parts.drop(batch)
    report = {**batch.report, "refused": reason}
    return saving.move(batch, MOVES, "refuse", by=None, report=report, task=Task.NONE)


@transaction.atomic
def give_up(batch: Batch, reason: str) -> Batch:
    """The batch waits for nothing more, and says why. Raises WrongState, Conflict."""
    if batch.state == BatchState.READING:
        return refuse(batch, reason)
    report = {**batch.report, "failed": reason}
    return saving.update(batch, seen=batch.version, by=None, task=Task.NONE, report=report)


# --- Steps ------------------------------------------------------------------------------------------------------------


def _right(batch: Batch, by: Person | None = None) -> dict[str, Any]:
    """Whose right a job about a batch takes, checked again when it runs (S-19)."""
    return {"by": by or batch.entered_by, "verb": VERB, "unit": batch.unit}


def _plain_name(name: str) -> str:
    """A file's name as text: no folder, no control or direction marks, at most 120 characters (S-35)."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf"})
    return visible[-120:] or "–"


def _keep_check(batch: Batch, check: Check, *, by: Person, seen: int | None = None) -> None:
    """Keep the rows that a check has read and what it found."""
    problems = [
        (
            *(problem.sheet, problem.row, problem.cell, problem.field, problem.code, problem.value),
            *(str(problem.message), problem.suggestion, problem.is_error, problem.left),
        )
        for problem in check.problems
    ]
    questions = [
        (question.key, question.kind, question.text, question.choices, question.examples)
        for question in check.questions
    ]
    parts.keep(batch, Name.PEOPLE, {**pack(check.people), "problems": problems, "questions": questions})
    _keep_plan(batch, check.plan, check.of_reading, by=by, seen=seen)


def _plan_now(batch: Batch, *, by: Person, on: date) -> Plan:
    """What the import of a checked batch would do as the roll stands now."""
    rows = part(batch, Name.PEOPLE)
    if rows is None:
        raise saving.wrong_state(batch, "import")
    problems = [Problem(*problem) for problem in rows["problems"]]
    questions = [Question(*question) for question in rows["questions"]]
    return checking.plan_of(batch, unpack(rows), problems, questions, choices(batch), by=by, on=on)


def _keep_plan(
    batch: Batch, plan: Plan, seen_in_file: Mapping[str, Any], *, by: Person, seen: int | None = None
) -> None:
    """Keep what an import would do, for the page and for the import to compare with.

    seen_in_file: what the reading says of the file itself, `findings.of_reading`.
    """
    findings = {**findings_of(plan), **seen_in_file}
    parts.keep(batch, Name.FINDINGS, findings)
    errors = Counter(problem.code for problem in plan.problems if problem.is_error)
    remarks = Counter(problem.code for problem in plan.problems if not problem.is_error)
    counts: dict[str, Any] = {
        "row_count": len(plan.people),
        "new_count": len(plan.new),
        "changed_count": len(plan.changed),
        "same_count": plan.unchanged,
        "refused_count": plan.refused,
        "skipped_count": len(plan.skipped),
        "report": {"errors": dict(errors), "remarks": dict(remarks), "questions": len(findings["questions"])},
        "digest": plan.digest(),
    }
    saving.move(batch, MOVES, "check", by=by, seen=seen, task=Task.NONE, **counts)
