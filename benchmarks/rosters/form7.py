"""The printed register Mẫu 7-HSĐV: 14 columns, several values stacked in a cell. Source: documents.md 7."""

from collections.abc import Sequence
from random import Random

from benchmarks.rosters import writing
from benchmarks.rosters.files import Grid
from benchmarks.rosters.people import Person
from benchmarks.rosters.truth import Entry

HEADS = (
    "TT",
    "- Họ và tên\n- Họ và tên khai sinh",
    "- Nam, nữ\n- Dân tộc\n- Tôn giáo",
    "Quê quán",
    "- Văn hoá\n- Lý luận\n- Chuyên môn\n- Ngoại ngữ",
    "Nghề nghiệp\n- Trước khi vào Đảng\n- Hiện nay",
    "- Ngày vào Đảng\n- Ngày chính thức",
    "- Số thẻ đảng viên\n- Số lý lịch\n- Số Huy hiệu Đảng",
    "Bộ đội, công an, hưu trí",
    "Ngày chuyển đi\nNơi đến",
    "Ngày chuyển đến\nNơi đi",
    "Ngày từ trần\nLý do",
    "Ngày ra khỏi Đảng\nHình thức",
    "Ghi chú",
)
WITH_BIRTH = "- Họ và tên\n- Họ và tên khai sinh\n- Ngày sinh"


def draw(grid: Grid, people: Sequence[Person], cell: str, lots: Random, *, sheet: int, row: int = 0) -> list[Entry]:
    """Draw the register of a cell from `row` on. Returns the truth."""
    sign = lots.choice(("\n", "\n", "\n- ", " / "))
    has_birth = lots.random() < 0.8
    if lots.random() < 0.7:
        grid.put(row, 13, "Mẫu 7-HSĐV")
        row += 1
    grid.put(row, 0, "DANH SÁCH ĐẢNG VIÊN")
    grid.merge(row, 0, row, 13)
    grid.put(row + 1, 0, lots.choice((cell, f"Chi bộ: {cell.removeprefix('Chi bộ ')}", cell.upper())))
    grid.merge(row + 1, 0, row + 1, 13)
    row += 2
    heads = [head.replace("- ", "") for head in HEADS] if lots.random() < 0.4 else list(HEADS)
    heads = (
        [head.replace("\n- ", "/ ").removeprefix("- ").replace("\n", "/ ") for head in HEADS]
        if sign == " / "
        else heads
    )
    if has_birth:
        heads[1] = heads[1] + ("/ Ngày sinh" if sign == " / " else "\nNgày sinh")
    grid.put_row(row, heads)
    row += 1
    if lots.random() < 0.8:
        grid.put_row(row, [str(number) for number in range(1, 15)])
        row += 1
    entries = []
    for number, person in enumerate(people, 1):
        first = "- " if sign == "\n- " else ""
        birth = f"{person.born:%d/%m/%Y}"
        name = (first + sign.join((person.name, person.name.upper(), birth))) if has_birth else person.name
        ethnic, religion = person.ethnic, person.religion
        theory, professional = writing.theory(person, lots) or "Không", writing.professional(person, lots) or "Không"
        stacked = (
            number,
            name,
            first + sign.join(("Nam" if person.sex == "M" else "Nữ", ethnic, religion)),
            person.home,
            first + sign.join((person.school, theory, professional, "Không")),
            first + sign.join(("Học sinh", person.work)),
            first + sign.join(f"{day:%d/%m/%Y}" for day in (person.joined, person.official) if day),
            first + sign.join((f"{person.card[:2]}.{person.card[2:]}", person.file)),
            lots.choice(("", "", "Hưu trí", "Bộ đội")),
        )
        grid.put_row(row, stacked)
        facts = {
            "name": person.name,
            "sex": person.sex,
            "ethnic": person.ethnic,
            "religion": person.religion,
            "home": person.home,
            "education": person.professional or person.school_code,
            "theory": person.theory,
            "joined": person.joined,
            "card": person.card,
            "file": person.file,
            "cell": cell,
        }
        facts |= {"official": person.official} if person.official else {}
        facts |= {"born": person.born, "born_precision": "day"}
        planted = set() if has_birth else {"born", "born_precision"}  # the printed form has no place for it
        entries.append(Entry(sheet, row + 1, facts, {32, 33, 37, 38, 36}, planted))
        row += 1
    return entries
