"""Where the page lets an officer type what belongs to a row, and whom it reaches."""

from datetime import date
from typing import Any

import pytest

from tongket.rosters import mending
from tongket.rosters.findings import of_reading
from tongket.sheets import reading
from tongket.sheets.shape import Cell, Reading, Sheet

TODAY = date(2026, 11, 25)
HEAD: list[Cell] = ["TT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày vào Đảng", "Số thẻ đảng viên"]
LEFT: list[Cell] = [1, "Nguyễn Văn Mẫu", "Nam", "25/02/1987", "03/02/2010", "60.027445"]
RIGHT: list[Cell] = [1, "Lê Thị Ví Dụ", "Nữ", "17/08/1990", "03/02/1985", "60.027446"]


def read(table: list[list[Cell]], corrections: dict[str, str] | None = None) -> tuple[Reading, list[dict[str, Any]]]:
    roster = reading.read([Sheet("DS", table)], today=TODAY, corrections=corrections or {})
    mending.fill(roster, corrections or {}, today=TODAY)
    return roster, of_reading(roster)["tables"]


def keys(roster: Reading, tables: list[dict[str, Any]], code: str) -> list[str]:
    [problem] = [problem for problem in roster.problems if problem.code == code]
    values = {name: getattr(problem, name) for name in ("sheet", "row", "cell", "field", "code", "is_error", "left")}
    return [key for key, _words in mending.places({**values, "label": ""}, tables)]


def test_problem_of_a_list_beside_another_is_mended_there() -> None:
    others: list[list[Cell]] = [
        [
            2,
            "Trần Đức Nghiệm",
            "Nam",
            "20/05/1970",
            "03/02/1999",
            "60.027447",
            "",
            2,
            "Phạm Thị Thử",
            "Nữ",
            "1980",
            "",
            "",
        ]
    ]
    table = [[*HEAD, "", *HEAD], [*LEFT, "", *RIGHT], *others]

    roster, tables = read(table)

    assert keys(roster, tables, "born_after_admission") == ["DS!K2", "DS!L2"]
    mended, _tables = read(table, {"DS!L2": "03/02/2015"})
    assert mended.fields["party_age_from_on"][:1] == [date(2010, 2, 3)]
    assert date(2015, 2, 3) in mended.fields["party_age_from_on"]


def test_mend_beside_the_file_reaches_the_list_that_it_names() -> None:
    without_sex = [[*row[:2], *row[3:]] for row in (HEAD, LEFT, [2, *LEFT[1:5], "60.027449"])]
    table = [[*row, "", *other] for row, other in zip(without_sex, without_sex, strict=True)]

    mended, _tables = read(table, {"DS!sex:G2": "Nữ", "DS!sex:2": "Nam"})

    sexes = {
        (place, left): sex for place, left, sex in zip(mended.places, mended.lefts, mended.fields["sex"], strict=True)
    }
    assert {left: sex for ((_sheet, row), left), sex in sexes.items() if row == 2} == {0: "M", 6: "F"}


@pytest.mark.parametrize(("typed", "sex"), [("Nam", "M"), ("Nữ", "F")])
def test_number_in_a_stacked_cell_has_an_input_of_its_own(typed: str, sex: str) -> None:
    head: list[Cell] = ["TT", "Họ và tên", "- Nam, nữ\n- Dân tộc", "Ngày sinh", "- Số thẻ đảng viên\n- Số lý lịch"]
    rows: list[list[Cell]] = [
        [at, name, f"- {typed}\n- Kinh", "25/02/1987", "- 60.027445\n- 12"]
        for at, name in enumerate(("Nguyễn An", "Lê Bình", "Trần Chi"), 1)
    ]
    rows[2][4] = "- 60.027446\n- 13"

    roster, tables = read([head, *rows])
    places = [problem for problem in roster.problems if problem.code == "duplicate_card"]

    assert {problem.row for problem in places} == {2, 3}
    assert roster.fields["sex"] == [sex] * 3
    values = {name: getattr(places[0], name) for name in ("sheet", "row", "cell", "field", "code", "is_error", "left")}
    assert [key for key, _words in mending.places({**values, "label": ""}, tables)] == ["DS!E2/1"]
