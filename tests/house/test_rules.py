"""A rule is carried out when a view, a figure or a command leads to its functions; one that only tests call is open."""

from collections.abc import Collection, Iterable

import pytest

from tests.house import reach
from tests.house.code import Code, Name, script
from tests.house.seeded import seed


def is_product(module: str) -> bool:
    """Whether a module is part of what an office uses: what the demonstration alone calls is not reached by anybody."""
    parts = module.split(".")
    return parts[1:2] != ["demo"] or parts[-1] in {"views", "logins"}


def used(code: Code, more: Iterable[Name] = ()) -> set[Name]:
    """All that a user reaches: by an address, a figure, a verb of the command line, a due item, a menu."""
    verbs = [name for verb, name in reach.commands().items() if verb != "demo"]
    start = [*reach.views(), *verbs, *reach.registered(code), *reach.settings(code), *reach.declared(code), *more]
    return reach.reached(code, start, enters=is_product)


def uncalled(code: Code, functions: Collection[str], reached: Collection[Name]) -> list[str]:
    """Those of the functions (path below `tongket/`, name) that nothing leads to."""
    return [function for function in functions if not _definitions(code, function) & set(reached)]


def _definitions(code: Code, function: str) -> set[Name]:
    """The function itself, or what it stands in."""
    path, _dot, name = function.partition(".")
    module = code.modules[f"tongket.{path.replace('/', '.')}".removesuffix(".__init__")]
    around = name if name in module.definitions else name.split(".")[0]
    return {Name(module.name, around)}


def test_rule_is_carried_out_or_open(code: Code) -> None:
    pages = script("reference")
    functions, tests = pages.rules_in_code()
    known, reasons, still_open = pages.rule_list(), pages.left_out(), pages.open_rules()
    reached = used(code)

    expected: dict[str, list[str]] = {}
    for number in known:
        rest = uncalled(code, functions[number], reached)
        is_held = len(functions[number]) > len(rest) and tests[number]
        if number not in reasons and (rest or not is_held):
            expected[number] = rest
    count = sum(map(len, functions.values()))
    print(
        f"{len(known)} rules: {len(known) - len(expected) - len(reasons)} carried out, {len(reasons)} left out, "
        f"{len(expected)} open; {count} places name one; {len(reached)} definitions are reached"
    )

    assert {number: row["functions"] for number, row in still_open.items()} == expected
    assert not set(functions) - set(known), "named in a docstring, but not in scripts/rules.json"
    assert not set(tests) - set(known), "marked on a test, but not in scripts/rules.json"
    assert not set(reasons) - set(known)
    assert not set(reasons) & set(still_open)


RULES = """
from dataclasses import dataclass

def called(group):
    '''Source: R-RATE-13.'''

def uncalled(group):
    '''Source: R-RATE-13.'''
    return called(group)

def named_in_an_annotation():
    '''Source: R-RATE-13.'''

@dataclass
class Round:
    '''R-RATE-02.'''
    members: int

    def asked_for_by_nobody(self):
        '''R-RATE-02.'''

    def decided(self, level: named_in_an_annotation):
        '''R-RATE-02.'''
        return [called(each) for each in self.members]
"""
PAGE = """
from tongket.members.roll.rules import deep
from tongket.org import access

@access.policy("rating.read")
def page(request):
    return deep.Round(1).decided(1)
"""


def test_rule_that_only_a_test_calls_is_noticed(code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a nested module of rules, beside one that a view reaches through a method of a class."""
    package, place, page = "tongket.members.roll.rules", "members/roll/rules/deep", "tongket.members.roll.views.deep"
    seeded, alive = seed(code, {package: "", f"{package}.deep": RULES}, monkeypatch)
    alive[package].deep = alive[f"{package}.deep"]
    seeded, _alive = seed(seeded, {page: PAGE}, monkeypatch)
    functions = [
        f"{place}.{name}"
        for name in (
            "called",
            "uncalled",
            "named_in_an_annotation",
            "Round",
            "Round.asked_for_by_nobody",
            "Round.decided",
        )
    ]

    before = uncalled(seeded, functions, used(seeded))
    after = uncalled(seeded, functions, used(seeded, [Name(page, "page")]))

    assert before == functions
    assert after == [f"{place}.uncalled", f"{place}.named_in_an_annotation", f"{place}.Round.asked_for_by_nobody"]
