"""What the values of a column look like, whatever its head says: days, numbers of persons, names, words of a field.

Every value gets a set of looks; a kind of column weighs them (`FITS`). Source: documents.md 8.13 to 8.38.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import Any

from tongket.core import text
from tongket.sheets import cells, days, encodings
from tongket.sheets.names import FAMILY_NAMES

_DIGITS = re.compile(r"[\d .\u00a0-]+")
_PHONE = re.compile(r"(?:\+?84|0)[35789]\d{8}|0[248]\d{8,9}")
_CARD = re.compile(r"\d{2} ?[.-] ?\d{6}|\d{8}|[A-ZĐ]{1,4}[ .-]?\d{4,8}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_ZERO = str.maketrans({"O": "0", "o": "0"})
_MARKS = frozenset({"x", "×", "✓", "✔", "v", "√", "*", "+"})
_SEXES = frozenset({"nam", "nữ", "nu", "nử", "male", "female", "trai", "gái", "nam giới", "nữ giới"})
_RELIGIONS = re.compile(r"phat|cong giao|thien chua|tin lanh|cao dai|hoa hao|hoi giao|luong|ton giao|balamon|bani")
_PLACE = re.compile(r"\b(?:xa|phuong|huyen|tinh|thanh pho|tp|thi tran|thi xa|quan|duong|so nha|khoi|tdp|hem|ngo)\b")
_UNIT = re.compile(r"(?:c\.? ?bo|chi ?bo|cb|dang bo|to dang|dang uy|phong|ban|truong|tram|van phong)\b")
_VILLAGE = re.compile(r"(?:thon|ap|ban|xom|khu|khom|buon|to|khoi|lang)\b")
_POST = re.compile(
    r"\b(?:bi thu|pho|chu tich|truong|uy vien|giam doc|hieu truong|chi uy|dang uy vien|bt|pbt|ct|pct|cuv|duv|can bo|"
    r"chuyen vien|ke toan|thu quy|dai bieu)\b"
)
_STATUS = re.compile(
    r"dang sinh hoat|mien|chuyen|tu tran|nghi huu|tam thoi|du bi|chinh thuc|khai tru|xoa ten|gioi thieu"
)
_RATING = re.compile(r"\b(?:ht[xtk]?s?nv|hoan thanh|kht?nv|htnv|httnv|htxs)\b")
_FIRST = frozenset(text.fold(name) for name in FAMILY_NAMES)
_NAME_MIDDLE = frozenset(
    {"văn", "thị", "thi", "van", "đình", "hữu", "ngọc", "minh", "thanh", "đức", "xuân", "quang", "thế"}
)
_NO_NAME = re.compile(
    r"\b(?:xã|phường|huyện|tỉnh|thành phố|thôn|chi bộ|đảng|bí thư|ủy|uỷ|học|trình|trung cấp|cao cấp|sơ cấp|đại học|"
    r"ngày|tháng|hội|phòng|trường|nghỉ|giáo viên|nhân viên|cán bộ|công (?:nhân|chức|an|tác|nghiệp|ty|trình)|nông dân|"
    r"bộ đội|hưu|không|kế toán|kỹ sư)\b",
    re.IGNORECASE,
)

FITS: dict[str, dict[str, float]] = {  # kind of column: how much each look speaks for it
    "number": {"small": 1, "rank": 0.8},
    "full_name": {"person": 1, "maybe_person": 0.75, "given": 0.25, "family": 0.5},
    "family": {"family": 1, "person": 0.7, "maybe_person": 0.5},
    "given": {"given": 1},
    "sex": {"sex": 1, "mf": 1, "flag": 0.7},
    "male": {"mark": 1, "year": 1, "date": 1, "month": 1, "flag": 0.9, "serial": 0.8, "sex": 0.6},
    "female": {"mark": 1, "year": 1, "date": 1, "month": 1, "flag": 0.9, "serial": 0.8, "sex": 0.6},
    "born_on": {"date": 1, "year": 1, "month": 1, "serial": 0.9, "short_year": 0.6, "odd_date": 0.8},
    "party_age_from_on": {"date": 1, "two_dates": 0.7, "year": 0.7, "month": 0.8, "serial": 0.9, "odd_date": 0.8},
    "ceremony_on": {"date": 1, "year": 0.6, "month": 0.7, "serial": 0.9, "odd_date": 0.8},
    "official_on": {"date": 1, "two_dates": 0.7, "year": 0.7, "month": 0.8, "serial": 0.9, "odd_date": 0.8},
    "both_on": {"two_dates": 1, "date": 0.6},
    "card_number": {"card": 1, "code": 0.5, "digits": 0.5, "short_card": 0.8, "not_issued": 0.8, "identity9": 0.4},
    "identity_number": {"identity": 1, "identity9": 0.9, "short_identity": 0.85, "rounded": 0.8, "digits": 0.4},
    "phone": {"phone": 1, "short_phone": 0.9, "identity9": 0.3, "digits": 0.3},
    "learn": {"grade": 1, "school": 1, "education": 0.9, "text": 0.4, "small": 0.3},
    "profession": {"education": 1, "school": 0.8, "text": 0.6, "grade": 0.5},
    "theory": {"theory": 1, "text": 0.45},
    "ethnic": {"ethnic": 1, "mark": 0.6, "text": 0.4, "none": 0.5},
    "occupation": {"occupation": 1, "post": 0.8, "text": 0.7},
    "unit": {"unit": 1, "village": 0.9, "text": 0.55, "place": 0.5, "small": 0.4},
    "status": {"status": 1, "text": 0.9, "post": 0.8, "unit": 0.7, "place": 0.7, "date": 0.5},
    "religion": {"religion": 1, "none": 0.9, "text": 0.5, "mark": 0.5},
    "email": {"email": 1},
    "hometown": {"place": 1, "text": 0.7, "maybe_person": 0.7, "person": 0.5, "unit": 0.6, "village": 0.8},
    "residence": {"place": 1, "text": 0.7, "maybe_person": 0.6, "person": 0.4, "unit": 0.6, "village": 0.9},
    "post": {"post": 1, "text": 0.8, "occupation": 0.8, "status": 0.5},
    "issued_on": {"date": 1, "year": 0.7, "month": 0.7, "serial": 0.9},
    "moved": {"date": 1, "text": 0.9, "place": 0.9, "unit": 0.9, "year": 0.7},
    "gone": {"date": 1, "text": 0.9, "year": 0.7},
    "party_age": {"small": 1, "text": 0.5},
    "age": {"small": 1},
    "file_number": {"code": 0.9, "text": 0.5, "digits": 0.8},
    "decision": {"code": 0.9, "text": 0.8},
    "badge": {"code": 0.9, "small": 0.9, "text": 0.9, "digits": 0.9, "card": 0.6},
    "rating": {"rating": 1, "text": 0.6, "mark": 0.6},
    "languages": {"text": 0.9, "education": 0.8},
    "service": {"mark": 1, "text": 0.9, "status": 1},
    "before_job": {"text": 0.9, "occupation": 1, "post": 0.8},
    "award": {"text": 0.9, "mark": 0.6},
    "money": {"small": 0.9, "code": 0.8, "digits": 0.8},
    "issued_by": {"text": 0.9, "unit": 1, "place": 1, "person": 0.7, "maybe_person": 0.7},
    "former_unit": {"text": 0.9, "unit": 1, "place": 1, "village": 1},
    "other_name": {"person": 1, "maybe_person": 0.9, "text": 0.7, "given": 0.8},
}
DATES = ("date", "two_dates", "year", "month", "serial", "odd_date")


def look(value: Any, today: date) -> frozenset[str]:
    """The looks of one cell; none where it is blank."""
    if value is None or value == "":
        return frozenset()
    if isinstance(value, datetime | date):
        is_grade = value.day in {10, 12} and value.month in {10, 12}
        return frozenset({"date", "grade"} if is_grade else {"date"})
    return _look(cells.as_typed(value), isinstance(value, str), today)


@lru_cache(maxsize=20_000)
def _look(written: str, is_text: bool, today: date) -> frozenset[str]:
    typed = " ".join(text.clean(written).split()).strip(" '’`")
    if not typed or len(typed) > 300:
        return frozenset({"text"} if typed else ())
    low = typed.lower()
    looks: set[str] = set()
    if low in _MARKS:
        return frozenset({"mark"})
    if low in {"-", "–", "--", "không", "không có", "ko", "chưa", "chưa có", "k", "kr"}:
        return frozenset({"none", "ethnic"} if low == "k" else {"none"})
    if low in _SEXES:
        return frozenset({"sex"})
    if low in {"m", "f"}:
        return frozenset({"mf", "rank"})
    if _EMAIL.fullmatch(typed):
        return frozenset({"email"})
    if ":" in typed and (number := re.fullmatch(r"[^\W\d_ ]+(?: [^\W\d_ ]+){0,2} ?: ?([\d .]{9,})", typed)):
        typed = number[1]  # "CCCD: 001087000123"
    if "O" in typed or "o" in typed:
        as_digits = typed.translate(_ZERO)
        if re.fullmatch(r"[\d .,/-]+", as_digits) and sum(map(str.isdigit, typed)) * 2 > len(typed):
            typed = as_digits
    if _DIGITS.fullmatch(typed) or typed.isdigit():
        looks |= _of_digits(typed)
    if any(map(str.isdigit, typed)):
        looks |= _of_days(value=typed if is_text else _number(typed), typed=typed, today=today)
        if re.fullmatch(r"(?:lớp )?\d{1,2} ?/ ?(?:10|12)(?:\s*\(?\w{0,4}\)?)?", low):
            looks.add("grade")
        if _CARD.fullmatch(typed) or (is_text and _CARD.fullmatch(str(cells.card(typed).value))):
            looks.add("card")
        if re.fullmatch(r"[\w./ -]{2,16}", low):
            looks.add("code")
        if re.fullmatch(r"\d[.,]\d+e\+?\d+", low):
            looks.add("rounded")
        plain = re.sub(r"[ .()\u00a0-]", "", typed.split("/")[0].split(";")[0].split(",")[0])
        if _PHONE.fullmatch(plain):
            looks.add("phone")
    else:
        looks |= _of_words(typed)
    folded = text.fold(typed)
    if _UNIT.match(folded):
        looks.add("unit")
    if _VILLAGE.match(folded):
        looks.add("village")
    if _PLACE.search(folded) or "," in typed:
        looks.add("place")
    if _POST.search(folded):
        looks.add("post")
    if _STATUS.search(folded):
        looks.add("status")
    if _RATING.search(folded):
        looks.add("rating")
    if any(map(str.isalpha, typed)) and not looks & {"date", "month", "year", "card"}:
        looks.add("text")
    return frozenset(looks)


def _number(typed: str) -> Any:
    try:
        return float(typed) if "." in typed else int(typed)
    except ValueError:
        return typed


def _of_digits(typed: str) -> set[str]:
    digits = re.sub(r"\D", "", typed)
    looks: set[str] = set()
    count = len(digits)
    if count <= 4 and typed.isdigit():
        looks.add("small")
        if digits in {"0", "1"}:
            looks.add("flag")
    if count == 12 and 1 <= int(digits[:3]) <= 96 and digits[3] in "0123":
        looks.add("identity")
    if count == 9:  # the first three digits of an old identity number name a province, 001 to 381
        if digits[0] in "0123":
            looks.add("identity9")
        if digits[0] in "35789":
            looks.add("short_phone")
    if (
        count in {10, 11}
        and 1 <= int(digits.zfill(12)[:3]) <= 96
        and digits.zfill(12)[3] in "0123"
        and digits[0] != "0"
    ):
        looks.add("short_identity")
    if count == 8:
        looks.add("card")
    if count in {6, 7}:
        looks.add("short_card")
    if count >= 5:
        looks.add("digits")
    return looks


def _of_days(*, value: Any, typed: str, today: date) -> set[str]:
    if isinstance(value, str) and typed.isdigit() and len(typed) in {4, 5, 6} and not typed.startswith(("19", "20")):
        return set()
    if isinstance(value, str) and re.fullmatch(r"\d{2}|\d{8}", typed):
        looks = {"short_year"} if len(typed) == 2 else set()
        if len(typed) == 8 and re.fullmatch(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d", typed):
            looks.add("date")
        return looks
    try:
        written = days.parse(value, is_1904=False, today=today)
    except ValueError:
        return {"odd_date"} if re.search(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)?\d\d\b", typed) else set()
    if not written:
        return set()
    if len(written) > 1:
        return {"two_dates"}
    if not isinstance(value, str):
        return {"year" if written[0].precision == "year" else "serial"}
    return {{"day": "date", "month": "month", "year": "year"}[written[0].precision]}


def _of_words(typed: str) -> set[str]:
    looks: set[str] = set()
    low = typed.lower()
    if cells.minority(typed).code == "" and cells.minority(typed).value is not None:
        looks.add("ethnic")
    folded = text.fold(typed)
    if _RELIGIONS.search(folded):
        looks.add("religion")
    if len(typed) <= 60:
        if level := cells.education(typed).value:
            looks.add("school" if level in {"THCS", "12/12"} else "education")
        if cells.theory(typed).value:
            looks.add("theory")
        if cells.occupation(typed).value:
            looks.add("occupation")
    if re.search(r"chua (?:cap|co|phat|nhan)|dang (?:lam|doi)", folded):
        looks.add("not_issued")
    words = re.split(r"\s+", re.sub(r"\s*\(.*\)$", "", typed))
    if len(words) > 5 and " / " not in typed and words[0] in words[1:]:
        words = words[: words.index(words[0], 1)]  # the name and the name at birth, one under the other
    first = low.split()[0].rstrip(".")
    if (
        1 <= len(words) <= 6
        and not _NO_NAME.search(low)
        and all(word[:1].isupper() or typed.islower() for word in words)
    ):
        letters = [re.sub(r"['’.]", "", word).lower() for word in words]
        good = sum(encodings.is_syllable(word) for word in letters)
        is_family = first in FAMILY_NAMES or text.fold(first) in _FIRST or "'" in first or "’" in first
        has_middle = any(word in _NAME_MIDDLE for word in letters[1:])
        if len(words) == 1:
            looks.add("given")
            if is_family:
                looks.add("family")
        elif is_family and (good * 2 >= len(words) or has_middle):
            looks.add("person")
            if len(words) <= 3:
                looks.add("family")
        elif good * 2 >= len(words) and len(words) <= 5:
            looks.add("maybe_person")
    if len(typed) == 1:
        looks.add("rank")
    return looks


def fit(samples: Sequence[frozenset[str]], kind: str) -> float:
    """How well values fit a kind of column, 0 to 1; 0 for a kind that no look speaks for."""
    weights = FITS.get(kind)
    filled = [looks for looks in samples if looks]
    if not filled or weights is None:
        return 0.0
    return sum(max((weights.get(one, 0.0) for one in looks), default=0.0) for looks in filled) / len(filled)


def share(samples: Sequence[frozenset[str]], *looks: str) -> float:
    """The share of the filled cells that have one of these looks."""
    filled = [own for own in samples if own]
    return sum(1 for own in filled if own & {*looks}) / len(filled) if filled else 0.0


def is_counting(values: Sequence[Any]) -> bool:
    """Whether whole numbers go up by one from row to row, mostly."""
    numbers = [
        int(float(value)) for value in map(cells.as_typed, values) if re.fullmatch(r"\d{1,5}(?:\.0)?", value.strip())
    ]
    if len(numbers) < 2:
        return False
    steps = [b - a for a, b in pairwise(numbers)]
    return sum(step == 1 for step in steps) * 4 >= len(steps) * 3


def distance(first: Sequence[date | None], second: Sequence[date | None]) -> tuple[float, float] | None:
    """Median days from one column to another, and the share of rows that lie within a half of a year of it."""
    apart = [(b - a).days for a, b in zip(first, second, strict=True) if a and b]
    if not apart:
        return None
    middle = median(apart)
    return middle, sum(abs(days - middle) <= 183 for days in apart) / len(apart)
