"""Reads that others share."""

from tongket.meetings.models import Kind, Meeting
from tongket.org.models import Unit


def review_conference(unit: Unit, year: int) -> Meeting | None:
    """The conference at which the unit reviewed that year, the last one if it met twice."""
    return (
        Meeting.objects.filter(unit=unit, year=year, kind=Kind.REVIEW).order_by("-held_on").first()
    )  # unscoped: facts
