"""Views are found in `views`, writes in `actions`: a file's name is its promise."""

import ast

import pytest

from tests.house.code import Code, Function, Name, dotted, script
from tests.house.seeded import DEEP, addressed, seed
from tests.house.writing import may_write, writes
from tongket.pages.checks import views as addresses


def test_view_lies_in_views() -> None:
    views = script("views")
    listed = views.modules()
    outside = views.outside(listed)
    print(f"{sum(map(len, listed.values()))} views in {len(listed)} modules, {len(outside)} of them outside views")

    assert outside == []


def test_view_in_a_nested_module_of_another_name_is_noticed(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "tongket.members.roll.reviews.deep"
    views = script("views")
    source = (
        "from django.views.decorators.http import require_GET\n"
        "from tongket.org import access\n"
        "from tongket.pages.once import saves\n"
        "@require_GET\n"
        "@access.policy('member.read')\n"
        "@saves\n"
        "def page(request): ...\n"
    )
    _code, alive = seed(code, {deep: source}, monkeypatch)

    listed = views.modules(addressed(alive[deep].page))

    assert listed == {deep: ["deep:page"]}
    assert views.outside(listed) == [deep]


def test_every_view_has_an_address(code: Code) -> None:
    """A function that names a policy and has no address is a page that nobody reaches."""
    origin = script("views").origin
    reached = {Name(*origin(pattern.callback)) for _name, pattern in addresses()}
    declared = set(views_by_policy(code))
    print(f"{len(declared)} functions that name a policy")

    assert declared
    assert declared - reached == set()


def views_by_policy(code: Code) -> list[Name]:
    """The functions that are decorated as views: with `access.policy`, or as a deed."""
    decorators = {Name("tongket.org.access", "policy"), Name("tongket.pages.deeds", "deed")}
    found = []
    for module in code.modules.values():
        for node in ast.walk(module.tree):
            if not isinstance(node, Function):
                continue
            for decorator in node.decorator_list:
                parts = dotted(decorator.func) if isinstance(decorator, ast.Call) else ()
                if parts and code.resolve(module.name, *parts) in decorators:
                    found.append(Name(module.name, node.name))
    return found


def test_write_lies_in_actions(code: Code) -> None:
    writing = {name: lines for name, module in code.modules.items() if (lines := writes(code, module))}
    outside = {name: lines for name, lines in writing.items() if not may_write(name)}
    print(f"{sum(map(len, writing.values()))} lines write, {sum(map(len, outside.values()))} of them outside actions")

    assert outside == {}


def test_write_in_a_nested_view_is_noticed(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "from tongket.members.models import Member as Somebody\n"
        "from tongket.org import saving as keeping\n"
        "def page(request, pk):\n"
        "    rows = Somebody.objects.filter(pk=pk)\n"
        "    return (lambda: [rows.update(card_number='') for _ in '1'])\n"
        "class Deep:\n"
        "    def keep(self, row):\n"
        "        keeping.update(row, seen=1, by=None)\n"
        "        self.row.save(update_fields=['state'])\n"
        "        self.row.children.all().delete()\n"
        "        {}.update({'a': 1}) or self.picture.save('file.png') or keeping.durable()\n"
    )
    deeper, _alive = seed(code, {DEEP: source}, monkeypatch)

    assert writes(deeper, deeper.modules[DEEP]) == [5, 8, 9, 10]
    assert not may_write(DEEP)
