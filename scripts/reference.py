"""Writes docs/reference/: the figures, the rights, the commands, the rules and how each table is put right.

`python scripts/reference.py` writes; `--check` says which page is out of date and exits with 1.
"""

import argparse
import ast
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.settings")


def figures() -> str:
    """Every figure: key, label in both languages, kind, measure, reach, class, the right that opens its rows."""
    from django.utils import translation

    from tongket.figures.declare import listed

    rows = []
    for figure in listed():
        with translation.override("vi"):
            vietnamese = str(figure.label)
        refines = f" (refines `{figure.refines}`)" if figure.refines else ""
        rows.append(
            f"| `{figure.key}`{refines} | {figure.label} | {vietnamese} | {figure.kind.value} | {figure.measure.key} "
            f"| {figure.reach.value} | {figure.data_class} | `{figure.verb}` |"
        )
    head = (
        "# Figures\n\nMade by `scripts/reference.py` from the declarations in each package's `figures.py`.\n"
        "kind: flow (rows of a year), stock (rows on a day), ratio (part of whole), lag (days, median and worst).\n"
        "reach: own (the unit's own acts) or tree (with everything under it).\n\n"
        "| key | label | nhãn | kind | measure | reach | class | rows open with |\n|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def rights() -> str:
    """The whole table of verbs: who holds each and how far it reaches."""
    from tongket.org.access import DOMAINS, POLICIES

    head = (
        "# Rights\n\nMade by `scripts/reference.py` from the `policy.py` of each package.\n"
        "What is not written here is refused.\n"
        "own: the unit of the grant; under: the units under it; tree: both; mine: one's own rows; all: every row.\n"
        "Class D4 needs a second factor and a sign-in of the last 15 minutes on top.\n\n"
        f"| verb | class | {' | '.join(DOMAINS)} |\n|---|---|{'---|' * len(DOMAINS)}\n"
    )
    rows = [
        f"| `{policy.verb}` | {policy.data_class} | {' | '.join(policy.grants.get(name, '–') for name in DOMAINS)} |"
        for _verb, policy in sorted(POLICIES.items())
    ]
    return head + "\n".join(rows) + "\n"


def commands() -> str:
    """The help of `tongket` and of each of its verbs."""
    from tongket.cli import parser

    made = parser()
    verbs = next(action for action in made._actions if isinstance(action, argparse._SubParsersAction))
    parts = [
        "# Commands\n\nMade by `scripts/reference.py` from `tongket --help`.\n",
        f"```text\n{made.format_help()}```\n",
    ]
    for name, verb in verbs.choices.items():
        parts.append(f"## tongket {name}\n\n```text\n{verb.format_help()}```\n")
    return "\n".join(parts)


# --- Rules ------------------------------------------------------------------------------------------------------------

RULE = re.compile(r"R-[A-Z]+-\d{2}")
NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def rules() -> str:
    """Every rule of the rule book that the program cites: the functions whose docstring names it, the tests that hold
    it (marked `rule`), and the reason why software leaves it out or what brings it.
    """
    functions, tests = rules_in_code()
    reasons, still_open = left_out(), open_rules()
    rows = []
    for number, words in rule_list().items():
        brought = still_open.get(number)
        uncalled = brought["functions"] if brought else []
        names = [f"`{name}`{' (not called yet)' if name in uncalled else ''}" for name in functions[number]]
        held = [f"`{name}`" for name in tests[number]]
        if number in reasons:
            held = [f"left out: {reasons[number]}"]
        if brought:
            held.append(f"open: comes with {brought['with']}")
        rows.append(f"| {number} | {words} | {'<br>'.join(names) or '–'} | {'<br>'.join(held) or '–'} |")
    head = (
        "# Rules\n\nMade by `scripts/reference.py`: a function names the rule it carries out in its docstring, a test "
        "is marked with the rules it holds. A rule is carried out when a page, a figure or a command leads to its "
        "functions and a test holds them; what is open says what brings it.\n\n"
        "| rule | about | functions | tests |\n|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def rule_list() -> dict[str, str]:
    """Number of a rule to what it is about."""
    return _data("rules.json")


def left_out() -> dict[str, str]:
    """Number of a rule that software does not check to the reason."""
    return _data("rules_left_out.json")


def open_rules() -> dict[str, Any]:
    """Number of a rule that is not carried out, or not wholly: `with` what it comes, and the `functions` that nothing
    calls but their tests.
    """
    return _data("rules_open.json")


def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "scripts" / name).read_text(encoding="utf-8"))
    return found


