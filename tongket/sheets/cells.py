"""One value of one column made clean: names, numbers of persons, codes. Source: documents.md 8.26 to 8.38.

Every function takes what a cell holds and returns a Value; a code says what is wrong or was changed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tongket.core import text
from tongket.sheets import peoples
from tongket.sheets.names import FAMILY_NAMES

REMARKS = frozenset(  # codes that do not stop an import; all others are errors
    {
        *("education", "theory", "occupation", "minority", "left", "damaged_text"),
        *("identity_zeros", "phone_zero", "two_phones", "two_cards", "two_digit_year", "two_names", "second_day"),
        *("second_row", "struck", "card_length"),
    }
)

_TITLE = re.compile(  # forms of address, degrees, ranks, posts: with a dot or colon, or apart from the name
    r"^(?:(?:đ/c|đ\.c|đc|đồng chí|ông/bà|bs|bsck\s?i{1,2}|ths|thạc s[ĩỹ]|ts|tiến s[ĩỹ]|pgs|gs|ks|"
    r"kỹ sư|cn|cử nhân|ds|dược sĩ|ys|y sĩ|bác s[ĩỹ]|luật sư|ls|kts|nsưt|nsnd|ngưt|"
    r"(?:hạ|trung|thượng|chuẩn|binh|đại) s[ĩỹ]|binh nh[ấì]t?|(?:thiếu|trung|thượng|đại|chuẩn) ú?[yỳuú][ýỷúyu]?|"
    r"(?:thiếu|trung|thượng|đại) tá|(?:thiếu|trung|thượng|đại) tướng|"
    r"bt|pbt|bí thư(?: chi bộ)?|phó bí thư(?: chi bộ)?|chi [uủ][ỷy] viên)(?:[.:/]+\s*|\s+))+(?=[^\W\d_])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:ông|bà|anh|chị|cụ|cô|chú|bác)(?:[.:]\s*|\s+)(?=[^\W\d_])", re.IGNORECASE)
_MAY_BE_TITLE = frozenset(
    {
        *("Ông", "Bà", "Anh", "Chị", "Cụ", "Cô", "Chú", "Bác", "Đại", "Thượng", "Trung", "Thiếu", "Hạ", "Chuẩn"),
        *("Binh", "Bí", "Phó", "Kỹ", "Cử", "Tiến", "Thạc", "Luật", "Đồng", "Dược", "Y", "Chi"),
    }
)
_RANK = re.compile(r"^\d{1,4}[.)]\s*")
_OFFICE = re.compile(
    r"\s*(?:[-–,;]\s*|\()(?:bt|pbt|p\.?\s*bt|bí thư|phó bí thư|cuv|uv|đuv|chi uỷ viên|chi ủy viên|ct|pct|"
    r"chủ tịch|phó chủ tịch|trưởng|phó|đảng (?:uỷ|ủy) viên|dự bị|đvdb)\b.*$",
    re.IGNORECASE,
)
_ALIAS = re.compile(r"\s*\([^)]*\)\s*$")
_ALIAS_DASH = re.compile(r"\s+[-–]\s+.*$")
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_SHAPES = "\u0302\u0306\u031b"
_MISPLACED = re.compile(  # a tone on the first of two vowels of a syllable that has a letter more after them
    rf"([oui])([{_TONE_MARKS}])([aeoy])([{_SHAPES}]?)(?=[a-z](?![{_SHAPES}]))", re.IGNORECASE
)
_SHORT = {"Ng": "Nguyễn", "Ng.": "Nguyễn", "Tr.": "Trần", "Ph.": "Phạm", "H.": "Hoàng", "Đ.": "Đặng", "Ngyễn": "Nguyễn"}
_FILLER = {"", "0", "x", "không", "-", "--", "chưa có", "chưa", "k", "ko", "không có", "n/a", "//", "/", "…", "..."}
_ERROR = re.compile(r"^(?:=|#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA))")
_ZERO = str.maketrans({"O": "0", "o": "0"})
_NOT_ISSUED = re.compile(r"(?:chua|dang|khong|mat|that lac|cho|xin|se)\b.*|n/?a|trong|\W*")
_IDENTITY_BEFORE = re.compile(r"^(?:số|so)?\s*(?:cccd|cmnd|cmt|căn cước|định danh)?\s*(?:số)?\s*:?\s*(?=[\dOo])", re.I)
_NINE = re.compile(r"(?:3[2-9]|5[25689]|7[06789]|8[1-9]|9[0-9])\d{7}")


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell means. code: what is wrong with it; suggestion: what may be meant, as it would be typed."""

    value: Any
    code: str = ""
    suggestion: str = ""


