"""Vietnamese text: one normal form, folding for search, sorting, and where a tone mark stands."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

ToneStyle = Literal["new", "old"]

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang, huyền, hỏi, ngã, sắc, nặng
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"  # f, j, w and z occur in foreign names

_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
_CYRILLIC = str.maketrans("асеіорухАВЕНІКМОРСТХ", "aceiopyxABEHIKMOPCTX")
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
_TONE_BEFORE_SHAPE = re.compile(r"([\u0300\u0309\u0303\u0301\u0323]+)([\u0302\u0306\u031b]+)")
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_LINE_END = re.compile(r" ?\n ?")


def nfc(s: str) -> str:
    """The text in Unicode NFC, nothing else changed; spans of a text always count in this form."""
    return unicodedata.normalize("NFC", s)


def masked(number: str, *, visible: int) -> str:
    """The last characters of a number, the others as dots; nothing of one that is no longer than these."""
    if len(number) <= visible:
        return "•" * len(number)
    return "•" * max(len(number) - visible, 4) + number[-visible:]


def clean(s: str) -> str:
    """A text as it may be stored: what looks the same becomes the same.

    NFC, marks in the right order, look-alikes of Đ (U+00D0, U+0189) and Cyrillic letters inside Latin words
    replaced; no-break and other odd spaces become one plain space, zero-width and control characters go, line
    ends are kept as \\n, the ends are stripped. Texts in an old encoding (TCVN3, VNI) must be converted before,
    because this drops the soft hyphen that TCVN3 uses as a letter. Source: documents.md 8.20, 8.21, 8.26.
    """
    s = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", s)
    s = _SPACES.sub(" ", s)
    s = "".join(c for c in s if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"})
    s = _SPACES.sub(" ", s)  # a zero-width character may have parted two spaces
    s = _in_mark_order(s).translate(_LOOKALIKES)
    s = _WORD.sub(lambda word: _without_cyrillic(word[0]), s)
    return _AROUND_LINE_END.sub("\n", nfc(s)).strip()


def fold_chars(s: str) -> str:
    """The text for searching, one character for each character of `nfc(s)`, so that found places fit both.

    Lower case, no marks, đ as d; white space and stray marks stay as they are.
    """
    return "".join(_folded(c) for c in nfc(s))


def fold(s: str) -> str:
    """The text for searching and comparing: NFC, lower case, all marks off, đ as d, spaces squeezed."""
    bare = "".join(c for c in fold_chars(s) if unicodedata.category(c) != "Mn")
    return " ".join(bare.split())


def sort_key(s: str) -> str:
    """A key of ASCII digits whose plain order is the Vietnamese order, in Python and in both databases.

    Word by word: first the letters (a ă â b c d đ e ê …), then the tones (ngang, huyền, hỏi, ngã, sắc, nặng).
    Whole numbers sort by value, so "Tổ 2" stands before "Tổ 10"; case, marks of other languages and
    punctuation do not count. Up to 4 characters for each letter of the alphabet.
    """
    return "".join(_number_key(token) if token[0].isdigit() else _word_key(token) for token in _tokens(s))


def reverse_name(full_name: str) -> str:
    """ "Nguyễn Văn Hùng" as "Hùng Văn Nguyễn": given name, middle names, family name."""
    return " ".join(reversed(nfc(full_name).split()))


def name_order(full_name: str) -> str:
    """The sort key of a person: the given name, then the family name, then the middle names as written.

    Source: documents.md 8.29.
    """
    words = full_name.split()
    return "".join(map(_word_of_name_key, (*words[-1:], *words[:-1])))


def tone_style(s: str, style: ToneStyle) -> str:
    """The text with its tone marks placed as the office writes: "new" uỷ, hoà, khoẻ; "old" ủy, hòa, khỏe.

    The two styles differ only in syllables that end in oa, oe or uy; `qu` and `gi` before a vowel are
    consonants (quý, giá), so they never carry the tone. Everything else stays. Source: documents.md 2.2.5.
    """
    place = _on_second if style == "new" else _on_first
    s = _ONSET.sub(_on_second, nfc(s))
    return _OPEN_PAIR.sub(place, s)


def tone_normal(s: str) -> str:
    """The form in which two placements of one tone are equal; case is kept. Source: documents.md 8.27."""
    return tone_style(s, "new")


def same_word(a: str, b: str) -> bool:
    """Whether two texts are the same but for case, spacing and the place of tone marks (`uỷ` is `ủy`)."""
    return _compared(a) == _compared(b)


def _compared(s: str) -> str:
    return " ".join(tone_normal(clean(s)).lower().split())


def _in_mark_order(s: str) -> str:
    """NFC of a text in which somebody typed the tone before the circumflex, breve or horn."""
    return nfc(_TONE_BEFORE_SHAPE.sub(r"\2\1", unicodedata.normalize("NFD", s)))


def _without_cyrillic(word: str) -> str:
    latin = word.translate(_CYRILLIC)
    if latin == word or not any(c.isascii() or "LATIN" in unicodedata.name(c, "") for c in word):
        return word
    return latin


def _folded(c: str) -> str:
    lower = c.lower().translate(_LOOKALIKES)
    if lower == "đ":
        return "d"
    bare = "".join(part for part in unicodedata.normalize("NFD", lower) if unicodedata.category(part) != "Mn")
    if len(bare) == 1:
        return bare
    return lower if len(lower) == 1 else c


def _tokens(s: str) -> list[str]:
    return _TOKEN.findall(_in_mark_order(s).translate(_LOOKALIKES).lower())


@lru_cache(maxsize=8192)  # names are made of few words
def _word_of_name_key(word: str) -> str:
    return sort_key(tone_normal(word))  # Hoà and Hòa are one name


def _number_key(digits: str) -> str:
    value = digits.lstrip("0")
    return f"05{len(value):03d}{value}"  # below every letter, above the end of a word


def _word_key(word: str) -> str:
    letters, tones = [], []
    for c in word:
        letter, tone = _letter_and_tone(c)
        letters.append(letter)
        tones.append(tone)
    return "".join(letters) + "00" + "".join(tones)


def _letter_and_tone(c: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", c)
    tone = next((mark for mark in parts if mark in TONES), "")
    letter = nfc(parts.replace(tone, "", 1)) if tone else c
    if letter not in ALPHABET and parts[0] in ALPHABET:
        letter = parts[0]
    code = f"{10 + ALPHABET.index(letter)}" if letter in ALPHABET else f"99{ord(letter[0]):07d}"
    return code, str(TONES.index(tone))


def _with_tones(letters: str) -> str:
    return "".join(nfc(letter + tone) for letter in letters for tone in TONES)


def _split_tone(c: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", c)
    tone = next((mark for mark in parts if mark in TONES), "")
    return nfc(parts.replace(tone, "", 1)) if tone else c, tone


def _on_second(pair: re.Match[str]) -> str:
    return _placed(pair[0], second=True)


def _on_first(pair: re.Match[str]) -> str:
    return _placed(pair[0], second=False)


def _placed(pair: str, *, second: bool) -> str:
    (first, tone_of_first), (last, tone_of_last) = _split_tone(pair[0]), _split_tone(pair[1])
    if bool(tone_of_first) == bool(tone_of_last):
        return pair
    tone = tone_of_first or tone_of_last
    return nfc(first + last + tone) if second else nfc(first + tone) + last


_O, _AE, _U, _Y, _I = (_with_tones(letters) for letters in ("oO", "aAeE", "uU", "yY", "iI"))
_VOWELS = _with_tones("aAăĂâÂeEêÊiIoOôÔơƠuUưƯyY")
_OPEN_PAIR = re.compile(rf"(?:[{_O}][{_AE}]|(?<![qQ])[{_U}][{_Y}])(?![^\W\d_])")
_ONSET = re.compile(rf"(?<=[qQ])[{_U}][{_VOWELS}]|(?<=[gG])[{_I}][{_VOWELS}]")
