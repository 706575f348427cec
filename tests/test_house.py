"""What holds for the whole house: policies, classes of data, bare queries, catalogues, documentation."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.core import checks
from django.urls import get_resolver

from tongket.figures.declare import PRESENTATIONS, REGISTRY
from tongket.org import access
from tongket.org.models import UnitOwned

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "tongket"


def test_no_system_check_complains() -> None:
    found = [message for message in checks.run_checks() if message.level >= checks.WARNING]

    assert found == []


# --- Rows are reached through `scope` (S-14) ------------------------------------------------------------------------

BORDER = ("views.py", "api.py", "exports.py", "search.py", "jobs.py")


def bare_queries(source: str, owned: set[str]) -> list[int]:
    """Lines that ask a unit-owned table for rows outside `scope` or `find`, and do not say why."""
    tree = ast.parse(source)
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in {"scope", "find"}:
                inside |= {id(child) for child in ast.walk(node)}
    lines = source.splitlines()
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager"}
            and isinstance(node.value, ast.Name)
            and node.value.id in owned
            and id(node) not in inside
            and "# unscoped:" not in " ".join(lines[node.lineno - 1 : node.lineno + 1])
        ):
            found.append(node.lineno)
    return found


def owned_tables() -> set[str]:
    return {model.__name__ for model in apps.get_models() if issubclass(model, UnitOwned)}


@pytest.mark.parametrize("path", [path for name in BORDER for path in sorted(HOUSE.glob(f"*/{name}"))], ids=str)
def test_border_asks_through_scope_alone(path: Path) -> None:
    assert bare_queries(path.read_text(encoding="utf-8"), owned_tables()) == []


def test_bare_query_is_noticed() -> None:
    faulty = "def view(request):\n    return Member.objects.all()\n"
    right = "def view(request):\n    return access.scope(Member.objects.all(), request.person, 'x', on=1)\n"
    said = "def view(request):\n    return Member.objects.count()  # unscoped: a count\n"

    assert [bare_queries(source, {"Member"}) for source in (faulty, right, said)] == [[2], [], []]


# --- Figures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(REGISTRY))
def test_figure_opens_with_a_declared_right_and_has_a_look(key: str) -> None:
    figure = REGISTRY[key]
    model = (figure.whole or figure).model

    assert figure.verb in access.POLICIES
    assert model in PRESENTATIONS
    assert not figure.refines or figure.refines in REGISTRY


def test_outline_names_known_figures_only() -> None:
    import json

    from tongket.review.rules import unknown_names

    outlines = json.loads((HOUSE / "review" / "outlines.json").read_text(encoding="utf-8"))
    sentences = [text for rows in outlines.values() for row in rows for text in [*row["sentences"], row["heading"]]]

    assert [text for text in sentences if unknown_names(text, set(REGISTRY))] == []


# --- Catalogues -----------------------------------------------------------------------------------------------------


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
    import shutil

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


# --- Documentation --------------------------------------------------------------------------------------------------


def reference() -> Any:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_says_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import translation

    monkeypatch.setenv("COLUMNS", "100")
    with translation.override("en"):
        assert reference().outdated() == []


def test_every_rule_is_carried_out_and_held_or_left_out_with_a_reason() -> None:
    pages = reference()
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


def test_every_page_of_the_house_has_its_address_once() -> None:
    def names(resolver: Any, space: str = "") -> Iterator[str]:
        for item in resolver.url_patterns:
            if hasattr(item, "url_patterns"):
                yield from names(item, f"{space}{item.namespace}:" if item.namespace else space)
            elif item.name:
                yield f"{space}{item.name}"

    found = [name for name in names(get_resolver()) if ":" in name]

    assert len(found) == len(set(found))
