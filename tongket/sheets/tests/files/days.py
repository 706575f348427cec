"""Days as offices write them."""

from datetime import date
from pathlib import Path

from tongket.sheets.tests.files.making import DU, HEAD, MAU, THU, TWO, book, letters, roster

WAYS = [
    "05/02/1987",
    "5/2/87",
    "05-02-1987",
    "05.02.1987",
    "5 / 2 / 1987",
    "ngày 05/02/1987",
    "'O5/O2/1987 ",
    "05/02/1987\u00a0",
]


@roster(
    "ways_of_days",
    "xlsx",
    13,
    14,
    20,
    born_on=[date(1987, 2, 5)] * 8 + [date(1987, 2, 5), date(1990, 8, 17), date(2025, 1, 1)],
    codes="two_digit_year born_after_admission",
)
def _ways_of_days(path: Path) -> None:
    days = [*WAYS, date(1987, 2, 5), "17/08/1990", 45658]
    book(
        path,
        (
            "DS",
            [
                HEAD,
                *(
                    [at, f"Nguyễn Văn {letters(at)}", "Nam", day, "03/02/2010", "", "CB 1"]
                    for at, day in enumerate(days, 1)
                ),
            ],
        ),
    )


@roster("calendar_1904", "xlsx", 14, full_name=TWO, born_on=[date(1987, 2, 5), date(1990, 8, 17)])
def _calendar_1904(path: Path) -> None:
    serials = [(day - date(1904, 1, 1)).days for day in (date(1987, 2, 5), date(1990, 8, 17))]
    book(
        path,
        ("DS", [HEAD, [*MAU[:3], serials[0], *MAU[4:]], [*DU[:3], date(1990, 8, 17), *DU[4:]]]),
        options={"date_1904": True},
    )


@roster("month_first", "xlsx", 15, born_on=[date(1987, 2, 5), date(1990, 8, 17)], notes=("month stands before",))
def _month_first(path: Path) -> None:
    book(path, ("DS", [HEAD[:4], [*MAU[:3], "2/5/1987"], [*DU[:3], "8/17/1990"]]))


@roster("order_unknown", "xlsx", 15, full_name=TWO, questions=1)
def _order_unknown(path: Path) -> None:
    book(path, ("DS", [["STT", "Họ và tên", "Giới tính", "Sinh"], [*MAU[:3], "2/5/1987"], [*DU[:3], "8/7/1990"]]))


@roster(
    "years_and_months",
    "xlsx",
    16,
    born_precision=["year", "month", "month"],
    born_on=[date(1987, 1, 1), date(1987, 2, 1), date(1987, 2, 1)],
)
def _years_and_months(path: Path) -> None:
    days = [1987, "02/1987", "2/1987"]
    book(path, ("DS", [HEAD[:4], *([*row[:3], day] for row, day in zip((MAU, DU, THU), days, strict=True))]))


@roster(
    "impossible_days",
    "xlsx",
    17,
    19,
    codes="impossible_day other_order future_day far_day two_digit_year",
    born_on=[None, None, None, None, None, date(1965, 1, 1), date(1987, 2, 25)],
)
def _impossible_days(path: Path) -> None:
    days = ["31/02/1987", "00/00/1987", "1/13/2001", "05/02/2087", "05/02/1887", "65", "25/02/1987"]
    book(path, ("DS", [HEAD[:4], *([at, f"Nguyễn Văn {letters(at)}", "Nam", day] for at, day in enumerate(days, 1))]))


@roster(
    "orders_of_days",
    "xlsx",
    19,
    codes="born_after_admission official_before_admission young_admission probation_length",
)
def _orders_of_days(path: Path) -> None:
    book(
        path,
        (
            "DS",
            [
                HEAD,
                [*MAU[:4], "03/02/1980", "", "CB"],
                [*DU[:4], "19/05/2015", "19/05/2014", "CB"],
                [*THU[:4], "02/09/1995", "02/09/2006", "CB"],
            ],
        ),
    )
