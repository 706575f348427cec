"""Awards and members with levels for tests."""

from datetime import date
from typing import Any

from tongket.commendation.actions import NewAward
from tongket.commendation.rules import Form, Ground
from tongket.members.actions import NewMember, open_roll
from tongket.members.models import Member
from tongket.org.models import Unit
from tongket.rating.models import Rating
from tongket.rating.rules import Level, NotRated, Subject

LETTERS = {"E": Level.EXCELLENT, "G": Level.GOOD, "-": ""}


def make_member(cast: Any, unit: str, name: str, card: str = "") -> Member:
    """An official member of a cell since 2012."""
    new = NewMember(
        full_name=name,
        sex="F",
        born_on=date(1980, 5, 1),
        unit=cast.unit(unit),
        party_age_from_on=date(2010, 3, 2),
        ceremony_on=date(2010, 3, 2),
        official_on=date(2011, 3, 2),
        card_number=card,
        education="",
        theory="",
        from_on=date(2015, 1, 1),
    )
    return open_roll([new], by=cast.person("root_officer"), on=cast.today)[0]


def make_levels(unit: Unit, first: int, levels: str, member: Member | None = None) -> None:
    """Levels from a year on, one letter each: E excellent, G good, - not rated."""
    for number, letter in enumerate(levels):
        level = LETTERS[letter]
        Rating.objects.create(
            subject=Subject.MEMBER if member else Subject.ORGANISATION,
            unit=unit,
            member=member,
            year=first + number,
            level=level,
            not_rated_reason="" if level else NotRated.SUSPENDED,
            decided_on=date(first + number, 12, 20),
        )


def new_award(unit: Unit, **fields: Any) -> NewAward:
    """A flag for 2015-2019, counted in the review of 2020, unless `fields` say otherwise."""
    given: dict[str, Any] = {
        "form": Form.FLAG,
        "ground": Ground.STREAK,
        "title": "Năm năm liền hoàn thành xuất sắc nhiệm vụ",
        "giver": "Tỉnh ủy Sông Mẫu",
        "from_year": 2015,
        "to_year": 2019,
        "year": 2020,
        "decision_number": "77-QĐ/TU",
        "decided_on": date(2021, 1, 4),
    }
    return NewAward(unit=unit, **{**given, **fields})
