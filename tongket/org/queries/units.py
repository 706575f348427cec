"""Reads of units and offices that more than one caller needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from tongket.core import dates
from tongket.org import access, snapshots
from tongket.org.models import EventUnit, Office, OfficeTerm, StructuralEvent, Unit
from tongket.org.seams import Thing

ENDING = [StructuralEvent.Kind.MERGE, StructuralEvent.Kind.SPLIT, StructuralEvent.Kind.DISSOLVE]


def offices_to_hand_over(unit: Unit, person: access.Reader, on: date) -> list[Thing]:
    """The offices held in a unit from a day on, those first that come first."""
    terms = access.scope(OfficeTerm.objects.filter(unit=unit), person, "unit.read", on=on)
    running = terms.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).select_related("person")
    return [
        Thing(str(term.pk), term.person.full_name, f"{term.get_office_display()}, {dates.dmy(term.from_on)}")
        for term in sorted(running, key=lambda term: (Office(term.office).rank, term.person.name_order))
    ]


@dataclass(frozen=True)
class UnitEnd:
    """How a unit ended, and the units that came of it."""

    kind: StructuralEvent.Kind
    on: date
    successors: list[Unit]


def ends_of(units: Iterable[UUID], on: date) -> dict[UUID, UnitEnd]:
    """How those of the units ended that have ended by a day; few questions, however many units."""
    ends: dict[UUID, UnitEnd] = {}
    events = StructuralEvent.objects.standing().filter(kind__in=ENDING, on__lte=on, units__unit__in=list(units))
    for event in events.order_by("on").distinct().prefetch_related("units__unit__place"):
        links = list(event.units.all())
        after = [link.unit for link in links if link.side == EventUnit.Side.AFTER]
        for link in links:
            if link.side == EventUnit.Side.BEFORE and link.unit not in after:
                ends[link.unit_id] = UnitEnd(StructuralEvent.Kind(event.kind), event.on, after)
    return ends


class DayTree:
    """The tree as it stood on a day, with the names of that day."""

    def __init__(self, day: date) -> None:
        stood = snapshots.tree_on(day)
        self._names = {at.unit: period.name for at, period in stood}
        self._spans = {at.unit: (at.pos, at.last) for at, _period in stood}

    def under(self, unit: Unit) -> list[UUID]:
        """The unit and all that stood under it; nothing where it was not there."""
        if unit.pk not in self._spans:
            return []
        first, last = self._spans[unit.pk]
        return [pk for pk, (pos, _last) in self._spans.items() if first <= pos <= last]

    def name_of(self, unit: Unit) -> str:
        """What it was called; for a unit that was not there what it is called now."""
        return self._names.get(unit.pk) or unit.place.name
