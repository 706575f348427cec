"""The server takes requests in whole: nobody keeps it from others by being slow, or by sending much."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import databases
from tongket.pages.proxies import networks
from tongket.server import Buffered, Environ, Limits, StartResponse

PATIENCE = 600  # seconds that the server may take to start on a machine that is busy with other things
QUICK = 2.0  # seconds in which everybody else is answered
HELD = 6
FORM = (  # with a seal, so that the form is looked into
    "POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    f"Cookie: csrftoken={'a' * 32}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """The answer of a coroutine, in a thread of its own: a browser test before this one keeps a loop in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


# --- A real server ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """`tongket serve` over an empty database."""
    folder = tmp_path_factory.mktemp("served")
    files = databases.Files()
    shutil.copyfile(files.path(files.provide(databases.TABLES)), folder / "tongket.sqlite3")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"TONGKET_DEMO", "TONGKET_TODAY"}},
        "DATABASE_URL": f"sqlite:///{folder / 'tongket.sqlite3'}",
        "TONGKET_VAR": str(folder / "var"),
    }
    command = [sys.executable, "-m", "tongket.cli", "serve", "--port", str(port)]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert running.poll() is None, "the server ended by itself"
            try:
                sign_in_page(port)
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=PATIENCE)


def connected(port: int, text: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.sendall(text.encode())
    return connection


def status_of(connection: socket.socket) -> int:
    return int(connection.recv(4096).split(b" ", 2)[1])


def sign_in_page(port: int) -> float:
    """How long the sign-in page takes."""
    begun = time.monotonic()
    with connected(port, "GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n") as connection:
        assert status_of(connection) == 200
    return time.monotonic() - begun


def is_waiting(connection: socket.socket) -> bool:
    """Whether it is still open and has no answer yet."""
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) is None
    except BlockingIOError:
        return True
    finally:
        connection.setblocking(True)


def test_others_are_answered_while_some_send_nothing_and_some_send_slowly(port: int) -> None:
    alone = min(sign_in_page(port) for _time in range(3))
    held = [connected(port, f"{FORM}Content-Length: 1000\r\n\r\n") for _number in range(HELD)]
    held += [connected(port, f"{FORM}Transfer-Encoding: chunked\r\n\r\n")]
    held += [connected(port, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Never-Ends: ")]
    slow = connected(port, f"{FORM}Content-Length: 1000\r\n\r\n")

    beside = []
    for _time in range(5):
        slow.sendall(b"a")
        beside.append(sign_in_page(port))

    print(f"alone {alone:.2f} s; beside {len(held)} held connections and a slow one {max(beside):.2f} s at most")
    assert all(is_waiting(connection) for connection in [*held, slow])
    assert max(beside) < max(QUICK, 8 * alone)
    for connection in [*held, slow]:
        connection.close()


def test_upload_of_300_mb_is_refused_by_its_declared_length(port: int) -> None:
    begun = time.monotonic()

    with connected(port, f"{FORM}Content-Length: {300 * 1024 * 1024}\r\n\r\n") as connection:
        status = status_of(connection)  # before a byte of it was sent

    print(f"refused after {time.monotonic() - begun:.2f} s")
    assert status == 413


# --- By limits of its own ---------------------------------------------------------------------------------------------


def echo(environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Answers with what it was asked."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [environ["REMOTE_ADDR"].encode(), b" ", body]


Reader = Callable[[], Any]


async def ask(
    server: Buffered, *, headers: dict[str, str] | None = None, pieces: tuple[bytes, ...] = (), pause: float = 0
) -> tuple[int, bytes]:
    """The status and the body with which a request is answered that sends these pieces, each after a pause."""
    waiting, answered = list(pieces) or [b""], []
    scope = {
        "type": "http", "method": "POST", "raw_path": b"/a%20b", "query_string": b"", "http_version": "1.1",
        "scheme": "http", "client": ("192.0.2.7", 1), "server": ("127.0.0.1", 80),
        "headers": [(name.encode(), value.encode()) for name, value in (headers or {}).items()],
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        answered.append(message)

    await server(scope, receive, send)
    return answered[0]["status"], b"".join(message.get("body", b"") for message in answered)


LIMITS = Limits(largest_body=100, patience=0.5, slowest=1000, from_one_address=2)


@pytest.mark.parametrize(
    ("headers", "pieces", "pause", "status"),
    [
        ({}, (), 0, 200),
        ({"content-length": "4"}, (b"ab", b"cd"), 0, 200),
        ({"transfer-encoding": "chunked"}, (b"ab", b"cd"), 0, 200),
        ({"content-length": "101"}, (b"a",), 0, 413),
        ({"content-length": "9" * 30}, (b"a",), 0, 413),
        ({"content-length": "-1"}, (b"a",), 0, 413),
        ({"transfer-encoding": "chunked"}, (b"a" * 60, b"a" * 60), 0, 413),
        ({"content-length": "100"}, (b"a",) * 100, 0.1, 408),
    ],
)
def test_body_is_taken_up_to_a_size_and_within_its_time(
    headers: dict[str, str], pieces: tuple[bytes, ...], pause: float, status: int
) -> None:
    answer = run(ask(Buffered(echo, LIMITS), headers=headers, pieces=pieces, pause=pause))

    assert answer[0] == status
    if status == 200:
        assert answer[1] == b"192.0.2.7 " + b"".join(pieces)


def test_address_may_have_some_bodies_on_their_way_and_the_others_of_it_are_refused() -> None:
    server = Buffered(echo, LIMITS)

    async def both() -> list[int]:
        held = [asyncio.create_task(ask(server, headers={"content-length": "9"}, pause=0.3)) for _number in range(2)]
        await asyncio.sleep(0.1)
        another, without_body = await ask(server, headers={"content-length": "9"}), await ask(server)
        behind_proxy = await ask(server, headers={"content-length": "9", "x-forwarded-for": "192.0.2.8"})
        first = [(await task)[0] for task in held]
        return [another[0], without_body[0], behind_proxy[0], *first, (await ask(server, headers={}))[0]]

    assert run(both()) == [429, 200, 429, 200, 200, 200]


def test_address_is_the_one_that_a_trusted_proxy_tells() -> None:
    server = Buffered(echo, LIMITS, networks(["192.0.2.0/24"]))

    async def both() -> list[int]:
        headers = {"content-length": "9", "x-forwarded-for": "198.51.100.1"}
        held = [asyncio.create_task(ask(server, headers=headers, pause=0.3)) for _number in range(2)]
        await asyncio.sleep(0.1)
        same, other = (
            await ask(server, headers=headers),
            await ask(server, headers={**headers, "x-forwarded-for": "203.0.113.5"}),
        )
        await asyncio.gather(*held)
        return [same[0], other[0]]

    assert run(both()) == [429, 200]


def test_long_answer_leaves_whole() -> None:
    def long(environ: Environ, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])
        return [b"a" * 700_000, b"b" * 300_000]

    assert run(ask(Buffered(long, LIMITS))) == (200, b"a" * 700_000 + b"b" * 300_000)


def test_headers_with_an_underscore_pass_for_no_others() -> None:
    def told(environ: Environ, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])
        return [str(sorted(name for name in environ if name.startswith("HTTP_"))).encode()]

    answer = run(ask(Buffered(told, LIMITS), headers={"x_forwarded_for": "1", "x-other": "1"}))

    assert answer == (200, b"['HTTP_X_OTHER']")
