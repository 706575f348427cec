"""The paragraph styles of an office document, one for each part: in Word, a part is changed at one place."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from .ooxml import on, properties, twips, w
from .profiles import MM_PER_PT, Profile


@dataclass(frozen=True, kw_only=True)
class Style:
    """How the paragraphs of one part look. `pitch_pt`: exact line pitch; None: as the font asks for."""

    id: str
    name: str
    size_pt: float
    bold: bool = False
    italic: bool = False
    align: str = "left"
    first_line_mm: float = 0
    before_pt: float = 0
    after_pt: float = 0
    pitch_pt: float | None = None
    keep_next: bool = False
    outline: int | None = None


def styles(profile: Profile) -> tuple[Style, ...]:
    """The styles of a profile. Space between paragraphs stands on one side only: of two, the larger would count."""
    p = profile
    body = Style(
        id="Body",
        name="Nội dung",
        size_pt=p.body_size_pt,
        align="both",
        first_line_mm=p.first_line_indent_mm,
        after_pt=p.paragraph_spacing_pt,
        pitch_pt=p.line_pitch_pt,
    )
    return (
        Style(id="Superior", name="Cơ quan cấp trên", size_pt=p.superior_size_pt, align="center"),
        Style(id="Issuer", name="Cơ quan ban hành", size_pt=p.issuer_size_pt, align="center", bold=True),
        Style(id="Star", name="Dấu sao", size_pt=p.issuer_size_pt, align="center"),
        Style(id="PartyTitle", name="Tiêu đề", size_pt=p.title_size_pt, align="center", bold=True),
        Style(id="TitleRule", name="Đường kẻ dưới tiêu đề", size_pt=2, align="center", before_pt=1, pitch_pt=3),
        Style(id="Symbol", name="Số và ký hiệu", size_pt=p.symbol_size_pt, align="center"),
        Style(id="PlaceDate", name="Địa danh, ngày tháng", size_pt=p.place_date_size_pt, align="center", italic=True),
        Style(
            id="LetterSubject",
            name="Trích yếu công văn",
            size_pt=p.letter_subject_size_pt,
            align="center",
            italic=p.letter_subject_is_italic,
        ),
        Style(id="DraftMark", name="Dự thảo", size_pt=p.draft_mark_size_pt, align="center", italic=True),
        Style(
            id="KindTitle",
            name="Tên loại",
            size_pt=p.kind_title_size_pt,
            align="center",
            bold=True,
            before_pt=14,
            after_pt=3,
        ),
        Style(id="Subject", name="Trích yếu", size_pt=p.subject_size_pt, align="center", bold=True),
        Style(id="Hyphens", name="Gạch nối dưới trích yếu", size_pt=p.subject_size_pt, align="center", after_pt=12),
        Style(id="Address", name="Nơi gửi", size_pt=p.address_size_pt, align="center", before_pt=12, after_pt=12),
        body,
        *(_heading(body, level) for level in (1, 2, 3)),
        replace(body, id="Centred", name="Dòng giữa", align="center", first_line_mm=0, keep_next=True),
        Style(id="RecipientsWord", name="Nơi nhận", size_pt=p.recipients_word_size_pt, before_pt=12, after_pt=2),
        Style(id="Recipient", name="Danh sách nơi nhận", size_pt=p.recipient_size_pt),
        Style(
            id="Authority", name="Quyền hạn ký", size_pt=p.authority_size_pt, align="center", bold=True, before_pt=12
        ),
        Style(
            id="Office",
            name="Chức vụ ký",
            size_pt=p.office_size_pt,
            align="center",
            bold=p.office_under_authority_is_bold,
        ),
        Style(
            id="OfficeAlone",
            name="Chức vụ ký một mình",
            size_pt=p.office_size_pt,
            align="center",
            bold=p.office_alone_is_bold,
            before_pt=12,
        ),
        Style(
            id="SignerName",
            name="Họ tên người ký",
            size_pt=p.signer_name_size_pt,
            align="center",
            bold=True,
            before_pt=_signature_space_pt(p),
        ),
        Style(id="PageNumber", name="Số trang", size_pt=p.page_number_size_pt, align="center"),
        Style(
            id="AppendixHeading",
            name="Tên phụ lục",
            size_pt=p.appendix_heading_size_pt,
            align="center",
            bold=True,
            keep_next=True,
        ),
        Style(
            id="AppendixNote",
            name="Kèm theo",
            size_pt=p.appendix_note_size_pt,
            align="center",
            italic=True,
            keep_next=True,
        ),
        Style(id="Gap", name="Khoảng trống", size_pt=6, pitch_pt=9),
        Style(
            id="TableCaption",
            name="Tên bảng",
            size_pt=p.body_size_pt,
            align="center",
            bold=True,
            before_pt=6,
            after_pt=6,
            keep_next=True,
        ),
        Style(
            id="TableHead", name="Đầu bảng", size_pt=p.table_size_pt, align="center", bold=True, before_pt=2, after_pt=2
        ),
        Style(id="TableCell", name="Ô bảng", size_pt=p.table_size_pt, before_pt=2, after_pt=2),
        Style(id="TableTotal", name="Dòng tổng", size_pt=p.table_size_pt, bold=True, before_pt=2, after_pt=2),
    )


def styles_part(profile: Profile) -> Element:
    """The part of the package that holds the styles."""
    font = profile.font
    fonts = w("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)
    language = w("lang", val=profile.language, eastAsia=profile.language, bidi=profile.language)
    defaults = properties("rPr", [fonts, w("color", val=profile.colour), *_size(profile.body_size_pt), language])
    spacing = w("spacing", before=0, after=0, line=240, lineRule="auto")
    normal = w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal")
    return w(
        "styles",
        w("docDefaults", w("rPrDefault", defaults), w("pPrDefault", properties("pPr", [spacing, w("widowControl")]))),
        normal,
        *(_style_element(style) for style in styles(profile)),
    )


def _heading(body: Style, level: int) -> Style:
    # The name is the one that Word's own list of headings looks for.
    look = replace(body, id=f"Heading{level}", name=f"heading {level}", bold=True, italic=level == 3)
    return replace(look, keep_next=True, outline=level - 1)


def _signature_space_pt(profile: Profile) -> float:
    line_pt = profile.signer_name_size_pt * 1.15  # the height that the font gives to a line
    return round(profile.signature_gap_mm / MM_PER_PT - line_pt)


def _size(size_pt: float) -> Iterable[Element]:
    half_points = round(size_pt * 2)
    return w("sz", val=half_points), w("szCs", val=half_points)


def _style_element(style: Style) -> Element:
    spacing = {"before": round(style.before_pt * 20), "after": round(style.after_pt * 20)}
    line: dict[str, str | int] = (
        {} if style.pitch_pt is None else {"line": round(style.pitch_pt * 20), "lineRule": "exact"}
    )
    paragraph = [
        w("keepNext") if style.keep_next else None,
        w("spacing", **spacing, **line),
        w("ind", firstLine=twips(style.first_line_mm)) if style.first_line_mm else None,
        w("jc", val=style.align),
        None if style.outline is None else w("outlineLvl", val=style.outline),
    ]
    custom = {} if style.outline is not None else {"customStyle": 1}  # headings are Word's own
    bold, italic = style.bold, style.italic
    letters = [on("b", bold), on("bCs", bold), on("i", italic), on("iCs", italic), *_size(style.size_pt)]
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val="Normal"),
        w("qFormat"),
        properties("pPr", paragraph),
        properties("rPr", letters),
        type="paragraph",
        styleId=style.id,
        **custom,
    )
