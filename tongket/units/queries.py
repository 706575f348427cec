"""Units by what people type."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from tongket.core import text
from tongket.org.models import Unit
from tongket.pages.picker import Choice

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
    """A unit to choose, with where it stands."""
    above = unit.place.parent.place.short_name if unit.place.parent else ""
    return Choice(unit.code, unit.place.name, " · ".join(part for part in (above, unit.code) if part))
