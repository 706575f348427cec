"""Documents that a unit issues itself: drafted, signed with a number of their series, reserved, void."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.directives.actions import numbering
from tongket.directives.kinds import CONGRESS, Kind, may_issue
from tongket.directives.models import OwnDocument
from tongket.directives.rules import DOCUMENT_MOVES, DocumentState
from tongket.org import access, audit, saving, validate
from tongket.org.actions import correcting
from tongket.org.models import Person, Unit
from tongket.sheets.marks import classified_mark

DRAFT_FIELDS = ("kind", "subject", "recipients", "is_of_congress", "override_reason")


@transaction.atomic
def draft(
    unit: Unit,
    *,
    kind: str,
    subject: str,
    recipients: str = "",
    is_of_congress: bool = False,
    override_reason: str = "",
    by: Person,
    on: date,
) -> OwnDocument:
    """Begin a document; it has no number before it is signed.

    override_reason: on what text it rests where the rules do not let this unit issue that kind.
    Raises NotAllowed, ValidationError. Source: R-DOC-02, R-DOC-04, R-DAT-02.
    """
    access.require(by, "document.write", unit, on=on)
    values = _checked(unit, kind, subject, recipients, is_of_congress, override_reason, on)
    document = OwnDocument.objects.create(unit=unit, **values)
    audit.record(by, "document.write", document, on=on, fields=["kind", "subject"])
    return document


@transaction.atomic
def correct(
    document: OwnDocument, *, because: str = "", seen: int, by: Person, on: date, **changes: Any
) -> OwnDocument:
    """Change a draft (names of DRAFT_FIELDS), or set subject and recipients of a signed document right.

    Number, kind and day of a signed document never change. Raises NotAllowed, WrongState, ValidationError, Conflict.
    """
    access.require(by, "document.write", document, on=on)
    old = {name: getattr(document, name) for name in DRAFT_FIELDS}
    if document.state not in {DocumentState.DRAFT, DocumentState.SIGNED}:
        raise saving.wrong_state(document, "correct")
    fixed = {"kind", "is_of_congress"} if document.state == DocumentState.SIGNED else set()
    if any(changes.get(name, old[name]) != old[name] for name in fixed):
        raise ValidationError({"kind": _("A signed document keeps its kind and its number.")})
    values = _checked(document.unit, **{**old, **changes}, on=document.issued_on or on)
    changed = {name: value for name, value in values.items() if getattr(document, name) != value}
    if document.state == DocumentState.SIGNED:
        because = validate.reason(because, field="because")
    if changed:
        saving.update(document, seen=seen, by=by, because=because, **changed)
        audit.record(by, "document.write", document, on=on, fields=sorted(changed))
    return document


@transaction.atomic
def sign(
    document: OwnDocument, *, issued_on: date, term_from_on: date | None = None, seen: int, by: Person, on: date
) -> OwnDocument:
    """Sign a draft: it gets the next number of its series, in the transaction that fixes it.

    term_from_on: the first day of the term, where no committee is recorded (of a congress: the day it closed).
    Raises NotAllowed, WrongState, ValidationError, Conflict: no number is lost then.
    Source: R-DOC-02, R-DOC-04, R-DOC-07.
    """
    access.require(by, "document.write", document, on=on)
    unit, kind = document.unit, Kind(document.kind)
    _check_issuable(unit, kind, document.override_reason, issued_on)
    number = numbering.numbered(unit, document.series, kind, issued_on=issued_on, typed=term_from_on, on=on)
    saving.move(document, DOCUMENT_MOVES, "sign", by=by, seen=seen, **number)
    audit.record(by, "document.write", document, on=on, fields={"document": document.printed})
    return document


@transaction.atomic
def reserve(
    unit: Unit, *, kind: str, issued_on: date, term_from_on: date | None = None, by: Person, on: date
) -> OwnDocument:
    """Take a number for a paper that is not held in this system, as a secret one: no title, no summary, no file.

    Raises NotAllowed, ValidationError. Source: R-DOC-03.
    """
    access.require(by, "document.write", unit, on=on)
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of document it is.")})
    number = numbering.numbered(unit, kind, Kind(kind), issued_on=issued_on, typed=term_from_on, on=on)
    document = OwnDocument.objects.create(unit=unit, kind=kind, series=kind, state=DocumentState.RESERVED, **number)
    audit.record(by, "document.write", document, on=on, fields={"reserved": document.printed})
    return document


@transaction.atomic
def make_void(document: OwnDocument, *, reason: str, seen: int, by: Person, on: date) -> OwnDocument:
    """Make a number void: the row stays in the register and the number is not given again.

    Raises NotAllowed, WrongState, ValidationError, Conflict. Source: R-DOC-02.
    """
    access.require(by, "document.write", document, on=on)
    if document.programmes.exists():
        raise ValidationError(_("It is recorded as the programme for a directive: remove it there first."))
    reason = validate.reason(reason)
    if classified_mark(reason):
        raise ValidationError({"reason": _("The text carries a classification mark. Do not enter it here.")})
    saving.move(document, DOCUMENT_MOVES, "make void", by=by, seen=seen, void_reason=reason)
    audit.record(by, "document.write", document, on=on, fields={"void": document.printed})
    return document


@transaction.atomic
def register_paper(
    unit: Unit, *, kind: Kind, subject: str, issued_on: date, term_from_on: date | None = None, by: Person, on: date
) -> OwnDocument:
    """Take a number for a paper that is made from a record; whether the person may issue it, the caller has checked.

    subject: empty for a paper whose title is nobody's business who reads the register. Raises ValidationError.
    Source: R-DOC-02, R-DOC-03, R-DOC-04.
    """
    _check_issuable(unit, kind, "", issued_on)
    number = numbering.numbered(unit, kind, kind, issued_on=issued_on, typed=term_from_on, on=on)
    state = DocumentState.SIGNED if subject else DocumentState.RESERVED
    document = OwnDocument.objects.create(
        unit=unit, kind=kind, series=kind, state=state, subject=subject, subject_fold=text.fold(subject), **number
    )
    audit.record(by, "document.write", document, on=on, fields={"document": document.printed})
    return document


@transaction.atomic
def make_void_of_paper(document: OwnDocument, *, reason: str, by: Person, on: date) -> OwnDocument:
    """Make the number of a paper void that was taken back where it was issued. The register tells the reason only of a
    paper that it names. Raises WrongState.
    """
    why = reason if document.subject else ""
    saving.move(document, DOCUMENT_MOVES, "make void", by=by, because=why, void_reason=why)
    audit.record(by, "document.write", document, on=on, fields={"void": document.printed})
    return document


@transaction.atomic
def remove_draft(document: OwnDocument, *, reason: str, by: Person, on: date) -> None:
    """Remove a draft; a number that was given is never removed. Raises NotAllowed, WrongState."""
    access.require(by, "document.write", document, on=on)
    if document.state != DocumentState.DRAFT:
        raise saving.wrong_state(document, "remove")
    correcting.withdraw(document, verb="document.write", reason=reason, by=by, on=on)


def _checked(
    unit: Unit, kind: str, subject: str, recipients: str, is_of_congress: bool, override_reason: str, on: date
) -> dict[str, Any]:
    if kind not in Kind.values:
        raise ValidationError({"kind": _("Choose what kind of document it is.")})
    subject, recipients, reason = text.clean(subject), text.clean(recipients), text.clean(override_reason)
    if not subject:
        raise ValidationError({"subject": _("Say what the document is about.")})
    for field, written in (("subject", subject), ("recipients", recipients), ("override_reason", reason)):
        if classified_mark(written):
            raise ValidationError({field: _("The text carries a classification mark. Do not enter it here.")})
    _check_issuable(unit, Kind(kind), reason, on)
    return {
        "kind": kind,
        "subject": subject,
        "subject_fold": text.fold(subject),
        "recipients": recipients,
        "is_of_congress": is_of_congress,
        "override_reason": reason,
        "series": CONGRESS if is_of_congress else kind,
    }


def _check_issuable(unit: Unit, kind: Kind, reason: str, on: date) -> None:
    """Raise ValidationError for a kind that the unit does not issue on that day, unless it is said why it does.

    Source: R-DOC-04.
    """
    if not may_issue(unit.place.the_kind, kind, on) and len(reason) < validate.SHORTEST:
        words = _("An organisation of this kind does not issue a document of the kind “%(kind)s” on that day.")
        raise ValidationError(
            {"kind": words % {"kind": kind.label}, "override_reason": _("Say on what text or decision this rests.")}
        )
