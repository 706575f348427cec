"""Opening the books: the operator founds the first units and offices before anybody holds a right; or a database is
marked as one of the demonstration.
"""

from datetime import date

from tongket.core import clock
from tongket.org import access
from tongket.org.models import DemonstrationMark, Person, Unit


def require_unless_opening(by: Person | None, unit: Unit | None, *, on: date, verb: str = "unit.write") -> None:
    """Raise NotAllowed unless the person holds the verb over the unit; `by` None is the operator."""
    if by is None:
        return
    if unit is None:
        raise access.NotAllowed(verb)
    access.require(by, verb, unit, on=on)


def mark_as_demonstration() -> None:
    """Say in the database, for ever, that it holds the demonstration."""
    DemonstrationMark.objects.create(loaded_at=clock.now())
