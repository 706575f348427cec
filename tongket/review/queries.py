"""Reads that the review's pages, documents and commands share."""

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from tongket.figures.counting import year_end
from tongket.org.kinds import Kind
from tongket.org.models import Unit, YearPlace
from tongket.regulations.models import LocalValue, Setting
from tongket.regulations.papers import Paper, Standing, paper_of
from tongket.regulations.queries import own_values
from tongket.review.models import OutlineSection, Review
from tongket.review.rules import in_order, numbered, order_key, outline_kind


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


def outline(unit: Unit, kind: Kind, year: int) -> list[OutlineSection]:
    """The sections that the report of a year shows, in order."""
    return [row for row in all_sections(unit, kind, year) if row.is_shown]


def all_sections(unit: Unit, kind: Kind, year: int) -> list[OutlineSection]:
    """Every section in order: with the unit's own words of that year where it has changed one, in its own order and
    numbered after it where it has one.
    """
    own = own_values(unit, Setting.OUTLINE, year_end(year))
    sections = common_sections(kind)
    for section in sections:
        section.own = own.get(section.key)
        if section.own is not None:
            for name, value in section.own.value.items():
                setattr(section, name, value)
    order = own.get(order_key(kind))
    return sections if order is None else _ordered(sections, order)


def common_sections(kind: Kind) -> list[OutlineSection]:
    """The sections as the common outline has them."""
    return list(OutlineSection.objects.filter(kind=outline_kind(kind)).order_by("order"))


def _ordered(sections: list[OutlineSection], order: LocalValue) -> list[OutlineSection]:
    by_id = {section.section: section for section in sections}
    levels = {section.section: section.level for section in sections}
    ordered = [by_id[name] for name in in_order(levels, [entry["section"] for entry in order.value])]
    are_shown = [section for section in ordered if section.is_shown]
    headings = numbered((section.level, section.heading) for section in are_shown)
    for section, heading in zip(are_shown, headings, strict=True):
        section.heading = heading
    return ordered


def own_order(unit: Unit, kind: Kind, year: int) -> LocalValue | None:
    """The order of the sections that the unit has set for the reviews of a year."""
    return own_values(unit, Setting.OUTLINE, year_end(year)).get(order_key(kind))


def standing(unit: Unit, year: int) -> Standing:
    """What the unit was on 31 December of the year. Raises LookupError when it has no place in the tree of then."""
    place = YearPlace.objects.filter(year=year, unit=unit).first()
    if place is None:
        raise LookupError(f"{unit.code} is not in the tree of {year}")
    above = YearPlace.objects.filter(year=year, unit=place.parent).first() if place.parent_id else None
    return Standing(place.name, Kind(place.kind), above.name if above else "")


def paper(review: Review, day: date) -> Paper:
    """The head and foot of a review issued on a day: as the office wrote for it, else as it set for its papers."""
    look = paper_of(review.unit, day, as_of=standing(review.unit, review.year))
    own = {name: getattr(review, name) for name in ("place", "superior", "recipients")}
    return replace(look, **{name: written for name, written in own.items() if written})
