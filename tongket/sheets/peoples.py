"""The minority peoples of Việt Nam, known by their whole names as `peoples.json` lists them."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from tongket.core import text

_BEFORE = re.compile(r"^(?:dân tộc|người|dt)\s+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")
_JOINTS = re.compile(r"[\s'’`.–-]+")


def is_minority(written: str) -> bool:
    """Whether a text is the name of one of the 53 minority peoples.

    The whole name counts, however it is joined ("Ê-đê", "Êđê") and also without its marks ("Ede"); but no mark may be
    another one: "Ma" is Mạ, "Mã" is not.
    """
    name = _IN_BRACKETS.sub("", _BEFORE.sub("", text.clean(written)))
    return any(_agree(_letters(name), letters) for letters in _names().get(_bare(name), ()))


@cache
def _names() -> dict[str, list[list[str]]]:
    """Letters without marks → the names that are written so, letter by letter."""
    minority = json.loads((Path(__file__).parent / "peoples.json").read_text(encoding="utf-8"))["minority"]
    names: dict[str, list[list[str]]] = {}
    for people, spellings in minority.items():
        for name in (people, *spellings):
            names.setdefault(_bare(name), []).append(_letters(name))
    return names


def _bare(name: str) -> str:
    return _JOINTS.sub("", text.fold(name))


def _letters(name: str) -> list[str]:
    """Each letter in lower case, taken apart into the bare letter and its marks."""
    return [unicodedata.normalize("NFD", c) for c in _JOINTS.sub("", text.tone_normal(name).lower())]


def _agree(written: list[str], name: list[str]) -> bool:
    """Whether the letters are the same and carry no marks but those of the name."""
    return len(written) == len(name) and all(
        set(a[1:]) <= set(b[1:]) and (a[0] != "đ" or b[0] == "đ") for a, b in zip(written, name, strict=True)
    )
