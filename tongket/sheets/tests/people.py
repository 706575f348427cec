"""A list of six people, and what the reader makes of one."""

from datetime import date
from typing import Any

from tongket.sheets import reading
from tongket.sheets.shape import Cell, Reading, Sheet

TODAY = date(2026, 11, 25)
NAMES = ("Nguyễn Văn Mẫu", "Lê Thị Ví Dụ", "Trần Đức Nghiệm", "Phạm Thị Thử", "Lò Văn Bản", "Bùi Thị Mẫu")
HEAD: list[Cell] = ["TT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Ngày chính thức", "Số thẻ", "CCCD"]
ORDER = ("number", "full_name", "sex", "born_on", "party_age_from_on", "official_on", "card_number", "identity_number")
READ = ORDER[1:]


def person(at: int) -> dict[str, Cell]:
    born, admitted = date(1960 + 5 * at, 1 + at, 20), date(1990 + 4 * at, 1 + at, 14 + at)
    sex = "F" if "Thị" in NAMES[at] else "M"
    return {
        "number": at + 1,
        "full_name": NAMES[at],
        "sex": "Nam" if sex == "M" else "Nữ",
        "born_on": f"{born:%d/%m/%Y}",
        "party_age_from_on": f"{admitted:%d/%m/%Y}",
        "official_on": f"{admitted.replace(year=admitted.year + 1):%d/%m/%Y}",
        "card_number": f"60.02744{at}",
        "identity_number": f"001{1 if sex == 'F' else 0}{born.year % 100:02d}00012{at}",
    }


PEOPLE = [person(at) for at in range(len(NAMES))]


def rows(*fields: str, people: list[dict[str, Cell]] = PEOPLE) -> list[list[Cell]]:
    return [[one[name] for name in fields or ORDER] for one in people]


def read(table: list[list[Cell]], **how: Any) -> Reading:
    return reading.read([Sheet("DS", table)], today=TODAY, **how)


def values(roster: Reading) -> dict[str, list[object]]:
    return {name: roster.fields[name] for name in READ}


EXPECTED = values(read([HEAD, *rows()]))
