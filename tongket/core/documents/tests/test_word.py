import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.document import Document
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from tongket.core.documents.model import (
    Appendix,
    Block,
    Centred,
    Column,
    Grounds,
    OfficeDocument,
    Paragraph,
    Run,
    Signature,
    Table,
)
from tongket.core.documents.ooxml import MAIN, properties, w
from tongket.core.documents.profiles import profile_for
from tongket.core.documents.tests.sample import UNITS, make_report
from tongket.core.documents.word import write_docx

OLD, NEW = date(2026, 2, 5), date(2027, 2, 5)

# The order of the schema (wml.xsd), written down apart from the writer's own list.
SCHEMA = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "settings": "zoom mirrorMargins defaultTabStop characterSpacingControl compat rsids themeFontLang clrSchemeMapping "
    "decimalSymbol listSeparator",
    "style": "name aliases basedOn next link uiPriority qFormat locked pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
}


def read(document: OfficeDocument) -> Document:
    return docx.Document(io.BytesIO(write_docx(document)))


def parts(content: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}


def xml(paragraph_or_table: Any, path: str) -> list[Any]:
    found: list[Any] = paragraph_or_table._element.xpath(path)
    return found


def styled(document: Document, style_id: str) -> list[str]:
    """The texts of a style, in the body and in tables, no-break spaces as plain ones."""
    found = xml(document, f"//w:p[w:pPr/w:pStyle/@w:val='{style_id}']")
    return ["".join(p.xpath("./w:r/w:t/text()")).replace("\u00a0", " ") for p in found]


def cells(table: WordTable) -> list[list[str]]:
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def with_body(*blocks: Block, on: date = NEW, **changes: Any) -> OfficeDocument:
    return replace(make_report(issued_on=on), body=blocks, appendices=(), **changes)


def test_head_holds_names_and_number_left_title_and_day_right() -> None:
    head = read(make_report()).tables[0]

    assert cells(head) == [
        ["ĐẢNG BỘ TỈNH SÔNG MẪU\nĐẢNG UỶ KHỐI\nCÁC CƠ QUAN TỈNH\n*", "ĐẢNG CỘNG SẢN VIỆT NAM\n"],
        ["Số 05-BC/ĐUK", "Sông Mẫu, ngày 05 tháng 02 năm 2027"],
    ]
    assert [round(column.width.mm) for column in head.columns if column.width] == [78, 87]
    assert set(xml(head, ".//w:tblCellMar/*/@w:w")) == {"0"}
    assert set(xml(head, ".//w:tblBorders/*/@w:val")) == {"nil"}


def test_head_without_a_superior_begins_with_the_issuer() -> None:
    head = read(replace(make_report(), superior="")).tables[0]

    assert head.cell(0, 0).text == "ĐẢNG UỶ KHỐI\nCÁC CƠ QUAN TỈNH\n*"


def test_rule_below_the_title_is_as_long_as_the_title() -> None:
    rule: WordParagraph = read(make_report()).tables[0].cell(0, 1).paragraphs[1]

    left, right = rule.paragraph_format.left_indent, rule.paragraph_format.right_indent

    assert left is not None
    assert right is not None
    assert 87 - left.mm - right.mm == pytest.approx(72.7, abs=0.1)
    assert xml(rule, "./w:pPr/w:pBdr/w:top/@w:val") == ["single"]


def test_draft_leaves_number_and_day_blank_without_letting_the_blank_shrink() -> None:
    head = read(make_report(number=None, issued_on=None, profile_day=NEW)).tables[0]

    blank = "\u00a0" * 6
    assert head.cell(1, 0).text == f"Số{blank}-BC/ĐUK"
    assert head.cell(1, 1).text == f"Sông Mẫu, ngày{blank}tháng{blank}năm 2027"


def test_round_of_a_draft_stands_below_the_number() -> None:
    assert styled(read(replace(make_report(), draft_round=2)), "DraftMark") == ["Dự thảo lần 2"]


def test_kind_subject_and_five_hyphens_follow_the_head() -> None:
    document = read(make_report())

    assert [paragraph.text for paragraph in document.paragraphs[:4]] == [
        "BÁO CÁO",
        "tổng kết công tác năm 2026,",
        "phương hướng, nhiệm vụ năm 2027",
        "-----",
    ]


