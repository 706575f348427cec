"""Charts in a page: the picture, and the table behind it."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from tongket.core.charts.drawing import svg
from tongket.core.charts.spec import ChartSpec

register = template.Library()


@register.inclusion_tag("web/_chart.html")
def chart(spec: ChartSpec) -> dict[str, Any]:
    """The chart as a figure without its title, which the page prints above; nothing to draw is said in words."""
    picture = mark_safe(svg(spec)) if spec.rows else ""  # noqa: S308 - shapes and escaped texts alone (core.charts)
    return {"chart": spec, "picture": picture, "rows": [(row, _cells(row.texts, row.url)) for row in spec.rows]}


def _cells(texts: tuple[str, ...], url: str) -> list[tuple[str, str]]:
    """Each number with where it leads: the first of a row to the rows behind it."""
    return [(text, url if place == 0 else "") for place, text in enumerate(texts)]
