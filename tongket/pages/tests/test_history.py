"""The part “History” of record pages: a line never shows what the reader of the page may not read (S-05)."""

from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from tongket.org.models import Classed
from tongket.org.queries.history import Change, FieldChange
from tongket.pages.history import what_changed

CANARY = "CANARY"
TABLES = [model for model in apps.get_models() if issubclass(model, Classed)]


def change_of(model: Any, name: str, *, is_removal: bool = False, held_class: str = "D0") -> Change:
    fields = (FieldChange(name, CANARY, None),)
    return Change(timezone.now(), None, model, False, is_removal, CANARY, held_class, fields)


@pytest.mark.parametrize("most_class", ["D0", "D1", "D2", "D3"])
def test_line_tells_nothing_of_a_field_above_the_class_of_the_page(most_class: str) -> None:
    above = [
        (model, field.name)
        for model in TABLES
        for field in model._meta.concrete_fields
        if model.class_of.get(field.name, model.data_class) > most_class
    ]

    told = [
        what_changed(change_of(model, name, is_removal=is_removal), most_class)
        for model, name in above
        for is_removal in (False, True)
    ]

    print(f"{len(above)} fields above {most_class}")
    assert above
    assert set(told) == {""}


def test_line_tells_nothing_of_a_row_that_was_kept_more_closely() -> None:
    target = apps.get_model("targets", "Target")

    assert CANARY in what_changed(change_of(target, "label"), "D1")
    assert what_changed(change_of(target, "label", held_class="D4"), "D1") == ""


def test_line_tells_nothing_that_the_page_keeps_back() -> None:
    change = change_of(apps.get_model("targets", "Target"), "label")

    assert what_changed(change, "D1", shows=lambda _model, name: name != "label") == ""
