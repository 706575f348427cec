"""Rows of units are asked for through `access.scope` wherever an address, a command or a source leads (S-14)."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.urls import URLResolver

from tests.house import reach
from tests.house.code import Code, Name
from tests.house.scoping import bare_queries
from tests.house.seeded import DEEP, addressed, seed
from tongket.org.models import UnitOwned

TRUSTED = {"actions", "rules", "models", "queries", "migrations"}  # called with rows found in scope, or they check anew
MECHANISM = {"tongket.org.access", "tongket.org.saving"}


def is_checked(module: str) -> bool:
    parts = module.split(".")
    if parts[1] == "demo":  # the demonstration acts as everybody; its page of logins is a page
        return parts[-1] == "views"
    return not TRUSTED & set(parts) and module not in MECHANISM


def owned_tables() -> set[Name]:
    return {Name(model.__module__, model.__name__) for model in apps.get_models() if issubclass(model, UnitOwned)}


def border(code: Code, start: Iterable[Name]) -> set[str]:
    """The modules that these lead to, helpers of helpers too."""
    return {name.module for name in reach.reached(code, start, enters=is_checked)}


def unseen(code: Code, modules: Iterable[str], resolver: URLResolver | None = None) -> list[Name]:
    """The views whose code is not among these modules."""
    modules = set(modules)
    return [
        view
        for view in reach.views(resolver)
        if view.module not in modules or view.name not in code.modules[view.module].definitions
    ]


def is_of_sign_in(address: str) -> bool:
    """Whether an address is one of the library for signing in, whose pages know no unit."""
    return address.startswith(("account_", "mfa_"))


def test_border_asks_through_scope_alone(code: Code) -> None:
    views, sources = reach.views(), [*reach.registered(code), *reach.settings(code)]
    commands = list(reach.commands().values())
    modules = border(code, [*views, *commands, *sources])
    missed, others = unseen(code, modules), reach.foreign()
    print(
        f"{len(views) - len(missed)} of {len(views)} views seen (and {len(others)} addresses of libraries), "
        f"{len(commands)} commands, {len(sources)} sources: {len(modules)} modules"
    )

    assert missed == []
    assert sorted(name for name in others if not is_of_sign_in(name)) == ["set_language"]
    bare = {name: bare_queries(code, code.modules[name], owned_tables()) for name in sorted(modules)}
    assert {name: lines for name, lines in bare.items() if lines} == {}


BEHIND = "tongket.members.roll.views.deeper.rows"
FAULT = """
from django.views.decorators.http import require_GET
from tongket.members import models as tables
from tongket.org import access
from tongket.org.access import scope as within_reach
from tongket.pages.deeds import Rows

class Reader:
    def __call__(self, request):
        named = tables.Member.objects.filter(person__full_name="A")
        return [within_reach(tables.Member.objects.all(), request.person, "member.read", on=1), named]

def helper(request, pk):
    rows = tables.Member.objects.filter(pk=pk)
    rows = rows.exclude(card_number="")
    return access.find(rows, request.person, "member.read", pk, on=request.today)

KEPT = Rows(lambda: tables.Member.objects.select_related("person"), crumbs=lambda row: tables.Member.objects.all())

def past_the_rows(request, pk):
    return KEPT.find(request, "member.read", pk=pk) or KEPT.query().get(pk=pk)

def counted():
    return tables.Member.objects.count()  # unscoped: a count
"""
PAGE = """
from django.views.decorators.http import require_GET
from tongket.members.roll.views.deeper.rows import Reader, counted, helper
from tongket.org import access
from tongket.pages.once import saves

@require_GET
@access.policy("member.read")
@saves
def page(request, pk):
    return Reader()(request) or helper(request, pk) or counted()
"""


def test_bare_query_behind_a_nested_view_is_noticed(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a method of a class in a folder of a folder of views, called from a view under three decorators."""
    seeded, alive = seed(code, {BEHIND: FAULT, DEEP: PAGE}, monkeypatch)
    resolver = addressed(alive[DEEP].page)

    modules = border(seeded, reach.views(resolver))

    assert unseen(seeded, modules, resolver) == []
    assert modules >= {DEEP, BEHIND}
    assert bare_queries(seeded, seeded.modules[BEHIND], owned_tables()) == [10, 18, 21]


def test_view_that_is_not_checked_is_noticed(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = "tongket.members.roll.rules.deep"
    seeded, alive = seed(code, {BEHIND: FAULT, hidden: PAGE}, monkeypatch)
    resolver = addressed(alive[hidden].page)

    modules = border(seeded, reach.views(resolver))

    assert unseen(seeded, modules, resolver) == [Name(hidden, "page")]
