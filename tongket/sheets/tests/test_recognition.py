"""Columns known by words, neighbours and values together; heads that no list of words holds."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.sheets import labels, matching
from tongket.sheets.choices import CHOSEN, PROPOSED, SURE, UNREAD, words_of
from tongket.sheets.shape import Cell
from tongket.sheets.tests.people import EXPECTED, HEAD, NAMES, ORDER, PEOPLE, read, rows, values


def test_ordinary_head_is_read_without_a_question() -> None:
    roster = read([HEAD, *rows()])

    assert roster.fields["full_name"] == list(NAMES)
    assert not roster.questions
    assert not roster.problems
    assert {column.sureness for table in roster.tables for column in table.columns} == {SURE}


@pytest.mark.parametrize(
    "head",
    [
        [],
        ["Aaa", "Bbb", "Xxx", "Ddd", "Eee", "Fff", "Ggg", "Hhh"],
        ["Số tt", "Danh tính", "Phái", "Sinh năm", "Vào", "Công nhận", "Mã thẻ ĐV", "Định danh"],
        ["STT", "HVT", "GT", "NTNS", "NVĐ", "NCT", "Số TĐV", "ĐDCN"],
        ["stt", "Hovaten", "Gioitinh", "N.sinh", "Ng.vào Đảng", "Ng chinhthuc", "Thẻ số", "Căn cước"],
        ["Số thứ tự", "Họ và tẻn", "Giơi tính", "Ngày sihn", "Ngay vao Dang", "Ngày chính thúc", "Sô thẻ", "CCCD"],
        ["TT 1", "Họ tên 2", "Nam/Nữ 3", "Sinh 4", "Kết nạp 5", "Chính thức 6", "Thẻ ĐV 7", "CMND 8"],
    ],
    ids=["none", "unknown", "regional", "initials", "joined", "misspelt", "digits"],
)
def test_reworded_head_changes_nothing(head: list[Cell]) -> None:
    roster = read([*([head] if head else []), *rows()])

    assert values(roster) == EXPECTED


@given(order=st.permutations(ORDER))
def test_columns_without_a_head_are_known_in_any_order(order: list[str]) -> None:
    roster = read(rows(*order))

    assert values(roster) == EXPECTED


def test_lists_below_each_other_have_heads_and_cells_of_their_own() -> None:
    other = (
        "number",
        "full_name",
        "born_on",
        "sex",
        "card_number",
        "party_age_from_on",
        "official_on",
        "identity_number",
    )
    head = [HEAD[ORDER.index(name)] for name in other]
    below: list[list[Cell]] = [
        [],
        ["CHI BỘ THÔN 2"],
        [],
        head,
        *rows(*other, people=PEOPLE[3:]),
        ["", "Cộng: 3 đảng viên"],
    ]

    roster = read([["Chi bộ thôn 1 (3 đ/c)"], HEAD, *rows(people=PEOPLE[:3]), *below])

    assert values(roster) == EXPECTED
    assert roster.fields["unit"] == ["Chi bộ thôn 1"] * 3 + ["Chi bộ THÔN 2"] * 3
    assert [(table.key, table.people) for table in roster.tables] == [("DS#1", 3), ("DS#2", 3)]


def test_lists_beside_each_other_are_two() -> None:
    roster = read(
        [
            [*HEAD, "", *HEAD],
            *([*a, "", *b] for a, b in zip(rows(people=PEOPLE[:3]), rows(people=PEOPLE[3:]), strict=True)),
        ]
    )

    assert values(roster) == EXPECTED


def test_head_that_stands_again_among_the_persons_is_nobody() -> None:
    numbers: list[Cell] = [f"({at})" for at in range(1, 9)]

    roster = read([HEAD, numbers, *rows(people=PEOPLE[:4]), HEAD, numbers, *rows(people=PEOPLE[4:])])

    assert values(roster) == EXPECTED


def test_band_over_columns_is_part_of_the_head() -> None:
    head: list[list[Cell]] = [
        ["TT", "Họ và tên", "Giới tính", "Ngày sinh", "Ngày", "", "Số", ""],
        ["", "", "", "", "vào Đảng", "chính thức", "thẻ", "CCCD"],
    ]

    assert values(read([*head, *rows()])) == EXPECTED


@pytest.mark.parametrize(("label", "kind"), [("ĐT", "phone"), ("DT", "ethnic"), ("ĐT", "profession"), ("dt", "phone")])
def test_short_word_of_two_meanings_is_settled_by_the_values(label: str, kind: str) -> None:
    filled = {"phone": "0912345678", "ethnic": "Tày", "profession": "Đại học"}[kind]

    [table] = read([[*HEAD, label], *([*row, filled] for row in rows())]).tables

    assert (table.columns[-1].kind, table.columns[-1].sureness) in {(kind, SURE), (kind, PROPOSED)}


def test_unit_of_former_times_is_not_the_cell() -> None:
    head: list[Cell] = [*HEAD, "Chi bộ cũ", "C.bộ"]

    roster = read([head, *([*row, "Chi bộ thôn 9", "CB thôn 1"] for row in rows())])

    assert roster.fields["unit"] == ["CB thôn 1"] * len(NAMES)


def test_day_of_issue_is_no_day_of_the_party() -> None:
    head: list[Cell] = ["TT", "Họ và tên", "Ngày sinh", "Thẻ ĐV", "", "Vào Đảng"]
    levels: list[Cell] = ["", "", "", "Số", "Ngày cấp", ""]
    people = rows("number", "full_name", "born_on", "card_number", "official_on", "party_age_from_on")

    roster = read([head, levels, *people])

    assert roster.fields["party_age_from_on"] == EXPECTED["party_age_from_on"]
    assert roster.fields["card_number"] == EXPECTED["card_number"]
    assert roster.fields["official_on"] == [None] * len(NAMES)


# --- Choices


def test_a_choice_takes_the_place_of_what_was_proposed_and_teaches_the_word() -> None:
    table: list[list[Cell]] = [
        ["TT", "Họ và tên", "Ngày sinh", "Mốc một", "Số thẻ"],
        *rows("number", "full_name", "born_on", "official_on", "card_number"),
    ]
    before = read(table)
    key = before.tables[0].columns[3].key

    after = read(table, answers={key: "official_on"})
    own = words_of(after.tables[0])
    remembered = read(table, own_words=dict(own))

    assert key == "column:DS#1:D"
    assert after.fields["official_on"] == EXPECTED["official_on"]
    assert after.tables[0].columns[3].sureness == CHOSEN
    assert own == {"moc mot": "official_on"}
    assert remembered.fields["official_on"] == EXPECTED["official_on"]
    assert not remembered.questions


def test_column_is_left_unread_where_a_person_says_so() -> None:
    roster = read([HEAD, *rows()], answers={"column:DS#1:H": UNREAD})

    assert roster.fields["identity_number"] == [""] * len(NAMES)
    assert (roster.tables[0].columns[7].kind, roster.tables[0].columns[7].sureness) == (UNREAD, CHOSEN)


def test_column_that_nobody_knows_is_kept_and_shown() -> None:
    roster = read([[*HEAD, "Zzz"], *([*row, f"q{at}"] for at, row in enumerate(rows()))])

    column = roster.tables[0].columns[-1]

    assert (column.kind, column.head, column.samples, column.filled) == (
        UNREAD,
        ("Zzz",),
        ("q0", "q1", "q2", "q3", "q4"),
        6,
    )


def test_beginning_of_names_of_cells_is_answered_once() -> None:
    table: list[list[Cell]] = [[*HEAD, "Sinh hoạt tại"], *([*row, f"K/tổ {at}"] for at, row in enumerate(rows()))]

    roster = read(table, answers={"pattern:unit:K/tổ": "Chi bộ thôn"})

    assert roster.fields["unit"] == [f"Chi bộ thôn {at}" for at in range(len(NAMES))]


# --- Stacked cells


def test_official_register_with_stacked_cells_is_read_whole() -> None:
    head: list[Cell] = [
        *("TT", "Họ và tên\nHọ và tên khai sinh", "Nam, nữ\nDân tộc\nTôn giáo", "Quê quán"),
        *("Văn hoá\nLý luận\nChuyên môn\nNgoại ngữ", "Nghề nghiệp trước khi vào Đảng\nHiện nay"),
        *("Ngày vào Đảng\nNgày chính thức", "Số thẻ\nSố lý lịch\nSố Huy hiệu", "Bộ đội, công an, hưu trí"),
        *("Ngày chuyển đi, nơi đến", "Ngày chuyển đến, nơi đi", "Ngày từ trần, lý do", "Ngày ra khỏi Đảng, hình thức"),
        "Ghi chú",
    ]
    people: list[list[Cell]] = [
        [
            *(
                one["number"],
                f"{one['full_name']}\n{one['full_name']}",
                f"{one['sex']}\nTày\nKhông",
                "Xã Mẫu, tỉnh Mẫu",
            ),
            *("12/12\nTrung cấp\nĐại học\nAnh B", "Làm ruộng\nGiáo viên"),
            *(f"{one['party_age_from_on']}\n{one['official_on']}", f"{one['card_number']}\n12/LL"),
            *("", "", "", "", "", ""),
        ]
        for one in PEOPLE
    ]

    roster = read([head, [f"({at})" for at in range(1, 15)], *people])

    fields = roster.fields
    for name in ("full_name", "sex", "party_age_from_on", "official_on", "card_number"):
        assert fields[name] == EXPECTED[name]
    assert {*fields["is_minority"]} == {True}
    assert ({*fields["education"]}, {*fields["theory"]}, {*fields["occupation"]}) == (
        {"ĐH"},
        {"TC"},
        {"public_employee"},
    )
    assert not roster.questions


def test_one_value_of_a_stacked_cell_is_corrected_alone() -> None:
    table: list[list[Cell]] = [
        ["TT", "Họ và tên", "Giới tính\nDân tộc", "Ngày sinh"],
        *([one["number"], one["full_name"], f"{one['sex']}\nKinh", one["born_on"]] for one in PEOPLE),
    ]
    table[1][2] = "Nan\nTày"

    before = read(table)
    [problem] = [problem for problem in before.problems if problem.is_error]
    after = read(table, corrections={f"DS!{problem.cell}": "Nam"})

    assert (problem.cell, problem.code) == ("C2/1", "sex")
    assert (after.fields["sex"][0], after.fields["is_minority"][0]) == ("M", True)


# --- What must not happen in silence


def test_true_days_beside_text_days_of_one_order_are_asked() -> None:
    born: list[Cell] = [
        "20/02/1987",
        "25/03/1990",
        date(1985, 5, 3),
        date(1979, 11, 4),
        "31/12/1970",
        date(1960, 1, 12),
    ]
    table: list[list[Cell]] = [
        ["TT", "Họ và tên", "Ngày sinh"],
        *([at, name, day] for at, (name, day) in enumerate(zip(NAMES, born, strict=True), 1)),
    ]

    [question] = read(table).questions
    swapped = read(table, answers={question.key: "mdy"}).fields["born_on"]

    assert question.kind == "true_days"
    assert swapped[2:4] == [date(1985, 3, 5), date(1979, 4, 11)]
    assert swapped[0] == date(1987, 2, 20)


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("0", "1"), ("2", "1")])
def test_sexes_in_digits_follow_the_names(yes: str, no: str) -> None:
    table: list[list[Cell]] = [
        ["TT", "Họ và tên", "Giới tính", "Ngày sinh"],
        *rows("number", "full_name", "sex", "born_on"),
    ]
    for row in table[1:]:
        row[2] = yes if row[2] == "Nữ" else no

    assert read(table).fields["sex"] == EXPECTED["sex"]


def test_short_card_number_is_told_with_the_zeros_that_it_may_have_lost() -> None:
    table: list[list[Cell]] = [
        ["TT", "Họ và tên", "Ngày sinh", "Số thẻ"],
        *rows("number", "full_name", "born_on", "card_number"),
    ]
    for row in table[1:]:
        row[3] = str(row[3]).replace(".", "")
    table[2][3] = 6002744

    [problem] = read(table).problems

    assert (problem.code, problem.cell, problem.suggestion, problem.is_error) == ("card_zeros", "D3", "06002744", True)


def test_second_day_in_a_cell_is_told() -> None:
    table: list[list[Cell]] = [
        ["TT", "Họ và tên", "Ngày sinh", "Ngày vào Đảng"],
        *rows("number", "full_name", "born_on", "party_age_from_on"),
    ]
    table[1][2] = "20/01/1960 (20/02/1960)"

    assert [(problem.code, problem.cell) for problem in read(table).problems] == [("second_day", "C2")]


def test_numbers_that_groups_state_are_all_compared() -> None:
    groups: list[list[Cell]] = [["", "Đảng bộ xã Mẫu (9 đ/c)"], ["", "I. Chi bộ thôn 1 (4 đ/c)"]]

    roster = read(
        [HEAD, *groups, *rows(people=PEOPLE[:4]), ["", "II. Chi bộ thôn 2 (3 đ/c)"], *rows(people=PEOPLE[4:])]
    )

    assert len(roster.warnings) == 2
    assert roster.fields["unit"] == ["Chi bộ thôn 1"] * 4 + ["Chi bộ thôn 2"] * 2


# --- Assigning


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_no_other_assignment_gains_more(gains: list[list[int]]) -> None:
    width = len(gains[0])
    size = max(width, len(gains))
    square = [[row[at] if at < width else 0 for at in range(size)] for row in gains]

    chosen = matching.assign(gains)

    total = sum(row[at] for row, at in zip(gains, chosen, strict=True) if at is not None)
    assert len({at for at in chosen if at is not None}) == sum(at is not None for at in chosen)
    assert total == max(
        sum(row[at] for row, at in zip(square, order, strict=False)) for order in itertools.permutations(range(size))
    )


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        *(
            ("Giới", "sex"),
            ("Phái nữ", "female"),
            ("La_nu", "female"),
            ("Sinh năm", "born_on"),
            ("Thẻ số", "card_number"),
        ),
        *(("Ngày vào", "party_age_from_on"), ("Ngày công nhận", "official_on"), ("Chi bộ cũ", "former_unit")),
        *(("Ngày chuyển sinh hoạt chính thức", "moved"), ("Ngày cấp CCCD", "issued_on"), ("Họ tên vợ", "other_name")),
    ],
)
def test_label_means_its_kind_most(label: str, kind: str) -> None:
    scores = labels.scores([label])

    assert max(scores, key=lambda name: scores[name]) == kind
