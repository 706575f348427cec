"""Commendation in a browser: from those eligible to the decision in Word and sixteen certificates; a slip put right."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from docx import Document
from pypdf import PdfReader

from tests.browser.conftest import PHONE, WIDE, Office

pytestmark = pytest.mark.browser

CLERK, COUNT = "vanphong.gddt", 16


@pytest.fixture
def office(demonstration: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of its own, whose records change."""
    opened = Office(demonstration, tmp_path)
    try:
        opened.open()
        yield opened
    finally:
        opened.close()


@pytest.fixture
def server(office: Office) -> str:
    return office.address


def send(page: Any, **values: str) -> None:
    """Fill in the form of the page and send it."""
    for name, value in values.items():
        field = page.locator(f"main form [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    assert page.locator("[aria-invalid=true]").count() == 0, page.inner_text("main")


def press(page: Any, ending: str) -> None:
    """Press the deed whose address ends so."""
    link = page.locator(f".head-actions a[href$='/{ending}/']")
    if not link.is_visible():
        page.click(".more-deeds > summary")
    link.click()
    page.wait_for_load_state()


def fetch(page: Any, address: str) -> bytes:
    """A file that a link of the page leads to."""
    answer = page.request.get(urljoin(page.url, address))
    assert answer.status == 200, address
    return bytes(answer.body())


def look(page: Any, name: str, accessible: Callable[[Any], None], take_picture: Callable[[Any, str], None]) -> None:
    """The page in both widths: nothing beside the paper, nothing that axe finds."""
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        accessible(page)
        take_picture(page, f"{name}-{size['width']}")


def test_office_leads_a_case_from_those_eligible_to_certificates(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in(CLERK)
    page.goto(f"{server}/commendation/eligible/?year=2021&recipient=MEMBER&ground=YEAR&unit=GDDT&show=eligible")
    look(page, "eligible", accessible, take_picture)
    ticks = page.locator("input[name=pick]:checked")
    for _extra in range(ticks.count() - COUNT):
        ticks.last.uncheck()
    page.click(".award-deeds button")
    page.wait_for_url(re.compile(r"/commendation/cases/[0-9a-f-]{36}/$"))
    case = page.url
    assert f"{COUNT} trong danh sách" in page.inner_text("main")

    press(page, "propose")
    send(page, proposal_number="05-TTr/BTC", proposed_on="20/12/2021")
    press(page, "council")
    for field in page.locator("main form [name^=votes_]").all():
        field.fill("7")
    send(page, council_on="22/12/2021", council_size="9", council_present="8")
    word = Document(BytesIO(fetch(page, page.locator("a[href$='/decision/draft/']").get_attribute("href"))))
    assert len(word.tables[-1].rows) == COUNT + 2
    press(page, "decide")
    send(page, decision_number="31-QĐ/ĐU", decided_on="27/12/2021", register_from="1")
    press(page, "hand-over")
    page.locator("main form [name=meeting]").select_option(index=1)
    send(page, handed_over_on="28/12/2021")
    look(page, "case", accessible, take_picture)
    press(page, "certificates")
    look(page, "certificates", accessible, take_picture)
    body = fetch(page, page.locator("a[href*='/certificates/pdf/']").first.get_attribute("href"))

    assert len(PdfReader(BytesIO(body)).pages) == COUNT

    # A slip in one award: open it, correct, type, say why, save.
    page.goto(case)
    page.locator("table.rows tbody a").first.click()
    press(page, "correct")
    send(page, title="Hoàn thành xuất sắc nhiệm vụ năm 2021", because="Thiếu năm trong danh hiệu")
    assert page.inner_text("h1") == "Hoàn thành xuất sắc nhiệm vụ năm 2021"
    assert "Thiếu năm trong danh hiệu" in page.inner_text("main")
    look(page, "award", accessible, take_picture)
