"""Behind a real nginx with HTTPS, by the example in deploy/: pages open, a form is saved, and nobody is believed who
is not the proxy.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client

from tests import databases
from tongket.pages.proxies import client_address, networks

PATIENCE = 600  # seconds that a server may take to start on a machine that is busy with other things
DAY = "2021-01-04"
PASSWORD = "mot-mat-khau-du-dai-2021"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
PEOPLE = f"""
import django
django.setup()
from tests.cast import build
from tongket.org.models import Account
cast = build()
account = Account(username="north_clerk", person=cast.people["north_clerk"])
account.set_password("{PASSWORD}")
account.save()
"""
AROUND = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Office:
    """Where the proxy listens, and where the program does behind it."""

    http: int
    https: int
    direct: int
    certificate: Path


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _number in range(count)]
    for opened in sockets:
        opened.bind(("127.0.0.1", 0))
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def write_certificate(folder: Path) -> Path:
    """A certificate of localhost that is signed by itself, beside its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "certificate.pem"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """nginx by deploy/nginx.conf before `tongket serve` with TONGKET_HTTPS, over a database with the cast."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx is not None, "nginx is missing: scripts/apt.sh test installs it"
    folder = tmp_path_factory.mktemp("office")
    http, https, direct = free_ports(3)
    certificate = write_certificate(folder)
    site = (databases.ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for example, here in {
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl;": f"listen 127.0.0.1:{https} ssl;",
        "tongket.example.vn": "localhost",
        "/etc/ssl/tongket/": f"{folder}/",
        "http://127.0.0.1:8000": f"http://127.0.0.1:{direct}",
    }.items():
        assert example in site
        site = site.replace(example, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")

    files = databases.Files()
    shutil.copyfile(files.path(files.provide(databases.TABLES)), folder / "tongket.sqlite3")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "TONGKET_DEMO"},
        "DATABASE_URL": f"sqlite:///{folder / 'tongket.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tongket.settings",
        "TONGKET_VAR": str(folder / "var"),
        "TONGKET_TODAY": DAY,
        "TONGKET_HTTPS": "1",
        "TONGKET_HOSTS": "localhost",
    }
    subprocess.run([sys.executable, "-c", PEOPLE], cwd=databases.ROOT, env=environment, check=True)
    serve = [sys.executable, "-m", "tongket.cli", "serve", "--port", str(direct)]
    proxy = [nginx, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (serve, proxy)
    ]
    try:
        found = Office(http, https, direct, certificate)
        wait_for(found, running)
        yield found
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(timeout=PATIENCE)


def wait_for(office: Office, running: "list[subprocess.Popen[bytes]]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert [process.poll() for process in running] == [None, None], "a server ended by itself"
        try:
            Browser(office).get("/accounts/login/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"no answer within {PATIENCE} seconds")


class Browser:
    """As much of a browser as forms need: cookies, redirects, where a form was sent from."""

    def __init__(self, office: Office) -> None:
        self.address = f"https://localhost:{office.https}"
        context = ssl.create_default_context(cafile=office.certificate)
        self.cookies = CookieJar()
        handlers = [urllib.request.HTTPSHandler(context=context), urllib.request.HTTPCookieProcessor(self.cookies)]
        self.opener = urllib.request.build_opener(*handlers)

    def get(self, path: str) -> str:
        with self.opener.open(f"{self.address}{path}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: dict[str, Any]) -> str:
        """Send the form of a page as its reader fills it in; the page that one comes to."""
        hidden = dict(HIDDEN.findall(self.get(path)))
        body = urlencode({**hidden, **fields}).encode()
        request = urllib.request.Request(f"{self.address}{path}", body, {"Origin": self.address})
        with self.opener.open(request, timeout=PATIENCE) as answer:
            return str(answer.read().decode())


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def redirect_of(url: str, **headers: str) -> tuple[int, str]:
    """The status of an answer, and where it leads to."""
    try:
        answer = urllib.request.build_opener(NoRedirects).open(urllib.request.Request(url, headers=headers))
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers.get("Location", "")
    return answer.status, ""


def test_form_is_saved_through_a_proxy_with_https(office: Office) -> None:
    browser = Browser(office)

    browser.post("/accounts/login/", {"login": "north_clerk", "password": PASSWORD})
    post = {"unit": "NORTH", "section": "NEWS", "title": "Qua máy chủ trung gian", "summary": "S", "body": "B"}
    page = browser.post("/news/new/", post)

    assert "Qua máy chủ trung gian" in page
    assert "Qua máy chủ trung gian" in browser.get("/news/")
    cookies = {cookie.name: cookie for cookie in browser.cookies}
    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(cookies)
    assert all(cookies[name].secure for name in ("__Host-sessionid", "__Host-csrftoken"))


def test_plain_http_leads_to_https_once(office: Office) -> None:
    assert redirect_of(f"http://localhost:{office.http}/news/") == (301, "https://localhost/news/")
    assert redirect_of(f"http://localhost:{office.direct}/news/") == (301, f"https://localhost:{office.direct}/news/")
    through = redirect_of(f"http://localhost:{office.direct}/accounts/login/", **{"X-Forwarded-Proto": "https"})
    assert through == (200, "")  # the proxy of this machine is believed


# --- Whose word is taken ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "told", "address"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", "192.0.2.7"),  # no proxy of ours
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),  # what stands to the left was written by the visitor
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),  # two proxies of ours
        ("10.0.0.1", "127.0.0.1 or 1=1", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_address_is_the_last_one_before_the_trusted_proxies(peer: str, told: str, address: str) -> None:
    assert client_address(peer, told, networks(["10.0.0.0/8"])) == address


@pytest.mark.parametrize(
    ("peer", "host", "status"),
    [
        ("10.0.0.1", "testserver", 200),
        ("10.0.0.1", "elsewhere.example", 400),
        ("192.0.2.7", "elsewhere.example", 301),  # not believed: neither the name nor that it came by HTTPS
    ],
)
def test_name_and_scheme_are_taken_from_a_trusted_proxy_alone(
    db: None, settings: Any, peer: str, host: str, status: int
) -> None:
    settings.TONGKET_PROXIES, settings.SECURE_SSL_REDIRECT = ["10.0.0.0/8"], True
    told: dict[str, Any] = {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": host,
        "HTTP_X_FORWARDED_FOR": "198.51.100.1",
    }

    answer = Client().get("/accounts/login/", REMOTE_ADDR=peer, **told)

    assert answer.status_code == status


def test_origin_of_another_name_is_trusted_where_a_setting_names_it(db: None, settings: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/accounts/login/")
    fields = {"login": "a", "password": "b", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}

    before = browser.post("/accounts/login/", fields, HTTP_ORIGIN="https://tongket.example.vn").status_code
    settings.CSRF_TRUSTED_ORIGINS = ["https://tongket.example.vn"]
    after = Client(enforce_csrf_checks=True)
    after.cookies = browser.cookies

    assert before == 403
    assert after.post("/accounts/login/", fields, HTTP_ORIGIN="https://tongket.example.vn").status_code == 200
