"""Marks of classification on what somebody wants to keep here. A filter is no guarantee: the user confirms on top."""

import html
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from lxml import etree

from tongket.core import text
from tongket.sheets import encodings, files
from tongket.sheets.files import Refused

ENDINGS = (".docx", ".pdf", ".txt")
MOST_BYTES = 10 * 1024 * 1024
LONGEST_MARK = 60  # characters of a cell that may be one
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
FIRST_LINES = 120  # a mark stands on the first page; some more lines cost nothing

_LINE = re.compile(r"[\W_]*(?:ĐỘ\s+MẬT\W*)?(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)[\W_]*")
_IN_NAME = re.compile(r"(?<!\w)(?:TUYỆT\s*MẬT|TỐI\s*MẬT|ĐỘ\s*MẬT)(?!\w)")
_PARTS = re.compile(r"[-_.,;()\[\]]+")
_PLAIN_NAMES = {"MẬT", "TOI MAT", "TUYET MAT", "TOIMAT", "TUYETMAT"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRONG = {"TUYỆT MẬT", "TỐI MẬT"}  # are nobody's name, and are looked for in every cell
_TOP = 15  # rows in which a cell that says MẬT alone is a mark, and not a person called so
_MAY_BEAR = re.compile("M(?:\u1eac|\u00c2\u0323|A\u0323\u0302|A\u0302\u0323)T|&#".encode())
_HEAD_CODE = re.compile(
    r'&(?:"[^"]*"|K[0-9A-Fa-f+-]{6}|\d+|[A-Za-z&])'
)  # of Excel's headers: font, colour, size, place
_AFTER_TOP = re.compile(rb'<(?:\w+:)?row\b[^>]*\br="(?:1[6-9]|[2-9]\d|\d{3,})"')
_SHARED = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="s"[^>]*>\s*<(?:\w+:)?v>(\d+)<')
_INLINE = re.compile(rb"<(?:\w+:)?is>(.*?)</(?:\w+:)?is>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_PDF_STRING = re.compile(rb"/(?:Title|Subject|Keywords|Author)\s*(?:\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f\s]*)>)")


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked through for marks. mark: the one that was found, else ""."""

    name: str
    body: bytes
    mark: str


def check_file(name: str, body: bytes) -> CheckedFile:
    """Look through a .docx, .pdf or .txt, before a transaction begins. Raises Refused. Source: R-DAT-02."""
    return CheckedFile(name, body, mark_in_file(name, body))


def classified_mark(written: str) -> str:
    """The classification mark that stands alone on one of the first lines of a text; "" if there is none.

    Whole upper-case marks only: MẬT, TỐI MẬT, TUYỆT MẬT, with or without "ĐỘ MẬT:" before them. "bảo mật",
    "bí mật" and BẢO MẬT are words, no marks. Source: R-DAT-02.
    """
    for line in text.nfc(written).splitlines()[:FIRST_LINES]:
        match = _LINE.fullmatch(line.strip())
        if match:
            return " ".join(match[1].split())
    return ""


def mark_in_name(name: str) -> str:
    """The mark in the name of a file, as in "05-BC_TỐI MẬT.docx"; "" if there is none. Source: R-DAT-02."""
    stem = text.nfc(PurePath(name).stem)
    parts = [" ".join(part.split()) for part in _PARTS.split(stem)]
    plain = next((part for part in parts if part in _PLAIN_NAMES), "")
    match = _IN_NAME.search(" ".join(parts))
    return match[0] if match else plain


def mark_in_file(name: str, body: bytes) -> str:
    """The mark in the name, the metadata or the text of a .docx, .pdf or .txt; "" if there is none.

    Of a .pdf the name and the metadata are read, its pages are not. Raises Refused for files that are not what they
    are called, are broken, locked or carry macros. Source: R-DAT-02.
    """
    in_name = mark_in_name(name)
    if in_name:
        return in_name
    ending = PurePath(name).suffix.lower()
    if ending == ".pdf":
        if not body.startswith(b"%PDF"):
            raise Refused("kind")
        return classified_mark("\n".join(_pdf_metadata(body)))
    kind = _kind_of(body)
    if ending == ".docx" and kind == "docx":
        return classified_mark("\n".join(_word_lines(body)))
    if ending == ".txt" and kind == "text":
        return classified_mark(_decoded(body))
    raise Refused("kind")


def _kind_of(body: bytes) -> str:
    with tempfile.NamedTemporaryFile() as file:  # in memory or gone at once: nothing refused is kept
        file.write(body)
        file.flush()
        return files.kind_of(Path(file.name))


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    return body.decode("utf-8-sig", "replace")


def _word_lines(body: bytes) -> list[str]:
    """What a Word file says of itself, its headers and its paragraphs; a mark may stand in any of them."""
    lines: list[str] = []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as pack:
            names = pack.namelist()
            for part in [name for name in names if name.startswith("docProps/")]:
                root = etree.fromstring(pack.read(part), parser)
                lines += [node.text or "" for node in root.iter() if isinstance(node.tag, str)]
            heads = [name for name in names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
            for part in [*heads, "word/document.xml"]:
                root = etree.fromstring(pack.read(part), parser)
                for paragraph in root.iter(f"{_W}p"):
                    lines.append("".join(node.text or "" for node in paragraph.iter(f"{_W}t")))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError) as error:
        raise Refused("broken") from error
    return [line for line in lines if line.strip()]


def _pdf_metadata(body: bytes) -> list[str]:
    lines = []
    for plain, hexadecimal in _PDF_STRING.findall(body):
        raw = bytes.fromhex("".join(hexadecimal.decode().split()).ljust(2, "0")) if hexadecimal else plain
        is_wide = raw.startswith(b"\xfe\xff")
        lines.append(raw.decode("utf-16", "ignore") if is_wide else raw.decode("utf-8", "replace"))
    for tag in (b"dc:title", b"dc:description", b"dc:subject", b"pdf:Keywords"):
        for part in re.findall(rb"<" + tag + rb"[^>]*>(.*?)</" + tag + rb">", body, re.DOTALL):
            lines.append(re.sub(r"<[^>]+>", "\n", part.decode("utf-8", "replace")))
    return lines


# --- Tables -----------------------------------------------------------------------------------------------------------


def mark_in_table(path: Path) -> str:
    """The mark in a workbook, a Word file or a table in plain text or HTML; "" if there is none. Child process only.

    Raises Refused. Source: R-DAT-02.
    """
    kind = files.kind_of(path)
    if kind == "xlsx":
        return _mark_in_workbook(path)
    if kind == "xls":
        return _mark_in_cells(_cells_of_old_workbook(path))
    if kind == "docx":
        return classified_mark("\n".join(_word_lines(path.read_bytes())))
    written = encodings.decode(path.read_bytes())[0]
    if kind == "html":
        written = _TAG.sub("\n", written)
    return _mark_in_cells(re.split(r"[;,\t]", line) for line in written.splitlines() if line.strip())


def _mark_in_cells(rows: Iterable[Iterable[object]]) -> str:
    for number, row in enumerate(rows):
        for cell in row:
            mark = classified_mark(cell) if isinstance(cell, str) and len(cell) < LONGEST_MARK else ""
            if mark in _STRONG or (mark and number < _TOP):
                return mark
    return ""


def _cells_of_old_workbook(path: Path) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as book:
            for name in book.sheet_names:
                yield from book.get_sheet_by_name(name).to_python()
    except PasswordError as error:
        raise Refused("password") from error
    except (CalamineError, OSError, ValueError, RuntimeError) as error:
        raise Refused("broken") from error


def _mark_in_workbook(path: Path) -> str:
    """Looks through what the file says of itself, its text boxes, heads and feet of its sheets, and its cells."""
    with zipfile.ZipFile(path) as pack:
        parts = {name: pack.read(name) for name in pack.namelist() if name.endswith(".xml")}
    marked = {name: body for name, body in parts.items() if _MAY_BEAR.search(body) or body[:2] in _UTF16}
    lines: list[str] = []
    for name, body in marked.items():
        if name.startswith(("docProps/", "xl/drawings/")):
            lines += _texts(body, "*")
        if name.startswith("xl/worksheets/"):
            heads = [f"{which}{part}" for which in ("odd", "even", "first") for part in ("Header", "Footer")]
            lines += [line for name in heads for text in _texts(body, name) for line in _HEAD_CODE.split(text)]
    if mark := classified_mark("\n".join(lines)):
        return mark
    shared = [classified_mark(cell) for cell in _texts(marked.get("xl/sharedStrings.xml", b""), "si")]
    in_sheets = [body for name, body in parts.items() if name.startswith("xl/worksheets/")]
    at_top = {int(number) for body in in_sheets for number in _SHARED.findall(_top_of(body))}
    inline = [classified_mark(cell) for body in marked.values() for cell in _texts(body, "is")]
    top = [mark for number, mark in enumerate(shared) if number in at_top]
    for body in in_sheets:
        cells = [_TAG.sub("", cell.decode("utf-8", "replace")) for cell in _INLINE.findall(_top_of(body))]
        top += [classified_mark(html.unescape(cell)) for cell in cells]
    marks = [*(mark for mark in (*shared, *inline) if mark in _STRONG), *filter(None, top)]
    return marks[0] if marks else ""


def _top_of(body: bytes) -> bytes:
    end = _AFTER_TOP.search(body)
    return body[: end.start()] if end else body


def _texts(body: bytes, tag: str) -> Iterator[str]:
    """What stands in each element of a name, in any namespace."""
    if not body:
        return
    if files.has_dtd(body):
        raise Refused("entities")
    names = {"tag": f"{{*}}{tag}"} if tag != "*" else {}
    try:
        for _event, element in etree.iterparse(io.BytesIO(body), resolve_entities=False, no_network=True, **names):
            written = element.itertext() if tag != "*" else iter([element.text or ""])
            yield "".join(part for part in written if isinstance(part, str))
            element.clear()
    except etree.XMLSyntaxError as error:
        raise Refused("broken") from error
