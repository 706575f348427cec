"""Lists of many persons that leave the system: whom the program tells of it (S-49)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tongket.org.models import Domain, Person, Place, Unit
from tongket.org.queries import grants as queries

MANY = 200  # persons; of more, somebody is told
WATCHERS = (Domain.ORG, Domain.LEAD)  # who is told, the first that there is besides whoever took the list


def watcher(rows: Sequence[Any], person: Person, on: date) -> tuple[Unit, Domain] | None:
    """Over which unit, and in which domain, somebody is told that `person` took these rows; None: nobody is.

    It is the unit that is nearest to all of them, itself or above, where somebody else keeps the organisation; where
    nobody does, where somebody else leads.
    """
    if len(rows) <= MANY or not getattr(type(rows[0]), "person_prefix", ""):
        return None
    place = _around(rows, person, on)
    if place is None:
        return None
    others = [grant for grant in queries.holding(WATCHERS, place, on) if grant.person_id != person.pk]
    nearest = sorted(others, key=lambda grant: (grant.domain != Domain.ORG, -grant.unit.place.level))
    return (nearest[0].unit, Domain(nearest[0].domain)) if nearest else None


def _around(rows: Sequence[Any], person: Person, on: date) -> Place | None:
    """The deepest place that holds the units of all rows; of rows without a unit, that of the person's own rights."""
    units = {row.unit_id for row in rows if hasattr(row, "unit_id")}
    if not units:
        own = person.own_unit(on)
        return own.place if own else None
    spots = dict(Place.objects.values_list("unit_id", "pos"))
    positions = [spots[unit] for unit in units if unit in spots]
    if not positions:
        return None
    around = Place.objects.filter(pos__lte=min(positions), last__gte=max(positions))
    return around.order_by("-level").select_related("unit").first()
