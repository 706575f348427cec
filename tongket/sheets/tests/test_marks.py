"""Marks of classification in texts, names and files."""

import io
import zipfile

import pytest
import xlsxwriter

from tongket.sheets import child
from tongket.sheets.files import Refused
from tongket.sheets.marks import classified_mark, mark_in_file, mark_in_name

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def word(*paragraphs: str, title: str = "", header: str = "") -> bytes:
    """A small Word file with those paragraphs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("[Content_Types].xml", TYPES)
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in paragraphs)
        pack.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        pack.writestr("docProps/core.xml", f"<c><title>{title}</title></c>")
        pack.writestr("word/header1.xml", f"<w:hdr {W}><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>")
    return out.getvalue()


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize(
    ("written", "mark"),
    [
        ("ĐẢNG BỘ TỈNH\nMẬT\nSố 05-BC/TU", "MẬT"),
        ("  TỐI MẬT  ", "TỐI MẬT"),
        ("(TUYỆT MẬT)", "TUYỆT MẬT"),
        ("Độ: \nĐỘ MẬT: TỐI MẬT", "TỐI MẬT"),
        ("TỐI MÂ\u0323T", "TỐI MẬT"),
        ("Quy chế bảo mật thông tin", ""),
        ("Giữ gìn bí mật nhà nước\nQUY CHẾ BẢO MẬT", ""),
        ("mật", ""),
        ("Tối mật", ""),
        ("Công tác bảo vệ bí mật: MẬT mã", ""),
        ("", ""),
    ],
)
def test_only_whole_upper_case_marks_alone_on_a_line_count(written: str, mark: str) -> None:
    assert classified_mark(written) == mark


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize(
    ("name", "is_marked"),
    [
        ("05-BC_TỐI MẬT.docx", True),
        ("TUYỆT MẬT bao cao.pdf", True),
        ("MẬT - 12 KH.docx", True),
        ("ĐỘ MẬT A.docx", True),
        ("TOI MAT.docx", True),
        ("Quy chế bảo mật.docx", False),
        ("QUY CHẾ BẢO MẬT.docx", False),
        ("bí mật nhà nước.txt", False),
        ("MAT BANG.docx", False),
    ],
)
def test_marks_in_names_of_files(name: str, is_marked: bool) -> None:
    assert bool(mark_in_name(name)) is is_marked


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize(
    ("name", "body", "mark"),
    [
        ("a.docx", word("NGHỊ QUYẾT", "về bảo mật"), ""),
        ("a.docx", word("TỐI MẬT", "NGHỊ QUYẾT"), "TỐI MẬT"),
        ("a.docx", word("NGHỊ QUYẾT", title="TUYỆT MẬT"), "TUYỆT MẬT"),
        ("a.docx", word("NGHỊ QUYẾT", header="MẬT"), "MẬT"),
        ("a.txt", "Nghị quyết\nMẬT\n".encode(), "MẬT"),
        ("a.txt", "MẬT\n".encode("utf-16"), "MẬT"),
        ("a.txt", "Nghị quyết về bí mật".encode(), ""),
        ("a.pdf", b"%PDF-1.7\n/Title (Nghi quyet)", ""),
        ("a.pdf", b"%PDF-1.7\n/Title <" + ("\ufeffTỐI MẬT".encode("utf-16-be").hex()).encode() + b">", "TỐI MẬT"),
        ("a.pdf", b"%PDF-1.7\n<dc:title><li>T\xe1\xbb\x90I M\xe1\xba\xacT</li></dc:title>", "TỐI MẬT"),
    ],
)
def test_marks_in_the_text_and_the_metadata(name: str, body: bytes, mark: str) -> None:
    assert mark_in_file(name, body) == mark


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.docx", b"%PDF-1.7"),
        ("a.docx", b"plain text"),
        ("a.pdf", b"plain text"),
        ("a.docx", b"PK\x03\x04broken"),
        ("a.txt", word("a")),
        ("a.docx", word("a").replace(b"<w:body>", b"<w:bady>")),
    ],
)
def test_files_that_are_not_what_they_are_called_are_refused(name: str, body: bytes) -> None:
    with pytest.raises(Refused):
        mark_in_file(name, body)


def workbook(*rows: list[str], header: str = "", title: str = "", box: str = "") -> bytes:
    """A small Excel file with those rows; a header that is printed, a title, a text box."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": title})
    page = book.add_worksheet("DS")
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    if header:
        page.set_header(header)
    if box:
        page.insert_textbox(1, 8, box)
    book.close()
    return out.getvalue()


NAMES = [["Họ và tên", "Ngày sinh"], ["Nguyễn Văn", "MẬT"]]  # somebody's name, in capitals
MANY = [["Trần Thị Hoa", "05/02/1980"]] * 20


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize(
    ("name", "body", "mark"),
    [
        ("ds.xlsx", workbook(*NAMES[:1], *MANY), ""),
        ("ds.xlsx", workbook(["TỐI MẬT"], *NAMES[:1], *MANY), "TỐI MẬT"),
        ("ds.xlsx", workbook(["MẬT"], *NAMES[:1], *MANY), "MẬT"),
        ("ds.xlsx", workbook(*MANY, *NAMES), ""),
        ("ds.xlsx", workbook(*MANY, ["Độ mật", "TUYỆT MẬT"]), "TUYỆT MẬT"),
        ("ds.xlsx", workbook(*MANY, header='&C&"Times New Roman,Bold"&14TUYỆT MẬT'), "TUYỆT MẬT"),
        ("ds.xlsx", workbook(*MANY, title="TỐI MẬT"), "TỐI MẬT"),
        ("ds.xlsx", workbook(*MANY, box="TUYỆT MẬT"), "TUYỆT MẬT"),
        ("DS_TUYỆT MẬT.xlsx", workbook(*MANY), "TUYỆT MẬT"),
        ("ds.csv", "Họ và tên;Ngày sinh\nTUYỆT MẬT;\n".encode(), "TUYỆT MẬT"),
        ("ds.xls", "<html><body><p>TỐI MẬT</p><table><tr><td>Họ</td></tr></table></body></html>".encode(), "TỐI MẬT"),
        ("ds.docx", word("Danh sách đảng viên", header="TUYỆT MẬT"), "TUYỆT MẬT"),
        ("ds.docx", word("Danh sách đảng viên"), ""),
    ],
)
def test_roster_is_looked_through_before_it_is_kept(name: str, body: bytes, mark: str) -> None:
    assert child.check(body, name).mark == mark


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("ds.xlsx", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("ds.csv", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("ds.docx", workbook(*MANY)),
        ("ds.xlsx", word("A")),
        ("ds.xlsx", b"Ho va ten;Ngay sinh\nA;B\n"),
    ],
)
def test_table_that_is_not_what_its_name_says_is_refused(name: str, body: bytes) -> None:
    for ask in (child.check, child.read):
        with pytest.raises(Refused) as refusal:
            ask(body, name)

        assert refusal.value.code == "other_kind"
