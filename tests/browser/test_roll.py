"""The roll by hand: rosters in and back out, somebody found on a phone, a life from the candidacy to another cell."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE, WIDE, Office, pick
from tongket.rosters.tests.batches import BINH, HOA, workbook

pytestmark = pytest.mark.browser

OFFICER, SECRETARY = "tochuc.khoi1", "bithu.gddt4"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAU_DON = {
    **HOA,
    "full_name": "Đỗ Thị Mẫu Đơn",
    "unit": "Chi bộ Giáo dục Tiểu học",
    "card_number": "71.000001",
    "born_on": "31/02/1987",
    "identity_number": "",
    "phone": "",
}
THU = {**BINH, "full_name": "Trần Văn Thử", "unit": "Chi bộ Khảo thí", "card_number": "71.000002"}
THU["party_age_from_on"] = "30/02/2010"
TAM = {**BINH, "full_name": "Ngô Văn Tạm", "unit": "Chi bộ Khảo thí", "card_number": "71.000003"}


@pytest.fixture
def office(demonstration: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of its own, whose days pass."""
    opened = Office(demonstration, tmp_path)
    try:
        opened.open()
        yield opened
    finally:
        opened.close()


@pytest.fixture
def server(office: Office) -> str:
    return office.address


@pytest.fixture
def as_(sign_in: Any) -> Callable[[str], Any]:
    """The page as somebody sees it who signs in once and stays signed in, whoever else sits down in between."""
    kept: dict[str, Any] = {}

    def sit_down(login: str) -> Any:
        if login not in kept:
            page = sign_in(login)
            kept["page"], kept[login] = page, page.context.cookies()
            return page
        kept["page"].context.clear_cookies()
        kept["page"].context.add_cookies(kept[login])
        return kept["page"]

    return sit_down


def send(page: Any, **values: str) -> None:
    """Fill in the form of the page and send it."""
    for name, value in values.items():
        if page.locator(f"main form [name={name}_words]").count():
            pick(page, name, value)
            continue
        field = page.locator(f"main form [name={name}]").first
        kind = field.evaluate("field => field.type")
        if kind == "select-one":
            field.select_option(value)
        elif kind == "radio":
            page.check(f"main form [name={name}][value={value}]")
        else:
            field.fill(value)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    assert page.locator("[aria-invalid=true], main form .is-error").count() == 0, page.inner_text("main")


def follow(page: Any, ending: str) -> None:
    """Press the deed whose address ends so."""
    link = page.locator(f".head-actions a[href$='/{ending}/']")
    if not link.is_visible():
        page.click(".more-deeds > summary")
    link.click()
    page.wait_for_load_state()


def press(page: Any, ending: str) -> None:
    """Press the button whose form is sent to an address that ends so; agree where it asks."""
    form = page.locator(f"form[action$='/{ending}/']")
    if form.evaluate("form => form.parentElement.matches('details.ask')"):
        page.locator("details.ask", has=form).locator("summary").click()
    form.locator("button[type=submit]").click()
    page.wait_for_load_state()


def hand_in(page: Any, server: str, name: str, *rows: dict[str, str]) -> None:
    page.goto(f"{server}/members/import/")
    page.set_input_files("input[name=file]", {"name": name, "mimeType": XLSX, "buffer": workbook(*rows)})
    send(page, unit="GDDT", from_on="05/01/2022")
    page.wait_for_url(re.compile(r"/members/import/[0-9a-f-]{36}/"))


def base_of(page: Any) -> str:
    """The size of the base, as the form of a vote tells it."""
    found = re.search(r"\d+", page.inner_text("main form .notice"))
    assert found is not None, page.inner_text("main")
    return found[0]


def hold_vote(as_: Any, page: Any, *, on: str, accessible: Any) -> None:
    """Open a paper vote in the form of the page; everybody comes and agrees, and a second person confirms the count."""
    everybody = base_of(page)
    send(page, held_on=on, way="PAPER", present=everybody)
    vote = page.url
    accessible(page)
    follow(page, "count")
    found = {"issued": everybody, "collected": everybody, "valid": everybody, "invalid": "0"}
    send(page, **found, votes_1=everybody, votes_2="0", votes_3="0", counters="Tô Ngọc Giang, Tô Thị Huệ")
    officer = as_(OFFICER)
    officer.goto(vote)
    follow(officer, "confirm")
    send(officer)


