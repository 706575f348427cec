"""Corrections: what was written wrongly is set right with its history kept, what was entered by a slip is removed."""

import hashlib
from datetime import date
from typing import Any, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from tongket.core import clock, text
from tongket.directives.actions import directives
from tongket.directives.marks import ENDINGS, MOST_BYTES, mark_in_file
from tongket.directives.models import (
    ActionProgramme,
    Directive,
    DirectiveFile,
    ProgressReview,
    Receipt,
    StudySession,
)
from tongket.org import access, audit, saving
from tongket.org.models import AuditRow, HistoryRow, Person, UnitOwned
from tongket.sheets.files import Refused

R = TypeVar("R", bound=UnitOwned)
DIRECTIVE_FIELDS = ("kind", "number", "symbol", "issued_on", "issuer", "subject", "term", "parent")
ASKED = ("received_on", "study_due_on", "needs_programme", "level", "study_form", "programme_due_on")
SESSION_FIELDS = ("held_on", "form", "invited", "present", "speaker")


# --- The register ----------------------------------------------------------------------------------------------------


def require_whole(directive: Directive, by: Person, on: date) -> None:
    """Raise NotAllowed unless all units that have the directive are within what the person writes for."""
    directives.writing_unit(by, on)
    rows = Receipt.objects.filter(directive=directive)
    if access.scope(rows, by, "directive.write", on=on).count() != rows.count():
        raise access.NotAllowed("directive.write")


@transaction.atomic
def correct_directive(directive: Directive, *, seen: int, by: Person, on: date, **changes: Any) -> Directive:
    """Correct what the register says of a directive: names of DIRECTIVE_FIELDS.

    Raises NotAllowed (also when a unit beyond one's own has it), ValidationError, Conflict.
    Source: R-DOC-01, R-DOC-06, R-DOC-07.
    """
    require_whole(directive, by, on)
    held = {name: getattr(directive, name) for name in DIRECTIVE_FIELDS}
    values = directives.checked_values(**{**held, **changes}, on=on)
    directives.refuse_known(values, besides=directive)
    _check_days(directive, values["issued_on"])
    if _is_below(values["parent"], directive):
        raise ValidationError({"parent": _("A document cannot carry out itself.")})
    changed = {name: value for name, value in values.items() if getattr(directive, name) != value}
    if changed:
        saving.update(cast(Any, directive), seen=seen, by=by, **changed)
        audit.record(by, "directive.write", directive, on=on, fields=sorted(changed))
    return directive


def _check_days(directive: Directive, issued_on: date | None) -> None:
    if issued_on is None:
        return
    if directive.receipts.filter(received_on__lt=issued_on).exists():
        raise ValidationError({"issued_on": _("A unit has received it before that day.")})
    if directive.children.filter(issued_on__lt=issued_on).exists():
        raise ValidationError({"issued_on": _("A document that carries it out is older than that day.")})


def _is_below(row: Directive | None, top: Directive) -> bool:
    while row is not None:
        if row.pk == top.pk:
            return True
        row = row.parent
    return False


@transaction.atomic
def remove_directive(directive: Directive, *, by: Person, on: date) -> None:
    """Take a directive entered by a slip out of the register; only while no unit has it and nothing refers to it.

    Raises NotAllowed, ValidationError.
    """
    require_whole(directive, by, on)
    if directive.receipts.exists():
        raise ValidationError(_("Units have received it: remove their receipts first."))
    if directive.children.exists() or ActionProgramme.objects.filter(directive=directive).exists():
        raise ValidationError(_("Another document refers to it."))
    _remember(directive, {name: getattr(directive, name) for name in DIRECTIVE_FIELDS}, by)
    unit = directives.writing_unit(by, on)
    audit.record(by, "directive.write", directive, on=on, unit=unit, fields={"removed": directive.printed})
    directive.delete()


def attach_file(
    directive: Directive, *, name: str, body: bytes, is_not_classified: bool, by: Person, on: date
) -> DirectiveFile:
    """Keep the file of a directive (.docx, .pdf, .txt), in place of an earlier one.

    is_not_classified: the person confirms it, since a filter is no guarantee. A file with a classification mark is
    refused, no copy is kept, and the log holds the fact alone. Raises NotAllowed, ValidationError. Source: R-DAT-02.
    """
    require_whole(directive, by, on)
    name = text.clean(name)[-160:]
    if not is_not_classified:
        raise ValidationError({"is_not_classified": _("Confirm that the document is not classified.")})
    if not name.lower().endswith(ENDINGS):
        words = _("This kind of file is not read: save it as one of %(endings)s.")
        raise ValidationError({"file": words % {"endings": ", ".join(ENDINGS)}})
    if not 0 < len(body) <= MOST_BYTES:
        raise ValidationError({"file": _("The file is empty or larger than 10 MB.")})
    try:
        mark = mark_in_file(name, body)
    except Refused as refusal:
        raise ValidationError({"file": str(refusal)}) from refusal
    if mark:
        refused = AuditRow.Result.REFUSED
        unit = directives.writing_unit(by, on)
        audit.record(by, "directive.write", directive, on=on, unit=unit, fields=["classified_file"], result=refused)
        words = _("The file carries a classification mark (%(where)s). Such files must not be entered here.")
        raise ValidationError({"file": words % {"where": mark}})
    with transaction.atomic():
        file, _made = DirectiveFile.objects.update_or_create(
            directive=directive,
            defaults={
                "name": name, "body": body, "size": len(body), "sha256": hashlib.sha256(body).hexdigest(),
                "confirmed_by": by, "added_on": on,
            },
        )  # fmt: skip
        unit = directives.writing_unit(by, on)
        audit.record(by, "directive.write", directive, on=on, unit=unit, fields={"file": file.sha256})
    return file


