import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import text

LETTERS = sorted({unicodedata.normalize("NFC", base + tone) for base in text.ALPHABET for tone in text.TONES})
SINGLE = [c for c in LETTERS if len(c) == 1]
WORDS = st.text(st.sampled_from(SINGLE + [c.upper() for c in SINGLE]), min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)

UNTOUCHED = (
    *("quý", "quyền", "quỳnh", "quỹ", "Quý", "QUỸ", "quá", "quả", "quốc"),
    *("giá", "già", "gì", "gìn", "giếng", "giữ"),
    *("của", "mùa", "nghĩa", "hoàn", "toán", "khoảng", "khoác", "xoài", "ngoại", "ngoằn", "đoọc"),
    *("huỳnh", "huýt", "khuỷu", "thuở", "tuổi", "uống", "tuyển", "thuyền", "chuyện", "hoa", "uy", "khuya"),
)


def nfd(s: str) -> str:
    return unicodedata.normalize("NFD", s)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (nfd("Trần Thử Nghiệm"), "Trần Thử Nghiệm"),
        ("\u00d0ảng \u0189oàn, \u0111i", "Đảng Đoàn, đi"),
        ("Nguyễn\u00a0Văn\u202fMẫu", "Nguyễn Văn Mẫu"),
        ("\ufeff  Lê\u200b Thị \u200b Ví Dụ\x07 ", "Lê Thị Ví Dụ"),
        ("Nguyễn Văn\r\nMẫu", "Nguyễn Văn\nMẫu"),
        ("tổ\t1", "tổ 1"),
        ("Tr\u0430n Văn \u041ea", "Tran Văn Oa"),
        ("\u041c\u043e\u0441\u043a\u0432\u0430", "\u041c\u043e\u0441\u043a\u0432\u0430"),
        ("nghie\u0323\u0302m, tie\u0301\u0302n, e\u0301\u200d\u0302", "nghiệm, tiến, ế"),
        ("", ""),
    ],
)
def test_clean_makes_equal_what_looks_equal(typed: str, stored: str) -> None:
    assert text.clean(typed) == stored


