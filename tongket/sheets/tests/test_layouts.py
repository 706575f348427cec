"""Births, names and sexes in several columns; lists beside and below each other; numbers that are in doubt."""

from datetime import date

import pytest

from tongket.sheets.shape import Cell
from tongket.sheets.tests.people import EXPECTED, HEAD, NAMES, ORDER, PEOPLE, read, rows

# --- Births in two columns, names in two, crosses


def two_columns(*heads: str) -> list[list[Cell]]:
    """A list with the births of men and women in a column each, under these two heads."""
    people = [
        [*(one[name] for name in ("number", "full_name")), *births, *(one[name] for name in ORDER[4:])]
        for at, one in enumerate(PEOPLE)
        for births in [("", 1960 + 5 * at) if one["sex"] == "Nữ" else (1960 + 5 * at, "")]
    ]
    return [["TT", "Họ và tên", *heads, *HEAD[4:]], *people]


@pytest.mark.parametrize(
    "heads", [("Ông", "Bà"), ("Sinh (nam)", "Sinh (nữ)"), ("Năm sinh", ""), ("NS1", "NS2"), ("", "")]
)
def test_births_of_men_and_women_are_known_by_what_stands_in_them(heads: tuple[str, str]) -> None:
    roster = read(two_columns(*heads))

    assert roster.fields["sex"] == ["M", "F", "M", "F", "M", "F"]
    assert [born.year for born in roster.fields["born_on"]] == [1960, 1965, 1970, 1975, 1980, 1985]
    assert set(roster.fields["born_precision"]) == {"year"}


def test_person_in_both_columns_of_births_is_settled_by_the_sex_that_is_typed() -> None:
    table = two_columns("Nam", "Nữ")
    table[1][3] = 1959

    [problem] = read(table).problems
    mended = read(table, corrections={"DS!sex:2": "Nữ"})

    assert (problem.code, problem.cell) == ("two_sexes", "")
    assert (mended.fields["sex"][0], mended.fields["born_on"][0].year) == ("F", 1959)
    assert not any(problem.is_error for problem in mended.problems)


@pytest.mark.parametrize("head", [("Họ, đệm", "Tên đảng viên"), ("Họ và tên", "Họ và tên"), ("Họ và tên", "")])
def test_names_in_two_columns_are_joined_whatever_their_heads(head: tuple[str, str]) -> None:
    people = [[row[0], *str(row[1]).rsplit(" ", 1), *row[2:]] for row in rows()]

    roster = read([[HEAD[0], *head, *HEAD[2:]], *people])

    assert roster.fields["full_name"] == list(NAMES)


@pytest.mark.parametrize(
    ("people", "sexes"), [([0, 2, 4], ["M", "M", "M"]), ([1, 3], ["", ""])], ids=["men", "women nobody crossed"]
)
def test_column_of_crosses_without_any_means_the_other_sex_only_where_it_is_shown(
    people: list[int], sexes: list[str]
) -> None:
    table = [[*row[:2], "", *row[3:]] for at, row in enumerate(rows()) if at in people]

    roster = read([[*HEAD[:2], "Nữ", *HEAD[3:]], *table])

    assert roster.fields["sex"] == sexes


def test_list_beside_another_keeps_its_own_number_names_and_title() -> None:
    head: list[Cell] = ["Mục", *HEAD[1:]]
    first, second = rows(people=PEOPLE[:3]), rows(people=PEOPLE[3:])
    table = [[a[0], *a[1:], "", *b] for a, b in zip(first, second, strict=True)]
    title: list[Cell] = ["Chi bộ thôn 1", *[""] * 8, "Chi bộ thôn 2", *[""] * 7]

    roster = read([title, [*head, "", *head], *table])

    assert roster.fields["full_name"] == list(NAMES)
    assert roster.fields["unit"] == ["Chi bộ thôn 1"] * 3 + ["Chi bộ thôn 2"] * 3


def test_levels_are_not_read_from_a_column_of_posts() -> None:
    people = [[*row, "Bác sĩ" if at % 2 else "Trưởng thôn", "Trung cấp Luật"] for at, row in enumerate(rows())]

    roster = read([[*HEAD, "Chuyên môn, CQ", "Bằng cấp chuyên môn"], *people])

    assert roster.fields["education"] == ["TC"] * 6


