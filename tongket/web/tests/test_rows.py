"""Tables and filters as HTML: everything that somebody typed is escaped, and each cell leads where it should."""

import pytest

from tongket.web.templatetags.frame import drawn
from tongket.web.templatetags.rows import as_filters, as_heads, as_rows

HOSTILE = "<b>\"Hoa\" & 'Lan'</b>"
ESCAPED = "&lt;b&gt;&quot;Hoa&quot; &amp; &#x27;Lan&#x27;&lt;/b&gt;"


def cell(**more: object) -> dict[str, object]:
    return {"text": HOSTILE, "label": HOSTILE, **more}


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({}, f'data-label="{ESCAPED}"><a class="name" href="/?a=1&amp;b=2">{ESCAPED}</a></td>'),
        ({"url": HOSTILE}, f'<a class="figure" href="{ESCAPED}">{ESCAPED}</a>'),
        ({"state": "ok", "url": HOSTILE}, f'<span class="chip is-ok"><a href="{ESCAPED}">{ESCAPED}</a></span>'),
        ({"share": 40, "state": "bad"}, f'width="40%" height="7" rx="3.5"/></svg>{ESCAPED}</td>'),
        ({"phone": "title", "depth": 2}, '<td class="start ph-title depth-2"><a class="name"'),
    ],
)
def test_cell_is_escaped_and_leads_where_it_should(more: dict[str, object], held: str) -> None:
    assert held in as_rows([{"url": "/?a=1&b=2", "cells": [cell(**more)]}])


def test_only_the_first_cell_leads_to_the_row() -> None:
    said = as_rows([{"url": "/a/", "cells": [cell(), cell()]}, {"url": None, "cells": [cell()]}])

    assert (said.count('href="/a/"'), said.count('<tr class="opens">'), said.count("<tr>")) == (1, 1, 1)


@pytest.mark.parametrize(
    ("sort", "icon"), [("ascending", "arrow-up"), ("descending", "arrow-down"), ("", "chevrons-up-down")]
)
def test_head_says_how_the_rows_are_sorted(sort: str, icon: str) -> None:
    said = as_heads([{"label": HOSTILE, "sort": sort, "sort_url": "?a=1&sort=name", "align": "end"}])

    assert f'class="sort" href="?a=1&amp;sort=name">{ESCAPED}<svg' in said
    assert drawn(icon, 14) in said
    assert ("aria-sort" in said) is bool(sort)


def test_head_that_does_not_sort_leads_nowhere() -> None:
    assert as_heads([{"label": "Số thẻ"}]) == '<th scope="col" class="start">Số thẻ</th>'


def test_filters_are_escaped_and_offer_all_where_nothing_must_be_chosen() -> None:
    options = [{"value": "a", "label": HOSTILE, "is_selected": True}]
    one = {"key": "unit", "label": HOSTILE, "kind": "select", "value": "a", "options": options}
    typed = {"key": "q", "label": "Họ và tên", "kind": "search", "value": HOSTILE, "options": []}
    every = {**one, "options": [{"value": "", "label": "Tất cả", "is_selected": False}]}

    said, alone = as_filters([one, typed]), as_filters([every])

    assert f'<option value="a" selected>{ESCAPED}</option>' in said
    assert f'type="search" autocomplete="off" value="{ESCAPED}">' in said
    assert (said.count('<option value="">'), alone.count('<option value="">')) == (1, 1)