@pytest.mark.parametrize(
    ("style", "size", "bold", "italic"),
    [
        ("Superior", 14, False, False),
        ("Issuer", 14, True, False),
        ("PartyTitle", 15, True, False),
        ("Symbol", 14, False, False),
        ("PlaceDate", 14, False, True),
        ("KindTitle", 16, True, False),
        ("Subject", 15, True, False),
        ("Body", 15, False, False),
        ("Heading1", 15, True, False),
        ("Heading2", 15, True, False),
        ("Heading3", 15, True, True),
        ("Authority", 14, True, False),
        ("Office", 14, False, False),
        ("OfficeAlone", 14, True, False),
        ("SignerName", 14, True, False),
        ("RecipientsWord", 14, False, False),
        ("Recipient", 12, False, False),
        ("PageNumber", 14, False, False),
    ],
)
def test_style_of_a_part_is_the_one_of_the_component_table(style: str, size: int, bold: bool, italic: bool) -> None:
    found = next(s for s in read(make_report()).styles if s.style_id == style)

    assert (found.font.size, found.font.bold, found.font.italic) == (Pt(size), bold, italic)


@pytest.mark.parametrize(("day", "size", "pitch"), [(OLD, 14, 18), (NEW, 15, 19)])
def test_body_is_justified_with_an_exact_pitch_and_space_on_one_side(day: date, size: int, pitch: int) -> None:
    body = read(make_report(issued_on=day)).styles["Nội dung"]

    look = body.paragraph_format
    assert body.font.size == Pt(size)
    assert (look.line_spacing, look.space_before, look.space_after) == (Pt(pitch), Pt(0), Pt(6))
    assert look.first_line_indent.mm == pytest.approx(10, abs=0.02)
    assert look.alignment == 3


def test_body_keeps_the_emphasis_of_runs_and_marks_items_with_a_hyphen() -> None:
    document = read(make_report())

    mixed = next(p for p in document.paragraphs if p.text.startswith("Kết quả nổi bật"))
    assert [(bool(run.bold), bool(run.italic)) for run in mixed.runs] == [(True, False), (False, False), (False, True)]
    assert "- Hạn chế: còn 02 chi bộ." in styled(document, "Body")


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (OLD, ["Căn cứ Điều lệ Đảng;", "Xét đề nghị của Văn phòng,"]),
        (NEW, ["- Căn cứ Điều lệ Đảng;", "- Xét đề nghị của Văn phòng."]),
    ],
)
def test_grounds_end_as_the_instruction_says(day: date, printed: list[str]) -> None:
    grounds = Grounds(("Căn cứ Điều lệ Đảng;", "- Xét đề nghị của Văn phòng"))

    document = read(with_body(grounds, Centred("QUYẾT ĐỊNH:"), on=day))

    assert styled(document, "Body") == printed
    assert styled(document, "Centred") == ["QUYẾT ĐỊNH:"]


@pytest.mark.parametrize(("day", "mark"), [(OLD, ","), (NEW, ";")])
def test_recipients_are_parted_as_the_instruction_says_and_the_last_ends_with_a_full_stop(day: date, mark: str) -> None:
    recipients = ("Tỉnh uỷ (để báo cáo)", "", "Các chi bộ;", "Lưu Văn phòng")

    document = read(replace(make_report(issued_on=day), recipients=recipients))

    assert styled(document, "Recipient") == [f"- Tỉnh uỷ (để báo cáo){mark}", f"- Các chi bộ{mark}", "- Lưu Văn phòng."]
    assert xml(document, "//w:r[w:rPr/w:u]/w:t/text()") == ["Nơi nhận"]


def test_signatures_stand_in_one_row_that_is_kept_whole_and_with_the_text_before() -> None:
    document = read(with_body(Paragraph.plain("Một."), Paragraph.plain("Hai.")))

    closing = document.tables[-1]
    assert closing.cell(0, 1).text == "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nNguyễn Thị Ví Dụ"
    assert len(closing.rows) == len(xml(closing, ".//w:trPr/w:cantSplit")) == 1
    assert not xml(closing, ".//w:keepNext")
    assert [bool(p.paragraph_format.keep_with_next) for p in document.paragraphs if p.text in ("Một.", "Hai.")] == [
        False,
        True,
    ]


def test_table_at_the_end_does_not_melt_into_the_signatures() -> None:
    document = read(with_body(UNITS))

    between = xml(document, "//w:tbl[last()]/preceding-sibling::*[1]")
    assert [element.tag for element in between] == [f"{{{MAIN}}}p"]
    assert between[0].xpath("./w:pPr/w:keepNext")


def test_head_of_a_body_signs_alone_in_bold() -> None:
    document = read(replace(make_report(), signature=Signature("", "Trưởng ban", "Lê Văn Mẫu")))

    assert styled(document, "OfficeAlone") == ["TRƯỞNG BAN"]
    assert styled(document, "Authority") == styled(document, "Office") == []


