"""A round of ratings: an officer works through the list of a bloc; a cell enters its tally on a phone."""

from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, signed_in

pytestmark = pytest.mark.browser

GOOD, EXCELLENT = "GOOD", "EXCELLENT"


def choose(page: Any, level: str) -> None:
    page.check(f".decide input[name=level][value={level}]")
    page.click(".decide button:has-text('Quyết định')")


def test_officer_works_through_a_round_and_is_stopped_by_the_cap(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_default_timeout(60_000)
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/rating/rounds/?unit=KHOI1&year=2021&subject=ORGANISATION")
    page.locator("#rows tbody tr", has_text="Khối các cơ quan").locator("a").first.click()
    page.wait_for_selector(".round-cards")
    round_url = page.url
    page.goto(f"{round_url}reopen/")
    page.fill("[name=reason]", "Xem lại mức của một số tổ chức")
    page.click("main button[type=submit]:has-text('Mở lại')")
    page.wait_for_selector(".round-cards")
    accessible(page)
    most = int(page.inner_text("[data-count=allowed]"))

    # An answer in writing: the one that was moved down is proposed as excellent once more.
    page.goto(f"{round_url}?proposed=EXCELLENT&state=DECIDED")
    row = page.locator(".round-rows tbody tr", has=page.locator("td.ph-state", has_text="tốt")).first
    row.locator("a.name").click()
    take_picture(page, "round-evidence-1280")
    accessible(page)
    choose(page, EXCELLENT)
    assert "Chưa khớp với số liệu" in page.inner_text("main")
    page.fill("[name=answer]", "Báo cáo chậm do chờ số liệu của cấp trên, Ban Thường vụ đã xem xét")
    page.click("main button[type=submit]:has-text('Quyết định')")
    page.wait_for_selector(".round-panel")
    assert "Báo cáo chậm do chờ số liệu" in page.inner_text(".round-panel")
    accessible(page)

    # Stopped by the cap: as many as it allows, and one more.
    for _more in range(most + 2):
        page.goto(f"{round_url}?state=DECIDED&proposed=GOOD")
        row = page.locator(".round-rows tbody tr", has=page.locator("td.ph-state", has_text="tốt")).first
        row.locator("a.name").click()
        page.check(f".decide input[name=level][value={EXCELLENT}]")
        page.fill(".decide [name=answer]", "Ban Thường vụ đã xem xét kết quả trong năm")
        is_over = "vượt tỷ lệ tối đa" in page.inner_text("[data-live]")
        page.click(".decide button:has-text('Quyết định')")
        page.wait_for_load_state()
        if "cho phép không quá" in page.inner_text("main"):
            assert is_over
            take_picture(page, "round-over-the-cap-1280")
            break
    else:
        pytest.fail("the cap did not stop anybody")

    # One is withdrawn and decided again, lower; then the round is closed with its decision.
    page.goto(f"{round_url}?state=DECIDED&proposed=EXCELLENT")
    row = page.locator(".round-rows tbody tr", has=page.locator("td.ph-state", has_text="xuất sắc")).first
    row.locator("a.name").click()
    page.locator(".round-panel").get_by_role("link", name="Rút lại mức xếp loại").click()
    page.fill("[name=reason]", "Nhập nhầm tổ chức")
    page.click("main button[type=submit]:has-text('Rút lại')")
    page.wait_for_selector(".round-panel .decide")
    assert page.inner_text("[data-count=waiting]") == "1"
    choose(page, GOOD)
    page.wait_for_selector("[data-count=waiting]:has-text('0')")
    page.get_by_role("link", name="Chốt kèm quyết định").click()
    page.fill("[name=decision_number]", "31-QĐ/ĐUK")
    page.fill("[name=decision_on]", "05/01/2022")
    page.click("main button[type=submit]:has-text('Chốt')")
    page.wait_for_selector(".round-cards")
    assert "31-QĐ/ĐUK" in page.inner_text("main")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    take_picture(page, "round-390")
    accessible(page)


def test_cell_secretary_enters_tally_and_proposal_on_a_phone(
    sign_in: Any, new_context: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    officer = sign_in("tochuc.khoi1")
    officer.set_default_timeout(60_000)
    officer.goto(f"{server}/rating/rounds/new/?unit=GDDT&year=2022&subject=MEMBER")
    officer.click("main button[type=submit]:has-text('Mở đợt')")
    officer.wait_for_selector(".round-cards")
    round_url = officer.url
    page = signed_in(new_context(viewport=PHONE).new_page(), server, "bithu.gddt4")
    page.set_default_timeout(60_000)

    page.goto(f"{server}/rating/candidates/")
    accessible(page)
    page.locator("#rows tbody a").first.click()
    candidate = page.url
    page.get_by_role("link", name="Nhập đề nghị").click()
    page.select_option("[name=level]", GOOD)
    for field, number in (("issued", 27), ("collected", 27), ("valid", 26), ("votes_for", 24)):
        page.fill(f"[name={field}]", str(number))
    take_picture(page, "tally-390")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("main button[type=submit]:has-text('Nhập')")
    page.wait_for_url(candidate)
    assert "chờ nhập lần hai" in page.inner_text("main")
    accessible(page)

    officer.goto(candidate)
    assert "24/27" not in officer.inner_text("main")
    officer.get_by_role("link", name="Nhập lần hai").click()
    for field, number in (("issued", 27), ("collected", 27), ("valid", 26), ("votes_for", 24)):
        officer.fill(f"[name={field}]", str(number))
    officer.click("main button[type=submit]:has-text('Nhập')")
    officer.wait_for_url(candidate)
    assert "24/27" in officer.inner_text("main")

    officer.goto(f"{round_url}withdraw/")
    officer.fill("[name=reason]", "Mở thử đợt xếp loại")
    officer.click("main button[type=submit]")
    officer.wait_for_selector(".round-cards")
    assert "đã rút lại" in officer.inner_text("main").lower()
