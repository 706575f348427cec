"""Sheets of cells turned into the files that offices send: .xlsx, .xls, HTML, separated values, Word tables."""

import html
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import docx
import xlsxwriter
import xlwt

Place = tuple[int, int]


@dataclass
class Grid:
    """One sheet or table. Rows and columns count from 0. `formulas`: by place, written without a cached value."""

    name: str = "Sheet1"
    cells: dict[Place, Any] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    fonts: dict[Place, str] = field(default_factory=dict)
    struck: set[Place] = field(default_factory=set)
    formulas: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    is_hidden: bool = False

    def put(self, row: int, column: int, value: Any) -> None:
        if value is not None and value != "":
            self.cells[row, column] = value

    def put_row(self, row: int, values: Sequence[Any], column: int = 0) -> None:
        for place, value in enumerate(values, column):
            self.put(row, place, value)

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        if (row, column) != (last_row, last_column):
            self.merged.append((row, column, last_row, last_column))

    @property
    def size(self) -> Place:
        places = [*self.cells, *self.formulas, *((row, column) for _r, _c, row, column in self.merged)]
        return max((row for row, _column in places), default=0) + 1, max(
            (column for _row, column in places), default=0
        ) + 1


def as_text(value: Any) -> str:
    """A value as another program would write it out."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def xlsx(grids: Sequence[Grid], *, is_1904: bool = False) -> bytes:
    body = io.BytesIO()
    options = {
        "in_memory": True,
        "date_1904": is_1904,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(body, options)
    formats: dict[tuple[str, bool, bool], Any] = {}

    def style(grid: Grid, place: Place, value: Any) -> Any:
        key = (grid.fonts.get(place, ""), place in grid.struck, isinstance(value, date))
        if key not in formats:
            look = {"font_name": key[0]} if key[0] else {}
            look |= {"font_strikeout": True} if key[1] else {}
            look |= {"num_format": "dd/mm/yyyy"} if key[2] else {}
            formats[key] = book.add_format(look)
        return formats[key]

    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        for first_row, first_column, last_row, last_column in grid.merged:
            place = (first_row, first_column)
            sheet.merge_range(first_row, first_column, last_row, last_column, "", style(grid, place, ""))
        for (row, column), value in sorted(grid.cells.items()):
            look = style(grid, (row, column), value)
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)
            elif isinstance(value, int | float):
                sheet.write_number(row, column, value, look)
            else:
                sheet.write_string(row, column, value, look)
        for (row, column), formula in grid.formulas.items():
            sheet.write_formula(row, column, formula, None, "")
        for row in grid.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        if grid.is_hidden:
            sheet.hide()
    book.close()
    return _without_cached_values(body.getvalue())


def _without_cached_values(body: bytes) -> bytes:
    """Formulas as programs write them that do not calculate: no value beside them."""
    if b"<f>" not in body and not any(b"<v></v>" in part for part in _parts(body)):
        return body
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, old.read(item).replace(b"<v></v>", b""))
    return made.getvalue()


def _parts(body: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")]


def xls(grids: Sequence[Grid], *, is_1904: bool = False) -> bytes:
    book = xlwt.Workbook()
    book.dates_1904 = is_1904
    styles: dict[tuple[str, bool, bool], Any] = {}

    def style(grid: Grid, place: Place, value: Any) -> Any:
        key = (grid.fonts.get(place, "Arial"), place in grid.struck, isinstance(value, date))
        if key not in styles:
            look = f"font: name {key[0]}" + (", struck_out on" if key[1] else "")
            styles[key] = xlwt.easyxf(look, num_format_str="DD/MM/YYYY" if key[2] else "General")
        return styles[key]

    for grid in grids:
        sheet = book.add_sheet(grid.name, cell_overwrite_ok=True)
        for first_row, first_column, last_row, last_column in grid.merged:
            sheet.merge(first_row, last_row, first_column, last_column)
        for (row, column), value in grid.cells.items():
            sheet.write(row, column, value, style(grid, (row, column), value))
        for row in grid.hidden_rows:
            sheet.row(row).hidden = True
        if grid.is_hidden:
            sheet.visibility = 1
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def separated(grid: Grid, *, sign: str = ",", encoding: str = "utf-8-sig", line_end: str = "\r\n") -> bytes:
    rows, columns = grid.size
    lines = []
    for row in range(rows):
        values = [as_text(grid.cells.get((row, column))) for column in range(columns)]
        lines.append(
            sign.join(
                f'"{value.replace(chr(34), chr(34) * 2)}"' if set(value) & set(f'{sign}"\n') else value
                for value in values
            )
        )
    return (line_end.join(lines) + line_end).encode(encoding, errors="replace")


def web_page(grids: Sequence[Grid], *, encoding: str = "utf-8") -> bytes:
    """What programs call .xls or .doc that only write HTML."""
    parts = [f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="{encoding}"></head><body>']
    for grid in grids:
        spans = {(row, column): (last_row - row + 1, last - column + 1) for row, column, last_row, last in grid.merged}
        covered = {
            (row, column)
            for first_row, first, last_row, last in grid.merged
            for row in range(first_row, last_row + 1)
            for column in range(first, last + 1)
            if (row, column) != (first_row, first)
        }
        rows, columns = grid.size
        parts.append("<table border=1>")
        for row in range(rows):
            parts.append("<tr>")
            for column in range(columns):
                if (row, column) in covered:
                    continue
                down, across = spans.get((row, column), (1, 1))
                span = (f" rowspan={down}" if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
                value = html.escape(as_text(grid.cells.get((row, column)))).replace("\n", "<br>") or "&nbsp;"
                parts.append(f"<td{span}>{value}</td>")
            parts.append("</tr>\n")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode(encoding, errors="xmlcharrefreplace")


def word(grids: Sequence[Grid], *, lines_above: Sequence[str] = ()) -> bytes:
    """Tables below `lines_above`; the name of a grid, unless it is "Sheet1", is a paragraph above its table."""
    paper = docx.Document()
    for line in lines_above:
        paper.add_paragraph(line)
    for grid in grids:
        if not grid.name.startswith("Sheet"):
            paper.add_paragraph(grid.name)
        rows, columns = grid.size
        table = paper.add_table(rows, columns)
        cells = [list(row.cells) for row in table.rows]
        for first_row, first, last_row, last in grid.merged:
            cells[first_row][first].merge(cells[last_row][last])
        for (row, column), value in grid.cells.items():
            cells[row][column].text = as_text(value)
        paper.add_paragraph("")
    body = io.BytesIO()
    paper.save(body)
    return body.getvalue()
