"""Inspection in a browser: an item from the programme to its closed file, of which the clerk sees that it was done."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, Office, pick, signed_in

pytestmark = pytest.mark.browser

INSPECTOR, CLERK = "kiemtra.khoi1", "vanphong.khoi1"
THEME, TASK = "Việc thực hiện quy chế làm việc của cấp ủy", "Sửa quy chế làm việc"


@pytest.fixture
def office(demonstration: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of its own, whose records change."""
    opened = Office(demonstration, tmp_path)
    try:
        opened.open()
        yield opened
    finally:
        opened.close()


@pytest.fixture
def server(office: Office) -> str:
    return office.address


def press(page: Any, ending: str, *, within: str = "main") -> None:
    """Press the deed whose address ends so, in the head of the page or beside what it is about."""
    link = page.locator(f"{within} a[href$='/{ending}/']").first
    if not link.is_visible():
        page.click(".more-deeds > summary")
    link.click()
    page.wait_for_load_state()


def send(page: Any, **values: str) -> None:
    """Fill in the form of the page and send it."""
    for name, value in values.items():
        field = page.locator(f"main form [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    assert page.locator("[aria-invalid=true]").count() == 0, page.inner_text("main")


def look(page: Any, name: str, accessible: Callable[[Any], None], take_picture: Callable[[Any, str], None]) -> None:
    """The page in both widths: nothing beside the paper, nothing that axe finds."""
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        accessible(page)
        take_picture(page, f"{name}-{size['width']}")


def test_inspector_leads_an_item_from_the_programme_to_its_closed_file(
    sign_in: Any, server: str, new_context: Any, accessible: Any, take_picture: Any
) -> None:
    page = sign_in(INSPECTOR)
    late = page.locator(".duty", has_text="trễ")
    assert late.count() >= 2  # what the programme of last year still owes

    page.goto(f"{server}/inspection/new/")
    send(page, owner="ủy ban kiểm tra", manner="chuyên đề", subject=THEME, year="2022", due_on="28/02/2022")
    page.goto(f"{server}/inspection/items/?unit=KHOI1&year=2022")
    page.locator("#rows a", has_text=THEME).click()
    item = page.url
    press(page, "parties")
    pick(page, "party_unit", "GDDT")
    send(page)
    press(page, "team")
    pick(page, "member", "Lê")
    send(page, role="trưởng đoàn")
    press(page, "start")
    send(page, opened_on="04/01/2022", opening_number="02-QĐ/UBKT")
    press(page, "papers")
    send(page, kind="kế hoạch", number="01-KH/UBKT", dated_on="04/01/2022")
    assert "1/12 văn bản" in page.inner_text("main")

    press(page, "conclude")
    send(page, number="03-TB/UBKT", concluded_on="05/01/2022")
    press(page, "points")
    send(page, kind="hạn chế", matter="nguyên tắc tổ chức, quy chế làm việc")
    press(page, "corrections")
    pick(page, "carrier", "GDDT")
    send(page, matter="nguyên tắc tổ chức, quy chế làm việc", task=TASK, due_on="28/01/2022")
    press(page, "close", within=".head-actions")
    page.locator("main form [name=closed_on]").fill("05/01/2022")
    page.click("main form button[type=submit]")
    assert "chưa" in page.inner_text("main form")  # what has to be corrected is not
    page.goto(item)
    press(page, "look")
    send(page, looked_on="05/01/2022", way="đến nơi", progress="đã sửa")
    press(page, "close", within="table")
    send(page, closed_on="05/01/2022", closed_by="04-BC/ĐU")
    press(page, "close", within=".head-actions")
    send(page, closed_on="05/01/2022")
    page.goto(item)
    assert "đã đóng hồ sơ" in page.inner_text("main")
    look(page, "inspection-item", accessible, take_picture)
    page.goto(f"{server}/inspection/discipline/?unit=KHOI1&year=2021")
    look(page, "discipline", accessible, take_picture)

    clerk = signed_in(new_context(locale="vi-VN").new_page(), server, CLERK)
    clerk.goto(f"{server}/inspection/?unit=KHOI1&year=2022")
    row = clerk.locator("#rows tr", has_text=THEME)
    assert "đã đóng hồ sơ" in row.inner_text()
    assert row.locator("a").count() == 0
    assert clerk.goto(item).status in {403, 404}
    assert "GDDT" not in clerk.inner_text("main")
    for behind in ("items/", "corrections/", "discipline/"):
        assert clerk.goto(f"{server}/inspection/{behind}").status == 403