def rules_in_code() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Rule to the functions and to the tests that name it, each as the path below `tongket/` and the name."""
    functions: dict[str, list[str]] = defaultdict(list)
    tests: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tongket").rglob("*.py")):
        place = path.relative_to(ROOT / "tongket").with_suffix("").as_posix()
        if "migrations" in path.parts or place.startswith("demo/"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if "tests" in path.parts:
            for name, number in _marked(tree):
                tests[number].append(f"{place}::{name}")
        else:
            for name, number in _documented(tree):
                functions[number].append(f"{place}.{name}")
    return functions, tests


def _documented(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        name = f"{inside}{node.name}" if isinstance(node, NAMED) else inside
        if isinstance(node, NAMED):
            for number in sorted(set(RULE.findall(ast.get_docstring(node) or ""))):
                yield name, number
        yield from _documented(node, f"{name}." if isinstance(node, NAMED) else inside)


def _marked(tree: ast.Module, marker: str = "rule") -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, NAMED):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == marker:
                for value in mark.args:
                    if isinstance(value, ast.Constant):
                        yield node.name, str(value.value)


# --- Corrections ------------------------------------------------------------------------------------------------------


def corrections() -> str:
    """Every table: by which pages its rows are corrected and withdrawn and which tests hold that, or why by none."""
    from tongket.org.corrections import REGISTRY

    tests = tests_of_corrections()
    rows = []
    for right in sorted(REGISTRY.values(), key=lambda right: right.model._meta.label):
        label = right.model._meta.label
        because = f"{right.because} (issue {right.issue})" if right.issue else right.because
        columns = (
            "<br>".join(f"`{name}`" for name in right.corrected_by),
            "<br>".join(f"`{name}`" for name in right.withdrawn_by),
            "<br>".join(f"`{test}`" for test in tests[label]),
            because,
        )
        rows.append(f"| `{label}` | {' | '.join(column or '–' for column in columns)} |")
    head = (
        "# Corrections\n\nMade by `scripts/reference.py` from `corrections.add` in the `policy.py` of each package and "
        "the tests marked `puts_right`.\nWhat an office enters is corrected and withdrawn with a reason, until "
        "something approved has counted it: then it is corrected by a paper of its own, and no longer withdrawn "
        "(`org/frozen.py`).\n\n"
        "| table | corrected by | withdrawn by | tested by | why not, or what is open |\n|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def tests_of_corrections() -> dict[str, list[str]]:
    """Label of a table to the tests that hold how it is put right, by their path below the repository."""
    tests: dict[str, list[str]] = defaultdict(list)
    for path in sorted((*(ROOT / "tongket").rglob("test_*.py"), *(ROOT / "tests").rglob("test_*.py"))):
        for name, label in _marked(ast.parse(path.read_text(encoding="utf-8")), "puts_right"):
            tests[label].append(f"{path.relative_to(ROOT).as_posix()}::{name}")
    return tests


PAGES: dict[str, Callable[[], str]] = {
    "figures.md": figures,
    "rights.md": rights,
    "commands.md": commands,
    "rules.md": rules,
    "corrections.md": corrections,
}


def outdated() -> list[str]:
    """The pages that do not say what the code says."""
    found = []
    for name, make in PAGES.items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != make():
            found.append(name)
    return found


def main() -> int:
    os.environ["COLUMNS"] = "100"  # argparse wraps its help by the width of the terminal
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true")
    arguments = asked.parse_args()

    import django
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        if arguments.check:
            for name in outdated():
                print(f"docs/reference/{name} is out of date: run scripts/reference.py")
            return 1 if outdated() else 0
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, make in PAGES.items():
            (FOLDER / name).write_text(make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
