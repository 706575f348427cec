"""The two invented provinces: which organisations stand in them, of what size, and which of them are looked at closely.

tree.json lists them per bloc: code, name without "Đảng bộ" or "Chi bộ", short name, cells, sector. Cells are a number
(0: the organisation is itself a cell) or, for the three departments looked at closely, names with numbers of members.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tongket.org.kinds import Kind, Sector

FOUNDED = date(2015, 1, 1)
OPENED = date(2019, 1, 1)  # the first day of the books: the roll is entered as it stood
MERGED = date(2019, 7, 1)  # the two blocs of Núi Mẫu become one
KHOI2_NAME = "Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh Núi Mẫu"
KHOI2_SHORT = "Khối CQ và DN"
CLOSE = ("VHTT", "KHCN", "GDDT")

# Names of cells in the order in which they are used up.
DIVISIONS = (
    "Văn phòng",
    "Thanh tra",
    "Tổ chức - Hành chính",
    "Kế hoạch - Tài chính",
    "Nghiệp vụ 1",
    "Nghiệp vụ 2",
    "Pháp chế - Tổng hợp",
    "Đơn vị sự nghiệp",
)
WORKSHOPS = (
    "Văn phòng công ty",
    "Kỹ thuật",
    "Kinh doanh",
    "Kế toán - Tài vụ",
    "Xưởng 1",
    "Xưởng 2",
    "Đội vận hành",
    "Chi nhánh khu vực",
)


@dataclass(frozen=True)
class Organisation:
    """A grassroots organisation: its cells by name with the members each has on the first day; none: a cell itself."""

    code: str
    name: str
    short_name: str
    sector: Sector
    cells: tuple[tuple[str, int], ...] = ()
    members: int = 0  # of a grassroots cell

    @property
    def kind(self) -> Kind:
        return Kind.GRASSROOTS_COMMITTEE if self.cells else Kind.GRASSROOTS_CELL


@dataclass(frozen=True)
class Bloc:
    """A superior of grassroots organisations."""

    code: str
    name: str
    short_name: str
    province: str
    organisations: tuple[Organisation, ...]


def blocs() -> dict[str, Bloc]:
    """KHOI1, and the two blocs K2CQ and K2DN that will be KHOI2."""
    rows: dict[str, Any] = json.loads((Path(__file__).parent / "tree.json").read_text(encoding="utf-8"))
    return {
        code: Bloc(
            code,
            row["name"],
            row["short_name"],
            row["province"],
            tuple(_organisation(number, *fields) for number, fields in enumerate(row["organisations"])),
        )
        for code, row in rows.items()
    }


def _organisation(
    number: int, code: str, title: str, short_name: str, cells: int | list[tuple[str, int]], sector: str
) -> Organisation:
    if not cells:
        return Organisation(code, f"Chi bộ {title}", short_name, Sector(sector), members=15 + number * 5 % 9)
    if isinstance(cells, int):
        names = DIVISIONS if sector == Sector.AGENCY else WORKSHOPS
        cells = [(names[at], 12 + (number * 7 + at * 5) % 9) for at in range(cells)]
    named = tuple((name, size) for name, size in cells)
    return Organisation(code, f"Đảng bộ {title}", short_name, Sector(sector), named)
