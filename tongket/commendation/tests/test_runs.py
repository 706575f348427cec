"""Runs of years of real rows: across transfers, mergers and decisions; who is eligible, and why."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.commendation import actions
from tongket.commendation.models import RunDecision
from tongket.commendation.queries import eligibility, levels
from tongket.commendation.queries.eligibility import Question
from tongket.commendation.rules import Ground, Outcome, Recipient
from tongket.commendation.tests.make import make_levels, new_award
from tongket.inspection.models import InspectedParty
from tongket.inspection.rules import Manner, Party
from tongket.inspection.tests.make import make_item
from tongket.members.tests.make import make_member
from tongket.org import actions as tree
from tongket.org.access import NotAllowed
from tongket.org.models import Unit

YEARS = range(2011, 2021)
PAPER: dict[str, Any] = {"number": "12-QĐ/TU", "decided_on": date(2020, 12, 1), "issuer": "Tỉnh ủy Sông Mẫu"}
NUMBERS = count()


def outcomes(cast: Any, who: str = "root_officer", **asked: Any) -> dict[str, str]:
    question = Question(**{"year": 2020, "recipient": Recipient.ORGANISATION, "ground": Ground.STREAK, **asked})
    looked = eligibility.look(question, cast.person(who), on=cast.today)
    return {each.rating.rated_name: str(each.verdict.outcome) for each in looked.candidates}


def merge(cast: Any, *units: str, into: str) -> Unit:
    """The units become one on 1/7/2018."""
    new = tree.NewUnit(into.upper(), f"Đảng bộ {into}", into, cast.unit(units[0]).place.the_kind, cast.unit("root"))
    decision = tree.Decision("9-QĐ/ĐUK", date(2018, 6, 1), "Đảng ủy Khối")
    made = tree.merge(
        [cast.unit(unit) for unit in units], new, decision, from_on=date(2018, 7, 1), by=None, on=cast.today
    )
    return Unit.objects.select_related("place").get(pk=made.pk)


@pytest.mark.rule("R-COM-03")
def test_run_of_a_successor_needs_a_decision(cast: Any) -> None:
    make_levels(cast.unit("north"), 2016, "EE")
    make_levels(cast.unit("south"), 2016, "EE")
    merged = merge(cast, "north", "south", into="Moi")
    make_levels(merged, 2018, "EEE")
    before = outcomes(cast)

    for predecessor in ("north", "south"):
        actions.decide_on_run(
            merged, kind="SUCCESSION", predecessor=cast.unit(predecessor), **PAPER, by=cast.person("root_officer"),
            on=cast.today,
        )  # fmt: skip

    assert (before["Đảng bộ Moi"], outcomes(cast)["Đảng bộ Moi"]) == (Outcome.UNCLEAR, Outcome.ELIGIBLE)


@pytest.mark.puts_right("commendation.RunDecision")
def test_decision_on_a_run_is_checked_corrected_and_withdrawn(cast: Any) -> None:
    north, who = cast.unit("north"), {"by": cast.person("root_officer"), "on": cast.today}
    make_levels(north, 2016, "EE-EE")
    with pytest.raises(ValidationError, match="không hình thành"):
        actions.decide_on_run(north, kind="SUCCESSION", predecessor=cast.unit("south"), **PAPER, **who)
    with pytest.raises(ValidationError):
        actions.decide_on_run(north, kind="GAP", year=2017, **PAPER, **who)
    with pytest.raises(NotAllowed):
        actions.decide_on_run(north, kind="GAP", year=2018, **PAPER, by=cast.person("south_officer"), on=cast.today)

    decision = actions.decide_on_run(north, kind="GAP", year=2018, **PAPER, **who)
    excused = outcomes(cast)
    paper = {**PAPER, "number": "13-QĐ/TU"}
    actions.correct_run_decision(decision, **paper, because="Ghi sai số", seen=decision.version, **who)
    corrected = RunDecision.objects.get()
    actions.withdraw_run_decision(corrected, reason="Ghi nhầm đơn vị", **who)

    assert excused == {north.place.name: Outcome.ELIGIBLE}
    assert corrected.number == "13-QĐ/TU"
    assert outcomes(cast) == {north.place.name: Outcome.NOT}


@pytest.mark.rule("R-COM-04")
def test_only_those_who_may_know_are_told_to_ask_the_commission(cast: Any) -> None:
    quiet, disciplined = make_member(cast, "north_a", "Trần Văn Yên"), make_member(cast, "north_a", "Lê Thị Khác")
    for member in (quiet, disciplined):
        make_levels(cast.unit("north_a"), 2016, "EEEEE", member)
    item = make_item(cast.unit("north"), manner=Manner.SIGNS, is_planned=False, subject="")
    InspectedParty.objects.create(
        unit=item.unit, item=item, party=Party.MEMBER, party_member=disciplined, done_on=date(2020, 6, 1)
    )
    question = Question(2020, Recipient.MEMBER, Ground.STREAK)

    def asked(who: str) -> list[str]:
        looked = eligibility.look(question, cast.person(who), on=cast.today)
        return [each.rating.rated_name for each in looked.candidates if each.ask]

    assert asked("root_officer") == asked("north_secretary") == ["Lê Thị Khác"]
    assert asked("north_clerk") == []


def test_looking_asks_as_much_for_many_as_for_one(cast: Any, django_assert_max_num_queries: Any) -> None:
    question = Question(2020, Recipient.MEMBER, Ground.STREAK)
    for number in range(3):
        make_levels(cast.unit("north_a"), 2016, "EEEEE", make_member(cast, "north_a", f"Người Số {number}"))
    officer = cast.person("root_officer")

    with django_assert_max_num_queries(12):
        looked = eligibility.look(question, officer, on=cast.today)

    assert looked.counts()[Outcome.ELIGIBLE] == 3


@st.composite
def histories(draw: Any) -> tuple[list[dict[int, str]], dict[int, list[int]]]:
    """Levels of some units, one letter a year, and which of them came of which before (with a decision)."""
    size = draw(st.integers(1, 4))
    own = [draw(st.dictionaries(st.sampled_from(YEARS), st.sampled_from("EEEEG-"), min_size=6)) for _ in range(size)]
    before = {unit: draw(st.lists(st.integers(0, unit - 1), unique=True, max_size=2)) for unit in range(1, size)}
    return own, before


def naive(own: list[dict[int, str]], before: dict[int, list[int]], unit: int, year: int) -> str:
    """The level of a unit in a year by walking to what it came of: "?" where none is known."""
    if year in own[unit]:
        return own[unit][year]
    parts = [naive(own, before, part, year) for part in before.get(unit, [])]
    known = [part for part in parts if part != "?"]
    lower = [part for part in known if part != "E"]
    return lower[0] if lower else "E" if parts and len(known) == len(parts) else "?"


@pytest.mark.rule("R-COM-03")
@settings(
    max_examples=settings().max_examples // 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories())
def test_run_equals_a_naive_search_over_moves_and_mergers(cast: Any, history: Any) -> None:
    own, before = history
    with transaction.atomic():
        units = [Unit.objects.create(code=f"R{next(NUMBERS)}") for _ in own]
        for unit, of_unit in zip(units, own, strict=True):
            for year, letter in of_unit.items():
                make_levels(unit, year, letter)
        for unit, parts in before.items():
            for part in parts:
                RunDecision.objects.create(unit=units[unit], kind="SUCCESSION", predecessor=units[part], **PAPER)

        known = levels.of_units([unit.pk for unit in units], YEARS)
        computed = [
            eligibility.verdict_on(known[unit.pk], 2020, Ground.STREAK).outcome == Outcome.ELIGIBLE for unit in units
        ]
        transaction.set_rollback(True)

    walked = [all(naive(own, before, at, year) == "E" for year in range(2016, 2021)) for at in range(len(own))]
    assert computed == walked


@pytest.mark.rule("R-COM-03")
@settings(
    max_examples=settings().max_examples // 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(years=st.dictionaries(st.sampled_from(YEARS), st.tuples(st.sampled_from("EEEEEG-"), st.integers(0, 2))))
def test_run_of_a_member_goes_by_the_member_whatever_the_cell(cast: Any, years: dict[int, tuple[str, int]]) -> None:
    cells = [cast.unit(name) for name in ("north_a", "north_b", "south_a")]
    with transaction.atomic():
        member = make_member(cast, "north_a", "Trần Văn Chuyển")
        for year, (letter, cell) in years.items():
            make_levels(cells[cell], year, letter, member)

        history = levels.of_members([member.pk], YEARS)[member.pk]
        transaction.set_rollback(True)

    is_eligible = eligibility.verdict_on(history, 2020, Ground.STREAK).outcome == Outcome.ELIGIBLE
    assert is_eligible == all(years.get(year, ("?", 0))[0] == "E" for year in range(2016, 2021))


def test_award_of_a_predecessor_counts_its_years_for_the_successor(cast: Any) -> None:
    north = cast.unit("north")
    make_levels(north, 2013, "EEEEE")
    actions.award_many(
        [new_award(north, from_year=2013, to_year=2017, year=2018, decided_on=date(2018, 1, 4))],
        by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip
    merged = merge(cast, "north", into="Moi")
    make_levels(merged, 2018, "EEE")
    actions.decide_on_run(
        merged, kind="SUCCESSION", predecessor=north, **PAPER, by=cast.person("root_officer"), on=cast.today
    )

    assert outcomes(cast)["Đảng bộ Moi"] == Outcome.USED
