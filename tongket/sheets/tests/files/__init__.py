"""Writes rosters as offices send them, and files that mean harm. Invented people; the same files every time."""

from tongket.sheets.tests.files import days, layout, values  # each registers the rosters it writes
from tongket.sheets.tests.files.hostile import HOSTILE
from tongket.sheets.tests.files.making import DU, HEAD, MAU, ROSTERS, THU

__all__ = ["DU", "HEAD", "HOSTILE", "MAU", "ROSTERS", "THU", "days", "layout", "values"]
