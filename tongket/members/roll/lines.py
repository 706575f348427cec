"""Members as lines of the roll: what its columns say, and no more is read."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from tongket.members.models import Member

NOBODY = UUID(int=0)


class Line(NamedTuple):
    """A member as a line of the roll: what its columns say, and no more is read."""

    pk: UUID
    name: str
    sex: str
    born_on: date
    born_precision: str
    card_number: str
    party_age_from_on: date
    ceremony_on: date | None
    official_on: date | None
    education: str
    theory: str
    state: str
    unit: str
    level: int
    above: str | None

    @property
    def cell(self) -> str:
        """The cell with the committee above it, since many cells bear one name."""
        return f"{self.unit}, {self.above}" if self.level > 2 and self.above else self.unit


READ = (
    *("pk", "person__full_name", "sex", "born_on", "born_precision", "card_number"),
    *("party_age_from_on", "ceremony_on", "official_on", "education", "theory", "state"),
    *("unit__place__short_name", "unit__place__level", "unit__place__parent__place__short_name"),
)


def lines(rows: QuerySet[Member]) -> list[Any]:
    """The members as lines, in their order. They are found first and read then: the tables that only words come from
    would make SQLite forget the index of the order, and PostgreSQL plan for longer than it looks.
    """
    keys = list(rows.values_list("pk", flat=True))
    read = Member.objects.filter(pk__in=keys).values_list(*READ)  # unscoped: of rows found
    by_key = {row[0]: row for row in read} if keys else {}
    return [Line._make(by_key[pk]) for pk in keys if pk in by_key]  # else it went between the two questions


def line_address() -> Callable[[Any], str]:
    """Where a line leads; the pattern of the addresses is looked up once."""
    pattern, nobody = reverse("members:record", args=[NOBODY]), str(NOBODY)
    return lambda row: pattern.replace(nobody, str(row.pk))
