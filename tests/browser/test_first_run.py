"""From `make start` on an empty database to an office that has units, a roll and a report asked for: on screens alone.

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

from tests.browser.conftest import PATIENCE, PHONE, TONGKET, WIDE, _wait
from tongket.pages.workbook import workbook

pytestmark = pytest.mark.browser

TODAY = "2026-11-30"
PASSWORD = "bon-tu-ghep-lai-2026"
BEFORE_HOME = 35  # acts at most until the first home page
CELLS = [f"Chi bộ Thôn {number}" for number in range(1, 41)]


class Hand:
    """What a person does on a page, each act counted at its station."""

    def __init__(self, page: Any) -> None:
        self.page, self.station = page, ""
        self.acts: Counter[str] = Counter()

    def at(self, station: str) -> None:
        self.station = station

    def _act(self) -> None:
        self.acts[self.station] += 1

    def tap(self, name: str, *, role: str = "button", inside: str = "main") -> None:
        self._act()
        self.page.locator(inside).get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self._act()
            self.page.fill(f"main [name={name}]", value)

    def choose(self, name: str, label: str) -> None:
        self._act()
        self.page.select_option(f"main [name={name}]", label=label)

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


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_office_starts_from_nothing_on_screens_alone(
    page: Any, office: EmptyOffice, size: dict[str, int], tmp_path: Path, take_picture: Callable[..., None]
) -> None:
    page.set_default_timeout(PATIENCE * 1000)
    page.set_viewport_size(size)
    hand = Hand(page)

    def picture(name: str) -> None:
        take_picture(page, f"first-run-{name}-{size['width']}")

    hand.at("open the books")
    page.goto(office.invitation)
    picture("founding")
    hand.fill(printed_name="Đảng bộ\nxã Mẫu Sơn", superior="Đảng bộ tỉnh Sông Mẫu", province="Sông Mẫu")
    hand.fill(administrator_name="Nguyễn Văn Quản", administrator_decision="12-QĐ/ĐU")
    hand.fill(secretary_name="Hoàng Thị Lãnh", secretary_decision="34-QĐ/TU")
    hand.tap("Mở sổ và in hai phiếu")
    picture("slips")
    slips = re.findall(r"<dd>(\w+\.\w+)</dd>.*?slip-code\">([0-9A-Z-]{14})<", page.content(), re.DOTALL)
    assert [login for login, _code in slips] == ["quan.nguyen", "lanh.hoang"]

    hand.at("first sign-in")
    hand.tap("Đăng nhập bằng phiếu", role="link")
    sign_in(hand, *slips[0])
    assert sum(hand.acts.values()) <= BEFORE_HOME, hand.acts
    picture("home")

    hand.at("units by hand")
    hand.tap("Đơn vị", role="link", inside="main .missing")
    for name in ("Đảng bộ bộ phận Trường học", "Chi bộ Y tế"):
        hand.fill(name=name)
        hand.enter("name")

    hand.at("forty units by Excel")
    hand.tap("Đọc từ tệp", role="link")
    hand.take_file(units_file(tmp_path))
    hand.tap("Kiểm tra tệp")
    picture("sheet")
    hand.tap("Lưu 40 đơn vị")
    assert page.locator(".tree-rows tbody tr").count() == 43
    picture("units")

    hand.at("roll")
    hand.tap("Bước tiếp", role="link")
    hand.take_file(roster_file(tmp_path))
    hand.tap("Kiểm tra tệp")
    picture("roster")
    hand.tap("Nhập")
    page.wait_for_selector("text=đã nhập")

    hand.at("the secretary")
    page.context.clear_cookies()  # on another machine, with the address of the slip
    page.goto(f"{office.address}/slip/?login={slips[1][0]}")
    sign_in(hand, *slips[1])
    hand.tap("Xem và xác nhận", role="link")
    hand.tap("Tôi xác nhận")
    picture("secretary")

    print(f"{size['width']} px: {sum(hand.acts.values())} acts: {dict(hand.acts)}")


def sign_in(hand: Hand, login: str, code: str) -> None:
    """From the page of the slip, with the login on it, to the home page, by whichever steps the right asks for."""
    page = hand.page
    assert page.input_value("main [name=login]") == login
    hand.fill(code=code, password=PASSWORD, again=PASSWORD)
    hand.tap("Đặt mật khẩu")
    hand.fill(login=login, password=PASSWORD)
    hand.tap("Đăng nhập")
    if "/two-step/" in page.url:
        hand.tap("Thiết lập bằng điện thoại", role="link")
        secret = str(page.locator("code.secret").text_content()).replace(" ", "")
        hand.fill(code=format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        hand.tap("Xác nhận")
        hand.tap("tiếp tục", role="link")
    page.wait_for_url("**/")