@given(st.text())
def test_clean_is_done_after_one_time(s: str) -> None:
    once = text.clean(s)

    assert text.clean(once) == once


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đảng uỷ  xã An Mẫu", "dang uy xa an mau"),
        (nfd("TRẦN THỬ NGHIỆM"), "tran thu nghiem"),
        ("\u00d0ường \u0189ê", "duong de"),
        (" Chi\u00a0bộ\nthôn 1 ", "chi bo thon 1"),
        ("ưu ơi ăn ấm", "uu oi an am"),
        ("", ""),
    ],
)
def test_fold_takes_off_case_marks_and_spare_spaces(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@given(NAMES)
def test_fold_is_plain_latin_and_done_after_one_time(name: str) -> None:
    folded = text.fold(name)

    assert folded.isascii()
    assert text.fold(folded) == folded
    assert text.fold(nfd(name)) == folded


@given(st.text())
def test_folded_characters_stand_where_they_stood(s: str) -> None:
    assert len(text.fold_chars(s)) == len(text.nfc(s))


def test_letters_sort_in_the_order_of_the_vietnamese_alphabet() -> None:
    words = [f"{letter}a" for letter in "aăâbcdđeêghiklmnoôơpqrstuưvxy"]
    backwards = words[::-1]

    assert sorted(backwards, key=text.sort_key) == words


def test_tones_sort_after_letters() -> None:
    words = ["mă", "mai", "mạ ma", "mạ", "má", "mã", "mả", "mà mà", "mà", "ma"]

    ordered = sorted(words, key=text.sort_key)

    assert ordered == ["ma", "mà", "mà mà", "mả", "mã", "má", "mạ", "mạ ma", "mai", "mă"]


def test_numbers_sort_by_value() -> None:
    units = ["Tổ 10", "Tổ 2", "Tổ", "Tổ 1A", "Tổ 1", "tổ trưởng"]

    assert sorted(units, key=text.sort_key) == ["Tổ", "Tổ 1", "Tổ 1A", "Tổ 2", "Tổ 10", "tổ trưởng"]


@given(NAMES)
def test_sort_key_sees_neither_case_nor_normal_form(name: str) -> None:
    key = text.sort_key(name)

    assert set(key) <= set("0123456789")
    assert text.sort_key(nfd(name)) == key
    assert text.sort_key(name.lower()) == key
    assert len(key) <= 5 * len(name) + 5


@given(WORDS, WORDS, WORDS)
def test_sort_key_compares_word_by_word(first: str, second: str, behind: str) -> None:
    one, two = text.sort_key(first), text.sort_key(second)

    if one < two:
        assert text.sort_key(f"{first} {behind}") < two + text.sort_key(behind)
        assert text.sort_key(f"{first} {behind}") < text.sort_key(f"{second}")


IN_ORDER = [  # by given name, family name, middle names, letter by letter of the Vietnamese alphabet
    *["Lê Văn An", "Trần Thị Ánh", "Hồ Ân", "Phan Công Băng", "Phan Công Bằng", "Đỗ Bân"],
    *["Lê Văn Dũng", "Ngô Dương", "Vũ Đạt", "Bùi Văn Đức", "Đào Anh Đức", "Đỗ Đức"],
    *["Hà Em", "Hà Êm", "Lý Hoa", "Cao Hoà", "Cao Hồng", "Cao Hơn"],
    *["Bùi Minh Hùng", "Lê Anh Hùng", "Lê Văn Hùng", "Nguyễn Văn Hùng", "Phạm Văn Hùng", "Bùi Thị Hưng"],
    *["Y Tư", "Y Tứ", "A Yên"],
]


def test_persons_sort_by_given_name_then_family_name() -> None:
    backwards = IN_ORDER[::-1]

    assert sorted(backwards, key=text.name_order) == IN_ORDER
    assert text.name_order("Lê Thị Hoà") == text.name_order("lê thị HÒA")


def test_name_is_read_backwards() -> None:
    assert text.reverse_name("Nguyễn Văn  Hùng") == "Hùng Văn Nguyễn"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Đảng ủy", "Đảng uỷ"),
        ("hòa, khóa, tỏa, họa", "hoà, khoá, toả, hoạ"),
        ("khỏe, lòe, xòe", "khoẻ, loè, xoè"),
        ("ĐẢNG ỦY, HÒA, Ủy viên", "ĐẢNG UỶ, HOÀ, Uỷ viên"),
        ("thủy, túy, hủy, lũy, tụy", "thuỷ, tuý, huỷ, luỹ, tuỵ"),
    ],
)
def test_tone_style_moves_the_tone_both_ways(old: str, new: str) -> None:
    assert text.tone_style(old, "new") == new
    assert text.tone_style(new, "old") == old
    assert text.tone_style(nfd(old), "new") == new


@pytest.mark.parametrize("word", UNTOUCHED)
def test_tone_style_leaves_other_syllables_alone(word: str) -> None:
    assert text.tone_style(word, "new") == word
    assert text.tone_style(word, "old") == word


@pytest.mark.parametrize(("typed", "right"), [("qúy", "quý"), ("qủa", "quả"), ("gía", "giá"), ("Gìa", "Già")])
def test_tone_never_stands_on_a_consonant(typed: str, right: str) -> None:
    assert text.tone_style(typed, "old") == text.tone_style(typed, "new") == right


@given(NAMES)
def test_tone_styles_are_done_after_one_time(name: str) -> None:
    for style in ("new", "old"):
        once = text.tone_style(name, style)

        assert text.tone_style(once, style) == once
        assert text.tone_normal(once) == text.tone_normal(name)
        assert text.fold(once) == text.fold(name)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("uỷ", "ủy", True),
        ("hoà", "hòa", True),
        ("khoá", "khóa", True),
        ("Đảng Uỷ", nfd("đảng ủy"), True),
        ("\u00d0ảng", "Đảng", True),
        ("hoa", "hoà", False),
        ("mà", "má", False),
        ("quý", "quỳ", False),
    ],
)
def test_same_word_sees_through_the_place_of_the_tone(a: str, b: str, same: bool) -> None:
    assert text.same_word(a, b) is same
