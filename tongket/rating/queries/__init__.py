"""How a group stands, who is in a round and why not, and what the records say beside each level."""

from tongket.rating.queries.levels import (
    Disagreement,
    Standing,
    decided,
    decider_of_members,
    disagreements,
    evidence,
    is_missed,
    is_open,
    regime,
    standing,
    undecided_members,
    undecided_units,
)

__all__ = [
    "Disagreement",
    "Standing",
    "decided",
    "decider_of_members",
    "disagreements",
    "evidence",
    "is_missed",
    "is_open",
    "regime",
    "standing",
    "undecided_members",
    "undecided_units",
]
