"""Rows that hold from one day until the day before another; without an end they hold still."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def runs_on(day: date, path: str = "", *, first: str = "from_on", end: str = "until_on") -> Q:
    """What holds on a day. path: the way to the dated rows, with `__`; first, end: their fields."""
    return runs_between(day, day, path, first=first, end=end)


def runs_between(start: date, last: date, path: str = "", *, first: str = "from_on", end: str = "until_on") -> Q:
    """What holds on any of the days from one to another, both included."""
    is_open = Q(**{f"{path}{end}__isnull": True}) | Q(**{f"{path}{end}__gt": start})
    return is_open & Q(**{f"{path}{first}__lte": last})


class DatedRows(models.QuerySet[M_co]):
    """Rows with `from_on` and `until_on`."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(runs_on(day))

    def between(self, start: date, last: date) -> Self:
        """Those that hold on any day from one to another, both included."""
        return self.filter(runs_between(start, last))
