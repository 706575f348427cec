"""The only writes of rosters: uploaded, read, checked again, imported, taken back, discarded."""

from tongket.rosters.actions.batches import (
    MAX_BYTES,
    VERB,
    ask_import,
    confirm,
    discard,
    purge,
    read,
    recheck,
    start,
    undo,
)

__all__ = ["MAX_BYTES", "VERB", "ask_import", "confirm", "discard", "purge", "read", "recheck", "start", "undo"]
