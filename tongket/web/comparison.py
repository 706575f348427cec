"""The year before, beside which a year is shown: as it was, or in today's shape where units were merged or moved."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from tongket.figures.counting import Counted, count
from tongket.figures.declare import Figure
from tongket.org.models import EventUnit, StructuralEvent, Unit, YearPlace


class Shape(Enum):
    """By which tree the rows of the year before are added up."""

    THEN = "then"
    NOW = "now"

    @property
    def words(self) -> str:
        return _("as it was") if self is Shape.THEN else _("in today's shape")


KINDS = StructuralEvent.Kind
RESHAPING = [KINDS.MERGE, KINDS.SPLIT, KINDS.MOVE]


@dataclass(frozen=True)
class Comparison:
    """With what a unit and year are compared.

    shape: None where the year before had the same units. other: the shape to switch to, if there is one.
    was_split: whether the year before holds what has been given away since. is_known: whether there is anything.
    """

    unit: Unit
    year: int
    shape: Shape | None = None
    other: Shape | None = None
    was_split: bool = False
    is_known: bool = True

    def count(self, year: int, figures: list[Figure]) -> Counted:
        """Count an earlier year in the shape of the comparison. Raises LookupError where the unit was not there."""
        if not self.is_known:
            raise LookupError(self.unit.code)
        return count(year, under=self.unit, figures=figures, shape=self.year if self.shape is Shape.NOW else None)

    def context(self) -> dict[str, Any] | None:
        """What the page says of it; None where there is nothing to say."""
        if self.shape is None and not self.was_split:
            return None
        words = {"year": self.year - 1, "shape": self.shape.words if self.shape else ""}
        text = _("Compared with %(year)s %(shape)s") % words
        if self.was_split:
            text = _("Compared with %(year)s as it was, with what has been split off since") % words
        if not self.is_known:
            text = _("Nothing to compare with in %(year)s: the unit began with a split.") % words
        switch = _("show it %(shape)s") % {"shape": self.other.words} if self.other else ""
        return {"text": text, "switch": switch, "url": f"?compare={self.other.value}" if self.other else ""}


def compare(unit: Unit, year: int, wanted: str) -> Comparison:
    """How a unit and year are compared with the year before. wanted: the shape that was asked for, or nothing.

    Source: R-ORG-10, R-ORG-11.
    """
    events = StructuralEvent.objects.standing().filter(kind__in=RESHAPING, on__year=year)
    if not events.exists():
        return Comparison(unit, year)
    before, now = _units(unit, year - 1), _units(unit, year)
    existed = set(YearPlace.objects.filter(year=year - 1, unit__in=now).values_list("unit", flat=True))
    split = EventUnit.objects.filter(event__in=events.filter(kind=KINDS.SPLIT), unit=unit)
    if split.exists():
        return Comparison(unit, year, was_split=True, is_known=bool(before))
    if before == existed:
        return Comparison(unit, year)
    if not before:
        return Comparison(unit, year, Shape.NOW)
    shape = Shape.THEN if wanted == Shape.THEN.value else Shape.NOW
    return Comparison(unit, year, shape, Shape.NOW if shape is Shape.THEN else Shape.THEN)


def _units(unit: Unit, year: int) -> set[Any]:
    """The unit and all under it in the tree of a year; nothing where it was not there."""
    top = YearPlace.objects.filter(year=year, unit=unit).first()
    if top is None:
        return set()
    return set(YearPlace.objects.filter(year=year, pos__range=(top.pos, top.last)).values_list("unit", flat=True))
