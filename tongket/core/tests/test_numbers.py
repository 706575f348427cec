from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import numbers

DECIMALS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("15.85", 1, "15.9"),
        ("15.8499", 1, "15.8"),
        ("-2.5", 0, "-3"),
        ("2.5", 0, "3"),
        ("0.005", 2, "0.01"),
        ("-0.04", 1, "0.0"),
        ("12345678901234567890123456789012345.65", 1, "12345678901234567890123456789012345.7"),
    ],
)
def test_half_goes_up(value: str, places: int, rounded: str) -> None:
    assert str(numbers.round_half_up(Decimal(value), places)) == rounded


@given(DECIMALS, st.integers(0, 6))
def test_rounding_moves_by_at_most_half_a_step(value: Decimal, places: int) -> None:
    rounded = numbers.round_half_up(value, places)

    assert abs(Fraction(rounded) - Fraction(value)) <= Fraction(1, 2 * 10**places)
    assert -rounded.as_tuple().exponent == places  # type: ignore[operator]


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1250, None, "1.250"),
        (Decimal("15.8"), None, "15,8"),
        (Decimal("15.80"), None, "15,8"),
        (Decimal("166.30"), 1, "166,3"),
        (31116, None, "31.116"),
        (Decimal("-1234567.5"), None, "-1.234.567,5"),
        (100, 1, "100,0"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("-0.0"), None, "0"),
        (0, None, "0"),
        (Fraction(1, 3), None, "0,333333"),
    ],
)
def test_number_is_written_with_dots_and_comma(value: Any, places: int | None, written: str) -> None:
    assert numbers.number(value, places) == written


@pytest.mark.parametrize(
    ("part", "whole", "places", "written"),
    [
        (19, 120, 1, "15,8%"),
        (71, 75, 2, "94,67%"),
        (79, 85, 2, "92,94%"),
        (14, 71, 2, "19,72%"),
        (4336, 4371, 1, "99,2%"),
        (4760, 5645, 2, "84,32%"),
        (6, 6, 1, "100%"),
        (1, 2, 2, "50%"),
        (0, 9, 1, "0%"),
    ],
)
def test_share_is_written_as_in_the_sources(part: int, whole: int, places: int, written: str) -> None:
    assert numbers.percent(part, whole, places=places) == written


def test_percent_of_a_table_keeps_its_decimals() -> None:
    assert numbers.percent(Decimal(100), fixed=True) == "100,0"
    assert numbers.percent(1, 8, places=2, fixed=True) == "12,50"
    assert numbers.percent(Decimal("15.83")) == "15,8%"


def test_share_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        numbers.percent(1, 0)


@pytest.mark.parametrize("value", [0.1, 15.8, "15"])
def test_only_exact_numbers_are_taken(value: Any) -> None:
    with pytest.raises(TypeError):
        numbers.number(value)
    with pytest.raises(TypeError):
        numbers.percent(value)
    with pytest.raises(TypeError):
        numbers.round_half_up(value, 1)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="no number"):
        numbers.number(value)


@pytest.mark.parametrize(
    ("n", "written", "plain"), [(0, "0", "0"), (8, "08", "8"), (10, "10", "10"), (1250, "1.250", "1.250")]
)
def test_small_counts_carry_a_zero(n: int, written: str, plain: str) -> None:
    assert numbers.count(n) == written
    assert numbers.count(n, leading_zero=False) == plain


def test_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="n=-1"):
        numbers.count(-1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.250", "1250"),
        ("15,8", "15.8"),
        ("15,8%", "15.8"),
        ("15.8%", "15.8"),
        (" 08 ", "8"),
        ("1.250,75", "1250.75"),
        ("31.116.000", "31116000"),
        ("1\u00a0250", "1250"),
        ("0,158", "0.158"),
        ("0.158", "0.158"),
        ("1,250", "1.250"),
        ("-3", "-3"),
        ("−3,5 %", "-3.5"),
        ("8793", "8793"),
    ],
)
def test_written_number_is_read(written: str, value: str) -> None:
    assert numbers.parse_number(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    ["", "x", "52/52 (đạt 100%)", "≈ 40", "trên 90%", "1,250.5", "1.25.0", "O5", "1.2345.678", "--3", "12 34"],
)
def test_other_texts_are_no_numbers(written: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        numbers.parse_number(written)


@given(DECIMALS)
def test_number_is_read_back_as_it_was_written(value: Decimal) -> None:
    fixed = numbers.number(value, 4)

    assert numbers.parse_number(fixed) == value
    if abs(value) >= 1 or value == int(value):
        assert numbers.parse_number(numbers.number(value)) == value
