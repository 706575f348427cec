"""What all sheets of a file have given so far, while they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tongket.sheets.choices import ReadTable
from tongket.sheets.shape import FIELDS, ColumnQuestion, Problem


@dataclass(slots=True)
class File:
    """What all sheets have given so far."""

    corrections: Mapping[str, str]
    answers: Mapping[str, str]
    today: date
    fields: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    places: list[tuple[int, int]] = field(default_factory=list)
    lefts: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[ColumnQuestion] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    typed_parts: dict[tuple[int, int, int], str] = field(default_factory=dict)  # of this sheet: row, column, place