@transaction.atomic
def remove_file(directive: Directive, *, by: Person, on: date) -> None:
    """Remove the file of a directive; its entry stays. Raises NotAllowed."""
    require_whole(directive, by, on)
    DirectiveFile.objects.filter(directive=directive).delete()
    unit = directives.writing_unit(by, on)
    audit.record(by, "directive.write", directive, on=on, unit=unit, fields=["file removed"])


# --- What a unit was asked, and what it recorded ---------------------------------------------------------------------


@transaction.atomic
def correct_receipt(receipt: Receipt, *, seen: int, by: Person, on: date, **changes: Any) -> Receipt:
    """Correct what a unit was asked to do with a directive, and when it came: names of ASKED.

    Raises NotAllowed, ValidationError, Conflict.
    """
    access.require(by, "directive.write", receipt, on=on)
    held = {name: getattr(receipt, name) for name in ASKED}
    values = directives.checked_asks(receipt.directive, **{**held, **changes}, on=on)
    days = (receipt.first_studied_on, receipt.programme_on)
    if any(day is not None and day < values["received_on"] for day in days):
        raise ValidationError({"received_on": _("The unit has studied it, or issued its programme, before that day.")})
    changed = {name: value for name, value in values.items() if value != held[name]}
    if changed:
        saving.update(receipt, seen=seen, by=by, **changed)
        audit.record(by, "directive.write", receipt, on=on, fields=sorted(changed))
    return receipt


@transaction.atomic
def remove_receipt(receipt: Receipt, *, by: Person, on: date) -> None:
    """Take back a directive given to a unit by a slip, while the unit has recorded nothing about it.

    Raises NotAllowed, ValidationError.
    """
    access.require(by, "directive.write", receipt, on=on)
    is_held = receipt.reviews.filter(done_on__isnull=False).exists()
    if receipt.sessions.exists() or receipt.programmes.exists() or is_held:
        raise ValidationError(_("The unit has recorded what it did with it: remove that first."))
    receipt.reviews.all().delete()
    _remove(receipt, ("received_on", "study_due_on"), "directive.write", by, on)


@transaction.atomic
def correct_session(session: StudySession, *, seen: int, by: Person, on: date, **changes: Any) -> StudySession:
    """Correct a study session: names of SESSION_FIELDS. Raises NotAllowed, ValidationError, Conflict."""
    access.require(by, "directive.study", session, on=on)
    held = {name: getattr(session, name) for name in SESSION_FIELDS}
    values = directives.checked_session(session.receipt, **{**held, **changes}, on=on)
    changed = {name: value for name, value in values.items() if value != held[name]}
    if changed:
        saving.update(session, seen=seen, by=by, **changed)
        directives.keep_study(session.receipt)
        audit.record(by, "directive.study", session, on=on, fields=sorted(changed))
    return session


@transaction.atomic
def remove_session(session: StudySession, *, by: Person, on: date) -> None:
    """Remove a session entered by a slip; the next earliest one ends the lag then. Raises NotAllowed."""
    receipt = session.receipt
    _remove(session, SESSION_FIELDS, "directive.study", by, on)
    directives.keep_study(receipt)


@transaction.atomic
def remove_programme(programme: ActionProgramme, *, by: Person, on: date) -> None:
    """Remove a programme entered by a slip. Raises NotAllowed, ValidationError (it was handed on, or carried out)."""
    if programme.directive is not None:
        raise ValidationError(_("It was handed on to units below: remove that directive first."))
    receipt = programme.receipt
    if receipt.carried_out_on is not None and receipt.programmes.count() == 1:
        raise ValidationError(_("The programme is recorded as carried out."))
    _remove(programme, ("number", "symbol", "issued_on"), "directive.study", by, on)
    directives.keep_programme(receipt)


@transaction.atomic
def remove_review(review: ProgressReview, *, by: Person, on: date) -> None:
    """Remove a review that was asked for by a slip. Raises NotAllowed."""
    _remove(review, ("kind", "due_on", "done_on", "document"), "directive.study", by, on)


def _remove(row: R, fields: tuple[str, ...], verb: str, by: Person, on: date) -> None:
    access.require(by, verb, row, on=on)
    _remember(row, {name: getattr(row, name) for name in fields}, by)
    audit.record(by, verb, row, on=on, fields=["removed"])
    row.delete()


def _remember(row: Any, values: dict[str, Any], by: Person) -> None:
    model: type[models.Model] = type(row)
    HistoryRow.objects.create(
        about=model._meta.label_lower,
        object_id=str(row.pk),
        version=row.version,
        at=clock.now(),
        by=by,
        old={name: None if value is None else str(value) for name, value in values.items()},
        held_class=row.data_class,
    )
