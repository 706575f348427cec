"""Every page that the menu of a role leads to: it answers, it fits a phone, axe finds nothing."""

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

ROLES = ["vanphong.khoi1", "tochuc.khoi1", "kiemtra.khoi1", "bithu.gddt4", "dangvien.gddt4", "nhatky.khoi1"]


@pytest.mark.parametrize("login", ROLES)
def test_pages_of_the_menu(sign_in: Any, server: str, login: str, accessible: Any, pictures: Path) -> None:
    page = sign_in(login)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server}/menu/")
    addresses = page.eval_on_selector_all(".menu-page a", "links => links.map(link => link.href)")
    pages = list(dict.fromkeys(address for address in addresses if "/accounts/" not in address))
    assert pages

    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in pages:
            answer = page.goto(address)
            assert answer.status == 200, address
            accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} is wider than {width}"
            name = address.removeprefix(server).strip("/").replace("/", "-") or "home"
            page.screenshot(path=pictures / f"{login.split('.')[0]}-{name}-{width}.png", full_page=True)


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
