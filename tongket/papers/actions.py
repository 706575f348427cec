"""The only writes of papers: issued, signed, withdrawn, replaced."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.directives.actions import documents
from tongket.directives.models import OwnDocument
from tongket.org import access, audit, saving, validate
from tongket.org.models import AuditRow, Person
from tongket.papers import queries, rules
from tongket.papers.models import Paper, PaperFile, Role
from tongket.papers.registry import Matter, Numbered, PaperForm, matter_of
from tongket.papers.rules import PAPER_MOVES, PaperState
from tongket.sheets.marks import CheckedFile

NAMED = {"D0", "D1", "D2"}  # classes of records whose papers stand in the register with their title (S-21, R-DOC-03)


@dataclass(frozen=True)
class MadePaper:
    """A paper as it was made, before the transaction that gives it its number.

    is_typed: the number was given elsewhere and is not taken from the register. term_from_on: as numbering takes it.
    """

    numbered: Numbered
    name: str
    body: bytes
    is_typed: bool = False
    term_from_on: date | None = None


@transaction.atomic
def issue(record: Model, form: str, *, made: MadePaper, by: Person, on: date) -> Paper:
    """Issue a paper about a record: it takes its number, and the file with that number in it is kept.

    Raises NotAllowed; ValidationError: it is not due, it was issued already, the number was given to another paper
    while this one was made. Source: R-DOC-02, R-DOC-03, R-DOC-07.
    """
    matter, paper_form = _form(record, form)
    access.require(by, matter.write, record, on=on)
    if Paper.objects.filter(matter=matter.name, record=record.pk, form=form, state=PaperState.ISSUED).exists():
        raise ValidationError(_("This paper was issued already: replace it, or withdraw it first."))
    return _issue(matter, record, paper_form, made, by=by, on=on)


@transaction.atomic
def replace(paper: Paper, *, made: MadePaper, reason: str, by: Person, on: date) -> Paper:
    """Issue a later paper in place of one that was issued; both are kept. Returns the later one.

    Raises NotAllowed, WrongState, ValidationError.
    """
    matter, record = queries.matter_and_record(paper)
    access.require(by, matter.write, record, on=on)
    why = validate.reason(reason)
    if paper.state != PaperState.ISSUED:
        raise saving.wrong_state(paper, "replace")
    if made.numbered.day < paper.issued_on:
        raise ValidationError({"issued_on": _("The later paper is not older than the one that it replaces.")})
    _matter, form = _form(record, paper.form)
    saving.move(paper, PAPER_MOVES, "replace", by=by, because=why, reason=why)
    audit.record(by, matter.write, paper, on=on, fields=["state"])
    return _issue(matter, record, form, made, replaces=paper, by=by, on=on)


@transaction.atomic
def withdraw(paper: Paper, *, reason: str, by: Person, on: date) -> Paper:
    """Take back a paper: it is kept, and its number becomes void and is not given again.

    Raises NotAllowed, WrongState, ValidationError. Source: R-DOC-02.
    """
    matter, record = queries.matter_and_record(paper)
    access.require(by, matter.write, record, on=on)
    why = validate.reason(reason)
    saving.move(paper, PAPER_MOVES, "withdraw", by=by, because=why, reason=why)
    if paper.document is not None:
        documents.make_void_of_paper(paper.document, reason=why, by=by, on=on)
    audit.record(by, matter.write, paper, on=on, fields=["state"])
    return paper


def attach(paper: Paper, *, file: CheckedFile, is_not_classified: bool, by: Person, on: date) -> PaperFile:
    """Add the signed file: a scan, or a PDF that is signed digitally. What was made here stays beside it.

    A file with a classification mark is refused, and the log holds the fact alone. Raises NotAllowed, WrongState,
    ValidationError. Source: R-DAT-02, R-DAT-04.
    """
    matter, record = queries.matter_and_record(paper)
    access.require(by, matter.write, record, on=on)
    if not is_not_classified:
        raise ValidationError({"is_not_classified": _("Confirm that the document is not classified.")})
    if file.mark:
        audit.record(by, matter.write, paper, on=on, fields=["classified_file"], result=AuditRow.Result.REFUSED)
        words = _("The file carries a classification mark (%(where)s). Such files must not be entered here.")
        raise ValidationError({"file": words % {"where": file.mark}})
    if PaperFile.objects.filter(paper=paper, role=Role.SIGNED).exists():
        raise ValidationError({"file": _("A signed file is there already: take it out first, with a reason.")})
    digitally = rules.is_signed_digitally(file.body)
    with transaction.atomic():
        return _keep(paper, Role.SIGNED, file.name, file.body, matter, is_digital=digitally, by=by, on=on)


@transaction.atomic
def detach(paper: Paper, *, reason: str, by: Person, on: date) -> Paper:
    """Take out a signed file that was added by a slip; the history keeps its name, its fingerprint and why.

    Raises NotAllowed, ValidationError.
    """
    matter, record = queries.matter_and_record(paper)
    access.require(by, matter.write, record, on=on)
    signed = PaperFile.objects.defer("body").filter(paper=paper, role=Role.SIGNED).first()
    if signed is None:
        raise ValidationError(_("No signed file has been added."))
    why = f"{signed.name} ({signed.sha256[:12]}…): {validate.reason(reason)}"
    saving.update(paper, seen=paper.version, by=by, because=why)
    PaperFile.objects.filter(pk=signed.pk).delete()
    audit.record(by, matter.write, paper, on=on, fields=["signed_file_removed"])
    return paper


# --- Parts ------------------------------------------------------------------------------------------------------------


def _form(record: Model, name: str) -> tuple[Matter, PaperForm]:
    matter = matter_of(record)
    form = matter.form(name)
    if form is None:
        raise LookupError(f"{matter.name} has no paper called {name}")
    return matter, form


def _issue(
    matter: Matter,
    record: Any,
    form: PaperForm,
    made: MadePaper,
    *,
    replaces: Paper | None = None,
    by: Person,
    on: date,
) -> Paper:
    if not form.is_due(record):
        raise ValidationError(_("This paper is not due yet."))
    numbered, unit = made.numbered, form.unit(record)
    if numbered.number is None or numbered.issued_on is None:
        raise ValidationError(_("A paper is issued with a number and a day."))
    validate.not_in_future(numbered.issued_on, "issued_on", on=on)
    title = text.clean(form.title(record))[:300]
    document = None if made.is_typed else _take_number(matter, form, made, unit=unit, title=title, by=by, on=on)
    others = Paper.objects.filter(unit=unit, kind=form.kind, symbol=numbered.symbol, number=numbered.number)
    registered = OwnDocument.objects.filter(unit=unit, kind=form.kind, number=numbered.number, symbol=numbered.symbol)
    in_year = {"issued_on__year": numbered.issued_on.year}
    if made.is_typed and (others.filter(**in_year).exists() or registered.filter(**in_year).exists()):
        raise ValidationError(
            {"number": _("%(number)s was given to another paper of that year.") % {"number": numbered.printed}}
        )
    paper = Paper.objects.create(
        unit=unit, matter=matter.name, record=record.pk, form=form.name, kind=form.kind, document=document,
        number=numbered.number, symbol=numbered.symbol, issued_on=numbered.issued_on, title=title, replaces=replaces,
    )  # fmt: skip
    _keep(paper, Role.MADE, made.name, made.body, matter, by=by, on=on)
    return paper


def _take_number(
    matter: Matter, form: PaperForm, made: MadePaper, *, unit: Any, title: str, by: Person, on: date
) -> OwnDocument:
    numbered = made.numbered
    assert numbered.issued_on is not None
    is_named = access.POLICIES[matter.read].data_class in NAMED
    document = documents.register_paper(
        unit, kind=form.kind, subject=title if is_named else "", issued_on=numbered.issued_on,
        term_from_on=made.term_from_on, by=by, on=on,
    )  # fmt: skip
    if (document.number, document.symbol) != (numbered.number, numbered.symbol):
        raise ValidationError(
            _("%(number)s has just been given to another paper. Press the button once more: this one is made anew.")
            % {"number": numbered.printed}
        )
    return document


def _keep(
    paper: Paper, role: str, name: str, body: bytes, matter: Matter, *, is_digital: bool = False, by: Person, on: date
) -> PaperFile:
    sha256 = hashlib.sha256(body).hexdigest()
    file = PaperFile.objects.create(
        unit=paper.unit, paper=paper, role=role, name=name, body=body, size=len(body), sha256=sha256,
        is_signed_digitally=is_digital, added_by=by, added_on=on,
    )  # fmt: skip
    audit.record(by, matter.write, paper, on=on, fields={role: sha256})
    return file
