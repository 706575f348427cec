"""A cell with members is split and merged by hand: looked at first, then done, by keyboard and on a phone."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import SIZES, Office, pick, signed_in

pytestmark = pytest.mark.browser

OFFICER = "tochuc.khoi1"
PAPER = {"number": "58-QĐ/ĐUK", "decided_on": "20/12/2021", "issuer": "Đảng ủy Khối", "from_on": "01/01/2022"}


@pytest.fixture
def server(demonstration: Path, tmp_path: Path) -> Any:
    """An office of its own, whose units may be changed."""
    office = Office(demonstration, tmp_path)
    try:
        office.open()
        yield office.address
    finally:
        office.close()


def fill(page: Any, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.fill(f"main form input[name={name}]", value)


def on_roll(page: Any, server: str, code: str) -> int:
    """How many stand on the roll of a unit today."""
    page.goto(f"{server}/members/on/?unit={code}&size=200")
    return int(page.locator("#rows tbody tr").count())


@pytest.mark.parametrize("size", SIZES)
def test_cell_is_split_and_what_is_left_is_merged(
    quiet_page: Any, server: str, accessible: Any, take_picture: Any, size: dict[str, int]
) -> None:
    page = signed_in(quiet_page, server, OFFICER)
    page.set_viewport_size(size)
    before, other = on_roll(page, server, "GDDT-4"), on_roll(page, server, "GDDT-5")
    assert before > 3

    # Split: one new cell, two members of the old one go there.
    page.goto(f"{server}/units/GDDT-4/split/")
    fill(page, {"name_1": "Chi bộ Giáo dục Mầm non", "short_name_1": "CB Mầm non", "code_1": "GDDT-90", **PAPER})
    accessible(page)
    take_picture(page, f"structure-split-{size['width']}")
    page.locator("main form input[name=from_on]").press("Enter")
    page.wait_for_selector(".goes-along")
    accessible(page)
    take_picture(page, f"structure-split-look-{size['width']}")
    selects = page.locator("select[name^=members-]")
    assert selects.count() == before
    for number in (0, 1):
        selects.nth(number).focus()
        page.keyboard.press("ArrowDown")
    page.locator("main form button[value=save]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/GDDT-4/")
    assert "Đã chia tách đơn vị" in page.inner_text("main")
    assert (on_roll(page, server, "GDDT-4"), on_roll(page, server, "GDDT-90")) == (before - 2, 2)

    # Merge: the rest goes to another cell, listed and counted before.
    page.goto(f"{server}/units/GDDT-4/merge/")
    pick(page, "into", "GDDT-5") if page.locator("[name=into_words]").count() else page.select_option(
        "select[name=into]", "GDDT-5"
    )
    fill(page, {**PAPER, "number": "59-QĐ/ĐUK", "from_on": "04/01/2022"})
    page.locator("main form button[value=look]").press("Enter")
    page.wait_for_selector(".goes-along")
    accessible(page)
    take_picture(page, f"structure-merge-look-{size['width']}")
    assert f"Đảng viên: {before - 2}" in page.inner_text("main")
    page.locator("main form button[value=save]").press("Enter")
    page.wait_for_url("**/units/GDDT-5/")
    assert on_roll(page, server, "GDDT-5") == other + before - 2

    # The old unit says what became of it, and what was entered can be taken back.
    page.goto(f"{server}/units/GDDT-4/")
    assert "đã sáp nhập vào" in page.inner_text("main")
    accessible(page)
    take_picture(page, f"structure-merged-{size['width']}")
    page.locator("main a[href$='/withdraw/']").first.click()
    page.fill("main form textarea[name=reason]", "Nhập nhầm đơn vị tiếp nhận")
    page.locator("main form button[type=submit]").press("Enter")
    page.wait_for_url("**/units/GDDT-4/")
    assert "đã rút ngày" in page.inner_text("main")
    assert (on_roll(page, server, "GDDT-4"), on_roll(page, server, "GDDT-5")) == (before - 2, other)
