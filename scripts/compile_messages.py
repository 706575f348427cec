"""Compile the translations: every locale/*/LC_MESSAGES/*.po under tongket to the .mo beside it, when newer.

Pure Python, so that running needs no gettext. Fuzzy translations are left out, as msgfmt does.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def stale(source: Path) -> bool:
    """Whether the compiled file is missing or older than its source."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def compile_one(source: Path) -> None:
    """Write the .mo of one .po. Raises babel's PoFileError, naming the line, when the source cannot be read."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
    finished = source.with_suffix(".mo.new")
    with finished.open("wb") as file:
        write_mo(file, catalogue)
    finished.replace(source.with_suffix(".mo"))  # a running server never reads half a file


def main() -> int:
    for source in sorted(ROOT.glob("tongket/**/locale/*/LC_MESSAGES/*.po")):
        if stale(source):
            compile_one(source)
            print(f"compiled {source.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
