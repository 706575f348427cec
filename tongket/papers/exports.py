"""What all papers of an office share: the head, the number, the signature and the recipients."""

from collections.abc import Sequence
from typing import Any

from tongket.core import text
from tongket.core.documents.model import Appendix, Block, OfficeDocument, attached_to
from tongket.core.documents.profiles import Profile, profile_for
from tongket.core.documents.word import write_docx
from tongket.org.models import Unit
from tongket.papers.registry import Numbered
from tongket.regulations.papers import paper_of


def office_paper(
    unit: Unit,
    numbered: Numbered,
    *,
    kind_title: str,
    subject: str,
    body: Sequence[Block],
    recipients: Sequence[str] | None = None,
    **more: Any,
) -> OfficeDocument:
    """A paper of a unit as its office set head and foot for that day. recipients: else those of the office; more: as
    OfficeDocument takes them.
    """
    look, style = paper_of(unit, numbered.day), profile_for(numbered.day).tone_style
    return OfficeDocument(
        superior=text.tone_style(look.superior, style),
        issuer=text.tone_style(look.issuer, style),
        number=numbered.number,
        kind_symbol=numbered.kind_symbol,
        issuer_symbol=numbered.issuer_symbol,
        place=look.place or "…",
        issued_on=numbered.issued_on,
        profile_day=numbered.day,
        kind_title=kind_title,
        subject=subject,
        body=body,
        recipients=[text.tone_style(line, style) for line in (look.recipients if recipients is None else recipients)],
        **{"signature": look.signature, **more},
    )


def appendix(document: OfficeDocument, title: str, blocks: Sequence[Block], **more: Any) -> Appendix:
    """An appendix of a paper, with the line that says what it goes with."""
    profile = profile_for(document.day)
    kind = document.kind_title.capitalize()
    note = attached_to(document, profile, kind=kind, issuer=" ".join(document.issuer.split()))
    return Appendix(more.pop("number", None), title, note, blocks=blocks, **more)


def as_docx(document: OfficeDocument, profile: Profile | None = None) -> bytes:
    """The file, in the look of its day."""
    return write_docx(document, profile or profile_for(document.day))


def file_name(numbered: Numbered, form: str) -> str:
    """ "05-QD-DU.docx"; of a draft "du-thao-decision.docx"."""
    if numbered.number is None:
        return f"du-thao-{form}.docx"
    return f"{text.fold(numbered.printed).replace('/', '-').upper()}.docx"
