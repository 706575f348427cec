"""The tree, a unit, the log, and what lists and forms of every package start with."""

import re
from typing import Any

import pytest

from tongket.meetings.models import Meeting
from tongket.org import access, audit
from tongket.pages import context
from tongket.pages.buttons import Button
from tongket.pages.columns import unit_name
from tongket.units.views.log import deed_name
from tongket.web.templatetags import frame


def rows(answer: Any) -> list[str]:
    """The first field of each row of a list."""
    return [str(row.cells[0]) for row in answer.context["table"].rows]


def filters(answer: Any) -> dict[str, str]:
    return {field.key: field.value for field in answer.context["filters"]}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("van phong", ["Chi bộ Văn phòng"]),
        ("VĂN PHÒNG chi", ["Chi bộ Văn phòng"]),
        ("south-a", ["Chi bộ Phương Nam 1"]),
        ("văn nam", []),
    ],
)
def test_tree_is_searched_with_or_without_marks(signed_in: Any, words: str, found: list[str]) -> None:
    answer = signed_in("root_clerk").get("/units/", {"q": words})

    assert rows(answer) == found


def test_tree_stands_in_by_level(signed_in: Any) -> None:
    answer = signed_in("root_clerk").get("/units/")

    depths = [row.cells[0].depth for row in answer.context["table"].rows]
    assert depths == [0, 1, 2, 2, 1, 2]


@pytest.mark.parametrize(("who", "leads"), [("north_clerk", True), ("south_clerk", False), ("stranger", False)])
def test_unit_leads_to_its_overview_for_those_who_may_read_it(signed_in: Any, who: str, leads: bool) -> None:
    answer = signed_in(who).get("/units/NORTH/")

    assert ('href="/units/NORTH/2020/"' in answer.content.decode()) is leads


def test_log_names_people_units_and_deeds(cast: Any, signed_in: Any) -> None:
    audit.record(cast.person("north_clerk"), "unit.read", cast.unit("north"), on=cast.today)
    audit.record(None, "unit.read.export", on=cast.today)

    answer = signed_in("auditor").get("/audit/")

    seen = [[str(cell) for cell in row.cells[:4]] for row in answer.context["table"].rows]
    assert [deed_name("unit.read"), "Người North Clerk", "Đảng bộ Sở Phương Bắc"] in [row[:3] for row in seen]
    assert [f"{deed_name('unit.read')} (xuất tệp)", "hệ thống", ""] in [row[:3] for row in seen]
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", str(seen))


def test_log_is_narrowed_to_a_deed_and_its_file(cast: Any, signed_in: Any) -> None:
    audit.record(None, "unit.read.export", on=cast.today)
    audit.record(None, "office.write", on=cast.today)

    answer = signed_in("auditor").get("/audit/", {"policy": "unit.read"})

    assert rows(answer) == [deed_name("unit.read.export")]


def test_deed_that_is_declared_no_more_stays_as_written() -> None:
    assert deed_name("gone.read") == "gone.read"
    assert deed_name("audit.read") == str(access.POLICIES["audit.read"].label)


def test_list_starts_at_the_unit_and_year_of_the_page_before(signed_in: Any) -> None:
    browser = signed_in("root_clerk")
    browser.get("/units/NORTH/2020/")

    programme, everywhere = browser.get("/inspection/"), browser.get("/inspection/", {"unit": "", "year": ""})

    assert (filters(programme)["unit"], filters(programme)["year"]) == ("NORTH", "2020")
    assert (filters(everywhere)["unit"], filters(everywhere)["year"]) == ("", "")


@pytest.mark.parametrize(
    ("chosen", "is_filtered"),
    [({}, False), ({"unit": "NORTH", "year": "2020"}, False), ({"unit": ""}, False), ({"unit": "NORTH-A"}, True),
     ({"year": "2019"}, True)],
)  # fmt: skip
def test_a_unit_or_year_that_was_chosen_can_be_cleared(
    signed_in: Any, chosen: dict[str, str], is_filtered: bool
) -> None:
    browser = signed_in("root_clerk")
    browser.get("/units/NORTH/2020/")

    page = browser.get("/inspection/", chosen).context

    assert (page["clear_url"] is not None) is is_filtered
    assert (page["empty_text"] == "Không có dòng nào khớp với điều kiện lọc.") is is_filtered