def test_minutes_have_two_signatures_side_by_side() -> None:
    left, right = Signature("", "Người ghi biên bản", "Trần Thử Nghiệm"), Signature("", "Chủ trì", "Lê Văn Mẫu")

    document = read(replace(make_report(), recipients=(), left_signature=left, signature=right))

    assert ["NGƯỜI GHI BIÊN BẢN\nTrần Thử Nghiệm", "CHỦ TRÌ\nLê Văn Mẫu"] in [
        row for table in document.tables for row in cells(table)
    ]


def test_letter_has_its_subject_below_the_number_and_no_kind() -> None:
    letter = with_body(kind_symbol="CV", kind_title="", subject="về việc báo cáo", addressees=("Các chi bộ",))

    document = read(letter)

    assert document.tables[0].cell(1, 0).text == "Số 05-CV/ĐUK\nvề việc báo cáo"
    assert styled(document, "KindTitle") == styled(document, "Hyphens") == []
    assert styled(document, "Address") == ["Kính gửi: Các chi bộ"]


@pytest.mark.parametrize(("day", "word", "mark"), [(OLD, "Kính gửi", ","), (NEW, "Kính trình", ";")])
def test_submission_addresses_in_the_word_of_the_instruction(day: date, word: str, mark: str) -> None:
    document = read(with_body(on=day, kind_symbol="TTr", addressees=("Tỉnh uỷ", "Ban Tổ chức Tỉnh uỷ")))

    assert styled(document, "Address") == [f"{word}: ", f"- Tỉnh uỷ{mark}", "- Ban Tổ chức Tỉnh uỷ."]


def test_pages_have_the_margins_of_the_profile_and_appendices_turn_and_count_anew() -> None:
    sections = read(make_report()).sections

    sizes = [
        (s.page_width, s.page_height, s.top_margin, s.right_margin, s.bottom_margin, s.left_margin) for s in sections
    ]
    upright, turned = (210, 297, 20, 15, 20, 30), (297, 210, 30, 20, 15, 20)
    assert [tuple(round(length.mm) for length in size if length) for size in sizes] == [upright, turned, upright]
    assert all(s.different_first_page_header_footer for s in sections)
    assert [s._sectPr.xpath("./w:pgNumType/@w:start") for s in sections] == [["1"]] * 3
    assert all(s.header_distance is not None and abs(s.header_distance - Mm(8)) < Mm(0.1) for s in sections)
    assert sections[0].header._element.xpath("//w:fldSimple/@w:instr") == [" PAGE "]


@pytest.mark.parametrize(("day", "notes"), [(OLD, []), (NEW, ["(Kèm theo Báo cáo số 05-BC/ĐUK)"] * 2)])
def test_appendix_names_its_document_only_under_the_new_instruction(day: date, notes: list[str]) -> None:
    document = read(make_report(issued_on=day))

    assert styled(document, "AppendixHeading")[::2] == ["Phụ lục 1", "Phụ lục 2"]
    assert styled(document, "AppendixNote") == notes


def test_only_appendix_may_go_without_a_number() -> None:
    document = read(replace(make_report(), appendices=(Appendix(None, "Danh sách"),)))

    assert styled(document, "AppendixHeading") == ["Phụ lục", "Danh sách"]


def test_table_has_a_head_of_two_lines_that_repeats_and_rows_that_do_not_split() -> None:
    table = read(make_report()).tables[3]

    assert cells(table)[:3] == [
        ["TT", "Chỉ tiêu", "Đơn vị tính", *["Năm 2026"] * 3, "Thực hiện năm 2025", "Kế hoạch năm 2027"],
        [
            "TT",
            "Chỉ tiêu",
            "Đơn vị tính",
            "Kế hoạch",
            "Thực hiện",
            "Tỷ lệ (%)",
            "Thực hiện năm 2025",
            "Kế hoạch năm 2027",
        ],
        ["I. Công tác đảng viên"] * 8,
    ]
    assert len(xml(table, ".//w:tblHeader")) == 2
    assert len(xml(table, ".//w:cantSplit")) == len(table.rows) == 28
    assert not xml(table, ".//w:keepNext")


def test_table_has_fixed_widths_in_grid_and_cells() -> None:
    table = read(with_body(UNITS)).tables[1]

    grid = [int(width) for width in xml(table, "./w:tblGrid/w:gridCol/@w:w")]
    assert xml(table, "./w:tblPr/w:tblLayout/@w:type") == ["fixed"]
    assert int(xml(table, "./w:tblPr/w:tblW/@w:w")[0]) == sum(grid)
    for row in table._element.tr_lst:
        assert [int(width) for width in row.xpath("./w:tc/w:tcPr/w:tcW/@w:w")] == grid


