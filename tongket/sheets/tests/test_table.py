from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.sheets import heads, table
from tongket.sheets.shape import Cell, Sheet

HEAD: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng viên", "Chi bộ"]
MAU: list[Cell] = [1, "Nguyễn Văn Mẫu", "25/02/1987", "60.027445", ""]
DU: list[Cell] = [2, "Lê Thị Ví Dụ", "17/08/1990", "60.027446", ""]
BLANK: list[Cell] = ["", "", "", "", ""]
NAMES = (
    "Nguyễn Văn Mẫu",
    "Lê Thị Ví Dụ",
    "Trần Thử Nghiệm",
    "Phạm Mẫu Đơn",
    "Tống Văn Cộng",
    "Tô Chi Bộ",
    "Công Thị Tổ",
    "Đặng Bộ",
)


def rows_of(
    *rows: list[Cell], merged: Iterable[tuple[int, int, int, int]] = (), hidden_rows: Iterable[int] = ()
) -> table.Rows:
    sheet = Sheet("DS", [HEAD, *rows], merged=list(merged), hidden_rows=frozenset(hidden_rows))
    head = heads.find(sheet, str)
    assert head is not None
    return table.rows_of(sheet, head, head.blocks[0], left=0, right=len(HEAD), convert=str)


def names(rows: table.Rows) -> list[Cell]:
    return [row[1] for row in rows.cells]


def test_row_with_a_name_and_a_day_is_a_person() -> None:
    rows = rows_of(MAU, BLANK, DU)

    assert (rows.cells, rows.at, rows.groups) == ([MAU, DU], [1, 3], ["", ""])


def test_short_row_is_filled_up_to_the_width_of_the_list() -> None:
    rows = rows_of([1, "Nguyễn Văn Mẫu", "25/02/1987"])

    assert rows.cells == [[1, "Nguyễn Văn Mẫu", "25/02/1987", "", ""]]


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("Chi bộ thôn 1", "Chi bộ thôn 1"),
        ("I. Chi bộ thôn 1", "Chi bộ thôn 1"),
        ("1/ CHI BỘ THÔN 1:", "CHI BỘ THÔN 1"),
        ("A - Đảng bộ bộ phận Sông Mẫu", "Đảng bộ bộ phận Sông Mẫu"),
        ("Chi bộ thôn 1 (2 đ/c)", "Chi bộ thôn 1"),
        ("Chi bộ thôn 1: 2 đảng viên", "Chi bộ thôn 1"),
    ],
)
def test_row_that_names_a_cell_stands_above_its_persons(written: str, group: str) -> None:
    rows = rows_of(["", written, "", "", ""], MAU, DU)

    assert (rows.groups, rows.group_rows, rows.differences) == ([group, group], 1, [])


@pytest.mark.parametrize("rank", ["I", "II.", "A", 1])
def test_cell_may_have_its_rank_in_a_column_of_its_own(rank: Cell) -> None:
    rows = rows_of([rank, "Chi bộ thôn 1", "", "", ""], MAU)

    assert (names(rows), rows.groups) == ([MAU[1]], ["Chi bộ thôn 1"])


def test_persons_below_a_group_are_counted_against_what_it_states() -> None:
    rows = rows_of(["", "Chi bộ thôn 1 (3 đ/c)", "", "", ""], MAU, DU, ["", "Chi bộ thôn 2 (1 đ/c)", "", "", ""], MAU)

    assert rows.differences == [(1, 3, 2)]


@pytest.mark.parametrize(
    ("written", "differences"),
    [
        (["", "Cộng", "", "", 2], []),
        (["", "Tổng cộng: 2 đảng viên", "", "", ""], []),
        (["", "Tổng số", "", "", 5.0], [(3, 5, 2)]),
        (["Cộng:", "", "", "", "4"], [(3, 4, 2)]),
        (["", "Cộng", "", "", ""], []),
    ],
)
def test_sum_is_no_person_and_is_compared(written: list[Cell], differences: list[tuple[int, int, int]]) -> None:
    rows = rows_of(MAU, DU, written)

    assert (names(rows), rows.sums, rows.differences) == ([MAU[1], DU[1]], 1, differences)


@pytest.mark.parametrize(
    "written",
    ["NGƯỜI LẬP BIỂU", "T/M CHI ỦY", "TM. ĐẢNG ỦY", "Thủ trưởng đơn vị", "Sông Mẫu, ngày 5 tháng 2 năm 2026"],
)
def test_reading_ends_at_the_signatures(written: str) -> None:
    rows = rows_of(MAU, BLANK, ["", "", "", written, ""], ["", "Nguyễn Văn Ký", "01/01/1970", "", ""])

    assert (names(rows), rows.ended_at) == ([MAU[1]], 3)


@pytest.mark.parametrize("secretary", ["Bí thư", "Người lập biểu"])
def test_signature_with_a_number_before_it_ends_nothing(secretary: str) -> None:
    rows = rows_of(MAU, [2, "Lê Thị Ví Dụ", "17/08/1990", secretary, ""])

    assert (names(rows), rows.ended_at) == ([MAU[1], DU[1]], None)


