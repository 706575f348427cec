"""Tables and their filters as HTML. A template of its own for each cell costs three times as much as the rest of a
list, and one for each head and filter half as much as its rows.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tongket.web.templatetags.frame import drawn

register = template.Library()

SHORT = 15  # characters below which a cell is never wrapped
SORT_ICONS = {"ascending": "arrow-up", "descending": "arrow-down"}
_has_special = re.compile("[&<>\"']").search


def _escaped(said: Any) -> str:
    """`escape`, which looks for five letters one by one, only where one of them is there."""
    text = str(said)
    return escape(text) if _has_special(text) else text


@register.filter
def as_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """The `<tr>`s of rows: url and cells as org.listing and org.record make them; is_sum: it adds up others. All text
    is escaped here.
    """
    found = []
    for row in rows:
        url = row["url"]
        kind = "opens" if url else "sum" if row.get("is_sum") else ""
        found.append(f'<tr class="{kind}">' if kind else "<tr>")
        for cell in row["cells"]:
            found.append(_cell(cell, url))
            url = None  # the first cell leads to the row, the others do not
        found.append("</tr>")
    return mark_safe("".join(found))  # noqa: S308 - of escaped parts


def _cell(cell: Mapping[str, Any], row_url: str | None) -> str:
    """row_url: where the row leads, for its first cell; None for the others."""
    said, share = str(cell["text"]), cell.get("share")
    is_short = len(said) < SHORT or share is not None
    opening = _opening(
        cell.get("align") or "start",
        cell.get("phone") or "rest",
        str(cell.get("label", "")),
        int(cell.get("depth") or 0),
        is_short,
    )
    return f"{opening}{_inside(cell, _escaped(said), share, row_url)}</td>"


@lru_cache(maxsize=2048)  # a column says the same for each of its rows
def _opening(align: str, phone: str, label: str, depth: int, is_short: bool) -> str:
    names = f"{align} ph-{phone}"
    if is_short:
        names += " is-short"
    if depth:
        names += f" depth-{depth}"
    labelled = "" if phone == "title" else f' data-label="{escape(label)}"'
    return f'<td class="{names}"{labelled}>'


def _inside(cell: Mapping[str, Any], said: str, share: Any, row_url: str | None) -> str:
    url, state = cell.get("url"), cell.get("state")
    if share is not None:
        figure = f'<a class="figure" href="{_escaped(url)}">{said}</a>' if url else said
        return (
            f'<svg class="mini is-{state or "mut"}" width="84" height="7" aria-hidden="true">'
            '<rect class="bar-base" width="100%" height="7" rx="3.5"/>'
            f'<rect class="bar-fill" width="{float(share):g}%" height="7" rx="3.5"/></svg>{figure}'
        )
    if state:
        linked = f'<a href="{_escaped(url)}">{said}</a>' if url else said
        return f'<span class="chip is-{state}">{linked}</span>'
    if url:
        return f'<a class="figure" href="{_escaped(url)}">{said}</a>'
    return f'<a class="name" href="{_escaped(row_url)}">{said}</a>' if row_url else said


@register.filter
def as_heads(columns: Iterable[Mapping[str, Any]]) -> SafeString:
    """The `<th>`s of columns: label, align, and where the rows can be sorted by it sort_url and sort."""
    found = []
    for column in columns:
        said, sort, url = _escaped(column["label"]), column.get("sort"), column.get("sort_url")
        if url:
            icon = drawn(SORT_ICONS.get(sort or "", "chevrons-up-down"), 14)
            said = f'<a class="sort" href="{_escaped(url)}">{said}{icon}</a>'
        state = f' aria-sort="{sort}"' if sort else ""
        found.append(f'<th scope="col" class="{column.get("align") or "start"}"{state}>{said}</th>')
    return mark_safe("".join(found))  # noqa: S308 - of escaped parts


@register.filter
def as_filters(filters: Iterable[Mapping[str, Any]]) -> SafeString:
    """The fields of the filters of a list: key, label, kind (select, date, search), value, options."""
    return mark_safe("".join(map(_filter, filters)))  # noqa: S308 - of escaped parts


@register.filter
def as_followers(filters: Iterable[Mapping[str, Any]]) -> SafeString:
    """The choices of filters that change with what was chosen, as htmx puts them in place of the ones on the page."""
    found = [_select(one, ' hx-swap-oob="true"') for one in filters]
    return mark_safe("".join(found))  # noqa: S308 - of escaped parts


def _filter(one: Mapping[str, Any]) -> str:
    kind, name, value = one["kind"], _escaped(one["key"]), _escaped("" if one["value"] is None else one["value"])
    if kind == "select":
        field = _select(one)
    elif kind == "date":
        hint = _escaped(_("dd/mm/yyyy"))
        field = (
            f'<input id="filter-{name}" name="{name}" type="text" inputmode="numeric" autocomplete="off" '
            f'placeholder="{hint}" value="{value}">'
        )
    else:
        field = f'<input id="filter-{name}" name="{name}" type="search" autocomplete="off" value="{value}">'
    label = f'<label for="filter-{name}">{_escaped(one["label"])}</label>'
    return f'<div class="filter filter-{kind}">{label}{field}</div>'


def _select(one: Mapping[str, Any], more: str = "") -> str:
    """more: further attributes."""
    name, every = _escaped(one["key"]), ""
    if one["options"] and one["options"][0]["value"]:
        all_of_them = _escaped(pgettext("filter", "All"))
        every = f'<option value="">{all_of_them}</option>'
    return f'<select id="filter-{name}" name="{name}"{more}>{every}{_options(one["options"])}</select>'


def _options(options: Iterable[Mapping[str, Any]]) -> str:
    """The `<option>`s of a choice: value, label, is_selected."""
    found = []
    for one in options:
        selected = " selected" if one["is_selected"] else ""
        found.append(f'<option value="{_escaped(one["value"])}"{selected}>{_escaped(one["label"])}</option>')
    return "".join(found)
