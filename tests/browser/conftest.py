"""A real server with the demonstration, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # the driver's loop runs in this thread; the database is another process's

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
CHROMIUM = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = shutil.which("chromium")
    assert path is not None, "chromium is missing: scripts/apt.sh test installs it"
    return {"executable_path": path, "args": CHROMIUM}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a database that holds the demonstration."""
    folder = tmp_path_factory.mktemp("server")
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "TONGKET_DEMO": "1",
        "TONGKET_VAR": str(folder),
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tongket.cli"]
    subprocess.run([*command, "demo", "--load-if-empty"], env=environment, check=True, stdout=subprocess.DEVNULL)
    running = subprocess.Popen(
        [*command, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=20)


def _wait(address: str, running: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(150):
        assert running.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not answer within 30 seconds")


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
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture
def accessible() -> Callable[[Any], None]:
    """Fails with every violation that axe finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


@pytest.fixture
def sign_in(quiet_page: Any, server: str) -> Callable[[str], Any]:
    return lambda login: signed_in(quiet_page, server, login)


def signed_in(page: Any, server: str, login: str) -> Any:
    """The page, from now on that of somebody of the demonstration, at what there is to do."""
    from tongket.demo.logins import PASSWORD

    page.context.clear_cookies()
    page.goto(f"{server}/accounts/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{server}/")
    return page


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of the pages are kept for people to look at."""
    folder = Path(os.environ.get("TONGKET_PICTURES", "var/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
