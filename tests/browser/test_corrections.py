"""One record of each package is corrected with a reason, and its history tells what stood there before."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, signed_in

pytestmark = pytest.mark.browser

WHY = "Nhập nhầm theo dự thảo"
RECORD = re.compile(r"/[0-9a-f-]{36}/$")


def fits(page: Any, accessible: Callable[..., None]) -> None:
    """The page is accessible and as wide as the screen, at the desk and on a phone."""
    accessible(page)
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url


def first_of(page: Any, address: str) -> str:
    """The address of the first record of a list."""
    page.goto(address)
    page.locator("#rows tbody tr a").first.click()
    page.wait_for_url(RECORD)
    return str(page.url)


def corrected(page: Any, form: str, field: str, value: str, accessible: Callable[..., None]) -> None:
    """Correct one field on the page of a form; what stood there stands in the history of the record afterwards."""
    page.goto(form)
    fits(page, accessible)
    before = page.input_value(f"[name={field}]")
    assert before != value
    page.fill(f"[name={field}]", value)
    page.fill("[name=because]", WHY)
    page.click("main button[type=submit]:has-text('Lưu nội dung sửa')")
    page.wait_for_url(RECORD)
    fits(page, accessible)
    history = page.locator("section", has=page.get_by_role("heading", name="Lịch sử", exact=True))
    assert WHY in history.inner_text()
    assert value in history.inner_text()


@pytest.mark.long
def test_one_record_of_each_package_is_corrected_and_tells_its_history(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("vanphong.gddt")

    task = first_of(page, f"{server}/targets/tasks/")
    corrected(page, f"{task}correct/", "source", "Kết luận số 9-KL/ĐU", accessible)
    take_picture(page, "corrected-task")
    receipt = first_of(page, f"{server}/directives/units/")
    page.goto(receipt)
    directive = page.locator("main a[href^='/directives/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href')).find(url => /sessions.*correct/.test(url)) || ''"
    )
    corrected(page, f"{server}{directive}" if directive else f"{receipt}correct/", *_field(directive), accessible)
    page.goto(f"{server}/votes/new/")
    page.select_option("[name=unit]", "GDDT")
    page.select_option("[name=decision]", "resolution")
    page.fill("[name=subject]", "Nghị quyết năm")
    page.check("[name=way][value=PAPER]")
    page.fill("[name=names]", "Trần Văn Một\nTrần Văn Hai\nTrần Văn Ba")
    page.fill("[name=present]", "3")
    page.click("main button[type=submit]:has-text('Mở')")
    page.wait_for_url(RECORD)
    corrected(page, f"{page.url}correct/", "subject", "Nghị quyết nhiệm kỳ", accessible)
    report = first_of(page, f"{server}/reports/")
    corrected(page, f"{report}due/", "due_on", "30/12/2021", accessible)

    signed_in(page, server, "tochuc.khoi1")
    member = first_of(page, f"{server}/members/")
    corrected(page, f"{member}correct/", "card_number", "99.999999", accessible)
    take_picture(page, "corrected-member")
    page.goto(f"{server}/units/GDDT-4/committees/")
    page.locator("main table a[href*='/committees/']").first.click()
    page.wait_for_url(RECORD)
    seat = page.locator("main table a[href$='/correct/']").first.get_attribute("href")
    corrected(page, f"{server}{seat}", "decision", "99-NQ/ĐH", accessible)


def _field(session: str) -> tuple[str, str]:
    """What is corrected of a directive: of a session who spoke, else the day by which it is to be studied."""
    return ("speaker", "Trưởng ban Tuyên giáo") if session else ("study_due_on", "30/12/2021")
