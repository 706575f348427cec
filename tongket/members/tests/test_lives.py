"""Lives of fifty members over ten years through the real actions: the books hold, whatever happens in which order."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongket.core.states import WrongState
from tongket.members import actions, base, verify
from tongket.members.models import Admission, Member, SideState, Spell, Stage, Transfer
from tongket.members.tests.make import make_member

FIRST, DAYS = date(2019, 1, 2), 3650
CELLS = ("north_a", "north_b", "south_a")
STEPS = 90


class Lives:
    """One run: a cast, the day it has come to, and what lots decide."""

    def __init__(self, cast: Any, lots: Random) -> None:
        self.cast, self.lots, self.on = cast, lots, FIRST
        self.by = cast.person("root_officer")
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        """Go on some days, then try one thing with somebody; what the rules refuse is refused and changes nothing."""
        self.on += timedelta(days=self.lots.randint(1, 2 * DAYS // STEPS))
        actions.carry_out_due(self.on)
        member = self.lots.choice(list(Member.objects.order_by("pk")))
        name = self.lots.choice(
            ["admit", "ceremony", "official", "transfer", "ask", "answer", "begin", "back", "leave", "plan", "return"]
        )
        try:
            getattr(self, name)(member)
        except (ValidationError, WrongState):
            return
        self.done[name] += 1

    def cell(self) -> Any:
        return self.cast.unit(self.lots.choice(CELLS))

    def near(self) -> date:
        return self.on - timedelta(days=self.lots.randint(0, 5))

    def admit(self, _member: Member) -> None:
        actions.admit(
            self.cell(),
            full_name="Lê Văn Mới",
            sex="M",
            born_on=date(1990, 1, 1),
            decision_number="1-QĐ",
            decided_on=self.near(),
            decided_by="Đảng ủy",
            by=self.by,
            on=self.on,
        )

    def ceremony(self, _member: Member) -> None:
        for waits in Admission.objects.filter(ceremony_on=None).order_by("pk"):
            actions.record_ceremony(waits, ceremony_on=self.on, by=self.by, on=self.on)

    def official(self, _member: Member) -> None:
        for one in Member.objects.filter(official_on=None).order_by("pk")[:4]:
            actions.recognise(one, decision_number="2-QĐ", decided_on=self.on, by=self.by, on=self.on)

    def transfer(self, member: Member) -> None:
        actions.transfer(member, to=self.cell(), moved_on=self.near(), by=self.by, on=self.on)

    def ask(self, member: Member) -> None:
        actions.ask_transfer(member, to=self.cell(), papers_on=self.near(), by=self.by, on=self.on)

    def answer(self, _member: Member) -> None:
        for row in Transfer.objects.filter(state="ASKED").order_by("pk")[:2]:
            actions.accept_transfer(row, accepted_on=self.on, by=self.by, on=self.on)

    def begin(self, member: Member) -> None:
        begun = self.on + timedelta(days=self.lots.randint(-5, 30))
        actions.begin_side_state(
            member,
            kind=self.lots.choice(SideState.Kind.values),
            from_on=begun,
            until_on=begun + timedelta(days=self.lots.choice([120, 200, 300])),
            decision="3-QĐ",
            host_text="Nơi khác",
            by=self.by,
            on=self.on,
        )

    def back(self, _member: Member) -> None:
        for row in SideState.objects.filter(state=Stage.RUNNING).order_by("pk")[:1]:
            actions.end_side_state(row, ended_on=self.on, by=self.by, on=self.on)

    def leave(self, member: Member) -> None:
        how = self.lots.choice(["deceased", "removed", "resigned", "expelled", "transferred_out"])
        actions.leave(member, how=how, left_on=self.near(), discipline_decision="4-QĐ", by=self.by, on=self.on)

    def plan(self, member: Member) -> None:
        day = self.on + timedelta(days=self.lots.randint(1, 60))
        if self.lots.random() < 0.5:
            actions.plan_transfer(member, to=self.cell(), moved_on=day, by=self.by, on=self.on)
        else:
            actions.plan_leave(member, how="resigned", left_on=day, by=self.by, on=self.on)

    def returns(self, member: Member) -> None:
        paper: dict[str, Any] = {"decision_number": "5-QĐ", "decided_on": self.on, "decided_by": "Đảng ủy"}
        if self.lots.random() < 0.5:
            actions.restore(member, unit=self.cell(), from_on=self.on, **paper, by=self.by, on=self.on)
        else:
            actions.readmit(member, unit=self.cell(), reason="Trung ương đồng ý", **paper, by=self.by, on=self.on)


setattr(Lives, "return", Lives.returns)  # a word of the language, as a name of a deed


@pytest.mark.rule("R-MEM-17", "R-VOTE-01")
@settings(
    max_examples=settings().max_examples // 33,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(seed=st.integers(0, 2**32 - 1))
def test_whatever_happens_in_fifty_lives_the_books_hold(cast: Any, settings: Any, seed: int) -> None:
    from django.db import transaction

    settings.TONGKET_TODAY = FIRST + timedelta(days=DAYS)
    with transaction.atomic():
        lives = Lives(cast, Random(seed))
        for number in range(50):
            unit = CELLS[number % 3]
            make_member(cast, unit, f"Trần Văn Số{number}", official_on=None if number % 9 == 0 else date(2011, 3, 1))
        for _step in range(STEPS):
            lives.step()

        assert sum(lives.done.values()) > STEPS // 4, lives.done
        assert list(verify.faults()) == []  # the stock of each unit and year; no gap, no overlap; states and rows agree
        assert Member.objects.filter(~Q(spells=None)).count() == Member.objects.count()
        for name in CELLS:
            unit = cast.unit(name)
            for days in range(0, DAYS, 365):
                day = FIRST + timedelta(days=days)
                _check_base(unit, day)
        transaction.set_rollback(True)


def _check_base(unit: Any, day: date) -> None:
    """Nobody votes who is not an official member of the cell, or is away or suspended, on that day."""
    voters = base.of_cell(unit, day)
    there = Spell.objects.on(day).filter(unit=unit)
    official = set(there.filter(official_from_on__lte=day).values_list("member__person", flat=True))
    out = {row.member.person_id for row in base.side_states_on(day).select_related("member")}

    assert {voter.person_id for voter in voters if voter.is_in} == official - out
    assert len(voters) >= there.count()
