"""What happened to Vietnamese text on its way: old fonts, decomposed letters, wrong code pages, look-alike letters.

The tables are written here anew, so that they share no mistake with the reader's. Source: documents.md 8.21 to 8.27.
"""

import re
import unicodedata

_LOWER = (
    "à µ ả ¶ ã · á ¸ ạ ¹ ă ¨ ằ » ẳ ¼ ẵ ½ ắ ¾ ặ Æ â © ầ Ç ẩ È ẫ É ấ Ê ậ Ë đ ® è Ì ẻ Î ẽ Ï é Ð ẹ Ñ ê ª ề Ò ể Ó ễ Ô ế Õ "
    "ệ Ö ì × ỉ Ø ĩ Ü í Ý ị Þ ò ß ỏ á õ â ó ã ọ ä ô « ồ å ổ æ ỗ ç ố è ộ é ơ ¬ ờ ê ở ë ỡ ì ớ í ợ î ù ï ủ ñ ũ ò ú ó ụ ô "
    "ư \xad ừ õ ử ö ữ ÷ ứ ø ự ù ỳ ú ỷ û ỹ ü ý ý ỵ þ"
)
_SIGNS = _LOWER.split()
TCVN3_LOWER = dict(zip(_SIGNS[::2], _SIGNS[1::2], strict=True))
TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
_CODE_TO_LETTER = {code: letter for letter, code in TCVN3_LOWER.items()}
_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_HAT = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVE = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_ALONE = {"đ": "ñ", "ì": "ì", "í": "í", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö"}


def tcvn3(text: str) -> str:
    """As the fonts .VnTime show it: accented capitals have no code of their own there but for seven."""
    return "".join(TCVN3_CAPITALS.get(sign) or TCVN3_LOWER.get(sign.lower(), sign) for sign in text)


def tcvn3_capitals(text: str) -> str:
    """As typed for the fonts .VnTimeH, which draw capitals at the codes of small letters."""
    return "".join(TCVN3_LOWER.get(sign, sign) for sign in text.lower())


def tcvn3_without_hyphens(text: str) -> str:
    """The same after a program that drops the soft hyphen, which is the code of ư."""
    return tcvn3(text).replace("\xad", "")


def vni(text: str) -> str:
    return "".join(_vni_letter(sign) for sign in text)


def _vni_letter(sign: str) -> str:
    lower = sign.lower()
    code = _ALONE.get(lower)
    if code is None:
        base, *marks = unicodedata.normalize("NFD", lower)
        tone = next((mark for mark in marks if mark in _TONES), "")
        if "\u0302" in marks:
            code = base + _HAT[tone]
        elif "\u0306" in marks:
            code = base + _BREVE[tone]
        elif "\u031b" in marks:
            code = {"o": "ô", "u": "ö"}[base] + (_TONES[tone] if tone else "")
        else:
            code = base + (_TONES[tone] if tone else "")
    return code.upper() if sign != lower else code


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def utf8_as_cp1252(text: str) -> str:
    return "".join(_cp1252(byte) for byte in text.encode())


def _cp1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def doubly_converted(text: str) -> str:
    """Unicode taken for TCVN3 and converted once more: không becomes khụng, tháng thỏng."""
    return "".join(_CODE_TO_LETTER.get(sign, sign) for sign in text)


def look_alikes(text: str) -> str:
    """Letters of other alphabets that look the same."""
    swaps = {"Đ": "Ð" if len(text) % 2 else "Ɖ", "a": "а", "o": "о", "'": "’"}
    return "".join(
        swaps.get(sign, sign) if sign in "Đ'" or number % 3 == 0 else sign for number, sign in enumerate(text)
    )


def other_tone_place(text: str) -> str:
    """uỷ for ủy and hoà for hòa, and the other way round."""
    pairs = (("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("ủy", "uỷ"), ("úy", "uý"), ("ùy", "uỳ"), ("òe", "oè"))
    for old, new in pairs:  # at the end of a syllable alone: Toàn has one place for it
        way = (old, new) if old in text else (new, old)
        text = re.sub(rf"(?<!q){way[0]}(?!\w)", way[1], text)
    return text


def tones_last(text: str) -> str:
    """A form in which uỷ and ủy are equal: the tone behind the letters of each word."""
    words = []
    for word in unicodedata.normalize("NFD", text).split():
        letters = "".join(sign for sign in word if sign not in _TONES)
        words.append(letters + "".join(sign for sign in word if sign in _TONES))
    return " ".join(words)


def without_marks(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
