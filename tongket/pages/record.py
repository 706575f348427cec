"""Record pages as every package shows them: facts in sections, chips, actions, small tables."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tongket.pages.buttons import Button
from tongket.pages.columns import Cell
from tongket.pages.request import Request


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

    def as_dict(self) -> dict[str, Any]:
        columns = [
            {
                "key": str(index),
                "label": label,
                "align": align,
                "sort": "",
                "sort_url": None,
                "phone": "title" if not index else "",
            }
            for index, (label, align) in enumerate(self.heads)
        ]
        rows = []
        for number, row in enumerate(self.rows):
            cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
            stated = next((at for at, cell in enumerate(cells) if cell.state), None)  # the others need their heads
            rows.append(
                {
                    "url": None,
                    "is_sum": number >= len(self.rows) - self.sums,
                    "cells": [
                        {
                            "text": cell.text,
                            "url": cell.url,
                            "state": cell.state,
                            "share": cell.share,
                            "align": column["align"],
                            "label": column["label"],
                            "depth": cell.depth,
                            "phone": column["phone"] or ("" if not cell.state else "state" if at == stated else "sub"),
                        }
                        for at, (cell, column) in enumerate(zip(cells, columns, strict=True))
                    ],
                }
            )
        return {"columns": columns, "rows": rows, "empty_text": self.empty_text}


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
        context = {
            "title": self.title,
            "subtitle": self.subtitle,
            "crumbs": [{"label": label, "url": url} for label, url in self.crumbs],
            "chips": [{"text": text, "state": state} for text, state in self.chips],
            "actions": _as_dicts(self.buttons),
            "sections": [
                {
                    "title": section.title,
                    "note": section.note,
                    "actions": _as_dicts(section.buttons),
                    "facts": [vars(fact) for fact in section.facts],
                    "table": section.table.as_dict() if section.table else None,
                }
                for section in self.sections
            ],
        }
        return render(request, "web/record.html", {"record": context})


def _as_dicts(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    return [{**vars(button), "key": uuid.uuid4().hex} for button in buttons]
