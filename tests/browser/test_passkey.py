"""A passkey, made and used with Chromium's virtual authenticator, over an office of its own (S-43)."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.browser.conftest import PATIENCE, TONGKET, _wait

pytestmark = pytest.mark.browser

LOGIN, PASSWORD = "bithu.bac", "bon tu khong ai doan ra"
MAKE = f"""
import django; django.setup()
from tests.cast import build
from tongket.core import clock
from tongket.org import actions
cast = build()
account = actions.make_account(
    cast.people["north_secretary"], "{LOGIN}", unit=cast.units["root"], by=None, on=clock.today()
)
account.set_password("{PASSWORD}")
account.save()
"""
DEVICE = {
    **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
    **{"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True},
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[str]:
    """The address of a server over the cast; by name, since a passkey is bound to one."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TONGKET_")},
        **{"DATABASE_URL": f"sqlite:///{tmp_path / 'office.sqlite3'}", "TONGKET_VAR": str(tmp_path)},
        "DJANGO_SETTINGS_MODULE": "tongket.settings",
    }
    files = databases.Files()
    shutil.copyfile(files.path(files.provide(databases.TABLES)), tmp_path / "office.sqlite3")
    subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([*TONGKET, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}", running)
        yield f"http://localhost:{port}"
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)


def enter(page: Any, office: str) -> None:
    page.goto(f"{office}/accounts/login/")
    page.fill("[name=login]", LOGIN)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def test_passkey_is_set_up_and_opens_the_office(office: str, new_context: Any) -> None:
    page = new_context().new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    enter(page, office)
    led_to = page.url
    page.goto(f"{office}/account/two-step/passkey/")
    page.click("[data-passkey-start]")
    page.wait_for_selector(".code-list")
    page.context.clear_cookies()
    enter(page, office)
    page.click("[data-passkey-start]")
    page.wait_for_url(f"{office}/")

    assert led_to == f"{office}/account/two-step/"
