import re
from datetime import date, time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import dates


@pytest.mark.parametrize(
    ("day", "table", "head", "text"),
    [
        (date(2026, 2, 5), "05/02/2026", "ngày 05 tháng 02 năm 2026", "05/02/2026"),
        (date(2026, 1, 9), "09/01/2026", "ngày 09 tháng 01 năm 2026", "09/01/2026"),
        (date(2026, 5, 27), "27/05/2026", "ngày 27 tháng 5 năm 2026", "27/5/2026"),
        (date(2020, 3, 5), "05/03/2020", "ngày 05 tháng 3 năm 2020", "05/3/2020"),
        (date(2026, 12, 31), "31/12/2026", "ngày 31 tháng 12 năm 2026", "31/12/2026"),
    ],
)
def test_day_is_written_as_its_place_asks(day: date, table: str, head: str, text: str) -> None:
    assert (dates.dmy(day), dates.in_head(day), dates.in_text(day)) == (table, head, text)


def test_time_is_written_in_words() -> None:
    assert dates.clock_time(time(7, 30)) == "07 giờ 30 phút"
    assert dates.clock_time(time(14)) == "14 giờ 00 phút"


@pytest.mark.parametrize(
    "typed",
    [
        "05/02/1987",
        "5/2/1987",
        "05-02-1987",
        "05.02.1987",
        "5 / 2 / 1987",
        "ngày 05/02/1987",
        " 05/02/1987 ",
        "ngày 5 tháng 2 năm 1987",
        "Ngày 05 tháng 02 năm 1987",
        "5 tháng 2 năm 1987",
        "05/02/1987\u00a0",
    ],
)
def test_typed_day_is_read_day_first(typed: str) -> None:
    assert dates.parse_day(typed) == date(1987, 2, 5)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31/02/1987", "There is no day 31 in month 2/1987."),
        ("00/01/1987", "There is no day 0 in month 1/1987."),
        ("1/13/2001", "“1/13/2001” names month 13; the day comes first, then the month from 1 to 12."),
        ("05/02/87", "“05/02/87” needs a year of four digits, like 05/02/2026."),
        ("1987", "“1987” is not a day; write day/month/year, like 05/02/2026."),
        ("O5/O2/1987", "“O5/O2/1987” is not a day; write day/month/year, like 05/02/2026."),
        ("05/02-1987", "“05/02-1987” is not a day; write day/month/year, like 05/02/2026."),
        ("", "“” is not a day; write day/month/year, like 05/02/2026."),
    ],
)
def test_wrong_day_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with translation.override("en"), pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        dates.parse_day(typed)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_written_day_is_read_back(day: date) -> None:
    assert dates.parse_day(dates.dmy(day)) == day
    assert dates.parse_day(dates.in_text(day)) == day
    assert dates.parse_day(dates.in_head(day)) == day


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("tổng kết công tác năm 2026, nhiệm vụ năm 2027", [2026, 2027]),
        ("nhiệm kỳ 2025 - 2030, 2020-2025", [2025, 2030, 2020, 2025]),
        ("ngày 28/01/2027; 05.02.1987; 12.2026.", [2027, 1987, 2026]),
        ("Nghị định 30/2020/NĐ-CP", [2020]),
        ("thu 2026,5 triệu đồng; 2.026 người; đạt 2000%; 12026; 7,2026; A2026", []),
        ("Công văn 2026-CV/ĐU ngày 01/3/2025", [2025]),
        ("năm 1899, 2100", []),
        ("4.2026.000 và 12.345.2026", []),
    ],
)
def test_years_of_a_text_are_found(text: str, years: list[int]) -> None:
    found = dates.years_in(text)

    assert [year for year, _, _ in found] == years
    assert [text[start:end] for _, start, end in found] == [str(year) for year in years]
