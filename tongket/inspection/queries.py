"""Reads that pages and actions share."""

from dataclasses import fields
from datetime import date

from django.db.models import Q, QuerySet

from tongket.inspection.models import (
    ConclusionPoint,
    DisciplineDecision,
    FilePaper,
    FollowUp,
    InspectedParty,
    ProgrammeItem,
    Remedy,
    TeamMember,
)
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


def papers() -> QuerySet[FilePaper]:
    """Papers of files with the item whose page they stand on."""
    return FilePaper.objects.select_related("item__unit__place")


def points() -> QuerySet[ConclusionPoint]:
    """Points of conclusions, likewise."""
    return ConclusionPoint.objects.select_related("item__unit__place")


def remedies() -> QuerySet[Remedy]:
    """What conclusions ask to be corrected, likewise."""
    return Remedy.objects.select_related("item__unit__place", "carrier__place")


def looks() -> QuerySet[FollowUp]:
    """Follow-ups, likewise."""
    return FollowUp.objects.select_related("item__unit__place", "remedy")


def remedies_open() -> QuerySet[Remedy]:
    """What conclusions ask to be corrected and is not closed, with what a page prints."""
    return Remedy.objects.filter(closed_on=None).select_related("item__unit__place", "carrier__place", "unit__place")


def programme() -> QuerySet[ProgrammeItem]:
    """The items on the approved lists: all that the programme page may show; what is outside them is restricted."""
    return ProgrammeItem.objects.filter(is_planned=True).select_related("unit__place")


def parties() -> QuerySet[InspectedParty]:
    """Inspected parties with the names that a page prints."""
    return InspectedParty.objects.select_related(
        "party_unit__place", "party_member__person", "party_member__unit__place__parent__place"
    )


def team() -> QuerySet[TeamMember]:
    """Members of teams with the names that a page prints."""
    return TeamMember.objects.select_related("member__person", "member__unit__place__parent__place")


def decisions() -> QuerySet[DisciplineDecision]:
    """Discipline decisions with the names that a page prints."""
    rows: QuerySet[DisciplineDecision] = DisciplineDecision.objects.select_related(
        "unit__place", "party_unit__place", "party_member__person", "act_unit__place", "corrects"
    )
    return rows
