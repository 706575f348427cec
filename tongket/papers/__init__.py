"""Papers with a number: made once from a record, then signed; withdrawn, or replaced by a later one."""
