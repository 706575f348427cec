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
