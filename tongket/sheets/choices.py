"""What a person sees and decides of the tables in a roster: the interface of the step "Cột".

A `Reading` carries `tables`, one `ReadTable` for each list, with a `ReadColumn` for every filled column:

    key           name of the answer that decides the column, "column:DS#1:D"
    letters       "D"
    head          the texts above it, from the top down; () where the table has no head
    samples       up to five of its values as they stand in the file, numbers of persons masked
    kind          what it was taken for: a key of `KINDS`, or UNREAD. Nothing else in it is imported.
    parts         of a column with several values in each cell ("STACK"): the kinds from the top down
    sureness      SURE; PROPOSED (taken, and asked); UNKNOWN (left unread, shown first); CHOSEN (by an answer)
    alternatives  other kinds that it may be, the likeliest first
    filled        how many cells of persons are filled

A person's choices go in as `answers`, texts by key, and the same stored table is read again, without the file:

    "column:DS#1:D" → "born_on"          the column holds this kind; UNREAD leaves it out; "" forgets the answer
    "column:DS#1:D" → "stack:sex,ethnic" its cells hold several values, one under the other
    "DS:born_on" → "dmy" or "mdy"        the order of day and month in a column (`ColumnQuestion`, kind "day_order")
    "pattern:unit:C.bộ" → "Chi bộ"       every name of a cell that begins so begins like this
    "unit:CB thôn 1" → code or "skip"    one name of a cell (rosters)
    "skip:DS!12" → "1"                   row 12 is left out (rosters)
    "DS!D12" in `corrections` → text     what belongs into a cell; "DS!D12/2": into the second value of a stacked one

`own_words` (folded head text → kind, see `labels.folded`) are the words of an office, remembered from earlier choices:
`words_of(table)` gives those that a table's columns teach. A question of kind "column" in `Reading.questions` has the
key of its column; answering it and choosing on the page are one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from tongket.sheets import labels
from tongket.sheets.xlsx import letters as letters_of

UNREAD, STACK = "unread", "stack"
Sureness = Literal["sure", "proposed", "unknown", "chosen"]
SURE: Final = "sure"
PROPOSED: Final = "proposed"
UNKNOWN: Final = "unknown"
CHOSEN: Final = "chosen"

KINDS = {  # what a column may be taken for, in the order in which the page offers them
    "full_name": _("Full name"),
    "family": _("Family name and middle name"),
    "given": _("Given name"),
    "sex": _("Sex"),
    "male": _("Men (mark or birth)"),
    "female": _("Women (mark or birth)"),
    "born_on": _("Born on"),
    "unit": _("Cell"),
    "card_number": _("Card number"),
    "party_age_from_on": _("Admission to the Party"),
    "ceremony_on": _("Admission ceremony"),
    "official_on": _("Official member from"),
    "both_on": _("Admission and official day in one cell"),
    "learn": _("General education"),
    "profession": _("Professional education"),
    "theory": _("Political theory"),
    "identity_number": _("Identity number"),
    "phone": _("Phone"),
    "ethnic": _("Ethnic group"),
    "occupation": _("Occupation"),
    "status": _("Note, state"),
    "number": _("Number in the list"),
}


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """One column of a list: what stands above and in it, and what it was taken for."""

    key: str
    letters: str
    head: tuple[str, ...]
    samples: tuple[str, ...]
    kind: str
    sureness: Sureness
    alternatives: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    filled: int = 0


@dataclass(slots=True)
class ReadTable:
    """One list of a sheet. Rows as Excel counts; head_rows (0, 0): no head; cell_name: from the lines above."""

    key: str
    sheet: str
    head_rows: tuple[int, int]
    last_row: int
    people: int
    cell_name: str = ""
    columns: list[ReadColumn] = field(default_factory=list)


def column_key(table: str, column: int) -> str:
    """The key of the answer that decides a column (from 0) of a table."""
    return f"column:{table}:{letters_of(column)}"


def words_of(table: ReadTable) -> Mapping[str, str]:
    """Folded head text → kind, for the columns of a table that a person has chosen: an office's own words."""
    return {
        labels.folded(" ".join(column.head)): column.kind
        for column in table.columns
        if column.sureness == CHOSEN and column.head and column.kind in KINDS
    }


def pattern(answers: Mapping[str, str], name: str) -> str:
    """The name of a cell with the beginning that an answer gave it."""
    low = name.lower()
    for key, answer in answers.items():
        if key.startswith("pattern:unit:") and answer:
            beginning = key.removeprefix("pattern:unit:")
            if beginning and low.startswith(beginning.lower()):
                return f"{answer} {name[len(beginning) :].strip()}".strip()
    return name
