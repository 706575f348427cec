"""The only writes of rosters: uploaded, read, checked again, imported, taken back, discarded."""

from tongket.rosters.actions.batches import (
    MAX_BYTES,
    SMALL_BYTES,
    SMALL_ROWS,
    VERB,
    ask_import,
    confirm,
    discard,
    keep_choices,
    purge,
    read,
    recheck,
    start,
    undo,
)

__all__ = [
    "MAX_BYTES",
    "SMALL_BYTES",
    "SMALL_ROWS",
    "VERB",
    "ask_import",
    "confirm",
    "discard",
    "keep_choices",
    "purge",
    "read",
    "recheck",
    "start",
    "undo",
]
