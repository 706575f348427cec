"""Vietnamese text that was stored in an old encoding or read in a wrong one: recognised by its syllables and repaired.

Every function works on surface text: what TCVN3, VNI, VISCII and VPS bytes look like when read as cp1252.
Source: documents.md 8.22 to 8.25.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Any

ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "utf8")
LEGACY_FONTS = re.compile(r"^(?:\.?Vn[A-Z]|\.Vn|VNI[-_ ])", re.IGNORECASE)

_WORD = re.compile(r"[^\s\d.,;:()\[\]/\\\"!?+=*&–“”-]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSETS = "ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_RHYMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|e|ec|em|en|eng|eo|ep|et|"
    "ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu|o|oa|oac|oach|oai|oam|oan|oang|"
    "oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|"
    "ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|uê|uêch|uên|uênh|ui|um|un|ung|uôc|uôi|uôm|uôn|uông|uôt|uơ|up|ut|uy|uya|uych|"
    "uyên|uyêt|uynh|uyp|uyt|uyu|ư|ưa|ưc|ưi|ưng|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu|y|yêm|yên|yêng|yêt|yêu|êng|ưm|ưn"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_RHYMES})")
_NO_VOWEL = re.compile(r"(?:Ngh|Ng|Kh|Nh|Ph|Th|Tr|Ch|[BCDĐGHKLMNPQRSTVX])(?:ng|nh|ch|[ncptm])?", re.IGNORECASE)
_NOT_IN_TABLE = {"vni": (("aú", "ẳ"), ("AÚ", "Ẳ"), ("î", "ỵ"), ("Î", "Ỵ"))}
_LOST_HORN = re.compile(r"(?P<before>.*?)(?P<vowel>[ơờớởỡợ])(?P<after>[a-z]+)", re.IGNORECASE)
HARMED = {
    "khụng": "không",
    "thỏng": "tháng",
    "nhõn": "nhân",
    "dõn": "dân",
    "cụng": "công",
    "Cụng": "Công",
    "thụn": "thôn",
    "Thụn": "Thôn",
    "chớnh": "chính",
}


@cache
def is_syllable(word: str) -> bool:
    """Whether a word could be one Vietnamese syllable, by its letters."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(bare))


def detect(texts: Iterable[str], *, has_legacy_font: bool = False, likely: str = "") -> str:
    """The encoding that makes most words Vietnamese: one of ENCODINGS, or "" where the text is well as it is.

    Only words with letters beyond ASCII count; a text that is mostly well is left alone. likely: what the rest of
    the sheet is in, which decides where few words say little.
    """
    words = _words(texts)
    if not words:
        return ""
    plain = _share(words, lambda word: word)
    if likely and _share(words, converter(likely)) >= max(plain, 0.5):
        return likely
    if plain >= (0.9 if has_legacy_font else 0.75):
        return ""
    scores = {name: _share(words, converter(name)) for name in ENCODINGS}
    best = max(scores, key=lambda name: scores[name])
    if plain >= 0.6 and not has_legacy_font:
        return best if scores[best] == 1.0 and len(words) >= 8 else ""
    return best if scores[best] >= 0.5 and scores[best] > plain + 0.2 else ""


def converter(name: str) -> Callable[[str], str]:
    """The function that turns surface text of an encoding into Vietnamese."""
    return _from_utf8 if name == "utf8" else lambda text: _convert(text, name)


def is_capital_font(font: str) -> bool:
    """.VnTimeH and its kin keep capitals under the codes of small letters."""
    return font.lower().startswith(".vn") and font.rstrip().endswith("H")


def restore_lost_letter(text: str) -> str | None:
    """The text with the ư put back that the way through other programs has lost, as far as that is certain;
    None where no word lacks a letter. Equal to the text where something lacks that nobody can tell.
    """
    is_damaged = False
    words = text.split(" ")
    for at, word in enumerate(words):
        if not word or is_syllable(word):
            continue
        if horn := _LOST_HORN.fullmatch(word):
            is_damaged = True
            letter = "Ư" if horn["vowel"].isupper() else "ư"
            restored = horn["before"] + letter + horn["vowel"] + horn["after"]
            words[at] = restored if is_syllable(restored) else word
        elif _NO_VOWEL.fullmatch(word) and len(word) > 1:
            is_damaged = True
    return " ".join(words) if is_damaged else None


def repair_double_conversion(text: str) -> str | None:
    """The text with the words repaired that a double conversion harms (khụng → không); None where it holds none."""
    words = text.split(" ")
    repaired = [HARMED.get(word, word) for word in words]
    return " ".join(repaired) if repaired != words else None


def decode(body: bytes) -> tuple[str, str]:
    """Text of bytes without a declared encoding, and its name: utf-8, utf-16, cp1258 or cp1252 (surface text)."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace"), "utf-16"
    if len(body) > 8 and body[:400].count(0) > len(body[:400]) // 5:
        little = body[1:400:2].count(0) >= body[0:400:2].count(0)
        return body.decode("utf-16-le" if little else "utf-16-be", "replace"), "utf-16"
    try:
        return body.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        surface = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
        as_western = body.decode("latin-1").translate(dict(enumerate(surface)))
    try:
        as_vietnamese = unicodedata.normalize("NFC", body.decode("cp1258"))
    except UnicodeDecodeError:
        return as_western, "cp1252"
    sample = as_vietnamese[:20_000].split("\n")
    if _share(_words(sample), lambda word: word) >= 0.7:
        return as_vietnamese, "cp1258"
    return as_western, "cp1252"


def _words(texts: Iterable[str]) -> list[str]:
    words: dict[str, None] = {}  # in the order in which they come
    for text in texts:
        if text.isascii():
            continue
        for word in _WORD.findall(text):
            if not word.isascii():
                words[word] = None
        if len(words) > 2000:
            break
    return list(words)


def _share(words: list[str], convert: Callable[[str], str]) -> float:
    """The share of words that are syllables after conversion; a syllable that keeps odd letters does not count."""
    if not words:
        return 0.0
    return sum(is_syllable(convert(word)) for word in words) / len(words)


def _convert(text: str, name: str) -> str:
    tables, charmap = _table(name)
    return str(tables.convert(text, charmap))


@cache
def _table(name: str) -> tuple[Any, Any]:
    # Loaded when an old encoding turns up: most files need neither.
    from viparse.normalize import encodings, tables

    charmap = encodings.CHARMAPS[name]
    return tables, replace(charmap, pairs=(*charmap.pairs, *_NOT_IN_TABLE.get(name, ())))


def _from_utf8(text: str) -> str:
    try:
        return unicodedata.normalize("NFC", text.encode("cp1252").decode("utf-8"))
    except UnicodeError:
        pass
    try:  # the five bytes that cp1252 leaves open stay as control characters
        body = b"".join(c.encode("cp1252", "ignore") or c.encode("latin-1") for c in text)
        return unicodedata.normalize("NFC", body.decode("utf-8"))
    except UnicodeError:
        return text
