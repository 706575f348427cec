"""One send after another, and how long until all the sum sheets over it show it."""

import http.client
import io
import time
from collections.abc import Iterator

from clients import Call, get
from python_calamine import load_workbook

LABELS = "Sent by the lowest units", "Together"  # of a sheet over more than one level, and over one
FIELD = "Tổng số cuộc họp"
GIVE_UP = 10.0  # seconds


class Sheets:
    """The sum sheets over a unit as their readers get them, as Excel files."""

    def __init__(self, port: int, above: dict[str, str], reports: dict[tuple[str, str], str], cookies: dict[str, str]):
        self.port = port
        self.above = above
        self.reports = reports  # unit, period → its report
        self.cookies = cookies

    def over(self, unit: str) -> Iterator[str]:
        """The units over one, from below upwards."""
        while unit in self.above:
            unit = self.above[unit]
            yield unit

    def sum(self, unit: str, period: str) -> int:
        """What the lowest units under one have sent together in the field that the clients count in."""
        call = get(
            f"/reports/{self.reports[unit, period]}/sum/?export=xlsx", f"{self.cookies[unit]}; django_language=en"
        )
        answer = fetch(self.port, call)
        rows = load_workbook(io.BytesIO(answer)).get_sheet_by_index(0).to_python()
        column = next(row.index(FIELD) for row in rows if FIELD in row)
        said = {row[1]: row[column] for row in rows}  # the first column numbers the rows
        return int(next(said[label] for label in LABELS if label in said))  # counts are numbers in an Excel file

    def delays(self, call: Call, unit: str, period: str) -> list[float]:
        """Make one call, and ask for the sheet of each superior until it holds the number; seconds since the answer."""
        before = [self.sum(one, period) for one in self.over(unit)]
        fetch(self.port, call)
        answered = time.perf_counter()
        found = []
        for at, one in enumerate(self.over(unit)):
            while self.sum(one, period) != before[at] + call.number:
                if time.perf_counter() - answered > GIVE_UP:
                    break
            found.append(time.perf_counter() - answered)
        return found


def fetch(port: int, call: Call) -> bytes:
    head, _empty, body = call.request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _version = first.split()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, dict(line.split(": ", 1) for line in lines))
        answer = connection.getresponse()
        said = answer.read()
    finally:
        connection.close()
    if answer.status != (302 if call.leads_to else 200):
        raise RuntimeError(f"{method} {path}: {answer.status}")
    return said