def test_second_row_of_a_person_is_joined_to_the_first() -> None:
    rows = rows_of([1, MAU[1], MAU[2], "", ""], ["", "", "", "60.027445", "Chi bộ thôn 1"], DU)

    assert rows.joined == 1
    assert rows.cells == [[1, MAU[1], "25/02/1987", "60.027445", "Chi bộ thôn 1"], DU]


def test_row_with_a_day_and_a_card_of_its_own_is_somebody_without_a_name() -> None:
    nameless: list[Cell] = ["", "", date(2010, 2, 3), "70.000001", ""]

    rows = rows_of(MAU, nameless, DU)

    assert (rows.joined, rows.cells, rows.no_name) == (0, [MAU, nameless, DU], [1])


@pytest.mark.parametrize("post", ["Tổ trưởng tổ dân phố", "Đảng uỷ viên", "Tổ phó", "Chi bộ phó"])
def test_second_post_that_begins_like_a_cell_is_no_group(post: str) -> None:
    rows = rows_of(MAU, ["", "", "", "", post], DU)

    assert (rows.groups, rows.group_rows) == (["", ""], 0)


def test_name_that_is_merged_downwards_has_a_second_row() -> None:
    rows = rows_of(MAU, [9, "", "", "70.000001", ""], DU, merged=[(1, 1, 2, 1)])

    assert (names(rows), rows.joined) == ([MAU[1], DU[1]], 1)


def test_cell_that_is_merged_downwards_counts_for_each_row() -> None:
    rows = rows_of([*MAU[:4], "Chi bộ thôn 1"], DU, merged=[(1, 4, 2, 4)])

    assert [row[4] for row in rows.cells] == ["Chi bộ thôn 1", "Chi bộ thôn 1"]


def test_hidden_rows_are_left_out_and_counted() -> None:
    rows = rows_of(MAU, DU, BLANK, hidden_rows=[2, 3])

    assert (names(rows), rows.hidden) == ([MAU[1]], 1)


def test_row_of_column_numbers_is_left_out() -> None:
    rows = rows_of(["(1)", "(2)", "(3)", "(4)", "(5)"], MAU)

    assert names(rows) == [MAU[1]]


def test_row_with_values_but_no_name_is_told() -> None:
    rows = rows_of(MAU, [2, "", "17/08/1990", "60.027446", ""])

    assert (len(rows.cells), rows.no_name) == (2, [1])


def test_secretary_alone_on_a_line_signs() -> None:
    rows = rows_of(MAU, ["", "", "", "", "Bí thư"], DU)

    assert (names(rows), rows.ended_at) == ([MAU[1]], 2)


@pytest.mark.parametrize("name", ["Tống Văn Mẫu", "TỐNG VĂN MẪU", "Công Thị Mẫu", "Tong Van Mau"])
def test_family_name_that_looks_like_a_sum_is_a_person(name: str) -> None:
    rows = rows_of([1, name, "25/02/1987", "", ""], ["", name, "25/02/1987", "", ""])

    assert (names(rows), rows.sums) == ([name, name], 0)


@pytest.mark.parametrize("name", ["Tô Văn Mẫu", "Đặng Bộ Mẫu", "To Van Mau"])
def test_family_name_that_looks_like_a_cell_is_a_person(name: str) -> None:
    rows = rows_of([1, name, "", "", ""], DU)

    assert (names(rows), rows.groups) == ([name, DU[1]], ["", ""])


@given(
    persons=st.lists(st.sampled_from(NAMES), max_size=8),
    between=st.lists(
        st.sampled_from([BLANK, ["", "II. Chi bộ thôn 2", "", "", ""], ["", "Cộng", "", "", ""]]),
        min_size=8,
        max_size=8,
    ),
)
def test_each_person_is_read_once_and_in_order(persons: list[str], between: list[list[Cell]]) -> None:
    sheet: list[list[Cell]] = []
    for number, (name, other) in enumerate(zip(persons, between, strict=False), start=1):
        sheet += [[number, name, f"{number:02d}/03/1980", f"60.{number:06d}", ""], other]

    rows = rows_of(*sheet)

    assert names(rows) == persons
    assert rows.at == [1 + 2 * at for at in range(len(persons))]
    assert len(rows.groups) == len(persons)


@given(
    rows=st.lists(
        st.lists(
            st.one_of(st.text(max_size=12), st.integers(), st.none(), st.dates(), st.sampled_from(NAMES)), max_size=6
        ),
        max_size=8,
    ),
    merged=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(0, 3)), max_size=3),
)
def test_any_rows_are_sorted(rows: list[list[Cell]], merged: list[tuple[int, int, int]]) -> None:
    sorted_rows = rows_of(*rows, merged=[(top, left, top + high, left) for top, left, high in merged])

    assert len(sorted_rows.cells) == len(sorted_rows.at) == len(sorted_rows.groups)
    assert sorted_rows.at == sorted(set(sorted_rows.at))
    assert all(len(row) >= len(HEAD) for row in sorted_rows.cells)
