"""Who gives what to whom, and the money with it; how a long line fits a certificate."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.commendation import rules
from tongket.commendation.queries.giving import Money
from tongket.commendation.rules import Form, GiverLevel, Ground, Recipient
from tongket.commendation.rules.stock import SMALLEST_PT, fit, lines_of
from tongket.org.kinds import Kind

CELL, GRASSROOTS, SUPERIOR, PROVINCIAL = GiverLevel


@pytest.mark.rule("R-COM-01")
@pytest.mark.parametrize(
    ("recipient", "kind", "ground", "form", "levels"),
    [
        (Recipient.ORGANISATION, Kind.CELL, Ground.YEAR, Form.CERTIFICATE, [GRASSROOTS]),
        (Recipient.ORGANISATION, Kind.CELL, Ground.STREAK, Form.CERTIFICATE, [SUPERIOR]),
        (Recipient.ORGANISATION, Kind.CELL, Ground.STREAK, Form.DIPLOMA, [PROVINCIAL]),
        (Recipient.ORGANISATION, Kind.GRASSROOTS_CELL, Ground.YEAR_TITLE, Form.CERTIFICATE, [SUPERIOR]),
        (Recipient.ORGANISATION, Kind.GRASSROOTS_COMMITTEE, Ground.STREAK, Form.FLAG, [PROVINCIAL]),
        (Recipient.ORGANISATION, Kind.GRASSROOTS_COMMITTEE, Ground.STREAK, Form.CERTIFICATE, []),
        (Recipient.MEMBER, Kind.CELL, Ground.YEAR, Form.CERTIFICATE, [GRASSROOTS]),
        (Recipient.MEMBER, Kind.CELL, Ground.STREAK, Form.CERTIFICATE, [SUPERIOR]),
        (Recipient.MEMBER, Kind.CELL, Ground.STREAK, Form.FLAG, []),
        (Recipient.ORGANISATION, Kind.SUPERIOR, Ground.YEAR, Form.CERTIFICATE, []),
        (Recipient.ORGANISATION, Kind.SUPERIOR, Ground.TERM, Form.FLAG, [PROVINCIAL]),
        (Recipient.COLLECTIVE, Kind.CELL, Ground.AD_HOC, Form.CERTIFICATE, [GRASSROOTS, SUPERIOR]),
        (Recipient.MODEL, Kind.CELL, Ground.THEMATIC, Form.CERTIFICATE, [GRASSROOTS, SUPERIOR]),
        (Recipient.MEMBER, Kind.CELL, Ground.YEAR, Form.PRAISE, [CELL, GRASSROOTS, SUPERIOR, PROVINCIAL]),
    ],
)
def test_form_is_given_by_the_levels_of_the_rule_book(
    recipient: str, kind: Kind, ground: Ground, form: Form, levels: list[GiverLevel]
) -> None:
    assert rules.bodies_for(rules.object_of(recipient, kind), ground, form) == levels


@pytest.mark.rule("R-COM-01")
@pytest.mark.parametrize(
    ("kind", "level"),
    [(Kind.CELL, CELL), (Kind.SECTION, CELL), (Kind.GRASSROOTS_CELL, GRASSROOTS), (Kind.SUPERIOR, SUPERIOR),
     (Kind.PROVINCIAL, PROVINCIAL)],
)  # fmt: skip
def test_body_gives_at_the_level_of_its_unit(kind: Kind, level: GiverLevel) -> None:
    assert rules.levels_of_kind(kind) == level


@pytest.mark.rule("R-COM-07")
@pytest.mark.parametrize(
    ("key", "multiple", "in_2020", "in_2026"),
    [
        (("MEMBER", Ground.YEAR, Form.CERTIFICATE), 0.3, 447_000, 759_000),
        (("MEMBER", Ground.STREAK, Form.CERTIFICATE), 1.0, 1_490_000, 2_530_000),
        (("MEMBER", Ground.STREAK, Form.DIPLOMA), 1.5, 2_235_000, 3_795_000),
        (("CELL", Ground.YEAR, Form.CERTIFICATE), 0.6, 894_000, 1_518_000),
        (("CELL", Ground.STREAK, Form.CERTIFICATE), 1.5, 2_235_000, 3_795_000),
        (("GRASSROOTS", Ground.YEAR_TITLE, Form.CERTIFICATE), 2.0, 2_980_000, 5_060_000),
        (("GRASSROOTS", Ground.STREAK, Form.DIPLOMA), 5.0, 7_450_000, 12_650_000),
        (("GRASSROOTS", Ground.STREAK, Form.FLAG), 8.0, 11_920_000, 20_240_000),
    ],
)
@pytest.mark.django_db
def test_money_is_that_of_the_rule_book(key: tuple[str, str, str], multiple: float, in_2020: int, in_2026: int) -> None:
    kinds = {"MEMBER": Kind.CELL, "CELL": Kind.CELL, "GRASSROOTS": Kind.GRASSROOTS_COMMITTEE}
    object_, ground, form = key
    recipient = Recipient.MEMBER if object_ == "MEMBER" else Recipient.ORGANISATION

    amounts = [
        Money.of(day).amount(recipient, kinds[object_], ground, form) for day in (date(2020, 12, 28), date(2026, 12, 1))
    ]

    assert amounts == [in_2020, in_2026]
    assert rules.money(multiple, 1_490_000) == in_2020


def test_no_money_is_laid_down_for_praise_and_for_collectives() -> None:
    assert rules.money_key("MEMBER", Ground.YEAR, Form.PRAISE) is None
    assert rules.money_key("OTHER", Ground.THEMATIC, Form.CERTIFICATE) is None


def measure(text: str, size: float) -> float:
    return len(text) * size * 0.2


@given(words=st.lists(st.text("aăâđêôơưẫỹ", min_size=1, max_size=12), min_size=1, max_size=14))
def test_line_fits_and_no_word_is_broken(words: list[str]) -> None:
    text = " ".join(words)

    fitted = fit(text, size_pt=26, least_pt=16, width_mm=120, measure=measure)

    assert " ".join(fitted.lines) == text
    assert len(fitted.lines) <= 2
    assert fitted.size_pt == SMALLEST_PT or max(measure(line, fitted.size_pt) for line in fitted.lines) <= 120
    assert len(fitted.lines) == 1 or measure(text, 16) > 120  # it shrinks before it takes two lines


def test_stock_places_lines_otherwise_than_usual() -> None:
    lines = {line.name: line for line in lines_of({"heading": {"size_pt": 36}})}

    assert (lines["heading"].size_pt, lines["heading"].y_mm, lines["recipient"].size_pt) == (36, 80, 26)
