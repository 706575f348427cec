from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongket.core.periods import Period, PeriodKind, last_ended, period_at, periods_of, year_of

PERIODS = st.builds(
    lambda kind, year: periods_of(kind, year), st.sampled_from(PeriodKind), st.integers(1900, 2100)
).flatmap(st.sampled_from)


@pytest.mark.parametrize(
    ("code", "kind", "first", "last", "vi", "en"),
    [
        ("2026", PeriodKind.YEAR, (1, 1), (12, 31), "Năm 2026", "Year 2026"),
        ("2026H1", PeriodKind.HALF, (1, 1), (6, 30), "6 tháng đầu năm 2026", "First 6 months of 2026"),
        ("2026H2", PeriodKind.HALF, (7, 1), (12, 31), "6 tháng cuối năm 2026", "Last 6 months of 2026"),
        ("2026N9", PeriodKind.NINE_MONTHS, (1, 1), (9, 30), "9 tháng năm 2026", "9 months of 2026"),
        ("2026Q1", PeriodKind.QUARTER, (1, 1), (3, 31), "Quý I/2026", "Quarter I/2026"),
        ("2026Q4", PeriodKind.QUARTER, (10, 1), (12, 31), "Quý IV/2026", "Quarter IV/2026"),
        ("2026M02", PeriodKind.MONTH, (2, 1), (2, 28), "Tháng 2/2026", "Month 2/2026"),
        ("2026M12", PeriodKind.MONTH, (12, 1), (12, 31), "Tháng 12/2026", "Month 12/2026"),
    ],
)
def test_period_is_what_its_code_says(
    code: str, kind: PeriodKind, first: tuple[int, int], last: tuple[int, int], vi: str, en: str
) -> None:
    period = Period.parse(code)

    assert (period.kind, period.year, str(period)) == (kind, 2026, code)
    assert (period.first, period.last) == (date(2026, *first), date(2026, *last))
    with translation.override("vi"):
        assert period.label() == vi
    with translation.override("en"):
        assert period.label() == en


@pytest.mark.parametrize(
    "code", ["", "26", "2026H3", "2026H0", "2026N6", "2026Q5", "2026M13", "2026M00", "2026M1", "2026 ", "20261"]
)
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period(code)


def test_typed_code_is_made_tidy() -> None:
    assert Period.parse(" 2026h1 ") == Period("2026H1")


@pytest.mark.parametrize(
    ("code", "previous"),
    [
        ("2026", "2025"),
        ("2026H2", "2026H1"),
        ("2026H1", "2025H2"),
        ("2026N9", "2025N9"),
        ("2026Q1", "2025Q4"),
        ("2026Q3", "2026Q2"),
        ("2026M01", "2025M12"),
        ("2026M10", "2026M09"),
    ],
)
def test_previous_is_the_one_before(code: str, previous: str) -> None:
    assert Period(code).previous() == Period(previous)


@pytest.mark.parametrize(
    ("kind", "day", "at", "ended"),
    [
        (PeriodKind.MONTH, date(2026, 3, 30), "2026M03", "2026M02"),
        (PeriodKind.MONTH, date(2026, 3, 31), "2026M03", "2026M03"),
        (PeriodKind.MONTH, date(2026, 1, 1), "2026M01", "2025M12"),
        (PeriodKind.QUARTER, date(2026, 7, 1), "2026Q3", "2026Q2"),
        (PeriodKind.HALF, date(2026, 2, 1), "2026H1", "2025H2"),
        (PeriodKind.NINE_MONTHS, date(2026, 9, 1), "2026N9", "2025N9"),
        (PeriodKind.NINE_MONTHS, date(2026, 11, 1), "2026N9", "2026N9"),
        (PeriodKind.YEAR, date(2026, 12, 31), "2026", "2026"),
    ],
)
def test_period_of_a_day_and_the_last_that_is_over(kind: PeriodKind, day: date, at: str, ended: str) -> None:
    assert (period_at(kind, day).code, last_ended(kind, day).code) == (at, ended)


@given(PERIODS)
def test_period_holds_exactly_its_days(period: Period) -> None:
    day = timedelta(days=1)

    around = [period.first - day, period.first, period.last, period.last + day]
    assert [period.contains(one) for one in around] == [False, True, True, False]
    assert len(str(period)) <= 7


@given(PERIODS.filter(lambda period: period.kind != PeriodKind.NINE_MONTHS))
def test_periods_of_a_kind_leave_no_gap(period: Period) -> None:
    assert period.previous().last + timedelta(days=1) == period.first


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1930", 1930),
        ("2100", 2100),
        *((text, None) for text in ("1929", "2101", "0", "99999", "9" * 20, "²", "２０２１")),
    ],
)
def test_year_is_one_that_records_may_be_about(text: str, year: int | None) -> None:
    assert year_of(text) == year
