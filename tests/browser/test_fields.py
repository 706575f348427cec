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


def test_what_was_typed_is_kept_when_the_page_is_left(sign_in: Any, server: str, accessible: Any) -> None:
    page = sign_in("vanphong.vhtt")
    page.set_viewport_size(PHONE)
    page.goto(f"{server}/news/new/")
    page.fill("[name=title]", "Tin viết dở")
    page.locator("[name=body]").press_sequentially("Sáng nay")
    page.wait_for_selector("#draft-saved:has-text('tự lưu lúc')")

    page.goto(f"{server}/")  # nothing asks: it is kept
    page.goto(f"{server}/news/new/")
    assert page.input_value("[name=title]") == ""
    accessible(page)
    page.get_by_role("link", name="Dùng lại").click()

    assert page.input_value("[name=title]") == "Tin viết dở"
    assert page.input_value("[name=body]") == "Sáng nay"
    accessible(page)
    page.click("main .form-actions button[type=submit]")
    page.wait_for_url(lambda address: "/news/new/" not in address)
    page.goto(f"{server}/news/new/")
    assert page.locator(".draft").count() == 0


def test_lost_connection_is_said_and_nothing_is_lost(browser: Any, server: str) -> None:
    page = signed_in(browser.new_page(), server, "vanphong.khcn")
    page.goto(f"{server}/directives/issued/new/")
    page.context.set_offline(True)
    page.fill("[name=subject]", "Báo cáo dở dang")
    page.locator("[name=recipients]").focus()

    page.wait_for_selector("#draft-saved:has-text('Chưa tự lưu được')")

    assert page.input_value("[name=subject]") == "Báo cáo dở dang"
    page.context.set_offline(False)
    page.locator("[name=recipients]").press_sequentially("Như trên")
    page.wait_for_selector("#draft-saved:has-text('tự lưu lúc')")
    page.context.close()


def test_page_of_components_fits_and_is_accessible(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        assert page.goto(f"{server}/design/").status == 200
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        take_picture(page, f"design-{size['width']}")
