"""Kinds (R-TRN-01), ages (R-TRN-02), certificates (R-TRN-03)."""

from datetime import date

import pytest

from tongket.training import rules
from tongket.training.rules import Kind

AGES = {"THEORY_INTERMEDIATE": {"F": 28, "M": 30}, "THEORY_ADVANCED": {"F": 33, "M": 35}}


@pytest.mark.rule("R-TRN-02")
@pytest.mark.parametrize(
    ("kind", "sex", "born_on", "least"),
    [
        (Kind.THEORY_INTERMEDIATE, "F", date(1998, 9, 7), None),  # 28 on the day
        (Kind.THEORY_INTERMEDIATE, "F", date(1998, 9, 8), 28),
        (Kind.THEORY_INTERMEDIATE, "M", date(1998, 9, 7), 30),
        (Kind.THEORY_ADVANCED, "F", date(1993, 9, 7), None),
        (Kind.THEORY_ADVANCED, "M", date(1993, 9, 7), 35),
        (Kind.REFRESHER, "M", date(2006, 9, 7), None),
    ],
)
def test_age_from_which_a_class_is_meant(kind: str, sex: str, born_on: date, least: int | None) -> None:
    assert rules.younger_than(kind, sex, born_on, date(2026, 9, 7), AGES) == least


@pytest.mark.rule("R-TRN-03")
def test_only_the_certificate_of_the_class_for_candidates_ends_after_60_months() -> None:
    day = date(2021, 6, 1)

    assert rules.valid_until(Kind.CANDIDATE, day, months=60) == date(2026, 6, 1)
    assert rules.valid_until(Kind.THEORY_ADVANCED, day, months=60) is None


@pytest.mark.parametrize(
    ("first", "numbers"),
    [
        ("09/GCN", ["09/GCN", "10/GCN", "11/GCN"]),
        ("A7", ["A7", "A8", "A9"]),
        ("998-GCN/2021", ["998-GCN/2021", "999-GCN/2021", "1000-GCN/2021"]),
    ],
)
def test_numbers_of_certificates_are_counted_on(first: str, numbers: list[str]) -> None:
    assert rules.numbers_from(first, 3) == numbers


def test_number_without_a_digit_is_refused() -> None:
    with pytest.raises(ValueError, match="GCN"):
        rules.numbers_from("GCN", 2)


@pytest.mark.rule("R-TRN-01")
@pytest.mark.parametrize("kind", Kind.values)
def test_class_is_for_candidates_or_for_members(kind: str) -> None:
    assert rules.is_for(kind, is_member=True) == (kind != Kind.CANDIDATE)
    assert rules.is_for(kind, is_member=False) == (kind == Kind.CANDIDATE)
