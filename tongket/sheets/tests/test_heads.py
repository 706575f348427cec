import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.sheets import heads
from tongket.sheets.shape import Cell, Sheet

HEAD: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng viên"]
COLUMNS = {"number": 0, "full_name": 1, "born_on": 2, "card_number": 3}
PERSON: list[Cell] = [1, "Nguyễn Văn Mẫu", "25/02/1987", "60.027445"]
LABELS = {
    "number": ("STT", "TT", "Số TT", "No."),
    "full_name": ("Họ và tên", "HỌ TÊN", "Họ tên đảng viên", "Họ và tên khai sinh", "Đảng viên"),
    "family": ("Họ đệm", "Họ và tên đệm", "Họ và chữ đệm"),
    "given": ("Tên",),
    "sex": ("Giới tính", "Phái", "Nam/Nữ", "GT"),
    "born_on": ("Ngày sinh", "Năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "NTNS"),
    "party_age_from_on": ("Ngày vào Đảng", "Ngày kết nạp", "Ngày vào Đảng (dự bị)", "KN"),
    "ceremony_on": ("Ngày kết nạp (lễ)", "Ngày tổ chức kết nạp"),
    "official_on": ("Ngày chính thức", "Ngày công nhận chính thức", "CT"),
    "both_on": ("Ngày vào Đảng, chính thức", "KN/CT"),
    "card_number": ("Số thẻ đảng viên", "Số thẻ ĐV", "Thẻ đảng"),
    "identity_number": ("Số CCCD", "CMND/CCCD", "Căn cước công dân", "Số định danh"),
    "phone": ("Điện thoại", "SĐT", "Số ĐT"),
    "learn": ("Học vấn", "Trình độ văn hoá", "Giáo dục phổ thông"),
    "profession": ("Chuyên môn nghiệp vụ", "Trình độ"),
    "theory": ("Lý luận chính trị", "LLCT"),
    "ethnic": ("Dân tộc",),
    "religion": ("Tôn giáo",),
    "occupation": ("Nghề nghiệp", "Thành phần"),
    "unit": ("Chi bộ", "Đơn vị", "Sinh hoạt tại chi bộ", "CB"),
    "status": ("Ghi chú", "Tình trạng"),
    "male": ("Nam",),
    "female": ("Nữ",),
    "": ("Quê quán", "Nơi ở hiện nay", "Ngày cấp CCCD", "Nơi cấp", "Chức vụ", "Tuổi Đảng", "Email", "abc", ""),
}


@pytest.mark.parametrize(("field", "label"), [(field, label) for field, labels in LABELS.items() for label in labels])
def test_column_is_known_by_its_label(field: str, label: str) -> None:
    assert heads.field_of([label]) == field
    assert heads.field_of([f" {label.upper()} "]) == field
    assert heads.field_of([label.replace(" ", "\n")]) == field


@pytest.mark.parametrize(
    ("labels", "field"),
    [
        (["Năm sinh", "Nam"], "male"),
        (["Ngày tháng năm", "Vào Đảng"], "party_age_from_on"),
        (["Ngày", "Chính thức"], "official_on"),
        (["Số CCCD", "Ngày cấp"], ""),
        (["Trình độ", "Lý luận chính trị"], "theory"),
        (["Họ và tên", "Tên"], "given"),
        ([], ""),
    ],
)
def test_label_below_another_says_more(labels: list[str], field: str) -> None:
    assert heads.field_of(labels) == field


@pytest.mark.parametrize(
    ("row", "is_number_row"),
    [
        (["(1)", "(2)", "(3)"], True),
        (["A", "B", 1, 2.0, ""], True),
        (["1", None, "2"], True),
        ([1], False),
        ([1, "Nguyễn Văn Mẫu"], False),
        ([1987, 1990], False),
        ([], False),
    ],
)
def test_row_of_column_numbers_is_no_person(row: list[Cell], is_number_row: bool) -> None:
    assert heads.is_number_row(row) is is_number_row


@given(
    above=st.lists(
        st.sampled_from(["", "ĐẢNG ỦY XÃ SÔNG MẪU", "DANH SÁCH ĐẢNG VIÊN", "Biểu số 2"]).map(lambda title: [title]),
        max_size=heads.DEEPEST - 1,
    ),
    left=st.integers(0, 5),
)
def test_head_is_found_wherever_the_table_begins(above: list[list[Cell]], left: int) -> None:
    blank: list[Cell] = [""] * left
    sheet = Sheet("DS", [*above, [*blank, *HEAD], [*blank, *PERSON]])

    head = heads.find(sheet, str)

    assert head is not None
    assert head.last == len(above)
    assert head.blocks == [{name: column + left for name, column in COLUMNS.items()}]


@given(order=st.permutations(range(len(HEAD))))
def test_columns_may_stand_in_any_order(order: list[int]) -> None:
    sheet = Sheet("DS", [[HEAD[at] for at in order], [PERSON[at] for at in order]])

    head = heads.find(sheet, str)

    assert head is not None
    assert head.blocks == [{name: order.index(column) for name, column in COLUMNS.items()}]


def test_head_over_two_rows_takes_the_label_above_with_it() -> None:
    rows: list[list[Cell]] = [
        ["STT", "Họ và tên", "Năm sinh", "", "Ngày", ""],
        ["", "", "Nam", "Nữ", "Vào Đảng", "Chính thức"],
        [1, "Nguyễn Văn Mẫu", 1987, "", "03/02/2010", "03/02/2011"],
    ]

    head = heads.find(Sheet("DS", rows, merged=[(0, 2, 0, 3), (0, 4, 0, 5)]), str)

    assert head is not None
    assert (head.first, head.last) == (0, 1)
    assert head.blocks == [
        {"number": 0, "full_name": 1, "male": 2, "female": 3, "party_age_from_on": 4, "official_on": 5}
    ]
    assert head.labels[4] == "Ngày – Vào Đảng"


def test_family_and_given_name_may_have_columns_of_their_own() -> None:
    head = heads.find(Sheet("DS", [["STT", "Họ đệm", "Tên", "Ngày sinh"]]), str)

    assert head is not None
    assert head.blocks == [{"number": 0, "family": 1, "given": 2, "born_on": 3}]


def test_second_list_beside_the_first_has_its_own_columns() -> None:
    head = heads.find(Sheet("DS", [["STT", "Họ và tên", "Ngày sinh", "STT", "Họ và tên", "Ngày sinh"]]), str)

    assert head is not None
    assert head.blocks == [
        {"number": 0, "full_name": 1, "born_on": 2},
        {"number": 3, "full_name": 4, "born_on": 5},
    ]


def test_second_day_of_admission_is_the_ceremony() -> None:
    head = heads.find(Sheet("DS", [["Họ và tên", "Ngày vào Đảng", "Ngày kết nạp"]]), str)

    assert head is not None
    assert head.blocks == [{"full_name": 0, "party_age_from_on": 1, "ceremony_on": 2}]


def test_columns_that_are_not_known_are_told() -> None:
    head = heads.find(Sheet("DS", [["Họ và tên", "Ngày sinh", "Quê quán", "Ngày sinh"]]), str)

    assert head is not None
    assert head.unread == ["Quê quán", "Ngày sinh"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Họ và tên"]],  # a name alone is no roster
        [["Ngày sinh", "Giới tính"]],  # no name
        [["STT", "Tên gọi", "Số lượng"], [1, "Ghế", 12]],
        [[1, 2, 3]],
    ],
)
def test_table_without_a_known_head_has_none(rows: list[list[Cell]]) -> None:
    assert heads.find(Sheet("DS", rows), str) is None


@given(
    rows=st.lists(
        st.lists(st.one_of(st.text(max_size=12), st.integers(), st.none(), st.sampled_from(HEAD)), max_size=6),
        max_size=8,
    ),
    merged=st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=4),
)
def test_any_sheet_has_a_head_or_none(rows: list[list[Cell]], merged: list[tuple[int, int, int, int]]) -> None:
    areas = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merged]

    head = heads.find(Sheet("DS", rows, merged=areas), str)

    if head is not None:
        assert 0 <= head.first <= head.last < len(rows)
        assert all({"full_name", "given"} & block.keys() and len(block) >= 2 for block in head.blocks)


def test_merged_cell_that_reaches_below_the_head_does_not_lose_it() -> None:
    rows: list[list[Cell]] = [HEAD, ["", "_\x95\xa0Äv\x8e\x07"], [], ["p", "e¸A"]]

    head = heads.find(Sheet("DS", rows, merged=[(0, 0, 1, 0)]), str)

    assert head is not None
    assert (head.last, head.blocks) == (0, [COLUMNS])
