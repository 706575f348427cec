"""Lists as every package shows them: columns, filters, order, pages, export; cells are text before the template sees
them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import numbers, text
from tongket.org import access, context, sheets
from tongket.org.models import Unit
from tongket.org.request import Request

M = TypeVar("M", bound=Model)
PAGE = 50
PAGES = (50, 100, 200)


@dataclass(frozen=True)
class Cell:
    """What stands in one field: its text, where it leads, a state (ok, warn, bad, info, mut) that colours it, for a
    small bar beside it a share of 0 to 100, and in a tree how far it stands in."""

    text: str
    url: str | None = None
    state: str = ""
    share: int | None = None
    depth: int = 0


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


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list. `apply` gets the rows and the value that was chosen or typed, never empty; `default`
    holds until the person chooses, fixed or by the page.
    """

    key: str
    label: Any
    apply: Callable[[Any, str], Any]
    options: Callable[[Request], Iterable[tuple[str, str]]] | None = None  # None: typed
    default: str | Callable[[Request], str] = ""
    is_day: bool = False  # typed as dd/mm/yyyy

    def starts_at(self, request: Request) -> str:
        """What is chosen before the person has chosen."""
        return self.default(request) if callable(self.default) else self.default


@dataclass(frozen=True)
class Action:
    label: Any
    url: str
    is_primary: bool = False


@dataclass(frozen=True)
class Listing(Generic[M]):
    """A list page. verb: names its export in the log; data_class of that verb decides whether a reason is asked."""

    title: Any
    verb: str
    columns: Sequence[Column[M]]
    order: tuple[str, ...]
    filters: Sequence[Filter] = ()
    url_of: Callable[[M], str | None] = lambda row: None
    empty_text: Any = ""
    subtitle: Any = ""
    note: Any = ""
    actions: Sequence[Action] = field(default_factory=tuple)
    crumbs: Sequence[tuple[Any, str]] = field(default_factory=tuple)
    can_export: bool = True

    def respond(self, request: Request, rows: QuerySet[M], **changes: Any) -> HttpResponse:
        """The page, its rows alone for htmx, or the Excel file. `rows` are scoped by the caller; `changes` replace
        fields.
        """
        shown = replace(self, **changes) if changes else self
        return _Answer(shown, request, rows).respond()


class _Answer(Generic[M]):
    def __init__(self, listing: Listing[M], request: Request, rows: QuerySet[M]) -> None:
        self.listing = listing
        self.request = request
        self.query: QueryDict = request.GET
        self.rows = self._ordered(self._filtered(_with_names(rows)))

    def respond(self) -> HttpResponse:
        if self.listing.can_export and self.query.get("export") == "xlsx":
            return sheets.export(self.request, self.listing, self.rows)
        template = "web/_rows.html" if self.request.htmx else "web/list.html"
        return render(self.request, template, {"listing": self.context()})

    def _chosen(self, one: Filter) -> str:
        return self.query.get(one.key, one.starts_at(self.request)).strip()[:200]

    def _filtered(self, rows: QuerySet[M]) -> QuerySet[M]:
        for one in self.listing.filters:
            value = self._chosen(one)
            if value and (one.options is None or value in {key for key, _label in one.options(self.request)}):
                rows = one.apply(rows, value)
        return rows

    def _ordered(self, rows: QuerySet[M]) -> QuerySet[M]:
        wanted = self.query.get("sort", "")
        for column in self.listing.columns:
            if column.order and wanted.lstrip("-") == column.key:
                order = column.order if not wanted.startswith("-") else tuple(_turned(name) for name in column.order)
                return rows.order_by(*order, "pk")
        return rows.order_by(*self.listing.order, "pk")

    def _url(self, **changes: str | int | None) -> str:
        query = self.query.copy()
        query.pop("page", None)
        query.pop("export", None)
        for key, value in changes.items():
            query.pop(key, None)
            if value is not None:
                query[key] = str(value)
        return f"?{query.urlencode()}"

    def context(self) -> dict[str, Any]:
        listing = self.listing
        size = self.query.get("size", "")
        paginator = Paginator(self.rows, int(size) if size in {str(number) for number in PAGES} else PAGE)
        page = paginator.get_page(self.query.get("page", "1")[:6])
        is_filtered = any(self._chosen(one) not in {"", one.starts_at(self.request)} for one in listing.filters)
        main = next((action for action in listing.actions if action.is_primary), None)
        return {
            "title": listing.title,
            "subtitle": listing.subtitle,
            "note": listing.note,
            "crumbs": [{"label": label, "url": url} for label, url in listing.crumbs],
            "actions": [_as_dict(action) for action in listing.actions],
            "export_url": self._url(export="xlsx") if listing.can_export and paginator.count else None,
            "columns": [self._head(column) for column in listing.columns],
            "rows": [row_context(listing, row) for row in page],
            "total_row": None,
            "filters": [shown for one in listing.filters if (shown := self._filter(one))],
            "clear_url": "?" if is_filtered else None,
            "pages": {
                "number": page.number,
                "count": paginator.num_pages,
                "total": numbers.number(paginator.count) if paginator.count else "",
                "first": numbers.number(page.start_index()),
                "last": numbers.number(page.end_index()),
                "previous_url": self._url(page=page.previous_page_number()) if page.has_previous() else None,
                "next_url": self._url(page=page.next_page_number()) if page.has_next() else None,
            },
            "empty_text": _("Nothing fits the filter.") if is_filtered else listing.empty_text,
            "empty_action": _as_dict(main) if main and not is_filtered else None,
        }

    def _head(self, column: Column[M]) -> dict[str, Any]:
        wanted = self.query.get("sort", "")
        sort = {column.key: "ascending", f"-{column.key}": "descending"}.get(wanted, "")
        turned = f"-{column.key}" if sort == "ascending" else column.key
        return {
            "key": column.key,
            "label": column.label,
            "align": column.align,
            "sort": sort,
            "sort_url": self._url(sort=turned) if column.order else None,
            "phone": column.phone,
        }

    def _filter(self, one: Filter) -> dict[str, Any] | None:
        """None: there is nothing to choose between."""
        value = self._chosen(one)
        options = list(one.options(self.request)) if one.options else []
        if one.options and len(options) < 2 and not self.query.get(one.key):
            return None
        return {
            "key": one.key,
            "label": one.label,
            "kind": "select" if one.options else "date" if one.is_day else "search",
            "value": value,
            "options": [{"value": key, "label": label, "is_selected": key == value} for key, label in options],
        }


