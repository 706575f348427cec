"""What a review is made of, and how its sentences are written: no database."""

import re
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
