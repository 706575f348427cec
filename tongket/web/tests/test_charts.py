"""A chart in a page: the picture, the same numbers as a table, words where there is nothing to draw."""

from django.template import Context, Template
from django.utils.translation import override

from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec
from tongket.web.overview import _admitted


def rendered(chart: ChartSpec) -> str:
    with override("en"):
        return Template("{% load charts %}{% chart spec %}").render(Context({"spec": chart}))


def test_chart_stands_above_the_table_of_its_numbers() -> None:
    rows = [ChartRow("2019", (1127, None), url="/figures/x/"), ChartRow("<2020>", (None, 120), ("< 5", "120"))]

    page = rendered(ChartSpec(ChartKind.PROGRESS, "More than before", rows, "Year", ("Admitted", "Target")))

    assert page.index("<svg") < page.index("<details") < page.index("<table")
    assert '<caption class="sr-only">More than before</caption>' in page
    assert '<th scope="col">Year</th><th scope="col">Admitted</th><th scope="col">Target</th>' in page
    assert '<th scope="row">2019</th><td><a class="n" href="/figures/x/">1.127</a></td><td>–</td>' in page
    assert '<th scope="row">&lt;2020&gt;</th><td>&lt; 5</td><td>120</td>' in page
    assert "style=" not in page


def test_chart_without_rows_says_so() -> None:
    page = rendered(ChartSpec(ChartKind.LAG, "Nothing yet", [], "Year", ("Median", "Worst")))

    assert "There is nothing to draw yet." in page
    assert "<svg" not in page


def test_title_of_the_chart_of_admissions_says_how_it_compares() -> None:
    with override("en"):
        titles = [_admitted(2020, 1139, before) for before in (1127, 1150, 1139, None)]

    assert titles == [
        "Members admitted in 2020: 1.139, 12 more than the year before",
        "Members admitted in 2020: 1.139, 11 fewer than the year before",
        "Members admitted in 2020: 1.139, as many as the year before",
        "Members admitted in 2020: 1.139",
    ]
