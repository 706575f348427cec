"""What holds for the whole house: its system checks, its addresses, and that rows are asked for through `scope`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.urls import get_resolver

from tests.house.code import HOUSE
from tongket.org.models import UnitOwned


def test_no_system_check_complains() -> None:
    complaints = [message for message in checks.run_checks() if message.level >= checks.WARNING]

    assert complaints == []


def test_every_page_of_the_house_has_its_address_once() -> None:
    def names(resolver: Any, space: str = "") -> Iterator[str]:
        for item in resolver.url_patterns:
            if hasattr(item, "url_patterns"):
                yield from names(item, f"{space}{item.namespace}:" if item.namespace else space)
            elif item.name:
                yield f"{space}{item.name}"

    found = [name for name in names(get_resolver()) if ":" in name]

    assert len(found) == len(set(found))


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
