"""Drawings that the server makes, as SVG whose sizes are attributes: the content policy allows no inline style."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()

WIDTH, HEIGHT = 420, 190  # of the chart's view box
TOP, BASE = 26, 160  # room for the number above a bar; the line the bars stand on


@register.inclusion_tag("web/_chart.html")
def bar_chart(chart: Mapping[str, Any]) -> dict[str, Any]:
    """Bars side by side, each with a line across it at its target.

    chart: title, note, and bars of label, value_text, value (number or None: a gap), target (number or None),
    target_text (optional), is_current, url. Every bar is as high as its share of the largest value or target.
    """
    bars = list(chart["bars"])
    numbers = [float(bar[key]) for bar in bars for key in ("value", "target") if bar.get(key) is not None]
    top = max(numbers, default=0.0) or 1.0
    slot = WIDTH / max(len(bars), 1)
    wide = min(slot * 0.52, 64.0)
    drawn = []
    for place, bar in enumerate(bars):
        middle = slot * (place + 0.5)
        high = (BASE - TOP) * float(bar.get("value") or 0) / top
        target = bar.get("target")
        at_target = None if target is None else BASE - (BASE - TOP) * float(target) / top
        over = at_target is not None and -2 < BASE - high - at_target < 20
        drawn.append(
            {
                **bar,
                "middle": f"{middle:.1f}",
                "x": f"{middle - wide / 2:.1f}",
                "y": f"{BASE - high:.1f}",
                "width": f"{wide:.1f}",
                "height": f"{high:.1f}",
                # The number stands above the bar, and above the target line where the two would touch.
                "text_y": f"{min(BASE - high, at_target if over and at_target is not None else BASE) - 8:.1f}",
                "target_y": None if at_target is None else f"{at_target:.1f}",
                "target_from": f"{middle - wide * 0.72:.1f}",
                "target_to": f"{middle + wide * 0.72:.1f}",
            }
        )
    has_target = any(bar["target_y"] for bar in drawn)
    return {"chart": chart, "bars": drawn, "width": WIDTH, "height": HEIGHT, "base": BASE, "has_target": has_target}
