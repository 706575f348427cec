"""A module made up for a test, as if it lay in the deepest folder of a package: code to read, functions to call."""

from types import ModuleType
from typing import Any

from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from tests.house.code import Code, Module

DEEP = "tongket.members.roll.views.deep"


def seed(code: Code, source: str, name: str = DEEP) -> tuple[Code, Any]:
    """The code with one more module, and that module, alive."""
    alive = ModuleType(name)
    exec(compile(source, name, "exec"), alive.__dict__)
    return Code([*code.modules.values(), Module(name, source, is_package=False)]), alive


def addressed(*views: Any) -> URLResolver:
    """A URL conf of these views alone, in a namespace of a namespace."""
    inner = URLResolver(
        RegexPattern(r"^deeper/"), [path(f"{view.__name__}/", view, name=view.__name__) for view in views]
    )
    return URLResolver(RegexPattern(r"^/"), [URLResolver(RegexPattern(r"^deep/"), [inner], namespace="deep")])
