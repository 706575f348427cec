"""How the roll answers: it is leafed through by the last row shown, counted to a limit, and a name that nobody bears is
looked for more widely.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tongket.core import numbers
from tongket.members.models import Member
from tongket.members.roll import export
from tongket.members.roll.lines import Line, lines
from tongket.members.roll.search import by_words_of_name
from tongket.org import access
from tongket.pages import context, paging
from tongket.pages.listing import Answer

KEY = "name_order"  # what the roll is ordered by
COUNT_LIMIT = 1_000  # rows beyond which they are not counted
NEARBY_COUNT_LIMIT = 100  # rows near by beyond which the others are not counted
NEAR = 3_000  # names that are walked before all rows are read and sorted
NARROWING = ("sex", "age", "party_age", "office", "education")  # filters that no index answers


class RollAnswer(Answer[Any]):
    """One request to the roll, answered."""

    but_name: QuerySet[Member]  # the rows that fit all filters but the name
    is_wide = False  # whether the name was looked for more widely

    def narrowed(self, rows: QuerySet[Member]) -> QuerySet[Member]:
        self.but_name = self.filtered(rows, [filter_ for filter_ in self.listing.filters if filter_.key != "q"])
        return self.filtered(self.but_name, [filter_ for filter_ in self.listing.filters if filter_.key == "q"])

    def export(self) -> HttpResponse:
        if not self.rows[:1]:
            self._widen()
        return export.as_excel(self.request, self.rows, verb=self.listing.verb, title=str(self.listing.title))

    def page(self, per_page: int) -> tuple[Sequence[Line], paging.Pages]:
        turn = self._by_number if self.query.get("sort") else self._by_key
        shown, pages = turn(per_page)
        if not shown and self._widen():
            shown, pages = turn(per_page)
        return shown, pages

    def _widen(self) -> bool:
        """Look for the words anywhere in the names, where no name begins with them."""
        typed = self.query.get("q", "").strip()[:200]
        if not typed:
            return False
        self.is_wide = True
        self.rows = self.ordered(by_words_of_name(self.but_name, typed))
        return True

    def _by_number(self, per_page: int) -> tuple[list[Line], paging.Pages]:
        """A page of the first rows, in another order than the roll's own."""
        rows, pages = paging.by_number(
            self.rows[:COUNT_LIMIT],
            self.query.get("page", "1"),
            lambda number: self.url(page=number),
            per_page=per_page,
        )
        if pages.total == numbers.number(COUNT_LIMIT):
            pages = replace(pages, total=_more_than(COUNT_LIMIT))
        return lines(rows), pages

    def _by_key(self, per_page: int) -> tuple[list[Line], paging.Pages]:
        """The rows after, or before, the one that the address names by its id; the name itself stays out of it."""
        is_back = "before" in self.query
        at = _as_uuid(self.query.get("before" if is_back else "after", ""))
        rows = self.rows
        start = rows.filter(pk=at).values_list(KEY, flat=True).first() if at else None
        if start is not None:
            side = "lt" if is_back else "gt"
            beyond = Q(**{f"{KEY}__{side}": start}) | Q(**{f"pk__{side}": at})
            rows = rows.filter(beyond, **{f"{KEY}__{side}e": start})
        if is_back and start is not None:
            read, are_many = self._first(rows.order_by(f"-{KEY}", "-pk"), per_page + 1, start, is_back=True)
            has_before, has_after = len(read) > per_page, True
            shown = read[:per_page][::-1]
        else:
            read, are_many = self._first(rows, per_page + 1, start, is_back=False)
            has_before, has_after = start is not None, len(read) > per_page
            shown = read[:per_page]
        is_whole = not has_before and not has_after
        if are_many:
            total = _more_than(NEARBY_COUNT_LIMIT)
        elif is_whole or self.is_wide:  # looking wider has cost enough
            total = _counted(len(read), limit=len(shown))
        else:
            total = _counted(self.rows.order_by()[: COUNT_LIMIT + 1].count(), limit=COUNT_LIMIT)
        return shown, paging.Pages(
            number=None,
            count=1 if is_whole else 2,
            total=total if shown else "",
            first=None if has_before else "1",
            last=None if has_before else numbers.number(len(shown)),
            shown=numbers.number(len(shown)),
            previous_url=self.url(before=str(shown[0].pk)) if has_before and shown else None,
            next_url=self.url(after=str(shown[-1].pk)) if has_after and shown else None,
        )

    def _first(
        self, rows: QuerySet[Member], count: int, start: str | None, *, is_back: bool
    ) -> tuple[list[Line], bool]:
        """So many rows at least, from those near by where these are enough; whether these are too many to count."""
        near = self._near(rows, start, is_back=is_back)
        if near is not None:
            read = lines(near[: max(count, NEARBY_COUNT_LIMIT + 1)])
            if len(read) >= count:
                return read, len(read) > NEARBY_COUNT_LIMIT
        return lines(rows[:count]), False

    def _near(self, rows: QuerySet[Member], start: str | None, *, is_back: bool) -> QuerySet[Member] | None:
        """For filters over many units on SQLite, which would read and sort all that fits them: the rows of the next
        thousands of names, which it walks in order and stops when the page is full. Whole names, so that none is cut.
        """
        unit, _year = context.here(self.request, self.request.person)
        is_wide = unit is not None and unit.place.last - unit.place.pos >= access.WIDE
        if connection.vendor != "sqlite" or not is_wide or not any(self.query.get(name) for name in NARROWING):
            return None
        edge = _edge(start, is_back=is_back)
        return rows.filter(**{f"{KEY}__{'gt' if is_back else 'lt'}": edge}) if edge is not None else None


def _edge(start: str | None, *, is_back: bool) -> str | None:
    """The name that stands NEAR names behind, or before, the start or the first one; None: there are not so many."""
    names = Member.objects.order_by("-name_order" if is_back else "name_order")  # unscoped: where to stop
    if start is not None:
        names = names.filter(**{f"name_order__{'lte' if is_back else 'gte'}": start})
    return names.values_list("name_order", flat=True)[NEAR : NEAR + 1].first()


def _counted(count: int, *, limit: int) -> str:
    return _more_than(limit) if count > limit else numbers.number(count)


def _more_than(count: int) -> str:
    return _("more than %(count)s") % {"count": numbers.number(count)}


def _as_uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
