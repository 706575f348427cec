"""The path of a monthly report: filled in on a phone, returned with a remark, corrected, accepted, added up; and two
clerks over one report.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote_plus

import pytest

from tests.browser.conftest import PHONE, WIDE, signed_in

pytestmark = pytest.mark.browser

CELL, COMMITTEE, MONTH = "CB Giáo dục Trung học, Sở GDĐT", "Sở GDĐT", "Tháng 12/2021"
SECRETARY, CLERK, ABOVE = "bithu.gddt4", "vanphong.gddt", "vanphong.khoi1"
# What a hand needs on a phone, in seconds (design): to look and tap, to press one key. Of the minute that a report may
# take, 20 seconds are left to the pages.
A_TAP, A_KEY = 2.0, 0.5


class Hand:
    """One hand on a page: what it does is done at once, and counted as a hand would need for it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.taps = self.keys = 0

    def tap(self, what: Any) -> None:
        self.taps += 1
        what.click()

    def type(self, name: str, text: str) -> None:
        """Into a field of that name, over what stands in it."""
        self.tap(self.page.locator(f"[name={name}]"))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.keys += len(text) + 1

    @property
    def seconds(self) -> float:
        """What the hand would have taken. What the pages take is not measured here: the machine may be busy."""
        return self.taps * A_TAP + self.keys * A_KEY


def open_report(page: Any, server: str, unit: str) -> None:
    """From the list of reports of the year to that of a unit for the month."""
    page.goto(f"{server}/reports/?year=2021&unit=GDDT")
    page.locator("#rows tr", has_text=MONTH).get_by_role("link", name=unit, exact=True).click()
    page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/$"))
    assert MONTH in page.inner_text("h1")


def duty(page: Any) -> Any:
    """What leads from what there is to do to the report of the month."""
    return page.locator(".duty", has_text=MONTH).get_by_role("link", name="Nhập và gửi")


def main_button(page: Any) -> Any:
    return page.locator("main form button[type=submit]")


def is_draft(answer: Any, text: str) -> bool:
    """Whether this answers the saving of a draft that holds the text; earlier ones may still be on their way."""
    return answer.url.endswith("/draft/") and text in unquote_plus(answer.request.post_data)


@contextmanager
def another_page(new_context: Any, server: str, login: str) -> Iterator[Any]:
    """The page of somebody else at another desk."""
    context = new_context(viewport=WIDE)
    try:
        yield signed_in(context.new_page(), server, login)
    finally:
        context.close()


def test_a_report_is_sent_from_a_phone_returned_corrected_accepted_and_added_up(
    sign_in: Any, new_context: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in(SECRETARY)
    page.set_viewport_size(PHONE)

    hand = Hand(page)  # from what there is to do to the report that is sent
    hand.tap(duty(page))
    page.wait_for_url("**/send/")
    assert page.input_value("[name=figure_members_total]") == "27"  # counted from the records
    hand.type("figure_members_total", "28")
    hand.tap(main_button(page))
    page.wait_for_selector("[name=why_members_total]")  # the records say 27
    accessible(page)
    take_picture(page, "report-to-explain-390")
    hand.type("why_members_total", "Có người mới về.")
    hand.tap(main_button(page))
    page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/$"))

    assert "đã gửi" in page.inner_text("main")
    assert hand.taps <= 6
    assert hand.seconds < 40, f"{hand.taps} taps, {hand.keys} keys"
    with another_page(new_context, server, CLERK) as desk:
        open_report(desk, server, CELL)
        desk.click("text=Trả lại")
        desk.fill("[name=figure_members_total]", "Danh sách có 27 đồng chí.")
        accessible(desk)
        main_button(desk).click()
        assert "bị trả lại" in desk.inner_text("main")

        page.goto(f"{server}/")
        duty(page).click()
        field = page.locator(".field", has=page.locator("[name=figure_members_total]"))
        assert "Danh sách có 27 đồng chí." in field.inner_text()
        assert page.input_value("[name=figure_members_total]") == "28"
        accessible(page)
        take_picture(page, "report-returned-390")
        page.fill("[name=figure_members_total]", "27")
        main_button(page).click()
        page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/$"))

        desk.reload()
        desk.click("text=Tiếp nhận")
        assert "đã tiếp nhận" in desk.inner_text("main")
        open_report(desk, server, COMMITTEE)
        desk.click("text=Bảng tổng hợp")
        accessible(desk)
        take_picture(desk, "sum-sheet-1280")
        row = desk.locator("tr", has_text=CELL.split(",")[0])
        assert "27" in row.inner_text()


def test_the_second_of_two_clerks_is_told_sees_both_and_loses_nothing(
    sign_in: Any, new_context: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in(ABOVE)
    page.set_viewport_size(WIDE)
    open_report(page, server, COMMITTEE)
    page.click("text=Trả lại")
    page.fill("[name=reason]", "Bổ sung số liệu của các chi bộ gửi muộn.")
    main_button(page).click()
    address = f"{page.url}send/"
    page = sign_in(CLERK)
    page.goto(address)

    with another_page(new_context, server, "bithu.gddt") as second:
        second.goto(address)
        second.fill("[name=figure_members_total]", "190")
        with second.expect_response(lambda answer: is_draft(answer, "Số liệu đã đối chiếu.")):
            second.fill("[name=text]", "Số liệu đã đối chiếu.")
            second.keyboard.press("Tab")

        page.fill("[name=figure_members_admitted]", "31")
        page.fill("[name=figure_members_admitted__ytd]", "38")
        page.keyboard.press("Tab")
        page.locator("#draft-saved", has_text="người khác").wait_for()
        main_button(page).click()

        page.wait_for_selector("[aria-invalid=true]")
        said = page.inner_text("main form")
        assert page.input_value("[name=figure_members_admitted]") == "31"  # one's own
        assert "190" in said  # the other's
        assert "Số liệu đã đối chiếu." in said
        accessible(page)
        take_picture(page, "report-of-two-1280")
        page.fill("[name=figure_members_total]", "190")
        page.fill("[name=text]", "Số liệu đã đối chiếu.")
        main_button(page).click()
        page.wait_for_selector("[name^=why_]")  # only now, of the numbers that both have seen
        for why in page.locator("[name^=why_]").all():
            why.fill("Đã đối chiếu danh sách.")
        main_button(page).click()
        page.wait_for_url(re.compile(r"/reports/[0-9a-f-]{36}/$"))
        second.reload()

        sent = page.inner_text("main")
        assert "31" in sent
        assert "190" in sent
