"""Reads that the review's pages, documents and commands share."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from tongket.figures.counting import year_end
from tongket.org.kinds import Kind
from tongket.org.models import Office, OfficeTerm, Unit, YearPlace
from tongket.review.models import OutlineSection, Review
from tongket.review.rules import outline_kind


def newest_editions() -> QuerySet[Review]:
    """The reviews that no later edition corrects."""
    later = Review.objects.filter(unit=OuterRef("unit"), year=OuterRef("year"), edition__gt=OuterRef("edition"))
    return Review.objects.filter(~Exists(later))


def newest(unit: Unit, year: int) -> Review | None:
    """The last edition of a unit's review of a year."""
    return newest_editions().filter(unit=unit, year=year).first()


def cut_off(unit: Unit, year: int) -> date:
    """The day up to which the figures of a review run: 31 December, unless the office set an earlier one."""
    review = newest(unit, year)
    return review.cut_off if review else year_end(year)


def outline(unit: Unit, kind: Kind) -> list[OutlineSection]:
    """The sections that the report shows, in order."""
    return [row for row in all_sections(unit, kind) if row.is_shown]


def all_sections(unit: Unit, kind: Kind) -> list[OutlineSection]:
    """Every section in order: the unit's own where it has changed one, else the common one."""
    rows = OutlineSection.objects.filter(kind=outline_kind(kind)).order_by("order")
    common = {row.section: row for row in rows.filter(unit__isnull=True)}
    own = {row.section: row for row in rows.filter(unit=unit)}
    return sorted({**common, **own}.values(), key=lambda row: row.order)


@dataclass(frozen=True)
class Standing:
    """What a unit was on 31 December of the year, with its superior."""

    name: str
    kind: Kind
    superior: str


def standing(unit: Unit, year: int) -> Standing:
    """Raises LookupError when the unit has no place in the tree of that year."""
    place = YearPlace.objects.filter(year=year, unit=unit).first()
    if place is None:
        raise LookupError(f"{unit.code} is not in the tree of {year}")
    above = YearPlace.objects.filter(year=year, unit=place.parent).first() if place.parent_id else None
    return Standing(place.name, Kind(place.kind), above.name if above else "")


def signer(unit: Unit, on: date) -> str:
    """The name of the secretary on a day, or nothing."""
    terms = OfficeTerm.objects.filter(unit=unit, office=Office.SECRETARY, from_on__lte=on).select_related("person")
    return next((term.person.full_name for term in terms.order_by("-from_on") if term.is_running(on)), "")
