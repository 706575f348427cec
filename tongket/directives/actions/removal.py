"""Removing what was entered by a slip."""

from datetime import date
from typing import TypeVar

from tongket.org import access, audit, saving
from tongket.org.models import Person, UnitOwned

R = TypeVar("R", bound=UnitOwned)


def remove(row: R, fields: tuple[str, ...], verb: str, by: Person, on: date) -> None:
    """Remove a row and keep in its history what these fields held. Raises NotAllowed."""
    access.require(by, verb, row, on=on)
    saving.keep_old(row, by, **{name: getattr(row, name) for name in fields})
    audit.record(by, verb, row, on=on, fields=["removed"])
    row.delete()
