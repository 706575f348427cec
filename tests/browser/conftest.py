"""A real server with the demonstration, and Debian's Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import databases

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # the driver's loop runs in this thread; the database is another process's

PATIENCE = 600  # seconds that a page or a server may take on a machine that is busy with other things
TONGKET = [sys.executable, "-m", "tongket.cli"]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SIZES = [pytest.param(WIDE, id="1280"), pytest.param(PHONE, id="390", marks=pytest.mark.long)]
CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

REFUSED = re.compile(r"[Ss]tatus (?:of|Error Code) 4")  # an answer that a page shows, as the browser and htmx log it
OWN_PART = re.compile(r"/(?=[^/]*\d)[^/]+/")  # of an address: what names one row, unit or year

COOKIES: dict[tuple[str, str], list[Any]] = {}  # by server and login, of those who have signed in


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = shutil.which("chromium")
    assert path is not None, "chromium is missing: scripts/apt.sh test installs it"
    return {"executable_path": path, "args": CHROMIUM}


@pytest.fixture
def new_context(new_context: Callable[..., Any]) -> Callable[..., Any]:
    """Another browser with nothing in it, as from pytest-playwright, that waits as long as a busy machine needs."""

    def patient(**settings: Any) -> Any:
        context = new_context(**settings)
        context.set_default_timeout(PATIENCE * 1000)
        return context

    return patient


@pytest.fixture(scope="session")
def demonstration() -> Path:
    """A database that holds the demonstration; to be copied, not written to."""
    files = databases.Files()
    return files.path(files.provide(databases.DEMONSTRATION))


class Office:
    """A server over a copy of the demonstration; it is ended and started again to let days pass."""

    def __init__(self, demonstration: Path, folder: Path) -> None:
        shutil.copyfile(demonstration, folder / demonstration.name)
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder / demonstration.name}",
            "TONGKET_DEMO": "1",
            "TONGKET_SECRET_KEY": settings.SECRET_KEY,  # with which the demonstration was made
            "TONGKET_VAR": str(folder),
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: subprocess.Popen[bytes] | None = None

    def open(self, day: str = "") -> None:
        """Serve, on that day (2021-01-31) or the day of the demonstration."""
        self.close()
        environment = {**self.environment, "TONGKET_TODAY": day} if day else self.environment
        command = [*TONGKET, "serve", "--port", str(self.port)]
        self.running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait(self.address, self.running)

    def close(self) -> None:
        if self.running is not None:
            self.running.terminate()
            self.running.wait(timeout=PATIENCE)
            self.running = None


@pytest.fixture(scope="session")
def server(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a database that holds the demonstration."""
    office = Office(demonstration, tmp_path_factory.mktemp("server"))
    try:
        office.open()
        yield office.address
    finally:
        office.close()


def _wait(address: str, running: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert running.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=PATIENCE)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not answer within {PATIENCE} seconds")


@pytest.fixture
def quiet_page(page: Any, server: str) -> Iterator[Any]:
    """A page that must stay on our server and must not complain."""
    strays: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: strays.append(request.url) if not request.url.startswith(server) else None)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert strays == []
    assert [text for text in complaints if not REFUSED.search(text)] == []


@pytest.fixture(scope="session")
def accessible(pytestconfig: pytest.Config) -> Callable[..., None]:
    """Fails with every violation that axe finds on a page: one page of a kind, with --long each."""
    from axe_playwright_python.sync_playwright import Axe

    kinds: set[str] = set()

    def check(page: Any) -> None:
        kind = OWN_PART.sub("/…/", urlsplit(page.url).path)
        if kind in kinds and not pytestconfig.getoption("long"):
            return
        kinds.add(kind)
        answer = Axe().run(page, options={"resultTypes": ["violations"]})
        assert answer.violations_count == 0, f"{page.url}\n{answer.generate_report()}"

    return check


@pytest.fixture
def sign_in(quiet_page: Any, server: str) -> Callable[[str], Any]:
    return lambda login: signed_in(quiet_page, server, login)


def signed_in(page: Any, server: str, login: str) -> Any:
    """The page, from now on that of somebody of the demonstration, at what there is to do."""
    from tongket.demo.logins import PASSWORD

    page.context.clear_cookies()
    page.context.add_cookies(COOKIES.get((server, login), []))
    page.goto(f"{server}/")
    if page.url != f"{server}/":
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{server}/")
        COOKIES[server, login] = page.context.cookies()
    return page


def pick(page: Any, name: str, words: str) -> None:
    """Type into a picker of the page's form and take the first of what is found."""
    picker = page.locator("main form [data-picker]", has=page.locator(f"[name={name}_words]"))
    if picker.locator(".picker-change").is_visible():
        picker.locator(".picker-change").click()
    picker.locator(f"[name={name}_words]").fill(words)
    page.wait_for_selector(f".picker-choice [name={name}]")
    picker.locator(".picker-choice").first.click()


@pytest.fixture(scope="session")
def take_picture(pytestconfig: pytest.Config) -> Callable[[Any, str], None]:
    """A function that keeps a picture of a whole page for people to look at; with --long alone."""
    folder = Path("var/pictures")

    def take(page: Any, name: str) -> None:
        if pytestconfig.getoption("long"):
            page.screenshot(path=folder / f"{name}.png", full_page=True)

    return take