def as_typed(value: Any) -> str:
    """A cell as it would be typed: whole numbers without ".0"."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bool):
        return "1" if value else "0"
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return str(value)


def is_formula(value: Any) -> bool:
    return isinstance(value, str) and value[:1] in "=#" and bool(_ERROR.match(value))


_EDGE = " .,;:-–'’`"  # what stands around a name and is no part of it


@cache
def name_word(word: str) -> str:
    """A word of a name that needs no cleaning, or ""."""
    is_plain = text.clean(word) == word and word.isalpha() and word == word.capitalize() == tone_in_place(word)
    return word if is_plain and word not in _SHORT else ""


def is_plain_name(words: Sequence[str]) -> bool:
    """Whether the words of a name need no cleaning."""
    return len(words) > 1 and words[0] not in _MAY_BE_TITLE and all(map(name_word, words))


def name(value: Any) -> Value:
    """A person's name without titles, offices and second names; all capitals or none become initial capitals."""
    raw = as_typed(value)
    words = raw.split()
    if is_plain_name(words) and "\n" not in raw:
        return Value(" ".join(words))
    if is_formula(raw):
        return Value("", "formula")
    lines = [line for line in text.clean(raw.lstrip(_EDGE)).split("\n") if line]
    second = ""
    if len(lines) > 1 and _is_whole_name(lines[0]) and _is_whole_name(lines[1]):
        second, lines = lines[1], lines[:1]
    whole = " ".join(lines).replace("’", "'").replace("`", "'").replace("‘", "'")
    whole = _RANK.sub("", whole)
    whole = _without_address(_TITLE.sub("", _without_address(_TITLE.sub("", whole))))
    whole = _OFFICE.sub("", whole)
    whole = _ALIAS.sub("", whole)
    whole = _ALIAS_DASH.sub("", whole)
    whole = whole.strip(_EDGE + "*")
    has_case = not (whole.isupper() or whole.islower())
    whole = " ".join(_initial_capital(word, has_case=has_case) for word in whole.split())
    if not whole:
        return Value("")
    words = whole.split()
    if words[0] in _SHORT or re.fullmatch(r"\w{1,3}\.", words[0]):
        return Value(whole, "short_name", " ".join([_SHORT.get(words[0], words[0]), *words[1:]]))
    if len(whole) > 80 or re.search(r"[\d@#$%^*=+<>{}|\\/_?!]", whole):
        return Value(whole[:80], "odd_name")
    if second:
        return Value(whole, "two_names", second)
    return Value(whole)


def _without_address(whole: str) -> str:
    """Without "Ông" or "Bà" before a whole name; alone these words are names too."""
    rest = _ADDRESS.sub("", whole)
    words = rest.split()
    is_name = len(words) >= 3 or (len(words) == 2 and words[0].lower() in FAMILY_NAMES)
    return rest if is_name and words[0].lower() not in {"thị", "văn", "đình", "hữu"} else whole


def _is_whole_name(line: str) -> bool:
    """Whether a line alone is a name, and not the first half of one: "Nguyễn Văn" over "Mẫu" is one name."""
    words = _TITLE.sub("", line.strip(" ()")).split()
    return (
        len(words) >= 2 and words[0].lower() in FAMILY_NAMES and words[-1].lower() not in {"văn", "thị", "đình", "hữu"}
    )


@cache
def tone_in_place(word: str) -> str:
    """A word with its tone on the vowel that bears it: Hòang is Hoàng, Qúy is Quý. What is right stays."""
    parts = unicodedata.normalize("NFD", text.tone_style(word, "new") if text.fold(word[:2]) == "qu" else word)
    moved = _MISPLACED.sub(r"\1\3\4\2", parts)
    return unicodedata.normalize("NFC", moved)


def _initial_capital(word: str, *, has_case: bool) -> str:
    """A word of a name with its first letter as a capital, and the one after an apostrophe: H'LƯƠN is H'Lươn."""
    word = tone_in_place(word)
    before, mark, after = word.partition("'")
    if has_case and mark and len(before) <= 2 and after.islower():
        return f"{before.capitalize()}'{after.capitalize()}"  # no font of TCVN3 has capitals with marks
    has_inner = any(map(str.isupper, re.sub(r"['-]\w", "", word)[1:]))  # TRầN: .VnTime has no capitals with marks
    if has_case and not word.isupper() and not word.islower() and not has_inner:
        return word
    if has_case and (len(word) == 1 or "@" in word):
        return word.upper() if word.isalpha() else word
    if mark and len(before) <= 2 and after:
        return f"{before.capitalize()}'{after.capitalize()}"
    return "-".join(part.capitalize() for part in word.split("-"))


