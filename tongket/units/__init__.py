"""Pages of units, committees and offices; structural events; the log."""
