import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.encodings import CHARMAPS

from tongket.core.text import TONES
from tongket.sheets import encodings
from tongket.sheets.tests.files.making import surface

SYLLABLES = (
    *(
        "Nguyễn",
        "Trần",
        "Đặng",
        "Hoàng",
        "Phạm",
        "Huỳnh",
        "Vũ",
        "Võ",
        "Thị",
        "Đức",
        "Hữu",
        "Thuỷ",
        "Hoà",
        "Mẫu",
        "Dũng",
    ),
    *("Đảng", "bộ", "xã", "chi", "thôn", "tổ", "dân", "phố", "trường", "tiểu", "học", "huyện", "tỉnh", "kết", "nạp"),
    *("chính", "thức", "quyết", "định", "nghiệp", "quốc", "giữ", "ngoằn", "khuỷu", "ước", "ưu", "ý", "ở", "ạ", "uỷ"),
)
TEXTS = st.lists(st.sampled_from(SYLLABLES), min_size=15, max_size=30, unique=True).map(
    lambda words: [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
)
BY_TABLE = sorted(CHARMAPS.keys() & set(encodings.ENCODINGS))


def as_western(text: str) -> str:
    """UTF-8 read as cp1252, as old programs do."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("word", [*SYLLABLES, "Nghiêng", "quý", "gì", "khoác", "YẾN", "oanh"])
def test_syllable_is_known_by_its_letters(word: str) -> None:
    assert encodings.is_syllable(word)


@pytest.mark.parametrize("word", ["", "abc", "NguyÔn", "TrÇn", "Nguyeãn", "Tráº§n", "strong", "Nguyn", "wă"])
def test_other_letters_are_no_syllable(word: str) -> None:
    assert not encodings.is_syllable(word)


@given(texts=TEXTS)
def test_text_in_unicode_is_left_alone(texts: list[str]) -> None:
    assert encodings.detect(texts) == ""
    assert encodings.detect([unicodedata.normalize("NFD", text) for text in texts]) == ""


@pytest.mark.parametrize("name", BY_TABLE)
@given(texts=TEXTS)
def test_old_encoding_is_recognised_and_undone(name: str, texts: list[str]) -> None:
    stored = [surface(text, name) for text in texts]

    assert encodings.detect(stored) == name
    assert [encodings.converter(name)(text) for text in stored] == texts


@given(texts=TEXTS)
def test_utf8_that_was_read_as_western_is_recognised_and_undone(texts: list[str]) -> None:
    stored = [as_western(text) for text in texts]

    assert encodings.detect(stored) == "utf8"
    assert [encodings.converter("utf8")(text) for text in stored] == texts


@given(text=st.text(), name=st.sampled_from(encodings.ENCODINGS))
def test_converting_takes_any_text(text: str, name: str) -> None:
    assert isinstance(encodings.converter(name)(text), str)
    assert encodings.detect([text]) in {"", *encodings.ENCODINGS}


@given(texts=TEXTS, form=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
def test_bytes_without_a_declared_encoding_are_decoded(texts: list[str], form: str) -> None:
    written = "\n".join(texts)

    text, name = encodings.decode(written.encode(form))

    assert (text.lstrip("\ufeff"), name) == (written, form[:6].rstrip("-"))


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
def test_bytes_of_an_old_encoding_come_as_surface_text(name: str) -> None:
    stored = surface("Nguyễn Văn Mẫu; Chi bộ thôn Đông; Trần Thử Nghiệm", name)

    assert encodings.decode(stored.encode("cp1252", "surrogateescape")) == (stored, "cp1252")


def test_bytes_of_windows_vietnamese_are_composed() -> None:
    written = "Đảng bộ xã Sông Mẫu; Nguyễn Văn Mẫu; Trần Thử Nghiệm; Lê Thị Ví Dụ"
    body = "".join(_with_tone_apart(letter) for letter in written).encode("cp1258")

    assert encodings.decode(body) == (written, "cp1258")


def _with_tone_apart(letter: str) -> str:
    """Windows-1258 has letters with their circumflex, breve or horn, and the tones on their own."""
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES)) + tone


@given(body=st.binary(max_size=500))
def test_any_bytes_are_decoded_as_something(body: bytes) -> None:
    text, name = encodings.decode(body)

    assert isinstance(text, str)
    assert name in {"utf-8", "utf-16", "cp1258", "cp1252"}


@pytest.mark.parametrize(
    ("written", "restored"),
    [
        ("Phạm Hớng Dương", "Phạm Hướng Dương"),
        ("TRỜNG", "TRƯỜNG"),
        ("Phạm Ngc Mẫu", "Phạm Ngc Mẫu"),  # a letter is missing, but which one nobody can tell
        ("Phạm Hướng Dương", None),
        ("Nguyễn Văn Mẫu", None),
    ],
)
def test_letter_that_tcvn3_lost_is_put_back_where_it_is_certain(written: str, restored: str | None) -> None:
    assert encodings.restore_lost_letter(written) == restored


@pytest.mark.parametrize(
    ("written", "repaired"), [("Chi bộ khụng tờn", "Chi bộ không tờn"), ("Chi bộ thôn 1", None), ("", None)]
)
def test_words_of_a_double_conversion_are_repaired(written: str, repaired: str | None) -> None:
    assert encodings.repair_double_conversion(written) == repaired


@pytest.mark.parametrize(
    ("font", "is_capital"), [(".VnTimeH", True), (".VnArialH ", True), (".VnTime", False), ("H", False)]
)
def test_font_of_capitals_is_known_by_its_name(font: str, is_capital: bool) -> None:
    assert encodings.is_capital_font(font) is is_capital
