"""Who reaches a mark by a day, and what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongket.core.dates import months_after
from tongket.members.badges import rules
from tongket.members.badges.rules import BadgeText
from tongket.members.models import Badge, Member
from tongket.members.models.badges import BadgeState
from tongket.members.rules import ON_ROLL
from tongket.org import access
from tongket.regulations.models import Topic
from tongket.regulations.queries import in_force


@dataclass(frozen=True)
class Day:
    """A day of award with the text and the base salary of that day."""

    day: date
    text: BadgeText
    base_salary: Decimal

    @classmethod
    def of(cls, day: date) -> "Day":
        """Raises NoRegulation where a text is missing."""
        return cls(day, text_on(day), Decimal(str(in_force(Topic.BASE_SALARY, day).parameters["amount"])))

    def mark(self, member: Member) -> int | None:
        return rules.mark_reached(member.party_age_from_on, self.text.years, self.day)

    def amount(self, years: int) -> Decimal:
        """The money of a badge on that day. Source: R-BDG-05."""
        return rules.amount(years, self.text, self.base_salary)

    def total(self, marks: Iterable[int | None]) -> Decimal:
        return sum((self.amount(years) for years in marks if years), Decimal(0))


def text_on(day: date) -> BadgeText:
    """What the text in force says of badges. Raises NoRegulation."""
    return BadgeText.of(in_force(Topic.BADGES, day).parameters)


def reaching(rows: QuerySet[Member], day: date, text: BadgeText, *, with_earlier: bool = False) -> QuerySet[Member]:
    """Those of the members who reach a mark by a day and have no badge of it yet.

    with_earlier: also those who reached it before the last day of award. Source: R-BDG-04.
    """
    since = rules.day_before(text, day)
    reach: Any = Q(pk__in=[])
    for years in text.years:
        full = Q(party_age_from_on__lte=months_after(day, -years * 12))
        if not with_earlier:
            full &= Q(party_age_from_on__gt=months_after(since, -years * 12))
        else:
            later = next((mark for mark in text.years if mark > years), None)
            if later is not None:  # who is past the next mark is listed under that one
                full &= Q(party_age_from_on__gt=months_after(day, -later * 12))
        had = Badge.objects.filter(member=OuterRef("pk"), years=years).exclude(state=BadgeState.WITHDRAWN)
        reach |= full & ~Exists(had)
    return rows.filter(reach, state__in=ON_ROLL)


def to_propose(person: access.Reader, day: date, text: BadgeText, *, on: date) -> QuerySet[Member]:
    """The members for whom a person may propose a badge for a day."""
    return reaching(access.scope(Member.objects.all(), person, "badge.propose", on=on), day, text)


def proposed(person: access.Reader, day: date, verb: str, *, on: date) -> QuerySet[Badge]:
    rows: Any = Badge.objects.filter(day=day, state=BadgeState.PROPOSED)
    return access.scope(rows, person, verb, on=on).select_related("member__person", "unit__place")
