"""Modules import each other one way only; migrations import nothing that lives; each package has one set of tables."""

import ast
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import grimp

from tests.house.code import HOUSE, Code


def circles(imports: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Groups of modules each of which leads to each other one, by Tarjan's walk. imports: module → those it imports."""
    order: dict[str, int] = {}
    earliest: dict[str, int] = {}
    path: list[str] = []
    groups = []

    def walk(module: str) -> None:
        order[module] = earliest[module] = len(order)
        path.append(module)
        for imported in imports.get(module, ()):
            if imported not in order:
                walk(imported)
                earliest[module] = min(earliest[module], earliest[imported])
            elif imported in path:
                earliest[module] = min(earliest[module], order[imported])
        if earliest[module] == order[module]:
            group = path[path.index(module) :]
            del path[path.index(module) :]
            if len(group) > 1:
                groups.append(set(group))

    for module in sorted(imports):
        if module not in order:
            walk(module)
    return groups


def imports_of_the_house() -> dict[str, set[str]]:
    """What every module imports, also inside functions and for the type checker alone."""
    graph = grimp.build_graph("tongket", cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_no_module_imports_itself_by_a_detour() -> None:
    imports = imports_of_the_house()
    print(f"{len(imports)} modules, {sum(map(len, imports.values()))} imports")

    assert len(imports) > 500
    assert circles(imports) == []


def test_name_is_imported_from_one_place(code: Code) -> None:
    """A name that two functions of a module import from two places would lead the guards and readers astray."""
    assert {name: module.ambiguous for name, module in code.modules.items() if module.ambiguous} == {}


def test_circle_is_noticed() -> None:
    """From the first package to the last one, by a detour over modules that nothing else joins."""
    imports = imports_of_the_house()
    imports["tongket.core.clock"] |= {"tongket.demo.names"}
    imports["tongket.demo.names"] |= {"tongket.members.badges.views"}

    assert any({"tongket.core.clock", "tongket.demo.names"} <= group for group in circles(imports))


# --- Migrations -----------------------------------------------------------------------------------------------------


def live_imports(source: str) -> list[str]:
    """The modules of ours that a migration imports: what it did must not change when the code of today does."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in {"import_module", "import_string", "__import__"}:
                found += [str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)]
    return [name for name in found if name.startswith(("tongket", "."))]


def migrations() -> list[Path]:
    return sorted(path for path in HOUSE.rglob("migrations/*.py") if path.name != "__init__.py")


def test_migration_imports_no_live_code() -> None:
    found = {str(path.relative_to(HOUSE)): live_imports(path.read_text(encoding="utf-8")) for path in migrations()}
    print(f"{len(found)} migrations")

    assert {path: names for path, names in found.items() if names} == {}


def test_live_code_in_a_migration_is_noticed() -> None:
    faulty = "def fill(apps, editor):\n    from tongket.votes.rules import State\n"
    hidden = "from django.utils.module_loading import import_string\nrules = import_string('tongket.votes.rules')\n"
    right = "from django.db import migrations\nsource = 'tongket.votes.rules'\n"

    assert [live_imports(source) for source in (faulty, hidden, right)] == [
        ["tongket.votes.rules"],
        ["tongket.votes.rules"],
        [],
    ]


def test_every_package_has_one_set_of_tables() -> None:
    """Nothing is released, so there is one first migration of all tables; what follows holds no table."""
    first = {path.parent.parent.name: path.stem for path in migrations() if path.stem.startswith("0001")}
    later = [path for path in migrations() if path.parent.parent.name in first and not path.stem.startswith("0001")]
    print(f"{len(first)} packages with tables")

    assert {name: stem for name, stem in first.items() if stem != "0001_tables"} == {}
    assert len([path for path in migrations() if path.stem.startswith("0001")]) == len(first)
    assert [
        path.name for path in later if re.search(r"CreateModel|(Add|Alter|Remove|Rename)Field", path.read_text("utf-8"))
    ] == []
