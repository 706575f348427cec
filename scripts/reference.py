"""Writes docs/reference/: the figures, the rights and the commands as the code declares them.

`python scripts/reference.py` writes; `--check` says which page is out of date and exits with 1.
"""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

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


PAGES: dict[str, Callable[[], str]] = {"figures.md": figures, "rights.md": rights, "commands.md": commands}


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
