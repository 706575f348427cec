"""Every text of the screens is translated once, in one way, and found by the tools that collect texts."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from tests.house.code import HOUSE, ROOT


def catalogues() -> list[Path]:
    return sorted(HOUSE.glob("*/locale/vi/LC_MESSAGES/django.po"))


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-5])
def test_catalogue_is_complete(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="vi")

    wrong = [message.id for message in catalogue if message.id and (message.fuzzy or not all(_strings(message.string)))]

    assert wrong == []


def _strings(text: Any) -> list[str]:
    return list(text) if isinstance(text, tuple | list) else [text]


def test_no_text_is_translated_in_two_ways() -> None:
    """The catalogues are merged into one: of two translations of a text only one would ever be seen."""
    said: dict[tuple[str | None, str], dict[str, list[str]]] = {}
    for path in catalogues():
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                if message.id:
                    ways = said.setdefault((message.context, _first(message.id)), {})
                    ways.setdefault(_first(message.string), []).append(path.parts[-5])

    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def texts_in_f_strings(source: str) -> list[int]:
    """Lines on which a text is translated inside an f-string, where makemessages does not find it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for child in ast.walk(node) if isinstance(node, ast.JoinedStr) else ():
            if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute | ast.Name):
                name = child.func.attr if isinstance(child.func, ast.Attribute) else child.func.id
                if name in GETTEXT:
                    found.append(child.lineno)
    return found


def test_no_text_is_translated_inside_an_f_string() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in sorted(HOUSE.rglob("*.py"))
        if (lines := texts_in_f_strings(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_text_in_an_f_string_is_noticed() -> None:
    faulty = "f'{number} {_(\"members\")}'\n"
    right = "_('%(n)s members') % {'n': f'{number}'}\n"

    assert [texts_in_f_strings(source) for source in (faulty, right)] == [[1], []]


def test_every_text_of_the_screens_is_in_a_catalogue(tmp_path: Path) -> None:
    """Collects the texts of each package anew and looks for them in the catalogues as committed."""
    known: set[str] = set()
    for path in catalogues():
        with path.open("rb") as file:
            known |= {_first(message.id) for message in read_po(file, locale="vi") if message.id}
    copy = tmp_path / "tongket"
    shutil.copytree(HOUSE, copy, ignore=shutil.ignore_patterns("locale", "__pycache__", "tests", "migrations", "*.mo"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "--no-location", "--no-wrap"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    with (copy / "locale" / "vi" / "LC_MESSAGES" / "django.po").open("rb") as file:
        used = {_first(message.id) for message in read_po(file, locale="vi") if message.id}

    assert sorted(used - known) == []


def _first(message: Any) -> str:
    return str(message[0] if isinstance(message, tuple | list) else message)
