"""Clients on the pages, each on a connection that it keeps: they send, and send the same again when no answer came."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = "t" * 32  # a seal of the form and of its cookie: the same on both sides
WAIT = 0.05  # seconds before a call is tried again
MOST_REFUSED = 20  # answers that are not as wanted until a client gives up


@dataclass(frozen=True)
class Call:
    """One request, and the address that a good answer leads to (empty: it answers 200)."""

    request: bytes
    leads_to: bytes = b""
    report: str = ""
    number: int = 0  # what the report says in its field "all"


@dataclass
class Told:
    """What the clients saw. answered: the calls that were taken, in that order; refused: what else was answered."""

    answered: list[Call] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    tried_again: int = 0
    took: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.answered) / self.took

    def slowest(self, share: float) -> float:
        """Milliseconds that this share of the calls did not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def get(path: str, cookie: str = "") -> Call:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    return Call((head + (f"Cookie: sessionid={cookie}\r\n" if cookie else "") + "\r\n").encode())


def send(path: str, report: str, cookie: str, number: int, seal: str) -> Call:
    """A filled-in report on its way to `path`. seal: of what stood beside the fields, as its page brings it."""
    thematic = number % 3
    body = urlencode(
        {
            "csrfmiddlewaretoken": TOKEN,
            "idempotency_key": uuid4().hex,
            "seen": 1,
            "counted": seal,
            "figure_members_total": 20 + number % 5,
            "figure_members_admitted": 1,
            "figure_members_transferred_in": 0,
            "figure_members_transferred_out": 2,
            "figure_meetings_held": 1,
            "figure_key_tasks_completed": 3,
            "figure_all": number,
            "figure_regular": number - thematic,
            "figure_thematic": thematic,
            "figure_hardship": "Hội trường đang sửa, chi bộ họp nhờ.",
            "text": "Đề nghị cấp trên cho mượn hội trường đến hết quý.",
            "explanation": "",
        }
    )
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={cookie}; csrftoken={TOKEN}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return Call((head + body).encode(), f"/reports/{report}/".encode(), report, number)


def storm(
    port: int, calls: Iterable[Call], *, clients: int, is_over: Callable[[], bool], told: Told, patience: float = 120
) -> Told:
    """Let the clients take one call after another until none is left or it is over; what they saw is added to `told`.

    patience: seconds after which it is given up as a whole.
    """
    waiting = iter(calls)

    async def all_of_them() -> None:
        async with asyncio.timeout(patience), asyncio.TaskGroup() as together:
            for _client in range(clients):
                together.create_task(_client_of(port, waiting, is_over, told))

    began = time.perf_counter()
    asyncio.run(all_of_them())
    told.took += time.perf_counter() - began
    return told


async def _client_of(port: int, waiting: Iterator[Call], is_over: Callable[[], bool], told: Told) -> None:
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    for call in waiting:
        began = time.perf_counter()
        while True:  # what was begun is brought to an end: only an answer says that it was taken
            try:
                if line is None:
                    line = await asyncio.open_connection("127.0.0.1", port)
                line[1].write(call.request)
                head = await line[0].readuntil(b"\r\n\r\n")
                body = await line[0].readexactly(_length(head))
                break
            except (OSError, asyncio.IncompleteReadError):
                if line is not None:  # it may have come, and been done
                    line[1].close()
                    told.tried_again += 1
                line = None
                await asyncio.sleep(WAIT)
        now = time.perf_counter()
        if _is_good(call, head):
            told.answered.append(call)
            told.seconds.append(now - began)
        else:
            told.refused.append(f"{head[:200]!r} {body[:300]!r}")
        if is_over() or len(told.refused) > MOST_REFUSED:
            break
    if line is not None:
        line[1].close()


def _length(head: bytes) -> int:
    at = head.lower().find(b"\r\ncontent-length:")
    return int(head[at + 17 : head.index(b"\r", at + 2)]) if at >= 0 else 0


def _is_good(call: Call, head: bytes) -> bool:
    if call.leads_to:
        return head.startswith(b"HTTP/1.1 302") and b"ocation: " + call.leads_to + b"\r\n" in head
    return head.startswith(b"HTTP/1.1 200")