def row_context(listing: Listing[M], row: M) -> dict[str, Any]:
    """One row as the template takes it."""
    cells = []
    for column in listing.columns:
        cell = column.cell(row)
        if isinstance(cell, str):
            cell = Cell(cell)
        cells.append(
            {
                "text": cell.text,
                "url": cell.url,
                "state": cell.state,
                "share": cell.share,
                "depth": cell.depth,
                "align": column.align,
                "label": column.label,
                "phone": column.phone,
            }
        )
    return {"url": listing.url_of(row), "cells": cells}


def _with_names(rows: QuerySet[M]) -> QuerySet[M]:
    """The rows with all that `unit_name` reads, where they belong to a unit."""
    has_unit = any(field.name == "unit" and field.related_model is Unit for field in rows.model._meta.get_fields())
    return rows.select_related("unit__place__parent__place") if has_unit else rows


def unit_name(row: Any) -> str:
    """The unit of a row; a cell with the committee that it stands under, since many cells bear one name."""
    place = row.unit.place
    above = place.parent.place if place.level > 2 and place.parent else None
    return f"{place.short_name}, {above.short_name}" if above else str(place.short_name)


def main_action(request: Request, verb: str, label: Any, url_name: str) -> list[Action]:
    """The main action of a list, which stands in its empty state too; nothing for those who do not hold the verb."""
    if not access.holds(request.person, verb, on=request.today):
        return []
    return [Action(label, reverse(url_name), is_primary=True)]


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _as_dict(action: Action) -> dict[str, Any]:
    return {"label": action.label, "url": action.url, "is_primary": action.is_primary}


# --- Filters that many lists share -----------------------------------------------------------------------------------


def by_unit(prefix: str = "unit__", *, starts_here: bool = True) -> Filter:
    """Rows of a unit and all under it, by its code; it starts at the unit that the page is about."""

    def apply(rows: Any, code: str) -> Any:
        unit = Unit.objects.select_related("place").filter(code=code).first()
        if unit is None:
            return rows.none()
        return rows.filter(**{f"{prefix}place__pos__range": (unit.place.pos, unit.place.last)})

    return Filter("unit", gettext_lazy("Unit"), apply, options=reachable_units, default=_here if starts_here else "")


def _here(request: Request) -> str:
    unit, _year = context.here(request, request.person)
    return unit.code if unit else ""


def this_year(request: Request) -> str:
    """The year that the page is about, as the default of a filter."""
    return str(context.here(request, request.person)[1])


def reachable_units(request: Request) -> list[tuple[str, str]]:
    """The units under the grants of the person, down to the grassroots, in the order of the tree."""
    found: list[tuple[str, str]] = []
    for unit in (
        access.scope(Unit.objects.filter(place__is_living=True), request.person, "figure.read", on=request.today)
        .select_related("place")
        .order_by("place__pos")[:400]
    ):
        found.append((unit.code, f"{'– ' * (unit.place.level - 1)}{unit.place.short_name}"))
    return found


def by_year(field_name: str, *, first: int = 2015, default: str | Callable[[Request], str] = "") -> Filter:
    """Rows of one year: of a year field, or of a day field."""

    def apply(rows: Any, value: str) -> Any:
        is_day = not field_name.endswith("year")
        return rows.filter(**{f"{field_name}__year" if is_day else field_name: int(value)})

    def options(request: Request) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in range(request.today.year + 1, first - 1, -1)]

    return Filter("year", gettext_lazy("Year"), apply, options=options, default=default)


def by_choice(key: str, label: Any, choices: Iterable[tuple[str, Any]], field_name: str = "") -> Filter:
    """Rows with one value of a fixed list."""
    fixed = [(str(value), name) for value, name in choices]
    return Filter(
        key,
        label,
        lambda rows, value: rows.filter(**{field_name or key: value}),
        options=lambda request: [(value, str(name)) for value, name in fixed],
    )


def by_words(field_name: str, label: Any) -> Filter:
    """Rows whose folded column holds all the words, typed with or without marks."""

    def apply(rows: Any, value: str) -> Any:
        for word in text.fold(value).split()[:6]:
            rows = rows.filter(**{f"{field_name}__contains": word})
        return rows

    return Filter("q", label, apply)


def link(base: str, **query: str | int) -> str:
    """An address with a query."""
    return f"{base}?{urlencode(query)}"
