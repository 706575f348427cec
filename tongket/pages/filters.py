"""The filters of lists, and those that many lists share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy

from tongket.core import dates, text
from tongket.org import access
from tongket.org.models import Unit
from tongket.org.queries.units import DayTree
from tongket.pages import context
from tongket.pages.request import Request


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list. `apply` gets the rows and the value that was chosen or typed, never empty; `default`
    holds until the person chooses, fixed or by the page; follows: whether its options change with what is chosen.
    """

    key: str
    label: Any
    apply: Callable[[Any, str], Any]
    options: Callable[[Request], Iterable[tuple[str, str]]] | None = None  # None: typed
    default: str | Callable[[Request], str] = ""
    is_day: bool = False  # typed as dd/mm/yyyy
    follows: Callable[[Request], bool] = lambda request: False

    @property
    def kind(self) -> str:
        """What it is on the page."""
        return "select" if self.options else "date" if self.is_day else "search"

    def starts_at(self, request: Request) -> str:
        """What is chosen before the person has chosen."""
        return self.default(request) if callable(self.default) else self.default


class FilterField(NamedTuple):
    """A filter as templates take it. kind: select, date or search; value: what is chosen; options: value and label;
    has_all: whether none of them can be chosen.
    """

    key: str
    label: Any
    kind: str
    value: str
    options: Sequence[tuple[str, str]]
    has_all: bool = True


def by_unit(prefix: str = "unit__", *, starts_here: bool = True) -> Filter:
    """Rows of a unit and all under it, by its code; it starts at the unit that the page is about."""

    def apply(rows: Any, code: str) -> Any:
        unit = Unit.objects.select_related("place").filter(code=code).first()
        if unit is None:
            return rows.none()
        return rows.filter(access.within(prefix, unit.place.pos, unit.place.last))

    return Filter(
        "unit",
        gettext_lazy("Unit"),
        apply,
        options=reachable_units,
        default=_here if starts_here else "",
        follows=context.is_reach_too_wide,
    )


def _here(request: Request) -> str:
    """The unit that the page is about, or would be had the person not chosen one."""
    if "unit" in request.GET:
        return context.start(request)[0]
    unit, _year = context.here(request, request.person)
    return unit.code if unit else ""


def this_year(request: Request) -> str:
    """The year that the page is about, or would be had the person not chosen one, as the default of a filter."""
    return str(context.start(request)[1] if "year" in request.GET else context.here(request, request.person)[1])


def reachable_units(request: Request) -> list[tuple[str, str]]:
    """The units that the person may choose between, in the order of the tree."""
    return [(unit.code, f"{'– ' * (unit.level - 1)}{unit.name}") for unit in context.reached(request)]


def as_of() -> Filter:
    """The day as of which a list is shown; the view reads it by `day_asked`, since it decides what there is at all."""
    return Filter(
        "day",
        gettext_lazy("As of day"),
        lambda rows, value: rows,
        is_day=True,
        default=lambda request: dates.dmy(request.today),
    )


def day_asked(request: Request) -> date | None:
    """The day that `as_of` asks for: of the address, else today; None for what is no day."""
    typed = request.GET.get("day", "").strip()[:40]
    try:
        return dates.parse_day(typed) if typed else request.today
    except ValueError:
        return None


def by_unit_then(tree: DayTree) -> Filter:
    """Rows of a unit and all that stood under it on a day; also of a unit that has ended since, if it is asked for."""

    def options(request: Request) -> list[tuple[str, str]]:
        offered = reachable_units(request)
        asked = request.GET.get("unit", "")
        if asked and asked not in dict(offered):
            units = access.scope(Unit.objects.filter(code=asked), request.person, "figure.read", on=request.today)
            offered += [(unit.code, tree.name_of(unit)) for unit in units.select_related("place")]
        return offered

    def apply(rows: Any, code: str) -> Any:
        unit = Unit.objects.filter(code=code).first()
        return rows.filter(unit__in=tree.under(unit)) if unit is not None else rows.none()

    return Filter("unit", gettext_lazy("Unit"), apply, options=options, default=_here)


def by_year(*field_names: str, first: int = 2015, default: str | Callable[[Request], str] = "") -> Filter:
    """Rows of one year: of a year field, of a day field, or of a code that begins with it (`…__startswith`); of any of
    these where several are named.
    """

    def apply(rows: Any, value: str) -> Any:
        wanted = Q()
        for name in field_names:
            is_day = not name.endswith(("year", "__startswith"))
            wanted |= Q(**{f"{name}__year" if is_day else name: int(value)})
        return rows.filter(wanted)

    def options(request: Request) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in range(request.today.year + 1, first - 1, -1)]

    return Filter("year", gettext_lazy("Year"), apply, options=options, default=default)


def by_choice(key: str, label: Any, choices: Iterable[tuple[str, Any]], field_name: str = "") -> Filter:
    """Rows with one value of a fixed list."""
    return Filter(key, label, lambda rows, value: rows.filter(**{field_name or key: value}), options=spoken(choices))


def spoken(choices: Iterable[tuple[str, Any]]) -> Callable[[Request], list[tuple[str, str]]]:
    """The options of a fixed list, worded once in each language."""
    fixed = [(str(value), name) for value, name in choices]
    worded: dict[str | None, list[tuple[str, str]]] = {}

    def options(_request: Request) -> list[tuple[str, str]]:
        language = get_language()
        if language not in worded:
            worded[language] = [(value, str(name)) for value, name in fixed]
        return worded[language]

    return options


def by_words(field_name: str, label: Any) -> Filter:
    """Rows whose folded column holds all the words, typed with or without marks."""

    def apply(rows: Any, value: str) -> Any:
        for word in text.fold(value).split()[:6]:
            rows = rows.filter(**{f"{field_name}__contains": word})
        return rows

    return Filter("q", label, apply)
