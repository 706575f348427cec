"""Every page that the menu of a role leads to: it answers, it fits a phone, axe finds nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE

pytestmark = pytest.mark.browser

ROLES = ["vanphong.khoi1", "tochuc.khoi1", "kiemtra.khoi1", "bithu.gddt4", "dangvien.gddt4", "nhatky.khoi1"]


Check = Callable[[Any, str, dict[str, int]], None]


@pytest.fixture(scope="session")
def checked_once(pytestconfig: pytest.Config, accessible: Any) -> Check:
    """A function that lets axe look at a page of an address: for the role that comes first, on a wide screen. With
    --long for each role and width.
    """
    seen: set[str] = set()
    is_long = pytestconfig.getoption("long")

    def check(page: Any, address: str, size: dict[str, int]) -> None:
        if not is_long and (address in seen or size != WIDE):
            return
        seen.add(address)
        accessible(page)

    return check


@pytest.mark.parametrize("login", ROLES)
def test_pages_of_the_menu(sign_in: Any, server: str, login: str, checked_once: Check, take_picture: Any) -> None:
    page = sign_in(login)
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/menu/")
    addresses = page.eval_on_selector_all(".menu-page a", "links => links.map(link => link.href)")
    pages = list(dict.fromkeys(address for address in addresses if "/accounts/" not in address))
    assert pages

    for address in pages:
        answer = page.goto(address)
        assert answer.status == 200, address
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            checked_once(page, address, size)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{address} is {width} wide"
            name = address.removeprefix(server).strip("/").replace("/", "-") or "home"
            take_picture(page, f"{login.split('.')[0]}-{name}-{size['width']}")
        page.set_viewport_size(WIDE)


def test_sign_in_page_names_the_demonstration_logins(quiet_page: Any, server: str, accessible: Any) -> None:
    quiet_page.goto(f"{server}/accounts/login/")

    accessible(quiet_page)
    assert "tochuc.khoi1" in quiet_page.inner_text("main")


def test_english_pages_speak_english(sign_in: Any, server: str) -> None:
    page = sign_in("vanphong.khoi1")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": server}])

    page.goto(f"{server}/units/KHOI1/2020/")

    assert "Needs attention" in page.inner_text("main")
    page.context.add_cookies([{"name": "django_language", "value": "vi", "url": server}])
