"""Meetings for tests."""

from datetime import date
from typing import Any

from tongket.meetings.models import Kind, Meeting
from tongket.org.models import Unit


def make_meeting(unit: Unit, **fields: Any) -> Meeting:
    """A cell meeting of November 2020, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "kind": Kind.CELL,
        "year": 2020,
        "held_on": date(2020, 11, 3),
        "title": "Sinh hoạt chi bộ tháng 11/2020",
        "summoned": 10,
        "present": 9,
    }
    return Meeting.objects.create(unit=unit, **{**given, **fields})
