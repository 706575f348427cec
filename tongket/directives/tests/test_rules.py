"""Symbols, and how far a unit has come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.directives.rules import (
    Standing,
    Symbol,
    lag_days,
    parse_kind_and_issuer,
    parse_symbol,
    programme_standing,
    study_standing,
)

DUE = date(2020, 12, 2)


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("08-NQ/TU", Symbol("08", "NQ", "TU")),
        ("3-NQ/ĐUK", Symbol("03", "NQ", "ĐUK")),
        ("05-BC/CB", Symbol("05", "BC", "CB")),
        ("21 - HD/BTCTW", Symbol("21", "HD", "BTCTW")),
        ("07-QĐi/TW", Symbol("07", "QĐi", "TW")),
        ("399 – QĐ / TW", Symbol("399", "QĐ", "TW")),
        ("1-NQ/Đ\u0055", Symbol("01", "NQ", "ĐU")),
    ],
)
def test_symbols_of_the_rule_book_are_read(written: str, symbol: Symbol) -> None:
    assert parse_symbol(written) == symbol


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


@pytest.mark.parametrize(
    ("due_on", "studied_on", "on", "standing"),
    [
        (DUE, None, date(2020, 12, 2), Standing.WAITING),
        (DUE, None, date(2020, 12, 3), Standing.OVERDUE),
        (None, None, date(2030, 1, 1), Standing.WAITING),
        (DUE, date(2020, 12, 2), date(2021, 1, 1), Standing.DONE),
        (DUE, date(2020, 12, 3), date(2021, 1, 1), Standing.DONE_LATE),
        (None, date(2020, 12, 3), date(2021, 1, 1), Standing.DONE),
    ],
)
def test_study_is_late_only_after_a_day_that_was_set(
    due_on: date | None, studied_on: date | None, on: date, standing: Standing
) -> None:
    assert study_standing(due_on, studied_on, on=on) == standing


@pytest.mark.parametrize(
    ("needs", "programme_on", "standing"),
    [
        (False, None, Standing.NOT_ASKED),
        (True, None, Standing.WAITING),
        (True, DUE, Standing.DONE),
        (False, DUE, Standing.DONE),
    ],
)
def test_programme_is_missing_only_where_it_was_asked_for(
    needs: bool, programme_on: date | None, standing: Standing
) -> None:
    assert programme_standing(needs, programme_on) == standing


@given(received_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)), days=st.integers(0, 4000))
def test_lag_gives_back_the_days_that_passed(received_on: date, days: int) -> None:
    assert lag_days(received_on, received_on + timedelta(days=days)) == days
    assert lag_days(received_on, None) is None
