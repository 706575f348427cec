"""Members moved with acceptance, and moves planned and carried out on their day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.members import actions, queries
from tongket.members.models import Ending, Member, PlannedMove, Spell, Stage, Transfer
from tongket.members.rules import MemberState
from tongket.members.tests.make import OPENED, begin, make_member, officer
from tongket.org import access

NOW = date(2021, 1, 4)


def said(refusal: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refusal.value.message_dict)


def ask(cast: Any, member: Member, to: str = "south_a", **fields: Any) -> Transfer:
    values = {"papers_on": date(2020, 12, 10), **fields}
    return actions.ask_transfer(member, to=cast.unit(to), **values, by=officer(cast), on=cast.today)


@pytest.mark.rule("R-MEM-11")
def test_member_counts_at_the_new_place_from_the_day_of_acceptance(cast: Any) -> None:
    member = make_member(cast)
    row = ask(cast, member)
    while_asked = Member.objects.get().unit

    actions.accept_transfer(row, accepted_on=date(2020, 12, 20), by=cast.person("south_officer"), on=cast.today)

    assert while_asked == cast.unit("north_a")
    assert Member.objects.get().unit == cast.unit("south_a")
    assert [(one.unit, one.from_on) for one in member.spells.order_by("from_on")] == [
        (cast.unit("north_a"), OPENED),
        (cast.unit("south_a"), date(2020, 12, 20)),
    ]


@pytest.mark.rule("R-MEM-11")
def test_transfer_is_answered_by_the_new_side_alone_and_once(cast: Any) -> None:
    row = ask(cast, make_member(cast))

    with pytest.raises(access.NotAllowed):
        actions.accept_transfer(row, accepted_on=cast.today, by=officer(cast), on=cast.today)
    actions.send_back_transfer(row, answer="Thiếu phiếu đảng viên", by=cast.person("south_officer"), on=cast.today)
    with pytest.raises(WrongState):
        actions.accept_transfer(row, accepted_on=cast.today, by=cast.person("south_officer"), on=cast.today)

    assert Member.objects.get().unit == cast.unit("north_a")
    assert Transfer.objects.get().answer == "Thiếu phiếu đảng viên"


@pytest.mark.rule("R-MEM-11")
def test_suspended_member_is_not_transferred(cast: Any) -> None:
    member = make_member(cast)
    begin(cast, member, "SUSPENDED", date(2021, 1, 1))

    with pytest.raises(ValidationError):
        ask(cast, member)
    with pytest.raises(ValidationError):
        actions.transfer(member, to=cast.unit("north_b"), moved_on=cast.today, by=officer(cast), on=cast.today)


@pytest.mark.rule("R-MEM-11")
def test_days_of_a_transfer_count_in_working_days(cast: Any) -> None:
    row = ask(cast, make_member(cast), changed_on=date(2020, 11, 2))
    deadlines = queries.Deadlines()

    assert deadlines.transfer_start_due_on(row) == date(2021, 1, 26)
    assert deadlines.transfer_present_due_on(row) == date(2021, 1, 22)


@pytest.mark.rule("R-MEM-11")
@pytest.mark.parametrize(("on", "count"), [(date(2021, 3, 9), 0), (date(2021, 3, 10), 1)])
def test_slip_is_reported_after_three_months(cast: Any, on: date, count: int) -> None:
    ask(cast, make_member(cast))

    for who in ("north_officer", "south_officer"):
        assert len(queries.late_slips(cast.person(who), on, queries.Deadlines())) == count


def test_withdrawn_transfer_leaves_everything_as_it_was(cast: Any) -> None:
    member = make_member(cast)
    row = ask(cast, member)

    actions.withdraw_transfer(member, by=officer(cast), on=cast.today)

    with pytest.raises(WrongState):
        actions.accept_transfer(row, accepted_on=cast.today, by=cast.person("south_officer"), on=cast.today)


@pytest.mark.rule("R-MEM-11")
def test_member_from_elsewhere_is_entered_with_the_days_of_the_file(cast: Any) -> None:
    member = actions.transfer_in(
        cast.unit("north_a"),
        full_name="Ngô Thị Đến",
        sex="F",
        born_on=date(1985, 2, 3),
        party_age_from_on=date(2012, 5, 19),
        ceremony_on=date(2012, 6, 1),
        official_on=date(2013, 6, 1),
        papers_on=date(2020, 11, 2),
        accepted_on=date(2020, 12, 1),
        from_text="Đảng bộ tỉnh Biển Xa",
        by=officer(cast),
        on=cast.today,
    )

    spell = Spell.objects.get()
    assert (member.party_age_from_on, member.state) == (date(2012, 5, 19), MemberState.OFFICIAL)
    assert (spell.from_on, spell.opened_by) == (date(2020, 12, 1), "transferred_in")


@pytest.mark.rule("R-MEM-11", "R-MEM-14")
def test_planned_moves_are_carried_out_on_their_day(cast: Any) -> None:
    by, day = officer(cast), NOW + timedelta(days=7)
    moves, resigns = make_member(cast), make_member(cast, full_name="Trần Văn Xin")
    actions.plan_transfer(moves, to=cast.unit("north_b"), moved_on=day, by=by, on=cast.today)
    actions.plan_leave(
        resigns, how="resigned", left_on=day, decision_number="3-QĐ/ĐU", decided_by="Đảng ủy", by=by, on=cast.today
    )

    actions.carry_out_due(day - timedelta(days=1))
    before = {member.state for member in Member.objects.all()}, {member.unit for member in Member.objects.all()}
    actions.carry_out_due(day)
    actions.carry_out_due(day)

    assert before == ({"OFFICIAL"}, {cast.unit("north_a")})
    assert Member.objects.get(pk=moves.pk).unit == cast.unit("north_b")
    assert Member.objects.get(pk=resigns.pk).state == MemberState.RESIGNED
    assert Ending.objects.get().decision_number == "3-QĐ/ĐU"


def test_planned_move_that_can_no_longer_be_done_is_cancelled_and_says_why(cast: Any) -> None:
    member = make_member(cast)
    row = actions.plan_transfer(
        member, to=cast.unit("north_b"), moved_on=date(2021, 2, 1), by=officer(cast), on=cast.today
    )
    begin(cast, member, "SUSPENDED", date(2021, 1, 2))

    actions.carry_out_due(date(2021, 2, 1))

    row.refresh_from_db()
    assert row.state == Stage.CANCELLED
    assert row.note
    assert Member.objects.get().unit == cast.unit("north_a")


def test_planned_move_is_cancelled_by_hand(cast: Any) -> None:
    member, by = make_member(cast), officer(cast)
    row = actions.plan_transfer(member, to=cast.unit("north_b"), moved_on=date(2021, 2, 1), by=by, on=cast.today)

    actions.cancel_planned(row, by=by, on=cast.today)
    actions.carry_out_due(date(2021, 3, 1))

    assert PlannedMove.objects.get().state == Stage.CANCELLED
    assert Member.objects.get().unit == cast.unit("north_a")


def test_death_is_not_planned(cast: Any) -> None:
    with pytest.raises(ValidationError):
        actions.plan_leave(make_member(cast), how="deceased", left_on=date(2021, 2, 1), by=officer(cast), on=cast.today)
