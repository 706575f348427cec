"""The lines above a table, which may name the cell that it is about. Source: documents.md 8.1, 8.42."""

import re
from collections.abc import Callable

from tongket.core import text
from tongket.sheets.shape import Sheet

LINES = 14  # above a head that may belong to it
_CELL = re.compile(
    r"(?:chi bộ|c\.? ?bộ|\bcb\b|chi bo\b)(?:\s*(?:trực thuộc|cơ sở))?\s*:?\s*(?P<name>[^\n(;]+)", re.IGNORECASE
)
_UNIT = re.compile(r"^(?:đơn vị|thuộc đơn vị)\s*:\s*(?P<name>[^\n(;]+)", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[-–,]?\s*(?:năm|tháng|quý|tính đến|đến ngày|thời điểm|nhiệm kỳ)\b.*|"
    r",\s*(?:đảng bộ|đảng uỷ|đảng ủy|xã|phường)\b.*|"
    r"\s+[-–]\s+(?:[A-Z0-9]{1,3}[.)/]|đảng (?:bộ|uỷ|ủy|viên)\b|danh sách\b).*|\d{1,4}\s*(?:đ/c|đảng viên).*)$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(  # with their marks, as "Chi bộ Cơ quan" is one
    r"(?:thuộc|có|của|năm|tháng|quý|số lượng|tính|đến|và|trực thuộc|hiện|trong|kèm theo)\b|\d{4}\b|[:.…_-]*$",
    re.IGNORECASE,
)
_NO_NAME_WITHOUT_MARKS = re.compile(r"(?:thuoc|co|cua|thang|so luong|den|va|truc thuoc|kem theo)\b", re.IGNORECASE)


def cell_name(sheet: Sheet, head_row: int, start: int, convert: Callable[[str], str], reach: tuple[int, int]) -> str:
    """The name of a cell in the lines above a head (row from 0), the nearest to it; "" where none names one.

    start: the first row that may belong to the table; reach: its columns. Lines of the text before it count too.
    """
    for row in reversed(sheet.rows[max(start, head_row - LINES) : head_row]):
        for value in row[slice(*reach)]:
            if isinstance(value, str) and value.strip() and len(value) < 300 and (name := named(convert(value))):
                return name
    return named(*map(convert, reversed(sheet.before))) if not start else ""


def named(*lines: str) -> str:
    """The cell that the first of these lines names that names one."""
    for line in lines:
        for piece in re.split(r"[^\S\n]{3,}|\t", line):
            if name := _named(text.clean(piece)):
                return name
    return ""


def _named(line: str) -> str:
    for one in line.split("\n"):
        match = _CELL.search(one)
        prefix = "Chi bộ "
        if not match:
            match, prefix = _UNIT.search(one.strip()), ""
        if not match:
            continue
        name = _AFTER.sub("", " ".join(match["name"].split())).strip(' .:,-–*"')
        if not name or _NO_NAME.match(name) or _NO_NAME_WITHOUT_MARKS.match(name):
            continue
        if len(name) <= 80:
            return f"{prefix}{name}" if prefix else name
    return ""
