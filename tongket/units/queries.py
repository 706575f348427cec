"""Units by what people type; how a unit that has ended is spoken of."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.org.kinds import Sector
from tongket.org.models import Opening, Place, StructuralEvent, Unit, UnitSheet
from tongket.org.queries.units import UnitEnd, ends_of
from tongket.pages.columns import Cell
from tongket.pages.picker import Choice
from tongket.units import rules

MOST_WORDS = 6
fold = lru_cache(maxsize=20_000)(text.fold)  # names are looked through with each letter that is typed


def named(units: QuerySet[Unit], typed: str) -> Iterable[UUID]:
    """The keys of the units whose name or code holds all the words, with or without marks, in the order of the rows.

    Nobody asks for a unit by a name that is not in the tree of now, so that names are looked through as they stand.
    """
    words = text.fold(typed).split()[:MOST_WORDS]
    names = units.values_list("pk", "code", "place__name", "place__short_name")
    return (pk for pk, *parts in names if all(word in fold(" ".join(parts)) for word in words))


def by_name(units: QuerySet[Unit], typed: str, *, most: int) -> list[Unit]:
    """The first of these units that the words name; a unit whose code was typed comes before the others."""
    code = units.filter(code__iexact=typed.strip()).first()
    keys = [pk for pk, _at in zip(named(units, typed), range(most), strict=False)]
    others = [unit for unit in units.filter(pk__in=keys) if code is None or unit.pk != code.pk]
    return ([code] if code else []) + others


def choice(unit: Unit) -> Choice:
    """A unit to choose, with where it stands; of one that has ended what became of it."""
    above = unit.place.parent.place.short_name if unit.place.parent else ""
    name = f"{unit.place.name}{_ended(unit)}"
    return Choice(unit.code, name, " · ".join(part for part in (above, unit.code) if part))


def option(unit: Unit) -> str:
    """A unit in a list of few, as deep as it stands in the tree."""
    return f"{'– ' * (unit.place.level - 1)}{unit.place.short_name}{_ended(unit)}"


def _ended(unit: Unit) -> str:
    if unit.place.is_living:
        return ""
    end = ends_of([unit.pk], date.max).get(unit.pk)
    words = end_in_words(end) if end else _("dissolved")
    return f" ({words})"


def state_cell(unit: Unit, ends: Mapping[UUID, UnitEnd]) -> Cell:
    """Whether a unit lives, else what became of it, with the way to the unit that took it over."""
    if unit.place.is_living:
        return Cell(_("active"), state="ok")
    end = ends.get(unit.pk)
    if end is None:
        return Cell(_("dissolved"), state="mut")
    url = end.successors[0].get_absolute_url() if len(end.successors) == 1 else None
    return Cell(end_in_words(end), url, state="mut")


def end_in_words(end: UnitEnd) -> str:
    """What became of a unit that has ended, with the names of today."""
    names = ", ".join(unit.place.short_name for unit in end.successors if hasattr(unit, "place"))
    if end.kind == StructuralEvent.Kind.MERGE and names:
        return _("merged into %(units)s") % {"units": names}
    if end.kind == StructuralEvent.Kind.SPLIT and names:
        return _("split into %(units)s") % {"units": names}
    return _("dissolved")


def opening() -> Opening | None:
    """How the books of this office were opened; None for a demonstration, and before anybody has."""
    return Opening.objects.filter(pk=Opening.ONLY).exclude(founded_at=None).select_related("unit__place").first()


def planned(sheet: UnitSheet) -> list[rules.Planned]:
    """What the rows of a sheet would make in the tree of now, with what is in doubt."""
    places = Place.objects.filter(is_living=True).select_related("unit", "parent")
    known = [
        rules.Known(
            place.unit.code, place.name, place.short_name, place.the_kind, Sector(place.sector),
            place.parent.code if place.parent else None,
        )
        for place in places
    ]  # fmt: skip
    codes = set(Unit.objects.values_list("code", flat=True))
    return rules.plan(sheet.rows, sheet.answers, known, sheet.unit.code, on=sheet.from_on, taken=codes)
