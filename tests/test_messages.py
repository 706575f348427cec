"""Catalogues stand in the one form that `make messages` writes, and what one of them knows helps the others."""

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.house.code import script

messages = script("messages")
CATALOGUES = sorted(messages.HOUSE.glob("*/locale/*/LC_MESSAGES/*.po"))

AS_GETTEXT_WRITES = """\
msgid ""
msgstr ""
"Project-Id-Version: tongket\\n"
"POT-Creation-Date: 2026-11-30 14:51+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: views.py:3
#, fuzzy
#| msgid "Sent"
msgid "Send"
msgstr "Đã gửi"

msgid "Unit"
msgstr "Đơn vị"

#~ msgid "Gone"
#~ msgstr "Đã bỏ"
"""


def parse(text: str) -> Catalog:
    return read_po(io.BytesIO(text.encode()), locale="vi", ignore_obsolete=True)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_catalogue_is_written_as_make_messages_writes_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert messages.written(parse(text)) == text, "run scripts/messages.py"


def test_guess_place_date_and_obsolete_text_are_dropped() -> None:
    catalogue = parse(AS_GETTEXT_WRITES)

    missing = messages.fill(catalogue, {})

    entries = 'msgid "Send"\nmsgstr ""\n\nmsgid "Unit"\nmsgstr "Đơn vị"\n'
    assert missing == ["Send"]
    assert messages.written(catalogue) == f"{messages.HEADER}\n{entries}"


def test_text_that_another_catalogue_translates_is_filled_in() -> None:
    catalogue, other = parse(AS_GETTEXT_WRITES), Catalog("vi")
    other.add("Send", "Gửi")

    missing = messages.fill(catalogue, messages.known_translations([catalogue, other]))

    assert missing == []
    assert catalogue["Send"].string == "Gửi"


def test_plural_is_filled_in_from_the_form_of_one() -> None:
    catalogue, other = Catalog("vi"), Catalog("vi")
    catalogue.add(("%(n)s unit", "%(n)s units"))
    other.add("%(n)s unit", "%(n)s đơn vị")

    missing = messages.fill(catalogue, messages.known_translations([other]))

    assert missing == []
    assert catalogue["%(n)s unit"].string == ("%(n)s đơn vị",)
