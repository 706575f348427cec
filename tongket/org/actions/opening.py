"""Opening the books: the operator founds the first units and offices before anybody holds a right."""

from datetime import date

from tongket.org import access
from tongket.org.models import Person, Unit


def require_unless_opening(by: Person | None, unit: Unit | None, *, on: date, verb: str = "unit.write") -> None:
    """Raise NotAllowed unless the person holds the verb over the unit; `by` None is the operator."""
    if by is None:
        return
    if unit is None:
        raise access.NotAllowed(verb)
    access.require(by, verb, unit, on=on)
