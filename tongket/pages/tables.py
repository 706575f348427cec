"""Tables as templates take them: heads, and rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tongket.pages.columns import Cell


@dataclass(frozen=True)
class Head:
    """What stands over the cells of a column. phone: as of a column; sort: ascending or descending, where the rows are
    ordered by it; sort_url: where they would be.
    """

    label: Any
    align: str = "start"
    phone: str = ""
    sort: str = ""
    sort_url: str | None = None


class Row(NamedTuple):
    """One line of a table. url: where it leads; is_sum: it adds up others; heading: what stands over it and those that
    follow.
    """

    cells: Sequence[Cell | str]
    url: str | None = None
    is_sum: bool = False
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table. total: a row at its foot that adds up the others."""

    heads: Sequence[Head]
    rows: Sequence[Row]
    empty_text: Any = ""
    total: Row | None = None
