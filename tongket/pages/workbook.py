"""Excel files: a title block, a head, rows; nothing a cell could run (S-40)."""

import io
import re
from collections.abc import Collection, Sequence
from typing import Any

import xlsxwriter

from tongket.core import text

WIDEST = 260  # characters on a sheet of paper that can still be read
UPRIGHT = 110  # characters to a line of an upright sheet that can be read with ease
HEAD = 14  # characters to a line in the head of a narrow column
WHOLE = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})*")  # as pages write it


def workbook(
    title: str,
    subtitle: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    counts: Collection[int] = (),
    sums: int = 0,
    repeated: int = 1,
) -> bytes:
    """One sheet as an office hangs it up. Text stays text: no formula, no link, no user name.

    counts: the columns, from 0, in which whole numbers stand, so that Excel can add them up; sums: how many of the last
    rows add up those above; repeated: the columns that stand on each sheet of paper again, where the table is too wide
    for one.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(text.clean(title)[:31].translate(str.maketrans("[]:*?/\\", "       ")) or "1")
    font = {"font_name": "Times New Roman", "font_size": 12}
    bold = book.add_format(
        {**font, "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    )
    plain = book.add_format({**font, "border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({**font, "border": 1, "align": "center", "valign": "top"})
    cells = _Cells(book, font, counts)
    last = len(head)
    sheet.write_row(3, 0, ["TT", *head], bold)
    widths = [5] + [_width(label) for label in head]
    for index, row in enumerate(rows):
        is_sum = index >= len(rows) - sums
        if is_sum:
            sheet.write_string(4 + index, 0, "", plain)
        else:
            sheet.write_number(4 + index, 0, index + 1, number)
        for column, value in enumerate(row):
            cells.write(sheet, 4 + index, column, value, is_sum=is_sum)
            widths[column + 1] = max(widths[column + 1], min(len(value), 57))
    is_wide = sum(widths) > WIDEST
    over = min(last, repeated + 5) if is_wide else max(last, 1)  # the first sheet of paper
    large = book.add_format({**font, "bold": True, "font_size": 14, "align": "center"})
    sheet.merge_range(0, 0, 0, over, title.upper(), large)
    sheet.merge_range(1, 0, 1, over, subtitle, book.add_format({**font, "italic": True, "align": "center"}))
    for index, texts in enumerate([head, *rows]):
        lines = max((-(-len(value) // (widths[at] + 3)) for at, value in enumerate(texts, start=1) if value), default=1)
        if lines > 1 or not index:
            sheet.set_row(3 + index, 17 * lines)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 3, 60))
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
    sheet.set_paper(9)
    if is_wide:
        sheet.set_print_scale(60)
        sheet.repeat_columns(0, repeated)
    else:
        sheet.fit_to_pages(1, 0)
    if is_wide or last > 6 or sum(widths) > UPRIGHT:
        sheet.set_landscape()
    sheet.print_area(0, 0, 3 + len(rows), last)
    sheet.set_footer("&C&P/&N")
    book.set_properties({"title": title, "author": "", "company": ""})
    book.close()
    return out.getvalue()


class _Cells:
    """Writes the cells of a sheet: text as text, whole numbers as numbers in the columns that count."""

    def __init__(self, book: Any, font: dict[str, Any], counts: Collection[int]) -> None:
        shared = {**font, "border": 1, "valign": "top"}
        self.counts = counts
        self.plain = [book.add_format({**shared, "text_wrap": True, "bold": is_sum}) for is_sum in (False, True)]
        self.right = [
            book.add_format({**shared, "align": "right", "num_format": "#,##0", "bold": is_sum})
            for is_sum in (False, True)
        ]
        self.signed = book.add_format(
            {**shared, "align": "right", "num_format": "+#,##0;-#,##0;0", "bold": True}  # a difference is a sum
        )

    def write(self, sheet: Any, row: int, column: int, value: str, *, is_sum: bool) -> None:
        if column not in self.counts:
            sheet.write_string(row, column + 1, value, self.plain[is_sum])
        elif WHOLE.fullmatch(value):
            style = self.signed if value.startswith("+") else self.right[is_sum]
            sheet.write_number(row, column + 1, int(value.replace(".", "")), style)
        else:
            sheet.write_string(row, column + 1, value, self.right[is_sum])


def _width(label: str) -> int:
    """How wide a column is for its head, in characters: some words to a line, none of them cut."""
    return max(min(len(label), HEAD), *(len(word) for word in label.split()), 4)
