"""The rows that are left out on purpose, as they stand in the file, with the reason: a file of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tongket.rosters.models import Batch
from tongket.rosters.queries.parts import Name, part
from tongket.sheets import child
from tongket.sheets.cells import as_typed
from tongket.sheets.shape import Sheet
from tongket.sheets.xlsx import number


def left_out(batch: Batch) -> tuple[list[str], list[list[str]]]:
    """Head and rows of the file of what was left out; no rows where nothing is, or the file is no longer kept.

    A row of another list, whose head differs, follows a line with that head.
    """
    findings: Mapping[str, Any] = part(batch, Name.FINDINGS, {})
    table = part(batch, Name.TABLE)
    skipped = findings.get("skipped", ())
    if table is None or not skipped:
        return [], []
    sheets = {sheet.name: sheet for sheet in child.unpack(table["sheets"])}
    reasons = _reasons(part(batch, Name.PEOPLE, {}).get("problems", ()))
    width = max(len(row) for sheet in sheets.values() for row in sheet.rows)
    own = [_("Why it was left out"), _("Sheet"), _("Row in the file")]
    head: list[str] | None = None
    current: list[str] = []
    rows: list[list[str]] = []
    for sheet_name, row, _name in skipped:
        above = _head(findings.get("tables", ()), sheet_name, row, width)
        if head is None:
            head = current = above
        if above != current:
            rows.append([*above, *own])
            current = above
        reason = reasons.get((sheet_name, row)) or _("Left out by choice")
        rows.append([*_cells(sheets[sheet_name], row, width), reason, sheet_name, str(row)])
    return [*(head or []), *own], rows


def _cells(sheet: Sheet, row: int, width: int) -> list[str]:
    values = [as_typed(value) if value is not None else "" for value in sheet.rows[row - 1]]
    return [*values, *[""] * (width - len(values))]


def _head(tables: Sequence[Mapping[str, Any]], sheet: str, row: int, width: int) -> list[str]:
    """What stands above each column of the list that holds a row."""
    texts = [""] * width
    for table in tables:
        if table["sheet"] == sheet and table["head_rows"][1] < row <= table["last_row"]:
            for column in table["columns"]:
                texts[number(column["letters"])] = " – ".join(column["head"])
    return texts


def _reasons(problems: Sequence[Sequence[Any]]) -> dict[tuple[str, int], str]:
    """What was wrong with each row, in one text."""
    messages: dict[tuple[str, int], list[str]] = {}
    for sheet, row, _cell, _field, _code, _value, message, _suggestion, is_error, _left in problems:
        if is_error:
            messages.setdefault((sheet, row), []).append(str(message))
    return {place: "; ".join(dict.fromkeys(texts)) for place, texts in messages.items()}
