"""Addresses with a query."""

from urllib.parse import urlencode


def link(base: str, **query: str | int) -> str:
    """An address with a query."""
    return f"{base}?{urlencode(query)}"
