"""The path by hand: an admission is recorded, the figure moves, its rows open, the review is approved, the file taken
out.
"""

import re
from typing import Any

import pytest

from tests.browser.conftest import SIZES, pick

pytestmark = pytest.mark.browser

CODE, YEAR = "KHOI1", 2020


def admitted(page: Any, server: str) -> int:
    page.goto(f"{server}/figures/members_admitted/{CODE}/{YEAR}/")
    found = re.search(r"(\d+)$", page.inner_text("h1"))
    assert found is not None, page.inner_text("h1")
    return int(found[1])


def record_admission(page: Any, server: str, name: str) -> None:
    """Through the form, with a slip on the way that the form explains and keeps."""
    page.goto(f"{server}/members/")
    page.click("text=Ghi kết nạp")
    page.wait_for_url("**/members/new/**")
    pick(page, "unit", "chi bo")
    page.fill("input[name=full_name]", name)
    page.check("input[name=sex][value=F]")
    page.fill("input[name=born_on]", "15/03/1995")
    page.fill("input[name=decision_number]", "99-QĐ/ĐUK")
    page.fill("input[name=decided_on]", "31/02/2020")
    page.fill("input[name=decided_by]", "Ban Thường vụ Đảng uỷ Khối")
    page.click("main form button[type=submit]")
    assert page.input_value("input[name=full_name]") == name  # nothing typed is lost
    assert page.locator("[aria-invalid=true]").count() >= 1
    page.fill("input[name=decided_on]", "20/12/2020")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile(r"/members/[0-9a-f-]{36}/"))
    assert name in page.inner_text("main")


@pytest.mark.parametrize("size", SIZES)
def test_admission_moves_the_figure_and_opens_to_its_rows(
    sign_in: Any, server: str, size: dict[str, int], accessible: Any, take_picture: Any
) -> None:
    page = sign_in("tochuc.khoi1")
    page.set_viewport_size(size)
    before = admitted(page, server)

    record_admission(page, server, f"Trần Thị Thử Nghiệm {size['width']}")

    accessible(page)
    page.goto(f"{server}/units/{CODE}/{YEAR}/")
    accessible(page)
    take_picture(page, f"overview-{size['width']}")
    card = page.locator("a.figure", has_text=re.compile(rf"^{before + 1}$")).first
    card.click()
    page.wait_for_url("**/figures/members_admitted/**")
    accessible(page)
    assert page.inner_text("h1").endswith(str(before + 1))
    assert f"{before + 1}" in page.inner_text("#rows")


def test_secretary_approves_and_takes_the_file_out(
    sign_in: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = sign_in("bithu.khoi1")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{server}/review/{CODE}/{YEAR}/")
    accessible(page)
    take_picture(page, "review-1280")
    links = page.locator("article a.n, article a.lim")
    assert links.count() > 20

    page.click("text=Phê duyệt")
    page.fill("input[name=issued_on]", "30/12/2020")
    page.fill("input[name=term_from_on]", "15/08/2020")
    accessible(page)
    page.click("main form button[type=submit]")

    page.wait_for_url(f"**/review/{CODE}/{YEAR}/")
    assert "Đã duyệt" in page.inner_text("main")
    with page.expect_download() as taken:
        page.click("text=Word")
    assert taken.value.suggested_filename.endswith(".docx")


def test_change_after_approval_shows_as_a_difference(sign_in: Any, server: str) -> None:
    page = sign_in("tochuc.khoi1")

    record_admission(page, server, "Lê Văn Bổ Sung")

    page.goto(f"{server}/review/{CODE}/{YEAR}/")
    assert "Thay đổi sau khi duyệt" in page.inner_text("main")


def test_without_script_the_path_works_too(new_context: Any, server: str) -> None:
    from tongket.demo.logins import PASSWORD

    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/accounts/login/")
    page.fill("input[name=login]", "vanphong.khoi1")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")

    page.goto(f"{server}/members/?q=nguyen&unit=GDDT")
    found = page.inner_text("#rows")
    page.goto(f"{server}/review/{CODE}/{YEAR}/")

    assert "Nguyễn" in found
    assert page.locator("article a.n").count() > 20
    context.close()
