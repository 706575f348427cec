"""Lists: order, filters, pages, columns, the file, what a page costs."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import python_calamine
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django_htmx.middleware import HtmxDetails

from tongket.org import access
from tongket.org.models import AuditRow, Office, OfficeTerm
from tongket.pages import exporting, paging
from tongket.pages.buttons import Button
from tongket.pages.columns import Cell, Column, choice, day, text, unit
from tongket.pages.filters import Filter, by_choice, by_unit, by_words, by_year
from tongket.pages.listing import Listing

TERMS: Listing[OfficeTerm] = Listing(
    title="Chức vụ",
    verb="unit.read",
    columns=[
        text("person__full_name", "Họ và tên", key="name", phone="title"),
        unit(),
        day("from_on", "Từ ngày", phone="figure"),
        choice("office", "Chức vụ", order=()),
        Column("decision", "Quyết định", lambda row: Cell(row.decision, state="mut"), align="end"),
    ],
    filters=[
        by_unit(starts_here=False),
        by_year("from_on"),
        by_choice("office", "Chức vụ", Office.choices),
        by_words("person__name_fold", "Họ và tên"),
        Filter("since", "Từ ngày", lambda rows, typed: rows.filter(from_on__gte=typed), is_day=True),
    ],
    order=("person__full_name",),
    empty_text="Chưa có chức vụ nào.",
    buttons=[Button("Thêm", "/new/", is_primary=True), Button("Khác", "/other/")],
)
pytestmark = pytest.mark.django_db

Asked = Callable[..., Any]


@pytest.fixture
def asked(cast: Any) -> Asked:
    """A function that asks for a list as the clerk of the root does."""

    def ask(query: str = "", listing: Listing[OfficeTerm] = TERMS, **headers: str) -> Any:
        request: Any = RequestFactory().get(f"/terms/?{query}", headers=headers)
        request.person, request.today = cast.person("root_clerk"), cast.today
        request.htmx, request.here, request.reached = HtmxDetails(request), None, None
        request.session = SessionStore()
        request._messages = FallbackStorage(request)
        return listing.answer(request, OfficeTerm.objects.select_related("person"))

    return ask


def names(answer: Any) -> list[str]:
    """Who stands on the page, without what all are called."""
    return [str(row.cells[0]).removeprefix("Người ") for row in answer.context()["table"].rows]


# --- Order -----------------------------------------------------------------------------------------------------------


def test_rows_stand_in_the_order_of_the_list_until_another_is_chosen(asked: Asked) -> None:
    assert names(asked()) == sorted(names(asked()))
    assert names(asked("sort=-name")) == names(asked())[::-1]
    assert [name.split()[0] for name in names(asked("sort=-unit"))][:8] == ["South"] * 3 + ["North"] * 5


@pytest.mark.parametrize("sort", ["office", "decision", "nothing", "-"])
def test_order_that_the_list_does_not_know_is_ignored(asked: Asked, sort: str) -> None:
    assert names(asked(f"sort={sort}")) == names(asked())


def test_head_leads_to_its_order_and_from_there_to_the_reverse(asked: Asked) -> None:
    heads = asked("sort=name&office=CLERK&page=2").context()["table"].heads

    assert [(head.sort, head.sort_url) for head in heads] == [
        ("ascending", "?office=CLERK&sort=-name"),
        ("", "?office=CLERK&sort=unit"),
        ("", "?office=CLERK&sort=from_on"),
        ("", None),
        ("", None),
    ]


# --- Filters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("unit=SOUTH", ["South Clerk", "South Officer", "South Secretary"]),
        ("unit=NORTH-A", ["North A Secretary"]),
        ("office=OPERATOR", ["Operator"]),
        ("q=Clérk", ["North Clerk", "Root Clerk", "South Clerk"]),
        ("q=clerk root", ["Root Clerk"]),
        ("unit=SOUTH&office=CLERK", ["South Clerk"]),
        ("year=2016", []),
        ("since=2015-01-02", []),
    ],
)
def test_filters_narrow_together(asked: Asked, query: str, expected: list[str]) -> None:
    assert names(asked(query)) == expected


@pytest.mark.parametrize("query", ["unit=", "office=", "unit=NOWHERE", "office=KING", "year=1066", "q=", "q=+"])
def test_value_that_is_not_offered_narrows_nothing(asked: Asked, query: str) -> None:
    assert len(names(asked(query))) == 14


def test_filter_shows_what_is_chosen_and_offers_the_rest(asked: Asked) -> None:
    fields = {field.key: field for field in asked("office=CLERK&since=2014-12-31").context()["filters"]}

    assert [(field.kind, field.value) for field in fields.values()] == [
        ("select", ""),
        ("select", ""),
        ("select", "CLERK"),
        ("search", ""),
        ("date", "2014-12-31"),
    ]
    codes = [code for code, _name in fields["unit"].options]
    assert codes == ["ROOT", "NORTH", "NORTH-A", "NORTH-B", "SOUTH", "SOUTH-A"]


def test_list_that_is_narrowed_can_be_cleared_and_says_why_it_is_empty(asked: Asked) -> None:
    whole, narrowed, empty = asked().context(), asked("office=CLERK").context(), asked("year=2016").context()

    assert (whole["clear_url"], narrowed["clear_url"], empty["clear_url"]) == (None, "?", "?")
    assert empty["empty_text"] != TERMS.empty_text
    assert (empty["empty_button"], empty["export_url"]) == (None, None)


def test_list_without_rows_says_so_and_offers_its_main_button(asked: Asked) -> None:
    nobody = TERMS.answer(asked().request, OfficeTerm.objects.none())

    page = nobody.context()

    assert (page["empty_text"], page["empty_button"].label) == ("Chưa có chức vụ nào.", "Thêm")
    assert page["pages"].total == ""


def test_htmx_gets_the_rows_alone_with_the_filters_that_follow(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongket.pages.context.MOST_REACHED", 4)

    answer = asked("office=CLERK", **{"HX-Request": "true"})

    assert [field.key for field in answer.context()["followers"]] == ["unit"]
    assert asked("office=CLERK").context()["followers"] == []
    html = answer.respond().content.decode()
    assert html.count("<tr>") == 3 + 1
    assert ('id="filter-unit"' in html, "<h1>" in html) == (True, False)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_pages_follow_one_another_and_keep_what_was_chosen(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 5)

    first, second, third = (asked(f"sort=-name&page={number}") for number in (1, 2, 3))

    assert names(first) + names(second) + names(third) == names(asked("sort=-name&size=50"))
    assert second.context()["pages"] == paging.Pages(
        number=2,
        count=3,
        total="14",
        first="6",
        last="10",
        previous_url="?sort=-name&page=1",
        next_url="?sort=-name&page=3",
    )
    assert (first.context()["pages"].previous_url, third.context()["pages"].next_url) == (None, None)


@pytest.mark.parametrize(("typed", "number"), [("0", 3), ("99", 3), ("x", 1), ("", 1), ("9" * 50, 3)])
def test_page_that_is_not_there_is_the_nearest_one(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, typed: str, number: int
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 5)

    assert asked(f"page={typed}").context()["pages"].number == number


@pytest.mark.parametrize(("typed", "size"), [("50", 50), ("100", 100), ("200", 200), ("5000", 50), ("x", 50), ("", 50)])
def test_page_holds_as_many_rows_as_are_offered(typed: str, size: int) -> None:
    assert paging.page_size(typed) == size


# --- Columns and cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "labels"),
    [
        ("office,from_on", ["Họ và tên", "Từ ngày", "Chức vụ"]),
        ("name", ["Họ và tên"]),
        ("nothing", None),
        ("", None),
    ],
)
def test_columns_are_chosen_by_the_address_and_the_first_stays(
    asked: Asked, columns: str, labels: list[str] | None
) -> None:
    heads = asked(f"columns={columns}").context()["table"].heads

    assert [head.label for head in heads] == (labels or [column.label for column in TERMS.columns])


def test_row_holds_text_and_cells_and_leads_where_the_list_says(asked: Asked) -> None:
    listing = replace(TERMS, url_of=lambda row: f"/{row.office}/")

    [row] = asked("office=OPERATOR", listing).context()["table"].rows

    assert row.url == "/OPERATOR/"
    assert row.cells[0] == "Người Operator"
    assert row.cells[2:] == ["01/01/2015", Office.OPERATOR.label, Cell("02-QĐ/ĐUK", state="mut")]


def test_page_costs_no_more_for_three_rows_than_for_one(asked: Asked) -> None:
    counts = []
    for query in ("office=OPERATOR", "office=CLERK"):
        answer = asked(query)
        with CaptureQueriesContext(connection) as queries:
            rows = [list(map(str, row.cells)) for row in answer.context()["table"].rows]
        counts.append((len(rows), len(queries)))

    assert [rows for rows, _queries in counts] == [1, 3]
    assert [queries for _rows, queries in counts] == [4, 4]  # grants, the units to choose from, how many rows, the rows


# --- The file --------------------------------------------------------------------------------------------------------


def sheet(answer: HttpResponse) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_file_holds_what_the_list_shows_and_is_logged(asked: Asked) -> None:
    answer = asked("export=xlsx&office=CLERK&sort=-name&columns=office&page=7").respond()

    assert [row[1:] for row in sheet(answer)[3:]] == [
        ["Họ và tên", "Chức vụ"],
        *[[f"Người {name} Clerk", str(Office.CLERK.label)] for name in ("South", "Root", "North")],
    ]
    row = AuditRow.objects.get(policy="unit.read.export")
    assert (row.fields["rows"], row.fields["kind"], len(row.fields["sha256"])) == (3, "xlsx", 64)


def test_reason_is_asked_before_a_file_of_persons_leaves(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(access.POLICIES, "unit.read", replace(access.POLICIES["unit.read"], data_class="D2"))

    question = asked("export=xlsx&office=CLERK").respond()
    file = asked("export=xlsx&office=CLERK&reason=Kiểm tra").respond()

    assert 'name="office" value="CLERK"' in question.content.decode()
    assert len(sheet(file)) == 4 + 3
    assert [row.fields["reason"] for row in AuditRow.objects.filter(policy="unit.read.export")] == ["Kiểm tra"]


def test_list_that_may_not_leave_answers_with_its_page(asked: Asked) -> None:
    kept = replace(TERMS, can_export=False)

    answer = asked("export=xlsx", kept, **{"HX-Request": "true"})

    assert answer.respond()["Content-Type"].startswith("text/html")
    assert answer.context()["export_url"] is None


def test_more_rows_than_a_file_holds_are_refused(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "ROW_LIMIT", 13)
    answer = asked("export=xlsx&sort=name")

    refused = answer.respond()

    assert (refused.status_code, refused["Location"]) == (302, "/terms/?sort=name")
    assert "13" in str(next(iter(get_messages(answer.request))))
    assert not AuditRow.objects.filter(policy="unit.read.export").exists()
