"""Reads the sheets of a roster into persons, column by column, and reports everything that is wrong, in one pass.

Source: documents.md 7 and 8.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tongket.sheets import encodings, heads, table, tables, titles, wording
from tongket.sheets.block import FIELD_OF, Block
from tongket.sheets.checks import check_rows
from tongket.sheets.choices import column_key
from tongket.sheets.gathered import File
from tongket.sheets.heads import Head
from tongket.sheets.labels import folded
from tongket.sheets.shape import Problem, Reading, Sheet
from tongket.sheets.xlsx import number

MAX_LISTS = 60  # in one sheet
_OLD_COPY = re.compile(r"\b(?:cu|old|copy|ban sao|backup|nhap|luu)\b")
_PLACE = re.compile(r"(.*)!([A-Z]{1,3})(\d{1,7})(?:/(\d))?")


def read(
    sheets: Sequence[Sheet],
    *,
    corrections: Mapping[str, str] = {},
    answers: Mapping[str, str] = {},
    own_words: Mapping[str, str] = {},
    today: date,
) -> Reading:
    """The persons of all sheets, every problem of every row, and the questions that remain.

    corrections: "Sheet1!D12" → what belongs there. answers: key of a question → choice, and own_words, an office's
    words for heads: see `choices`. The sheets are not changed.
    """
    file = File(corrections, answers, today)
    for index, sheet in enumerate(sheets):
        _read_sheet(file, index, sheet, own_words, is_only=len(sheets) == 1)
    if not file.heads:
        file.problems.append(Problem("", 0, "", "", "no_head", "", wording.problem("no_head"), "", True))
    check_rows(file.fields, file.places, file.lefts, [sheet.name for sheet in sheets], file.problems)
    file.problems.sort(key=lambda problem: not problem.is_error)
    return Reading(
        fields=file.fields,
        places=file.places,
        sheets=[sheet.name for sheet in sheets],
        problems=file.problems,
        questions=file.questions,
        notes=file.notes,
        heads=file.heads,
        warnings=file.warnings,
        tables=file.tables,
        lefts=file.lefts,
    )


def _read_sheet(file: File, index: int, sheet: Sheet, own: Mapping[str, str], *, is_only: bool) -> None:
    def note(code: str, **values: object) -> None:
        file.notes.append(wording.note(code, sheet=sheet.name, **values))

    if not sheet.rows:
        return note("empty_sheet")
    if sheet.is_hidden:
        return note("hidden_sheet")
    if not is_only and _OLD_COPY.search(folded(sheet.name)):
        return note("old_sheet")
    sheet, corrected, file.typed_parts = _with_corrections(sheet, file.corrections)

    def chosen(number: int, column: int) -> str:
        return file.answers.get(column_key(_table_key(sheet, number), column), "")

    start, count, encoding, free = 0, 0, "", 0
    while start < len(sheet.rows) and count < MAX_LISTS:
        how: dict[str, Any] = {"start": start, "number": count + 1, "chosen": chosen, "own": own, "today": file.today}
        head, encoding = _head(sheet, encoding, **how)
        if head is None:
            if not count:
                note("no_head")
            return None
        if start and not _is_surely_list(head):
            return None
        _note_head(file, sheet, head, note)
        ends = [
            _read_list(file, index, sheet, head, at, _table_key(sheet, count + at + 1), free, corrected, encoding)
            for at in range(len(head.blocks))
        ]
        free = max([free, *(table.last_row for table in file.tables[-len(ends) :])])
        count += len(head.blocks)
        following = max(ends)
        start = following if following > head.last else head.last + 1
    return None


def _is_surely_list(head: Head) -> bool:
    """Whether what stands below a list is another one, and no signatures or notes."""
    return head.first <= head.last and any(len(block.keys() - {"number", "status"}) >= 2 for block in head.blocks)


def _table_key(sheet: Sheet, number: int) -> str:
    return f"{sheet.name}#{number}"


def _note_head(file: File, sheet: Sheet, head: Head, note: Callable[..., None]) -> None:
    if head.first <= head.last:
        note("head", row=head.last + 1)
    else:
        note("no_head_row")
    if head.unread:
        note("unread", head=", ".join(head.unread[:20]))
    if len(head.blocks) > 1:
        note("side_by_side", count=len(head.blocks))
    file.heads.setdefault(
        sheet.name,
        {
            FIELD_OF.get(name, name): head.labels[column]
            for name, column in head.blocks[0].items()
            if column in head.labels
        },
    )


def _read_list(
    file: File,
    index: int,
    sheet: Sheet,
    head: Head,
    at: int,
    key: str,
    free: int,
    corrected: set[tuple[int, int]],
    encoding: str,
) -> int:
    """Read one of the lists of a head; returns the row from which another one may begin.

    free: the first row after the persons of the list before.
    """

    def note(code: str, **values: object) -> None:
        file.notes.append(wording.note(code, sheet=sheet.name, **values))

    convert = encodings.converter(encoding) if encoding else str
    block, (left, right) = head.blocks[at], head.spans[at]
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
        file.warnings.append(file.notes[-1])
    if rows.counted_groups:
        note("counts", count=rows.counted_groups, wrong=len(rows.differences))
    reach = (left, right) if len(head.blocks) > 1 else (0, len(sheet.rows) and max(map(len, sheet.rows)))
    over = dict.fromkeys(head.titles[column] for column in sorted(block.values()) if column in head.titles)
    cell_name = titles.named(*over) or titles.cell_name(sheet, head.first, free, convert, reach)
    if cell_name and "unit" not in block:
        note("title", name=cell_name)
    seen = tables.read_table(sheet, head, at, key, rows)
    seen.cell_name = cell_name
    file.tables.append(seen)
    file.questions += tables.questions(seen)
    if rows.at:
        Block(file, index, sheet, head, block, rows, corrected, encoding, cell_name, left).read()
    if rows.next_head is not None:
        return rows.next_head
    return rows.ended_at + 1 if rows.ended_at is not None else len(sheet.rows)


def _with_corrections(
    sheet: Sheet, corrections: Mapping[str, str]
) -> tuple[Sheet, set[tuple[int, int]], dict[tuple[int, int, int], str]]:
    """A copy of the sheet with what the officer typed, the cells that were typed, and values of stacked cells."""
    rows = list(sheet.rows)
    corrected = set()
    parts = {}
    for key, typed in corrections.items():
        place = _PLACE.fullmatch(key)
        if not place or place[1] != sheet.name:
            continue
        row, column = int(place[3]) - 1, number(place[2])
        if place[4]:
            parts[row, column, int(place[4])] = typed
        elif 0 <= row < len(rows):
            cell_row = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
            cell_row[column] = typed
            rows[row] = cell_row
            corrected.add((row, column))
    return replace(sheet, rows=rows), corrected, parts


def _head(sheet: Sheet, likely: str, **how: Any) -> tuple[Head | None, str]:
    """The next head, and the old encoding that it and most of the sheet is written in, if any."""
    best = heads.find(sheet, encodings.converter(likely) if likely else str, **how)
    if likely:
        return best, likely
    start = how["start"]
    top = [str(value) for row in sheet.rows[start : start + 80] for value in row if isinstance(value, str)]
    name = encodings.detect(top, has_legacy_font=bool(sheet.fonts))
    if name:
        converted = heads.find(sheet, encodings.converter(name), **how)
        if converted and (best is None or converted.score >= best.score):
            return converted, name
    return best, ""