def test_rosters_come_in_corrected_and_one_goes_back_out(
    as_: Any, server: str, accessible: Any, take_picture: Any
) -> None:
    page = as_(OFFICER)
    page.set_viewport_size(WIDE)

    hand_in(page, server, "danh-sach.xlsx", MAU_DON, THU)
    accessible(page)
    take_picture(page, "import-problems-1280")
    assert page.locator("form[action$='/confirm/']").count() == 0
    page.fill("[name='correct:DS!C2']", "27/02/1987")
    page.fill("[name='correct:DS!F3']", "03/02/2010")
    page.click("form.corrections .form-actions button[type=submit]")
    page.wait_for_selector("form[action$='/confirm/']")
    accessible(page)
    take_picture(page, "import-ready-1280")
    press(page, "confirm")
    assert "Đã nhập: 2" in page.inner_text("main")

    page.set_viewport_size(PHONE)
    page.goto(f"{server}/members/")
    page.click("label.filters-open")
    page.type("input[type=search]", "mau don")
    page.wait_for_selector("#rows a:has-text('Đỗ Thị Mẫu Đơn')")
    assert "Lê" not in page.inner_text("#rows")
    accessible(page)
    take_picture(page, "search-390")
    page.click("#rows a:has-text('Đỗ Thị Mẫu Đơn')")
    page.wait_for_url(re.compile(r"/members/[0-9a-f-]{36}/"))
    accessible(page)
    assert "27/02/1987" in page.inner_text("main")

    hand_in(page, server, "nham-tep.xlsx", TAM)
    press(page, "confirm")
    address = page.url
    page.goto(f"{server}/members/?q=ngo+van+tam")
    assert "Ngô Văn Tạm" in page.inner_text("#rows")
    page.goto(address)
    press(page, "undo")
    take_picture(page, "import-undone-390")
    page.goto(f"{server}/members/?q=ngo+van+tam")
    assert "Ngô Văn Tạm" not in page.inner_text("#rows")
    page.goto(f"{server}/members/?q=mau+don")
    assert "Đỗ Thị Mẫu Đơn" in page.inner_text("#rows")


@pytest.mark.long
def test_candidate_becomes_official_over_the_months_and_moves_to_another_cell(
    as_: Any, server: str, office: Office, accessible: Any, take_picture: Any
) -> None:
    page = as_(SECRETARY)
    page.set_viewport_size(WIDE)
    page.goto(f"{server}/members/candidates/new/")
    send(
        page,
        full_name="Đinh Thị Ướm",
        sex="F",
        born_on="09/11/1996",
        education="ĐH",
        introduced_on="04/01/2022",
        first_introducer="Tô Ngọc Giang",
        first_since_on="01/09/2020",
        second_introducer="70.012358",
        second_since_on="01/09/2020",
        certificate_on="20/10/2021",
        certificate_number="118/GCN",
        application_on="04/01/2022",
        verified_on="05/01/2022",
        verification_number="07-KL/CB",
    )
    accessible(page)
    take_picture(page, "candidate-1280")
    candidate = page.url
    follow(page, "vote")
    hold_vote(as_, page, on="05/01/2022", accessible=accessible)
    as_(SECRETARY).goto(candidate)
    press(page, "take-vote")
    assert "Chi bộ đã đồng ý" in page.inner_text("main")

    office.open("2022-02-10")
    as_(OFFICER).goto(candidate)
    follow(page, "decide")
    send(page, decision_number="31-QĐ/ĐUK", decided_on="28/01/2022", decided_by="Ban Thường vụ Đảng ủy Khối")
    member = page.url
    as_(SECRETARY).goto(member)
    follow(page, "ceremony")
    send(page, ceremony_on="10/02/2022")
    assert page.url == member
    accessible(page)
    take_picture(page, "probation-1280")
    assert "10/02/2023" in page.inner_text("main")

    office.open("2023-02-13")
    page.goto(f"{server}/")
    take_picture(page, "home-secretary-1280")
    page.goto(member)
    follow(page, "vote")
    hold_vote(as_, page, on="13/02/2023", accessible=accessible)
    page.goto(member)
    follow(page, "official")
    page.select_option("select[name=vote]", index=1)
    send(page, decision_number="12-QĐ/ĐUK", decided_on="13/02/2023")
    assert "đảng viên chính thức từ ngày 10/02/2023" in page.inner_text("main")

    as_(SECRETARY).goto(member)
    follow(page, "hand-over")
    send(page, to="GDDT-3", papers_on="13/02/2023")
    assert "chờ" in page.inner_text("main").lower()
    as_(OFFICER).goto(f"{server}/members/transfers/?which=waits")
    accessible(page)
    page.click("#rows a:has-text('Đinh Thị Ướm')")
    page.wait_for_load_state()
    follow(page, "accept")
    send(page, accepted_on="13/02/2023")
    accessible(page)
    take_picture(page, "life-1280")
    assert "Chi bộ Giáo dục Tiểu học" in page.inner_text("main")
    page.set_viewport_size(PHONE)
    page.goto(member)
    accessible(page)
    take_picture(page, "life-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
