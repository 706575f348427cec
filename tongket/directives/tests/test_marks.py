"""Marks of classification in texts, names and files."""

import io
import zipfile

import pytest

from tongket.directives.marks import classified_mark, mark_in_file, mark_in_name
from tongket.sheets.files import Refused

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
