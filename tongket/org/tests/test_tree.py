"""The tree: whatever happens to it, it stays a tree, and every snapshot says what the events say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.org import actions, snapshots
from tongket.org.actions import Decision, NewUnit
from tongket.org.kinds import Kind, kind_version
from tongket.org.models import Place, StructuralEvent, Unit, UnitPeriod, YearPlace
from tongket.org.tree import BrokenTree, Edge, check, edges_on, positions

DAY = date(2015, 1, 1)
PAPER = Decision("07-QĐ/ĐUK", DAY, "Đảng uỷ Khối")


def edge(unit: str, parent: str | None, from_on: date = DAY, until_on: date | None = None) -> Edge[str]:
    return Edge(unit, parent, from_on, until_on, (unit,))


def test_positions_number_the_tree_depth_first() -> None:
    edges = [(edge("root", None), True), (edge("a", "root"), True), (edge("a1", "a"), True), (edge("b", "root"), True)]

    found = {at.unit: (at.level, at.pos, at.last, at.path) for at in positions(edges)}

    assert found == {
        "root": (1, 1, 4, ("root",)),
        "a": (2, 2, 3, ("root", "a")),
        "a1": (3, 3, 3, ("root", "a", "a1")),
        "b": (2, 4, 4, ("root", "b")),
    }


@pytest.mark.parametrize(
    "edges",
    [
        [edge("a", "b"), edge("b", "a")],
        [edge("a", "gone")],
        [edge("a", None, until_on=date(2016, 1, 1)), edge("b", "a")],
    ],
)
def test_check_refuses_what_is_no_tree(edges: list[Edge[str]]) -> None:
    with pytest.raises(BrokenTree):
        check(edges, [date(2017, 1, 1)])


def test_dissolved_unit_hangs_under_its_successor() -> None:
    end = date(2018, 1, 1)
    edges = [edge("root", None), edge("old", "root", until_on=end), edge("new", "root", from_on=end)]

    found = {at.unit: (at.parent, living) for at, living in edges_on(edges, date(2018, 6, 1), {"old": "new"})}

    assert found == {"root": (None, True), "old": ("new", False), "new": ("root", True)}


@pytest.mark.rule("R-ORG-01")
@pytest.mark.parametrize(
    ("kind", "parent", "may"),
    [
        (Kind.CELL, Kind.GRASSROOTS_COMMITTEE, True),
        (Kind.CELL, Kind.SUPERIOR, False),
        (Kind.GRASSROOTS_CELL, Kind.SUPERIOR, True),
        (Kind.SECTION, Kind.CELL, False),
        (Kind.PROVINCIAL, None, True),
        (Kind.CELL, None, False),
    ],
)
def test_kind_stands_where_the_table_lets_it(kind: Kind, parent: Kind | None, may: bool) -> None:
    version = kind_version(kind, parent, date(2020, 6, 1))

    assert (version is not None) == may


def test_kind_that_the_source_is_unsure_of_is_marked() -> None:
    sure = kind_version(Kind.SUPERIOR, Kind.PROVINCIAL, date(2020, 6, 1))
    unsure = kind_version(Kind.SUPERIOR, Kind.PROVINCIAL, date(2026, 8, 1))

    assert (sure is not None and sure.is_sure, unsure is not None and unsure.is_sure) == (True, False)


@pytest.mark.rule("R-ORG-10", "R-ORG-11")
def test_merger_moves_children_and_keeps_the_old_unit_readable(cast: Any) -> None:
    north, south = cast.unit("north"), cast.unit("south")
    new = NewUnit("JOINED", "Đảng bộ Sở Hợp nhất", "Sở Hợp nhất", Kind.GRASSROOTS_COMMITTEE, cast.unit("root"))

    joined = actions.merge(
        [north, south], new, PAPER, from_on=date(2020, 7, 1), by=cast.person("root_officer"), on=cast.today
    )

    under = set(Place.objects.filter(a2=joined.pk).values_list("unit__code", flat=True))
    assert under == {"JOINED", "NORTH", "SOUTH", "NORTH-A", "NORTH-B", "SOUTH-A"}
    assert set(Place.objects.filter(is_living=False).values_list("unit__code", flat=True)) == {"NORTH", "SOUTH"}
    before = YearPlace.objects.get(year=2019, unit=cast.unit("north_a"))
    assert (before.a2, YearPlace.objects.filter(year=2019, unit=joined).exists()) == (north.pk, False)


@pytest.mark.parametrize(
    ("who", "code"), [("north_officer", "root"), ("south_officer", "north"), ("north_clerk", "north")]
)
def test_only_the_officer_above_founds_a_unit(cast: Any, who: str, code: str) -> None:
    from tongket.org.access import NotAllowed

    new = NewUnit("NEW", "Chi bộ Mới", "Chi bộ Mới", Kind.CELL, cast.unit(code))

    with pytest.raises(NotAllowed):
        actions.create(new, PAPER, from_on=cast.today, by=cast.person(who), on=cast.today)


@pytest.mark.rule("R-ORG-01", "R-ORG-10")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda cast: NewUnit("NORTH", "Chi bộ", "Chi bộ", Kind.CELL, cast.unit("north")), "NORTH"),
        (lambda cast: NewUnit("X", "Chi bộ", "Chi bộ", Kind.CELL, cast.unit("root")), "chi bộ"),
    ],
)
def test_founding_says_what_is_wrong(cast: Any, change: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.create(change(cast), PAPER, from_on=cast.today, by=None, on=cast.today)

    assert words.lower() in str(refusal.value).lower()


def test_unit_with_units_under_it_is_not_dissolved(cast: Any) -> None:
    with pytest.raises(ValidationError):
        actions.dissolve(cast.unit("north"), PAPER, from_on=date(2020, 1, 1), by=None, on=cast.today)


def test_unit_is_not_moved_under_itself(cast: Any) -> None:
    with pytest.raises(ValidationError):
        actions.move(
            cast.unit("north"), PAPER, parent=cast.unit("north_a"), from_on=date(2020, 1, 1), by=None, on=cast.today
        )


def test_future_event_waits_for_its_day(cast: Any, settings: Any) -> None:
    actions.rename(
        cast.unit("north"),
        PAPER,
        name="Đảng bộ Sở Mới",
        short_name="Sở Mới",
        from_on=cast.today + timedelta(days=3),
        by=None,
        on=cast.today,
    )
    name_before = Place.objects.get(unit=cast.unit("north")).name

    settings.TONGKET_TODAY = cast.today + timedelta(days=3)
    snapshots.refresh(cast.today + timedelta(days=3))

    assert (name_before, Place.objects.get(unit=cast.unit("north")).name) == ("Đảng bộ Sở Phương Bắc", "Đảng bộ Sở Mới")


# --- Property: any sequence of events -------------------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(["create", "rename", "move", "merge", "split", "dissolve"]),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(1, 90),
)


class Story:
    """What the events say, told by hand: per unit (parent, name) from a day on, and what became of it."""

    def __init__(self) -> None:
        self.lives: dict[Unit, list[tuple[date, Unit | None, bool]]] = {}
        self.successor: dict[Unit, tuple[date, Unit]] = {}

    def set(self, unit: Unit, on: date, parent: Unit | None, lives: bool = True) -> None:
        self.lives.setdefault(unit, []).append((on, parent, lives))

    def at(self, unit: Unit, day: date) -> tuple[Unit | None, bool] | None:
        found = [(parent, lives) for on, parent, lives in self.lives[unit] if on <= day]
        return found[-1] if found else None

    def tree(self, day: date) -> dict[str, tuple[str | None, bool]]:
        tree = {}
        for unit in self.lives:
            state = self.at(unit, day)
            if state is None:
                continue
            parent, lives = state
            if not lives and unit in self.successor and self.successor[unit][0] <= day:
                parent = self.successor[unit][1]
            tree[unit.code] = (parent.code if parent else None, lives)
        return tree


def play(steps: list[tuple[str, int, int, int]]) -> tuple[Story, list[date]]:
    """Act out the steps under one bloc; a step that the rules refuse changes nothing."""
    story, on, days = Story(), DAY, [DAY]
    top = actions.create(NewUnit("TOP", "Đảng bộ Khối", "Khối", Kind.SUPERIOR, None), PAPER, from_on=on, by=None, on=on)
    story.set(top, on, None)
    made = 0
    for verb, first, second, gap in steps:
        on += timedelta(days=gap)
        living = [unit for unit in story.lives if story.at(unit, on) and story.at(unit, on)[1]]  # type: ignore[index]
        committees = [unit for unit in living if unit.code.startswith("K")]
        cells = [unit for unit in living if unit.code.startswith("C")]
        made += 1
        try:
            happened = _step(story, verb, committees, cells, top, first, second, made, on)
        except ValidationError:
            continue
        if happened:
            days.append(on)
    return story, days


def _step(
    story: Story,
    verb: str,
    committees: list[Unit],
    cells: list[Unit],
    top: Unit,
    first: int,
    second: int,
    made: int,
    on: date,
) -> bool:
    def committee(code: str) -> NewUnit:
        return NewUnit(code, f"Đảng bộ {code}", code, Kind.GRASSROOTS_COMMITTEE, top)

    def cell(code: str, parent: Unit) -> NewUnit:
        return NewUnit(code, f"Chi bộ {code}", code, Kind.CELL, parent)

    def children(unit: Unit) -> list[Unit]:
        return [one for one in story.lives if story.at(one, on) == (unit, True)]

    if verb == "create":
        if committees and first % 3:
            parent = committees[second % len(committees)]
            story.set(actions.create(cell(f"C{made}", parent), PAPER, from_on=on, by=None, on=on), on, parent)
        else:
            story.set(actions.create(committee(f"K{made}"), PAPER, from_on=on, by=None, on=on), on, top)
    elif verb == "rename" and committees:
        unit = committees[first % len(committees)]
        actions.rename(unit, PAPER, name=f"Đảng bộ {made}", short_name=str(made), from_on=on, by=None, on=on)
    elif verb == "move" and cells and committees:
        unit, parent = cells[first % len(cells)], committees[second % len(committees)]
        actions.move(unit, PAPER, parent=parent, from_on=on, by=None, on=on)
        story.set(unit, on, parent)
    elif verb == "merge" and len(committees) > 1:
        one, other = committees[first % len(committees)], committees[second % len(committees)]
        moved = children(one) + [child for child in children(other) if other != one]
        into = actions.merge([one, other], committee(f"K{made}"), PAPER, from_on=on, by=None, on=on)
        story.set(into, on, top)
        for unit in {one, other}:
            story.set(unit, on, top, lives=False)
            story.successor[unit] = (on, into)
        for child in moved:
            story.set(child, on, into)
    elif verb == "split" and committees:
        unit = committees[first % len(committees)]
        moved = children(unit)
        parts = actions.split(
            unit, [committee(f"K{made}A"), committee(f"K{made}B")], PAPER, from_on=on, ends=True, by=None, on=on
        )
        story.set(unit, on, top, lives=False)
        for part in parts:
            story.set(part, on, top)
        for child in moved:
            story.set(child, on, parts[0])
    elif verb == "dissolve" and cells:
        unit = cells[first % len(cells)]
        stood = story.at(unit, on)
        actions.dissolve(unit, PAPER, from_on=on, by=None, on=on)
        story.set(unit, on, stood[0] if stood else None, lives=False)
    else:
        return False
    return True


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=3, max_size=14))
def test_any_sequence_of_events_leaves_a_tree_on_every_day(db: None, steps: list[tuple[str, int, int, int]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        with snapshots.built_once():
            story, days = play(steps)
        edges = snapshots.edges_of(UnitPeriod.objects.select_related("unit"))
        names = dict(Unit.objects.values_list("pk", "code"))
        for day in {*days, *(day - timedelta(days=1) for day in days[1:]), date(days[-1].year, 12, 31)}:
            check(edges, [day])
            found = {
                names[at]: (names[parent] if parent else None, lives)
                for at, (parent, lives) in snapshots.standing_on(day).items()
            }
            assert found == story.tree(day)
        for year in range(DAY.year, days[-1].year + 1):
            _same_subtrees(year, story.tree(date(year, 12, 31)))
        assert StructuralEvent.objects.count() == len(days)
        transaction.set_rollback(True)


def _same_subtrees(year: int, tree: dict[str, tuple[str | None, bool]]) -> None:
    """Every interval of the snapshot holds just the units that a walk along the edges finds."""
    places = list(YearPlace.objects.filter(year=year).select_related("unit"))
    assert {place.unit.code for place in places} == set(tree)
    for place in places:
        inside = {other.unit.code for other in places if place.pos <= other.pos <= place.last}
        assert inside == {code for code in tree if _stands_under(tree, code, place.unit.code)}


def _stands_under(tree: dict[str, tuple[str | None, bool]], code: str | None, above: str) -> bool:
    while code is not None:
        if code == above:
            return True
        code = tree[code][0]
    return False
