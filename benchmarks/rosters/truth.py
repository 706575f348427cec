"""What is true of a roster: its people, what it plants for a reader to tell, and the classes of mess that it holds."""

from dataclasses import dataclass, field
from typing import Any

# Numbers as in documents.md 8; 46 is the printed form. Those left out say nothing of how a member is read: 39 to 41 are
# columns that a reader must leave alone; 44 and 45 are of the import after the reading.
CLASSES = {
    1: "title block above the head",
    2: "head of 2 or 3 merged rows",
    3: "number row under the head",
    4: "group rows name the cell",
    5: "subtotals, signatures, blank rows",
    6: "one person over two rows",
    7: "several sheets, hidden ones, old copies",
    8: "hidden and struck-out rows",
    9: "line breaks and stacked values",
    10: "formulas without values, errors",
    11: "several lists, orders of columns",
    12: "format unlike the ending",
    13: "text dates",
    14: "true dates, serials, 1904",
    15: "month first",
    16: "year or month alone",
    17: "two-digit years, impossible dates",
    18: "two dates in a cell",
    19: "order of dates",
    20: "apostrophes, blanks, letter O",
    21: "decomposed letters",
    22: "TCVN3",
    23: "TCVN3 without its ư",
    24: "VNI",
    25: "UTF-8 as CP1252, double conversion",
    26: "look-alike letters",
    27: "place of the tone",
    28: "names: capitals, titles, two columns",
    29: "sorted by given name",
    30: "two of one name",
    31: "identity numbers",
    32: "card numbers",
    33: "file numbers with letters",
    34: "phone numbers",
    35: "blanks filled in",
    36: "ways to say the sex",
    37: "peoples and religions",
    38: "levels of education",
    39: "rating words",
    40: "numbers and percents",
    41: "units of money",
    42: "names of cells",
    43: "counts that disagree",
    46: "form Mẫu 7-HSĐV",
}


@dataclass
class Entry:
    """One person of a file. `facts`: what the file states, by field; "" is stated to be nothing. Rows count from 1."""

    sheet: int
    row: int
    facts: dict[str, Any]
    classes: set[int] = field(default_factory=set)
    planted: set[str] = field(default_factory=set)  # the fields of its planted faults
    column: int = 0  # the first of its list, from 0: two lists may share their rows

    @property
    def is_clean(self) -> bool:
        return not self.planted


@dataclass
class Fault:
    """Something that a reader must tell or ask, since no clerk could know it from the file.

    row: from 1, 0 for the whole file. fields: any of these may be named. words: what a note on the file must contain;
    without any, every question on the file will do.
    """

    kind: str
    sheet: int = 0
    row: int = 0
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """What a column of a table holds: sheet and rows from 1, column from 0; key: as our words call it."""

    sheet: int
    first_row: int
    last_row: int
    column: int
    key: str


@dataclass
class Roster:
    """One file with its truth. unit: code of the office. outsiders: (sheet, row) that must not come in untold."""

    name: str
    body: bytes
    unit: str
    entries: list[Entry]
    faults: list[Fault]
    label: str = ""
    outsiders: set[tuple[int, int]] = field(default_factory=set)
    columns: list[Column] = field(default_factory=list)
    is_month_first: bool = False  # what the office says where the file leaves the order of its days open
