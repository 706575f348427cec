"""An office document as its parts, independent of Word and of the instruction that says how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tongket.core.dates import in_head, in_text

from .profiles import Profile

Align = Literal["left", "center", "right"]


def _one_line(text: str) -> None:
    # A line break inside a justified paragraph stretches its words over the whole line.
    if "\n" in text or "\r" in text:
        raise ValueError(f"a line break inside a paragraph: {text[:40]!r}")


@dataclass(frozen=True)
class Run:
    """Some words of a paragraph that look alike. ValueError on a line break."""

    text: str
    bold: bool = False
    italic: bool = False

    def __post_init__(self) -> None:
        _one_line(self.text)


@dataclass(frozen=True)
class Heading:
    """A heading with its own mark: level 1 "I- KẾT QUẢ", level 2 "1. …" (both bold), level 3 "1.1. …" (bold italic)."""

    level: Literal[1, 2, 3]
    text: str

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"a heading of level {self.level}")
        _one_line(self.text)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, justified, its first line indented."""

    runs: Sequence[Run]

    @classmethod
    def plain(cls, text: str) -> "Paragraph":
        """A paragraph without emphasis. ValueError on a line break."""
        return cls((Run(text),))


@dataclass(frozen=True)
class Bullets:
    """Items, each a paragraph of its own that begins with "- ". An item is plain text or a row of runs."""

    items: Sequence[str | Sequence[Run]]


@dataclass(frozen=True)
class Grounds:
    """The grounds (căn cứ) of a decision, without marks at their ends: the profile sets these."""

    items: Sequence[str]


@dataclass(frozen=True)
class Centred:
    """A line in the middle, such as "QUYẾT ĐỊNH:" or the name of a part."""

    text: str
    bold: bool = True

    def __post_init__(self) -> None:
        _one_line(self.text)


@dataclass(frozen=True)
class Column:
    """A column of a table. Neighbours with the same `group` stand under one common head."""

    title: str
    width_mm: float
    align: Align = "left"
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a frame.

    rows: one text per column, as printed; a row of a single text runs over the whole width, bold (a group of rows).
    A line break makes a new paragraph in the cell. total: the last row, bold.
    Raises ValueError when a row does not fit the columns.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] | None = None
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.columns or any(column.width_mm <= 0 for column in self.columns):
            raise ValueError("a table needs columns with a width")
        for row in self.rows:
            if len(row) not in (1, len(self.columns)):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(self.columns)} columns")
        if self.total is not None and len(self.total) != len(self.columns):
            raise ValueError(f"a total of {len(self.total)} cells in a table of {len(self.columns)} columns")

    @property
    def width_mm(self) -> float:
        """All columns together."""
        return sum(column.width_mm for column in self.columns)

    @property
    def has_groups(self) -> bool:
        """Whether the head has two lines."""
        return any(column.group for column in self.columns)


Block = Heading | Paragraph | Bullets | Grounds | Centred | Table


@dataclass(frozen=True)
class Appendix:
    """An appendix on its own pages, with its own page numbers.

    number: from 1; None when the document has only one and gives it no number.
    attached_to: "Kèm theo Báo cáo số …", see `attached_to`; printed where the profile asks for it.
    """

    number: int | None
    title: str
    attached_to: str = ""
    landscape: bool = False
    blocks: Sequence[Block] = ()


@dataclass(frozen=True)
class Signature:
    """Who signs: authority "T/M BAN THƯỜNG VỤ", or "" when a head of a body signs alone; office "BÍ THƯ"; the name."""

    authority: str
    office: str
    name: str


@dataclass(frozen=True, kw_only=True)
class OfficeDocument:
    """A document as an office issues it.

    superior: the body above, "" for none; issuer: who issues it. Both may hold the line breaks that the office stored.
    number, issued_on: None while not given; they are printed blank.
    kind_title: "BÁO CÁO"; "" for a letter (công văn), whose subject stands below the number.
    profile_day: the day that chooses the look while there is no day of issue, for example the day it is planned for.
    draft_round: prints "Dự thảo lần 2".
    is_numbered: whether it has a number at all; without it the place stays empty (ballots, a self-review).
    left_signature: stands in the place of the recipients (minutes: who wrote them).
    Raises ValueError when neither issued_on nor profile_day is given, or when the parts contradict each other.
    """

    superior: str
    issuer: str
    number: int | None
    kind_symbol: str
    issuer_symbol: str
    place: str
    issued_on: date | None
    kind_title: str
    subject: str
    body: Sequence[Block]
    signature: Signature | None
    recipients: Sequence[str] = ()
    left_signature: Signature | None = None
    addressees: Sequence[str] = ()
    appendices: Sequence[Appendix] = ()
    profile_day: date | None = None
    draft_round: int | None = None
    two_sided: bool = False
    is_numbered: bool = True
    day: date = field(init=False)  # chooses the profile

    def __post_init__(self) -> None:
        day = self.issued_on or self.profile_day
        if day is None:
            raise ValueError("a document without a day of issue needs a profile_day")
        if self.number is not None and self.number < 1:
            raise ValueError(f"document number {self.number}")
        if self.recipients and self.left_signature:
            raise ValueError("recipients and a left signature want the same place")
        object.__setattr__(self, "day", day)

    @property
    def is_draft(self) -> bool:
        """Whether the number or the day of issue is still missing."""
        return self.number is None or self.issued_on is None

    @property
    def is_letter(self) -> bool:
        """Whether this is a công văn: no kind in the middle of the page."""
        return not self.kind_title

    @property
    def heading(self) -> str:
        """Kind and subject in one line: the title of the file."""
        return " ".join(f"{self.kind_title} {self.subject}".split())

    def symbol_text(self, profile: Profile) -> str:
        """Number and symbol as printed: "Số 05-BC/ĐU", or "Số      -BC/ĐU" while there is no number."""
        if not self.is_numbered:
            return ""
        number = profile.number_blank if self.number is None else f"{self.number:0{profile.number_digits}d}"
        return profile.number_pattern.format(number=number, kind=self.kind_symbol, issuer=self.issuer_symbol)

    def place_date_text(self) -> str:
        """Place and day as printed: "Sông Mẫu, ngày 05 tháng 02 năm 2027"; day and month blank while not known."""
        blank = f"ngày      tháng      năm {self.day.year}"
        return f"{self.place}, {in_head(self.issued_on) if self.issued_on else blank}"


def attached_to(document: OfficeDocument, profile: Profile, *, kind: str, issuer: str) -> str:
    """The line of an appendix: "Kèm theo Báo cáo số 05-BC/ĐU, ngày 05/02/2027 của Đảng uỷ xã An Mẫu".

    kind, issuer: as written inside a sentence. Number and day stay blank in a draft.
    """
    symbol = document.symbol_text(profile)
    day = in_text(document.issued_on) if document.issued_on else f"    /    /{document.day.year}"
    return f"Kèm theo {kind} {symbol[:1].lower()}{symbol[1:]}, ngày {day} của {issuer}"


def paragraphs_of(text: str) -> list[Paragraph]:
    """Text as somebody typed it, one paragraph per line; empty lines are left out."""
    return [Paragraph.plain(line.strip()) for line in text.splitlines() if line.strip()]