def _says_nothing(raw: str) -> bool:
    """Whether a cell for a number is blank, or says that there is none yet."""
    return raw.lower() in _FILLER or (
        not any(map(str.isdigit, raw)) and bool(_NOT_ISSUED.fullmatch(text.fold(text.clean(raw)).strip(" ().")))
    )


def identity(value: Any) -> Value:
    """12 digits, or 9 of the old card; zeros that Excel took come back only where 12 digits can be proven."""
    if isinstance(value, float) and not value.is_integer():
        return Value("", "identity_number")
    raw = as_typed(value).strip().lstrip("'’`").strip()
    if raw.isascii() and raw.isdigit() and len(raw) == 12:
        return Value(raw)
    if _says_nothing(raw):
        return Value("")
    if is_formula(raw):
        return Value("", "formula")
    if re.fullmatch(r"\d[.,]\d+[eE]\+?\d+", raw):
        return Value("", "identity_rounded")
    digits = re.sub(r"[\s.\u00a0-]", "", _IDENTITY_BEFORE.sub("", raw)).translate(_ZERO)
    if not digits.isascii() or not digits.isdigit():
        return Value("", "identity_number")
    if len(digits) in {9, 12}:
        return Value(digits)
    if len(digits) in {10, 11}:
        padded = digits.zfill(12)
        # province 001-096, then century and sex 0-3: what else has this length is no such number
        if 1 <= int(padded[:3]) <= 96 and padded[3] in "0123":
            return Value(padded, "identity_zeros", padded)
    return Value("", "identity_number")


def phone(value: Any) -> Value:
    """A phone number with its leading zero, national form."""
    raw = as_typed(value).strip().lstrip("'’`").strip()
    if _says_nothing(raw):
        return Value("")
    if is_formula(raw):
        return Value("", "formula")
    parts = [part for part in re.split(r"[/;,\n]|\s+-\s+", raw) if sum(c.isdigit() for c in part) >= 6]
    if not parts:
        return Value("", "phone")
    digits = re.sub(r"\D", "", parts[0].translate(_ZERO))
    if parts[0].strip().startswith("+84") or (digits.startswith("84") and len(digits) == 11):
        digits = "0" + digits[2:]
    if len(digits) == 9 and _NINE.fullmatch(digits):
        return Value("0" + digits, "phone_zero", "0" + digits)
    if not (9 < len(digits) < 12 and digits.startswith("0")):
        return Value("", "phone", f"0{digits}" if len(digits) == 9 else "")
    return Value(digits, "two_phones" if len(parts) > 1 else "")


_CARD_BEFORE = re.compile(
    r"^(?:(?:số|so|no)(?: thẻ)?(?: đảng viên| đv)?|thẻ(?: đảng viên| đv)?(?: số)?|mới|cũ|tđv)\s*[:.]*\s*(?=\S)",
    re.IGNORECASE,
)
_CARD_AFTER = re.compile(
    r"\s*[(\[]?\s*(?:thẻ )?(?:mới|cũ|đã đổi|đổi thẻ|cấp lại|cấp mới|cấp đổi)[^)\]]*[)\]]?\s*$", re.IGNORECASE
)
CARD_DIGITS = 6  # after the point


def card(value: Any) -> Value:
    """A card number as text; of two the newer one: that called new, else the last."""
    if isinstance(value, float) and not value.is_integer() and 0 < value < 1000:
        written = f"{value:.{CARD_DIGITS}f}"  # as a number it has lost the zeros at its end
        is_short = len(repr(value).partition(".")[2]) < CARD_DIGITS
        return Value(written, "card_zeros" if is_short else "", written if is_short else "")
    raw = as_typed(value).strip().lstrip("'’`").strip()
    if _says_nothing(raw):
        return Value("")
    if is_formula(raw):
        return Value("", "formula")
    parts = [part.strip() for part in re.split(r"[\n;/]|\s+-\s+|,\s+", raw) if part.strip()]
    parts = [part for part in parts if not _NOT_ISSUED.fullmatch(text.fold(text.clean(part).strip(" ()")))]
    if not parts:
        return Value("")
    new = [part for part in parts if "mới" in part.lower()]
    last = " ".join((new or parts)[-1].split())
    last = _CARD_AFTER.sub("", _CARD_BEFORE.sub("", _CARD_BEFORE.sub("", last))).strip(" ()*.,:")[:20]
    if re.fullmatch(r"[\dOo ]+|[\dOo]{2} ?[.-] ?[\dOo]{6}", last):
        last = last.replace(" ", "").translate(_ZERO)
    if last and not any(map(str.isdigit, last)):
        return Value("", "card")
    return Value(last, "two_cards" if len(parts) > 1 else "")


