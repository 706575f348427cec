"""What a person sees of each list that was found: its columns, what they were taken for, what is asked of them."""

from tongket.sheets.cells import as_typed
from tongket.sheets.choices import (
    KINDS,
    PROPOSED,
    STACK,
    UNREAD,
    ReadColumn,
    ReadTable,
    column_key,
)
from tongket.sheets.heads import Head
from tongket.sheets.shape import ColumnQuestion, Sheet
from tongket.sheets.table import Rows
from tongket.sheets.xlsx import letters

SAMPLES = 5
MASKED = frozenset({"identity_number", "phone"})


def read_table(sheet: Sheet, head: Head, at: int, key: str, rows: Rows) -> ReadTable:
    """One of the lists of a head, with every column that holds something."""
    left, right = head.spans[at]
    head_rows = (head.first + 1, head.last + 1) if head.first <= head.last else (0, 0)
    table = ReadTable(key, sheet.name, head_rows, rows.at[-1] + 1 if rows.at else head.last + 1, len(rows.at))
    for column in range(left, right):
        known = head.known.get(column)
        if known is None:
            continue
        filled = sum(1 for row in rows.cells if column < len(row) and row[column] not in ("", None))
        if not filled and column not in head.parts:
            continue
        samples = list(dict.fromkeys(" ".join(as_typed(value).split()) for value in head.samples.get(column, ())))
        shown = [_shown(value, known.kind) for value in samples if value][:SAMPLES]
        table.columns.append(
            ReadColumn(
                key=column_key(key, column),
                letters=letters(column),
                head=tuple(head.parts.get(column, ())),
                samples=tuple(shown),
                kind=known.kind,
                sureness=known.sureness,
                alternatives=known.alternatives,
                parts=known.parts,
                filled=filled,
            )
        )
    return table


def questions(table: ReadTable) -> list[ColumnQuestion]:
    """One question for each column that was taken for something without being sure."""
    return [
        ColumnQuestion(
            key=column.key,
            kind="column",
            choices=[
                (kind, KINDS[kind]) for kind in dict.fromkeys((column.kind, *column.alternatives)) if kind in KINDS
            ]
            + [(UNREAD, "")],
            examples=[" – ".join(column.head), *column.samples[:3]] if column.head else [*column.samples[:3]],
        )
        for column in table.columns
        if column.sureness == PROPOSED and column.kind not in {UNREAD, STACK, "number"} and column.filled
    ]


def _shown(value: str, kind: str) -> str:
    digits = sum(map(str.isdigit, value))
    if kind in MASKED or digits >= 9:
        return f"{'•' * max(len(value) - 3, 0)}{value[-3:]}"
    return value[:80]
