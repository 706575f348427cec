"""The pictures: what stands in them, that pages may show them, that equal charts are equal bytes."""

import io
import itertools
import multiprocessing
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from tongket.core.charts.drawing import SVG, DrawnBeforeFork, cleaned, png, svg
from tongket.core.charts.spec import ChartKind, ChartRow, ChartSpec
from tongket.core.charts.vega import INK, PAPER, PARTS, STRONG, WIDTH

YEARS = [
    ChartRow("2019", (127, 115), url="/figures/members_admitted/KHOI/2019/?until=1&x=2"),
    ChartRow("2020", (1390, 120), is_current=True),
]
UNITS = [
    ChartRow("Đảng bộ Sở Y tế", (Decimal("115.8"), 100), ("115,8%", "100%")),
    ChartRow("Chi bộ Văn phòng", (None, 100), ("< 5", "100%")),
]
LEVELS = ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ")
CHARTS = {
    ChartKind.PROGRESS: ChartSpec(
        ChartKind.PROGRESS, "Năm 2020 kết nạp nhiều hơn", YEARS, "Năm", ("Kết quả", "Chỉ tiêu")
    ),
    ChartKind.COMPARED: ChartSpec(ChartKind.COMPARED, "Một đơn vị vượt", UNITS, "Đơn vị", ("Kết quả", "Chỉ tiêu")),
    ChartKind.LAG: ChartSpec(
        ChartKind.LAG,
        "Năm 2020 nhanh hơn",
        [ChartRow("2019", (31, 60)), ChartRow("2020", (Decimal("12.5"), 1024)), ChartRow("2021", (None, None))],
        "Năm",
        ("Trung vị", "Lâu nhất"),
        "ngày",
    ),
    ChartKind.STACKED: ChartSpec(
        ChartKind.STACKED,
        "Năm 2020 nhiều hơn",
        [ChartRow("2019", (8, 30, 3)), ChartRow("2020", (9, 28, 1))],
        "Năm",
        LEVELS,
    ),
    ChartKind.LINE: ChartSpec(
        ChartKind.LINE,
        "Tháng 3 cao nhất",
        [ChartRow("1", (92, 90)), ChartRow("2", (None, 91)), ChartRow("3", (96, 92), ("96%", "92%"))],
        "Tháng",
        ("2020", "2019"),
        "%",
    ),
}
FORKING = "ignore:.*fork.*:DeprecationWarning"  # newer Pythons warn of what these tests are about
every_kind = pytest.mark.parametrize("kind", list(ChartKind))


def parsed(picture: str) -> Any:
    return etree.fromstring(picture.encode())


def texts(picture: str) -> list[str]:
    return ["".join(element.itertext()) for element in parsed(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChartKind.PROGRESS, {"127", "1.390", "2019", "2020", "Chỉ tiêu"}),
        (ChartKind.COMPARED, {"Đảng bộ Sở Y tế", "115,8%", "Chi bộ Văn phòng", "< 5", "Chỉ tiêu"}),
        (ChartKind.LAG, {"31 · 60", "12,5 · 1.024", "– · –", "ngày", "Trung vị", "Lâu nhất", "1.000"}),
        (ChartKind.STACKED, {"8", "30", "9", "28", "2019", "2020", *LEVELS}),
        (ChartKind.LINE, {"96%", "1", "2", "3", "2019", "2020"}),
    ],
)
def test_picture_prints_labels_and_numbers(kind: ChartKind, words: set[str]) -> None:
    assert words <= set(texts(svg(CHARTS[kind])))


@every_kind
def test_picture_needs_no_style_no_script_and_no_address(kind: ChartKind) -> None:
    root = parsed(svg(CHARTS[kind]))

    names = {name for element in root.iter() for name in element.attrib}
    addresses = [value for element in root.iter() for value in element.attrib.values() if "//" in value]
    assert not names & {"style", "class", "id", "onclick"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "g", "path", "line", "text", "a"}
    assert addresses == []