def card_width(numbers: Iterable[str]) -> int:
    """How many digits the card numbers of a column have, where most agree; else 0."""
    widths = Counter(len(digits) for number in numbers if (digits := _card_digits(number)))
    if not widths:
        return 0
    (width, count), total = widths.most_common(1)[0], sum(widths.values())
    return width if count * 2 > total and width >= 6 and (count >= 2 or total == 1) else 0


def _card_digits(number: str) -> str:
    digits = re.sub(r"[.\- ]", "", number)
    return digits if digits.isascii() and digits.isdigit() else ""


def padded_card(number: str, width: int) -> str:
    """A number of digits that has lost its zeros, with them again; "" for one that lacks none."""
    if not number.isdigit() or not width - 3 <= len(number) < width or len(number) < 3:
        return ""
    return number.zfill(width)


def sex(value: Any) -> Value:
    """M, F or nothing."""
    word = _word(value)
    if word in {"nam", "m", "1", "male", "trai", "nam giới"}:
        return Value("M")
    if word in {"nữ", "nu", "f", "0", "female", "gái", "nữ giới", "nử"}:
        return Value("F")
    if is_formula(value):
        return Value("", "formula")
    first = re.split(r"[/\n,;]", word)[0].strip()
    if first != word and first in {"nam", "nữ"}:
        return sex(first)
    return Value("", "sex" if word not in {"", "-"} else "")


def sexes_of_digits(values: Sequence[Any], names: Sequence[str]) -> dict[str, str]:
    """What each digit of a column of sexes means, by "Thị" and "Văn" in the names; "" where they do not tell."""
    votes: Counter[tuple[str, str]] = Counter()
    typed = [as_typed(value).strip() for value in values]
    for name, digit in zip(names, typed, strict=True):
        words = set(name.lower().split()[1:-1])
        sex = "F" if "thị" in words else "M" if "văn" in words else ""
        if sex and digit:
            votes[digit, sex] += 1
    digits = {*typed} - {""}
    meaning = {"": ""}
    for digit in digits:
        women, men = votes[digit, "F"], votes[digit, "M"]
        meaning[digit] = "F" if women > 3 * men else "M" if men > 3 * women else ""
    known = [digit for digit in digits if meaning[digit]]
    if len(digits) == 2 and len(known) == 1:
        meaning["".join(digits - {*known})] = "M" if meaning[known[0]] == "F" else "F"
    if len(digits) == 2 and len({meaning[digit] for digit in digits}) == 1:
        meaning |= dict.fromkeys(digits, "")
    return meaning


def minority(value: Any) -> Value:
    """Whether somebody is of a minority people; None where nothing is said, or nothing that names a people.

    The column names the people, or says yes or no: "Không" in it is no minority.
    """
    word = re.split(r"[/\n,;]", _word(value))[0].strip()
    if word in {"", "-", "0", "?"}:
        return Value(None)
    if word in {"kinh", "k", "việt", "kinh (việt)", "không"}:
        return Value(False)
    if word in {"x", "có", "1", "dtts", "thiểu số", "dân tộc thiểu số"} or peoples.is_minority(word):
        return Value(True)
    return Value(None, "minority")


def education(value: Any) -> Value:
    """The code of what was completed; 12/12 and 10/10 also where Excel turned them into days."""
    if hasattr(value, "month"):
        return _grade(value.month, value.day) if value.day in {10, 12} else _grade(value.day, value.month)
    word = _word(value)
    if word in _FILLER:
        return Value("")
    if is_formula(value):
        return Value("", "formula")
    if grade := re.fullmatch(
        r"(?:lớp )?(\d{1,2})\s*/\s*(\d{1,2})(?:/\d{2,4})?(?:\s*(?:phổ thông|\(?bt(?:vh)?\)?))?", word
    ):
        return _grade(int(grade[1]), int(grade[2]))
    plain = text.fold(word).replace(".", "")
    best = max((rank for rank, pattern, _code in _LEVELS if pattern.search(plain)), default=None)
    if best is None:
        return Value("", "education")
    return Value(next(code for rank, _pattern, code in _LEVELS if rank == best))


def education_rank(code: str) -> int:
    return next((rank for rank, _pattern, known in _LEVELS if known == code), 0)


