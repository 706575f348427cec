"""Fields that do more than take a text: by keyboard, by finger, and without script."""

from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, signed_in

pytestmark = pytest.mark.browser


def test_unit_is_picked_by_keyboard(sign_in: Any, server: str, accessible: Any) -> None:
    page = sign_in("vanphong.khoi1")
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/news/new/")
    assert page.locator("[name=unit]:checked").get_attribute("value") == "KHOI1"  # the unit of the page before

    page.focus(".picker-change")
    page.keyboard.press("Enter")
    page.keyboard.type("giao duc")
    page.wait_for_selector(".picker-choice:has-text('GDDT')")
    accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    chosen = page.locator("[name=unit]:checked").get_attribute("value")
    assert chosen != "KHOI1"
    assert page.locator(".picker-choice:visible").count() == 1
    assert page.evaluate("document.activeElement.className").endswith("picker-change")
    assert page.url == f"{server}/news/new/"  # Enter chose, it sent nothing
    accessible(page)


def test_member_is_picked_by_finger(sign_in: Any, server: str, accessible: Any) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/members/candidates/new/")

    page.fill("[name=first_introducer_words]", "nguyen")
    page.wait_for_selector(".picker-choice:has-text('Nguyễn')")
    heights = page.eval_on_selector_all(".picker-choice", "rows => rows.map(row => row.offsetHeight)")
    assert len(heights) == 8
    assert min(heights) >= 44
    accessible(page)
    page.locator(".picker-choice").nth(2).click()

    assert page.locator("[name=first_introducer]:checked").count() == 1
    assert page.locator(".picker-choice:visible").count() == 1
    page.click(".picker.is-chosen .picker-change")
    page.keyboard.type("x")
    assert page.locator("[name=first_introducer]:checked").count() == 0  # other words: chosen no longer


def test_unit_is_picked_without_script(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context.new_page(), server, "vanphong.khoi1")
    page.goto(f"{server}/news/new/")
    page.fill("[name=title]", "Tin thử")

    page.fill("[name=unit_words]", "van hoa")
    page.click("text=Tìm")
    page.check("[name=unit][value=VHTT]")
    page.fill("[name=body]", "Nội dung")
    page.press("[name=title]", "Enter")

    page.wait_for_url(lambda address: "/news/new/" not in address)
    assert "Tin thử" in page.inner_text("h1")
    assert "Văn hóa" in page.inner_text("main")
    context.close()


def test_file_is_shown_with_its_size_and_a_wrong_one_is_refused_at_once(
    sign_in: Any, server: str, accessible: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/members/import/")
    assert "tối đa 20 MB" in page.inner_text(".upload")
    assert page.locator(".upload-area").bounding_box()["height"] >= 44

    page.set_input_files("input[name=file]", {"name": "ảnh.png", "mimeType": "image/png", "buffer": b"x"})
    assert "Không nhận loại tệp này" in page.inner_text(".upload-wrong")
    assert page.input_value("input[name=file]") == ""
    accessible(page)
    page.set_input_files("input[name=file]", {"name": "danh sách.csv", "mimeType": "text/csv", "buffer": b"x" * 1536})

    assert page.inner_text(".upload-wrong") == ""
    assert page.inner_text(".upload-chosen").split("\n") == ["danh sách.csv", "1,5 kB"]
    accessible(page)
    page.click("text=Bỏ tệp")
    assert page.input_value("input[name=file]") == ""
    assert page.locator(".upload-ask").is_visible()
