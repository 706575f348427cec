"""Dated rule books: which text applies to which topic and year, with its parameters."""
