"""The papers of a file: number and day of each, and the file itself once the item is concluded."""

import base64
import hashlib
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.inspection.models import FilePaper, PaperFile, ProgrammeItem
from tongket.inspection.rules import ENDED, PaperKind, State
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import AuditRow, Person
from tongket.sheets.marks import CheckedFile


@transaction.atomic
def note_paper(item: ProgrammeItem, *, kind: str, number: str = "", dated_on: date, by: Person, on: date) -> FilePaper:
    """Note that a file holds a paper. The notice of the conclusion comes with the conclusion itself.

    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-05, R-INS-07.
    """
    access.require(by, "inspection.write", item, on=on)
    if kind == PaperKind.CONCLUSION:
        raise ValidationError({"kind": _("The notice is noted with the conclusion itself.")})
    if item.is_case and item.state not in ENDED:
        raise ValidationError(_("Of a case number, day, kind and state are kept alone."))
    if item.state in {State.CLOSED, State.DROPPED}:
        raise saving.wrong_state(item, "note")
    _check(item, kind, dated_on, on)
    paper = FilePaper.objects.create(
        unit_id=item.unit_id, item=item, kind=kind, number=text.clean(number), dated_on=dated_on
    )
    audit.record(by, "inspection.write", item, on=on, fields=["papers"])
    return paper


@transaction.atomic
def correct_paper(
    paper: FilePaper, *, because: str, seen: int | None = None, by: Person, on: date, **changes: Any
) -> FilePaper:
    """Put number and day of a paper right. Raises NotAllowed, FenceClosed, Conflict, ValidationError."""
    values = {"number": text.clean(changes["number"]), "dated_on": changes["dated_on"]}
    validate.not_in_future(values["dated_on"], "dated_on", on=on)
    return correcting.correct(paper, verb="inspection.write", because=because, seen=seen, by=by, on=on, **values)


@transaction.atomic
def withdraw_paper(paper: FilePaper, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take a paper out of the file, with its own file. Raises NotAllowed, FenceClosed, WrongState."""
    item = paper.item
    if item.state == State.CLOSED or (paper.kind == PaperKind.CONCLUSION and item.state in ENDED):
        raise saving.wrong_state(item, "withdraw")
    correcting.withdraw(paper, verb="inspection.write", reason=reason, by=by, on=on)
    return item


def attach(paper: FilePaper, *, file: CheckedFile, is_not_classified: bool, by: Person, on: date) -> FilePaper:
    """Keep the file of a paper, sealed, in place of an earlier one; only once the item is concluded.

    A file with a classification mark is refused, no copy is kept, and the log holds the fact alone.
    Raises NotAllowed, FenceClosed, WrongState, ValidationError. Source: R-INS-07, R-DAT-02, R-DAT-03.
    """
    access.require(by, "inspection.write", paper.item, on=on)
    if paper.item.state not in {State.CONCLUDED, State.CLOSED}:
        raise ValidationError(_("Files are added once the item is concluded."))
    if not is_not_classified:
        raise ValidationError({"is_not_classified": _("Confirm that the document is not classified.")})
    if file.mark:
        refused = AuditRow.Result.REFUSED
        audit.record(by, "inspection.write", paper.item, on=on, fields=["classified_file"], result=refused)
        words = _("The file carries a classification mark (%(where)s). Such files must not be entered here.")
        raise ValidationError({"file": words % {"where": file.mark}})
    sha256 = hashlib.sha256(file.body).hexdigest()
    with transaction.atomic():
        PaperFile.objects.update_or_create(
            paper=paper,
            defaults={
                "name": file.name,
                "body": base64.b64encode(file.body).decode(),
                "size": len(file.body),
                "sha256": sha256,
                "added_on": on,
            },
        )
        saving.update(paper, seen=paper.version, by=by)
        audit.record(by, "inspection.write", paper.item, on=on, fields=["file"])
    return paper


@transaction.atomic
def remove_file(paper: FilePaper, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Remove the file of a paper; its number and day stay. Raises NotAllowed, FenceClosed, ValidationError."""
    access.require(by, "inspection.write", paper.item, on=on)
    why = validate.reason(reason)
    PaperFile.objects.filter(paper=paper).delete()
    saving.update(paper, seen=paper.version, by=by, because=why)
    audit.record(by, "inspection.write", paper.item, on=on, fields=["file removed"])
    return paper.item


def body_of(file: PaperFile) -> bytes:
    """The file as it was added."""
    return base64.b64decode(file.body)


def _check(item: ProgrammeItem, kind: str, dated_on: date, on: date) -> None:
    validate.not_in_future(dated_on, "dated_on", on=on)
    if kind not in PaperKind.values:
        raise ValidationError({"kind": _("Choose what paper it is.")})
    if item.papers.filter(kind=kind).exists():
        raise ValidationError({"kind": _("The file holds this paper already: correct it there.")})
