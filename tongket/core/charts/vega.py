"""A chart as Vega-Lite: a dict that says everything, sizes and colours included.

Numbers are drawn as the texts that the spec brings; only axes write their own, in the Vietnamese way.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec

# Of the tokens of the style sheet; dark and light ones differ in grey too.
INK, MUTED, RULE, STRONG, PALE, PAPER = "#1c2127", "#5f6773", "#cfcac1", "#9c1f24", "#d9d1ca", "#ffffff"
# Parts of a column from the first to the last, each clearly lighter or darker than its neighbours.
PARTS = ("#6d1216", "#b8494a", "#dc9a92", "#f2d9d3", "#c9c5bd", "#8b8f96")
ON_PARTS = (PAPER, PAPER, INK, INK, INK, INK)  # the numbers inside them

FONT = "Be Vietnam Pro"
WIDTH = 360  # fits a phone as it is; a page of a desk shows it a little larger
SIZE = 13.5  # of text
COLUMNS_HIGH, LINE_HIGH, ROW_HIGH = 150, 80, 44
MOST_LABELS = 7  # under a line
NUMBER_WIDE = 8.5  # room of one character of a number in bold

Layer = dict[str, Any]


def vega_lite(chart: ChartSpec) -> dict[str, Any]:
    """The chart in Vega-Lite. Raises ValueError when it has no rows."""
    if not chart.rows:
        raise ValueError("nothing to draw")
    drawn = DRAWN[chart.kind](chart)
    return {
        "width": WIDTH,
        "autosize": {"type": "pad"},
        "padding": 4,
        "config": {
            "background": None,
            "font": FONT,
            "aria": False,  # said in words by the page around it, in the reader's language
            "view": {"stroke": None},
            "text": {"fontSize": SIZE, "color": INK},
            "axis": {
                "labelFontSize": SIZE,
                "labelColor": MUTED,
                "titleFontSize": SIZE,
                "titleFontWeight": "normal",
                "titleColor": MUTED,
                "domainColor": RULE,
                "tickColor": RULE,
                "gridColor": RULE,
                "gridOpacity": 0.5,
            },
            "legend": {
                "orient": "top",
                "direction": "vertical" if chart.kind is ChartKind.STACKED else "horizontal",
                "title": None,
                "labelFontSize": SIZE,
                "labelColor": INK,
                "labelLimit": WIDTH - 30,
                "symbolSize": 90,
                "offset": 10,
            },
        },
        **drawn,
    }


# --- Columns and bars against a target --------------------------------------------------------------------------------


def _progress(chart: ChartSpec) -> dict[str, Any]:
    top = _largest(chart.rows)
    rows = [
        {
            **_common(place, row),
            "value": _number(row.values[0]),
            "target": _number(row.values[1]) if len(row.values) > 1 else None,
            "text_at": _beyond(row, room=top * 20 / COLUMNS_HIGH),
        }
        for place, row in enumerate(chart.rows)
    ]
    across = {**_places(chart.rows), "scale": {"padding": 0}}
    along = {
        "type": "quantitative",
        "scale": {"domain": [0, top * 1.15 or 1], "nice": False},
        "axis": None,
        "stack": None,
    }
    bar = {"type": "bar", "size": _column(chart)}
    layers: list[Layer] = [
        {
            "mark": {**bar, "cornerRadiusTopLeft": 3, "cornerRadiusTopRight": 3},
            "encoding": {"y": {**along, "field": "value"}, "fill": _own_colour(), "href": {"field": "place"}},
        },
        {
            "mark": {"type": "text", "dy": -8, "fontWeight": 600},
            "encoding": {"y": {**along, "field": "text_at"}, "text": {"field": "text"}},
        },
        _name_below(COLUMNS_HIGH),
        _base(COLUMNS_HIGH),
    ]
    if any(row["target"] is not None for row in rows):
        tick = {"type": "tick", "orient": "horizontal", "thickness": 2.5, "opacity": 1, "size": _column(chart) + 14}
        layers.insert(1, {"mark": tick, "encoding": {"y": {**along, "field": "target"}, "color": _target(chart)}})
    return {"height": COLUMNS_HIGH, "data": {"values": rows}, "encoding": {"x": across}, "layer": layers}


def _column(chart: ChartSpec) -> float:
    """How wide one column is drawn: a good half of its share, and never broad."""
    return min(WIDTH / len(chart.rows) * 0.52, 54)


def _compared(chart: ChartSpec) -> dict[str, Any]:
    top = _largest(chart.rows)
    longest = min(max(len(row.texts[0]) for row in chart.rows) * NUMBER_WIDE + 12, WIDTH / 2)
    scale = {"domain": [0, top * WIDTH / (WIDTH - longest) or 1], "nice": False}
    rows = [
        {
            **_common(place, row),
            "value": _number(row.values[0]),
            "target": _number(row.values[1]) if len(row.values) > 1 else None,
            "text_at": _beyond(row, room=top * longest / WIDTH),
        }
        for place, row in enumerate(chart.rows)
    ]
    along = {"type": "quantitative", "scale": scale, "axis": None, "stack": None}
    bar = {"type": "bar", "height": 14, "yOffset": 9}
    layers: list[Layer] = [
        {
            "mark": {**bar, "cornerRadiusTopRight": 3, "cornerRadiusBottomRight": 3},
            "encoding": {"x": {**along, "field": "value"}, "fill": _own_colour(), "href": {"field": "place"}},
        },
        _name_above(),
        {
            "mark": {"type": "text", "align": "left", "dx": 7, "yOffset": 9, "fontWeight": 600},
            "encoding": {"x": {**along, "field": "text_at"}, "text": {"field": "text"}},
        },
    ]
    if any(row["target"] is not None for row in rows):
        tick = {"type": "tick", "orient": "vertical", "thickness": 2.5, "opacity": 1, "size": 22, "yOffset": 9}
        layers.insert(1, {"mark": tick, "encoding": {"x": {**along, "field": "target"}, "color": _target(chart)}})
    return _lines(chart, rows, layers)


def _beyond(row: ChartRow, *, room: float) -> float:
    """Where the number stands: at the end of the bar, or beyond the target where the two would touch."""
    value = _number(row.values[0]) or 0.0
    target = _number(row.values[1]) if len(row.values) > 1 else None
    return target if target is not None and value <= target < value + room else value


def _target(chart: ChartSpec) -> dict[str, Any]:
    legend = {"symbolType": "stroke", "symbolStrokeColor": INK, "symbolStrokeWidth": 2.5}
    return {"datum": chart.series[1], "scale": {"range": [INK]}, "legend": legend}


# --- Days from the median to the worst --------------------------------------------------------------------------------


def _lag(chart: ChartSpec) -> dict[str, Any]:
    rows = [
        {
            **_common(place, row),
            "text": " · ".join(row.texts),
            "median": _number(row.values[0]),
            "worst": _number(row.values[1]),
        }
        for place, row in enumerate(chart.rows)
    ]
    domain = {"domain": [0, _largest(chart.rows) * 1.03 or 1], "nice": False}
    axis = {"title": chart.measure or None, "tickCount": 5, "grid": True, "domain": False, "ticks": False}
    along = {"type": "quantitative", "scale": domain, "axis": axis}
    fill = {"scale": {"domain": list(chart.series), "range": [STRONG, PAPER]}, "legend": {"symbolStrokeColor": INK}}
    point = {"type": "point", "yOffset": 9, "size": 90, "stroke": INK, "strokeWidth": 1.5, "opacity": 1}
    layers: list[Layer] = [
        {
            "mark": {"type": "rule", "yOffset": 9, "strokeWidth": 3, "color": PALE},
            "encoding": {"x": {**along, "field": "median"}, "x2": {"field": "worst"}},
        },
        {"mark": point, "encoding": {"x": {**along, "field": "worst"}, "fill": {**fill, "datum": chart.series[1]}}},
        {
            "mark": point,
            "encoding": {
                "x": {**along, "field": "median"},
                "fill": {**fill, "datum": chart.series[0]},
                "href": {"field": "place"},
            },
        },
        _name_above(),
        {
            "mark": {"type": "text", "align": "right", "dy": -12, "fontWeight": 600},
            "encoding": {"x": {"value": WIDTH}, "text": {"field": "text"}},
        },
    ]
    return _lines(chart, rows, layers)


def _name_above() -> Layer:
    """The label of a line, over its bar or points: a name of a unit takes the whole width."""
    mark = {"type": "text", "align": "left", "dy": -12, "limit": WIDTH - 60, "color": INK}
    return {"mark": mark, "encoding": {"x": {"value": 0}, "text": {"field": "label"}}}


def _lines(chart: ChartSpec, rows: list[dict[str, Any]], layers: list[Layer]) -> dict[str, Any]:
    return {
        "height": {"step": ROW_HIGH},
        "data": {"values": rows},
        "encoding": {"y": _places(chart.rows)},
        "layer": layers,
    }


# --- Parts of a whole, over years -------------------------------------------------------------------------------------


def _stacked(chart: ChartSpec) -> dict[str, Any]:
    high = COLUMNS_HIGH + 50
    top = max(sum(_number(value) or 0.0 for value in row.values) for row in chart.rows) or 1.0
    rows = [part for place, row in enumerate(chart.rows) for part in _parts(chart, place, row, least=top * 17 / high)]
    named = {"domain": list(chart.series), "range": list(PARTS[: len(chart.series)])}
    across = {**_places(chart.rows), "scale": {"paddingInner": 0.3, "paddingOuter": 0.15}}
    along = {"type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": None, "stack": None}
    fill = {
        "field": "part",
        "scale": named,
        "legend": {"symbolType": "square", "values": list(reversed(chart.series)), "symbolStrokeColor": MUTED},
    }
    layers: list[Layer] = [
        {
            "mark": {"type": "bar", "stroke": PAPER, "strokeWidth": 1.5},
            "encoding": {
                "y": {**along, "field": "from"},
                "y2": {"field": "until"},
                "fill": fill,
                "href": {"field": "place"},
            },
        },
        {
            "mark": {"type": "text", "fontWeight": 600},
            "encoding": {
                "y": {**along, "field": "middle"},
                "text": {"field": "text"},
                "color": {"field": "on", "scale": None},
            },
        },
        _name_below(high),
        _base(high),
    ]
    return {"height": high, "data": {"values": rows}, "encoding": {"x": across}, "layer": layers}


def _parts(chart: ChartSpec, place: int, row: ChartRow, *, least: float) -> Iterator[dict[str, Any]]:
    """Each part of one column, with its number where it is high enough for one."""
    at = 0.0
    for number, (name, value, text) in enumerate(zip(chart.series, row.values, row.texts, strict=True)):
        high = _number(value) or 0.0
        yield {
            **_common(place, row),
            "part": name,
            "from": at,
            "until": at + high,
            "middle": at + high / 2,
            "text": text if high >= least else "",
            "on": ON_PARTS[number],
        }
        at += high


# --- A small line -----------------------------------------------------------------------------------------------------


def _line(chart: ChartSpec) -> dict[str, Any]:
    rows = [
        {**_common(place, row), "series": name, "value": _number(value)}
        for place, row in enumerate(chart.rows)
        for name, value in zip(chart.series, row.values, strict=True)
    ]
    known = [(place, row) for place, row in enumerate(chart.rows) if row.values[0] is not None]
    last = [{**_common(place, row), "value": _number(row.values[0])} for place, row in known[-1:]]
    # Labels at equal distances, the last one always.
    step = -(-len(chart.rows) // MOST_LABELS)
    named = [_common(place, row) for place, row in enumerate(chart.rows) if not (len(chart.rows) - 1 - place) % step]
    across = {**_places(chart.rows), "type": "ordinal"}
    axis = {"tickCount": 3, "grid": True, "domain": False, "ticks": False, "title": chart.measure or None}
    along = {"field": "value", "type": "quantitative", "scale": {"zero": False, "nice": True}, "axis": axis}
    order = {"domain": list(chart.series)}
    legend = {"symbolType": "stroke"} if len(chart.series) > 1 else None
    layers: list[Layer] = [
        {
            "mark": {"type": "line", "invalid": "break-paths-show-domains"},
            "encoding": {
                "y": along,
                "color": {"field": "series", "scale": {**order, "range": [STRONG, MUTED]}, "legend": legend},
                "strokeDash": {"field": "series", "scale": {**order, "range": [[1, 0], [4, 3]]}, "legend": legend},
                "strokeWidth": {"field": "series", "scale": {**order, "range": [2.5, 1.5]}, "legend": None},
            },
        },
        {
            "data": {"values": last},
            "mark": {"type": "point", "filled": True, "size": 60, "color": STRONG, "opacity": 1},
            "encoding": {"y": along, "href": {"field": "place"}},
        },
        {
            "data": {"values": last},
            "mark": {"type": "text", "dy": -13, "fontWeight": 600},
            "encoding": {"y": along, "text": {"field": "text"}},
        },
        {"data": {"values": named}, **_name_below(LINE_HIGH)},
    ]
    return {"height": LINE_HIGH, "data": {"values": rows}, "encoding": {"x": across}, "layer": layers}


DRAWN: dict[ChartKind, Callable[[ChartSpec], dict[str, Any]]] = {
    ChartKind.PROGRESS: _progress,
    ChartKind.COMPARED: _compared,
    ChartKind.LAG: _lag,
    ChartKind.STACKED: _stacked,
    ChartKind.LINE: _line,
}


# --- What they share --------------------------------------------------------------------------------------------------


def _common(place: int, row: ChartRow) -> dict[str, Any]:
    """What every datum of a row says; `place` leads back to the row, for two may be called the same."""
    return {
        "place": str(place),
        "label": row.label,
        "text": row.texts[0],
        "colour": STRONG if row.is_current else PALE,
    }


def _places(rows: Sequence[ChartRow]) -> dict[str, Any]:
    """The rows in their order; their labels are drawn as texts."""
    return {
        "field": "place",
        "type": "nominal",
        "sort": [str(place) for place in range(len(rows))],
        "axis": None,
    }


def _name_below(high: int) -> Layer:
    """The label of a column, under it."""
    mark = {"type": "text", "baseline": "top", "color": MUTED}
    return {"mark": mark, "encoding": {"y": {"value": high + 8}, "text": {"field": "label"}}}


def _base(high: int) -> Layer:
    """The line that columns stand on."""
    return {
        "mark": {"type": "rule", "color": RULE},
        "encoding": {"x": {"value": 0}, "x2": {"value": WIDTH}, "y": {"value": high}},
    }


def _own_colour() -> dict[str, Any]:
    return {"field": "colour", "type": "nominal", "scale": None}


def _largest(rows: Sequence[ChartRow]) -> float:
    return max((float(value) for row in rows for value in row.values if value is not None), default=0.0)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
