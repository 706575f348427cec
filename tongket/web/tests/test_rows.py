"""Tables and filters as HTML: everything that somebody typed is escaped, and each cell leads where it should."""

import pytest

from tongket.pages.columns import Cell
from tongket.pages.filters import FilterField
from tongket.pages.tables import Head, Row, Table
from tongket.web.templatetags.frame import drawn
from tongket.web.templatetags.rows import as_filters, as_heads, as_rows, as_total

HOSTILE = "<b>\"Hoa\" & 'Lan'</b>"
ESCAPED = "&lt;b&gt;&quot;Hoa&quot; &amp; &#x27;Lan&#x27;&lt;/b&gt;"


def table(*cells: Cell | str, url: str | None = "/?a=1&b=2", phone: str = "") -> Table:
    return Table([Head(HOSTILE, phone=phone)] * len(cells), [Row(cells, url)])


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        (HOSTILE, f'data-label="{ESCAPED}"><a class="name" href="/?a=1&amp;b=2">{ESCAPED}</a></td>'),
        (Cell(HOSTILE), f'data-label="{ESCAPED}"><a class="name" href="/?a=1&amp;b=2">{ESCAPED}</a></td>'),
        (Cell(HOSTILE, HOSTILE), f'<a class="figure" href="{ESCAPED}">{ESCAPED}</a>'),
        (Cell(HOSTILE, HOSTILE, "ok"), f'<span class="chip is-ok"><a href="{ESCAPED}">{ESCAPED}</a></span>'),
        (Cell(HOSTILE, state="bad", share=40), f'width="40%" height="7" rx="3.5"/></svg>{ESCAPED}</td>'),
    ],
)
def test_cell_is_escaped_and_leads_where_it_should(cell: Cell | str, held: str) -> None:
    assert held in as_rows(table(cell))


def test_cell_stands_on_a_phone_where_its_column_does_unless_it_says_otherwise() -> None:
    deep, sub, plain = (
        as_rows(table(Cell(HOSTILE, depth=2), phone="title")),
        as_rows(table(Cell("Lan", phone="sub"))),
        as_rows(table("Lan")),
    )

    assert '<td class="start ph-title depth-2"><a class="name"' in deep
    assert f'<td class="start ph-sub is-short" data-label="{ESCAPED}">' in sub
    assert f'<td class="start ph-rest is-short" data-label="{ESCAPED}">' in plain


def test_only_the_first_cell_leads_to_the_row() -> None:
    rows = as_rows(Table([Head("Họ và tên"), Head("Số thẻ")], [Row(["Hoa", "1"], "/a/"), Row(["Lan", "2"])]))

    assert (rows.count('href="/a/"'), rows.count('<tr class="opens">'), rows.count("<tr>")) == (1, 1, 1)


def test_column_of_links_has_a_heading_for_those_who_hear_the_page() -> None:
    heads = as_heads(Table([Head("Ngày"), Head("")], []))

    assert heads.endswith('<th scope="col" class="start"><span class="sr-only">Thao tác</span></th>')


def test_row_that_adds_up_others_is_marked() -> None:
    assert as_rows(Table([Head("Đơn vị")], [Row(["Cộng"], is_sum=True)])).startswith('<tr class="sum">')


def test_row_at_the_foot_leads_where_its_cells_do() -> None:
    foot = Table([Head("Đơn vị", phone="title"), Head("Số", "end")], [], total=Row(["Cộng", Cell("3", "/a/")]))

    assert as_total(foot) == (
        '<td class="start ph-title">Cộng</td><td class="end ph-rest" data-label="Số">'
        '<a class="figure" href="/a/">3</a></td>'
    )


@pytest.mark.parametrize(
    ("sort", "icon"), [("ascending", "arrow-up"), ("descending", "arrow-down"), ("", "chevrons-up-down")]
)
def test_head_says_how_the_rows_are_sorted(sort: str, icon: str) -> None:
    heads = as_heads(Table([Head(HOSTILE, "end", sort=sort, sort_url="?a=1&sort=name")], []))

    assert f'class="sort" href="?a=1&amp;sort=name">{ESCAPED}<svg' in heads
    assert drawn(icon, 14) in heads
    assert ("aria-sort" in heads) is bool(sort)


def test_head_that_does_not_sort_leads_nowhere() -> None:
    assert as_heads(Table([Head("Số thẻ")], [])) == '<th scope="col" class="start">Số thẻ</th>'


def test_filters_are_escaped_and_offer_all_where_nothing_must_be_chosen() -> None:
    unit = FilterField("unit", HOSTILE, "select", "a", [("a", HOSTILE)])
    name = FilterField("q", "Họ và tên", "search", HOSTILE, [])

    fields = as_filters([unit, name])

    assert f'<option value="a" selected>{ESCAPED}</option>' in fields
    assert f'type="search" autocomplete="off" value="{ESCAPED}">' in fields
    assert fields.count('<option value="">') == 1


def test_filter_that_has_a_word_for_all_offers_no_other() -> None:
    assert as_filters([FilterField("unit", "Đơn vị", "select", "", [("", "Tất cả")])]).count('<option value=""') == 1
