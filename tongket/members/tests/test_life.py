"""The life of a member: exempt, away, suspended; left and come back; ceremony and official status."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.members import actions, base, queries, rules, verify
from tongket.members.models import Admission, Ending, Member, SideState, Spell, Stage
from tongket.members.rules import MemberState
from tongket.members.tests.make import admit, begin, make_member, officer
from tongket.org import access

NOW = date(2021, 1, 4)


def said(refusal: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refusal.value.message_dict)


# --- Exempt, away, suspended


@pytest.mark.rule("R-MEM-12", "R-MEM-13", "R-DIS-11")
@pytest.mark.parametrize("kind", ["EXEMPT", "TEMP_AWAY", "SUSPENDED"])
def test_side_state_is_the_state_of_the_member_until_the_return(cast: Any, kind: str) -> None:
    member = make_member(cast)

    row = begin(cast, member, kind, date(2020, 12, 1))
    during = Member.objects.get().state
    actions.end_side_state(row, ended_on=cast.today, by=officer(cast), on=cast.today)

    assert (during, Member.objects.get().state) == (kind, MemberState.OFFICIAL)
    assert Spell.objects.get().until_on is None  # the member stays in the count of the own cell
    assert list(verify.faults()) == []


@pytest.mark.rule("R-DIS-11")
def test_suspension_lasts_ninety_days_and_is_prolonged_once_by_thirty(cast: Any) -> None:
    row = begin(cast, make_member(cast), "SUSPENDED", date(2021, 1, 1))
    first_end_on = row.until_on

    actions.prolong_suspension(row, decision="09-QĐ/UBKT", by=officer(cast), on=cast.today)
    with pytest.raises(ValidationError):
        actions.prolong_suspension(row, decision="10-QĐ/UBKT", by=officer(cast), on=cast.today)

    assert (first_end_on, row.until_on) == (date(2021, 4, 1), date(2021, 5, 1))


@pytest.mark.rule("R-MEM-12")
@pytest.mark.parametrize(
    ("until_on", "reason", "fault"),
    [
        (date(2021, 3, 4), "", None),
        (date(2021, 12, 4), "", None),
        (date(2021, 3, 3), "", "reason"),
        (date(2021, 12, 5), "", "reason"),
        (date(2022, 6, 1), "Khoá học dài hạn", None),
        (None, "", "until_on"),
    ],
)
def test_absence_lasts_three_to_twelve_months(cast: Any, until_on: date | None, reason: str, fault: str | None) -> None:
    member = make_member(cast)

    def deed() -> SideState:
        return begin(cast, member, "TEMP_AWAY", date(2020, 12, 4), until_on=until_on, reason=reason)

    if fault is None:
        assert deed().state == Stage.RUNNING
    else:
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert said(refusal) == {fault}


@pytest.mark.rule("R-MEM-13")
def test_two_side_states_do_not_overlap_but_a_suspension_ends_an_exemption(cast: Any) -> None:
    member = make_member(cast)
    exempt = begin(cast, member, "EXEMPT", date(2020, 6, 1), ground="age")

    with pytest.raises(ValidationError) as refusal:
        begin(cast, member, "TEMP_AWAY", date(2020, 12, 1))
    begin(cast, member, "SUSPENDED", date(2020, 12, 1))

    exempt.refresh_from_db()
    assert said(refusal) == {"from_on"}
    assert (exempt.state, exempt.ended_on) == (Stage.ENDED, date(2020, 12, 1))
    assert Member.objects.get().state == MemberState.SUSPENDED


@pytest.mark.parametrize("who", ["south_officer", "north_clerk", "stranger", "north_secretary"])
def test_side_state_is_recorded_by_whom_the_table_names(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        actions.begin_side_state(
            make_member(cast), kind="EXEMPT", from_on=cast.today, by=cast.person(who), on=cast.today
        )


@pytest.mark.rule("R-MEM-12", "R-MEM-13")
def test_what_is_planned_begins_and_ends_on_its_days(cast: Any) -> None:
    member = make_member(cast)
    row = begin(cast, member, "EXEMPT", NOW + timedelta(days=10), until_on=NOW + timedelta(days=40))
    states = [Member.objects.get().state]

    for days in (9, 10, 39, 40):
        actions.carry_out_due(NOW + timedelta(days=days))
        states.append(Member.objects.get().state)

    assert row.state == Stage.PLANNED
    assert states == ["OFFICIAL", "OFFICIAL", "EXEMPT", "EXEMPT", "OFFICIAL"]
    assert list(verify.faults()) == []


def test_what_is_planned_can_be_cancelled_and_what_runs_cannot(cast: Any) -> None:
    member = make_member(cast)
    planned = begin(cast, member, "EXEMPT", date(2021, 6, 1))
    running = begin(cast, member, "EXEMPT", date(2021, 1, 1), until_on=date(2021, 5, 1))

    actions.cancel_side_state(planned, by=officer(cast), on=cast.today)
    with pytest.raises(ValidationError):
        actions.cancel_side_state(running, by=officer(cast), on=cast.today)
    actions.carry_out_due(date(2021, 7, 1))

    assert Member.objects.get().state == MemberState.OFFICIAL


# --- The base of a vote


@pytest.mark.rule("R-VOTE-01", "R-VOTE-03")
def test_base_of_the_rule_book_is_twenty_of_twenty_two(cast: Any) -> None:
    for number in range(20):
        make_member(cast, full_name=f"Phạm Văn Số{number}")
    for number in range(2):
        make_member(cast, full_name=f"Phạm Thị Số{number}", official_on=None)

    voters = base.of_cell(cast.unit("north_a"), cast.today)

    assert (len(voters), base.size(voters)) == (22, 20)


@pytest.mark.rule("R-VOTE-01", "R-VOTE-03", "R-MEM-12")
def test_base_says_for_each_person_why(cast: Any) -> None:
    for name, kind in [("Một", ""), ("Hai", "EXEMPT"), ("Ba", "EXEMPT"), ("Bốn", "TEMP_AWAY"), ("Năm", "SUSPENDED")]:
        member = make_member(cast, full_name=f"Lê Văn {name}")
        if kind:
            begin(cast, member, kind, date(2020, 12, 1))
    make_member(cast, full_name="Lê Văn Sáu", official_on=None)
    guest = make_member(cast, "north_b", full_name="Lê Văn Bảy")
    begin(cast, guest, "TEMP_AWAY", date(2020, 12, 1), host=cast.unit("north_a"))
    came = {Member.objects.get(person__full_name="Lê Văn Ba").person_id}

    voters = {voter.name: voter for voter in base.of_cell(cast.unit("north_a"), cast.today, came=came)}

    assert {name.split()[-1]: voter.is_in for name, voter in voters.items()} == {
        "Một": True,
        "Hai": False,
        "Ba": True,
        "Bốn": False,
        "Năm": False,
        "Sáu": False,
        "Bảy": False,
    }
    assert {name.split()[-1]: (voter.standing, voter.since_on) for name, voter in voters.items()} == {
        "Một": ("OFFICIAL", None),
        "Hai": ("EXEMPT_ABSENT", date(2020, 12, 1)),
        "Ba": ("EXEMPT_CAME", date(2020, 12, 1)),
        "Bốn": ("AWAY", date(2020, 12, 1)),
        "Năm": ("SUSPENDED", date(2020, 12, 1)),
        "Sáu": ("PROBATIONARY", None),
        "Bảy": ("GUEST", None),
    }
    before = {voter.name: voter.is_in for voter in base.of_cell(cast.unit("north_a"), date(2020, 11, 30))}
    assert [name for name, is_in in before.items() if not is_in] == ["Lê Văn Sáu"]


# --- Endings and returns


def leave(cast: Any, member: Member, how: str, left_on: date, **fields: Any) -> None:
    actions.leave(member, how=how, left_on=left_on, **fields, by=officer(cast), on=cast.today)


@pytest.mark.rule("R-MEM-14", "R-MEM-15")
@pytest.mark.parametrize("how", ["removed", "resigned"])
def test_removal_and_resignation_keep_their_decision(cast: Any, how: str) -> None:
    paper: dict[str, Any] = {"decision_number": "9-QĐ/ĐU", "decided_on": date(2020, 8, 1), "decided_by": "Đảng ủy"}

    leave(cast, make_member(cast), how, date(2020, 8, 3), **paper)

    assert Ending.objects.values("decision_number", "decided_on", "decided_by").get() == paper


@pytest.mark.rule("R-MEM-14")
def test_expulsion_is_recorded_from_its_discipline_decision_alone(cast: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        leave(cast, make_member(cast), "expelled", date(2020, 8, 3))

    assert said(refusal) == {"discipline_decision"}
    assert Member.objects.get().is_on_roll


@pytest.mark.rule("R-MEM-16")
def test_notice_goes_up_within_thirty_working_days(cast: Any) -> None:
    leave(cast, make_member(cast), "deceased", date(2020, 12, 1))
    ending = Ending.objects.get()
    waiting = queries.without_notice(officer(cast), cast.today)

    with pytest.raises(ValidationError):
        actions.record_notice(ending, notified_on=date(2020, 11, 30), by=officer(cast), on=cast.today)
    actions.record_notice(ending, notified_on=cast.today, by=officer(cast), on=cast.today)

    assert waiting == [ending]
    assert queries.Deadlines().notice_due_on(ending.left_on) == date(2021, 1, 13)
    assert queries.without_notice(officer(cast), cast.today) == []


def readmit(cast: Any, member: Member, **fields: Any) -> Admission:
    values: dict[str, Any] = {
        "unit": cast.unit("north_a"),
        "decision_number": "77-QĐ/ĐUK",
        "decided_on": date(2020, 12, 1),
        "decided_by": "Ban Thường vụ",
        **fields,
    }
    return actions.readmit(member, **values, by=officer(cast), on=cast.today)


@pytest.mark.rule("R-MEM-10", "R-MEM-17")
def test_readmission_begins_a_new_probation_and_is_counted_apart(cast: Any) -> None:
    member = make_member(cast, official_on=date(2011, 3, 1))
    leave(cast, member, "removed", date(2019, 3, 1))

    readmit(cast, member, reason="Ban Bí thư đồng ý")

    now = Member.objects.get()
    assert (now.state, now.official_on, now.party_age_from_on) == ("PROBATIONARY", None, date(2020, 12, 1))
    assert verify.stock_equations(2020)[cast.unit("north_a").pk].came == {"readmitted": 1}
    assert list(verify.faults()) == []


@pytest.mark.rule("R-MEM-10")
@pytest.mark.parametrize(
    ("how", "left_on", "reason", "may"),
    [
        ("removed", date(2019, 3, 1), "", False),  # 21 months
        ("removed", date(2019, 3, 1), "Trung ương đồng ý", True),
        ("resigned", date(2019, 3, 1), "", False),
    ],
)
def test_readmission_waits_three_years_or_says_why_not(
    cast: Any, how: str, left_on: date, reason: str, may: bool
) -> None:
    member = make_member(cast)
    leave(cast, member, how, left_on)

    if may:
        assert readmit(cast, member, reason=reason).is_readmission
    else:
        with pytest.raises(ValidationError) as refusal:
            readmit(cast, member, reason=reason)
        assert said(refusal) == {"reason"}


@pytest.mark.rule("R-MEM-10")
@pytest.mark.parametrize(("on", "may"), [(date(2021, 2, 28), False), (date(2021, 3, 1), True)])
def test_thirty_six_months_lie_between_leaving_and_readmission(on: date, may: bool) -> None:
    assert rules.has_waited(date(2018, 3, 1), on, months=36) == may


def test_nobody_is_readmitted_who_is_on_the_roll_or_dead(cast: Any) -> None:
    here, dead = make_member(cast), make_member(cast, full_name="Trần Văn Mất")
    leave(cast, dead, "deceased", date(2019, 6, 1))

    for member in (here, dead):
        with pytest.raises(WrongState):
            readmit(cast, member, reason="Vì lý do khác")


@pytest.mark.rule("R-MEM-17")
def test_restoration_gives_the_membership_back_as_it_was(cast: Any) -> None:
    member = make_member(cast)
    leave(cast, member, "removed", date(2019, 3, 1))

    actions.restore(
        member,
        unit=cast.unit("north_b"),
        decision_number="5-QĐ/TW",
        decided_on=date(2020, 5, 1),
        decided_by="Ban Bí thư",
        from_on=date(2020, 5, 1),
        by=officer(cast),
        on=cast.today,
    )

    now = Member.objects.get()
    assert (now.state, now.unit, now.party_age_from_on) == ("OFFICIAL", cast.unit("north_b"), date(2010, 3, 1))
    assert verify.stock_equations(2020)[cast.unit("north_b").pk].came == {"restored": 1}
    assert list(verify.faults()) == []


# --- Ceremony and official status


@pytest.mark.rule("R-MEM-07")
@pytest.mark.parametrize(
    ("decided_on", "received_on", "due_on"),
    [
        (date(2025, 8, 20), date(2025, 9, 1), date(2025, 10, 14)),  # 06-HD/TW: from the day it was received
        (date(2025, 9, 1), None, date(2025, 10, 14)),
        (date(2026, 8, 3), date(2026, 8, 20), date(2026, 9, 16)),  # 208-QĐ/TW: from the day it was issued
    ],
)
def test_ceremony_counts_from_the_day_that_the_text_names(
    cast: Any, decided_on: date, received_on: date | None, due_on: date
) -> None:
    assert queries.Deadlines().ceremony_due_on(decided_on, received_on) == due_on


@pytest.mark.rule("R-MEM-07")
def test_decision_is_received_between_issue_and_ceremony(cast: Any) -> None:
    admission = admit(cast)

    with pytest.raises(ValidationError) as refusal:
        actions.record_ceremony(
            admission,
            ceremony_on=date(2019, 12, 19),
            received_on=date(2019, 12, 20),
            by=officer(cast),
            on=cast.today,
        )

    assert said(refusal) == {"received_on"}


@pytest.mark.rule("R-MEM-08", "R-MEM-09")
def test_member_away_is_considered_by_the_own_cell(cast: Any) -> None:
    member = admit(cast, ceremony_on=date(2019, 12, 19)).member
    begin(cast, member, "TEMP_AWAY", date(2020, 11, 1))

    actions.recognise(member, decision_number="30", decided_on=date(2020, 12, 28), by=officer(cast), on=cast.today)
    actions.carry_out_due(date(2021, 6, 1))

    now = Member.objects.get()
    assert (now.state, now.official_on) == (MemberState.OFFICIAL, date(2020, 12, 19))


@pytest.mark.rule("R-MEM-09")
@pytest.mark.parametrize(("proposed_on", "may"), [(date(2020, 12, 18), False), (date(2020, 12, 19), True)])
def test_removal_is_proposed_after_the_probation_only(cast: Any, proposed_on: date, may: bool) -> None:
    member = admit(cast, ceremony_on=date(2019, 12, 19)).member

    def deed() -> Any:
        return actions.propose_removal(
            member, proposed_on=proposed_on, number="07-NQ/CB", by=officer(cast), on=cast.today
        )

    if may:
        deed()
        assert Member.objects.get().is_on_roll  # the software proposes nothing and ends nothing by itself
    else:
        with pytest.raises(ValidationError):
            deed()
