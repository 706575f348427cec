"""Turns the bytes of a file into sheets: workbooks, Word tables, HTML tables, separated values. Child process only."""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from tongket.sheets import encodings, files, xls, xlsx
from tongket.sheets.files import Refused
from tongket.sheets.shape import Cell, Sheet

MAX_CELL_LENGTH = 32_767  # what Excel takes
MAX_ROWS = 200_000
MAX_COLUMNS = 700
LINES_BEFORE = 12  # a table, of the text of a document, that may name its cell
MAX_XML_BYTES = 60_000_000

_CLASSIFICATIONS = {"MẬT", "TỐI MẬT", "TUYỆT MẬT", "ĐỘ MẬT: MẬT", "ĐỘ MẬT: TỐI MẬT", "ĐỘ MẬT: TUYỆT MẬT"}
_DECLARED = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sheets_of(path: Path) -> list[Sheet]:
    """All sheets, hidden ones too. Raises Refused."""
    kind = files.kind_of(path)
    if kind in {"xlsx", "xls"}:
        sheets = _from_workbook(path, kind)
    elif kind == "docx":
        sheets = _from_word(path)
    elif kind == "html":
        sheets = _from_html(path.read_bytes())
    else:
        sheets = _from_text(path.read_bytes())
    if not any(sheet.rows for sheet in sheets):
        raise Refused("no_table")
    for sheet in sheets:
        _refuse_if_classified(sheet)
    return sheets


def _refuse_if_classified(sheet: Sheet) -> None:
    for row in sheet.rows[:15]:
        for value in row:
            if isinstance(value, str) and "M" in value[:12] and _is_classification(value):
                raise Refused("classified", sheet.name)


def _is_classification(value: str) -> bool:
    return " ".join(unicodedata.normalize("NFC", value).split()).strip(" .():").upper() in _CLASSIFICATIONS


# --- Workbooks


def _from_workbook(path: Path, kind: str) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    scanned = xlsx.scan(path) if kind == "xlsx" else xls.scan(path)
    sheets = []
    try:
        with CalamineWorkbook.from_path(path) as book:
            for meta in book.sheets_metadata:
                if meta.typ == SheetTypeEnum.Vba or meta.typ == SheetTypeEnum.MacroSheet:
                    raise Refused("macros")
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                page = book.get_sheet_by_name(meta.name)
                extra = scanned.sheets.get(meta.name) or xlsx.Extra()
                rows = _rows(page)
                for (row, column), shown in extra.without_value.items():
                    if row < len(rows):
                        rows[row] += [""] * (column + 1 - len(rows[row]))
                        rows[row][column] = shown
                merged = [(top, left, bottom, right) for (top, left), (bottom, right) in page.merged_cell_ranges or []]
                sheets.append(
                    Sheet(
                        name=meta.name,
                        rows=rows,
                        is_hidden=meta.visible != SheetVisibleEnum.Visible,
                        merged=merged[:100_000],
                        hidden_rows=frozenset(extra.hidden_rows),
                        fonts=extra.fonts,
                        is_1904=scanned.is_1904,
                        struck_rows=frozenset(row for row, cells in extra.struck.items() if cells > 1),
                    )
                )
    except PasswordError as error:
        raise Refused("password") from error
    except (CalamineError, OSError, ValueError, RuntimeError) as error:
        raise Refused("broken") from error
    return sheets


