"""The words of an office for the heads of its columns, as chosen for the rosters that it has imported."""

from collections.abc import Mapping, Sequence
from typing import Any

from tongket.rosters.models import Batch, BatchState
from tongket.sheets.choices import CHOSEN, KINDS, UNREAD, ReadColumn, ReadTable, words_of
from tongket.sheets.labels import folded

MOST_IMPORTS = 20  # so many of the last ones are looked at


def own_words(batch: Batch) -> dict[str, str]:
    """Folded head → kind, from the last imports about the unit of a batch; what was chosen last holds.

    The words of an import that was taken back are forgotten with it.
    """
    imports = Batch.objects.filter(unit=batch.unit_id, state=BatchState.IMPORTED).order_by("-imported_at")
    words: dict[str, str] = {}
    for report in reversed(imports.values_list("report", flat=True)[:MOST_IMPORTS]):
        words.update(report.get("words", {}))
    return {head: kind for head, kind in words.items() if kind in KINDS}


def taught(tables: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The words that the choices for the columns of a file teach; a column left out forgets the word of its head."""
    words: dict[str, str] = {}
    for table in tables:
        columns = [ReadColumn(**column) for column in table["columns"]]
        left_out = [column for column in columns if column.sureness == CHOSEN and column.kind == UNREAD]
        words.update({folded(" ".join(column.head)): UNREAD for column in left_out})
        words.update(words_of(ReadTable(**{**table, "columns": columns})))
    return words
