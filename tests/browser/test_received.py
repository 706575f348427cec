"""An office receives 199 reports at once: 196 match the records and are accepted, three are left with their reason."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import databases
from tests.browser.conftest import PHONE, WIDE, Office
from tests.browser.two_hundred import CELLS, TODAY

pytestmark = pytest.mark.browser


@pytest.fixture
def committee(tmp_path: Path, page: Any) -> Iterator[tuple[str, Any]]:
    """The address of a server over a database of its own, and a page that its clerk has signed in on."""
    files = databases.Files()
    office = Office(files.path(files.provide(databases.TABLES)), tmp_path)
    office.environment["TONGKET_DEMO"] = "0"  # it holds an office's own records
    environment = {**office.environment, "DJANGO_SETTINGS_MODULE": "tongket.settings", "TONGKET_TODAY": str(TODAY)}
    made = subprocess.run(
        [sys.executable, "-m", "tests.browser.two_hundred"],
        env={**environment, "PYTHONPATH": os.pathsep.join([str(databases.ROOT), os.environ.get("PYTHONPATH", "")])},
        cwd=databases.ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    try:
        office.open(str(TODAY))
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": made.stdout.split()[-1], "url": office.address}]
        )
        yield office.address, page
    finally:
        office.close()


def test_199_reports_are_received_in_four_acts_and_three_are_left_with_their_reason(
    committee: tuple[str, Any], accessible: Any, take_picture: Any
) -> None:
    address, page = committee
    page.set_default_timeout(60_000)
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/")
    acts = 0

    page.locator(".duty", has_text="199 báo cáo").get_by_role("link").first.click()
    acts += 1
    accessible(page)
    take_picture(page, "received-1280")
    page.get_by_role("link", name="Tiếp nhận tất cả báo cáo khớp số liệu").click()
    acts += 1
    left = page.locator("section", has_text="Để lại xem từng báo cáo").locator("tbody tr")
    assert left.count() == 3
    reasons = left.all_inner_texts()
    accessible(page)
    take_picture(page, "received-accept-1280")
    page.get_by_role("button", name=f"Tiếp nhận {CELLS - 3} báo cáo").click()
    acts += 1

    assert f"Tiếp nhận: {CELLS - 3} trên {CELLS} báo cáo." in page.inner_text("h1")
    assert acts <= 4
    for words in ("Theo hồ sơ ghi nhận là 1", "Họp bù cho tháng 10", "bản giấy"):
        assert any(words in reason for reason in reasons), words
    accessible(page)

    page.set_viewport_size(PHONE)
    take_picture(page, "received-outcomes-390")
    page.goto(f"{address}/reports/received/?form=sinh-hoat&year=2020&unit=NORTH&state=sent")
    assert page.locator(".matrix tbody tr").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(page)
    take_picture(page, "received-390")
    page.locator(".matrix tbody tr", has_text="Văn phòng").locator("input").check()
    page.get_by_role("button", name="Trả lại").click()
    page.fill("[name=reason]", "Số buổi sinh hoạt khác với hồ sơ.")
    page.get_by_role("button", name="Trả lại 1 báo cáo").click()
    assert "Trả lại: 1 trên 1 báo cáo." in page.inner_text("h1")
    page.locator("main summary", has_text="Hoàn tác").click()
    page.locator(".ask-box button").click()
    page.get_by_text("đã hoàn tác", exact=False).first.wait_for()
