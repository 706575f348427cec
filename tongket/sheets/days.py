"""Days of one column: every way of writing them, and one decision for the column whether the month comes first.

Source: documents.md 8.13 to 8.20.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

Order = Literal["dmy", "mdy", ""]
DAY_ZERO = date(1899, 12, 30)
DAY_ZERO_1904 = date(1904, 1, 1)

_DAY = re.compile(r"(\d{1,2}) ?([/.,-]) ?(\d{1,2}) ?[/.,-] ?(\d{2}|\d{4})(?!\d)(?: 0?0:00(?::00)?)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]0?0:00(?::00(?:\.0+)?)?)?(?!\d)")
_WORDS = re.compile(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(?:tháng )?(\d{1,2}) ?[/.-] ?(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm )?((?:1[89]|20)\d{2})", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{2}")
_PACKED = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "\u00a0": " ", "\u2013": "-", "\\": "/"})
_BLANK = {"", "-", "x", "không", "0", "chưa", "chưa có", "kr", "k rõ", "không rõ", "?", "...", "…"}


@dataclass(frozen=True, slots=True)
class Raw:
    """What a cell says before the order is known. a and b: the first and the second number of a written day."""

    a: int
    b: int
    year: int
    precision: str = "day"  # "day", "month", "year"
    is_open: bool = False  # the order of a and b follows the column
    is_short: bool = False  # two digits of the year


@dataclass(frozen=True, slots=True)
class Day:
    """A cell as understood: code is why there is no day, or a remark on it."""

    day: date | None = None
    precision: str = "day"
    code: str = ""
    mend: str = ""
    second: date | None = None


BLANK = Day()


def raw_of(value: Any, *, is_1904: bool, today: date) -> list[Raw]:
    """The one or two days of a cell; an empty list where it says none. Raises ValueError for what is no day."""
    if isinstance(value, datetime | date):
        return [Raw(value.day, value.month, value.year)]
    if isinstance(value, int | float):
        return [_of_number(float(value), is_1904)]
    written = " ".join(str(value).replace("\u200b", "").lstrip("'’`").split()).strip(" .;")
    low = written.lower()
    if low in _BLANK:
        return []
    plain = re.sub(r"^(?:ngày|sinh|từ)\s+", "", written, flags=re.IGNORECASE)
    if found := _WORDS.fullmatch(plain):
        return [Raw(int(found[1]), int(found[2]), int(found[3]))]
    digits = plain.translate(_LETTERS) if re.search(r"\d", plain) else plain
    if found := _ISO.fullmatch(digits):
        return [Raw(int(found[3]), int(found[2]), int(found[1]))]
    days = list(_DAY.finditer(digits))
    if days and len(days) <= 2 and not re.search(r"\d", _DAY.sub("", digits)):
        return [_of_written(one, today) for one in days]
    if found := _MONTH.fullmatch(digits):
        return [Raw(1, int(found[1]), int(found[2]), "month")]
    if found := _YEAR.fullmatch(digits):
        return [Raw(1, 1, int(found[1]), "year")]
    if found := _PACKED.fullmatch(digits):
        return [Raw(int(found[1]), int(found[2]), int(found[3]))]
    if _SHORT_YEAR.fullmatch(digits):
        return [Raw(1, 1, _century(int(digits), today), "year", is_short=True)]
    if re.fullmatch(r"\d{4,5}(?:\.0+)?", digits):
        return [_of_number(float(digits), is_1904)]
    raise ValueError(written)


def _of_number(value: float, is_1904: bool) -> Raw:
    if 1800 <= value <= 2100 and value.is_integer():
        return Raw(1, 1, int(value), "year")
    if 3_000 <= value < 80_000:
        day = (DAY_ZERO_1904 if is_1904 else DAY_ZERO) + timedelta(days=int(value))
        return Raw(day.day, day.month, day.year)
    raise ValueError(f"{value:g}")


def _of_written(found: re.Match[str], today: date) -> Raw:
    is_short = len(found[4]) == 2
    year = _century(int(found[4]), today) if is_short else int(found[4])
    return Raw(int(found[1]), int(found[3]), year, is_open=found[2] in "/-", is_short=is_short)


def _century(short: int, today: date) -> int:
    return 2000 + short if 2000 + short <= today.year else 1900 + short


def order_of(raws: Iterable[Raw]) -> tuple[Order, bool]:
    """(order, whether any day is open): settled by any number over 12; "" where none settles it."""
    first = second = 0
    is_open = False
    for raw in raws:
        if raw.is_open:
            is_open = True
            first += raw.a > 12 >= raw.b
            second += raw.b > 12 >= raw.a
    if not first and not second:
        return "", is_open
    return ("dmy" if first >= second else "mdy"), is_open


def settle(raw: Raw, order: Order) -> date:
    """The day of a cell. Raises ValueError with a code."""
    a, b = (raw.b, raw.a) if raw.is_open and order == "mdy" else (raw.a, raw.b)
    if not 1 <= b <= 12 and raw.is_open and 1 <= a <= 12 and 1 <= b <= 31:
        raise ValueError("other_order")
    try:
        return date(raw.year, b, a)
    except ValueError:
        raise ValueError("impossible_day") from None


def understood(raws: list[Raw], order: Order, *, today: date, needs_day: bool) -> Day:
    """What a cell says, with the reason where it cannot be taken."""
    if not raws:
        return BLANK
    raw = raws[0]
    try:
        day = settle(raw, order)
        second = settle(raws[1], order) if len(raws) > 1 else None
    except ValueError as error:
        code = str(error)
        mend = f"{raw.b:02d}/{raw.a:02d}/{raw.year}" if code == "other_order" else ""
        return Day(None, "day", code, mend)
    if day > today or (second and second > today):
        return Day(None, "day", "future_day")
    if day.year < today.year - 110:
        mend = f"{raw.a:02d}/{raw.b:02d}/{raw.year + 100}" if raw.precision == "day" else str(raw.year + 100)
        return Day(None, "day", "far_day", mend if raw.year + 100 <= today.year else "")
    if raw.precision != "day" and needs_day:
        return Day(None, raw.precision, "day_precision", f"01/{raw.b:02d}/{raw.year}")
    if raw.is_short:
        return Day(
            day, raw.precision, "two_digit_year", f"{day:%d/%m/%Y}" if raw.precision == "day" else f"{day.year}", second
        )
    return Day(day, raw.precision, "", "", second)
