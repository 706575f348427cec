"""What is done with a roster: handed in, checked, mended, imported, taken back, discarded (S-38)."""

import hashlib
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from tongket.core import clock
from tongket.core.states import WrongState
from tongket.org import access, audit
from tongket.org.models import Person, Unit
from tongket.rosters.actions import bulk, importing, parts, undoing
from tongket.rosters.actions.parts import Name
from tongket.rosters.findings import findings_of, question
from tongket.rosters.models import Batch, BatchState, Task
from tongket.rosters.plan import People, Plan
from tongket.rosters.queries import matching
from tongket.sheets import child, files, reading
from tongket.sheets.shape import Problem

MOST_BYTES = 20 * 1024 * 1024
LIVES_FOR = timedelta(hours=24)
VERB = "member.import"
Asked = tuple[str, str, str, list[tuple[str, str]], list[str]]


@transaction.atomic
def start(body: bytes, name: str, *, unit: Unit, from_on: date, by: Person, on: date) -> Batch:
    """Take a file in; `read` reads and checks it. Raises NotAllowed, ValidationError."""
    access.require(by, VERB, unit, on=on)
    if not body:
        raise ValidationError({"file": _("The file is empty.")})
    if len(body) > MOST_BYTES:
        raise ValidationError({"file": _("The file is larger than 20 MB: send it in parts.")})
    if from_on > on:
        raise ValidationError({"from_on": _("The roll cannot begin on a day to come.")})
    batch = Batch.objects.create(
        unit=unit,
        file_name=_plain_name(name),
        sha256=hashlib.sha256(body).hexdigest(),
        from_on=from_on,
        entered_by=by,
        entered_at=clock.now(),
        task=Task.READ,
    )
    parts.put(batch, **{Name.FILE: body})
    audit.record(by, VERB, batch, on=on, fields=["file"])
    return batch


def read(batch: Batch, *, on: date) -> Batch:
    """Read the file in a process of its own and check all of it. Not inside a transaction: the progress is to be
    seen. A file that cannot be read leaves the batch refused, with the reason.
    """
    by = batch.entered_by
    access.require(by, VERB, batch, on=on)
    body = parts.get(batch, Name.FILE)
    if batch.state != BatchState.READING or body is None:
        return batch
    _progress(batch, 5)
    try:
        sheets = _read_file(body, batch.file_name)
    except files.Refused as refusal:
        return _refuse(batch, str(refusal))
    del body
    _progress(batch, 40)
    with transaction.atomic():
        _check(batch, sheets, by=by, on=on)
    return batch


@transaction.atomic
def recheck(
    batch: Batch,
    *,
    mends: Mapping[str, str] = {},
    answers: Mapping[str, str] = {},
    dropped: Sequence[str] = (),
    seen: int,
    by: Person,
    on: date,
) -> Batch:
    """Check again with what the officer mended (sheet!cell → text) and answered, beside what stood already.

    An empty text takes a mend back; dropped: answers to forget. Raises NotAllowed, WrongState.
    """
    access.require(by, VERB, batch, on=on)
    _claim(batch, BatchState.CHECKED, "recheck", seen)
    kept_mends, kept_answers = parts.choices(batch)
    for key in dropped:
        kept_answers.pop(key, None)
    mended = {at: text for at, text in {**kept_mends, **mends}.items() if text}
    choices = {"mends": mended, "answers": {**kept_answers, **answers}}
    parts.put(batch, **{Name.CHOICES: choices})
    body = parts.get(batch, Name.FILE)
    if body is None:
        raise WrongState(BatchState(batch.state), "recheck")
    try:
        sheets = _read_file(body, batch.file_name)
    except files.Refused as refusal:
        raise ValidationError(str(refusal)) from refusal
    _check(batch, sheets, by=by, on=on)
    return batch


@transaction.atomic
def ask_import(batch: Batch, *, seen: int, by: Person, on: date) -> Batch:
    """Leave the import to a process in the background, in the name of `by`. Raises NotAllowed, WrongState."""
    access.require(by, VERB, batch, on=on)
    _claim(batch, BatchState.CHECKED, "import", seen, task=Task.IMPORT, task_taken_at=None, imported_by=by)
    return batch


@transaction.atomic
def confirm(batch: Batch, *, seen: int, by: Person, on: date) -> bool:
    """Import all of a checked batch, or nothing. False: the roll has changed since the check; it was checked again
    and shows now what would happen. Raises NotAllowed, WrongState, ValidationError.
    """
    access.require(by, VERB, batch, on=on)
    _claim(batch, BatchState.CHECKED, "import", seen)
    people, said, asked = _people(batch)
    list(Unit.objects.select_for_update().filter(pk=batch.unit_id))  # two imports into one unit come one by one
    plan = _plan(batch, people, said, asked, by=by, on=on)
    if plan.digest() != batch.digest:
        _keep(batch, plan, parts.get(batch, Name.FINDINGS)["notes"])
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
    parts.drop(batch)
    parts.put(batch, **{Name.LOG: log})
    _set(batch, state=BatchState.IMPORTED, imported_by=by, imported_at=clock.now(), task=Task.NONE)
    touched = {plan.units[index] for index in plan.new} | {plan.units[one.index] for one in plan.changed}
    for unit_id in sorted(touched, key=str):
        audit.record(by, VERB, on=on, unit=unit_id, fields=["members"])
    audit.record(by, VERB, batch, on=on, fields=["state"])
    return True


