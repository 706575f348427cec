"""What calamine does not tell of an .xlsx: hidden rows, formulas without a value, old fonts, the 1904 calendar.

Reads the XML piece by piece with patterns: a parser would take longer than all the rest. Child process only.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tongket.sheets import encodings
from tongket.sheets.files import Refused

PIECE = 1 << 20
MAX_RUN = 131_072  # bytes without a tag: more than the longest cell that Excel takes
MAX_ROWS = 200_000
STRUCK = "\x00"
MAX_FONTS = 300_000
MAX_ROWS_OF_EXCEL = 1_048_576

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*?\br=\"(\d{1,7})\"")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>"
    rb"(?:\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]*)<"
)
_STYLED = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*?\bs=\"(\d+)\"")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d{1,9})\"")


@dataclass(slots=True)
class Extra:
    """Rows and columns from 0."""

    hidden_rows: list[int] = field(default_factory=list)
    without_value: dict[tuple[int, int], str] = field(default_factory=dict)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: dict[int, int] = field(default_factory=dict)  # row → how many of its cells are struck through
    row_count: int = 0  # written ones, empty or not


@dataclass(slots=True)
class Book:
    sheets: dict[str, Extra] = field(default_factory=dict)
    is_1904: bool = False


def letters(column: int) -> str:
    """The letters of a column from 0: 0 is A, 27 is AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(name: str | bytes) -> int:
    """The column from 0 of its letters."""
    value = 0
    for letter in name.decode() if isinstance(name, bytes) else name:
        value = value * 26 + ord(letter) - 64
    return value - 1


def scan(path: Path) -> Book:
    """Look through every part once. Raises Refused."""
    try:
        with zipfile.ZipFile(path) as pack:
            return _scan(pack)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Refused("broken") from error


def _scan(pack: zipfile.ZipFile) -> Book:
    names = {info.filename for info in pack.infolist()}
    book_xml = _parse_small_part(pack, "xl/workbook.xml")
    targets = {
        link.get("Id"): posixpath.normpath(posixpath.join("xl", (link.get("Target") or "").lstrip("/")))
        for link in _parse_small_part(pack, "xl/_rels/workbook.xml.rels")
    }
    properties = book_xml.find(f"{_M}workbookPr")
    book = Book(is_1904=properties is not None and properties.get("date1904") in {"1", "true"})
    fonts = _special_fonts(pack) if "xl/styles.xml" in names else {}
    seen = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    for sheet in book_xml.iter(f"{_M}sheet"):
        part = targets.get(sheet.get(f"{_R}id"), "").replace("xl/xl/", "xl/")
        if part in names and part not in seen:
            seen.add(part)
            book.sheets[sheet.get("name")] = _scan_sheet(pack, part, fonts)
    for name in names - seen:
        if name.endswith((".xml", ".rels")):
            _scan_other(pack, name)
    return book


def _parse_small_part(pack: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    if pack.getinfo(name).file_size > 10_000_000:
        raise Refused("bomb")
    body = pack.read(name)
    _refuse_if_harmful(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken") from error


def _special_fonts(pack: zipfile.ZipFile) -> dict[int, str]:
    """Number of a cell style → font, for fonts of an old encoding; STRUCK for text that is struck through."""
    root = _parse_small_part(pack, "xl/styles.xml")
    names = [
        (font.find(f"{_M}name").get("val") or "") if font.find(f"{_M}name") is not None else ""
        for font in root.iterfind(f"{_M}fonts/{_M}font")
    ]
    struck = [
        (line := font.find(f"{_M}strike")) is not None and line.get("val", "1") not in {"0", "false"}
        for font in root.iterfind(f"{_M}fonts/{_M}font")
    ]
    legacy = {}
    for style, xf in enumerate(root.iterfind(f"{_M}cellXfs/{_M}xf")):
        at = cast(str, xf.get("fontId", "0"))
        name = names[int(at)] if at.isdigit() and int(at) < len(names) else ""
        if encodings.LEGACY_FONTS.match(name):
            legacy[style] = name
        elif at.isdigit() and int(at) < len(struck) and struck[int(at)]:
            legacy[style] = STRUCK
    return legacy


def _scan_sheet(pack: zipfile.ZipFile, name: str, fonts: dict[int, str]) -> Extra:
    extra = Extra()
    with pack.open(name) as part:
        rest = b""
        while piece := part.read(PIECE):
            body = rest + piece
            cut = body.rfind(b"<row")
            if cut <= 0:
                cut = body.rfind(b":row ")
                cut = body.rfind(b"<", 0, cut) if cut > 0 else 0
            if not cut and len(body) > 16 * PIECE:
                raise Refused("long_cell")
            rest = body[cut:]
            _scan_piece(body[:cut], extra, fonts)
        _scan_piece(rest, extra, fonts)
    return extra


def _scan_piece(body: bytes, extra: Extra, fonts: dict[int, str]) -> None:
    if not body:
        return
    _refuse_if_harmful(body)
    extra.row_count += body.count(b"<row ") + body.count(b":row ")
    if extra.row_count > MAX_ROWS_OF_EXCEL:
        raise Refused("many_rows")
    value_at = max(body.rfind(b"<v>"), body.rfind(b"<is>"))
    row_at = body.rfind(b"<row", 0, value_at) if value_at >= 0 else -1
    if row_at >= 0 and (row := _ROW.match(body, row_at)) and int(row[1]) > MAX_ROWS:
        raise Refused("far_cell", f"{int(row[1])}")
    if b"hidden=" in body:
        extra.hidden_rows += [int(row[1]) - 1 for row in _HIDDEN.finditer(body)]
    if b"<f" in body or b":f>" in body:
        for cell in _FORMULA.finditer(body):
            formula = (cell[3] or b"").decode("utf-8", "replace")[:60]
            extra.without_value[int(cell[2]) - 1, number(cell[1])] = f"={formula}"
        if b"DDE" in body or b"|" in body:
            _refuse_dde(body)
    if b't="e"' in body:
        for cell in _ERROR.finditer(body):
            extra.without_value[int(cell[2]) - 1, number(cell[1])] = cell[3].decode("utf-8", "replace")[:20]
    if fonts and len(extra.fonts) < MAX_FONTS:
        for cell in _STYLED.finditer(body):
            font = fonts.get(int(cell[3]))
            if font == STRUCK:
                struck = int(cell[2]) - 1
                extra.struck[struck] = extra.struck.get(struck, 0) + 1
            elif font:
                extra.fonts[int(cell[2]) - 1, number(cell[1])] = font


def _refuse_dde(body: bytes) -> None:
    for formula in re.finditer(rb"<(?:\w+:)?f\b[^>]*>([^<]*)<", body):
        if re.search(rb"\w\|\s*(?:'|&apos;|\")", formula[1]) or re.match(rb"\s*DDE", formula[1], re.IGNORECASE):
            raise Refused("dde")


def _scan_other(pack: zipfile.ZipFile, name: str) -> None:
    with pack.open(name) as part:
        rest = b""
        while piece := part.read(PIECE):
            _refuse_if_harmful(rest + piece)
            rest = piece[-MAX_RUN:] if len(piece) == PIECE else b""


def _refuse_if_harmful(body: bytes) -> None:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("broken")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Refused("entities")
    for start in range(0, len(body) - MAX_RUN, MAX_RUN // 2):
        if body.find(b"<", start, start + MAX_RUN // 2) < 0:
            raise Refused("long_cell")
