"""Every figure opens with a declared right, has a look, and is known where an outline names it."""

import json

import pytest

from tests.house.code import HOUSE
from tongket.figures.declare import PRESENTATIONS, REGISTRY
from tongket.org import access
from tongket.review.rules import unknown_names


@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_figure_opens_with_a_declared_right_and_has_a_look(key: str) -> None:
    figure = REGISTRY[key]
    model = (figure.whole or figure).model

    assert figure.verb in access.POLICIES
    assert model in PRESENTATIONS
    assert not figure.refines or figure.refines in REGISTRY


def test_outline_names_known_figures_only() -> None:
    outlines = json.loads((HOUSE / "review" / "outlines.json").read_text(encoding="utf-8"))
    sentences = [text for rows in outlines.values() for row in rows for text in [*row["sentences"], row["heading"]]]

    assert [text for text in sentences if unknown_names(text, set(REGISTRY))] == []
