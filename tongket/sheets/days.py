"""Days of one column: every way of writing them, and one decision for the column whether the month comes first.

Source: documents.md 8.13 to 8.20.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from tongket.core import text

Order = Literal["dmy", "mdy", ""]
DAY_ZERO = date(1899, 12, 30)
DAY_ZERO_1904 = date(1904, 1, 1)

_DAY = re.compile(r"(\d{1,2}) ?([/.,-]) ?(\d{1,2}) ?[/.,-] ?(\d{2}|\d{4})(?!\d)(?: 0?0:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?)?(?!\d)")
_WORDS = re.compile(r"(\d{1,2}) ?(?:tháng|thg\.?) ?(\d{1,2}),? ?(?:năm )?(\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(?:tháng |th?\.? ?)?(\d{1,2})(?: ?[/.-] ?| năm )(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm )?((?:1[89]|20)\d{2})", re.IGNORECASE)
_ROMAN = re.compile(r"(\d{1,2}) ?([/.-]) ?([IVX]{1,4}) ?[/.-] ?(\d{4}|\d{2})", re.IGNORECASE)
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_MONTH_WORDS = (  # of each month, once folded
    *("mot|gieng|jan|january", "hai|feb|february", "ba|mar|march", "tu|t|bon|apr|april", "nam|may", "sau|jun|june"),
    *("bay|jul|july", "tam|aug|august", "chin|sep|sept|september", "muoi|moi|oct|october"),
    *("muoi mot|moi mot|mot muoi mot|nov|november", "muoi hai|moi hai|chap|dec|december"),
)
_IN_MONTH_WORDS = re.compile(
    r"(?:(?:mong |mung )?(\d{1,2})[ /.-]*)?(thang |thg\.? ?)?([a-z]+?(?: [a-z]+)??),?[ /.-]*(?:nam )?(\d{4})"
)
_SHORT_YEAR = re.compile(r"\d{2}")
_PACKED = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})")
_PACKED_ISO = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_BEFORE = re.compile(r"^(?:(?:ngày|sinh|từ|năm sinh|s/n|khoảng|mồng|mùng)\s*:?\s+)+(?=\S)", re.IGNORECASE)
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "\u00a0": " ", "\u2013": "-", "\\": "/"})
_BLANK = {"", "-", "x", "không", "0", "chưa", "chưa có", "kr", "k rõ", "không rõ", "?", "...", "…"}


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written, before the order is known. a and b: the first and the second number of it."""

    a: int
    b: int
    year: int
    precision: str = "day"  # "day", "month", "year"
    is_open: bool = False  # the order of a and b follows the column
    is_short: bool = False  # two digits of the year


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says. code: why it is no day, or a remark on it; suggestion: what may be meant, as it is typed."""

    day: date | None = None
    precision: str = "day"
    code: str = ""
    suggestion: str = ""
    second: date | None = None


BLANK = Day()


def parse(value: Any, *, is_1904: bool, today: date) -> list[WrittenDay]:
    """The one or two days of a cell; an empty list where it says none. Raises ValueError for what is no day."""
    if isinstance(value, datetime | date):
        return [WrittenDay(value.day, value.month, value.year)]
    if isinstance(value, int | float):
        return [_from_number(float(value), is_1904)]
    typed = str(value)
    typed = " ".join((typed if typed.isascii() else text.clean(typed)).lstrip("'’`").split()).strip(" .;")
    if typed.lower() in _BLANK:
        return []
    plain = _BEFORE.sub("", typed)
    if match := _WORDS.fullmatch(plain):
        return [WrittenDay(int(match[1]), int(match[2]), int(match[3]))]
    if any(map(str.isalpha, plain)) and (in_words := _in_words(plain, today)):
        return [in_words]
    digits = plain.translate(_LETTERS) if re.search(r"\d", plain) else plain
    if match := _ISO.fullmatch(digits):
        return [WrittenDay(int(match[3]), int(match[2]), int(match[1]))]
    days = list(_DAY.finditer(digits))
    if days and len(days) <= 2 and not re.search(r"\d", _DAY.sub("", digits)):
        return [_from_match(day, today) for day in days]
    if match := _MONTH.fullmatch(digits):
        return [WrittenDay(1, int(match[1]), int(match[2]), "month")]
    if match := _YEAR.fullmatch(digits):
        return [WrittenDay(1, 1, int(match[1]), "year")]
    if packed := _packed(digits):
        return [packed]
    if _SHORT_YEAR.fullmatch(digits):
        return [WrittenDay(1, 1, _century(int(digits), today), "year", is_short=True)]
    if re.fullmatch(r"\d{4,5}(?:\.0+)?", digits):
        return [_from_number(float(digits), is_1904)]
    raise ValueError(typed)


def _in_words(plain: str, today: date) -> WrittenDay | None:
    """ "05/II/1987", "5 tháng hai năm 1987", "tháng giêng 1990", "05-Feb-1987"."""
    if match := _ROMAN.fullmatch(plain):
        month = match[3].lower()
        if month in _ROMANS:
            year = int(match[4])
            is_short = len(match[4]) == 2
            year = _century(year, today) if is_short else year
            return WrittenDay(int(match[1]), _ROMANS.index(month) + 1, year, is_short=is_short)
    if match := _IN_MONTH_WORDS.fullmatch(text.fold(plain)):
        for number, words in enumerate(_MONTH_WORDS, start=1):
            if match[3] in words.split("|") and (match[1] or match[2]):
                return WrittenDay(int(match[1] or 1), number, int(match[4]), "day" if match[1] else "month")
    return None


def _packed(digits: str) -> WrittenDay | None:
    """Eight digits in a row, day first or year first; seven where the day has lost its zero."""
    if len(digits) in {7, 8} and (match := _PACKED.fullmatch(digits)):
        a, b, year = int(match[1]), int(match[2]), int(match[3])
        if 1 <= a <= 31 and 1 <= b <= 31:
            return WrittenDay(a, b, year, is_open=a <= 12 or b > 12)
    if (match := _PACKED_ISO.fullmatch(digits)) and 1 <= int(match[2]) <= 12:
        return WrittenDay(int(match[3]), int(match[2]), int(match[1]))
    return None


def _from_number(value: float, is_1904: bool) -> WrittenDay:
    if 1800 <= value <= 2100 and value.is_integer():
        return WrittenDay(1, 1, int(value), "year")
    if value >= 1_000_000 and value.is_integer() and (packed := _packed(str(int(value)))):
        return packed
    if 3_000 <= value < 80_000:
        day = (DAY_ZERO_1904 if is_1904 else DAY_ZERO) + timedelta(days=int(value))
        return WrittenDay(day.day, day.month, day.year)
    raise ValueError(f"{value:g}")


def _from_match(match: re.Match[str], today: date) -> WrittenDay:
    is_short = len(match[4]) == 2
    year = _century(int(match[4]), today) if is_short else int(match[4])
    return WrittenDay(int(match[1]), int(match[3]), year, is_open=match[2] in "/-", is_short=is_short)


def _century(short: int, today: date) -> int:
    return 2000 + short if 2000 + short <= today.year else 1900 + short


def day_order(column: Iterable[WrittenDay]) -> tuple[Order, bool]:
    """The order that a number over 12 tells, "" where none does; and whether any day leaves the order open."""
    first = second = 0
    is_open = False
    for written in column:
        if written.is_open:
            is_open = True
            first += written.a > 12 >= written.b
            second += written.b > 12 >= written.a
    if not first and not second:
        return "", is_open
    return ("dmy" if first >= second else "mdy"), is_open


def to_date(written: WrittenDay, order: Order) -> date:
    """The day in the order of its column. Raises ValueError with a code."""
    a, b = (written.b, written.a) if written.is_open and order == "mdy" else (written.a, written.b)
    if not 1 <= b <= 12 and written.is_open and 1 <= a <= 12 and 1 <= b <= 31:
        raise ValueError("other_order")
    try:
        return date(written.year, b, a)
    except ValueError:
        raise ValueError("impossible_day") from None


def interpret(days: Sequence[WrittenDay], order: Order, *, today: date, needs_day: bool) -> Day:
    """What the one or two days of a cell say, with the reason where they cannot be taken."""
    if not days:
        return BLANK
    written = days[0]
    try:
        day = to_date(written, order)
        second = to_date(days[1], order) if len(days) > 1 else None
    except ValueError as error:
        code = str(error)
        swapped = f"{written.b:02d}/{written.a:02d}/{written.year}"
        return Day(None, "day", code, swapped if code == "other_order" else "")
    if day > today or (second and second > today):
        return Day(None, "day", "future_day")
    is_whole = written.precision == "day"
    if day.year < today.year - 110:
        year = written.year + 100
        later = f"{written.a:02d}/{written.b:02d}/{year}" if is_whole else f"{year}"
        return Day(None, "day", "far_day", later if year <= today.year else "")
    if not is_whole and needs_day:
        return Day(None, written.precision, "day_precision")
    if written.is_short:
        return Day(day, written.precision, "two_digit_year", f"{day:%d/%m/%Y}" if is_whole else f"{day.year}", second)
    return Day(day, written.precision, "", "", second)