def test_table_prints_its_caption_numbers_at_the_right_and_its_total_in_bold() -> None:
    document = read(with_body(UNITS))

    assert styled(document, "TableCaption") == ["Bảng 1. Đảng viên theo đơn vị"]
    assert styled(document, "TableTotal") == ["", "Cộng", "1.267", ""]
    assert [p.alignment for p in document.tables[1].columns[2].cells[1].paragraphs] == [2]
    assert document.tables[1].cell(2, 3).text == "sáp nhập\ntừ 01/7/2026"


def test_table_wider_than_its_page_is_refused() -> None:
    wide = Table((Column("Tên", 170),), ())

    with pytest.raises(ValueError, match="170 mm on a page with room for 165 mm"):
        write_docx(with_body(wide))
    assert write_docx(with_body(replace(wide, columns=(Column("Tên", 165),))))


def test_profile_of_another_time_is_refused() -> None:
    with pytest.raises(ValueError, match="HD05 does not hold for a document of 05/02/2026"):
        write_docx(make_report(issued_on=OLD), profile_for(NEW))


def test_profile_that_an_office_changed_is_used() -> None:
    profile = replace(profile_for(NEW), line_pitch_pt=22)

    document = docx.Document(io.BytesIO(write_docx(make_report(), profile)))

    assert document.styles["Nội dung"].paragraph_format.line_spacing == Pt(22)


def test_font_and_language_are_named_for_every_kind_of_letter() -> None:
    defaults = parts(write_docx(make_report()))["word/styles.xml"].find(f".//{{{MAIN}}}rPrDefault/{{{MAIN}}}rPr")

    assert defaults is not None
    fonts, language = defaults.find(f"{{{MAIN}}}rFonts"), defaults.find(f"{{{MAIN}}}lang")
    assert fonts is not None
    assert language is not None
    assert fonts.attrib == {f"{{{MAIN}}}{kind}": "Times New Roman" for kind in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert language.get(f"{{{MAIN}}}val") == "vi-VN"


def test_every_property_stands_in_the_order_of_the_schema() -> None:
    documents = [make_report(), with_body(Grounds(("Căn cứ",)), UNITS, kind_symbol="TTr", addressees=("A", "B"))]
    documents.append(replace(make_report(issued_on=OLD), two_sided=True, draft_round=1))

    wrong = [
        fault for document in documents for root in parts(write_docx(document)).values() for fault in misplaced(root)
    ]

    assert wrong == []


def misplaced(root: ElementTree.Element) -> Iterator[Sequence[str]]:
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{MAIN}}}")
        if name in SCHEMA:
            children = [child.tag.removeprefix(f"{{{MAIN}}}") for child in element]
            ranks = [SCHEMA[name].split().index(child) for child in children]
            if ranks != sorted(ranks):
                yield [name, *children]


def test_unknown_property_is_refused() -> None:
    with pytest.raises(KeyError):
        properties("pPr", [w("sz", val=24)])


def test_every_style_used_is_there() -> None:
    content = write_docx(make_report())

    body = parts(content)["word/document.xml"]
    used = {style.get(f"{{{MAIN}}}val") for style in body.iter(f"{{{MAIN}}}pStyle")}

    assert used <= {style.style_id for style in docx.Document(io.BytesIO(content)).styles}


def test_same_document_gives_the_same_bytes() -> None:
    assert write_docx(make_report()) == write_docx(make_report())


def test_file_names_the_unit_and_the_day_and_no_user() -> None:
    content = write_docx(make_report())

    known = docx.Document(io.BytesIO(content)).core_properties
    day = datetime(2027, 2, 5, tzinfo=UTC)
    assert known.title == "Báo cáo tổng kết công tác năm 2026, phương hướng, nhiệm vụ năm 2027"
    assert (known.author, known.last_modified_by) == ("Đảng uỷ Khối các cơ quan tỉnh", "")
    assert (known.created, known.modified) == (day, day)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2027, 2, 5, 0, 0, 0)}


def test_text_that_looks_like_markup_or_holds_odd_signs_is_printed_as_text() -> None:
    document = read(with_body(Paragraph((Run("<w:p> & “17 đồng chí”\x0b"),)), on=NEW))

    assert styled(document, "Body") == ["<w:p> & “17 đồng chí”"]


def test_two_sided_print_mirrors_the_margins() -> None:
    settings = parts(write_docx(replace(make_report(), two_sided=True)))["word/settings.xml"]

    assert settings.find(f"{{{MAIN}}}mirrorMargins") is not None
    assert parts(write_docx(make_report()))["word/settings.xml"].find(f"{{{MAIN}}}mirrorMargins") is None