def test_filter_with_nothing_to_choose_is_left_out(signed_in: Any) -> None:
    assert "unit" not in filters(signed_in("north_a_secretary").get("/meetings/"))
    assert "unit" in filters(signed_in("north_clerk").get("/meetings/"))


@pytest.mark.parametrize(
    ("unit", "offered"),
    [
        ("", ["ROOT", "NORTH", "SOUTH"]),
        ("NORTH", ["ROOT", "NORTH", "NORTH-A", "NORTH-B", "SOUTH"]),
        ("NORTH-A", ["ROOT", "NORTH", "NORTH-A", "NORTH-B", "SOUTH"]),
        ("SOUTH-A", ["ROOT", "NORTH", "SOUTH", "SOUTH-A"]),
    ],
)
def test_who_reaches_many_units_chooses_down_the_tree(
    signed_in: Any, monkeypatch: pytest.MonkeyPatch, unit: str, offered: list[str]
) -> None:
    monkeypatch.setattr(context, "MOST_REACHED", 4)  # fewer than the choice may hold
    browser = signed_in("root_clerk")

    page = browser.get("/meetings/", {"unit": unit})
    answer = browser.get("/meetings/", {"unit": unit}, headers={"HX-Request": "true"})

    shown = next(field for field in page.context["filters"] if field.key == "unit")
    assert [value for value, _label in shown.options] == offered
    assert shown.value == unit
    chosen = re.findall(
        r'<select id="filter-unit" name="unit" hx-swap-oob="true">.*?</select>', answer.content.decode()
    )
    assert [re.findall(r'value="([A-Z-]+)"', one) for one in chosen] == [offered]


def test_who_reaches_few_units_chooses_among_all_of_them(signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "MOST_REACHED", 5)
    browser = signed_in("north_clerk")

    page = browser.get("/meetings/", {"unit": ""})
    answer = browser.get("/meetings/", {"unit": ""}, headers={"HX-Request": "true"}).content.decode()

    shown = next(field for field in page.context["filters"] if field.key == "unit")
    assert [value for value, _label in shown.options] == ["NORTH", "NORTH-A", "NORTH-B"]
    assert "hx-swap-oob" not in answer


@pytest.mark.parametrize(
    ("unit", "name"),
    [("north_a", "Chi bộ Văn phòng, Đảng bộ Sở Phương Bắc"), ("north", "Đảng bộ Sở Phương Bắc")],
)
def test_cell_is_named_with_the_committee_above(cast: Any, unit: str, name: str) -> None:
    assert unit_name(Meeting(unit=cast.unit(unit))) == name


def test_form_starts_at_the_unit_of_the_page_before(signed_in: Any) -> None:
    browser = signed_in("root_clerk")
    browser.get("/units/NORTH/2020/")

    assert browser.get("/meetings/new/").context["form"].initial["unit"] == "NORTH"
    assert browser.get("/meetings/new/?unit=SOUTH").context["form"].initial["unit"] == "SOUTH"


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/members/", "/members/"),
        ("/members/me/", "/members/me/"),
        ("/members/import/", "/members/"),
        ("/meetings/new/", "/meetings/"),
        ("/units/NORTH/", None),
        ("/accounts/password/change/", None),
    ],
)
def test_menu_marks_the_one_entry_that_a_page_belongs_to(signed_in: Any, address: str, entry: str | None) -> None:
    page = signed_in("north_officer").get(address).content.decode()

    marked = set(re.findall(r'<a href="([^"]+)" aria-current="page"', page))

    assert marked == ({entry} if entry else set())


@pytest.mark.parametrize(("count", "near"), [(0, ""), (4, "abcd"), (5, "cde"), (9, "ghi")])
def test_many_buttons_are_parted_and_the_main_one_stays_near(count: int, near: str) -> None:
    buttons = [Button("abcdefghi"[at], "/", is_primary=at == count - 1) for at in range(count)]

    parts = frame.parted(buttons)

    assert "".join(button.label for button in parts["near"]) == near
    assert len(parts["rare"]) + len(near) == count
