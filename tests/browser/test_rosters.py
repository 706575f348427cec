"""A messy roster by hand: columns chosen, a pattern answered once, mends across pages, rows left out, import, undo."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.browser.conftest import PHONE, WIDE, Office, pick

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ["TT", "Họ và tên", "Sinh", "Vào Đảng", "CT", "Xyz", "Sinh hoạt tại"]
ONSETS, RIMES = "BCHLMNSTVXK", ["anh", "oang", "uyen", "iet", "um"]
PEOPLE = 55  # each with a day that there is not, so that the errors fill two pages


@pytest.fixture
def server(demonstration: Path, tmp_path: Path) -> Iterator[str]:
    office = Office(demonstration, tmp_path)
    try:
        office.open()
        yield office.address
    finally:
        office.close()


def messy() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("DS")
    page.write(0, 0, "DANH SÁCH ĐẢNG VIÊN")
    page.write_row(2, 0, HEAD)
    for number in range(PEOPLE):
        cell = "Xbq Giáo dục Tiểu học" if number % 2 else "Xbq Khảo thí"
        day = "31/02/1987" if number not in {0, 1} else "12/03/1987"
        name = f"Lò Thị {ONSETS[number % 11]}{RIMES[number // 11]}"
        page.write_row(3 + number, 0, [number + 1, name, day, "03/02/2010", "03/02/2011", "Nữ", cell])
    book.close()
    return out.getvalue()


def test_messy_roster_goes_through_columns_patterns_and_mends(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/members/import/")
    page.set_input_files("input[name=file]", {"name": "lon-xon.xlsx", "mimeType": XLSX, "buffer": messy()})
    page.fill("input[name=from_on]", "05/01/2022")
    pick(page, "unit", "GDDT")
    page.click("main form .form-actions button[type=submit]")
    page.wait_for_url(re.compile(r"/members/import/[0-9a-f-]{36}/"))

    if not page.url.endswith("/columns/"):
        page.click("a[href$='/columns/']")
    for width in (PHONE, WIDE):
        page.set_viewport_size(width)
        accessible(page)
        take_picture(page, f"roster-columns-{width['width']}")
    choices = {"C": "born_on", "D": "party_age_from_on", "E": "official_on", "F": "sex", "G": "unit"}
    for letters, kind in choices.items():
        page.select_option(f"select[name='answer:column:DS#1:{letters}']", kind)
    page.click("form.corrections .form-actions button[type=submit]")
    page.wait_for_selector("input[type=radio][value='Chi bộ']")

    page.check("input[type=radio][value='Chi bộ']")
    page.fill("[name='correct:DS!C6']", "27/02/1987")
    page.click("button[name=keep][value='2']")
    page.wait_for_url(re.compile("page=2"))
    page.check(f"input[name='skip:DS!{3 + PEOPLE}']")
    for width in (PHONE, WIDE):
        page.set_viewport_size(width)
        accessible(page)
        take_picture(page, f"roster-problems-{width['width']}")
    page.click("form.corrections .form-actions button[type=submit]")
    page.wait_for_selector("a[href$='/left-out/']")
    assert page.locator("[name='correct:DS!C6']").input_value() == "27/02/1987"
    leave_out_the_rest(page)

    with page.expect_download() as download:
        page.click("a[href$='/left-out/']")
    assert download.value.suggested_filename.endswith(".xlsx")
    accessible(page)
    page.click("form[action$='/confirm/'] button[type=submit]")
    page.wait_for_selector("main .notice.is-success")
    assert "Đã nhập: 3" in page.inner_text("main")
    page.click("details.ask summary")
    page.click("form[action$='/undo/'] button[type=submit]")
    page.wait_for_selector("main .notice.is-info")


def leave_out_the_rest(page: Any) -> None:
    """Leave out each row that is still wrong, a page at a time."""
    while page.locator("input[name^='skip:']").count():
        for tick in page.locator("input[name^='skip:']").all():
            tick.check()
        page.click("form.corrections .form-actions button[type=submit]")
        page.wait_for_load_state("load")
