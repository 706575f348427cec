"""A chart takes plain values, prints them as offices do, and refuses what it could not draw."""

from decimal import Decimal

import pytest

from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec


def test_row_prints_its_numbers_the_vietnamese_way() -> None:
    row = ChartRow("2020", (1250, Decimal("15.8"), None))

    assert row.texts == ("1.250", "15,8", "–")


def test_row_keeps_the_texts_it_is_given() -> None:
    assert ChartRow("2020", (None,), ("< 5",)).texts == ("< 5",)


def test_labels_are_cleaned_of_control_characters_and_stand_in_nfc() -> None:
    row = ChartRow("Đảng bộ\x00 A\u202e", (1,))

    assert row.label == "Đảng bộ A"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://other.example/", "//other.example/", "figures/"])
def test_row_leads_nowhere_but_to_this_site(url: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        ChartRow("2020", (1,), url=url)


def test_value_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="starts at 0"):
        ChartRow("2020", (-1,))


def test_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        ChartRow("2020", (Decimal("NaN"),))


def test_texts_must_be_as_many_as_values() -> None:
    with pytest.raises(ValueError, match="1 texts for 2 values"):
        ChartRow("2020", (1, 2), ("1",))


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        (ChartKind.PROGRESS, ()),
        (ChartKind.PROGRESS, ("a", "b", "c")),
        (ChartKind.LAG, ("a",)),
        (ChartKind.STACKED, tuple("abcdefg")),
    ],
)
def test_chart_with_too_few_or_too_many_series_is_refused(kind: ChartKind, series: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="series in a chart"):
        ChartSpec(kind, "A sentence", [], "Year", series)


def test_row_must_have_a_value_for_each_series() -> None:
    with pytest.raises(ValueError, match="1 values for 2 series: 2020"):
        ChartSpec(ChartKind.PROGRESS, "A sentence", [ChartRow("2020", (1,))], "Year", ("Result", "Target"))


def test_chart_without_a_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="what is to be seen"):
        ChartSpec(ChartKind.PROGRESS, "  ", [], "Year", ("Result",))
