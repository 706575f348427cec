"""Cells that hold several values, one under the other, as the official register (Mẫu 7-HSĐV) has them.

Each value gets a column of its own behind the last one of the list, and is read from there like any other.
Source: documents.md 7.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from tongket.sheets import looks
from tongket.sheets.cells import as_typed
from tongket.sheets.choices import STACK
from tongket.sheets.heads import Head
from tongket.sheets.table import Rows

_BETWEEN = re.compile(r"\s*[;|]\s*|\s+[/–-]\s+|(?<=[^\d\s])\s*/\s*(?=\D)")


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
    if not columns:
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
            values: list[Any] = split(row[at], kinds, today)
            for place in range(1, len(kinds) + 1):
                values[place - 1] = corrected.get((rows.at[position], at, place), values[place - 1])
            rows.cells[position] = [*row, *values]
    return result, origins


def split(value: Any, kinds: Sequence[str], today: date) -> list[Any]:
    """The values of one cell in the order of the kinds, "" for those that are missing."""
    if not isinstance(value, str):
        pieces: list[Any] = [value] if value not in ("", None) else []
    else:
        pieces = [piece.strip() for piece in value.split("\n")]
        if len(pieces) == 1:
            pieces = [piece.strip() for piece in _BETWEEN.split(value)]
    if len(pieces) == len(kinds):
        return pieces
    pieces = [piece for piece in pieces if piece not in ("", None)]
    if len(pieces) > len(kinds):
        joined = "\n".join(as_typed(piece) for piece in pieces[len(kinds) - 1 :])
        return [*pieces[: len(kinds) - 1], joined]
    best = max(combinations(range(len(kinds)), len(pieces)), key=lambda places: _fit(pieces, places, kinds, today))
    result: list[Any] = [""] * len(kinds)
    for place, piece in zip(best, pieces, strict=True):
        result[place] = piece
    return result


def _fit(pieces: Sequence[Any], places: Sequence[int], kinds: Sequence[str], today: date) -> float:
    """How well the values stand in these places; the first places where nothing tells."""
    fit = sum(looks.fit([looks.look(piece, today)], kinds[at]) for at, piece in zip(places, pieces, strict=True))
    return fit - 0.01 * sum(places)
