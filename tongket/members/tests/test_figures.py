"""The stocks and flows of members, and the equation between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.members import actions, verify
from tongket.members.models import Admission, Member, Spell
from tongket.members.tests.make import OPENED, admit, make_member
from tongket.org.models import Unit

KEYS = [
    "members_total",
    "members_official",
    "members_probationary",
    "members_women",
    "members_admitted",
    "members_admitted_women",
    "members_made_official",
    "members_transferred_in",
    "members_transferred_out",
    "members_died",
    "members_left",
]


def numbers(unit: Unit, year: int, cut_off: date | None = None) -> dict[str, int]:
    counted = count(year, under=unit, figures=[REGISTRY[key] for key in KEYS], cut_off=cut_off)
    return {key: int(counted.own(key).value or 0) for key in KEYS if counted.own(key).value}


def test_year_of_a_department_is_counted(cast: Any) -> None:
    by, on = cast.person("root_officer"), cast.today
    stays, goes, dies = (make_member(cast, full_name=f"Trần Văn {name}") for name in ("Ở", "Đi", "Mất"))
    probationer = make_member(cast, "north_b", full_name="Trần Thị Dự", sex="F", official_on=None)
    admit(cast, who="root_officer")
    actions.recognise(probationer, decision_number="7", decided_on=date(2019, 3, 20), by=by, on=on)
    actions.transfer(goes, to=cast.unit("south_a"), moved_on=date(2019, 6, 3), by=by, on=on)
    actions.leave(dies, how="deceased", left_on=date(2019, 7, 1), by=by, on=on)
    actions.leave(stays, how="resigned", left_on=date(2020, 2, 3), by=by, on=on)

    assert numbers(cast.unit("north"), 2019) == {
        "members_total": 3,
        "members_official": 2,
        "members_probationary": 1,
        "members_women": 2,
        "members_admitted": 1,
        "members_admitted_women": 1,
        "members_made_official": 1,
        "members_transferred_out": 1,
        "members_died": 1,
    }
    assert numbers(cast.unit("north"), 2020) == {
        "members_total": 2,
        "members_official": 1,
        "members_probationary": 1,
        "members_women": 2,
        "members_left": 1,
    }
    assert numbers(cast.unit("south"), 2019) == {
        "members_total": 1,
        "members_official": 1,
        "members_transferred_in": 1,
    }


def test_status_of_a_past_day_is_that_of_the_day(cast: Any) -> None:
    member = make_member(cast, official_on=None)
    actions.recognise(
        member, decision_number="7", decided_on=date(2019, 9, 2), by=cast.person("root_officer"), on=cast.today
    )

    before = numbers(cast.unit("north_a"), 2019, date(2019, 2, 28))
    after = numbers(cast.unit("north_a"), 2019, date(2019, 3, 1))  # official from then, though decided later

    assert before == {"members_total": 1, "members_probationary": 1}
    assert after == {"members_total": 1, "members_official": 1}


def test_equation_holds_after_a_year_and_says_how(cast: Any) -> None:
    by, on = cast.person("root_officer"), cast.today
    first, second = make_member(cast), make_member(cast)
    admit(cast, who="root_officer")
    actions.transfer(first, to=cast.unit("south_a"), moved_on=date(2019, 6, 3), by=by, on=on)
    actions.leave(second, how="deceased", left_on=date(2019, 7, 1), by=by, on=on)

    assert list(verify.faults()) == []
    assert str(verify.stock_equations(2019)[cast.unit("north_a").pk]) == (
        "2019: 0 + 1 admitted + 2 opening - 1 deceased - 1 transferred_out = 1, counted 1"
    )


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda: Admission.objects.all().delete(), "NORTH-A: 2019: 0 + 1 opening = 1, counted 2"),
        (lambda: Member.objects.filter(state="OFFICIAL").update(state="DECEASED"), "is DECEASED, with 1 running"),
        (lambda: Spell.objects.filter(opened_by="opening").update(until_on=date(2020, 1, 1), closed_by="removed"), "0"),
        (lambda: Member.objects.filter(state="OFFICIAL").update(name_rev="thu thi"), "is not listed by the name that"),
    ],
)
def test_verify_notices_what_was_changed_by_hand(cast: Any, damage: Any, words: str) -> None:
    make_member(cast)
    admit(cast)

    damage()

    found = list(verify.faults())
    assert found
    assert words in found[0]


DEEDS = st.lists(
    st.tuples(st.sampled_from(["admit", "move", "leave", "recognise"]), st.integers(1, 60), st.integers(0, 9)),
    max_size=12,
)
CELLS = ("north_a", "north_b", "south_a")


@dataclass
class Walk:
    """The same deeds kept in mind: who stands where, who is official."""

    home: dict[UUID, str] = field(default_factory=dict)
    admitted: dict[UUID, int] = field(default_factory=dict)
    official: set[UUID] = field(default_factory=set)


def do(walk: Walk, cast: Any, deed: str, day: int, lot: int) -> None:
    by, on, when = cast.person("root_officer"), cast.today, date.fromordinal(day)
    if deed == "admit" or not walk.home:
        unit = CELLS[lot % 3]
        member = admit(cast, unit, who="root_officer", decided_on=when).member
        walk.home[member.pk], walk.admitted[member.pk] = unit, day
        return
    pk = list(walk.home)[lot % len(walk.home)]
    member = Member.objects.get(pk=pk)
    if deed == "move":
        to = [unit for unit in CELLS if unit != walk.home[pk]][lot % 2]
        actions.transfer(member, to=cast.unit(to), moved_on=when, by=by, on=on)
        walk.home[pk] = to
    elif deed == "leave":
        actions.leave(member, how=("deceased", "removed")[lot % 2], left_on=when, by=by, on=on)
        del walk.home[pk]
        walk.official.discard(pk)
    elif pk not in walk.official and day - walk.admitted[pk] >= 366:
        actions.recognise(member, decision_number="7", decided_on=when, by=by, on=on)
        walk.official.add(pk)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=settings().max_examples // 5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_stocks_are_what_a_walk_over_the_deeds_gives(cast: Any, deeds: list[tuple[str, int, int]]) -> None:
    with undone():
        walk, day = Walk(), OPENED.toordinal()
        for deed, step, lot in deeds:
            day += step
            do(walk, cast, deed, day, lot)

        for unit, inside in (("north", CELLS[:2]), ("root", CELLS)):
            last = date.fromordinal(day)
            found = numbers(cast.unit(unit), last.year, last)
            here = {pk for pk, where in walk.home.items() if where in inside}
            assert found.get("members_total", 0) == len(here)
            assert found.get("members_official", 0) == len(walk.official & here)
            assert found.get("members_probationary", 0) == len(here - walk.official)
        assert list(verify.faults()) == []
