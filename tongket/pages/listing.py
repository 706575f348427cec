"""Lists as every package shows them: columns, filters, order, pages, export; cells are text before the template sees
them.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.org.models import Unit
from tongket.pages import exporting
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column
from tongket.pages.filters import Filter
from tongket.pages.request import Request

M = TypeVar("M", bound=Model)
PAGE = 50
PAGES = (50, 100, 200)
MOST_COUNTED = 1_000
COUNT_LIMIT = 100  # rows near by from which on the others are not counted


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
    is_large: bool = False  # counted up to MOST_COUNTED only; in its own order, leafed through by the last row shown
    export: Callable[[Request, "Listing[Any]", QuerySet[Any]], HttpResponse] = exporting.export
    optional: frozenset[str] = frozenset()  # columns that are shown only where they are chosen
    read: Callable[[QuerySet[Any]], list[Any]] = list  # of the rows of one page, where a list needs no whole models
    # Of (rows, key to begin at, whether backwards): the next few thousand keys alone, or None. They are tried first.
    near: Callable[[QuerySet[Any], Any, bool], QuerySet[Any] | None] | None = None

    def respond(self, request: Request, rows: QuerySet[M], **changes: Any) -> HttpResponse:
        """The page, its rows alone for htmx, or the Excel file. `rows` are scoped by the caller; `changes` replace
        fields.
        """
        shown = replace(self, **changes) if changes else self
        return _Answer(replace(shown, columns=shown.chosen(request)), request, rows).respond()

    def chosen(self, request: Request) -> list[Column[M]]:
        """The columns that the address asks for (`columns`, their keys with commas), else all but the optional ones."""
        wanted = set(request.GET.get("columns", "").split(",")) & {column.key for column in self.columns}
        if not wanted:
            return [column for column in self.columns if column.key not in self.optional]
        return [column for number, column in enumerate(self.columns) if number == 0 or column.key in wanted]


class _Answer(Generic[M]):
    def __init__(self, listing: Listing[M], request: Request, rows: QuerySet[M]) -> None:
        self.listing = listing
        self.request = request
        self.query: QueryDict = request.GET
        self.options: dict[str, list[tuple[str, str]]] = {}
        self.is_wide = False
        rows = _with_names(rows) if listing.read is list else rows
        self.narrowed = self._filtered(rows, [one for one in listing.filters if not one.wider])
        self.wider = [one for one in listing.filters if one.wider and self._chosen(one)]
        self.rows = self._ordered(self._filtered(self.narrowed, self.wider))

    def respond(self) -> HttpResponse:
        if self.listing.can_export and self.query.get("export") == "xlsx":
            if not self.rows[:1]:
                self._widen()
            return self.listing.export(self.request, self.listing, self.rows)
        template = "web/rows_alone.html" if self.request.htmx else "web/list.html"
        return render(self.request, template, {"listing": self.context()})

    def _chosen(self, one: Filter) -> str:
        return self.query.get(one.key, one.starts_at(self.request)).strip()[:200]

    def _options(self, one: Filter) -> list[tuple[str, str]]:
        if one.key not in self.options:
            self.options[one.key] = list(one.options(self.request)) if one.options else []
        return self.options[one.key]

    def _filtered(self, rows: QuerySet[M], filters: Iterable[Filter], *, is_wide: bool = False) -> QuerySet[M]:
        for one in filters:
            value = self._chosen(one)
            if value and (one.options is None or any(value == key for key, _label in self._options(one))):
                rows = (one.wider if is_wide and one.wider else one.apply)(rows, value)
        return rows

    def _widen(self) -> bool:
        """Ask for more than was asked where nothing was found and a filter knows how."""
        if not self.wider:
            return False
        self.is_wide = True
        self.rows = self._ordered(self._filtered(self.narrowed, self.wider, is_wide=True))
        return True

    def _ordered(self, rows: QuerySet[M]) -> QuerySet[M]:
        wanted = self.query.get("sort", "")
        for column in self.listing.columns:
            if column.order and wanted.lstrip("-") == column.key:
                order = column.order if not wanted.startswith("-") else tuple(_turned(name) for name in column.order)
                return rows.order_by(*order, "pk")
        return rows.order_by(*self.listing.order, "pk")

    def _url(self, **changes: str | int | None) -> str:
        """The address of this list from its start, with other values; None: without one."""
        gone = {"page", "export", "before", "after", *changes}
        kept = [(name, value) for name, values in self.query.lists() if name not in gone for value in values]
        kept += [(name, str(value)) for name, value in changes.items() if value is not None]
        return f"?{urlencode(kept)}"

    def context(self) -> dict[str, Any]:
        listing = self.listing
        size = self.query.get("size", "")
        per_page = int(size) if size in {str(number) for number in PAGES} else PAGE
        turn = self._by_key if self._is_leafed() else self._by_number
        rows, pages = turn(per_page)
        if not rows and self._widen():
            rows, pages = turn(per_page)
        is_filtered = any(self._chosen(one) not in {"", one.starts_at(self.request)} for one in listing.filters)
        main = next((button for button in listing.buttons if button.is_primary), None)
        return {
            "title": listing.title,
            "subtitle": listing.subtitle,
            "note": listing.note,
            "crumbs": [{"label": label, "url": url} for label, url in listing.crumbs],
            "actions": [_as_dict(button) for button in listing.buttons],
            "export_url": self._url(export="xlsx") if listing.can_export and rows else None,
            "columns": [self._head(column) for column in listing.columns],
            "rows": self._lines(rows),
            "total_row": None,
            "filters": [shown for one in listing.filters if (shown := self._filter(one))],
            "followers": self._followers() if self.request.htmx else [],
            "clear_url": "?" if is_filtered else None,
            "pages": pages,
            "empty_text": _("Nothing fits the filter.") if is_filtered else listing.empty_text,
            "empty_action": _as_dict(main) if main and not is_filtered else None,
        }

    def _followers(self) -> list[dict[str, Any]]:
        """The filters whose options change with what was chosen; a whole page has them anyway."""
        return [shown for one in self.listing.filters if one.follows(self.request) and (shown := self._filter(one))]

    def _lines(self, rows: Sequence[M]) -> list[dict[str, Any]]:
        """The rows for the template; what all cells of a column share is made once, not for each row."""
        columns = [(one.cell, _plain_cell(one)) for one in self.listing.columns]
        url_of = self.listing.url_of
        return [{"url": url_of(row), "cells": [_as_shown(cell(row), plain) for cell, plain in columns]} for row in rows]

    # --- Pages: by number, or for large lists by the row that the last one ended with

    def _by_number(self, per_page: int) -> tuple[list[M], dict[str, Any]]:
        rows = self.rows[:MOST_COUNTED] if self.listing.is_large else self.rows
        paginator = Paginator(rows, per_page)
        page = paginator.get_page(self.query.get("page", "1")[:6])
        shown: Any = page.object_list  # a slice of the rows
        is_capped = self.listing.is_large and paginator.count == MOST_COUNTED
        return self.listing.read(shown), {
            "number": page.number,
            "count": paginator.num_pages,
            "total": _total(paginator.count, is_capped=is_capped) if paginator.count else "",
            "first": numbers.number(page.start_index()),
            "last": numbers.number(page.end_index()),
            "previous_url": self._url(page=page.previous_page_number()) if page.has_previous() else None,
            "next_url": self._url(page=page.next_page_number()) if page.has_next() else None,
        }

    def _is_leafed(self) -> bool:
        return self.listing.is_large and not self.query.get("sort")

    def _by_key(self, per_page: int) -> tuple[list[M], dict[str, Any]]:
        """The rows after, or before, the one that the address names by its id; the key itself stays out of it."""
        key = self.listing.order[0]
        is_back = "before" in self.query
        at = _as_uuid(self.query.get("before" if is_back else "after", ""))
        rows = self.rows
        held = rows.filter(pk=at).values_list(key, flat=True).first() if at else None
        if held is not None:
            side = "lt" if is_back else "gt"
            beyond = Q(**{f"{key}__{side}": held}) | Q(**{f"pk__{side}": at})
            rows = rows.filter(beyond, **{f"{key}__{side}e": held})
        if is_back and held is not None:
            found, are_many = self._first(rows.order_by(f"-{key}", "-pk"), per_page + 1, held, is_back=True)
            has_before, has_after = len(found) > per_page, True
            shown = found[:per_page][::-1]
        else:
            found, are_many = self._first(rows, per_page + 1, held, is_back=False)
            has_before, has_after = held is not None, len(found) > per_page
            shown = found[:per_page]
        is_whole = not has_before and not has_after
        is_counted = not is_whole and not self.is_wide  # looking wider has cost enough
        if are_many:
            counted, most = COUNT_LIMIT + 1, COUNT_LIMIT
        elif is_counted:
            counted, most = self.rows.order_by()[: MOST_COUNTED + 1].count(), MOST_COUNTED
        else:
            counted, most = len(found), len(shown)
        return shown, {
            "number": None,
            "count": 1 if is_whole else 2,
            "total": _total(min(counted, most), is_capped=counted > most) if shown else "",
            "first": "1" if not has_before else None,
            "last": numbers.number(len(shown)) if not has_before else None,
            "shown": numbers.number(len(shown)),
            "previous_url": self._url(before=shown[0].pk) if has_before and shown else None,
            "next_url": self._url(after=shown[-1].pk) if has_after and shown else None,
        }

    def _first(self, rows: QuerySet[M], count: int, held: Any, *, is_back: bool) -> tuple[list[M], bool]:
        """So many rows at least, from those near by where these are enough; whether these are more than COUNT_LIMIT."""
        near = self.listing.near(rows, held, is_back) if self.listing.near else None
        if near is not None:
            found = self.listing.read(near[: max(count, COUNT_LIMIT + 1)])
            if len(found) >= count:
                return found, len(found) > COUNT_LIMIT
        return self.listing.read(rows[:count]), False

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
        options = self._options(one)
        if one.options and len(options) < 2 and not self.query.get(one.key):
            return None
        return {
            "key": one.key,
            "label": one.label,
            "kind": "select" if one.options else "date" if one.is_day else "search",
            "value": value,
            "options": [{"value": key, "label": label, "is_selected": key == value} for key, label in options],
        }


def _total(count: int, *, is_capped: bool) -> str:
    said = numbers.number(count)
    return _("more than %(count)s") % {"count": said} if is_capped else said


def _as_uuid(said: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(said)
    except ValueError:
        return None


def _plain_cell(column: Column[Any]) -> dict[str, Any]:
    """A cell of a column as the template takes it, without its text."""
    return {
        "url": None,
        "state": "",
        "share": None,
        "depth": 0,
        "align": column.align,
        "label": str(column.label),
        "phone": column.phone,
    }


def _as_shown(cell: Cell | str, plain: dict[str, Any]) -> dict[str, Any]:
    if isinstance(cell, str):
        return {**plain, "text": cell}
    shown = {"text": cell.text, "url": cell.url, "state": cell.state, "share": cell.share, "depth": cell.depth}
    return {**plain, **shown}


def _with_names(rows: QuerySet[M]) -> QuerySet[M]:
    """The rows with all that `unit_name` reads, where they belong to a unit."""
    has_unit = any(field.name == "unit" and field.related_model is Unit for field in rows.model._meta.get_fields())
    return rows.select_related("unit__place__parent__place") if has_unit else rows


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _as_dict(action: Button) -> dict[str, Any]:
    """An action for the template, which takes long to see that a name is missing."""
    no_form = {"method": "", "confirm": "", "key": "", "is_danger": False}
    return {"label": action.label, "url": action.url, "is_primary": action.is_primary, **no_form}
