"""Awards and levels for tests."""

from datetime import date
from typing import Any

from tongket.commendation.actions import NewAward
from tongket.commendation.rules import Form, Ground
from tongket.members.models import Member
from tongket.org.models import Unit
from tongket.rating.models import Rating
from tongket.rating.rules import Level, NotRated, Subject

LETTERS = {"E": Level.EXCELLENT, "G": Level.GOOD, "-": ""}


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
