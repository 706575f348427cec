from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tongket.sheets import cells
from tongket.sheets.cells import Value
from tongket.sheets.shape import Cell

FAMILY = ("Nguyễn", "Trần", "Lê", "Đặng", "Võ", "Hoàng")
MIDDLE = ("Văn", "Thị", "Đức", "Hữu", "Thuỳ")
GIVEN = ("An", "Bình", "Thuỷ", "Hoà", "Ước", "Ý")
NAMES = st.builds(" ".join, st.tuples(*map(st.sampled_from, (FAMILY, MIDDLE, GIVEN))))
DIGITS = st.text(st.sampled_from("0123456789"), min_size=12, max_size=12)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(max_size=40)
)


@pytest.mark.parametrize(
    ("value", "typed"),
    [
        ("  x ", "  x "),
        (None, ""),
        (12.0, "12"),
        (12.5, "12.5"),
        (1087000123, "1087000123"),
        (True, "1"),
        (date(1987, 2, 5), "05/02/1987"),
        (datetime(1987, 2, 5, 0, 0), "05/02/1987"),
    ],
)
def test_cell_is_written_as_it_would_be_typed(value: Cell, typed: str) -> None:
    assert cells.as_typed(value) == typed


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Nguyễn Văn Mẫu", Value("Nguyễn Văn Mẫu")),
        ("NGUYỄN VĂN MẪU", Value("Nguyễn Văn Mẫu")),
        ("nguyễn  văn mẫu ", Value("Nguyễn Văn Mẫu")),
        ("Nguyễn Văn\nMẫu", Value("Nguyễn Văn Mẫu")),
        ("1. Nguyễn Văn Mẫu", Value("Nguyễn Văn Mẫu")),
        ("Đ/c Nguyễn Văn Mẫu", Value("Nguyễn Văn Mẫu")),
        ("Đồng chí: Nguyễn Văn Mẫu", Value("Nguyễn Văn Mẫu")),
        ("Nguyễn Văn Mẫu - BT", Value("Nguyễn Văn Mẫu")),
        ("Nguyễn Văn Mẫu (Phó bí thư)", Value("Nguyễn Văn Mẫu")),
        ("Nguyễn Văn Mẫu (Hùng)", Value("Nguyễn Văn Mẫu")),
        ("H’Hen Niê", Value("H'Hen Niê")),
        ("Ng. Văn Mẫu", Value("Ng. Văn Mẫu", "short_name", "Nguyễn Văn Mẫu")),
        ("Ngyễn Văn Mẫu", Value("Ngyễn Văn Mẫu", "short_name", "Nguyễn Văn Mẫu")),
        ("Nguyễn Văn M4u", Value("Nguyễn Văn M4u", "odd_name")),
        ("a@b.vn", Value("A@b.vn", "odd_name")),
        ("#REF!", Value("", "formula")),
        ("=A1", Value("", "formula")),
        ("", Value("")),
        (None, Value("")),
    ],
)
def test_name_is_cleaned(typed: Cell, value: Value) -> None:
    assert cells.name(typed) == value


@given(name=NAMES)
def test_clean_name_stays_as_it_is_however_it_was_typed(name: str) -> None:
    typed = (name, name.upper(), name.lower(), f"  {name.replace(' ', '  ')} ", f"Đ/c {name}", f"7. {name}", f"'{name}")

    assert {cells.name(spelling) for spelling in typed} == {Value(name)}


@given(typed=st.text(max_size=60))
@example(typed=" '")
@example(typed=". Đ/c Lê Văn An")
def test_cleaning_a_clean_name_again_changes_nothing(typed: str) -> None:
    cleaned = cells.name(typed)

    if not cleaned.code:
        assert cells.name(cleaned.value) == cleaned


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("001087000123", Value("001087000123")),
        ("'001087000123", Value("001087000123")),
        ("001 087 000 123", Value("001087000123")),
        ("OO1O87OOO123", Value("001087000123")),
        ("012345678", Value("012345678")),
        (1087000123, Value("001087000123", "identity_zeros", "001087000123")),
        (1087000123.0, Value("001087000123", "identity_zeros", "001087000123")),
        (98087000123, Value("", "identity_number")),  # there is no province 098
        (12345, Value("", "identity_number")),
        (1087000123.5, Value("", "identity_number")),
        ("1.087E+09", Value("", "identity_rounded")),
        ("001087000123a", Value("", "identity_number")),
        ("không", Value("")),
        ("-", Value("")),
        ("#N/A", Value("", "formula")),
    ],
)
def test_identity_number_has_12_or_9_digits(typed: Cell, value: Value) -> None:
    assert cells.identity(typed) == value


@given(province=st.integers(1, 96), rest=st.integers(0, 3_99_999999))
def test_zeros_that_excel_took_come_back(province: int, rest: int) -> None:
    number = f"{province:03d}{rest:09d}"

    restored = cells.identity(float(number))

    assert restored.value == number


@given(typed=CELLS)
def test_identity_number_is_never_made_up(typed: Cell) -> None:
    value = cells.identity(typed).value

    assert value == "" or (len(value) in {9, 12} and value.isdigit() and value.isascii())
    if value:
        digits = "".join(c for c in cells.as_typed(typed).upper().replace("O", "0") if c.isdigit())
        assert value.endswith(digits)
        assert set(value.removesuffix(digits)) <= {"0"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0912345678", Value("0912345678")),
        ("0912 345 678", Value("0912345678")),
        ("0912.345.678", Value("0912345678")),
        ("+84 912 345 678", Value("0912345678")),
        ("84912345678", Value("0912345678")),
        ("o912345678", Value("0912345678")),
        ("024 3825 1234", Value("02438251234")),
        (912345678, Value("0912345678", "phone_zero", "0912345678")),
        ("0912345678 / 0988000111", Value("0912345678", "two_phones")),
        ("123456789", Value("", "phone", "0123456789")),
        ("1234", Value("", "phone")),
        ("không có", Value("")),
        ("=B2", Value("", "formula")),
    ],
)
def test_phone_number_begins_with_its_zero(typed: Cell, value: Value) -> None:
    assert cells.phone(typed) == value


