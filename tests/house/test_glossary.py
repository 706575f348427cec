"""The glossary has a word of the organisation for each word that tables and rights use."""

import re

from django.apps import apps

from tests.house.code import ROOT
from tongket.org import access

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| (?P<code>[^|]+) \| (?P<word>[^|]+) \| (?P<meaning>[^|]*)\|$", re.MULTILINE)
HEADS = {"In the code", "---"}


def explained() -> dict[str, str]:
    """Each word of the code in the glossary, with the organisation's word."""
    words: dict[str, str] = {}
    for line in LINE.finditer(PAGE):
        if line["code"] not in HEADS:
            words |= dict.fromkeys(re.findall(r"`([^`]+)`", line["code"]), line["word"])
    return words


def test_every_table_and_every_right_is_named_in_the_glossary() -> None:
    tables = {model.__name__ for model in apps.get_models() if model.__module__.startswith("tongket.")}
    nouns = {verb.split(".")[0] for verb in access.POLICIES}

    assert len(tables) > 60
    assert sorted((tables | nouns) - set(explained())) == []


def test_no_word_stands_in_the_glossary_twice() -> None:
    words = [word for line in LINE.finditer(PAGE) for word in re.findall(r"`([^`]+)`", line["code"])]

    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_word_of_a_table_that_is_gone_is_noticed() -> None:
    tables = {model.__name__ for model in apps.get_models()}
    named = {word for word in explained() if re.fullmatch(r"(?:[A-Z][a-z]+)+", word)}

    assert sorted(named - tables) == []
