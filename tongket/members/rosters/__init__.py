"""Rosters that offices keep in Excel: read, checked, imported, taken back."""
