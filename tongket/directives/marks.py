"""Marks of classification on what somebody wants to keep here. A filter is no guarantee: the user confirms on top."""

import io
import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath

from lxml import etree

from tongket.core import text
from tongket.sheets import files
from tongket.sheets.files import Refused

ENDINGS = (".docx", ".pdf", ".txt")
MOST_BYTES = 10 * 1024 * 1024
FIRST_LINES = 120  # a mark stands on the first page; some more lines cost nothing

_LINE = re.compile(r"[\W_]*(?:ĐỘ\s+MẬT\W*)?(TUYỆT\s+MẬT|TỐI\s+MẬT|MẬT)[\W_]*")
_IN_NAME = re.compile(r"(?<!\w)(?:TUYỆT\s*MẬT|TỐI\s*MẬT|ĐỘ\s*MẬT)(?!\w)")
_PARTS = re.compile(r"[-_.,;()\[\]]+")
_PLAIN_NAMES = {"MẬT", "TOI MAT", "TUYET MAT", "TOIMAT", "TUYETMAT"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
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