@every_kind
def test_picture_says_what_is_seen_and_takes_the_width_of_its_place(kind: ChartKind) -> None:
    root = parsed(svg(CHARTS[kind]))

    assert root.get("aria-label") == CHARTS[kind].title
    assert root.get("width") is None
    assert WIDTH <= float(root.get("viewBox").split()[2]) <= WIDTH + 60


def test_row_with_an_address_is_a_link_with_a_name_and_another_is_none() -> None:
    root = parsed(svg(CHARTS[ChartKind.PROGRESS]))

    links = {element.get("href"): element.get("aria-label") for element in root.iter(f"{SVG}a")}
    assert links == {"/figures/members_admitted/KHOI/2019/?until=1&x=2": "2019: 127"}
    assert root.get("role") == "group"
    assert parsed(svg(CHARTS[ChartKind.COMPARED])).get("role") == "img"


def test_hostile_text_stays_text() -> None:
    hostile = '</text><script>alert(1)</script> & "x" {{ y }} datum["z"]'
    chart = ChartSpec(ChartKind.COMPARED, hostile, [ChartRow(hostile, (1,), (hostile,), url="/a/")], "x", ("x",))

    root = parsed(svg(chart))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "g", "path", "line", "text", "a"}
    assert hostile in texts(svg(chart))
    assert root.get("aria-label") == hostile


@pytest.mark.parametrize(
    "part",
    ['<rect style="fill:red"/>', "<script/>", "<image/>", '<rect onclick="x()"/>', "<foreignObject/>", "<style/>"],
)
def test_part_that_no_chart_has_is_refused(part: str) -> None:
    raw = f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">{part}</svg>'

    with pytest.raises(ValueError, match="in a chart"):
        cleaned(raw, title="x", links=[])


@every_kind
def test_equal_charts_are_equal_bytes(kind: ChartKind) -> None:
    from django.core.cache import caches

    first, first_png = svg(CHARTS[kind]), png(CHARTS[kind])
    caches["charts"].clear()

    assert (svg(CHARTS[kind]), png(CHARTS[kind])) == (first, first_png)


@every_kind
def test_png_is_as_large_as_asked_and_on_white(kind: ChartKind) -> None:
    small, large = (Image.open(io.BytesIO(png(CHARTS[kind], scale=scale))) for scale in (1, 3))

    assert large.width == pytest.approx(small.width * 3, abs=3)
    assert small.width >= WIDTH
    assert small.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_neighbouring_colours_differ_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [grey(colour) for colour in PARTS]

    assert min(abs(one - other) for one, other in itertools.pairwise(shades)) > 15
    assert min(abs(grey(one) - grey(other)) for one, other in [(STRONG, PAPER), (INK, PAPER)]) > 100


def test_chart_without_rows_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        svg(ChartSpec(ChartKind.PROGRESS, "Chưa có", [], "Năm", ("Kết quả",)))


def _draw_in_child(chart: ChartSpec, answers: Any) -> None:
    try:
        answers.put(svg(chart))
    except DrawnBeforeFork:
        answers.put("refused")


def in_forked_child(chart: ChartSpec) -> str:
    """What `svg` answers in a process forked from this one."""
    forking = multiprocessing.get_context("fork")
    answers = forking.Queue()
    child = forking.Process(target=_draw_in_child, args=(chart, answers))
    child.start()
    answer: str = answers.get(timeout=600)
    child.join(timeout=600)
    return answer


@pytest.mark.filterwarnings(FORKING)
def test_chart_that_was_drawn_is_kept_and_needs_no_drawing_again() -> None:
    picture = svg(CHARTS[ChartKind.LINE])

    assert in_forked_child(CHARTS[ChartKind.LINE]) == picture


@pytest.mark.filterwarnings(FORKING)
def test_forked_child_of_a_process_that_drew_is_refused_instead_of_hanging() -> None:
    svg(CHARTS[ChartKind.LINE])
    other = ChartSpec(ChartKind.LINE, "Chưa vẽ", [ChartRow("1", (7,)), ChartRow("2", (8,))], "Tháng", ("2020",))

    assert in_forked_child(other) == "refused"
