"""Record pages as every package shows them: facts in sections, chips, buttons, small tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.request import Request
from tongket.pages.tables import Head, Row, Table


@dataclass(frozen=True)
class Fact:
    label: Any
    text: str
    url: str | None = None
    state: str = ""


@dataclass(frozen=True)
class SmallTable:
    """A table inside a record page: heads (label, align) and rows of cells. sums: how many of the last rows add up
    those above.
    """

    heads: Sequence[tuple[Any, str]]
    rows: Sequence[Sequence[Cell | str]]
    empty_text: Any = ""
    sums: int = 0

    def as_table(self) -> Table:
        """The table for the template. On a phone a line has one state: the first that is coloured."""
        heads = [Head(label, align, "title" if at == 0 else "") for at, (label, align) in enumerate(self.heads)]
        first_sum = len(self.rows) - self.sums
        rows = [Row(_with_phones(cells), is_sum=at >= first_sum) for at, cells in enumerate(self.rows)]
        return Table(heads, rows, self.empty_text)


def _with_phones(cells: Sequence[Cell | str]) -> list[Cell | str]:
    """The cells, the coloured ones with what they are on a phone; the first cell is the title whatever its colour."""
    placed: list[Cell | str] = []
    phone = "state"
    for at, cell in enumerate(cells):
        if isinstance(cell, Cell) and cell.state:
            placed.append(replace(cell, phone=phone) if at else cell)
            phone = "sub"
        else:
            placed.append(cell)
    return placed


@dataclass(frozen=True)
class Section:
    """A part of a record page. buttons: buttons that are about this part alone."""

    title: Any
    facts: Sequence[Fact] = field(default_factory=tuple)
    table: SmallTable | None = None
    note: Any = ""
    buttons: Sequence[Button] = field(default_factory=tuple)


@dataclass(frozen=True)
class Record:
    """A page about one row."""

    title: Any
    subtitle: Any = ""
    crumbs: Sequence[tuple[Any, str]] = field(default_factory=tuple)
    chips: Sequence[tuple[Any, str]] = field(default_factory=tuple)  # text, state
    buttons: Sequence[Button] = field(default_factory=tuple)
    sections: Sequence[Section] = field(default_factory=tuple)

    def respond(self, request: Request) -> HttpResponse:
        return render(request, "web/record.html", {"record": self})
