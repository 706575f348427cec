"""The product's code as a graph: what each module defines, and which definitions each definition names.

Nothing here knows a list of files: a guard starts at what Django or the command line calls and follows the names.
"""

import ast
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "tongket"
BODY = ""  # the name of what a module does when it is imported: its bare calls

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Name(NamedTuple):
    """A definition: a module and a top-level name in it, `Class.method`, or BODY for its bare calls."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass
class Module:
    """One file: its tree, what it imports, what it defines."""

    name: str
    source: str
    is_package: bool
    imports: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # local name → module, name in it ("": the module)
    ambiguous: set[str] = field(default_factory=set)  # local names that two functions import from different places
    definitions: dict[str, list[ast.AST]] = field(default_factory=dict)
    named: dict[str, tuple[set[Name], set[str]]] = field(default_factory=dict)  # what each definition names, once asked

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    local = alias.asname or alias.name.split(".")[0]
                    self.imports[local] = (alias.name if alias.asname else local, "")
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    local, origin = alias.asname or alias.name, (self._origin(node), alias.name)
                    if self.imports.setdefault(local, origin) != origin:
                        self.ambiguous.add(local)
        self._define(self.tree.body)

    def _origin(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        base = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*base, *([node.module] if node.module else [])])

    def _define(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            if isinstance(statement, Function):
                self._add(statement.name, statement)
            elif isinstance(statement, ast.ClassDef):
                self._add_class(statement)
            elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
                self._assign(statement)
            elif isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
                self._add(BODY, statement)
                for inner in ("body", "orelse", "finalbody"):
                    self._define(getattr(statement, inner, ()))
            elif not isinstance(statement, ast.Import | ast.ImportFrom):
                self._add(BODY, statement)

    def _assign(self, statement: ast.Assign | ast.AnnAssign | ast.AugAssign) -> None:
        for target in statement.targets if isinstance(statement, ast.Assign) else [statement.target]:
            for node in ast.walk(target):
                if isinstance(node, ast.Name):
                    self._add(node.id, *([statement.value] if statement.value else []))

    def _add_class(self, node: ast.ClassDef) -> None:
        methods = [child for child in node.body if isinstance(child, Function)]
        rest = [child for child in node.body if not isinstance(child, Function)]
        self._add(node.name, *rest, *node.bases, *node.keywords, *node.decorator_list)
        for method in methods:
            self._add(f"{node.name}.{method.name}", method)

    def _add(self, name: str, *nodes: ast.AST) -> None:
        self.definitions.setdefault(name, []).extend(nodes)


class Code:
    """All modules, and the names that lead from one definition to others."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules: dict[str, Module] = {module.name: module for module in modules}

    @cached_property
    def methods(self) -> Mapping[Name, list[Name]]:
        """Each class to its methods."""
        found: dict[Name, list[Name]] = {}
        for module in self.modules.values():
            for name in module.definitions:
                if "." in name:
                    found.setdefault(Name(module.name, name.split(".")[0]), []).append(Name(module.name, name))
        return found

    def resolve(self, module: str, *parts: str) -> Name | None:
        """What dotted parts lead to, seen from inside a module, through imports and re-exports; None: not ours."""
        seen = set()
        while module in self.modules and parts and (module, *parts) not in seen:
            seen.add((module, *parts))
            here = self.modules[module]
            if parts[0] in here.definitions:
                method = ".".join(parts[:2])
                return Name(module, method if method in here.definitions else parts[0])
            if parts[0] in here.imports:
                origin, name = here.imports[parts[0]]
                module, parts = (origin, (name, *parts[1:])) if name else (origin, parts[1:])
            elif f"{module}.{parts[0]}" in self.modules:
                module, parts = f"{module}.{parts[0]}", parts[1:]
            else:
                return None
        return Name(module, BODY) if module in self.modules and not parts else None

    def named_by(self, name: Name) -> tuple[set[Name], set[str]]:
        """The definitions that one names, and every attribute that it asks for. Annotations do not count."""
        module = self.modules[name.module]
        if name.name not in module.named:
            module.named[name.name] = self._named_in(name.module, module.definitions.get(name.name, []))
        return module.named[name.name]

    def _named_in(self, module: str, nodes: Iterable[ast.AST]) -> tuple[set[Name], set[str]]:
        names: set[Name] = set()
        attributes: set[str] = set()
        for node in nodes:
            for child in without_annotations(node):
                if isinstance(child, ast.Attribute):
                    attributes.add(child.attr)
                if isinstance(child, ast.Attribute | ast.Name) and (parts := dotted(child)):
                    found = self.resolve(module, *parts)
                    if found is not None:
                        names.add(found)
        return names, attributes


def read(folder: Path = HOUSE, *, package: str = "tongket") -> Code:
    """The code under a folder, without tests and migrations."""
    modules = []
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if {"tests", "migrations"} & set(parts) or parts[-1] == "conftest":
            continue
        is_package = parts[-1] == "__init__"
        name = ".".join([package, *(parts[:-1] if is_package else parts)])
        modules.append(Module(name, path.read_text(encoding="utf-8"), is_package))
    return Code(modules)


def dotted(node: ast.AST) -> tuple[str, ...]:
    """`a.b.c` as its parts; nothing for what does not begin with a name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return (node.id, *reversed(parts)) if isinstance(node, ast.Name) else ()


def without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    """The node and everything in it, but for what only says a type."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from without_annotations(child)


def script(name: str) -> Any:
    """A module of scripts/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
