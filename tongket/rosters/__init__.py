"""Offices' own lists of members: matched, compared, imported, undone."""
