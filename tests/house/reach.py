"""Where things begin (addresses, commands, registries, settings), and what is reached from there by the names."""

import argparse
import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass
from typing import Any

from django.urls import URLResolver

from tests.house.code import BODY, HOUSE, Code, Function, Name, dotted, script
from tongket.pages.checks import views as addresses


def views(resolver: URLResolver | None = None) -> list[Name]:
    """What each address of ours leads to, page or API operation, whatever is wrapped around it."""
    origin = script("views").origin
    found = [Name(*origin(pattern.callback)) for _name, pattern in addresses(resolver)]
    return [name for name in found if name.module.startswith("tongket.")]


def foreign(resolver: URLResolver | None = None) -> dict[str, str]:
    """Name of each address that leads to a library to the module that it leads to."""
    origin = script("views").origin
    modules = {name: origin(pattern.callback)[0] for name, pattern in addresses(resolver)}
    return {name: module for name, module in modules.items() if not module.startswith("tongket.")}


def commands() -> dict[str, Name]:
    """What each verb of the command line runs."""
    from tongket.cli import parser

    verbs = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return {verb: _name(choice.get_default("run")) for verb, choice in verbs.choices.items()}


def registered(code: Code) -> list[Name]:
    """The functions in every list or table that is empty in its module and filled by others, such as due sources."""
    return [
        _name(function)
        for module in code.modules.values()
        for name, nodes in module.definitions.items()
        if len(nodes) == 1 and _is_empty(nodes[0])
        for function in _functions(getattr(importlib.import_module(module.name), name))
    ]


def settings(code: Code) -> list[Name]:
    """What settings and addresses name by a dotted path (middleware, tags of templates, pages of errors); the apps."""
    texts = [
        node.value
        for module in ("tongket.settings", "tongket.urls")
        for node in ast.walk(code.modules[module].tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    texts += [module for module in code.modules if module.endswith(".apps")]
    texts += [module for module in code.modules if ".templatetags." in module]  # templates load them by name
    names = [code.resolve("tongket", *text.split(".")[1:]) for text in texts if re.fullmatch(r"tongket(\.\w+)+", text)]
    found = []
    for name in filter(None, names):
        found += [name] if name.name else [Name(name.module, each) for each in code.modules[name.module].definitions]
        found += code.methods.get(name, ())  # Django calls those of a middleware by their names
    return found


def declared(code: Code) -> list[Name]:
    """What runs when a module is imported: the bare calls of every module, all that figures and policies declare;
    checks of the system, which are registered with Django.
    """
    found = []
    for module in code.modules.values():
        is_declaration = {"figures", "policy"} & set(module.name.split(".")[2:])
        for name, nodes in module.definitions.items():
            is_run = is_declaration and "." not in name and not isinstance(nodes[0], Function | ast.ClassDef)
            if name == BODY or is_run or any(_is_registered(node) for node in nodes):
                found.append(Name(module.name, name))
    return found


def _is_registered(node: ast.AST) -> bool:
    return isinstance(node, Function) and any(dotted(decorator) == ("register",) for decorator in node.decorator_list)


def _is_empty(node: ast.AST) -> bool:
    return (isinstance(node, ast.List) and not node.elts) or (isinstance(node, ast.Dict) and not node.keys)


def _functions(value: Any) -> Iterator[Callable[..., Any]]:
    for each in value.values() if isinstance(value, dict) else value:
        held = vars(each).values() if is_dataclass(each) and hasattr(each, "__dict__") else [each]  # as a kind of job
        yield from filter(inspect.isfunction, held)


def _name(function: Callable[..., Any]) -> Name:
    function = inspect.unwrap(function)
    return Name(function.__module__, function.__qualname__)


def reached(code: Code, start: Iterable[Name], *, enters: Callable[[str], bool] = lambda module: True) -> set[Name]:
    """All definitions that these lead to by their names.

    enters: whether a module is followed at all. A method is reached with its class if somebody asks for its name, in
    code that is reached or in a template, or if the class has it from a library, which calls it.
    """
    found: set[Name] = set()
    asked = _words_of_templates()
    waiting: set[Name] = set()  # methods of classes that are reached
    todo = list(start)
    while todo:
        name = todo.pop()
        if name not in found and name.module in code.modules and enters(name.module):
            found.add(name)
            names, attributes = code.named_by(name)
            asked |= attributes
            todo += names
            if "." in name.name:
                todo.append(Name(name.module, name.name.split(".")[0]))
            waiting |= set(code.methods.get(name, ()))
        if not todo:
            called = {method for method in waiting if _is_called(method, asked)}
            waiting -= called
            todo = list(called)
    return found


def _words_of_templates() -> set[str]:
    return {word for path in HOUSE.rglob("templates/**/*.html") for word in re.findall(r"\w+", path.read_text("utf-8"))}


def _is_called(method: Name, asked: set[str]) -> bool:
    of, name = method.name.split(".")
    if name in asked or name.startswith(("__", "clean_")):
        return True
    try:
        ancestors = getattr(importlib.import_module(method.module), of).__mro__
    except (ImportError, AttributeError):
        return True  # a module made up for a test
    return any(hasattr(ancestor, name) for ancestor in ancestors if not ancestor.__module__.startswith("tongket"))
