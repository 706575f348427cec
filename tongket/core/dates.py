"""Days and times as Vietnamese offices write and type them."""

import re
from calendar import monthrange
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from tongket.core.clock import VIETNAM

_TYPED = re.compile(r"(?:ngày )?(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d+)", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\w)(?:19|20)\d{2}(?!\w)")
_NO_YEAR_AFTER = re.compile(r"[.,]\d|\s?%|-[^\W\d_]+/")  # 2020,5 · 2020% · 2020-QĐ/ĐU
_DATE_BEFORE_DOT = re.compile(r"(?<!\d)(?:\d{1,2}\.)?\d{1,2}\.$")


def dmy(day: date) -> str:
    """ "05/02/2026", as in tables and on pages."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def as_known(day: date, precision: str) -> str:
    """A day of which only the year or the month may be known: "1987", "02/1987", "05/02/1987".

    precision: "day", "month" or "year". Source: documents.md 8.16.
    """
    if precision == "year":
        return f"{day.year}"
    return f"{day.month:02d}/{day.year}" if precision == "month" else dmy(day)


def dmy_or_empty(day: date | None) -> str:
    """As `dmy`; empty where there is no day."""
    return dmy(day) if day else ""


def in_head(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026", as in the head of a document: a zero before days under 10, months under 3."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def in_text(day: date) -> str:
    """ "09/01/2026", "27/5/2026": two digits for the day, a zero only before months 1 and 2. Source: 3.8."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def moment(at: datetime, *, with_seconds: bool = False) -> str:
    """ "05/02/2026 14:05", day and time in Vietnam."""
    there = at.astimezone(VIETNAM)
    return f"{dmy(there.date())} {there:%H:%M:%S}" if with_seconds else f"{dmy(there.date())} {there:%H:%M}"


def months_after(day: date, months: int) -> date:
    """The same day of the month some months later or, below 0, before; the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def clock_time(t: time) -> str:
    """ "07 giờ 30 phút". Source: documents.md 3.9."""
    return f"{t.hour:02d} giờ {t.minute:02d} phút"


def parse_day(text: str) -> date:
    """The day that somebody typed: d/m/yyyy with / - or ., or "ngày 5 tháng 2 năm 2026".

    The day always comes first. Raises ValueError with a sentence for the person who typed it. Source: 8.13, 8.17.
    """
    written = " ".join(text.split())
    if match := _TYPED.fullmatch(written):
        day, month, year = match[1], match[3], match[4]
    elif match := _IN_WORDS.fullmatch(written):
        day, month, year = match.groups()
    else:
        raise ValueError(_("“%(text)s” is not a day; write day/month/year, like 05/02/2026.") % {"text": text})
    if len(year) != 4:
        raise ValueError(_("“%(text)s” needs a year of four digits, like 05/02/2026.") % {"text": text})
    if not 1 <= int(month) <= 12:
        raise ValueError(
            _("“%(text)s” names month %(month)s; the day comes first, then the month from 1 to 12.")
            % {"text": text, "month": int(month)}
        )
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(
            _("There is no day %(day)s in month %(month)s/%(year)s.")
            % {"day": int(day), "month": int(month), "year": year}
        ) from None


def years_in(text: str) -> list[tuple[int, int, int]]:
    """The years 1900 to 2099 that stand in a text, as (year, start, end) in characters, end exclusive.

    Both ends of "2020 - 2025" and the years inside dates count; amounts, percentages and the number of a
    document ("2020-QĐ/ĐU") do not. Source: documents.md 3.11.
    """
    return [(int(match[0]), match.start(), match.end()) for match in _YEAR.finditer(text) if _is_year(text, match)]


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def _is_year(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 7) : match.start()]
    if _NO_YEAR_AFTER.match(text, match.end()) or re.search(r"\d,$", before):
        return False
    return not re.search(r"\d\.$", before) or bool(_DATE_BEFORE_DOT.search(before))
