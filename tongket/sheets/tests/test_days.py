from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.sheets import days
from tongket.sheets.days import DAY_ZERO, DAY_ZERO_1904, Day
from tongket.sheets.shape import Cell

TODAY = date(2026, 11, 25)
DATES = st.dates(date(1930, 1, 1), TODAY)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(max_size=30)),
    st.text(st.sampled_from("0123456789/.- tháng năm"), max_size=14),
)
FORMS: tuple[Callable[[date], Cell], ...] = (
    lambda day: day,
    lambda day: datetime(day.year, day.month, day.day),
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day}/{day.month}/{day.year}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%d.%m.%Y}",
    lambda day: f"'{day:%d / %m / %Y}",
    lambda day: f"{day:%d/%m/%Y} 00:00:00",
    lambda day: day.isoformat(),
    lambda day: f"{day.isoformat()}T00:00:00",
    lambda day: f"ngày {day.day} tháng {day.month} năm {day.year}",
    lambda day: f"{day:%d%m%Y}",
    lambda day: f"{day:%d/%m/%Y}".replace("0", "O").replace("1", "l"),
    lambda day: (day - DAY_ZERO).days,
    lambda day: float((day - DAY_ZERO).days),
    lambda day: str((day - DAY_ZERO).days),
)


def read(
    value: Cell, order: days.Order = "dmy", *, is_1904: bool = False, needs_day: bool = True, today: date = TODAY
) -> Day:
    return days.interpret(days.parse(value, is_1904=is_1904, today=today), order, today=today, needs_day=needs_day)


@pytest.mark.parametrize("value", ["", "-", "x", "không", "0", "chưa", "không rõ", "...", " ? "])
def test_blank_says_no_day(value: str) -> None:
    assert read(value) == Day()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("05/02/1987", Day(date(1987, 2, 5))),
        ("5 tháng 2 năm 1987", Day(date(1987, 2, 5))),
        ("ngày 05/02/1987", Day(date(1987, 2, 5))),
        ("03/02/2010\n03/02/2011", Day(date(2010, 2, 3), second=date(2011, 2, 3))),
        ("31/02/1987", Day(code="impossible_day")),
        ("29/02/2023", Day(code="impossible_day")),
        ("02/25/1987", Day(code="other_order", suggestion="25/02/1987")),
        ("26/11/2026", Day(code="future_day")),
        ("05/02/1887", Day(code="far_day", suggestion="05/02/1987")),
        ("05/02/87", Day(date(1987, 2, 5), "day", "two_digit_year", "05/02/1987")),
        ("05/02/26", Day(date(2026, 2, 5), "day", "two_digit_year", "05/02/2026")),
        ("1987", Day(None, "year", "day_precision")),
        (1987, Day(None, "year", "day_precision")),
        ("02/1987", Day(None, "month", "day_precision")),
    ],
)
def test_day_that_must_be_whole(value: Cell, expected: Day) -> None:
    assert read(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1987", Day(date(1987, 1, 1), "year")),
        (1987.0, Day(date(1987, 1, 1), "year")),
        ("năm 1987", Day(date(1987, 1, 1), "year")),
        ("2/1987", Day(date(1987, 2, 1), "month")),
        ("tháng 2-1987", Day(date(1987, 2, 1), "month")),
        ("87", Day(date(1987, 1, 1), "year", "two_digit_year", "1987")),
        ("1887", Day(code="far_day", suggestion="1987")),
    ],
)
def test_birth_may_be_a_year_or_a_month(value: Cell, expected: Day) -> None:
    assert read(value, needs_day=False) == expected


@pytest.mark.parametrize(
    "value", ["abc", "ngày", "1/2", "1/2/3/4", "05/02/1987 05/02/1988 05/02/1989", 12, 99999, True]
)
def test_what_is_no_day_is_an_error(value: Cell) -> None:
    with pytest.raises(ValueError, match=r".+"):
        days.parse(value, is_1904=False, today=TODAY)


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (["25/02/1987", "01/02/1987"], ("dmy", True)),
        (["02/25/1987", "01/02/1987"], ("mdy", True)),
        (["05/02/1987", "01/02/1987"], ("", True)),
        (["02/25/1987", "25/02/1987", "26/02/1987"], ("dmy", True)),
        (["05.02.1987", "1987-02-05"], ("", False)),  # written so, the day never comes second
        ([], ("", False)),
    ],
)
def test_number_over_twelve_tells_the_order_of_a_column(column: list[str], expected: tuple[str, bool]) -> None:
    written = [day for value in column for day in days.parse(value, is_1904=False, today=TODAY)]

    assert days.day_order(written) == expected


@given(day=DATES, form=st.sampled_from(FORMS))
def test_every_way_of_writing_a_day_is_read(day: date, form: Callable[[date], Cell]) -> None:
    assert read(form(day)) == Day(day)


@given(day=DATES)
def test_number_of_a_day_counts_from_1904_where_the_book_says_so(day: date) -> None:
    number = (day - DAY_ZERO_1904).days

    if number >= 3_000:  # a smaller one is no day of a living member
        assert read(number, is_1904=True) == Day(day)


@given(column=st.lists(DATES, min_size=1, max_size=10), order=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_column_is_read_in_the_order_that_it_tells(column: list[date], order: str) -> None:
    cells = [f"{day:{order}}" for day in [*column, date(1987, 2, 25)]]

    told, is_open = days.day_order([day for cell in cells for day in days.parse(cell, is_1904=False, today=TODAY)])

    assert (told, is_open) == ("dmy" if order.startswith("%d") else "mdy", True)
    assert [read(cell, told).day for cell in cells[:-1]] == column


@given(day=DATES, today=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_short_year_is_never_in_the_future(day: date, today: date) -> None:
    result = read(f"{day:%d/%m/%y}", today=today)

    assert result.code in {"two_digit_year", "future_day", "impossible_day"}  # 29/02 may fall in another century
    if result.day:
        assert today - timedelta(days=36_890) <= result.day <= today


@given(value=CELLS, order=st.sampled_from(["dmy", "mdy"]), needs_day=st.booleans())
def test_cell_gives_a_day_up_to_today_or_a_reason(value: Cell, order: days.Order, needs_day: bool) -> None:
    try:
        result = read(value, order, needs_day=needs_day)
    except ValueError:
        return

    assert result.day is None or TODAY.year - 110 <= result.day.year <= TODAY.year
    assert result.day is None or result.day <= TODAY
    assert result.day is not None or result.code or not days.parse(value, is_1904=False, today=TODAY)
