"""Tables of moves: from which states a verb may be used on a row, and which state it leads to."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from django.utils.translation import gettext as _

Moves = Mapping[str, tuple[AbstractSet[str], str]]


class WrongState(Exception):
    """The row is not in a state from which the verb may be used.

    state: the state it is in; verb: what was asked; label: the state in words, where `state` is not a choice that has
    them. The text of the error is a sentence for the person who asked, in their language.
    """

    def __init__(self, state: str, verb: str, label: Any = None) -> None:
        super().__init__(state, verb)
        self.state = state
        self.verb = verb
        self.label = getattr(state, "label", state) if label is None else label

    def __str__(self) -> str:
        label = self.label
        return _("This stands at “%(state)s” now, and from there what you asked for cannot be done.") % {"state": label}


def move(moves: Moves, state: str, verb: str) -> str:
    """The state that `verb` leads to from `state`.

    Raises WrongState when the table does not lead there, KeyError for a verb that the table does not know.
    """
    allowed, after = moves[verb]
    if state not in allowed:
        raise WrongState(_as_choice(moves, state), verb)
    return after


def _as_choice(moves: Moves, state: str) -> str:
    """The member of the table equal to a state read from a row, because the member knows its label."""
    known = {member: member for allowed, after in moves.values() for member in (*allowed, after)}
    return known.get(state, state)
