"""Symbols, and how far a unit has come."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.directives.rules import (
    Lag,
    Progress,
    Symbol,
    cited,
    coverage_percent,
    has_done_all,
    is_plausible_reference,
    lag_days,
    lag_of,
    parse_kind_and_issuer,
    parse_symbol,
    programme_progress,
    review_progress,
    series_start,
    study_progress,
)

DUE = date(2020, 12, 2)


@pytest.mark.rule("R-DOC-01")
@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("08-NQ/TU", Symbol("08", "NQ", "TU")),
        ("3-NQ/ĐUK", Symbol("03", "NQ", "ĐUK")),
        ("05-BC/CB", Symbol("05", "BC", "CB")),
        ("21 - HD/BTCTW", Symbol("21", "HD", "BTCTW")),
        ("07-QĐi/TW", Symbol("07", "QĐi", "TW")),
        ("399 – QĐ / TW", Symbol("399", "QĐ", "TW")),
        ("Số 05-BC/CB", Symbol("05", "BC", "CB")),
        ("số: 5 - QC/BTCTU-BNCTU", Symbol("05", "QC", "BTCTU-BNCTU")),
        ("1-NQ/Đ\u0055", Symbol("01", "NQ", "ĐU")),
    ],
)
def test_symbols_of_the_rule_book_are_read(written: str, symbol: Symbol) -> None:
    assert parse_symbol(written) == symbol


@pytest.mark.rule("R-DOC-01")
@pytest.mark.parametrize(
    "written", ["", "NQ/TU", "08 NQ TU", "08-NQ", "0-NQ/TU", "123456-NQ/TU", "08-nq/tu", "08/NQ-TU"]
)
def test_other_texts_are_no_symbols(written: str) -> None:
    with pytest.raises(ValueError, match="no number and symbol"):
        parse_symbol(written)


@given(
    number=st.integers(1, 99_999),
    kind=st.sampled_from(["NQ", "CT", "KL", "QĐ", "QĐi", "HD", "CTr"]),
    issuer=st.sampled_from(["TW", "TU", "ĐUK", "ĐU", "CB", "UBKTTW"]),
    space=st.sampled_from(["", " ", "  "]),
)
def test_a_symbol_reads_the_same_with_and_without_spaces(number: int, kind: str, issuer: str, space: str) -> None:
    symbol = parse_symbol(f"{number}{space}-{space}{kind}{space}/{space}{issuer}")

    assert parse_symbol(str(symbol)) == symbol == Symbol(f"{number:02d}", kind, issuer)
    assert parse_kind_and_issuer(f"{kind}{space}/{space}{issuer}") == symbol.symbol


@pytest.mark.rule("R-DIR-03")
@pytest.mark.parametrize(
    ("due_on", "studied_on", "on", "progress"),
    [
        (DUE, None, date(2020, 12, 2), Progress.WAITING),
        (DUE, None, date(2020, 12, 3), Progress.OVERDUE),
        (None, None, date(2030, 1, 1), Progress.WAITING),
        (DUE, date(2020, 12, 2), date(2021, 1, 1), Progress.DONE),
        (DUE, date(2020, 12, 3), date(2021, 1, 1), Progress.DONE_LATE),
        (None, date(2020, 12, 3), date(2021, 1, 1), Progress.DONE),
    ],
)
def test_study_is_late_only_after_a_day_that_was_set(
    due_on: date | None, studied_on: date | None, on: date, progress: Progress
) -> None:
    assert study_progress(due_on, studied_on, on=on) == progress


@pytest.mark.rule("R-DIR-03")
@pytest.mark.parametrize(
    ("needs", "programme_on", "due_on", "progress"),
    [
        (False, None, None, Progress.NOT_ASKED),
        (True, None, None, Progress.WAITING),
        (True, None, DUE, Progress.OVERDUE),
        (True, None, date(2022, 1, 5), Progress.WAITING),
        (True, DUE, None, Progress.DONE),
        (True, DUE, DUE, Progress.DONE),
        (True, DUE + timedelta(days=1), DUE, Progress.DONE_LATE),
        (False, DUE, None, Progress.DONE),
    ],
)
def test_programme_is_missing_only_where_it_was_asked_for(
    needs: bool, programme_on: date | None, due_on: date | None, progress: Progress
) -> None:
    assert programme_progress(needs, programme_on, due_on=due_on, on=date(2022, 1, 5)) == progress


@pytest.mark.rule("R-DIR-03")
def test_lag_over_units_is_the_middle_the_worst_and_who_has_not() -> None:
    received_on = date(2021, 11, 29)
    done = [received_on + timedelta(days=days) for days in (29, 4, 16, 7)]

    found = lag_of([(received_on, done_on) for done_on in [*done, None]])

    assert (found.middle, found.worst, found.not_yet) == (Decimal("11.5"), 29, 1)
    assert lag_of([(received_on, None)]) == Lag(None, None, 1)
    assert lag_of([]) == Lag(None, None, 0)


@given(received_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(0, 4000))
def test_lag_gives_back_the_days_that_passed(received_on: date, days: int) -> None:
    assert lag_days(received_on, received_on + timedelta(days=days)) == days
    assert lag_days(received_on, None) is None


def test_a_review_is_late_after_its_day_alone() -> None:
    assert review_progress(DUE, None, on=DUE) == Progress.WAITING
    assert review_progress(DUE, None, on=DUE + timedelta(days=1)) == Progress.OVERDUE
    assert review_progress(DUE, DUE + timedelta(days=1), on=date(2021, 2, 1)) == Progress.DONE_LATE


@pytest.mark.rule("R-DOC-02")
@pytest.mark.parametrize(
    ("congress_on", "from_on", "start"),
    [
        (date(2025, 8, 20), date(2025, 8, 20), date(2025, 8, 21)),
        (None, date(2025, 7, 1), date(2025, 7, 1)),  # appointed: from the day on which that takes effect
    ],
)
def test_a_series_starts_on_the_day_after_the_congress(congress_on: date | None, from_on: date, start: date) -> None:
    assert series_start(congress_on, from_on) == start


@pytest.mark.rule("R-DOC-06")
def test_a_reference_names_day_and_issuer_with_the_symbol() -> None:
    found = {cited("01-HD/TW", day, "Ban Bí thư") for day in (date(2016, 9, 20), date(2021, 9, 28), None)}

    assert "01-HD/TW, ngày 28/09/2021 của Ban Bí thư" in found
    assert "01-HD/TW của Ban Bí thư" in found
    assert len(found) == 3


@pytest.mark.rule("R-DOC-07")
@pytest.mark.parametrize(
    ("issued_on", "referred_on", "is_plausible"),
    [
        (date(2021, 12, 17), date(2021, 11, 25), True),
        (date(2021, 11, 25), date(2021, 11, 25), True),
        (date(2021, 11, 24), date(2021, 11, 25), False),
        (None, date(2021, 11, 25), True),
        (date(2021, 11, 24), None, True),
    ],
)
def test_a_document_refers_to_none_that_is_younger(
    issued_on: date | None, referred_on: date | None, is_plausible: bool
) -> None:
    assert is_plausible_reference(issued_on, referred_on) is is_plausible


@pytest.mark.rule("R-DIR-02", "R-DIR-06")
def test_coverage_of_the_rule_book_and_none_where_it_was_not_confirmed() -> None:
    share = coverage_percent(35_599, 35_900)

    assert share is not None
    assert round(share, 2) == Fraction(9916, 100)
    assert coverage_percent(None, None) is None


@pytest.mark.rule("R-DIR-02")
@pytest.mark.parametrize("missing", [None, "is_studied", "has_programme", "is_carried_out"])
def test_a_grassroots_organisation_counts_only_with_all_three(missing: str | None) -> None:
    steps = {name: name != missing for name in ("is_studied", "has_programme", "is_carried_out")}

    assert has_done_all(**steps) is (missing is None)
