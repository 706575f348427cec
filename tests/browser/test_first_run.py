"""From `make start` on an empty database to an accepted report of a cell, a split and a merger: on screens alone.

Every act is counted: a tap, a key that does something, a field filled (or a file chosen).
"""

import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.browser.conftest import PATIENCE, PHONE, SIZES, TONGKET, _wait, pick
from tongket.pages.workbook import workbook

pytestmark = pytest.mark.browser

TODAY = "2026-11-30"
PASSWORD = "bon-tu-ghep-lai-2026"
BEFORE_HOME, IN_ALL = 35, 110  # acts at most: until the first home page, and to the end
CELLS = [f"Chi bộ Thôn {number}" for number in range(1, 41)]


class Hand:
    """What people do on their pages, each act counted at its station."""

    def __init__(self, page: Any, picture: Callable[[Any, str], None]) -> None:
        self.page, self._picture, self.station = page, picture, ""
        self.acts: Counter[str] = Counter()

    def at(self, station: str, page: Any = None) -> None:
        """From now on at that station; page: of somebody else, on another machine."""
        self.station, self.page = station, page or self.page

    def picture(self, name: str) -> None:
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{name} is wider than the screen"
        )
        self._picture(self.page, name)

    def _act(self) -> None:
        self.acts[self.station] += 1

    def tap(self, name: str, *, role: str = "button", inside: str = "main", exact: bool = False) -> None:
        """Something that leads to another page."""
        self._act()
        with self.page.expect_navigation():
            self.page.locator(inside).get_by_role(role, name=name, exact=exact).first.click()

    def go(self, name: str, *, inside: str = "main", exact: bool = False) -> None:
        self.tap(name, role="link", inside=inside, exact=exact)

    def home(self) -> None:
        """To what there is to do, by the name of the system at the top."""
        self._act()
        with self.page.expect_navigation():
            self.page.locator(".topbar .brand").click()

    def open(self, name: str) -> None:
        """A question before a deed."""
        self._act()
        self.page.locator("main summary", has_text=name).first.click()

    def pick(self, name: str, words: str) -> None:
        """Type into a picker and take the first of what is found: two acts."""
        self.acts[self.station] += 2
        pick(self.page, name, words)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self._act()
            self.page.fill(f"main [name={name}]", value)

    def choose(self, name: str, label: str) -> None:
        self._act()
        self.page.select_option(f"main [name={name}]", label=label)

    def choose_for(self, line: str, label: str) -> None:
        """In the list beside a line of what goes along."""
        self._act()
        self.page.locator("main .goes-along li", has_text=line).locator("select").select_option(label=label)

    def enter(self, name: str) -> None:
        """The enter key in a field."""
        self._act()
        with self.page.expect_navigation():
            self.page.press(f"main [name={name}]", "Enter")

    def take_file(self, path: Path) -> None:
        self._act()
        self.page.set_input_files("main input[type=file]", path)


