"""Leavers with what is still kept of them; comparisons of list and files that fall due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tongket.members.models import FileCheck, Member, Private, Spell
from tongket.members.private import rules
from tongket.members.rules import ON_ROLL
from tongket.org import access
from tongket.org.models import Place

WARNED_BEFORE = timedelta(days=30)


def leavers(person: access.Reader, on: date) -> QuerySet[Any]:
    """The register of those who left or died, with `left_on`, `left_how` and `has_data`. Source: R-MEM-18."""
    last = Spell.objects.filter(member=OuterRef("pk")).order_by("-from_on")  # unscoped: of rows that are scoped
    restricted = Private.objects.filter(member=OuterRef("pk"))  # unscoped: of rows that are scoped
    rows = access.scope(Member.objects.exclude(state__in=ON_ROLL), person, "member.restrict", on=on)
    return rows.annotate(
        left_on=Subquery(last.values("until_on")[:1]),
        left_how=Subquery(last.values("closed_by")[:1]),
        has_data=Exists(restricted),
    )


def to_erase(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Those of `leavers` whose restricted data are kept, but no longer needed. Source: S-55."""
    return rows.filter(has_data=True, left_on__lte=rules.erasable_if_left_by(on))


def files_to_compare(person: access.Reader, on: date) -> Iterator[tuple[Place, date | None]]:
    """The units of the person's own grants for `org` that are due within 30 days; no day where there was never one.

    Source: R-MEM-18.
    """
    units = {grant.unit_id for grant in person.running_grants(on) if grant.domain == "org"}
    if not units:
        return
    last: dict[Any, date] = dict(
        FileCheck.objects.filter(unit__in=units).order_by("checked_on").values_list("unit", "checked_on")
    )
    for place in Place.objects.filter(unit__in=units, is_living=True).order_by("pos"):
        due_on = rules.next_check_on(last[place.unit_id]) if place.unit_id in last else None
        if due_on is None or due_on <= on + WARNED_BEFORE:
            yield place, due_on
