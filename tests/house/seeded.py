"""A module made up for a test, as if it lay in the deepest folder of a package: code to read, functions to call."""

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from tests.house.code import Code, Module

DEEP = "tongket.members.roll.views.deep"


def seed(code: Code, sources: Mapping[str, str], patch: pytest.MonkeyPatch) -> tuple[Code, dict[str, Any]]:
    """The code with some more modules, and these modules, alive. sources: name → text; what is imported comes first."""
    alive = {}
    for name, source in sources.items():
        alive[name] = ModuleType(name)
        patch.setitem(sys.modules, name, alive[name])
        exec(compile(source, name, "exec"), alive[name].__dict__)
    made = [Module(name, source, is_package=False) for name, source in sources.items()]
    return Code([*code.modules.values(), *made]), alive


def addressed(*views: Any) -> URLResolver:
    """A URL conf of these views alone, in a namespace of a namespace."""
    inner = URLResolver(
        RegexPattern(r"^deeper/"), [path(f"{view.__name__}/", view, name=view.__name__) for view in views]
    )
    return URLResolver(RegexPattern(r"^/"), [URLResolver(RegexPattern(r"^deep/"), [inner], namespace="deep")])
