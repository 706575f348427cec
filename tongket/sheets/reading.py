"""Reads the sheets of a roster into persons, column by column, and reports everything that is wrong, in one pass.

Source: documents.md 7 and 8.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tongket.sheets import encodings, heads, table, wording
from tongket.sheets.block import FIELD_OF, Block, File
from tongket.sheets.checks import check_rows
from tongket.sheets.heads import Head
from tongket.sheets.shape import Problem, Reading, Sheet
from tongket.sheets.xlsx import number

_OLD_COPY = re.compile(r"\b(?:cu|old|copy|ban sao|backup|nhap|luu)\b")
_PLACE = re.compile(r"(.*)!([A-Z]{1,3})(\d{1,7})")


def read(
    sheets: Sequence[Sheet], *, corrections: Mapping[str, str] = {}, answers: Mapping[str, str] = {}, today: date
) -> Reading:
    """The persons of all sheets, every problem of every row, and the questions that remain.

    corrections: "Sheet1!D12" → what belongs there. answers: key of a question → choice. The sheets are not changed.
    """
    file = File(corrections, answers, today)
    for index, sheet in enumerate(sheets):
        _read_sheet(file, index, sheet, is_only=len(sheets) == 1)
    if not file.heads:
        file.problems.append(Problem("", 0, "", "", "no_head", "", wording.problem("no_head"), "", True))
    check_rows(file.fields, file.places, [sheet.name for sheet in sheets], file.problems)
    file.problems.sort(key=lambda problem: not problem.is_error)
    return Reading(
        fields=file.fields,
        places=file.places,
        sheets=[sheet.name for sheet in sheets],
        problems=file.problems,
        questions=file.questions,
        notes=file.notes,
        heads=file.heads,
    )


def _read_sheet(file: File, index: int, sheet: Sheet, *, is_only: bool) -> None:
    def note(code: str, **values: object) -> None:
        file.notes.append(wording.note(code, sheet=sheet.name, **values))

    if not sheet.rows:
        return note("empty_sheet")
    if sheet.is_hidden:
        return note("hidden_sheet")
    if not is_only and _OLD_COPY.search(heads.folded(sheet.name)):
        return note("old_sheet")
    sheet, corrected = _with_corrections(sheet, file.corrections)
    head, encoding = _head(sheet)
    convert = encodings.converter(encoding) if encoding else str
    if head is None:
        return note("no_head")
    note("head", row=head.last + 1)
    if head.unread:
        note("unread", head=", ".join(head.unread[:20]))
    if len(head.blocks) > 1:
        note("side_by_side", count=len(head.blocks))
    file.heads[sheet.name] = {
        FIELD_OF.get(name, name): head.labels[column]
        for name, column in head.blocks[0].items()
        if column in head.labels
    }
    starts = [min(block.values()) for block in head.blocks]
    width = max(map(len, sheet.rows))
    for block, left, right in zip(head.blocks, [0, *starts[1:]], [*starts[1:], width], strict=True):
        rows = table.rows_of(sheet, head, block, left=left, right=right, convert=convert)
        if rows.hidden:
            note("hidden_rows", count=rows.hidden)
        if rows.sums:
            note("skipped_totals", count=rows.sums)
        if rows.joined:
            note("second_rows", count=rows.joined)
        if rows.group_rows:
            note("groups", count=rows.group_rows)
        if rows.ended_at is not None:
            note("signatures", row=rows.ended_at + 1)
        for row, stated, counted in rows.differences:
            note("total", row=row + 1, stated=stated, count=counted)
        Block(file, index, sheet, head, block, rows, corrected, encoding).read()


def _with_corrections(sheet: Sheet, corrections: Mapping[str, str]) -> tuple[Sheet, set[tuple[int, int]]]:
    """A copy of the sheet with what the officer typed, and the cells that were typed."""
    rows = list(sheet.rows)
    corrected = set()
    for key, typed in corrections.items():
        place = _PLACE.fullmatch(key)
        if not place or place[1] != sheet.name:
            continue
        row, column = int(place[3]) - 1, number(place[2])
        if 0 <= row < len(rows):
            cell_row = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
            cell_row[column] = typed
            rows[row] = cell_row
            corrected.add((row, column))
    return replace(sheet, rows=rows), corrected


def _head(sheet: Sheet) -> tuple[Head | None, str]:
    """The head, and the old encoding that it and most of the sheet is written in, if any."""
    best = heads.find(sheet, str)
    top = [str(value) for row in sheet.rows[:80] for value in row if isinstance(value, str)]
    name = encodings.detect(top, has_legacy_font=bool(sheet.fonts))
    if name:
        converted = heads.find(sheet, encodings.converter(name))
        if converted and (best is None or converted.score >= best.score):
            return converted, name
    return best, ""
