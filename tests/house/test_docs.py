"""The documentation says what the code says."""

import re
from collections import Counter
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from tests.house import citing
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


def test_first_day_names_pages_and_buttons_as_the_screens_do() -> None:
    """What is bold in docs/starting.md is a text of the screens, in the language of its half; `…` stands for a number
    or a name.
    """
    texts: dict[str, set[str]] = {"vi": set(), "en": set()}
    for path in HOUSE.glob("*/locale/vi/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                texts["en"].update(_forms(message.id))
                texts["vi"].update(_forms(message.string))
    halves = (ROOT / "docs" / "starting.md").read_text(encoding="utf-8").split("\n---\n")

    for language, half in zip(texts, halves, strict=True):
        names = {" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", half, re.DOTALL)}
        known = {re.sub(r"%\(\w+\)s", "…", text) for text in texts[language]}
        print(f"{language}: {len(names)} names of pages and buttons")

        assert len(names) > 50
        assert sorted(name for name in names if known.isdisjoint({name, name.rstrip(".")})) == []


def _forms(text: Any) -> list[str]:
    """A text of a catalogue, or its forms for one and for many."""
    return list(text) if isinstance(text, tuple | list) else [text]


def test_pictures_of_the_first_day_are_small_and_all_are_shown() -> None:
    pictures = script("pictures")
    page = (ROOT / "docs" / "starting.md").read_text(encoding="utf-8")
    files = {path.name: path.stat().st_size for path in pictures.SHOWN.iterdir()}

    assert sorted(files) == sorted(f"{part.name}.png" for part in pictures.PARTS)
    assert [name for name, size in files.items() if size > pictures.LARGEST] == []
    assert [name for name in files if page.count(f"(pictures/{name})") != 2] == []


def test_what_is_cited_is_there() -> None:
    """Rules, points of docs/documents.md, sections and decisions, paths and links: in code, templates and pages."""
    files = citing.sources()
    citations = [citation for path, text in files.items() for citation in citing.cited(path, text)]
    kinds = Counter(citation.kind for citation in citations)
    print(f"{len(files)} files cite {', '.join(f'{count} {kind}s' for kind, count in sorted(kinds.items()))}")

    assert min(kinds[kind] for kind in ("number", "point", "path", "link", "decision")) > 0
    assert citing.missing(files, citing.known(files)) == {}


def test_citation_of_what_is_not_there_is_noticed() -> None:
    """In a comment of a template in a folder of a folder, behind a range of numbers, in a docstring of a method."""
    files, other = citing.sources(), 99
    there = citing.known(files)
    files["tongket/members/templates/members/roll/deep/_part.html"] = "<p>R-MEM-01</p>\n{# see roll/deep/nowhere.py #}"
    files["tongket/members/roll/views/deep.py"] = (
        "class Deep:\n"
        "    def page(self):\n"
        f'        """Source: R-MEM-01, -02 … -{other}, S-{other}, documents.md 8.13 to 8.{other},\n'
        f'        security §{other}, decision {other}."""\n'
        '        return "no/such/file.py"  # what the program makes is not cited\n'
    )
    files["docs/decisions/deep.md"] = "[here](../settings.md), [there](settings.md), `tongket/nowhere/`\n"

    found = citing.missing(files, there)

    assert found["docs/decisions/deep.md"] == ["link settings.md", "path tongket/nowhere"]
    assert found["tongket/members/templates/members/roll/deep/_part.html"] == ["path roll/deep/nowhere.py"]
    assert found["tongket/members/roll/views/deep.py"] == [
        f"decision {other}",
        *(f"number R-MEM-{other}", f"number S-{other}", f"point 8.{other}", f"section security §{other}"),
    ]
