"""Bars of a chart: their heights, their targets, and what a missing number does."""

from typing import Any

from tongket.web.templatetags.drawings import BASE, TOP, bar_chart


def bar(label: str, value: float | None, target: float | None = None) -> dict[str, Any]:
    return {
        "label": label,
        "value_text": str(value),
        "value": value,
        "target": target,
        "is_current": False,
        "url": None,
    }


def test_bars_are_as_high_as_their_share_of_the_largest() -> None:
    drawn = bar_chart({"title": "", "note": "", "bars": [bar("2019", 50), bar("2020", 100)]})["bars"]

    assert [one["height"] for one in drawn] == [f"{(BASE - TOP) / 2:.1f}", f"{BASE - TOP:.1f}"]
    assert [one["target_y"] for one in drawn] == [None, None]


def test_target_above_every_bar_sets_the_scale() -> None:
    context = bar_chart({"title": "", "note": "", "bars": [bar("2020", 60, target=120)]})

    assert context["bars"][0]["target_y"] == f"{TOP:.1f}"
    assert context["bars"][0]["height"] == f"{(BASE - TOP) / 2:.1f}"
    assert context["has_target"] is True


def test_missing_and_zero_values_draw_a_flat_bar() -> None:
    drawn = bar_chart({"title": "", "note": "", "bars": [bar("2019", None), bar("2020", 0)]})["bars"]

    assert [one["height"] for one in drawn] == ["0.0", "0.0"]


def test_chart_without_bars_is_drawn_empty() -> None:
    assert bar_chart({"title": "", "note": "", "bars": []})["bars"] == []
