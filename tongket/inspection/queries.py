"""Reads that pages share."""

from typing import Any

from django.db.models import QuerySet

from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem


def programme() -> QuerySet[ProgrammeItem]:
    """The items on the approved lists: all that the programme page may show; what is outside them is restricted."""
    return ProgrammeItem.objects.filter(is_planned=True).select_related("unit__place")


def parties() -> QuerySet[InspectedParty]:
    """Inspected parties with the names that a page prints."""
    return InspectedParty.objects.select_related(
        "party_unit__place", "party_member__person", "party_member__unit__place__parent__place"
    )


def decisions() -> QuerySet[DisciplineDecision]:
    """Discipline decisions with the names that a page prints."""
    rows: Any = DisciplineDecision.objects.select_related("unit__place", "party_unit__place", "party_member__person")
    return rows  # type: ignore[no-any-return]