class EmptyOffice:
    """A server over an empty database, and the one-time address that the command has printed."""

    def __init__(self, folder: Path, port: int) -> None:
        left_out = {"TONGKET_DEMO", "DJANGO_SETTINGS_MODULE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in left_out} | {
            "DATABASE_URL": f"sqlite:///{folder / 'tongket.sqlite3'}",
            "TONGKET_VAR": str(folder),
            "TONGKET_TODAY": TODAY,
        }
        command = [*TONGKET, "start", "--port", str(port)]
        printed = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout
        found = re.search(r"http://\S+/start/\S+/", printed)
        assert found is not None, printed
        self.address, self.invitation = f"http://127.0.0.1:{port}", found[0]
        serve = [*TONGKET, "serve", "--port", str(port)]
        self.running = subprocess.Popen(
            serve, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait(self.address, self.running)

    def close(self) -> None:
        self.running.terminate()
        self.running.wait(timeout=PATIENCE)


@pytest.fixture
def office(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[EmptyOffice]:
    office = EmptyOffice(tmp_path, free_port())
    try:
        yield office
    finally:
        office.close()


@pytest.fixture
def free_port() -> Callable[[], int]:
    """A free port of this machine."""
    import socket

    def free() -> int:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            port: int = trial.getsockname()[1]
            return port

    return free


def people_file(folder: Path) -> Path:
    """The secretary of a cell, as the roll knows them."""
    head = ["Họ và tên", "Ngày sinh", "Số thẻ", "Đơn vị", "Chức vụ", "Quyết định", "Từ ngày"]
    row = ["Nguyễn Văn An", "25/02/1987", "60.027440", "Chi bộ Thôn 1", "Bí thư", "7-QĐ/ĐU", "01/11/2026"]
    path = folder / "nguoi.xlsx"
    path.write_bytes(workbook("Người và tài khoản", "", head, [row]))
    return path


def units_file(folder: Path) -> Path:
    rows = [[name, "Chi bộ", "Đảng bộ bộ phận Trường học" if name.endswith(" 40") else ""] for name in CELLS]
    path = folder / "don-vi.xlsx"
    path.write_bytes(workbook("Danh sách đơn vị", "", ["Tên đơn vị", "Loại", "Trực thuộc"], rows))
    return path


def roster_file(folder: Path) -> Path:
    head = ["Họ và tên", "Giới tính", "Ngày sinh", "Số thẻ", "Ngày vào Đảng", "Ngày chính thức", "Chi bộ"]
    rows = [
        [f"Nguyễn Văn {name}", "Nam", "25/02/1987", f"60.02744{at}", "13/02/2010", "13/02/2011", cell]
        for at, (name, cell) in enumerate(
            [("An", "Chi bộ Thôn 1"), ("Bình", "Chi bộ Thôn 1"), ("Cường", "Chi bộ Y tế")]
        )
    ]
    path = folder / "dang-vien.xlsx"
    path.write_bytes(workbook("Danh sách đảng viên", "", head, rows))
    return path


@pytest.fixture
def machine(new_context: Callable[..., Any]) -> Callable[[dict[str, int]], Any]:
    """The page of a machine of somebody's own, of a size."""
    return lambda size: new_context(viewport=size).new_page()


@pytest.mark.parametrize("size", SIZES)
def test_office_starts_from_nothing_on_screens_alone(
    machine: Callable[..., Any],
    office: EmptyOffice,
    size: dict[str, int],
    tmp_path: Path,
    take_picture: Callable[..., None],
    accessible: Callable[[Any], None],
) -> None:
    def picture(page: Any, name: str) -> None:
        accessible(page)
        take_picture(page, f"first-run-{name}-{size['width']}")

    administrator, secretary, cell = machine(size), machine(size), machine(PHONE)
    hand = Hand(administrator, picture)

    slips = open_the_books(hand, office)
    assert [login for login, _code in slips] == ["quan.nguyen", "lanh.hoang"]
    hand.at("first sign-in")
    hand.go("Đăng nhập bằng phiếu")
    sign_in(hand, *slips[0])
    assert sum(hand.acts.values()) <= BEFORE_HOME, hand.acts
    hand.picture("home")

    enter_units(hand, tmp_path)
    enter_the_roll(hand, tmp_path)
    hand.at("the secretary", secretary)
    secretary.goto(f"{office.address}/slip/?login={slips[1][0]}")  # as the slip says
    sign_in(hand, *slips[1])
    hand.go("Xem và xác nhận")
    hand.tap("Tôi xác nhận")
    hand.picture("secretary")
    second_step(hand)

    hand.at("the cell's secretary: account and right", administrator)
    slip = make_account_and_right(hand, tmp_path)
    hand.at("the second person", secretary)
    hand.home()
    hand.go("Xem")
    hand.go("Xác nhận", exact=True)
    hand.picture("rights-to-confirm")
    hand.tap("Xác nhận những quyền đã chọn")
    assert "Đã xác nhận 1 quyền" in secretary.inner_text("main")

    hand.at("reports asked for", administrator)
    ask_for_reports(hand)
    hand.at("the cell's first sign-in", cell)
    cell.goto(f"{office.address}/slip/?login={slip[0]}")
    sign_in(hand, *slip)
    hand.picture("cell-home")
    hand.at("report filled in and sent")
    send_the_report(hand)
    hand.at("report accepted", administrator)
    accept_the_report(hand)

    hand.at("split")
    split(hand)
    hand.at("merger")
    merge(hand)

    print(f"{size['width']} px: {sum(hand.acts.values())} acts: {dict(hand.acts)}")
    assert sum(hand.acts.values()) <= IN_ALL, hand.acts
    assert names_on_roll(administrator, office, "CB1") == ["Nguyễn Văn An"]
    assert names_on_roll(administrator, office, "THON1B") == ["Nguyễn Văn Bình"]
    assert names_on_roll(administrator, office, "CB2") == ["Nguyễn Văn Cường"]


def open_the_books(hand: Hand, office: EmptyOffice) -> list[tuple[str, str]]:
    """Name the organisation and the two people; their logins and codes, as printed."""
    hand.at("open the books")
    hand.page.goto(office.invitation)
    hand.picture("founding")
    hand.fill(printed_name="Đảng bộ\nxã Mẫu Sơn", superior="Đảng bộ tỉnh Sông Mẫu", province="Sông Mẫu")
    hand.fill(administrator_name="Nguyễn Văn Quản", administrator_decision="12-QĐ/ĐU")
    hand.fill(secretary_name="Hoàng Thị Lãnh", secretary_decision="34-QĐ/TU")
    hand.tap("Mở sổ và in hai phiếu")
    hand.picture("slips")
    return printed_slips(hand)


def printed_slips(hand: Hand) -> list[tuple[str, str]]:
    return re.findall(r"<dd>(\w+\.\w+)</dd>.*?slip-code\">([0-9A-Z-]{14})<", hand.page.content(), re.DOTALL)


def enter_units(hand: Hand, folder: Path) -> None:
    hand.at("units by hand")
    hand.go("Đơn vị", inside="main .missing")
    for name in ("Đảng bộ bộ phận Trường học", "Chi bộ Y tế"):
        hand.fill(name=name)
        hand.enter("name")

    hand.at("forty units by Excel")
    hand.go("Đọc từ tệp")
    hand.take_file(units_file(folder))
    hand.tap("Kiểm tra tệp")
    hand.picture("sheet")
    hand.tap("Lưu 40 đơn vị")
    assert hand.page.locator(".tree-rows tbody tr").count() == 43
    hand.picture("units")


def enter_the_roll(hand: Hand, folder: Path) -> None:
    hand.at("roll")
    hand.go("Bước tiếp")
    hand.take_file(roster_file(folder))
    hand.tap("Kiểm tra tệp")
    hand.picture("roster")
    hand.tap("Nhập")
    hand.page.wait_for_selector("text=đã nhập")


def make_account_and_right(hand: Hand, folder: Path) -> tuple[str, str]:
    """Office, account and slip of a cell's secretary known from the roll, from a sheet; then the right, proposed."""
    hand.go("Bước tiếp")
    hand.go("Nhập từ Excel")
    hand.take_file(people_file(folder))
    hand.tap("Kiểm tra tệp")
    hand.picture("people")
    hand.tap("Nhập tất cả")
    hand.tap("Lập phiếu để in")
    hand.picture("cell-slip")
    [slip] = printed_slips(hand)
    hand.go("Quay lại")
    hand.picture("people-list")
    hand.go("Nguyễn Văn An")
    hand.go("Giao quyền")
    hand.choose("confirmer", "Hoàng Thị Lãnh")
    hand.picture("right")
    hand.tap("Giao quyền")
    assert "chờ người thứ hai" in hand.page.inner_text("main")
    return slip


def ask_for_reports(hand: Hand) -> None:
    """Take the monthly form over, as it comes, and ask all that owe it for the month that is over."""
    hand.home()
    hand.go("Biểu mẫu và hạn báo cáo", inside="main .missing")
    hand.go("Báo cáo tháng")
    hand.open("Nhận giữ mẫu này")
    hand.tap("Đồng ý")
    hand.picture("form")
    hand.go("Yêu cầu báo cáo")
    assert hand.page.input_value("main [name=form]") == "monthly"
    assert hand.page.input_value("main [name=period]") == "2026M11"  # its last day is today
    hand.picture("ask")
    hand.tap("Yêu cầu báo cáo")
    assert "Đã yêu cầu 42 đơn vị" in hand.page.inner_text("main")


def send_the_report(hand: Hand) -> None:
    hand.go("Nhập và gửi")
    assert hand.page.input_value("main [name=figure_members_total]") == "2"  # counted from the roll
    hand.fill(text="Chi bộ sinh hoạt đúng lịch.")
    hand.picture("report")
    hand.tap("Gửi", exact=True)
    assert "Đã gửi báo cáo" in hand.page.inner_text("main")


def accept_the_report(hand: Hand) -> None:
    hand.home()
    hand.go("1 báo cáo chờ tiếp nhận")
    hand.picture("received")
    hand.go("đã gửi", inside="#rows")
    hand.tap("Tiếp nhận")
    assert "đã tiếp nhận" in hand.page.inner_text("main")
    hand.picture("accepted")


def split(hand: Hand) -> None:
    """Split the cell whose report was accepted: one of its two members goes to the new one."""
    hand.go("Chi bộ Thôn 1", exact=True)
    hand.go("Chia tách")
    hand.fill(name_1="Chi bộ Thôn 1B", short_name_1="CB Thôn 1B", code_1="THON1B")
    hand.fill(number="58-QĐ/ĐU", decided_on="20/11/2026", from_on="30/11/2026")
    hand.picture("split")
    hand.tap("Xem những gì đi theo")
    hand.choose_for("Nguyễn Văn Bình", "CB Thôn 1B")
    hand.picture("split-look")
    hand.tap("Chia tách")
    assert "Đã chia tách đơn vị" in hand.page.inner_text("main")


def merge(hand: Hand) -> None:
    """Merge another cell, with its member, into a third."""
    hand.go("Đơn vị", exact=True)
    hand.go("Chi bộ Y tế", exact=True)
    hand.go("Sáp nhập")
    hand.pick("into", "thon 2")
    hand.fill(number="59-QĐ/ĐU", decided_on="25/11/2026", from_on="30/11/2026")
    hand.tap("Xem những gì đi theo")
    assert "Nguyễn Văn Cường" in hand.page.inner_text("main .goes-along")
    hand.picture("merger-look")
    hand.tap("Sáp nhập")
    hand.picture("merged")


def names_on_roll(page: Any, office: EmptyOffice, code: str) -> list[str]:
    """Who stands on the roll of a unit; looked at to check, by nobody's hand."""
    page.goto(f"{office.address}/members/on/?unit={code}&size=200")
    return [str(link.inner_text()) for link in page.locator("#rows tbody tr").locator("a").all()]


def sign_in(hand: Hand, login: str, code: str) -> None:
    """From the page of the slip, with the login on it, to the home page, by whichever steps the right asks for."""
    page = hand.page
    assert page.input_value("main [name=login]") == login
    hand.fill(code=code, password=PASSWORD, again=PASSWORD)
    hand.tap("Đặt mật khẩu")
    assert page.input_value("main [name=login]") == login
    hand.fill(password=PASSWORD)
    hand.tap("Đăng nhập", exact=True)
    second_step(hand)
    page.wait_for_url("**/")


def second_step(hand: Hand) -> None:
    """Set up the codes of a telephone, where the right asks for a second step."""
    if "/two-step/" not in hand.page.url:
        return
    hand.go("Thiết lập bằng điện thoại")
    secret = str(hand.page.locator("code.secret").text_content()).replace(" ", "")
    hand.fill(code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    hand.tap("Xác nhận")
    hand.go("tiếp tục")
