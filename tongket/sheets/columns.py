"""One column of a list as it is written in the file, turned into Unicode where an old encoding stands in it."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from tongket.core import text
from tongket.sheets import encodings
from tongket.sheets.shape import Sheet
from tongket.sheets.table import Rows

_UNICODE_ONLY = re.compile("[\u1ea0-\u1eff\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0]")

_DITTO = re.compile(r"[\"”“″〃„]{1,2}|''|[-–\"(]*\s*(?:nt|n\.t|như trên|nhu tren|//)\s*[-–\")]*")


@dataclass(slots=True)
class Column:
    """One cell for each person of a list. corrected: positions that the officer typed."""

    values: list[Any]
    encoding: str = ""
    corrected: set[int] = field(default_factory=set)


def convert_column(sheet: Sheet, rows: Rows, column: int, corrected: set[tuple[int, int]], likely: str) -> Column:
    """The values of a column. Corrected cells, and cells with letters that only Unicode has, stay as they are."""
    values = [row[column] for row in rows.cells]
    typed = {position for position, at in enumerate(rows.at) if (at, column) in corrected} if corrected else set()
    texts = {value for value in set(values) if type(value) is str and not value.isascii()}
    if not texts and not sheet.fonts:
        return Column(values, "", typed)
    fonts = sheet.fonts
    has_font = any((at, column) in fonts for at in rows.at) if fonts else False
    name = encodings.detect(texts, has_legacy_font=has_font, likely=likely)
    if not name and not has_font:
        composed = {written: text.nfc(written) for written in texts if not unicodedata.is_normalized("NFC", written)}
        if composed:
            values = [composed.get(value, value) if type(value) is str else value for value in values]
        return Column(values, "", typed)
    convert = encodings.converter(name) if name else str
    is_unicode = _UNICODE_ONLY.search
    unicode: dict[Any, Any] = {
        written: written if name != "utf8" and is_unicode(written) else convert(written) for written in texts
    }
    converted = [value if at in typed else unicode.get(value, value) for at, value in enumerate(values)]
    if has_font:
        for position, at in enumerate(rows.at):
            value = converted[position]
            if type(value) is str and encodings.is_capital_font(fonts.get((at, column), "")):
                converted[position] = value.upper()
    return Column(converted, name, typed)


def without_dittos(values: list[Any]) -> list[Any]:
    """The values with what "nt" or a ditto mark repeats from the row above."""
    result: list[Any] = []
    for value in values:
        is_ditto = type(value) is str and len(value) <= 12 and bool(_DITTO.fullmatch(value.strip().lower()))
        result.append(result[-1] if is_ditto and result else value)
    return result
