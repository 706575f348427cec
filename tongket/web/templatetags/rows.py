"""Rows of a table as HTML. A template of its own for each cell costs three times as much as the rest of a list."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SHORT = 15  # characters below which a cell is never wrapped


@register.filter
def as_row(row: Mapping[str, Any]) -> SafeString:
    """One `<tr>`: row: url and cells as org.listing and org.record make them; is_sum: it adds up others. All text is
    escaped here.
    """
    url = row["url"]
    cells = [_cell(cell, url if not number else None) for number, cell in enumerate(row["cells"])]
    kind = "opens" if url else "sum" if row.get("is_sum") else ""
    said = f' class="{kind}"' if kind else ""
    return mark_safe(f"<tr{said}>{''.join(cells)}</tr>")  # noqa: S308 - of escaped parts


def _cell(cell: Mapping[str, Any], row_url: str | None) -> str:
    """row_url: where the row leads, for its first cell; None for the others."""
    said, share, phone = str(cell["text"]), cell.get("share"), cell.get("phone") or "rest"
    names = f"{cell.get('align') or 'start'} ph-{phone}"
    if len(said) < SHORT or share is not None:
        names += " is-short"
    if cell.get("depth"):
        names += f" depth-{int(cell['depth'])}"
    label = "" if phone == "title" else f' data-label="{escape(str(cell["label"]))}"'
    return f'<td class="{names}"{label}>{_inside(cell, escape(said), share, row_url)}</td>'


def _inside(cell: Mapping[str, Any], said: str, share: Any, row_url: str | None) -> str:
    url, state = cell.get("url"), cell.get("state")
    figure = f'<a class="figure" href="{escape(str(url))}">{said}</a>' if url else said
    if share is not None:
        return (
            f'<svg class="mini is-{state or "mut"}" width="84" height="7" aria-hidden="true">'
            '<rect class="bar-base" width="100%" height="7" rx="3.5"/>'
            f'<rect class="bar-fill" width="{float(share):g}%" height="7" rx="3.5"/></svg>{figure}'
        )
    if state:
        linked = f'<a href="{escape(str(url))}">{said}</a>' if url else said
        return f'<span class="chip is-{state}">{linked}</span>'
    if url:
        return figure
    return f'<a class="name" href="{escape(str(row_url))}">{said}</a>' if row_url else said


@register.filter
def as_options(options: Iterable[Mapping[str, Any]]) -> SafeString:
    """The `<option>`s of a choice: value, label, is_selected."""
    found = []
    for one in options:
        selected = " selected" if one["is_selected"] else ""
        found.append(f'<option value="{escape(str(one["value"]))}"{selected}>{escape(str(one["label"]))}</option>')
    return mark_safe("".join(found))  # noqa: S308 - of escaped parts
