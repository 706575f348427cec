"""Kinds of document: their letters, and who may issue which."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.directives.kinds import (
    NEW_TYPES_ON,
    Kind,
    issuable,
    kind_of_letters,
    letters_fit,
    letters_of,
    may_issue,
)
from tongket.org.kinds import Kind as UnitKind
from tongket.org.kinds import issuer_symbol

IN_2021, IN_2026 = date(2021, 1, 4), date(2026, 6, 1)
CELLS = (UnitKind.CELL, UnitKind.GRASSROOTS_CELL)


@pytest.mark.rule("R-DOC-04")
@pytest.mark.parametrize("unit_kind", CELLS)
@pytest.mark.parametrize(
    ("kind", "on", "is_allowed"),
    [
        (Kind.QC, IN_2021, False),
        (Kind.TB, IN_2021, False),
        (Kind.KL, IN_2021, False),
        (Kind.DA, IN_2021, False),
        (Kind.NQ, IN_2021, True),
        (Kind.BC, IN_2021, True),
        (Kind.DA, IN_2026, True),
        (Kind.PA, IN_2026, True),
        (Kind.DUAN, IN_2026, True),
        (Kind.QDI, IN_2026, False),
        (Kind.HD, IN_2026, False),
        (Kind.DA, date(2026, 1, 8), False),
        (Kind.DA, NEW_TYPES_ON, True),
    ],
)
def test_what_a_cell_issues_by_the_text_in_force(unit_kind: UnitKind, kind: Kind, on: date, is_allowed: bool) -> None:
    assert may_issue(unit_kind, kind, on) is is_allowed


@pytest.mark.rule("R-DOC-04")
@given(on=st.dates(date(2018, 1, 1), date(2030, 1, 1)))
def test_who_stands_higher_issues_no_fewer_kinds(on: date) -> None:
    order = [UnitKind.CELL, UnitKind.GRASSROOTS_COMMITTEE, UnitKind.SUPERIOR, UnitKind.PROVINCIAL]

    found = [issuable(kind, on) for kind in order]

    assert all(below <= above for below, above in pairwise(found))
    assert Kind.CT not in found[1]


@pytest.mark.rule("R-DOC-01")
@pytest.mark.parametrize(
    ("kind", "letters", "fits"),
    [
        (Kind.NQ, "NQ", True),
        (Kind.NQ, "CT", False),
        (Kind.QD, "QĐ", True),
        (Kind.QD, "QĐi", False),
        (Kind.QDI, "QĐi", True),
        (Kind.QDI, "QĐ", True),
        (Kind.QDI, "QĐI", False),  # upper and lower case count
        (Kind.CTR, "CTr", True),
        (Kind.CTR, "CTHĐ", True),
        (Kind.OTHER, "XX", True),
    ],
)
def test_letters_stand_for_a_kind(kind: Kind, letters: str, fits: bool) -> None:
    assert letters_fit(kind, letters) is fits


@pytest.mark.rule("R-DOC-01", "R-DOC-02")
def test_a_regulation_changes_its_letters_with_the_instruction_on_layout() -> None:
    assert (letters_of(Kind.QDI, date(2025, 1, 1)), letters_of(Kind.QDI, date(2026, 6, 1))) == ("QĐi", "QĐ")
    assert (letters_of(Kind.QD, date(2025, 1, 1)), letters_of(Kind.DA, IN_2026)) == ("QĐ", "ĐA")


def test_letters_name_their_kind() -> None:
    assert [kind_of_letters(letters) for letters in ("CTHĐ", "NQ", "QĐ", "XX")] == [
        Kind.CTR, Kind.NQ, Kind.QD, Kind.OTHER,
    ]  # fmt: skip


@pytest.mark.rule("R-DOC-01")
@pytest.mark.parametrize(
    ("kind", "on", "letters"),
    [
        (UnitKind.PROVINCIAL, IN_2021, "TU"),
        (UnitKind.SUPERIOR, IN_2021, "ĐUK"),
        (UnitKind.SUPERIOR, IN_2026, "ĐU"),
        (UnitKind.GRASSROOTS_COMMITTEE, IN_2021, "ĐU"),
        (UnitKind.GRASSROOTS_CELL, IN_2021, "CB"),
    ],
)
def test_issuers_have_their_letters(kind: UnitKind, on: date, letters: str) -> None:
    assert issuer_symbol(kind, on) == letters
