"""Draw docs/rooms.svg: the packages of the house in their order, and which of them each one imports.

`python scripts/rooms.py` writes it from the import graph and the order in pyproject.toml.
"""

import ast
import sys
import tomllib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "rooms.svg"

TITLE = "The rooms of the house: a dot is an import, and none goes to a room below"
STEP, TOP, NUMBERS, WORDS = 24, 40, 152, 24  # a line; room above; where dots begin; room between them and the words
INK, MUTED, RULE, DOT = "#1c2127", "#5f6773", "#e3e0da", "#9c1f24"


def order() -> list[str]:
    """The packages, the lowest first, as the linter holds them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    names = [name.strip("()") for name in reversed(contract["layers"])]
    return [name for name in names if (ROOT / "tongket" / name).is_dir()]


def imports(packages: Sequence[str]) -> dict[str, set[str]]:
    """Each package to those that it imports somewhere, tests left out."""
    graph = grimp.build_graph("tongket", cache_dir=None)
    known: dict[str, set[str]] = {name: set() for name in packages}
    for module in graph.modules:
        package, *inside = module.split(".")[1:] or [""]
        if package in known and "tests" not in inside:
            names = {each.split(".")[1] for each in graph.find_modules_directly_imported_by(module) if "." in each}
            known[package] |= names & set(packages) - {package}
    return known


def words(package: str) -> str:
    """What the package says of itself in its first line."""
    source = (ROOT / "tongket" / package / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").split("\n")[0].rstrip(".")


def drawn(packages: Sequence[str], imported: Mapping[str, set[str]]) -> str:
    """One line for each package, and a dot under the number of each one that it imports."""
    across = NUMBERS + len(packages) * STEP
    wide, high = across + WORDS + 700, TOP + len(packages) * STEP + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="13">',
        f"<title>{TITLE}</title>",
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
        f'<text x="8" y="24" font-size="15" font-weight="bold" fill="{INK}">{TITLE}</text>',
    ]
    for place, package in enumerate(packages):
        y, x = TOP + place * STEP, NUMBERS + place * STEP
        parts += [
            f'<line x1="8" x2="{wide - 8}" y1="{y + STEP}" y2="{y + STEP}" stroke="{RULE}"/>',
            f'<text x="28" y="{y + 17}" text-anchor="end" fill="{MUTED}">{place + 1}</text>',
            f'<text x="38" y="{y + 17}" font-weight="bold" fill="{INK}">{escape(package)}</text>',
            f'<text x="{x + STEP / 2:g}" y="{y + 17}" text-anchor="middle" fill="{MUTED}">{place + 1}</text>',
            f'<text x="{across + WORDS}" y="{y + 17}" fill="{MUTED}">{escape(words(package))}</text>',
        ]
        for at in sorted(packages.index(name) for name in imported[package]):
            middle = NUMBERS + at * STEP + STEP / 2
            parts += [
                f'<circle cx="{middle:g}" cy="{y + STEP / 2:g}" r="5" fill="{DOT}">'
                f"<title>{escape(package)} imports {escape(packages[at])}</title></circle>"
            ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def picture() -> str:
    """The picture of the house as it stands."""
    packages = order()
    return drawn(packages, imports(packages))


def main() -> int:
    PICTURE.write_text(picture(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
