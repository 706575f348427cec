"""The picture of a chart: SVG to stand in a page, PNG for papers; the same bytes for the same chart.

vl-convert draws. It starts on the first drawing of a process, takes some 70 MB there, and would hang for ever in a
process forked after that: then DrawnBeforeFork is raised. It reads no file and no address.
"""

import hashlib
import json
import os
import re
from contextlib import suppress
from functools import cache
from importlib import metadata, resources
from typing import Any

from django.core.cache import caches
from lxml import etree

from tongket.core.charts.spec import ChartSpec
from tongket.core.charts.vega import FONT, PAPER, vega_lite

FORM = 1  # raise it when the pictures of equal charts shall change: what is kept is then drawn anew
NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
# What a picture may consist of. A style attribute would be refused by the content policy of the pages.
ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "text", "tspan", "a"})
KEPT = frozenset(
    {"d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "width", "height", "transform", "viewBox", "fill", "stroke"}
    | {"stroke-width", "stroke-dasharray", "stroke-miterlimit", "text-anchor", "font-size", "font-weight", "opacity"}
    | {"fill-opacity", "stroke-opacity", "stroke-linecap", "stroke-linejoin"}
)
DROPPED = frozenset({"class", "version", "font-family", "pointer-events", "role", "display", LINK, "cursor"})
PLACE = re.compile(r"/(\d+)$")
DECIMALS = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


class DrawnBeforeFork(RuntimeError):
    """This process was forked from one that had drawn already: nothing can be drawn here."""


_drawing_process: int | None = None  # the process whose threads draw


@cache
def _converter() -> Any:
    import vl_convert  # not before the first drawing: it is large

    vl_convert.register_font_directory(str(resources.files("fontpkg_be_vietnam_pro") / "files"))
    return vl_convert


def _ready() -> Any:
    global _drawing_process
    if _drawing_process not in {None, os.getpid()}:
        raise DrawnBeforeFork("draw after the fork, or in a process started anew")
    _drawing_process = os.getpid()
    return _converter()


def svg(chart: ChartSpec) -> str:
    """The chart to stand in a page: as wide as its place, in the fonts of the page, rows with a url as links.

    Looks only, no words for a screen reader but the names of the links: the table behind has them all.
    Kept by what it shows. Raises ValueError when there are no rows.
    """
    drawn = vega_lite(chart)
    links = [(row.url, f"{row.label}: {row.texts[0]}") for row in chart.rows]
    key = _key("svg", drawn, links, chart.title)
    picture: str | None = None
    with suppress(OSError):
        picture = caches["charts"].get(key)
    if picture is None:
        raw = _ready().vegalite_to_svg(drawn, format_locale=NUMBERS, allowed_base_urls=[])
        picture = cleaned(raw, title=chart.title, links=links)
        with suppress(OSError):  # a full disk is no reason to show no chart
            caches["charts"].set(key, picture)
    return picture


def png(chart: ChartSpec, *, scale: float = 3) -> bytes:
    """The chart as a PNG on white for a paper: at 3 times its size it prints sharp up to 10 cm of width."""
    drawn = vega_lite(chart)
    drawn["config"]["background"] = PAPER
    picture: bytes = _ready().vegalite_to_png(drawn, scale=scale, format_locale=NUMBERS, allowed_base_urls=[])
    return picture


def _key(*parts: Any) -> str:
    text = json.dumps([FORM, metadata.version("vl-convert-python"), *parts], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


# --- From what the library draws to what stands in a page -------------------------------------------------------------


def cleaned(raw: str, *, title: str, links: list[tuple[str, str]]) -> str:
    """The picture with nothing but shapes and texts in it, its links by the number of their row.

    links: the address ("" for none) and the name of each row. Raises ValueError for what a picture should not hold.
    """
    root = etree.fromstring(raw.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in list(root.iter()):
        _check(element)
    for element in [element for element in root.iter() if _is_empty(element)]:
        _remove(element)
    for element in list(root.iter(f"{SVG}a")):
        _set_link(element, links)
    for element in list(root.iter()):
        for name in list(element.attrib):
            if name in DROPPED or (name.startswith("aria-") and element.tag != f"{SVG}a"):
                del element.attrib[name]
            else:
                element.set(name, DECIMALS.sub(_rounded, element.get(name)))
    for element in [element for element in root.iter(f"{SVG}g") if not element.attrib]:
        _unwrap(element)
    has_links = root.find(f".//{SVG}a") is not None
    for name in ("width", "height"):
        del root.attrib[name]
    root.set("role", "group" if has_links else "img")
    root.set("aria-label", title)
    root.set("font-family", f"{FONT}, sans-serif")
    etree.cleanup_namespaces(root)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _check(element: Any) -> None:
    if not isinstance(element.tag, str) or element.tag.removeprefix(SVG) not in ELEMENTS:
        raise ValueError(f"{element.tag} in a chart")
    for name in element.attrib:
        if name not in KEPT | DROPPED and not name.startswith("aria-"):
            raise ValueError(f"{name} in a chart")


def _is_empty(element: Any) -> bool:
    """Shapes that show nothing: without a way, without a colour, or not displayed."""
    if element.get("display") == "none" or element.get("d") == "" or "background" in element.get("class", "").split():
        return True
    return element.tag == f"{SVG}text" and not (element.text or len(element))


def _set_link(element: Any, links: list[tuple[str, str]]) -> None:
    place = PLACE.search(element.get(LINK, ""))
    url, name = links[int(place[1])] if place else ("", "")
    element.attrib.clear()
    if url:
        element.set("href", url)
        element.set("aria-label", name)
    else:
        _unwrap(element)


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _unwrap(element: Any) -> None:
    """The children in place of the element."""
    parent = element.getparent()
    for child in reversed(element):
        element.addnext(child)
    parent.remove(element)


def _rounded(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2):g}"
