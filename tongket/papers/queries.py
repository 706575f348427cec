"""The papers of a record."""

from datetime import date
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from tongket.directives.actions import numbering
from tongket.directives.kinds import letters_of
from tongket.org.models import Unit
from tongket.papers.models import Paper, PaperFile
from tongket.papers.registry import MATTERS, Matter, Numbered, PaperForm, matter_of
from tongket.regulations import papers as looks


def with_files() -> QuerySet[Paper]:
    """All papers with their files, without what these hold."""
    files = PaperFile.objects.defer("body").select_related("added_by").order_by("role")  # unscoped: of papers
    return Paper.objects.select_related("unit__place", "document", "replaces").prefetch_related(
        Prefetch("files", files)
    )


def papers_of(record: Model) -> list[Paper]:
    """The papers about a record, the newest first."""
    rows = with_files().filter(matter=matter_of(record).name, record=record.pk)
    return list(rows.order_by("-issued_on", "-number", "pk"))


def matter_and_record(paper: Paper) -> tuple[Matter, Any]:
    """What a paper is about: its kind of record, and the record. Raises LookupError."""
    matter = MATTERS[paper.matter]
    record = matter.query().filter(pk=paper.record).first()
    if record is None:
        raise LookupError(f"{paper.matter} {paper.record} is gone")
    return matter, record


def as_draft(unit: Unit, form: PaperForm, day: date) -> Numbered:
    """What a paper of that day would carry, before it has a number."""
    return Numbered(None, letters_of(form.kind, day), looks.symbol_of(unit, day), None, day)


def as_numbered(unit: Unit, form: PaperForm, *, number: int, issued_on: date) -> Numbered:
    """A number that was given elsewhere."""
    symbols = letters_of(form.kind, issued_on), looks.symbol_of(unit, issued_on)
    return Numbered(number, *symbols, issued_on, issued_on)


def next_numbered(unit: Unit, form: PaperForm, *, issued_on: date, term_from_on: date | None, on: date) -> Numbered:
    """The number that the register of the unit would give now, without taking it. Raises ValidationError."""
    values = numbering.next_one(unit, form.kind, form.kind, issued_on=issued_on, typed=term_from_on, on=on)
    kind_symbol, _slash, issuer_symbol = values["symbol"].partition("/")
    return Numbered(values["number"], kind_symbol, issuer_symbol, issued_on, issued_on)
