"""The pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet

from tongket.core import numbers

M = TypeVar("M", bound=Model)
PAGE_SIZE = 50
PAGE_SIZES = (50, 100, 200)


@dataclass(frozen=True)
class Pages:
    """Where a page stands among the others, in words. number: None where pages are not numbered; first, last: the
    rows that it shows, or None where they are not counted from the start; shown: how many it shows then.
    """

    number: int | None
    count: int
    total: str
    first: str | None
    last: str | None
    previous_url: str | None
    next_url: str | None
    shown: str = ""


def page_size(typed: str) -> int:
    """How many rows a page shall hold, of what the address says."""
    return int(typed) if typed in {str(size) for size in PAGE_SIZES} else PAGE_SIZE


def by_number(
    rows: QuerySet[M], typed: str, url_of: Callable[[int], str], *, per_page: int
) -> tuple[QuerySet[M], Pages]:
    """The rows of the page whose number was typed, or of the nearest that there is. url_of: of a page."""
    paginator = Paginator(rows, per_page)
    page = paginator.get_page(typed[:6])
    pages = Pages(
        number=page.number,
        count=paginator.num_pages,
        total=numbers.number(paginator.count) if paginator.count else "",
        first=numbers.number(page.start_index()),
        last=numbers.number(page.end_index()),
        previous_url=url_of(page.previous_page_number()) if page.has_previous() else None,
        next_url=url_of(page.next_page_number()) if page.has_next() else None,
    )
    bottom = (page.number - 1) * per_page
    return rows[bottom : bottom + per_page], pages
