"""The secretary sees how long directives take to reach the units, and opens the list of those that owe."""

import re
from typing import Any

import pytest

from tests.browser.conftest import SIZES

pytestmark = pytest.mark.browser

YEAR, DIRECTIVE = "2021", "08-NQ/TU"


@pytest.mark.parametrize("size", SIZES)
def test_the_secretary_sees_the_lag_and_opens_the_units_that_owe(
    sign_in: Any, server: str, accessible: Any, take_picture: Any, size: dict[str, int]
) -> None:
    page = sign_in("bithu.gddt")
    page.set_viewport_size(size)
    page.goto(f"{server}/directives/")

    page.get_by_role("link", name="Độ trễ").click()
    page.wait_for_url("**/directives/lag/**")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    take_picture(page, f"lag-{size['width']}")
    bar = page.locator("figure.chart").first.get_by_role("link", name=re.compile(f"^{YEAR}: "))
    days = bar.get_attribute("aria-label").removeprefix(f"{YEAR}: ")
    page.get_by_role("link", name="Đơn vị còn nợ").click()

    page.wait_for_url("**/directives/units/**")
    accessible(page)
    owing = page.locator("#rows tbody tr")
    assert owing.count() >= 2
    assert all("quá hạn" in text for text in owing.all_inner_texts())
    assert all(DIRECTIVE in text for text in owing.all_inner_texts())
    owing.first.locator("a").first.click()
    page.wait_for_url(re.compile(r"/directives/units/[0-9a-f-]{36}/$"))
    assert DIRECTIVE in page.inner_text("h1")
    page.goto(f"{server}/directives/lag/")
    page.locator("figure.chart").first.get_by_role("link", name=f"{YEAR}: {days}").click()
    page.wait_for_url(f"**/figures/study_lag/GDDT/{YEAR}/**")
    assert page.inner_text("h1").endswith(days)
