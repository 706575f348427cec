"""Reads that pages and actions share."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem, TeamMember
from tongket.inspection.rules import OPEN, Limits
from tongket.org.models import Unit
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, in_force, local_value


def limits_of(unit: Unit, on: date) -> Limits:
    """The time limits that hold for a unit: as it or a unit above it has set, as the text says, else the usual ones.

    Source: R-INS-05.
    """
    try:
        given = in_force(Topic.INSPECTION, on).parameters
    except NoRegulation:
        given = {}
    values: dict[str, int] = {}
    for field in fields(Limits):
        own = local_value(Topic.INSPECTION, field.name, on, unit)
        value = own.value if own is not None else given.get(field.name)
        if value is not None:
            values[field.name] = int(value)
    return Limits(**values)


def overdue(on: date) -> Q:
    """Items that are still to be carried out and should have been by a day before `on`. Source: R-INS-03."""
    return Q(state__in=sorted(OPEN), due_on__lt=on)


def programme() -> QuerySet[ProgrammeItem]:
    """The items on the approved lists: all that the programme page may show; what is outside them is restricted."""
    return ProgrammeItem.objects.filter(is_planned=True).select_related("unit__place")


def parties() -> QuerySet[InspectedParty]:
    """Inspected parties with the names that a page prints."""
    return InspectedParty.objects.select_related(
        "item", "party_unit__place", "party_member__person", "party_member__unit__place__parent__place"
    )


def team() -> QuerySet[TeamMember]:
    """Members of teams with the names that a page prints."""
    return TeamMember.objects.select_related("item", "member__person", "member__unit__place__parent__place")


def decisions() -> QuerySet[DisciplineDecision]:
    """Discipline decisions with the names that a page prints."""
    rows: Any = DisciplineDecision.objects.select_related("unit__place", "party_unit__place", "party_member__person")
    return rows  # type: ignore[no-any-return]
