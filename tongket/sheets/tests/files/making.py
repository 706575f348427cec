"""What the rosters are made with. Each carries the points of documents.md 8 that it holds and what is to be found."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from viparse.normalize.encodings import CHARMAPS

HEAD: list[Any] = ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"]
MAU: list[Any] = [1, "Nguyễn Văn Mẫu", "Nam", "25/02/1987", "03/02/2010", "03/02/2011", "Chi bộ thôn 1"]
DU: list[Any] = [2, "Lê Thị Ví Dụ", "Nữ", "17/08/1990", "19/05/2015", "19/05/2016", "Chi bộ thôn 1"]
THU: list[Any] = [3, "Trần Thử Nghiệm", "Nam", "30/11/1979", "02/09/2005", "02/09/2006", "Chi bộ thôn 2"]
TWO = ["Nguyễn Văn Mẫu", "Lê Thị Ví Dụ"]
THREE = [*TWO, "Trần Thử Nghiệm"]
Table = list[list[Any]]


@dataclass(slots=True)
class Expected:
    """columns: values of fields, row by row. codes: those of errors and remarks. notes: pieces of text in the notes."""

    points: tuple[int, ...]
    columns: dict[str, list[Any]]
    codes: set[str] = field(default_factory=set)
    suggestions: dict[str, str] = field(default_factory=dict)  # code → what may be meant
    questions: int = 0
    notes: tuple[str, ...] = ()


Make = Callable[[Path], None]
ROSTERS: dict[str, tuple[str, Make, Expected]] = {}


def roster(
    name: str,
    ending: str,
    *points: int,
    codes: str = "",
    questions: int = 0,
    suggestions: dict[str, str] | None = None,
    notes: tuple[str, ...] = (),
    **columns: list[Any],
) -> Callable[[Make], Make]:
    """Register what writes one roster."""

    def register(make: Make) -> Make:
        ROSTERS[name] = (
            ending,
            make,
            Expected(points, columns, set(codes.split()), suggestions or {}, questions, notes),
        )
        return make

    return register


def book(
    path: Path,
    *sheets: tuple[str, Table],
    options: dict[str, Any] | None = None,
    finish: Callable[[Any, list[Any]], None] | None = None,
) -> None:
    """A workbook of tables; days become day cells."""
    made = xlsxwriter.Workbook(str(path), options or {})
    days = made.add_format({"num_format": "dd/mm/yyyy"})
    pages = []
    for name, table in sheets:
        page = made.add_worksheet(name)
        pages.append(page)
        for at, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, days)
                elif isinstance(value, str) and value:
                    page.write_string(at, column, value)
                elif isinstance(value, int | float):
                    page.write_number(at, column, value)
    if finish:
        finish(made, pages)
    made.close()


def surface(text: str, encoding: str) -> str:
    """How a text stored in an old encoding looks to a program of today."""
    table = {unicode: legacy for legacy, unicode in CHARMAPS[encoding].pairs}
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFC", text))


def in_encoding(rows: Table, encoding: str) -> Table:
    return [[surface(value, encoding) if isinstance(value, str) else value for value in row] for row in rows]


def letters(at: int) -> str:
    return ["An", "Bình", "Cường", "Dũng", "Em", "Giang", "Hải", "Khanh", "Lâm", "Minh", "Nam", "Oanh"][at - 1]
