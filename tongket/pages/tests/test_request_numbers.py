"""A line of the log says when, how grave and in which request; the page of a fault shows the same number."""

import io
import logging
import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tongket.org import access

LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}) (ERROR|WARNING) ([0-9a-f]{8}|-) ([\w.]+): (.+)")


@access.policy(access.ANYONE)
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


urlpatterns = [path("fails/", fails)]
handler500 = "tongket.pages.errors.fault"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is written to the log, as its settings have it."""
    stream = io.StringIO()
    handler = next(
        h for h in logging.getLogger().handlers if h.formatter is not None and "request_number" in _format(h)
    )
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def _format(handler: logging.Handler) -> str:
    return str(handler.formatter and handler.formatter._fmt)


def test_page_of_a_fault_shows_the_number_under_which_it_stands_in_the_log(
    db: None, settings: Any, log: io.StringIO
) -> None:
    settings.ROOT_URLCONF = __name__

    answers = [Client(raise_request_exception=False).get("/fails/") for _time in range(2)]

    lines = [match for line in log.getvalue().splitlines() if (match := LINE.fullmatch(line))]
    numbers = [line[3] for line in lines if line[4] == "tongket.pages.errors"]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert len(set(numbers)) == 2
    assert all(number in answer.content.decode() for number, answer in zip(numbers, answers, strict=True))


def test_line_outside_of_a_request_says_so(log: io.StringIO) -> None:
    logging.getLogger("tongket.cli").warning("nothing to do")

    line = LINE.fullmatch(log.getvalue().strip())

    assert line is not None
    assert line.groups()[1:] == ("WARNING", "-", "tongket.cli", "nothing to do")
