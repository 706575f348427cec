"""How often one person may search and import within a time (S-49); files that leave count by the log (exporting).

It is counted in the memory of the process that serves: a limit is there against somebody who copies the roll search by
search, not to be exact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy

from tongket.core import clock, dates
from tongket.org import audit, saving
from tongket.org.models import AuditRow
from tongket.pages.request import Request


@dataclass(frozen=True)
class Limit:
    """So many times within a span, for each person."""

    name: str
    most: Callable[[], int]
    span: timedelta
    words: Any  # with %(most)s and %(until)s


SEARCHES = Limit(
    "searches",
    lambda: int(settings.TONGKET_SEARCHES_PER_MINUTE),
    timedelta(minutes=1),
    gettext_lazy("You have searched %(most)s times within a minute, as often as one may. Go on from %(until)s."),
)
IMPORTS = Limit(
    "imports",
    lambda: int(settings.TONGKET_IMPORTS_PER_HOUR),
    timedelta(hours=1),
    gettext_lazy("You have sent %(most)s sheets within an hour, as many as one may. Go on from %(until)s."),
)


class TooOften(Exception):
    """A person has done something as often as they may for now."""

    def __init__(self, limit: Limit, until: datetime) -> None:
        super().__init__(limit.name)
        self.limit, self.until = limit, until

    def __str__(self) -> str:
        return str(self.limit.words) % {"most": self.limit.most(), "until": clock_time(self.until)}


def clock_time(at: datetime) -> str:
    """The hour and minute at which one may go on, rounded up."""
    return dates.moment(at + timedelta(seconds=59)).rpartition(" ")[2]


def count(request: Request, limit: Limit, verb: str) -> None:
    """Count one time. Raises TooOften where it is one too many; the first of these in a span is logged.

    verb: the right by which the person searches or imports, for the log.
    """
    now = clock.now()
    began = int(now.timestamp() // limit.span.total_seconds())
    key = f"limit:{limit.name}:{request.person.pk}:{began}"
    cache.add(key, 0, int(limit.span.total_seconds()))
    times = cache.incr(key)
    if times <= limit.most():
        return
    if times == limit.most() + 1:
        with saving.durable():
            refused = AuditRow.Result.REFUSED
            audit.record(request.person, verb, on=request.today, fields=[f"too_many_{limit.name}"], result=refused)
    until = datetime.fromtimestamp((began + 1) * limit.span.total_seconds(), tz=now.tzinfo)
    raise TooOften(limit, until)
