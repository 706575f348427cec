"""The result of reading: sheets as they stand in a file, and the persons in them, column by column."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from tongket.sheets.choices import ReadTable

Cell = str | int | float | bool | date | datetime | None

FIELDS = (
    "full_name",
    "sex",  # "M", "F" or ""
    "born_on",
    "born_precision",  # "day", "month" or "year"
    "unit",  # as the cell's name is written: in a column, a group row or the name of the sheet
    "party_age_from_on",
    "ceremony_on",
    "official_on",
    "card_number",
    "education",  # codes of Education, Theory, Occupation
    "theory",
    "identity_number",  # 12 or 9 digits
    "phone",
    "is_minority",  # None where the file says nothing
    "occupation",
)


@dataclass(slots=True)
class Sheet:
    """One sheet of a file. merged: (row, column, last row, last column) from 0."""

    name: str
    rows: list[list[Cell]]
    is_hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)  # only where an old encoding was suspected
    is_1904: bool = False
    before: tuple[str, ...] = ()  # the lines of the text before a table of a document
    struck_rows: frozenset[int] = frozenset()  # whose text is struck through


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a cell. is_error False: a remark, which does not stop the import."""

    sheet: str
    row: int  # as Excel counts, from 1
    cell: str  # "D12"; empty when it is about the whole row
    field: str
    code: str
    value: str  # as typed; masked where it is a number of a person
    message: str
    suggestion: str  # what may be meant, as it would be typed
    is_error: bool
    left: int = 0  # the first column of its list, from 0: lists may stand side by side


@dataclass(slots=True)
class ColumnQuestion:
    """Something about a column that only the office knows."""

    key: str  # "Sheet1:born_on"
    kind: Literal["day_order", "true_days", "column"]
    choices: list[tuple[str, Any]]
    examples: list[str]


@dataclass(slots=True)
class Reading:
    """The persons of a file: `fields` holds columns of one length, `places` the sheet and row of each.

    lefts: the first column of the list of each, from 0.
    """

    fields: dict[str, list[Any]]
    places: list[tuple[int, int]]
    sheets: list[str]
    problems: list[Problem]
    questions: list[ColumnQuestion]
    notes: list[str]
    heads: dict[str, dict[str, str]]
    warnings: list[str] = field(default_factory=list)  # totals that do not agree: told before everything else
    tables: "list[ReadTable]" = field(default_factory=list)
    lefts: list[int] = field(default_factory=list)
