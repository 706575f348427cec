"""The columns and cells of lists, and the columns that many lists share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypedDict, TypeVar, Unpack

from django.db.models import Model
from django.utils.translation import gettext_lazy

from tongket.core import dates, numbers

M = TypeVar("M", bound=Model)
UNIT = gettext_lazy("Unit")


@dataclass(frozen=True)
class Cell:
    """What stands in one field: its text, where it leads, a state (ok, warn, bad, info, mut) that colours it, for a
    small bar beside it a share of 0 to 100, in a tree how far it stands in, and what it is on a phone if not what its
    column is; lines: what stands below it, smaller. A field that is nothing but text may be a plain string.
    """

    text: str
    url: str | None = None
    state: str = ""
    share: int | None = None
    depth: int = 0
    phone: str = ""
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "; ".join(part for part in (str(self.text), *self.lines) if part)


@dataclass(frozen=True)
class Column(Generic[M]):
    """One column. order: fields to order by, empty when it cannot be; phone: what it is on a phone (title, sub: under
    the title, figure, state, none: left out).
    """

    key: str
    label: Any
    cell: Callable[[M], Cell | str]
    order: tuple[str, ...] = ()
    align: str = "start"
    phone: str = ""


class Options(TypedDict, total=False):
    """How a column of one field differs from what it is by itself."""

    key: str  # else the last part of the path
    order: tuple[str, ...]  # else the field itself; (): the list cannot be ordered by it
    phone: str


def text(path: str, label: Any, **options: Unpack[Options]) -> Column[Any]:
    """A field as it is written. path: its name, also of a related row (`form__name`), here and below."""
    return _of_field(path, label, _value_of(path), **options)


def day(path: str, label: Any, **options: Unpack[Options]) -> Column[Any]:
    """A day as dd/mm/yyyy; empty where there is none."""
    value_of = _value_of(path)
    return _of_field(path, label, lambda row: dates.dmy_or_empty(value_of(row)), **options)


def number(path: str, label: Any, **options: Unpack[Options]) -> Column[Any]:
    """A number, flush right."""
    value_of = _value_of(path)
    return _of_field(path, label, lambda row: numbers.number(value_of(row)), "end", **options)


def choice(
    path: str, label: Any, *, states: Mapping[Any, str] | None = None, **options: Unpack[Options]
) -> Column[Any]:
    """The label of a field with choices. states: the state that colours each value."""
    *parents, name = path.split("__")
    value_of, label_of = _value_of(path), _value_of("__".join([*parents, f"get_{name}_display"]))
    if states is None:
        return _of_field(path, label, lambda row: str(label_of(row)()), **options)
    return _of_field(path, label, lambda row: Cell(str(label_of(row)()), state=states[value_of(row)]), **options)


def unit(label: Any = UNIT, *, order: tuple[str, ...] = ("unit__place__pos",), phone: str = "sub") -> Column[Any]:
    """The unit of a row, ordered as in the tree."""
    return Column("unit", label, unit_name, order=order, phone=phone)


def unit_name(row: Any) -> str:
    """The unit of a row; a cell with the committee that it stands under, since many cells bear one name."""
    place = row.unit.place
    above = place.parent.place if place.level > 2 and place.parent else None
    return f"{place.short_name}, {above.short_name}" if above else str(place.short_name)


def _value_of(path: str) -> Callable[[Any], Any]:
    return attrgetter(path.replace("__", "."))


def _of_field(
    path: str, label: Any, cell: Callable[[Any], Cell | str], align: str = "start", **options: Unpack[Options]
) -> Column[Any]:
    key = options.get("key", path.rpartition("__")[2])
    return Column(key, label, cell, options.get("order", (path,)), align, options.get("phone", ""))
