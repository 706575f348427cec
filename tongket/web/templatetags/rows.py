"""Tables and their filters as HTML. A template of its own for each cell costs three times as much as the rest of a
list, and one for each head and filter half as much as its rows.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongket.pages.columns import Cell
from tongket.pages.filters import FilterField
from tongket.pages.tables import Head, Table
from tongket.web.templatetags.frame import drawn

register = template.Library()

SHORT = 15  # characters below which a cell is never wrapped
SORT_ICONS = {"ascending": "arrow-up", "descending": "arrow-down"}
_has_special = re.compile("[&<>\"']").search


def _escaped(value: Any) -> str:
    """`escape`, which looks for five letters one by one, only where one of them is there."""
    text = str(value)
    return escape(text) if _has_special(text) else text


@register.filter
def as_rows(table: Table) -> SafeString:
    """The `<tr>`s of the rows of a table. All text is escaped here."""
    openings = [(_opening_of(head, is_short=True), _opening_of(head, is_short=False)) for head in table.heads]
    parts = []
    for row in table.rows:
        url = row.url
        kind = "opens" if url else "sum" if row.is_sum else ""
        if row.heading:
            width = len(table.heads)
            parts.append(f'<tr class="group"><th scope="rowgroup" colspan="{width}">{_escaped(row.heading)}</th></tr>')
        parts.append(f'<tr class="{kind}">' if kind else "<tr>")
        for cell, head, (short, long) in zip(row.cells, table.heads, openings, strict=True):
            if isinstance(cell, Cell):
                parts.append(_cell(cell, head, url))
            else:
                text = _escaped(cell)
                text = f'<a class="name" href="{_escaped(url)}">{text}</a>' if url else text
                parts.append(f"{short if len(cell) < SHORT else long}{text}</td>")
            url = None  # the first cell leads to the row, the others do not
        parts.append("</tr>")
    return mark_safe("".join(parts))  # noqa: S308 - of escaped parts


@register.filter
def as_total(table: Table) -> SafeString:
    """The `<td>`s of the row at the foot of a table."""
    total = table.total.cells if table.total else ()
    parts = [_total_cell(cell, head) for cell, head in zip(total, table.heads, strict=False)]
    return mark_safe("".join(parts))  # noqa: S308 - of escaped parts


def _total_cell(cell: Cell | str, head: Head) -> str:
    text, url = _escaped(cell), cell.url if isinstance(cell, Cell) else None
    linked = f'<a class="figure" href="{_escaped(url)}">{text}</a>' if url else text
    return f"{_opening_of(head, is_short=False)}{linked}</td>"


def _cell(cell: Cell, head: Head, row_url: str | None) -> str:
    """row_url: where the row leads, for its first cell; None for the others."""
    text = str(cell.text)
    is_short = len(text) < SHORT or cell.share is not None
    opening = _opening(head.align, cell.phone or head.phone, str(head.label), cell.depth, is_short)
    below = "".join(f'<span class="below">{_escaped(line)}</span>' for line in cell.lines)
    return f"{opening}{_inside(cell, _escaped(text), row_url)}{below}</td>"


def _opening_of(head: Head, *, is_short: bool) -> str:
    return _opening(head.align, head.phone, str(head.label), 0, is_short)


@lru_cache(maxsize=2048)  # a column says the same for each of its rows
def _opening(align: str, phone: str, label: str, depth: int, is_short: bool) -> str:
    names = f"{align} ph-{phone or 'rest'}"
    if is_short:
        names += " is-short"
    if depth:
        names += f" depth-{depth}"
    labelled = "" if phone == "title" else f' data-label="{escape(label)}"'
    return f'<td class="{names}"{labelled}>'


def _inside(cell: Cell, text: str, row_url: str | None) -> str:
    """text: of the cell, escaped."""
    url, state = cell.url, cell.state
    if cell.share is not None:
        figure = f'<a class="figure" href="{_escaped(url)}">{text}</a>' if url else text
        return (
            f'<svg class="mini is-{state or "mut"}" width="84" height="7" aria-hidden="true">'
            '<rect class="bar-base" width="100%" height="7" rx="3.5"/>'
            f'<rect class="bar-fill" width="{float(cell.share):g}%" height="7" rx="3.5"/></svg>{figure}'
        )
    if state:
        linked = f'<a href="{_escaped(url)}">{text}</a>' if url else text
        return f'<span class="chip is-{state}">{linked}</span>'
    if url:
        return f'<a class="figure" href="{_escaped(url)}">{text}</a>'
    return f'<a class="name" href="{_escaped(row_url)}">{text}</a>' if row_url else text


@register.filter
def as_heads(table: Table) -> SafeString:
    """The `<th>`s of a table."""
    return mark_safe("".join(map(_head, table.heads)))  # noqa: S308 - of escaped parts


def _head(head: Head) -> str:
    label = _escaped(head.label)
    if not label:  # over the links of each row: a heading for those who hear the page
        words = _escaped(_("To do"))
        label = f'<span class="sr-only">{words}</span>'
    if head.sort_url:
        icon = drawn(SORT_ICONS.get(head.sort, "chevrons-up-down"), 14)
        label = f'<a class="sort" href="{_escaped(head.sort_url)}">{label}{icon}</a>'
    state = f' aria-sort="{head.sort}"' if head.sort else ""
    return f'<th scope="col" class="{head.align}"{state}>{label}</th>'


@register.filter
def as_filters(fields: Iterable[FilterField]) -> SafeString:
    """The fields of the filters of a list."""
    return mark_safe("".join(map(_filter, fields)))  # noqa: S308 - of escaped parts


@register.filter
def as_followers(fields: Iterable[FilterField]) -> SafeString:
    """The choices of filters that change with what was chosen, as htmx puts them in place of the ones on the page."""
    parts = [_select(field, ' hx-swap-oob="true"') for field in fields]
    return mark_safe("".join(parts))  # noqa: S308 - of escaped parts


def _filter(field: FilterField) -> str:
    name, value = _escaped(field.key), _escaped(field.value)
    if field.kind == "select":
        control = _select(field)
    elif field.kind == "date":
        hint = _escaped(_("dd/mm/yyyy"))
        control = (
            f'<input id="filter-{name}" name="{name}" type="text" inputmode="numeric" autocomplete="off" '
            f'placeholder="{hint}" value="{value}">'
        )
    else:
        control = f'<input id="filter-{name}" name="{name}" type="search" autocomplete="off" value="{value}">'
    label = f'<label for="filter-{name}">{_escaped(field.label)}</label>'
    return f'<div class="filter filter-{field.kind}">{label}{control}</div>'


def _select(field: FilterField, attributes: str = "") -> str:
    name, every = _escaped(field.key), ""
    if field.has_all and field.options and field.options[0][0]:
        all_of_them = _escaped(pgettext("filter", "All"))
        every = f'<option value="">{all_of_them}</option>'
    options = "".join(_option(value, label, field.value) for value, label in field.options)
    return f'<select id="filter-{name}" name="{name}"{attributes}>{every}{options}</select>'


def _option(value: str, label: str, chosen: str) -> str:
    selected = " selected" if value == chosen else ""
    return f'<option value="{_escaped(value)}"{selected}>{_escaped(label)}</option>'
