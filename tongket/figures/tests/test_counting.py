"""Counting: what is added up the tree is what a naive walk counts; the number of queries does not grow with the
tree.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.figures import declare
from tongket.figures.counting import ESTIMATE, RECORDS, REPORTED, count, records
from tongket.figures.declare import MEMBER, ORGANISATION, Figure, Reach, flow, lag, ratio, stock
from tongket.figures.models import ReportedValues
from tongket.figures.suppression import hidden_cells
from tongket.org import actions, snapshots
from tongket.org.actions import Decision, NewUnit
from tongket.org.kinds import Kind
from tongket.org.models import OfficeTerm, Person, Unit

YEAR = 2020
PAPER = Decision("01-QĐ/ĐUK", date(2015, 1, 1), "Đảng uỷ Khối")


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figure]:
    """Figures over a table of the house that every package may use: offices held."""
    monkeypatch.setattr(declare, "REGISTRY", {})
    shared: dict[str, Any] = {"rows": OfficeTerm, "verb": "unit.read"}
    elected = flow("elected", "Elected", of=MEMBER, day="from_on", where=Q(how="elected"), **shared)
    begun = flow("begun", "Begun", of=MEMBER, day="from_on", **shared)
    return {
        "elected": elected,
        "begun": begun,
        "own": flow("own", "Begun here", of=MEMBER, day="from_on", reach=Reach.OWN, **shared),
        "held": stock("held", "Held", of=ORGANISATION, span=("from_on", "until_on"), **shared),
        "share": ratio("share", "Share elected", part=elected, whole=begun),
        "days": lag("days", "Days held", from_day="from_on", to_day="until_on", **shared),
    }


def hold(unit: Unit, from_on: date, until_on: date | None = None, how: str = "elected") -> OfficeTerm:
    person = Person.named("Trần Thử Nghiệm")
    person.save()
    return OfficeTerm.objects.create(
        unit=unit, person=person, office="CLERK", how=how, decision="1", from_on=from_on, until_on=until_on
    )


@pytest.mark.parametrize(
    ("cut_off", "begun", "held"), [(None, 2, 2), (date(2020, 6, 30), 1, 2), (date(2020, 3, 1), 1, 2)]
)
def test_cut_off_limits_the_rows(
    cast: Any, figures: dict[str, Figure], cut_off: date | None, begun: int, held: int
) -> None:
    OfficeTerm.objects.filter(pk__isnull=False).update(from_on=date(2014, 1, 1), until_on=date(2014, 2, 1))
    hold(cast.unit("north_a"), date(2019, 5, 1), date(2020, 7, 1))
    hold(cast.unit("north_a"), date(2020, 3, 1))
    hold(cast.unit("north_b"), date(2020, 8, 1))

    counted = count(YEAR, under=cast.unit("north"), figures=figures.values(), cut_off=cut_off)

    assert (counted.own("begun").value, counted.own("held").value) == (Decimal(begun), Decimal(held))


def test_lag_gives_median_worst_and_not_yet(cast: Any, figures: dict[str, Figure]) -> None:
    OfficeTerm.objects.all().update(from_on=date(2014, 1, 1))
    for days in (2, 4, 30):
        hold(cast.unit("north_a"), date(2020, 3, 1), date.fromordinal(date(2020, 3, 1).toordinal() + days))
    hold(cast.unit("north_b"), date(2020, 3, 1))

    value = count(YEAR, under=cast.unit("root"), figures=figures.values()).own("days")

    assert (value.value, value.worst, value.not_yet, value.rows) == (Decimal(4), 30, 1, 4)


@pytest.mark.parametrize(
    ("has_rows", "is_estimate", "expected"),
    [(False, False, (7, REPORTED, None)), (False, True, (7, ESTIMATE, None)), (True, False, (1, RECORDS, 7))],
)
def test_reported_number_counts_only_where_no_record_does(
    cast: Any, figures: dict[str, Figure], has_rows: bool, is_estimate: bool, expected: tuple[int, str, int | None]
) -> None:
    OfficeTerm.objects.all().update(from_on=date(2014, 1, 1))
    ReportedValues.objects.create(unit=cast.unit("north"), year=YEAR, values={"begun": "7"}, is_estimate=is_estimate)
    if has_rows:
        hold(cast.unit("north_a"), date(2020, 3, 1))

    counted = count(YEAR, under=cast.unit("root"), figures=figures.values())

    value = counted.of(cast.unit("north"), "begun")
    number, source, reported = expected
    assert (value.value, value.source) == (Decimal(number), source)
    assert value.reported == (None if reported is None else Decimal(reported))
    assert counted.own("begun").value == expected[0]


def test_rows_behind_a_figure_are_scoped(
    cast: Any, figures: dict[str, Figure], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tongket.org import access

    monkeypatch.setitem(access.POLICIES, "unit.read", access.Policy("unit.read", "", "D1", {"office": access.TREE}))
    for unit in ("north_a", "south_a"):
        hold(cast.unit(unit), date(2020, 3, 1))

    def seen(who: str) -> int:
        return records(
            figures["begun"], unit=cast.unit("root"), year=YEAR, person=cast.person(who), on=cast.today
        ).count()

    assert (seen("root_clerk"), seen("north_clerk"), seen("stranger")) == (2, 1, 0)


def tree_of(size: int, code: str) -> Unit:
    with snapshots.built_once():
        top = actions.create(
            NewUnit(code, "Đảng bộ Khối", code, Kind.SUPERIOR, None),
            PAPER,
            from_on=date(2015, 1, 1),
            by=None,
            on=date(2015, 1, 1),
        )
        for number in range(size):
            new = NewUnit(f"{code}-{number}", f"Chi bộ {number}", f"CB {number}", Kind.GRASSROOTS_CELL, top)
            actions.create(new, PAPER, from_on=date(2015, 1, 1), by=None, on=date(2015, 1, 1))
    return top


def test_number_of_queries_does_not_depend_on_the_tree(db: None, figures: dict[str, Figure]) -> None:
    small, large = tree_of(3, "SMALL"), tree_of(60, "LARGE")
    found = []
    for top in (small, large):
        with CaptureQueriesContext(connection) as queries:
            count(YEAR, under=top, figures=figures.values())
        found.append(len(queries))

    assert found[0] == found[1] <= 6


# --- Property: against a naive count ----------------------------------------------------------------------------------

ROW = st.tuples(st.integers(0, 8), st.integers(0, 1100), st.integers(0, 500), st.sampled_from(["elected", "appointed"]))


def descendants(parents: list[int], unit: int) -> Iterator[int]:
    yield unit
    for child, parent in enumerate(parents):
        if parent == unit:
            yield from descendants(parents, child)


@pytest.mark.django_db
@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(shape=st.lists(st.integers(0, 2), min_size=3, max_size=6), rows=st.lists(ROW, max_size=20))
def test_figure_is_the_naive_count_over_the_descendants(
    db: None, figures: dict[str, Figure], shape: list[int], rows: list[tuple[int, int, int, str]]
) -> None:
    start = date(2018, 6, 1).toordinal()
    with transaction.atomic():
        units, parents = _plant(shape)
        kept = []
        for at, after, days, how in rows:
            from_on = date.fromordinal(start + after)
            until_on = date.fromordinal(start + after + days) if days > 100 else None
            kept.append((at % len(units), hold(units[at % len(units)], from_on, until_on, how)))

        counted = count(YEAR, under=units[0], figures=figures.values())

        for number, unit in enumerate(units):
            under = set(descendants(parents, number))
            inside = [row for at, row in kept if at in under]
            begun = [row for row in inside if row.from_on.year == YEAR]
            elected = [row for row in begun if row.how == "elected"]
            held = [
                row
                for row in inside
                if row.from_on <= date(YEAR, 12, 31) and (row.until_on is None or row.until_on > date(YEAR, 12, 31))
            ]
            assert counted.of(unit, "begun").value == len(begun)
            assert counted.of(unit, "held").value == len(held)
            assert counted.of(unit, "own").value == sum(at == number and row.from_on.year == YEAR for at, row in kept)
            share = counted.of(unit, "share")
            assert (share.part, share.whole) == (len(elected), len(begun))
            assert share.value == (Decimal(len(elected)) * 100 / len(begun) if begun else None)
        transaction.set_rollback(True)


def _plant(shape: list[int]) -> tuple[list[Unit], list[int]]:
    """A bloc, its committees, and for each number of `shape` so many cells under the committee."""
    on = date(2015, 1, 1)
    parents = [-1]
    with snapshots.built_once():
        units = [
            actions.create(NewUnit("T", "Đảng bộ Khối", "T", Kind.SUPERIOR, None), PAPER, from_on=on, by=None, on=on)
        ]
        for number, cells in enumerate(shape):
            new = NewUnit(f"K{number}", f"Đảng bộ {number}", f"K{number}", Kind.GRASSROOTS_COMMITTEE, units[0])
            units.append(actions.create(new, PAPER, from_on=on, by=None, on=on))
            parents.append(0)
            above = len(units) - 1
            for cell in range(cells):
                code = f"K{number}-{cell}"
                units.append(
                    actions.create(
                        NewUnit(code, f"Chi bộ {code}", code, Kind.CELL, units[above]),
                        PAPER,
                        from_on=on,
                        by=None,
                        on=on,
                    )
                )
                parents.append(above)
    return units, parents


# --- Suppression ----------------------------------------------------------------------------------------------------


@given(parts=st.lists(st.integers(0, 12), min_size=1, max_size=7))
def test_no_small_count_can_be_worked_out_from_what_is_shown(parts: list[int]) -> None:
    values = {"total": sum(parts)} | {f"part {number}": value for number, value in enumerate(parts)}
    names = [name for name in values if name != "total"]

    hidden = hidden_cells(values, [("total", names)], smallest=5)

    assert all(name in hidden for name, value in values.items() if 0 < value < 5)
    small = [name for name in names if 0 < values[name] < 5]
    unknown = hidden & {"total", *names}
    assert not small or len(unknown) >= 2 or unknown == set()


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"total": 14, "a": 9, "b": 5}, set()),
        ({"total": 14, "a": 10, "b": 4}, {"a", "b"}),
        ({"total": 17, "a": 10, "b": 4, "c": 3}, {"b", "c"}),
        ({"total": 20, "a": 10, "b": 4, "c": 6}, {"b", "c"}),
        ({"total": 3, "a": 3, "b": 0}, {"total", "a"}),
    ],
)
def test_smallest_other_part_goes_with_a_lone_hidden_one(values: dict[str, int], hidden: set[str]) -> None:
    parts = [name for name in values if name != "total"]

    assert hidden_cells(values, [("total", parts)], smallest=5) == hidden
