"""The cap holds whatever two clerks do, in whatever order, with what each has seen; the counts stay true."""

import threading
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.core.states import WrongState
from tongket.members.models import Member, Spell
from tongket.org import saving
from tongket.org.saving import Conflict
from tongket.rating import actions, queries
from tongket.rating.models import Candidate, Proposal, Rating, Round
from tongket.rating.round_rules import Body, CandidateState, ProposalState, counted_as
from tongket.rating.rules import Level
from tongket.rating.tests.make import DECIDED, make_members, make_round

MEMBERS = 7  # at most one of them may be EXCELLENT
DEEDS = ("propose", "decide", "decide", "withdraw", "leave out", "take up", "remove", "again", "look")
REFUSED = (ValidationError, WrongState, Conflict)
steps = st.lists(
    st.tuples(
        st.sampled_from((0, 1)), st.integers(0, MEMBERS - 1), st.sampled_from(DEEDS), st.sampled_from(Level.values)
    ),
    max_size=24,
)


def fetch(opened: Round) -> list[Candidate]:
    rows = opened.candidates.select_related("round__unit__place", "unit__place", "member__person")
    return list(rows.order_by("member__name_order"))


def act(cast: Any, row: Candidate, deed: str, level: str) -> None:
    who: dict[str, Any] = {"by": cast.person("north_officer"), "on": cast.today}
    if deed == "propose":
        actions.propose(row, body=Body.CELL, level=level, proposed_on=DECIDED, **who)
    elif deed == "decide":
        actions.decide(row, level=level, decided_on=DECIDED, seen=row.version, **who)
    elif deed == "withdraw":
        actions.withdraw_decision(row, reason="ghi nhầm người", **who)
    elif deed == "leave out":
        actions.leave_out(row, not_rated_reason="SUSPENDED", seen=row.version, **who)
    elif deed == "take up":
        actions.take_up(row, reason="xem lại hồ sơ", **who)
    elif deed == "remove":
        actions.remove(row, reason="không thuộc nhóm", **who)
    elif deed == "again":
        rating = Rating.objects.get(candidate=row)
        actions.rate_again(rating, seen=rating.version, level=level, decided_on=DECIDED, source="9-QĐ/ĐU", **who)


def check(opened: Round) -> None:
    """The counts kept are those of the rows, and the cap holds among them; proposals and ratings follow."""
    now = Round.objects.get(pk=opened.pk)
    counted = Counter(counted_as(state, level) for state, level in opened.candidates.values_list("state", "level"))
    assert {name: value for name, value in vars(now.counts).items() if value} == {
        name: count for name, count in counted.items() if name
    }
    allowed = queries.regime(now.year, now.unit).cap(now.counts.good_or_better + now.waiting)
    assert allowed is not None
    assert now.excellent <= allowed
    decided = dict(opened.candidates.filter(state=CandidateState.DECIDED).values_list("pk", "level"))
    assert dict(Rating.objects.exclude(level="").values_list("candidate", "level")) == decided
    assert not Proposal.objects.filter(state=ProposalState.COUNTED).exists()


@pytest.mark.rule("R-RATE-13")
@settings(
    max_examples=settings().max_examples // 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=steps)
def test_cap_is_never_passed_by_any_order_of_two_clerks(cast: Any, script: list[tuple[int, int, str, str]]) -> None:
    make_members(cast, "north_a", MEMBERS)
    opened = make_round(cast, "north")
    try:
        seen = [fetch(opened), fetch(opened)]
        for clerk, at, deed, level in script:
            if deed == "look":
                seen[clerk] = fetch(opened)
                continue
            try:
                act(cast, seen[clerk][at], deed, level)
            except (*REFUSED, Rating.DoesNotExist):
                seen[clerk] = fetch(opened)
            check(opened)
    finally:
        clear()


def clear() -> None:
    """Take out what an example made."""
    Proposal.objects.all().delete()
    Rating.objects.all().delete()
    Candidate.objects.all().delete()
    Round.objects.all().delete()
    Spell.objects.all().delete()
    Member.objects.all().delete()


@pytest.mark.rule("R-RATE-13")
@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_do_not_pass_the_cap(cast: Any) -> None:
    make_members(cast, "north_a", MEMBERS)
    opened = make_round(cast, "north")
    rows = fetch(opened)
    start, refused = threading.Barrier(2), []

    def decide(row: Candidate) -> None:
        try:
            start.wait()
            with saving.durable():
                act(cast, row, "decide", Level.EXCELLENT)
        except ValidationError as error:
            refused.append(error)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
        for row in rows[:2]:
            try:
                act(cast, row, "decide", Level.EXCELLENT)
            except ValidationError as error:
                refused.append(error)
    else:
        clerks = [threading.Thread(target=decide, args=(row,)) for row in rows[:2]]
        for clerk in clerks:
            clerk.start()
        for clerk in clerks:
            clerk.join()

    assert len(refused) == 1
    check(opened)
