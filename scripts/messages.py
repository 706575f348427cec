"""Collect the texts to be translated of every package into its catalogue, in the one form that is committed.

    python scripts/messages.py

Needs gettext. A text that another catalogue of the house translates already is filled in from there; guesses of
gettext from similar texts are dropped. What is left without a translation is printed. Run twice, it changes nothing.
"""

import io
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parent.parent / "tongket"
LANGUAGE = "vi"
# Nothing that changes from run to run: no date, no address, no names.
HEADER = f"""msgid ""
msgstr ""
"Project-Id-Version: tongket\\n"
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""

Key = tuple[str | None, str]  # the context of a text and the text, in the singular


def texts(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def translations(message: Message) -> list[str]:
    """The translation, or one for each number of things."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [])


def is_translated(message: Message) -> bool:
    return not message.fuzzy and bool(translations(message)) and all(translations(message))


def known_translations(catalogues: Iterable[Catalog]) -> dict[Key, str]:
    """Every text that some catalogue translates, with its translation; Vietnamese has one form for all numbers."""
    known: dict[Key, str] = {}
    for catalogue in catalogues:
        for message in filter(is_translated, texts(catalogue)):
            known[key(message)] = translations(message)[0]
    return known


def fill(catalogue: Catalog, known: dict[Key, str]) -> list[str]:
    """Fill in what is known of the texts without a translation; return the texts still without one."""
    missing = []
    for message in texts(catalogue):
        if is_translated(message):
            continue
        translation = known.get(key(message), "")
        message.string = translation if isinstance(message.id, str) else (translation,)
        message.flags.discard("fuzzy")
        if not translation:
            missing.append(key(message)[1])
    return missing


def written(catalogue: Catalog) -> str:
    """The catalogue as its file holds it: one line a text, no places in the code, nothing obsolete.

    Comments are left out, being what gettext once guessed from; a word to translators stands in the code.
    """
    for message in texts(catalogue):
        message.user_comments = []
    file = io.BytesIO()
    write_po(file, catalogue, width=0, no_location=True, ignore_obsolete=True)
    _head, *entries = file.getvalue().decode().rstrip("\n").split("\n\n")
    return "\n\n".join([HEADER.rstrip("\n"), *entries]) + "\n"


def path_of(package: Path) -> Path:
    return package / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(package: Path) -> Catalog:
    with path_of(package).open("rb") as file:
        return read_po(file, locale=LANGUAGE, ignore_obsolete=True)


def collect(package: Path) -> Catalog:
    """The texts of one package as they are in its code now, with the translations that its catalogue has."""
    path_of(package).parent.mkdir(parents=True, exist_ok=True)
    # -P: the folder of a package is no place to import from (core/numbers.py is not the numbers of Python).
    command = [sys.executable, "-P", "-m", "django", "makemessages", "-l", LANGUAGE]
    subprocess.run(
        [*command, "--no-location", "--no-obsolete", "--no-wrap"], cwd=package, check=True, stdout=subprocess.DEVNULL
    )
    return read(package) if path_of(package).exists() else Catalog(LANGUAGE)


def main() -> int:
    packages = sorted(path.parent for path in HOUSE.glob("*/apps.py"))
    known = known_translations([read(package) for package in packages if path_of(package).exists()])
    for package in packages:
        catalogue = collect(package)
        for text in fill(catalogue, known):
            print(f"{package.name}: without a translation: {text!r}")
        if texts(catalogue):
            path_of(package).write_text(written(catalogue), encoding="utf-8")
        else:
            path_of(package).unlink(missing_ok=True)
            for folder in list(path_of(package).parents)[:3]:
                folder.rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main())
