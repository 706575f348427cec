"""Every request has a number, which stands in each line of the log and on the page that tells of a fault (S-50)."""

import logging
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

number: ContextVar[str] = ContextVar("request_number", default="-")


class RequestNumbers:
    """Middleware, the first: gives the request its number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = number.set(secrets.token_hex(4))
        try:
            return self.get_response(request)
        finally:
            number.reset(token)


class WithNumber(logging.Filter):
    """Puts the number of the request on a line of the log; `-` outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = number.get()
        return True