def _rows(page: Any) -> list[list[Cell]]:
    if page.start is None:
        return []
    (_top, left), (bottom, right) = page.start, page.end
    if bottom >= MAX_ROWS or right >= MAX_COLUMNS:
        raise Refused("far_cell", f"{page.name}, {xlsx.letters(right)}{bottom + 1}")
    pad: list[Cell] = [""] * left
    same: dict[Any, Any] = {}
    shared = same.setdefault  # equal values become one object: less memory here, and less to hand over
    rows: list[list[Cell]] = [list(map(shared, row, row)) for row in page.iter_rows()]
    types: set[Any] = {type(value) for value in same}
    if types & {time, timedelta}:
        rows = [[str(cell) if type(cell) in {time, timedelta} else cell for cell in row] for row in rows]
    if max((len(text) for text in same if type(text) is str), default=0) > MAX_CELL_LENGTH:
        raise Refused("long_cell")
    if left:
        rows = [pad + row for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


# --- Word tables


def _from_word(path: Path) -> list[Sheet]:
    with zipfile.ZipFile(path) as pack:
        info = pack.getinfo("word/document.xml")
        if info.file_size > MAX_XML_BYTES:
            raise Refused("too_large")
        body = pack.read(info)
    root = _xml(body)
    for instruction in root.iter(f"{_W}instrText"):
        if "DDE" in (instruction.text or "").upper():
            raise Refused("dde")
    tables = [table for table in root.iter(f"{_W}tbl") if not any(True for _ in table.iterancestors(f"{_W}tbl"))]
    if not tables:
        raise Refused("no_table")
    before = _before_tables(root, tables)
    return [
        replace(_word_table(table, f"Bảng {number}"), before=lines)
        for number, (table, lines) in enumerate(zip(tables, before, strict=True), start=1)
    ]


def _before_tables(root: Any, tables: list[Any]) -> list[tuple[str, ...]]:
    """The lines of the text before each table of a Word file."""
    result: list[tuple[str, ...]] = []
    lines: list[str] = []
    inside = set(tables)
    for element in root.iter(f"{_W}p", f"{_W}tbl"):
        if element in inside:
            result.append(tuple(lines[-LINES_BEFORE:]))
            lines = []
        elif element.tag == f"{_W}p" and not any(True for _ in element.iterancestors(f"{_W}tbl")):
            line = "".join(part.text or "" for part in element.iter(f"{_W}t")).strip()
            lines += [line[:300]] if line else []
    return result


def _xml(body: bytes) -> Any:
    from lxml import etree

    if files.has_dtd(body):
        raise Refused("entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken") from error


def _word_table(table: Any, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[tuple[int, int, int, int]] = []
    fonts: dict[tuple[int, int], str] = {}
    open_at: dict[int, tuple[int, int]] = {}  # column: where a cell merged downwards began, and its last column
    for tr in table.iterfind(f"{_W}tr"):
        at = len(rows)
        row: list[Cell] = []
        for tc in tr.iter(f"{_W}tc"):
            if tc.getparent() is not tr and tc.getparent().getparent().getparent() is not tr:
                continue  # of a table inside a cell
            properties = tc.find(f"{_W}tcPr")
            width = min(_number(properties, "gridSpan"), 100)
            column = len(row)
            down = properties.find(f"{_W}vMerge") if properties is not None else None
            is_below = down is not None and down.get(f"{_W}val", "continue") == "continue"
            row += [_word_text(tc), *[""] * (width - 1)]
            if down is not None and not is_below:
                open_at[column] = (at, column + width - 1)
            if is_below and column in open_at:
                top, last = open_at[column]
                merged = [area for area in merged if area[:2] != (top, column)]
                merged.append((top, column, at, last))
            elif width > 1:
                merged.append((at, column, at, column + width - 1))
            font = next((f.get(f"{_W}ascii") or "" for f in tc.iter(f"{_W}rFonts")), "")
            if encodings.LEGACY_FONTS.match(font):
                fonts[at, column] = font
        _check_row(row, len(rows))
        rows.append(row)
    return Sheet(name, rows, merged=merged, fonts=fonts)


def _number(properties: Any, name: str) -> int:
    element = properties.find(f"{_W}{name}") if properties is not None else None
    value = element.get(f"{_W}val", "1") if element is not None else "1"
    return max(int(value), 1) if value.isdecimal() and len(value) < 5 else 1


def _word_text(tc: Any) -> str:
    lines = []
    for paragraph in tc.iter(f"{_W}p"):
        parts = []
        for part in paragraph.iter():
            tag = part.tag
            if tag == f"{_W}t":
                parts.append(part.text or "")
            elif tag == f"{_W}tab":
                parts.append(" ")
            elif tag in {f"{_W}br", f"{_W}cr"}:
                parts.append("\n")
            elif tag == f"{_W}softHyphen":
                parts.append("\xad")
            elif tag == f"{_W}noBreakHyphen":
                parts.append("-")
        lines.append("".join(parts))
    return "\n".join(lines).strip("\n ")


# --- HTML tables


def _from_html(body: bytes) -> list[Sheet]:
    from lxml import etree

    declared = _DECLARED.search(body[:4096])
    text = ""
    if declared and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = body.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            text = ""
    text = text or encodings.decode(body)[0]
    if "<!ENTITY" in text.upper()[:100_000]:
        raise Refused("entities")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken") from error
    if root is None:
        raise Refused("no_table")
    tables = [table for table in root.iter("table") if table.find(".//table") is None]
    sheets: list[Sheet] = []
    lines: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in {"style", "script", "title"}:
            continue
        if element in tables:
            sheet = _html_table(element, f"Bảng {len(sheets) + 1}")
            sheets.append(replace(sheet, before=tuple(lines[-LINES_BEFORE:])))
            lines = []
        elif not any(True for _ in element.iterancestors("table")):
            lines += [" ".join(line.split())[:300] for line in (element.text, element.tail) if line and line.strip()]
    return sheets


def _html_table(table: Any, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[tuple[int, int, int, int]] = []
    below: dict[int, int] = {}  # column: how many rows more a cell above reaches into
    for tr in table.iter("tr"):
        row: list[Cell] = []
        for cell in tr:
            if cell.tag not in {"td", "th"}:
                continue
            while below.get(len(row), 0) > 0:
                below[len(row)] -= 1
                row.append("")
            column = len(row)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            row += [_html_text(cell), *[""] * (wide - 1)]
            if wide > 1 or high > 1:
                merged.append((len(rows), column, len(rows) + high - 1, column + wide - 1))
            if high > 1:
                below.update(dict.fromkeys(range(column, column + wide), high - 1))
        while below.get(len(row), 0) > 0:
            below[len(row)] -= 1
            row.append("")
        _check_row(row, len(rows))
        rows.append(row)
    return Sheet(name, rows, merged=merged)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), 100) if value.isdecimal() and len(value) < 5 else 1


def _html_text(cell: Any) -> str:
    for line_end in cell.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    lines = "".join(cell.itertext()).replace("\r", "").split("\n")
    written = "\n".join(filter(None, (line.strip(" \t") for line in lines)))
    return written if written.strip() else ""


# --- Separated values


def _from_text(body: bytes) -> list[Sheet]:
    text, _encoding = encodings.decode(body)
    if "\x00" in text[:10_000]:
        raise Refused("kind")
    sample = text[:20_000].split("\n")[:60]
    counts = {mark: sum(line.count(mark) > 1 for line in sample) for mark in (";", "\t", ",", "|")}
    delimiter = max(counts, key=lambda mark: counts[mark])
    if not counts[delimiter]:
        raise Refused("no_table")
    csv.field_size_limit(MAX_CELL_LENGTH)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            _check_row(row, len(rows))
            rows.append([*row])
    except csv.Error as error:
        raise Refused("long_cell" if "limit" in str(error) else "broken") from error
    if rows and rows[0] and str(rows[0][0]).startswith("sep="):
        rows[0] = [""]
    while rows and not any(rows[-1]):
        rows.pop()
    return [Sheet("CSV", rows)]


def _check_row(row: list[Any], at: int) -> None:
    if at >= MAX_ROWS:
        raise Refused("too_large")
    if len(row) > MAX_COLUMNS:
        raise Refused("far_cell", f"{xlsx.letters(len(row) - 1)}{at + 1}")
    for value in row:
        if isinstance(value, str) and len(value) > MAX_CELL_LENGTH:
            raise Refused("long_cell")
