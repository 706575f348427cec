"""The documentation says what the code says."""

import re

import pytest
from django.utils import translation

from tests.house.code import HOUSE, ROOT, script


def test_reference_says_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with translation.override("en"):
        assert script("reference").outdated() == []


def test_every_setting_is_documented() -> None:
    source = (HOUSE / "settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    names = set(re.findall(r'"(TONGKET_[A-Z_]+|DATABASE_URL)"', source))

    assert sorted(name for name in names if f"`{name}`" not in page) == []