@transaction.atomic
def undo(batch: Batch, *, seen: int, by: Person, on: date) -> Batch:
    """Take an import back. Raises NotAllowed, WrongState; ValidationError saying what depends on it."""
    access.require(by, VERB, batch, on=on)
    _claim(batch, BatchState.IMPORTED, "undo", seen)
    log = parts.get(batch, Name.LOG)
    found = undoing.obstacles(log)
    if found:
        raise ValidationError([_("The import cannot be taken back, other records depend on it."), *found])
    touched = undoing.units_of(log)
    undoing.take_back(log, by=by)
    parts.drop(batch, Name.LOG)
    _set(batch, state=BatchState.UNDONE, undone_at=clock.now())
    for unit_id in sorted(touched, key=str):
        audit.record(by, "member.import.undo", on=on, unit=unit_id, fields=["members"])
    audit.record(by, "member.import.undo", batch, on=on, fields=["state"])
    return batch


@transaction.atomic
def discard(batch: Batch, *, seen: int, by: Person, on: date) -> Batch:
    """Forget a file that was not imported. Raises NotAllowed, WrongState."""
    access.require(by, VERB, batch, on=on)
    state = BatchState(batch.state)
    if state not in {BatchState.READING, BatchState.CHECKED}:
        raise WrongState(state, "discard")
    _claim(batch, state, "discard", seen)
    parts.drop(batch)
    _set(batch, state=BatchState.DISCARDED, task=Task.NONE)
    audit.record(by, VERB, batch, on=on, fields=["state"])
    return batch


@transaction.atomic
def purge() -> int:
    """Forget what files say that nobody confirmed within 24 hours. Returns how many."""
    old = Batch.objects.filter(
        state__in=[BatchState.READING, BatchState.CHECKED], entered_at__lt=clock.now() - LIVES_FOR
    )
    count = 0
    for batch in old:
        parts.drop(batch)
        _set(batch, state=BatchState.DISCARDED, task=Task.NONE)
        count += 1
    return count


# --- Parts ------------------------------------------------------------------------------------------------------------


def _plain_name(name: str) -> str:
    """A file's name as text: no folder, no control or direction marks, at most 120 characters (S-35)."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf"})
    return kept[-120:] or "–"


def _read_file(body: bytes, name: str) -> list[Any]:
    with tempfile.TemporaryDirectory(prefix="roster-") as folder:
        path = Path(folder) / "body"
        path.touch(mode=0o600)
        path.write_bytes(body)
        return child.read_file(path, name)


def _check(batch: Batch, sheets: list[Any], *, by: Person, on: date) -> None:
    mends, answers = parts.choices(batch)
    found = reading.read(sheets, corrections=mends, answers=answers, today=on)
    sheets.clear()
    _progress(batch, 60)
    people = People(found.fields, found.places, found.sheets)
    asked = [question(one.key, one.kind, one.choices, one.examples) for one in found.questions]
    plan = _plan(batch, people, found.problems, asked, by=by, on=on)
    _progress(batch, 80)
    said = [
        (one.sheet, one.row, one.cell, one.field, one.code, one.value, str(one.message), one.suggestion, one.is_error)
        for one in found.problems
    ]
    parts.put(batch, **{Name.PEOPLE: {**parts.packed(people), "said": said, "asked": asked}})
    _keep(batch, plan, [str(note) for note in found.notes])


def _people(batch: Batch) -> tuple[People, list[Problem], list[Asked]]:
    kept = parts.get(batch, Name.PEOPLE)
    if kept is None:
        raise WrongState(BatchState(batch.state), "import")
    return parts.unpacked(kept), [Problem(*one) for one in kept["said"]], kept["asked"]


def _plan(
    batch: Batch,
    people: People,
    said: Sequence[Problem],
    asked: Sequence[Asked],
    *,
    by: Person,
    on: date,
) -> Plan:
    answers = parts.choices(batch)[1]
    unit = Unit.objects.select_related("place").get(pk=batch.unit_id)
    return matching.plan(people, said, asked, unit=unit, from_on=batch.from_on, answers=answers, by=by, on=on)


def _keep(batch: Batch, plan: Plan, notes: Sequence[str]) -> None:
    """Keep what a check found, beside the batch."""
    found = findings_of(plan, notes)
    parts.put(batch, **{Name.FINDINGS: found})
    errors = Counter(problem.code for problem in plan.problems if problem.is_error)
    remarks = Counter(problem.code for problem in plan.problems if not problem.is_error)
    _set(
        batch,
        state=BatchState.CHECKED,
        row_count=len(plan.people),
        new_count=len(plan.new),
        changed_count=len(plan.changed),
        same_count=plan.same,
        refused_count=plan.refused,
        skipped_count=len(plan.skipped),
        report={"errors": dict(errors), "remarks": dict(remarks), "questions": len(found["asks"])},
        digest=plan.digest(),
        task=Task.NONE,
        progress_percent=100,
    )


def _refuse(batch: Batch, reason: str) -> Batch:
    with transaction.atomic():
        parts.drop(batch)
        _set(batch, state=BatchState.REFUSED, report={"refused": reason}, task=Task.NONE, progress_percent=100)
    return batch


def _progress(batch: Batch, percent: int) -> None:
    Batch.objects.filter(pk=batch.pk).update(progress_percent=percent)
    batch.progress_percent = percent


def _claim(batch: Batch, state: BatchState, verb: str, seen: int, **changes: Any) -> None:
    """Take the batch for one deed: only from the state and version that were seen."""
    mine = Batch.objects.filter(pk=batch.pk, state=state, version=seen)
    if not mine.update(version=F("version") + 1, **changes):
        now = Batch.objects.get(pk=batch.pk)
        raise WrongState(BatchState(now.state), verb)
    batch.refresh_from_db()


def _set(batch: Batch, **changes: Any) -> None:
    Batch.objects.filter(pk=batch.pk).update(**changes)
    for name, value in changes.items():
        setattr(batch, name, value)
