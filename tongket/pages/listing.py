"""Lists as every package shows them: columns, filters, order, pages, export; cells are text before the template sees
them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongket.org.models import Unit
from tongket.pages import exporting, limits, paging
from tongket.pages.buttons import Button
from tongket.pages.columns import Column
from tongket.pages.filters import Filter, FilterField
from tongket.pages.request import Request
from tongket.pages.tables import Head, Row, Table

M = TypeVar("M", bound=Model)


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
    buttons: Sequence[Button] = field(default_factory=tuple)
    crumbs: Sequence[tuple[Any, str]] = field(default_factory=tuple)
    can_export: bool = True

    def respond(self, request: Request, rows: QuerySet[M], **changes: Any) -> HttpResponse:
        """The page, its rows alone for htmx, or the Excel file. `rows` are scoped by the caller; `changes` replace
        fields.
        """
        listing = replace(self, **changes) if changes else self
        return listing.answer(request, rows).respond()

    def answer(self, request: Request, rows: QuerySet[M]) -> "Answer[M]":
        return Answer(self, request, rows)

    def chosen(self, request: Request) -> list[Column[M]]:
        """The columns that the address asks for (`columns`, their keys with commas), else the usual ones."""
        wanted = set(request.GET.get("columns", "").split(",")) & {column.key for column in self.columns}
        if not wanted:
            return self.usual_columns()
        return [column for position, column in enumerate(self.columns) if position == 0 or column.key in wanted]

    def usual_columns(self) -> list[Column[M]]:
        """The columns that are shown where none are asked for."""
        return list(self.columns)


class Answer(Generic[M]):
    """What a list answers to one request; a list with ways of its own overrides a part."""

    def __init__(self, listing: Listing[M], request: Request, rows: QuerySet[M]) -> None:
        self.listing = listing
        self.request = request
        self.query: QueryDict = request.GET
        if any(filter_.kind == "search" and self.query.get(filter_.key, "").strip() for filter_ in listing.filters):
            limits.count(request, limits.SEARCHES, listing.verb)
        self.columns = listing.chosen(request)
        self._options: dict[str, list[tuple[str, str]]] = {}
        self.rows = self.ordered(self.narrowed(_with_unit_names(rows)))

    def respond(self) -> HttpResponse:
        if self.listing.can_export and self.query.get("export") == "xlsx":
            return self.export()
        template = "web/rows_alone.html" if self.request.htmx else "web/list.html"
        return render(self.request, template, self.context())

    def export(self) -> HttpResponse:
        title = str(self.listing.title)
        return exporting.export(self.request, self.rows, self.columns, verb=self.listing.verb, title=title)

    def page(self, per_page: int) -> tuple[Sequence[M], paging.Pages]:
        """The rows that are shown, and where they stand among the others."""
        rows, pages = paging.by_number(
            self.rows, self.query.get("page", "1"), lambda number: self.url(page=number), per_page=per_page
        )
        return list(rows), pages

    def narrowed(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows that fit the filters."""
        return self.filtered(rows, self.listing.filters)

    def filtered(self, rows: QuerySet[M], filters: Iterable[Filter]) -> QuerySet[M]:
        for filter_ in filters:
            value = self.value_of(filter_)
            if value and (filter_.options is None or any(value == key for key, _label in self.options_of(filter_))):
                rows = filter_.apply(rows, value)
        return rows

    def ordered(self, rows: QuerySet[M]) -> QuerySet[M]:
        wanted = self.query.get("sort", "")
        for column in self.columns:
            if column.order and wanted.lstrip("-") == column.key:
                order = column.order if not wanted.startswith("-") else tuple(map(_reversed, column.order))
                return rows.order_by(*order, "pk")
        return rows.order_by(*self.listing.order, "pk")

    def value_of(self, filter_: Filter) -> str:
        """What was chosen or typed, or what holds until then."""
        return self.query.get(filter_.key, filter_.starts_at(self.request)).strip()[:200]

    def options_of(self, filter_: Filter) -> list[tuple[str, str]]:
        if filter_.key not in self._options:
            self._options[filter_.key] = list(filter_.options(self.request)) if filter_.options else []
        return self._options[filter_.key]

    def url(self, **changes: str | int | None) -> str:
        """The address of this list from its start, with other values; None: without one."""
        dropped = {"page", "export", "before", "after", *changes}
        pairs = [(name, value) for name, values in self.query.lists() if name not in dropped for value in values]
        pairs += [(name, str(value)) for name, value in changes.items() if value is not None]
        return f"?{urlencode(pairs)}"

    def context(self) -> dict[str, Any]:
        listing = self.listing
        rows, pages = self.page(paging.page_size(self.query.get("size", "")))
        is_filtered = any(
            self.value_of(filter_) not in {"", filter_.starts_at(self.request)} for filter_ in listing.filters
        )
        main = next((button for button in listing.buttons if button.is_primary), None)
        return {
            "listing": listing,
            "table": Table([self._head(column) for column in self.columns], self._lines(rows)),
            "pages": pages,
            "filters": self._fields(listing.filters),
            # A whole page has the filters anyway whose options change with what is chosen.
            "followers": self._fields(
                filter_ for filter_ in listing.filters if self.request.htmx and filter_.follows(self.request)
            ),
            "export_url": self.url(export="xlsx") if listing.can_export and rows else None,
            "clear_url": "?" if is_filtered else None,
            "empty_text": _("Nothing fits the filter.") if is_filtered else listing.empty_text,
            "empty_button": None if is_filtered else main,
        }

    def _lines(self, rows: Sequence[M]) -> list[Row]:
        cells_of, url_of = [column.cell for column in self.columns], self.listing.url_of
        return [Row([cell_of(row) for cell_of in cells_of], url_of(row)) for row in rows]

    def _head(self, column: Column[M]) -> Head:
        sort = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.query.get("sort", ""), "")
        other = f"-{column.key}" if sort == "ascending" else column.key
        url = self.url(sort=other) if column.order else None
        return Head(column.label, column.align, column.phone, sort, url)

    def _fields(self, filters: Iterable[Filter]) -> list[FilterField]:
        """The filters as fields, but for those where there is nothing to choose between."""
        fields = []
        for filter_ in filters:
            options = self.options_of(filter_)
            if not filter_.options or len(options) > 1 or self.query.get(filter_.key):
                fields.append(FilterField(filter_.key, filter_.label, filter_.kind, self.value_of(filter_), options))
        return fields


def _with_unit_names(rows: QuerySet[M]) -> QuerySet[M]:
    """The rows with all that `unit_name` reads, where they belong to a unit."""
    has_unit = any(field.name == "unit" and field.related_model is Unit for field in rows.model._meta.get_fields())
    return rows.select_related("unit__place__parent__place") if has_unit else rows


def _reversed(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