@given(rest=st.text(st.sampled_from("0123456789"), min_size=7, max_size=7), joint=st.sampled_from(["", " ", ".", "-"]))
def test_phone_number_is_the_same_in_every_spelling(rest: str, joint: str) -> None:
    number = f"091{rest[:1]}{joint}{rest[1:4]}{joint}{rest[4:]}"

    assert cells.phone(number).value == f"091{rest}"
    assert cells.phone(f"+84{joint}{number[1:]}").value == f"091{rest}"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("60.027445", Value("60.027445")),
        ("60 027 445", Value("60027445")),
        (60027445.0, Value("60027445")),
        ("6OO27445", Value("60027445")),
        ("60.000001\n70.000001", Value("70.000001", "two_cards")),
        ("60.000001; 70.000001", Value("70.000001", "two_cards")),
        ("chưa có", Value("")),
        ("#VALUE!", Value("", "formula")),
    ],
)
def test_of_two_card_numbers_the_newer_counts(typed: Cell, value: Value) -> None:
    assert cells.card(typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((typed, Value("M")) for typed in ("Nam", "NAM", " nam. ", "M", 1, "Nam/Kinh/Không")),
        *((typed, Value("F")) for typed in ("Nữ", "nu", "nử", "F", 0, "nữ giới")),
        *((typed, Value("")) for typed in ("", None, "-")),
        ("khác", Value("", "sex")),
        ("=C2", Value("", "formula")),
    ],
)
def test_sex_is_known_by_its_words(typed: Cell, value: Value) -> None:
    assert cells.sex(typed) == value


@pytest.mark.parametrize(
    ("typed", "is_minority"),
    [("Kinh", False), ("Không", False), ("Tày", True), ("x", True), ("DTTS", True), ("", None), ("-", None)],
)
def test_minority_is_told_by_the_people_or_by_yes_and_no(typed: Cell, is_minority: bool | None) -> None:
    assert cells.minority(typed) == Value(is_minority)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *((typed, "12/12") for typed in ("12/12", "10/10", "Lớp 12/12", "THPT", "Cấp III", "Tốt nghiệp phổ thông")),
        *((typed, "12/12") for typed in (date(2026, 12, 12), date(2026, 10, 10))),
        *((typed, "THCS") for typed in ("9/12", "7/10", "THCS", "cấp 2", date(2026, 9, 12))),
        *((typed, "TC") for typed in ("Trung cấp", "TC", "THCN")),
        *((typed, "CĐ") for typed in ("Cao đẳng", "CĐSP")),
        *((typed, "ĐH") for typed in ("Đại học", "Cử nhân Luật", "Kỹ sư xây dựng", "Bác sĩ", "ĐH Kinh tế; TC Luật")),
        *((typed, "ThS") for typed in ("Thạc sĩ", "Thạc sỹ QLNN", "Ths.", "CKI")),
        *((typed, "TS") for typed in ("Tiến sĩ", "PGS.TS", "GS.TSKH", "CK II")),
        *((typed, "") for typed in ("", "không", "5/12", None)),
    ],
)
def test_education_is_the_highest_that_was_completed(typed: Cell, code: str) -> None:
    assert cells.education(typed) == Value(code)


@pytest.mark.parametrize("typed", ["13/12", "12/11", "abc"])
def test_unknown_education_leaves_the_field_empty(typed: str) -> None:
    assert cells.education(typed) == Value("", "education")


@given(code=st.sampled_from(["THCS", "12/12", "TC", "CĐ", "ĐH", "ThS", "TS"]))
def test_code_of_education_is_read_back_as_itself(code: str) -> None:
    assert cells.education(code) == Value(code)
    assert cells.education_rank(code) > cells.education_rank("")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *((typed, Value("SC")) for typed in ("Sơ cấp", "SC", "SCLLCT")),
        *((typed, Value("TC")) for typed in ("Trung cấp", "TC", "TCLLCT", "T.C")),
        *((typed, Value("CC")) for typed in ("Cao cấp", "CC", "Cử nhân", "CN", "cao cấp LLCT")),
        ("", Value("")),
        ("chưa", Value("")),
        ("abc", Value("", "theory")),
    ],
)
def test_political_theory_has_three_levels(typed: str, value: Value) -> None:
    assert cells.theory(typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Hưu trí", Value("retired")),
        ("Cán bộ hưu", Value("retired")),
        ("Sinh viên", Value("student")),
        ("Trưởng thôn", Value("village_officer")),
        ("Bộ đội", Value("armed_forces")),
        ("Công chức", Value("civil_servant")),
        ("Giáo viên", Value("public_employee")),
        ("Nông dân", Value("farmer")),
        ("Công nhân", Value("worker")),
        ("Nhân viên công ty", Value("enterprise")),
        ("", Value("")),
        ("abc", Value("", "occupation")),
    ],
)
def test_occupation_is_the_group_that_is_counted(typed: str, value: Value) -> None:
    assert cells.occupation(typed) == value


@pytest.mark.parametrize("field", cells.CLEANERS)
@given(value=CELLS)
def test_every_cell_has_a_meaning_or_a_code(field: str, value: Cell) -> None:
    meaning = cells.CLEANERS[field](value)

    assert isinstance(meaning, Value)
    assert not (meaning.suggestion and not meaning.code)
