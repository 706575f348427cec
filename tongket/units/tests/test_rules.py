"""What a table of units says, without a database."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.org.kinds import Kind, Sector
from tongket.units import rules
from tongket.units.rules import FIELDS, Known

ON = date(2026, 1, 1)
ROOT = Known("MAUSON", "Đảng bộ xã Mẫu Sơn", "Xã Mẫu Sơn", Kind.GRASSROOTS_COMMITTEE, Sector.COMMUNE, None)


def row(number: int, name: str, **values: str) -> dict[str, Any]:
    return {"row": number, **dict.fromkeys(FIELDS, ""), "name": name, **values}


def plan(*rows: dict[str, Any], answers: Any = None) -> list[rules.Planned]:
    return rules.plan(rows, answers or {}, [ROOT], "MAUSON", on=ON, taken={"MAUSON"})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Chi bộ Cơ quan Đảng", "CQD"),
        ("Chi bộ Thôn Đông", "DONG"),
        ("Chi bộ Công an xã", "CAX"),
        ("Chi bộ Trạm Y tế", "TYT"),
        ("Chi bộ 1", "CB1"),
        ("Đảng bộ xã Mẫu Sơn", "MAUSON-2"),
    ],
)
def test_code_is_taken_from_what_tells_the_name_from_others(name: str, code: str) -> None:
    assert rules.code_for(name, {"MAUSON"}) == code


@given(st.text(max_size=80), st.sets(st.sampled_from(["A1", "DV", "DV-2", "CB"])))
def test_code_of_any_name_is_a_code_that_nobody_has(name: str, taken: set[str]) -> None:
    code = rules.code_for(name, taken)

    assert rules.CODE.fullmatch(code)
    assert code not in taken


@pytest.mark.parametrize(
    ("words", "name", "above", "kind"),
    [
        ("", "Chi bộ Thôn Đông", Kind.GRASSROOTS_COMMITTEE, Kind.CELL),
        ("Chi bộ", "Thôn Đông", Kind.SECTION, Kind.CELL),
        ("chi bo", "Văn phòng", Kind.SUPERIOR, Kind.GRASSROOTS_CELL),
        ("", "Đảng bộ bộ phận Trường học", Kind.GRASSROOTS_COMMITTEE, Kind.SECTION),
        ("", "Đảng bộ Sở Y tế", Kind.SUPERIOR, Kind.GRASSROOTS_COMMITTEE),
        ("", "Đảng bộ xã Mẫu Sơn", Kind.PROVINCIAL, None),
        ("Tổ đảng", "Chi bộ Thôn Đông", Kind.GRASSROOTS_COMMITTEE, None),
    ],
)
def test_kind_is_told_by_the_words_or_the_name(words: str, name: str, above: Kind, kind: Kind | None) -> None:
    assert rules.kind_of(words, name, above) == kind


def test_rows_stand_under_what_their_superior_is_called() -> None:
    units = plan(
        row(2, "Chi bộ Trường THCS", superior="đảng bộ bộ phận trường học"),
        row(3, "Đảng bộ bộ phận Trường học"),
        row(4, "Chi bộ Trạm Y tế", superior="MAUSON"),
    )

    told = [(unit.row, unit.above, unit.kind, unit.sector, unit.doubts) for unit in units]
    assert told == [
        (2, 3, Kind.CELL, Sector.COMMUNE, {}),
        (3, "MAUSON", Kind.SECTION, Sector.COMMUNE, {}),
        (4, "MAUSON", Kind.CELL, Sector.COMMUNE, {}),
    ]
    assert [unit.row for unit in rules.in_order(units)] == [3, 2, 4]


@pytest.mark.parametrize(
    ("rows", "doubts"),
    [
        ([row(2, "Chi bộ Thôn Đông"), row(3, "chi bộ thôn đông")], {3: ["same"]}),
        ([row(2, "Đảng bộ xã Mẫu Sơn", superior="Mẫu Đơn")], {2: ["superior"]}),
        (
            [row(2, "Chi bộ A", superior="Chi bộ B"), row(3, "Chi bộ B", superior="Chi bộ A")],
            {2: ["superior"], 3: ["superior"]},
        ),
        ([row(2, "Chi bộ A", kind="Tổ đảng")], {2: ["kind"]}),
        ([row(2, "Trạm Y tế")], {2: ["kind"]}),
        ([row(2, "Chi bộ A"), row(3, "Chi bộ B", superior="Chi bộ A")], {3: ["kind"]}),
        ([row(2, "", kind="Chi bộ")], {2: ["name"]}),
        ([row(2, "Chi bộ A", code="mauson")], {2: ["code"]}),
        ([row(2, "Chi bộ A", code="*")], {2: ["code"]}),
        ([row(2, "Chi bộ A", sector="Vũ trụ")], {2: ["sector"]}),
    ],
)  # fmt: skip
def test_every_doubt_of_a_row_is_said(rows: list[dict[str, Any]], doubts: dict[int, list[str]]) -> None:
    assert {unit.row: list(unit.doubts) for unit in plan(*rows) if unit.doubts} == doubts


def test_answers_settle_a_doubt() -> None:
    rows = [row(9, "Chi bộ Thôn Đông"), row(21, "Chi bộ Thôn Đông"), row(22, "Trạm Y tế")]

    units = plan(*rows, answers={"21": {"skip": "1"}, "22": {"kind": "CELL"}})

    assert [(unit.row, unit.kind, unit.doubts) for unit in units] == [(9, Kind.CELL, {}), (22, Kind.CELL, {})]


def test_head_is_found_below_a_title_and_columns_by_their_words() -> None:
    cells: list[list[Any]] = [
        ["Đơn vị"],
        [],
        ["TT", "Tên đơn vị", "Loại", "Trực thuộc", "Mã"],
        [1, "Chi bộ A", "Chi bộ", None, 12.0],
    ]

    rows = rules.rows_of([[["Ghi chú"]], cells])

    assert rows == [row(4, "Chi bộ A", kind="Chi bộ", code="12")]


@pytest.mark.parametrize(
    ("code", "taken", "beside"),
    [
        ("GDDT-4", set(), "GDDT-5"),
        ("GDDT-4", {"GDDT-5", "GDDT-6"}, "GDDT-7"),
        ("GDDT", {"GDDT"}, "GDDT-2"),
        ("NORTH-A", {"NORTH-A", "NORTH-A-2"}, "NORTH-A-3"),
    ],
)
def test_code_beside_counts_on(code: str, taken: set[str], beside: str) -> None:
    assert rules.code_beside(code, taken) == beside


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Chi bộ Thôn Đông", "CB Thôn Đông"),
        ("Đảng bộ Sở Tư pháp", "ĐB Sở Tư pháp"),
        ("Tổ một", "Tổ một"),
        ("Chi bộ", "Chi bộ"),
    ],
)
def test_short_name_is_made_of_the_name(name: str, short: str) -> None:
    assert rules.short_name_for(name) == short
