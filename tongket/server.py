"""The way in for granian: takes a request in whole before a thread works on it, so that nobody holds one by being slow.

A thread answers a request only once its body is here. Until then it costs a coroutine and a file, and `Limits` say how
long it may take, how large it may be, and how many of one address may be on their way. What a thread has answered is
sent from here too, however slowly it is read. The time for the headers alone is granian's to watch.
"""

import asyncio
import contextvars
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, TypeAlias
from urllib.parse import unquote_to_bytes

from tongket.pages.proxies import Networks, client_address

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Callable[[bytes], object]]
WsgiApplication: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

IN_MEMORY = 512 * 1024  # bytes of a body or an answer beyond which it lies in a file
PIECE = 256 * 1024  # bytes that are sent at a time


@dataclass(frozen=True)
class Limits:
    """What a request may cost before it is whole."""

    largest_body: int  # bytes
    patience: float = 20.0  # seconds that any body may take
    slowest: int = 16 * 1024  # bytes a second that a longer one must keep up with on average
    from_one_address: int = 24  # requests whose bodies are still coming in
    threads: int = 4


class Refused(Exception):
    """A request that is not taken in: its status and why, for whoever sent it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


TOO_LARGE = Refused(413, "Tệp gửi lên quá lớn.\nWhat was sent is too large.\n")
TOO_SLOW = Refused(408, "Dữ liệu gửi lên quá chậm nên đã ngừng nhận. Hãy thử lại.\nIt came too slowly. Try again.\n")
TOO_MANY = Refused(
    429, "Địa chỉ này đang gửi quá nhiều yêu cầu cùng lúc. Hãy chờ một lát.\nToo many requests at once.\n"
)


class Gone(Exception):
    """Whoever asked has hung up."""


class Buffered:
    """An ASGI application around a WSGI one."""

    def __init__(self, application: WsgiApplication, limits: Limits, proxies: Networks = ()) -> None:
        self.application = application
        self.limits = limits
        self.proxies = proxies
        self._coming = Counter[str]()
        self._threads = ThreadPoolExecutor(limits.threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http", scope["type"]
        headers = _headers(scope)
        try:
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
                if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
                    with self._counted(scope, headers):
                        await self._take_in(headers, receive, body)
                body.seek(0)
                await self._answer(_environ(scope, headers, body), send)
        except Refused as refusal:
            await _refuse(refusal, send)
        except Gone:
            return

    @contextmanager
    def _counted(self, scope: Scope, headers: dict[str, str]) -> Iterator[None]:
        """Raises Refused where an address has too many requests whose bodies are still coming in."""
        address = client_address(_peer(scope), headers.get("x-forwarded-for", ""), self.proxies)
        if self._coming[address] >= self.limits.from_one_address:
            raise TOO_MANY
        self._coming[address] += 1
        try:
            yield
        finally:
            self._coming[address] -= 1
            if not self._coming[address]:
                del self._coming[address]

    async def _take_in(self, headers: dict[str, str], receive: Receive, body: IO[bytes]) -> None:
        """Write the body to a file. Raises Refused, Gone."""
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > self.limits.largest_body:
            raise TOO_LARGE
        begun, size, is_whole = time.monotonic(), 0, False
        while not is_whole:
            left = begun + self.limits.patience + size / self.limits.slowest - time.monotonic()
            try:
                message = await asyncio.wait_for(receive(), max(left, 0))
            except TimeoutError as late:
                raise TOO_SLOW from late
            if message["type"] == "http.disconnect":
                raise Gone
            piece = message.get("body", b"")
            size += len(piece)
            if size > self.limits.largest_body:
                raise TOO_LARGE
            body.write(piece)
            is_whole = not message.get("more_body", False)

    async def _answer(self, environ: Environ, send: Send) -> None:
        loop = asyncio.get_running_loop()
        run = contextvars.copy_context().run
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as answer:
            status, headers = await loop.run_in_executor(self._threads, run, self._run, environ, answer)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            answer.seek(0)
            piece = answer.read(PIECE)
            while piece:
                following = answer.read(PIECE)
                await send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
                piece = following
            if not answer.tell():
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _run(self, environ: Environ, answer: IO[bytes]) -> tuple[int, list[tuple[bytes, bytes]]]:
        """What the WSGI application answers, in a thread of its own."""
        begun: list[tuple[int, list[tuple[bytes, bytes]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
            encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            begun[:] = [(int(status.split(" ", 1)[0]), encoded)]
            return answer.write

        pieces = self.application(environ, start_response)
        try:
            for piece in pieces:
                answer.write(piece)
        finally:
            if close := getattr(pieces, "close", None):
                close()
        return begun[0]


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _headers(scope: Scope) -> dict[str, str]:
    """By their names in lower case; several of one name joined, names with an underscore left out: they would pass for
    others further on.
    """
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if "_" not in name:
            glue = "; " if name == "cookie" else ","
            headers[name] = f"{headers[name]}{glue}{value}" if name in headers else value
    return headers


def _environ(scope: Scope, headers: dict[str, str], body: IO[bytes]) -> Environ:
    server = scope.get("server") or ("localhost", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": _peer(scope),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    size = body.seek(0, 2)
    body.seek(0)
    environ["CONTENT_LENGTH"] = str(size)
    return environ


async def _refuse(refusal: Refused, send: Send) -> None:
    text = refusal.why.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": text, "more_body": False})
