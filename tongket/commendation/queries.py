"""Levels by year of units and members, and who may be proposed for what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tongket.commendation import rules
from tongket.commendation.models import Award
from tongket.commendation.rules import Ground, Recipient, Window
from tongket.org import access
from tongket.org.models import Unit
from tongket.rating.models import Rating

Levels = Mapping[int, str | None]


def levels_of_units(units: Iterable[UUID], years: range) -> dict[UUID, dict[int, str | None]]:
    """The levels of organisations by year; None: not rated. A successor does not inherit them (R-ORG-11)."""
    rows = Rating.objects.filter(unit__in=list(units), member=None, year__in=list(years))  # unscoped: a check
    return _by_year(rows.values_list("unit", "year", "level"))


def levels_of_members(members: Iterable[UUID], years: range) -> dict[UUID, dict[int, str | None]]:
    """The levels of members by year, in whatever cell they were; None: not rated."""
    rows = Rating.objects.filter(member__in=list(members), year__in=list(years))  # unscoped: a check
    return _by_year(rows.values_list("member", "year", "level"))


def _by_year(rows: Iterable[tuple[UUID, int, str]]) -> dict[UUID, dict[int, str | None]]:
    found: dict[UUID, dict[int, str | None]] = {}
    for whose, year, level in rows:
        found.setdefault(whose, {})[year] = level or None
    return found


def streak_windows(awards: Iterable[Award]) -> list[Window]:
    return [Window(award.from_year, award.to_year) for award in awards if award.ground == Ground.STREAK]


@dataclass(frozen=True)
class Candidate:
    """Somebody whose levels let them be proposed, with the run of years that does."""

    rating: Rating
    run: Sequence[int]
    has_title: bool
    has_streak_award: bool

    @property
    def is_for_streak(self) -> bool:
        return len(self.run) >= rules.RUN


def eligible(
    year: int, recipient: str, person: access.Reader, *, on: date, under: Unit | None = None
) -> list[Candidate]:
    """Who was EXCELLENT in a year among those whose ratings the person may read, each with the run that ends then.

    Five queries, whatever the number. Source: R-COM-02, -03.
    """
    rows = Rating.objects.filter(year=year, level="EXCELLENT", subject=recipient)
    rows = access.scope(rows, person, "rating.read", on=on)
    if under is not None:
        rows = rows.filter(unit__place__pos__range=(under.place.pos, under.place.last))
    rated = list(rows.select_related("unit__place__parent__place", "member__person").order_by("unit__place__pos", "pk"))
    years = range(year - 2 * rules.RUN + 1, year + 1)
    is_member = recipient == Recipient.MEMBER
    whose = [_whose(row) for row in rated]
    levels = levels_of_members(whose, years) if is_member else levels_of_units(whose, years)
    given: dict[UUID, list[Award]] = {}
    held = Q(member__in=whose) if is_member else Q(unit__in=whose, member=None)
    awards = Award.objects.filter(held, ground__in=[Ground.STREAK, Ground.YEAR_TITLE])  # unscoped: a check
    for award in awards:
        given.setdefault(award.member_id or award.unit_id, []).append(award)
    found = []
    for row in rated:
        mine = given.get(_whose(row), [])
        windows = streak_windows(mine)
        before = max((window.to_year for window in windows if window.to_year < year), default=None)
        found.append(
            Candidate(
                rating=row,
                run=rules.longest_run(levels.get(_whose(row), {}), up_to=year, after=before),
                has_title=any(award.ground == Ground.YEAR_TITLE and award.from_year == year for award in mine),
                has_streak_award=any(window.to_year == year for window in windows),
            )
        )
    return found


def _whose(row: Rating) -> UUID:
    return row.member_id or row.unit_id


def ratings_behind(award: Award) -> QuerySet[Rating]:
    """The levels of the years that an award is for."""
    rows = Rating.objects.filter(year__range=(award.from_year, award.to_year))  # unscoped: the caller scopes
    return rows.filter(member=award.member) if award.member_id else rows.filter(unit=award.unit_id, member=None)