# --- Heads of the next list, orders of days, numbers twice


@pytest.mark.parametrize(
    "second",
    [["stt.", "HVT", "GT", "N.sinh", "N.vào Đảng", "C.thức", "Thẻ số", "CCCD"], ["Số TT", *HEAD[1:]]],
    ids=["other words", "the same words"],
)
def test_head_of_the_next_list_is_no_person(second: list[Cell]) -> None:
    blank: list[Cell] = [""] * 8
    title: list[Cell] = ["Chi bộ Cơ quan Đảng", *[""] * 7]

    roster = read([HEAD, *rows(people=PEOPLE[:3]), blank, title, blank, second, *rows(people=PEOPLE[3:])])

    assert roster.fields["full_name"] == list(NAMES)
    assert roster.fields["unit"][3:] == ["Chi bộ Cơ quan Đảng"] * 3
    assert not roster.problems


def test_days_that_excel_exchanged_are_put_right_by_the_year_of_probation() -> None:
    table = rows()
    for at, row in enumerate(table):
        row[4], row[5] = date(2001 + at, 11 - at, 1 + at), f"{20 + at}/0{1 + at}/{2002 + at}"

    roster = read([HEAD, *table])

    assert roster.fields["party_age_from_on"] == [date(2001 + at, 1 + at, 11 - at) for at in range(6)]
    assert not roster.questions


def test_order_of_days_is_asked_once_for_a_list() -> None:
    table = rows()
    for at, row in enumerate(table):
        row[3], row[4], row[5] = f"{1 + at}/2/1970", f"{1 + at}/3/2001", f"{1 + at}/{4 + at}/2003"

    assert [question.kind for question in read([HEAD, *table]).questions] == ["day_order"]


def test_number_that_two_rows_share_is_told_of_both() -> None:
    table = rows()
    table[4][6] = str(table[1][6]).replace(".", "-")

    problems = read([HEAD, *table]).problems

    assert [(problem.row, problem.value) for problem in problems if problem.code == "duplicate_card"] == [
        (3, "6"),
        (6, "3"),
    ]


@pytest.mark.parametrize("typed", ["chưa cấp", "chưа cấp", "Chưa có", "đang làm", "không", "-"])
def test_words_for_no_number_are_no_error(typed: str) -> None:
    table = rows()
    table[0][6] = table[0][7] = typed

    roster = read([HEAD, *table])

    assert (roster.fields["card_number"][0], roster.fields["identity_number"][0], roster.problems) == ("", "", [])


def test_phones_that_lost_their_zero_are_no_identity_numbers() -> None:
    phones = ("912345678", "387654321", "978111222", "356789012", "866555444", "903210987")
    people = [[*row[:7], phone] for row, phone in zip(rows(), phones, strict=True)]

    roster = read([[*HEAD[:7], "Số DĐ"], *people])

    assert roster.fields["phone"] == [f"0{phone}" for phone in phones]


def test_name_of_the_first_group_is_no_part_of_the_head() -> None:
    group: list[Cell] = ["I", "Chi bộ Quân sự", *[""] * 6]

    roster = read([HEAD, group, *rows()])

    assert roster.fields["unit"] == ["Chi bộ Quân sự"] * 6


def test_card_number_in_two_columns_under_one_head_is_joined() -> None:
    head: list[list[Cell]] = [[*HEAD[:6], "Số thẻ đảng viên", "", HEAD[7]], [*[""] * 6, "Mã", "Số", ""]]
    people = [[*row[:6], *str(row[6]).split("."), row[7]] for row in rows()]

    roster = read([*head, *people])

    assert roster.fields["card_number"] == EXPECTED["card_number"]


def test_words_before_a_number_are_no_part_of_it() -> None:
    table = [[*row[:7], f"CCCD: {row[7]}"] for row in rows()]

    assert read([[*HEAD[:7], "Giấy tờ"], *table]).fields["identity_number"] == EXPECTED["identity_number"]
