"""From the introduction of a candidate to the decision: conditions by the text of the day, the vote of the cell."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.members import actions, conditions, rules
from tongket.members.models import Admission, Candidacy, Member
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.tests.make import new_office
from tongket.pages import due
from tongket.votes import actions as votes
from tongket.votes.models import Vote
from tongket.votes.rules import Way

HELD_ON = date(2020, 12, 15)


def introduce(cast: Any, **fields: Any) -> Candidacy:
    values: dict[str, Any] = {
        "full_name": "Lê Thị Thử",
        "sex": "F",
        "born_on": date(1992, 8, 9),
        "education": "ĐH",
        "introduced_on": date(2020, 6, 1),
        "certificate_on": date(2019, 6, 1),
        "certificate_number": "12/CN",
        "first_introducer": Member.objects.order_by("pk").first(),
        "first_since_on": date(2018, 1, 1),
        "second_introducer": Member.objects.order_by("-pk").first(),
        "second_since_on": date(2018, 1, 1),
        "application_on": date(2020, 9, 1),
        "verified_on": date(2020, 11, 1),
        "verification_number": "15/TM",
        **fields,
    }
    return actions.introduce(cast.unit("north_a"), **values, by=cast.person("north_officer"), on=cast.today)


@pytest.fixture
def cell(cast: Any) -> Any:
    """A cell of three official members."""
    for name in ("Một", "Hai", "Ba"):
        make_member(cast, full_name=f"Trần Văn {name}")
    return cast


def open_vote(cast: Any, row: Candidacy, **fields: Any) -> Vote:
    values = {"held_on": HELD_ON, "way": Way.PAPER, "present": 3, **fields}
    return actions.open_admission_vote(row, **values, by=cast.person("north_officer"), on=cast.today)


def counted(cast: Any, vote: Vote, ayes: int) -> None:
    by, second = cast.person("north_officer"), cast.person("root_officer")
    votes.count(
        vote,
        issued=3,
        collected=3,
        valid=3,
        invalid=0,
        votes=[ayes, 3 - ayes, 0],
        counters="Tổ kiểm phiếu",
        seen=vote.version,
        by=by,
        on=cast.today,
    )
    votes.confirm(vote, seen=vote.version, by=second, on=cast.today)


@pytest.mark.rule("R-MEM-03")
@pytest.mark.parametrize(
    ("on", "holds"), [(date(2026, 6, 1), True), (date(2026, 6, 2), False), (date(2021, 5, 31), False)]
)
def test_certificate_of_the_rule_book_is_usable_for_sixty_months(on: date, holds: bool) -> None:
    assert rules.certificate_holds(date(2021, 6, 1), on, months=60) == holds


@pytest.mark.rule("R-MEM-04")
@pytest.mark.parametrize(
    ("members", "organisation", "enough"),
    [(2, False, True), (1, True, True), (1, False, False), (0, True, False), (2, True, True)],
)
def test_introducers_are_two_members_or_one_and_an_organisation(members: int, organisation: bool, enough: bool) -> None:
    assert rules.has_introducers(members, has_organisation=organisation) == enough


@pytest.mark.rule("R-MEM-01", "R-MEM-02", "R-MEM-03", "R-MEM-04", "R-MEM-05")
@pytest.mark.parametrize(
    ("fields", "unmet", "is_hard"),
    [
        ({}, set(), False),
        ({"born_on": date(2002, 12, 16)}, {"born_on"}, True),  # 18 one day after the vote
        ({"born_on": date(1960, 12, 15)}, {"age_reason"}, True),
        ({"born_on": date(1960, 12, 16)}, set(), False),
        ({"born_on": date(1960, 12, 15), "age_reason": "12-CV/TU"}, set(), False),
        ({"education": ""}, {"education"}, False),
        ({"certificate_on": date(2015, 12, 14)}, {"certificate_on"}, False),
        ({"certificate_on": date(2015, 12, 15)}, set(), False),
        ({"certificate_on": None}, {"certificate_on"}, False),
        ({"second_introducer": None}, {"first_introducer"}, True),
        ({"second_introducer": None, "organisation": "youth_union"}, set(), False),
        ({"first_since_on": date(2019, 12, 16)}, {"first_since_on"}, False),
        ({"application_on": None}, {"application_on"}, True),
        ({"verified_on": None}, {"verified_on"}, False),
        ({"verified_on": date(2020, 8, 1)}, {"verified_on"}, False),  # before the application
    ],
)
def test_conditions_are_those_of_the_vote_day(
    cell: Any, fields: dict[str, Any], unmet: set[str], is_hard: bool
) -> None:
    found = [one for one in conditions.of(introduce(cell, **fields), HELD_ON) if not one.is_met]

    assert {one.field for one in found} == unmet
    assert any(one.is_hard for one in found) == is_hard


@pytest.mark.rule("R-MEM-03")
def test_unmet_condition_of_a_secondary_text_is_waived_with_a_reason_that_is_kept(cell: Any) -> None:
    row = introduce(cell, certificate_on=None)

    with pytest.raises(ValidationError) as refusal:
        open_vote(cell, row)
    open_vote(cell, row, override_reason="Ban Tổ chức đồng ý, 15-CV/BTC")

    assert set(refusal.value.message_dict) == {"override_reason"}
    assert Candidacy.objects.get().override_reason == "Ban Tổ chức đồng ý, 15-CV/BTC"


@pytest.mark.rule("R-MEM-04")
def test_hard_condition_is_not_waived(cell: Any) -> None:
    row = introduce(cell, second_introducer=None)

    with pytest.raises(ValidationError):
        open_vote(cell, row, override_reason="Có lý do chính đáng")

    assert not Vote.objects.exists()


@pytest.mark.rule("R-MEM-06", "R-MEM-08", "R-VOTE-02")
def test_candidate_becomes_a_probationary_member_by_vote_and_decision(cell: Any) -> None:
    row = introduce(cell)
    vote = open_vote(cell, row)
    counted(cell, vote, 2)
    by = cell.person("north_officer")

    actions.take_vote(row, by=by, on=cell.today)
    admission = actions.decide(
        row, decision_number="125-QĐ/ĐUK", decided_on=date(2020, 12, 28), decided_by="Đảng ủy", by=by, on=cell.today
    )

    row.refresh_from_db()
    assert (vote.base, vote.needed) == (3, 2)
    assert (row.state, row.admission) == (Candidacy.State.DECIDED, admission)
    assert admission.member.party_age_from_on == date(2020, 12, 28)


def test_decision_asks_whether_somebody_known_by_that_name_is_meant(cell: Any, signed_in: Any) -> None:
    row = introduce(cell)
    counted(cell, open_vote(cell, row), 2)
    actions.take_vote(row, by=cell.person("north_officer"), on=cell.today)
    known = new_office(cell, "north_a", name=row.full_name).person
    browser, address = signed_in("north_officer"), f"/members/candidates/{row.pk}/decide/"
    decision = {"decision_number": "125-QĐ/ĐUK", "decided_on": "28/12/2020", "decided_by": "Đảng ủy"}

    unsaid = browser.post(address, decision)
    said = browser.post(address, {**decision, "person": str(known.pk)})

    row.refresh_from_db()
    assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (422, ["person"])
    assert said.status_code == 302
    assert row.admission is not None
    assert row.admission.member.person == known


@pytest.mark.rule("R-MEM-06")
def test_vote_short_of_two_thirds_leads_to_no_decision(cell: Any) -> None:
    row = introduce(cell)
    counted(cell, open_vote(cell, row), 1)
    by = cell.person("north_officer")

    actions.take_vote(row, by=by, on=cell.today)
    with pytest.raises(WrongState):
        actions.decide(row, decision_number="1", decided_on=cell.today, decided_by="Đảng ủy", by=by, on=cell.today)

    assert (row.state, row.vote) == (Candidacy.State.APPLIED, None)
    assert not Admission.objects.exists()


def test_result_is_taken_over_after_the_second_person_only(cell: Any) -> None:
    row = introduce(cell)
    open_vote(cell, row)

    with pytest.raises(ValidationError):
        actions.take_vote(row, by=cell.person("north_officer"), on=cell.today)


@pytest.mark.rule("R-MEM-05")
def test_application_turns_a_candidate_into_an_applicant(cell: Any) -> None:
    row = introduce(cell, application_on=None)
    before = row.state
    with pytest.raises(WrongState):
        open_vote(cell, row)

    actions.change_candidacy(
        row,
        full_name=row.full_name,
        application_on=date(2020, 9, 1),
        seen=row.version,
        by=cell.person("north_officer"),
        on=cell.today,
    )

    assert (before, row.state) == ("CANDIDATE", "APPLIED")


def test_dropped_candidate_is_closed_with_a_reason(cell: Any) -> None:
    row, by = introduce(cell), cell.person("north_officer")

    with pytest.raises(ValidationError):
        actions.drop(row, dropped_on=cell.today, reason=" ", by=by, on=cell.today)
    actions.drop(row, dropped_on=cell.today, reason="Chuyển nơi công tác", by=by, on=cell.today)

    assert Candidacy.objects.get().state == Candidacy.State.DROPPED
    with pytest.raises(WrongState):
        open_vote(cell, row)


@pytest.mark.parametrize("who", ["south_officer", "north_clerk", "north_secretary", "stranger"])
def test_candidate_is_introduced_by_whom_the_table_names(cell: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        actions.introduce(
            cell.unit("north_a"),
            full_name="Lê Thị Thử",
            sex="F",
            born_on=date(1992, 8, 9),
            introduced_on=date(2020, 6, 1),
            by=cell.person(who),
            on=cell.today,
        )


@pytest.mark.rule("R-MEM-09", "R-VOTE-02")
def test_official_status_rests_on_a_vote_of_the_own_cell_that_passed(cell: Any) -> None:
    member = make_member(cell, full_name="Phạm Thị Dự", official_on=None)
    by = cell.person("north_officer")
    vote = actions.open_official_vote(member, held_on=HELD_ON, way=Way.PAPER, present=3, by=by, on=cell.today)

    def deed() -> Any:
        return actions.recognise(
            member, decision_number="30", decided_on=date(2020, 12, 28), vote=vote, by=by, on=cell.today
        )

    with pytest.raises(ValidationError):
        deed()
    counted(cell, vote, 3)

    assert deed().vote == vote
    assert vote.base == 3  # the probationary member does not vote on the own case


def test_home_tells_of_an_application_until_its_vote_is_counted_and_again_once_confirmed(cell: Any) -> None:
    row = introduce(cell)
    told = []

    told.append(waits(cell))
    vote = open_vote(cell, row)
    told.append(waits(cell))
    counted(cell, vote, 3)
    told.append(waits(cell))

    assert told == [True, False, True]


def waits(cast: Any) -> bool:
    """Whether the home page of the officer tells of an application that waits for the vote."""
    found = [item.text for item in due.items(cast.person("north_officer"), on=cast.today)]
    return "Lê Thị Thử" in found
