"""The documentation says what the code says."""

import re

import pytest
from django.utils import translation

from tests.house.code import HOUSE, ROOT, script


def test_reference_says_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with translation.override("en"):
        assert script("reference").outdated() == []


def test_every_rule_is_carried_out_and_held_or_left_out_with_a_reason() -> None:
    pages = script("reference")
    functions, tests = pages.rules_in_code()
    known, left_out = pages.rule_list(), pages.left_out()

    bare = [number for number in known if number not in left_out and not (functions[number] and tests[number])]

    assert not bare, "neither a function with its test nor a reason to leave it out"
    assert not set(tests) - set(known), "marked on a test, but not in scripts/rules.json"
    assert not set(left_out) - set(known)


def test_every_setting_is_documented() -> None:
    source = (HOUSE / "settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = set(re.findall(r'"(TONGKET_[A-Z_]+|DATABASE_URL)"', source))

    assert sorted(name for name in names if f"`{name}`" not in page) == []
