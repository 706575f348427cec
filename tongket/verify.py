"""What `tongket verify` walks: everything that must hold and that no single row can hold by itself (S-25, S-33)."""

from collections.abc import Callable, Iterator
from datetime import date

from tongket.core import clock
from tongket.members import verify as members
from tongket.org import audit, snapshots
from tongket.org.models import OfficeTerm, Place, UnitPeriod, YearPlace
from tongket.org.tree import BrokenTree, check


def faults(echo: Callable[[str], None] = print) -> Iterator[str]:
    """One line for each thing that does not hold; says on the way what it looks at."""
    echo("audit chains")
    yield from audit.broken_links()
    echo("periods of the units")
    yield from _periods()
    echo("trees")
    yield from _trees()
    echo("offices held")
    yield from _offices()
    echo("stock of members")
    yield from members.faults()


def _periods() -> Iterator[str]:
    last: dict[object, UnitPeriod] = {}
    for period in UnitPeriod.objects.select_related("unit").order_by("unit__code", "from_on"):
        before = last.get(period.unit_id)
        if before is not None and before.until_on != period.from_on:
            yield f"{period.unit.code}: a gap or an overlap before {period.from_on}"
        last[period.unit_id] = period
    edges = snapshots.edges_of(UnitPeriod.objects.select_related("unit"))
    try:
        check(edges, {edge.from_on for edge in edges})
    except BrokenTree as broken:
        yield f"tree: {broken}"


def _trees() -> Iterator[str]:
    today = clock.today()
    kept = {place.unit_id: (place.parent_id, place.is_living) for place in Place.objects.all()}
    if kept != snapshots.standing_on(today):
        yield "tree of now: is not what the periods say"
    for year in YearPlace.objects.order_by("year").values_list("year", flat=True).distinct():
        rows = YearPlace.objects.filter(year=year)
        if {place.unit_id: (place.parent_id, place.is_living) for place in rows} != snapshots.standing_on(
            date(year, 12, 31)
        ):
            yield f"tree of {year}: is not what the periods say"


def _offices() -> Iterator[str]:
    terms: dict[tuple[object, object, str], OfficeTerm] = {}
    for term in OfficeTerm.objects.select_related("unit").order_by("from_on"):  # unscoped: a check of all
        key = (term.unit_id, term.person_id, term.office)
        before = terms.get(key)
        if before is not None and (before.until_on is None or before.until_on > term.from_on):
            yield f"{term.unit.code}: one person holds one office twice at once from {term.from_on}"
        terms[key] = term
