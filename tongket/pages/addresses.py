"""What may stand in an address or be typed into a form, whatever it is about (S-18)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from tongket.core.periods import FIRST_YEAR, LAST_YEAR
from tongket.pages import errors

NUL = "\0"


class YearConverter:
    """A year that records may be about; another is a wrong address."""

    regex = "[0-9]{4}"

    def to_python(self, text: str) -> int:
        year = int(text)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(text)
        return year

    def to_url(self, year: int | str) -> str:
        return str(year)


class NumberConverter:
    """The place of something in a short list."""

    regex = "[0-9]{1,4}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, number: int | str) -> str:
        return str(number)


class WithoutNul:
    """Middleware: refuse an address or a cookie that holds a NUL, which no text has and PostgreSQL cannot keep.

    The gate does so with forms, once their seal has been looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if has_nul(request.GET, request.path_info, *request.COOKIES.values()):
            return errors.bad_request(request)
        return self.get_response(request)


def has_nul(typed: QueryDict, *texts: str) -> bool:
    """Whether a name or a value of a query or a form, or another text, holds one."""
    return any(NUL in text for name, values in typed.lists() for text in (name, *values)) or NUL in "".join(texts)