def theory(value: Any) -> Value:
    """SC, TC, CC or nothing."""
    plain = text.fold(_word(value)).replace(".", "")
    if plain in {text.fold(word) for word in _FILLER}:
        return Value("")
    if is_formula(value):
        return Value("", "formula")
    for code, pattern in _THEORY:
        if pattern.search(plain):
            return Value(code)
    return Value("", "theory")


def occupation(value: Any) -> Value:
    """The code of the group by which members are counted."""
    plain = text.fold(_word(value))
    if plain in {text.fold(word) for word in _FILLER}:
        return Value("")
    for code, pattern in _OCCUPATIONS:
        if pattern.search(plain):
            return Value(code)
    return Value("", "occupation")


def _word(value: Any) -> str:
    return " ".join(text.clean(as_typed(value).lstrip("'’`")).lower().split(" ")).strip(" .")


def _grade(done: int, of: int) -> Value:
    if of not in {10, 12} or not 1 <= done <= of:
        return Value("", "education")
    if done == of:
        return Value("12/12")
    return Value("THCS") if done >= (7 if of == 10 else 9) else Value("")


def _patterns(*rows: tuple[int, str, str]) -> list[tuple[int, re.Pattern[str], str]]:
    return [(rank, re.compile(pattern), code) for rank, pattern, code in rows]


_LEVELS = _patterns(
    (1, r"\bthcs\b|cap (?:2|ii)\b|^(?:het )?lop 9$|trung hoc co so", "THCS"),
    (
        2,
        r"\bthpt\b|\bptth\b|cap (?:3|iii)\b|^(?:het )?lop (?:10/10|12)$|trung hoc pho thong|tot nghiep pho thong",
        "12/12",
    ),
    (3, r"\btc(?:cn)?\b|\btr ?cap|trung cap|so cap nghe|trung hoc chuyen nghiep|\bthcn\b", "TC"),
    (4, r"\bcd(?:sp)?\b|cao dang", "CĐ"),
    (5, r"\bdh(?:sp)?\b|dai hoc|cu nhan|\bcn\b|ky su|\bks\b|bac si|\bbs\b|duoc si|kien truc su", "ĐH"),
    (6, r"\bths\b|thac s[iy]|cao hoc|\bck ?i\b", "ThS"),
    (7, r"\b(?:p?gs)?ts(?:kh)?\b|\bp?gs\b|tien s[iy]|\bck ?ii\b", "TS"),
)
_THEORY: list[tuple[str, re.Pattern[str]]] = [
    ("CC", re.compile(r"^cc\b|^c ?cap|cao cap|^cn\b|cu nhan|^ccllct|^cao$")),
    ("TC", re.compile(r"^tc\b|^tr(?:ung)? ?cap|trung cap|^tcllct|^trung$")),
    ("SC", re.compile(r"^sc\b|^s ?cap|so cap|^scllct|^so$")),
]
_OCCUPATIONS: list[tuple[str, re.Pattern[str]]] = [
    ("retired", re.compile(r"huu tri|nghi huu|\bhuu\b|mat suc")),
    ("student", re.compile(r"hoc sinh|sinh vien|\bhssv\b")),
    (
        "village_officer",
        re.compile(r"can bo thon|truong thon|to dan pho|khong chuyen trach|truong ban|ban cong tac mat tran"),
    ),
    ("armed_forces", re.compile(r"bo doi|cong an|quan doi|quan nhan|luc luong vu trang|bien phong|si quan|llvt")),
    ("civil_servant", re.compile(r"cong chuc|can bo xa|can bo phuong|\bcbcc\b")),
    ("public_employee", re.compile(r"vien chuc|giao vien|bac si|y si|giang vien|y ta|dieu duong")),
    ("private_owner", re.compile(r"chu doanh nghiep|giam doc doanh nghiep|ho kinh doanh|chu ho kd")),
    ("farmer", re.compile(r"nong dan|lam ruong|nong nghiep|lam vuon|ngu dan|lam nong")),
    ("worker", re.compile(r"cong nhan|lao dong|tho ")),
    ("enterprise", re.compile(r"nhan vien|doanh nghiep|cong ty|kinh doanh|buon ban")),
]
CLEANERS: dict[str, Callable[[Any], Value]] = {
    "full_name": name,
    "sex": sex,
    "identity_number": identity,
    "phone": phone,
    "card_number": card,
    "theory": theory,
    "occupation": occupation,
    "learn": education,
    "profession": education,
    "ethnic": minority,
}
