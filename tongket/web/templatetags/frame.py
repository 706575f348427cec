"""The parts of the frame that stand around every page: made here, since a template of its own for each line of the
menu costs more than most pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import lucide as library
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tongket.pages.buttons import Button

register = template.Library()
NEAR_BUTTONS = 2  # beside the main one and the menu of the others


@register.simple_tag
def lucide(name: str, *, size: int = 24, **attributes: str) -> SafeString:
    """An icon as inline SVG, drawn once: the tag of the library of the same name draws it again each time."""
    return _drawn(str(name), size, tuple((key, str(value)) for key, value in attributes.items()))


def drawn(name: str, size: int) -> SafeString:
    """An icon beside words that say the same."""
    return _drawn(name, size, (("aria_hidden", "true"),))


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, attributes: tuple[tuple[str, str], ...]) -> SafeString:
    return mark_safe(library._render_icon(name, size, **dict(attributes)))  # noqa: S308 - the library escapes


@register.filter
def as_menu(items: Iterable[Mapping[str, Any]], size: int) -> SafeString:
    """The `<li>`s of a group of the menu. size: of the icons, in pixels."""
    return mark_safe("".join(f"<li>{_entry(item, size)}</li>" for item in items))  # noqa: S308 - of escaped parts


@register.filter
def as_tabs(items: Iterable[Mapping[str, Any]], size: int) -> SafeString:
    """The links of the bar at the foot of a phone."""
    return mark_safe("".join(_entry(item, size) for item in items))  # noqa: S308 - of escaped parts


def _entry(item: Mapping[str, Any], size: int) -> str:
    current = ' aria-current="page"' if item.get("is_active") else ""
    icon = _drawn(item["icon"], size, (("aria_hidden", "true"),)) if item["icon"] else ""
    badge = ""
    if item.get("badge"):
        waiting = escape(_("waiting"))
        badge = f'<b class="count">{escape(str(item["badge"]))}<span class="sr-only"> {waiting}</span></b>'
    return f'<a href="{escape(str(item["url"]))}"{current}>{icon}<span>{escape(str(item["label"]))}</span>{badge}</a>'


@register.filter
def parted(buttons: Sequence[Button]) -> dict[str, list[Button]]:
    """The buttons of a page in two: near, the main ones and the last others; rare, the rest, where there are many."""
    others = [button for button in buttons or () if not button.is_primary]
    rare = others[:-NEAR_BUTTONS] if len(others) > NEAR_BUTTONS + 1 else []
    return {"rare": rare, "near": [button for button in buttons or () if button not in rare]}


@register.filter
def as_places(places: Iterable[Mapping[str, Any]]) -> SafeString:
    """The `<li>`s of a list of units (name, level) or years (year): url, is_current."""
    parts = []
    for place in places:
        depth = f' class="depth-{int(place["level"])}"' if "level" in place else ""
        current = ' aria-current="true"' if place["is_current"] else ""
        label = escape(place["name"] if "name" in place else str(place["year"]))
        parts.append(f'<li><a{depth} href="{escape(str(place["url"]))}"{current}>{label}</a></li>')
    return mark_safe("".join(parts))  # noqa: S308 - of escaped parts
