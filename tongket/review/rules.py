"""What a review is made of, and how its sentences are written: no database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.states import Moves
from tongket.org.kinds import Kind


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")


MOVES: Moves = {
    "submit": ({State.DRAFT}, State.SUBMITTED),
    "return": ({State.SUBMITTED}, State.DRAFT),
    "approve": ({State.SUBMITTED}, State.APPROVED),
    "approve_own": ({State.DRAFT, State.SUBMITTED}, State.APPROVED),  # a cell has no office of its own (S-07)
}


class OutlineKind(TextChoices):
    ORGANISATION = "organisation", _("organisation")
    CELL = "cell", _("cell")


class Content(TextChoices):
    """What the program puts into a section."""

    SENTENCES = "sentences", _("sentences")
    KEY_TASKS = "key_tasks", _("key tasks and targets")
    LIMITATIONS = "limitations", _("limitations")
    NEXT_TARGETS = "next_targets", _("targets of the next year")
    FREE = "free", _("free text alone")


def outline_kind(kind: Kind) -> OutlineKind:
    """Which outline a unit of that kind uses. Source: documents.md 4, 4.1."""
    return OutlineKind.CELL if kind.is_cell else OutlineKind.ORGANISATION


def order_key(kind: Kind) -> str:
    """What a unit's own order of the sections is kept under."""
    return f"{outline_kind(kind)}:order"


# --- Sentences -------------------------------------------------------------------------------------------------------

PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)(?::(target|last|exact))?\}")
WORDS = frozenset({"year", "next_year", "last_year", "organisation", "committee", "cut_off"})


@dataclass(frozen=True)
class Token:
    """A piece of a sentence: text, or a placeholder. aspect: "", "target", "last" or "exact" (without a leading
    zero).
    """

    text: str = ""
    name: str = ""
    aspect: str = ""


def fragments(sentence: str) -> list[list[Token]]:
    """The parts of a sentence that stand or fall by themselves, divided by "|"; each as tokens."""
    sentences_of_tokens = []
    for part in sentence.split("|"):
        tokens, at = [], 0
        for match in PLACEHOLDER.finditer(part):
            if match.start() > at:
                tokens.append(Token(text=part[at : match.start()]))
            tokens.append(Token(name=match[1], aspect=match[2] or ""))
            at = match.end()
        if at < len(part):
            tokens.append(Token(text=part[at:]))
        sentences_of_tokens.append(tokens)
    return sentences_of_tokens


def unknown_names(sentence: str, keys: set[str]) -> list[str]:
    """The placeholders of a sentence that are neither a figure nor a word of WORDS, and braces that are none."""
    names = {token.name for tokens in fragments(sentence) for token in tokens if token.name}
    left_over = PLACEHOLDER.sub("", sentence)
    return sorted(names - keys - WORDS) + (["{ }"] if "{" in left_over or "}" in left_over else [])


# --- Order of the sections -------------------------------------------------------------------------------------------

NUMBER = re.compile(r"^(?:[IVXL]+-|\d+(?:\.\d+)*\.)(?= )")
Levels = Mapping[str, int]  # the level of each section, in the common order: what belongs to one follows it


def siblings(levels: Levels) -> dict[str, list[str]]:
    """The sections by the one that they belong to ("" for none), each list in the order of `levels`."""
    above: list[tuple[int, str]] = [(0, "")]
    children: dict[str, list[str]] = {"": []}
    for section, level in levels.items():
        while above[-1][0] >= level:
            above.pop()
        children[above[-1][1]].append(section)
        children[section] = []
        above.append((level, section))
    return children


def in_order(levels: Levels, order: Iterable[str]) -> list[str]:
    """All sections as an office has ordered them: each with what belongs to it, moved only among those that belong to
    the same one. A section that the order does not name keeps its place behind the one that it follows.
    """
    ranks = {section: rank for rank, section in enumerate(order)}
    children = siblings(levels)

    def ranked(sections: Sequence[str]) -> list[str]:
        placed = sorted((section for section in sections if section in ranks), key=lambda section: ranks[section])
        for at, section in enumerate(sections):
            if section not in ranks:
                placed.insert(placed.index(sections[at - 1]) + 1 if at else 0, section)
        return placed

    def walk(section: str) -> list[str]:
        return [one for child in ranked(children[section]) for one in (child, *walk(child))]

    return walk("")


def placed(levels: Levels, order: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """The order after sections were given places (1 is the first) among those that belong to the same one; who was
    given none, or the one it has, makes room.
    """
    result = in_order(levels, order)
    for group in siblings(levels).values():
        members = [section for section in result if section in group]
        moved = [one for at, one in enumerate(members, start=1) if places.get(one, at) != at]
        rest = [one for one in members if one not in moved]
        for one in sorted(moved, key=lambda one: places[one]):
            rest.insert(places[one] - 1, one)
        ranks = iter(rest)
        result = [next(ranks) if section in group else section for section in result]
    return in_order(levels, result)


def numbered(headings: Iterable[tuple[int, str]]) -> list[str]:
    """Headings (level, text) with the number at their beginning counted anew; one without a number stays without."""
    counts: dict[int, int] = {}
    written = []
    for level, heading in headings:
        if NUMBER.match(heading):
            counts = {known: count for known, count in counts.items() if known <= level}
            counts[level] = counts.get(level, 0) + 1
            heading = NUMBER.sub(_number(level, counts), heading, count=1)
        written.append(heading)
    return written


def _number(level: int, counts: Mapping[int, int]) -> str:
    if level == 1:
        return f"{_roman(counts[1])}-"
    return ".".join(str(counts.get(at, 1)) for at in range(2, level + 1)) + "."


def _roman(number: int) -> str:
    letters = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, letter in letters:
        written += letter * (number // value)
        number %= value
    return written
