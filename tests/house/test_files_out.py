"""Files leave by `pages.exporting.send` alone, which logs each with its hash (S-34, S-39)."""

import ast

import pytest

from tests.house.code import Code, Module
from tests.house.seeded import DEEP, seed

DOOR = "tongket.pages.exporting"
SIGNS = {"FileResponse", "StreamingHttpResponse"}


def sends_files(module: Module) -> bool:
    """Whether a module makes an answer that a browser saves as a file."""
    return any(_is_sign(node) for node in ast.walk(module.tree))


def _is_sign(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value.lower() == "content-disposition"
    if isinstance(node, ast.Attribute):
        return node.attr in SIGNS
    return isinstance(node, ast.Name) and node.id in SIGNS


def doors(code: Code) -> list[str]:
    return [name for name, module in code.modules.items() if sends_files(module)]


def test_files_leave_by_one_door(code: Code) -> None:
    print(f"{len(code.modules)} modules")

    assert doors(code) == [DOOR]


@pytest.mark.parametrize("line", ['answer["content-disposition"] = "attachment"', "answer = http.FileResponse(b'')"])
def test_another_door_is_seen(code: Code, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    source = f"from django import http\nanswer = http.HttpResponse()\n{line}\n"
    seeded, _alive = seed(code, {DEEP: source}, monkeypatch)

    assert doors(seeded) == [DOOR, DEEP]
