"""What calamine does not tell of an .xls: hidden rows, text struck through, old fonts, the 1904 calendar.

Reads the records of the workbook one by one; what it cannot read it leaves to calamine, which refuses what is broken.
Child process only. Source: [MS-XLS], documents.md 8.8, 8.14, 8.22.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from tongket.sheets import compound, encodings
from tongket.sheets.xlsx import MAX_FONTS, STRUCK, Book, Extra

_BEGIN, _END, _LOCKED = 0x0809, 0x000A, 0x002F
_DATE_MODE, _FONT, _FORMAT, _SHEET, _ROW = 0x0022, 0x0031, 0x00E0, 0x0085, 0x0208
_CELLS = frozenset({0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x0201, 0x0006, 0x0205})
_MANY = {0x00BD: 6, 0x00BE: 2}  # records of several cells of a row: bytes of each
_STRUCK_OUT, _HIDDEN, _BIFF8 = 0x0008, 0x20, 0x0600


def scan(path: Path) -> Book:
    """Look through the records once; an empty book where they cannot be read."""
    try:
        return _scan(compound.stream(path.read_bytes(), "Workbook", "Book"))
    except (ValueError, struct.error, IndexError):
        return Book()


def _scan(body: bytes) -> Book:
    book = Book()
    fonts: list[str] = []
    formats: dict[int, str] = {}
    places: dict[int, Extra] = {}
    count = 0
    for kind, record in _records(body, 0):
        if kind == _LOCKED:
            return Book()
        if kind == _BEGIN and struct.unpack_from("<H", record)[0] != _BIFF8:
            return Book()
        if kind == _END:
            break
        if kind == _DATE_MODE:
            book.is_1904 = record[0] == 1
        elif kind == _FONT:
            fonts.append(_font(record))
        elif kind == _FORMAT:
            at = struct.unpack_from("<H", record)[0]
            at -= at > 4  # there is no font 4
            if at < len(fonts) and fonts[at]:
                formats[count] = fonts[at]
            count += 1
        elif kind == _SHEET:
            extra = places.setdefault(struct.unpack_from("<I", record)[0], Extra())
            book.sheets[_text(record[6:])] = extra
    for at, extra in places.items():
        _scan_sheet(body, at, extra, formats)
    return book


def _scan_sheet(body: bytes, start: int, extra: Extra, formats: dict[int, str]) -> None:
    depth = 0
    for kind, record in _records(body, start):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth > 1:
            continue  # a chart inside the sheet
        elif kind == _ROW and record[12] & _HIDDEN:
            extra.hidden_rows.append(struct.unpack_from("<H", record)[0])
        elif formats and kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", record)
            _note(extra, row, column, formats.get(style, ""))
        elif formats and kind in _MANY:
            row, column = struct.unpack_from("<HH", record)
            for place in range(4, len(record) - 2, _MANY[kind]):
                style = struct.unpack_from("<H", record, place)[0]
                _note(extra, row, column, formats.get(style, ""))
                column += 1


def _note(extra: Extra, row: int, column: int, font: str) -> None:
    if font == STRUCK:
        extra.struck[row] = extra.struck.get(row, 0) + 1
    elif font and len(extra.fonts) < MAX_FONTS:
        extra.fonts[row, column] = font


def _records(body: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(body):
        kind, size = struct.unpack_from("<HH", body, at)
        yield kind, body[at + 4 : at + 4 + size]
        at += 4 + size


def _font(record: bytes) -> str:
    """The name of a font of an old encoding, STRUCK for one that strikes through, else ""."""
    name = _text(record[14:])
    if encodings.LEGACY_FONTS.match(name):
        return name
    return STRUCK if struct.unpack_from("<H", record, 2)[0] & _STRUCK_OUT else ""


def _text(record: bytes) -> str:
    """A short text: its length, whether each letter takes two bytes, and the letters."""
    count, is_wide = record[0], record[1] & 1
    return (
        record[2 : 2 + count * 2].decode("utf-16-le", "replace") if is_wide else record[2 : 2 + count].decode("latin-1")
    )
