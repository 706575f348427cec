"""Members, levels and targets for tests."""

from datetime import date
from typing import Any

from tongket.members.actions import NewMember, open_roll
from tongket.members.models import Member
from tongket.org.models import Unit
from tongket.rating.actions import open_round
from tongket.rating.models import Rating, Round
from tongket.rating.rules import Level, Subject

DECIDED = date(2020, 12, 20)


def make_members(cast: Any, unit: str, count: int, *, from_on: date = date(2015, 3, 2)) -> list[Member]:
    """So many members of a cell, from a day on."""
    rows = [
        NewMember(
            full_name=f"Nguyễn Văn Mẫu {number}",
            sex="M",
            born_on=date(1980, 5, 1),
            unit=cast.unit(unit),
            party_age_from_on=from_on,
            ceremony_on=from_on,
            official_on=None,
            card_number="",
            education="",
            theory="",
            from_on=from_on,
        )
        for number in range(count)
    ]
    return open_roll(rows, by=cast.person("root_officer"), on=cast.today)


def make_rating(unit: Unit, level: str = Level.GOOD, **fields: Any) -> Rating:
    """A level of an organisation for 2020, unless `fields` say otherwise."""
    subject = Subject.MEMBER if fields.get("member") else Subject.ORGANISATION
    given: dict[str, Any] = {"subject": subject, "year": 2020, "decided_on": DECIDED}
    return Rating.objects.create(unit=unit, level=level, **{**given, **fields})


def make_round(cast: Any, unit: str, *, who: str = "north_officer", **fields: Any) -> Round:
    """A round over the members of the cells under a unit for 2020, unless `fields` say otherwise."""
    given: dict[str, Any] = {"year": 2020, "subject": Subject.MEMBER}
    return open_round(cast.unit(unit), **(given | fields), by=cast.person(who), on=cast.today)
