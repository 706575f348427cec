"""A member writes the self-review on a phone: found at home, saved, handed in, read by the cell, taken back."""

from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, pick, signed_in

pytestmark = pytest.mark.browser

WORK = "Thẩm định 42 hồ sơ, 41 hồ sơ đúng hạn."


@pytest.mark.long
def test_member_writes_the_self_review_on_a_phone(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/rating/rounds/new/")
    pick(page, "unit", "GDDT")
    page.fill("input[name=year]", "2022")
    page.select_option("select[name=subject]", "MEMBER")
    page.click("main form .form-actions button[type=submit]")
    page.wait_for_selector(".round-rows")

    page = signed_in(page, server, "dangvien.gddt4")
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/")
    take_picture(page, "self-review-home-390")
    page.locator("main a[href*='/rating/self-reviews/']").first.click()
    page.get_by_role("link", name="Viết", exact=True).click()
    take_picture(page, "self-review-form-390")
    accessible(page)
    page.fill("[name=duties]", WORK)
    page.click("main form .form-actions button[type=submit]")
    page.wait_for_selector("main .notice.is-success")
    url = page.url
    take_picture(page, "self-review-draft-390")

    page.get_by_role("button", name="Nộp bản tự kiểm điểm").click()
    page.wait_for_selector("text=Trước khi nộp, hãy điền")
    page.goto(url)
    page.get_by_role("link", name="Viết tiếp").click()
    assert page.input_value("[name=duties]") == WORK  # nothing typed is lost
    page.fill("[name=faults]", "Một hồ sơ chậm ba ngày do chưa đôn đốc.")
    page.select_option("select[name=level]", "GOOD")
    page.click("main form .form-actions button[type=submit]")
    page.get_by_role("button", name="Nộp bản tự kiểm điểm").click()
    page.wait_for_selector("text=Đã nộp: chi bộ xem được")
    take_picture(page, "self-review-handed-in-390")
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp Word").click()
    assert download.value.suggested_filename.endswith(".docx")

    secretary = signed_in(page, server, "bithu.gddt4")
    secretary.set_viewport_size(WIDE)
    secretary.goto(f"{server}/rating/self-reviews/")
    take_picture(secretary, "self-review-list-1280")
    accessible(secretary)
    secretary.goto(url)
    assert WORK in secretary.inner_text("main")
    take_picture(secretary, "self-review-read-1280")

    page = signed_in(page, server, "dangvien.gddt4")
    page.set_viewport_size(PHONE)
    page.goto(url)
    page.get_by_role("button", name="Rút lại").click()
    page.wait_for_selector("text=Đã rút về")
