"""Cells that hold several values, one under the other, as the official register (Mẫu 7-HSĐV) has them.

Each value gets a column of its own behind the last one of the list, and is read from there like any other.
Source: documents.md 7.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongket.sheets import stacked
from tongket.sheets.cells import as_typed
from tongket.sheets.choices import STACK
from tongket.sheets.heads import Head
from tongket.sheets.table import Rows

_NO = frozenset({"", "0", "-", "–"})


def unstack(
    rows: Rows,
    head: Head,
    block: Mapping[str, int],
    *,
    corrected: Mapping[tuple[int, int, int], str],
    today: date,
) -> tuple[dict[str, int], dict[int, tuple[int, int]]]:
    """Give the values of stacked cells columns of their own.

    corrected: (row, column, place from 1) → what a person typed for one value of a cell. Returns the block with the
    new columns, and for each of them the real column and the place in its cells.
    """
    columns = {
        at: head.known[at].parts for at in set(block.values()) if at in head.known and head.known[at].kind == STACK
    }
    marked = {kind: levels for kind, levels in head.marked.items() if block.get(kind) in levels}
    if not columns and not marked:
        return dict(block), {}
    width = max(map(len, rows.cells), default=0)
    result = dict(block)
    origins: dict[int, tuple[int, int]] = {}
    for at, kinds in columns.items():
        new = list(range(width, width + len(kinds)))
        width += len(kinds)
        for place, (kind, column) in enumerate(zip(kinds, new, strict=True), start=1):
            origins[column] = (at, place)
            if block.get(kind) == at:
                result[kind] = column
        for position, row in enumerate(rows.cells):
            values: list[Any] = stacked.split(row[at], kinds, today)
            for place in range(1, len(kinds) + 1):
                values[place - 1] = corrected.get((rows.at[position], at, place), values[place - 1])
            rows.cells[position] = [*row, *values]
    for kind, levels in marked.items():
        result[kind], origins[width] = width, (min(levels), 0)
        width += 1
        for position, row in enumerate(rows.cells):
            crossed = [level for at, level in levels.items() if at < len(row) and as_typed(row[at]).strip() not in _NO]
            rows.cells[position] = [*row, crossed[-1] if crossed else ""]
    return result, origins
