"""The file of a member as a paper of the office, made of the parts that the reader sees on the page."""

from collections.abc import Iterable, Iterator
from datetime import date

from tongket.core import text
from tongket.core.documents.model import Block, Bullets, Column, Heading, OfficeDocument, Paragraph, Table
from tongket.core.documents.profiles import profile_for
from tongket.core.documents.word import write_docx
from tongket.members.models import Member
from tongket.pages.record import Section, SmallTable
from tongket.regulations.papers import paper_of

WIDTH_MM, NARROW_MM = 165.0, 24.0


def as_word(member: Member, sections: Iterable[Section], on: date) -> bytes:
    """In the language that is active, which is Vietnamese for an office."""
    look = paper_of(member.unit, on)
    document = OfficeDocument(
        superior=look.superior.upper(),
        issuer=look.issuer.upper(),
        number=None,
        kind_symbol="TL",
        issuer_symbol=look.symbol,
        place=look.place or "…",
        issued_on=None,
        profile_day=on,
        kind_title="TRÍCH LỤC HỒ SƠ ĐẢNG VIÊN",
        subject=text.nfc(member.name),
        body=list(_blocks(sections)),
        signature=look.signature,
    )
    return write_docx(document, profile_for(on))


def _blocks(sections: Iterable[Section]) -> Iterator[Block]:
    number = 0
    for section in sections:
        if not section.facts and (section.table is None or not section.table.rows):
            continue
        number += 1
        yield Heading(2, f"{number}. {section.title}")
        if section.facts:
            yield Bullets([f"{fact.label}: {fact.text or '–'}" for fact in section.facts])
        if section.note:
            yield Paragraph.plain(str(section.note))
        if section.table is not None and section.table.rows:
            yield _table(section.table)


def _table(table: SmallTable) -> Table:
    """Without the columns that only hold buttons; days and years are narrow, the rest share what is left."""
    shown = [at for at, (label, _align) in enumerate(table.heads) if label]
    rows = [[str(row[at]) for at in shown] for row in table.rows]
    longest = [max(len(row[at]) for row in rows) for at in range(len(shown))]
    narrow = [at for at, length in enumerate(longest) if length <= 10]
    wide_mm = (WIDTH_MM - NARROW_MM * len(narrow)) / max(1, len(shown) - len(narrow))
    columns = [
        Column(str(table.heads[place][0]), NARROW_MM if at in narrow else wide_mm) for at, place in enumerate(shown)
    ]
    return Table(columns, rows)
