"""An office document as a Word file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from .model import (
    Appendix,
    Block,
    Bullets,
    Centred,
    Grounds,
    Heading,
    OfficeDocument,
    Paragraph,
    Run,
    Signature,
    Table,
)
from .ooxml import package, properties, relation_id, twips, w
from .profiles import Profile, profile_for
from .styles import styles_part
from .typography import item_text, printable

_PARTS = ("document", "styles", "settings", "header")
_NO_FRAME = ("top", "left", "bottom", "right", "insideH", "insideV")


def write_docx(document: OfficeDocument, profile: Profile | None = None) -> bytes:
    """The document as a .docx file; the same document gives the same bytes.

    profile: the one of the day of issue, or one that an office changed within its bounds (`dataclasses.replace`).
    Raises ValueError when the profile is not in force on that day or a table is wider than its page; LookupError when
    no profile is known for the day.
    """
    profile = profile or profile_for(document.day)
    if not profile.is_valid_on(document.day):
        raise ValueError(f"{profile.key} does not hold for a document of {document.day:%d/%m/%Y}")
    parts = {
        "document": w("document", w("body", *_body(document, profile))),
        "styles": styles_part(profile),
        "settings": _settings(document, profile),
        "header": w("hdr", _paragraph("PageNumber", w("fldSimple", _run(Run("1")), instr=" PAGE "))),
    }
    return package(
        parts,
        title=printable(document.heading),
        author=" ".join(printable(document.issuer).split()),
        language=profile.language,
        day=document.day,
    )


def _body(document: OfficeDocument, profile: Profile) -> Iterator[Element]:
    yield _head(document, profile)
    if not document.is_letter:
        yield _paragraph("KindTitle", *_runs(document.kind_title.upper()))
        yield from _lines("Subject", document.subject)
        yield _paragraph("Hyphens", *_runs(profile.hyphens))
    if document.addressees:
        yield from _address(document, profile)
    blocks = list(_blocks(document.body, profile, profile.text_width_mm))
    if document.signature or document.left_signature or document.recipients:
        _keep_with_closing(blocks)
        blocks.append(_closing(document, profile))
    yield from blocks
    landscape = False
    for appendix in document.appendices:
        yield _end(_section(profile, landscape=landscape))
        landscape = appendix.landscape
        yield from _appendix(appendix, profile)
    yield _end(None)
    yield _section(profile, landscape=landscape)


# The head


def _head(document: OfficeDocument, profile: Profile) -> Element:
    title_indent = twips((profile.head_right_width_mm - profile.title_width_mm) / 2)
    # An empty paragraph bears the rule: as a border of the title itself it would make the title wrap with another font.
    border = w("top", val="single", sz=round(profile.rule_thickness_pt * 8), space=0, color=profile.colour)
    rule = _paragraph("TitleRule", extra=[w("pBdr", border), w("ind", left=title_indent, right=title_indent)])
    superior = _lines("Superior", document.superior.upper()) if document.superior else ()
    names = [*superior, *_lines("Issuer", document.issuer.upper())]
    left = [_paragraph("Symbol", *_runs(document.symbol_text(profile)))]
    if document.is_letter:
        left.extend(_lines("LetterSubject", document.subject))
    if document.draft_round is not None:
        left.append(_paragraph("DraftMark", *_runs(f"Dự thảo lần {document.draft_round}")))
    widths = (profile.head_left_width_mm, profile.head_right_width_mm)
    rows = [
        ([*names, _paragraph("Star", *_runs(profile.star))], [_paragraph("PartyTitle", *_runs(profile.title)), rule]),
        (left, [_paragraph("PlaceDate", *_runs(document.place_date_text()))]),
    ]
    return _layout_table(widths, rows)


def _address(document: OfficeDocument, profile: Profile) -> Iterator[Element]:
    is_submission = document.kind_symbol == profile.kind_symbols["submission"]
    word = profile.submission_address_word if is_submission else profile.address_word
    names = _items(document.addressees)
    lead = Run(f"{word}: ", italic=profile.address_word_is_italic)
    if len(names) == 1:
        yield _paragraph("Address", _run(lead), *_runs(names[0]))
        return
    left = [w("jc", val="left"), w("ind", left=twips(40))]
    yield _paragraph("Address", _run(lead), extra=[*left, w("spacing", after=0)])
    for number, name in enumerate(names, start=1):
        mark = profile.recipient_end if number == len(names) else profile.recipient_separator
        after = 240 if number == len(names) else 0
        item = [w("jc", val="left"), w("ind", left=twips(50)), w("spacing", before=0, after=after)]
        yield _paragraph("Address", *_runs(f"- {name}{mark}"), extra=item)


# The body


def _blocks(blocks: Iterable[Block], profile: Profile, width_mm: float) -> Iterator[Element]:
    for block in blocks:
        match block:
            case Heading():
                yield _paragraph(f"Heading{block.level}", *_runs(block.text))
            case Paragraph():
                yield _paragraph("Body", *(_run(run) for run in block.runs))
            case Bullets():
                for item in block.items:
                    runs = (Run(item),) if isinstance(item, str) else item
                    yield _paragraph("Body", _run(Run("- ")), *(_run(run) for run in runs))
            case Grounds():
                yield from _grounds(block, profile)
            case Centred():
                yield _paragraph("Centred", _run(Run(block.text, bold=block.bold)))
            case Table():
                yield from _table(block, profile, width_mm)


def _grounds(grounds: Grounds, profile: Profile) -> Iterator[Element]:
    texts = _items(grounds.items)
    for number, text in enumerate(texts, start=1):
        mark = profile.ground_end if number == len(texts) else profile.ground_separator
        yield _paragraph("Body", *_runs(f"{profile.ground_prefix}{text}{mark}"))


def _keep_with_closing(blocks: list[Element]) -> None:
    """Bind the last paragraph to the signatures, so that these never stand alone on a page."""
    if not blocks or blocks[-1].tag != "w:p":
        blocks.append(_paragraph("Gap"))  # two tables in a row would become one
    settings = blocks[-1][0]
    settings.insert(1, w("keepNext"))  # after pStyle, which is always the first


# Tables


def _table(table: Table, profile: Profile, width_mm: float) -> Iterator[Element]:
    if table.width_mm > width_mm + 0.05:
        raise ValueError(f"a table of {table.width_mm:g} mm on a page with room for {width_mm:g} mm")
    if table.caption:
        yield _paragraph("TableCaption", *_runs(table.caption))
    widths = [twips(column.width_mm) for column in table.columns]
    line: dict[str, str | int] = {"val": "single", "sz": 4, "space": 0, "color": profile.colour}
    margin = twips(profile.table_cell_margin_mm)
    yield w(
        "tbl",
        properties(
            "tblPr",
            [
                w("tblW", w=sum(widths), type="dxa"),
                w("jc", val="center"),
                w("tblBorders", *(w(side, **line) for side in _NO_FRAME)),
                w("tblLayout", type="fixed"),
                w("tblCellMar", w("left", w=margin, type="dxa"), w("right", w=margin, type="dxa")),
            ],
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *_head_rows(table, widths),
        *_table_rows(table, widths),
    )
    yield _paragraph("Gap")


def _head_rows(table: Table, widths: Sequence[int]) -> Iterator[Element]:
    if not table.has_groups:
        titles = [_cell(width, _lines("TableHead", c.title)) for c, width in zip(table.columns, widths, strict=True)]
        yield _row(titles, is_head=True)
        return
    upper: list[Element] = []
    lower: list[Element] = []
    pairs = zip(table.columns, widths, strict=True)
    for group, members in groupby(pairs, key=lambda pair: pair[0].group):
        columns = list(members)
        if group:
            width = sum(width for _, width in columns)
            upper.append(_cell(width, _lines("TableHead", group), span=len(columns)))
            lower.extend(_cell(width, _lines("TableHead", column.title)) for column, width in columns)
        else:
            upper.extend(_cell(width, _lines("TableHead", column.title), merge="restart") for column, width in columns)
            lower.extend(_cell(width, [_paragraph("TableHead")], merge="continue") for _, width in columns)
    yield _row(upper, is_head=True)
    yield _row(lower, is_head=True)


def _table_rows(table: Table, widths: Sequence[int]) -> Iterator[Element]:
    aligns: list[list[Element]] = [
        [] if column.align == "left" else [w("jc", val=column.align)] for column in table.columns
    ]

    def row(texts: Sequence[str], style: str) -> Element:
        filled = zip(texts, widths, aligns, strict=True)
        return _row([_cell(width, _lines(style, text, align)) for text, width, align in filled])

    for texts in table.rows:
        if len(texts) == 1 < len(widths):
            yield _row([_cell(sum(widths), _lines("TableTotal", texts[0]), span=len(widths))])
        else:
            yield row(texts, "TableCell")
    if table.total is not None:
        yield row(table.total, "TableTotal")


def _row(cells: Iterable[Element], *, is_head: bool = False) -> Element:
    return w("tr", properties("trPr", [w("cantSplit"), w("tblHeader") if is_head else None]), *cells)


def _cell(width: int, content: Iterable[Element], *, span: int = 1, merge: str = "", top: bool = False) -> Element:
    settings = [
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        w("vMerge", val=merge) if merge else None,
        w("vAlign", val="top" if top else "center"),
    ]
    return w("tc", properties("tcPr", settings), *content)


def _layout_table(widths_mm: Sequence[float], rows: Iterable[Sequence[Sequence[Element]]]) -> Element:
    """A table without a frame and without margins in its cells, which only puts its content side by side."""
    widths = [twips(width) for width in widths_mm]
    return w(
        "tbl",
        properties(
            "tblPr",
            [
                w("tblW", w=sum(widths), type="dxa"),
                w("tblInd", w=0, type="dxa"),
                w("tblBorders", *(w(side, val="nil") for side in _NO_FRAME)),
                w("tblLayout", type="fixed"),
                w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))),
            ],
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
        *(_row([_cell(width, cell, top=True) for width, cell in zip(widths, row, strict=True)]) for row in rows),
    )


# The end


def _closing(document: OfficeDocument, profile: Profile) -> Element:
    right = profile.signature_width_mm
    left = _signature(document.left_signature) if document.left_signature else _recipients(document, profile)
    return _layout_table((profile.text_width_mm - right, right), [(left, _signature(document.signature))])


def _recipients(document: OfficeDocument, profile: Profile) -> list[Element]:
    names = _items(document.recipients)
    if not names:
        return [_paragraph("Recipient")]
    underline = [w("u", val="single")] if profile.recipients_word_is_underlined else []
    word = _paragraph("RecipientsWord", _run(Run(profile.recipients_word), underline), *_runs(":"))
    marks = [profile.recipient_separator] * (len(names) - 1) + [profile.recipient_end]
    items = [f"{profile.recipient_prefix}{name}{mark}" for name, mark in zip(names, marks, strict=True)]
    room = [w("ind", right=twips(3))]  # away from the signatures
    return [word, *(_paragraph("Recipient", *_runs(item), extra=room) for item in items)]


def _signature(signature: Signature | None) -> list[Element]:
    if signature is None:
        return [_paragraph("Office")]
    lines = list(_lines("Authority", signature.authority.upper())) if signature.authority else []
    if signature.office:
        lines.extend(_lines("Office" if signature.authority else "OfficeAlone", signature.office.upper()))
    return [*lines, _paragraph("SignerName", *_runs(signature.name))]


def _appendix(appendix: Appendix, profile: Profile) -> Iterator[Element]:
    number = "" if appendix.number is None else f" {appendix.number}"
    yield _paragraph("AppendixHeading", *_runs(f"{profile.appendix_word}{number}"))
    yield from _lines("AppendixHeading", appendix.title)
    if profile.appendix_note_is_printed and appendix.attached_to:
        yield _paragraph("AppendixNote", *_runs(f"({appendix.attached_to.strip('()')})"))
    yield _paragraph("Gap", extra=[w("keepNext")])
    width = profile.landscape_text_width_mm if appendix.landscape else profile.text_width_mm
    yield from _blocks(appendix.blocks, profile, width)


# Sections, paragraphs, runs


def _section(profile: Profile, *, landscape: bool) -> Element:
    """The page of a section. Turned on its side, the text area turns with it: the binding edge is then above."""
    p = profile
    width, height = twips(p.paper_width_mm), twips(p.paper_height_mm)
    margins = {
        "top": twips(p.margin_top_mm),
        "right": twips(p.margin_right_mm),
        "bottom": twips(p.margin_bottom_mm),
        "left": twips(p.margin_left_mm),
    }
    if landscape:
        margins = {
            "top": margins["left"],
            "right": margins["top"],
            "bottom": margins["right"],
            "left": margins["bottom"],
        }
    header_at = twips(p.page_number_header_distance_mm)
    size = w("pgSz", w=height, h=width, orient="landscape") if landscape else w("pgSz", w=width, h=height)
    header = w("headerReference", type="default")
    header.set("r:id", relation_id(_PARTS, "header"))
    return properties(
        "sectPr",
        [
            header,
            w("type", val="nextPage"),
            size,
            w("pgMar", **margins, header=header_at, footer=header_at, gutter=0),
            w("pgNumType", start=1),
            None if p.page_number_on_first_page else w("titlePg"),
        ],
    )


def _end(section: Element | None) -> Element:
    """The paragraph that must follow a table, and that ends a section: too small to need a page of its own."""
    small = [w("spacing", before=0, after=0, line=20, lineRule="exact")]
    return _paragraph("Gap", extra=small if section is None else [*small, section])


def _settings(document: OfficeDocument, profile: Profile) -> Element:
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return w(
        "settings",
        *([w("mirrorMargins")] if document.two_sided else []),
        w("defaultTabStop", val=twips(profile.first_line_indent_mm)),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", mode),
        w("themeFontLang", val=profile.language),
        w("decimalSymbol", val=","),
        w("listSeparator", val=";"),
    )


def _items(texts: Iterable[str]) -> list[str]:
    """The items of a list without their marks and without the empty ones."""
    return [item for item in map(item_text, texts) if item]


def _lines(style: str, text: str, extra: Sequence[Element] = ()) -> Iterator[Element]:
    """One paragraph for each line of the text."""
    for line in text.split("\n"):
        yield _paragraph(style, *_runs(line), extra=extra)


def _paragraph(style: str, *runs: Element, extra: Sequence[Element] = ()) -> Element:
    return w("p", properties("pPr", [w("pStyle", val=style), *extra]), *runs)


def _runs(text: str) -> Sequence[Element]:
    return [_run(Run(text))] if text else []


def _run(run: Run, extra: Sequence[Element] = ()) -> Element:
    """A run; what is not emphasised here looks as the style of its paragraph says."""
    marks = [
        *([w("b"), w("bCs")] if run.bold else []),
        *([w("i"), w("iCs")] if run.italic else []),
        *extra,
    ]
    text = w("t")
    text.text = printable(run.text)
    text.set("xml:space", "preserve")
    return w("r", *([properties("rPr", marks)] if marks else []), text)
