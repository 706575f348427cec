"""An office that starts in 2022 brings in five years of levels by Excel and sees its runs."""

import re
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE
from tongket.pages.workbook import workbook

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS = ["2010", "2011", "2012", "2013", "2014"]
BEST = "Đủ tư cách, hoàn thành xuất sắc nhiệm vụ"


def sheet(names: list[str]) -> bytes:
    """Five years as columns: the first was always excellent; of the second one level is misspelled; a stranger."""
    rows = [[names[0], *[BEST] * 5], [names[1], *["HTXSNV"] * 4, "giỏi"], ["Người Không Có Tên", *["HTTNV"] * 5]]
    return workbook("Xếp loại các năm trước", "", ["Họ và tên", *YEARS], rows)


def test_office_brings_in_five_years_of_levels_and_sees_its_runs(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/members/?unit=GDDT-4")
    names = [name.strip() for name in page.locator("#rows tbody td.ph-title a").all_inner_texts()[:2]]

    page.goto(f"{server}/rating/earlier/new/?unit=GDDT-4")
    take_picture(page, "earlier-form-1280")
    accessible(page)
    page.select_option("select[name=subject]", "MEMBER")
    page.fill("[name=source]", "Thông báo xếp loại các năm 2010–2014")
    page.set_input_files("input[name=file]", {"name": "cu.xlsx", "mimeType": XLSX, "buffer": sheet(names)})
    page.click("main form .form-actions button[type=submit]")
    page.wait_for_url(re.compile(r"/rating/earlier/[0-9a-f-]{36}/"))

    for width in (PHONE, WIDE):
        page.set_viewport_size(width)
        accessible(page)
        take_picture(page, f"earlier-doubts-{width['width']}")
    assert "2010–2014 (5 năm)" in page.inner_text("main")
    page.fill("input[name^='y2014-']", "HTXSNV")
    page.click("button:has-text('Kiểm tra lại') >> nth=0")
    page.wait_for_load_state()
    page.click("button[name^='skip-'][value='1']")
    page.wait_for_load_state()
    page.click("button:has-text('Ghi nhận 10 mức')")
    page.wait_for_selector("main .notice.is-success")

    assert page.inner_text("main").count("2010–2014 (5 năm)") == 2
    take_picture(page, "earlier-recorded-1280")
    page.click("details.ask summary")
    page.click("form[action$='/undo/'] button[type=submit]")
    page.wait_for_selector("main .notice.is-success")
