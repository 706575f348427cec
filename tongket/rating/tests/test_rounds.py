"""A round from opening to its decision: who is in it, what is proposed, decided under the cap, taken back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.members.models import Member, SideState, Stage
from tongket.org.access import NotAllowed
from tongket.org.models import HistoryRow
from tongket.org.saving import Conflict
from tongket.rating import actions
from tongket.rating.models import Candidate, Proposal, Rating, Round
from tongket.rating.queries.rounds import votes_needed
from tongket.rating.regime_rules import Grade
from tongket.rating.round_rules import Body, CandidateState, Counts, ProposalState, RoundState
from tongket.rating.rules import Level, NotRated, Subject
from tongket.rating.tests.make import DECIDED, make_members, make_rating, make_round
from tongket.regulations.actions import set_value
from tongket.regulations.models import Topic


def who(cast: Any, name: str = "north_officer") -> dict[str, Any]:
    return {"by": cast.person(name), "on": cast.today}


def waiting(opened: Round) -> list[Candidate]:
    """Its candidates as they are now."""
    rows = opened.candidates.select_related("round__unit__place", "unit__place", "member__person")
    return list(rows.order_by("unit__place__pos", "member__name_order"))


def decide(cast: Any, candidate: Candidate, level: str, **more: Any) -> Candidate:
    return actions.decide(candidate, level=level, **({"decided_on": DECIDED} | who(cast) | more))


def counts(opened: Round) -> Counts:
    return Round.objects.get(pk=opened.pk).counts


@pytest.mark.rule("R-RATE-01", "R-RATE-02", "R-RATE-03", "R-RATE-14")
def test_round_holds_the_members_of_all_cells_and_says_who_is_not_rated(cast: Any) -> None:
    exempt, _suspended_later, away = make_members(cast, "north_a", 3)
    make_members(cast, "north_b", 1)
    make_members(cast, "south_a", 1)
    for member, kind in ((exempt, SideState.Kind.EXEMPT), (away, SideState.Kind.TEMP_AWAY)):
        SideState.objects.create(
            member=member, unit=member.unit, kind=kind, state=Stage.RUNNING, from_on=date(2020, 3, 1)
        )

    opened = make_round(cast, "north")

    assert counts(opened) == Counts(not_rated=1, waiting=3)
    assert opened.candidates.get(member=exempt).not_rated_reason == NotRated.EXEMPT


@pytest.mark.rule("R-RATE-01", "R-RATE-14")
def test_round_of_organisations_holds_those_of_one_kind(cast: Any) -> None:
    opened = make_round(cast, "root", subject=Subject.ORGANISATION, kind="GRASSROOTS_COMMITTEE", who="root_officer")

    assert [candidate.name for candidate in waiting(opened)] == ["Đảng bộ Sở Phương Bắc", "Đảng bộ Sở Phương Nam"]
    with pytest.raises(ValidationError):
        make_round(cast, "root", subject=Subject.ORGANISATION, kind="GRASSROOTS_COMMITTEE", who="root_officer")
    with pytest.raises(ValidationError):
        make_round(cast, "root", subject=Subject.ORGANISATION, kind="SECTION", who="root_officer")


@pytest.mark.parametrize(("who", "may"), [("north_secretary", True), ("north_clerk", False), ("south_officer", False)])
def test_round_is_opened_by_those_who_decide(cast: Any, who: str, may: bool) -> None:
    make_members(cast, "north_a", 1)

    if may:
        assert make_round(cast, "north", who=who).waiting == 1
    else:
        with pytest.raises(NotAllowed):
            make_round(cast, "north", who=who)


def test_quarters_are_rated_from_the_regulation_that_knows_them(cast: Any) -> None:
    make_members(cast, "north_a", 2)

    with pytest.raises(ValidationError):
        make_round(cast, "north", quarter=4)
    cast.today = date(2026, 4, 2)
    opened = make_round(cast, "north", year=2026, quarter=1)
    decide(cast, waiting(opened)[0], Level.GOOD, decided_on=date(2026, 4, 1))

    assert opened.period == "Quý I/2026"
    assert counts(opened).good == 1
    assert not Rating.objects.exists()  # a level of a year alone


def test_level_of_the_year_that_was_decided_before_stands_in_the_round(cast: Any) -> None:
    member, _other = make_members(cast, "north_a", 2)
    row = make_rating(member.unit, Level.GOOD, member=member, decided_by=cast.unit("north"))

    opened = make_round(cast, "north")

    assert counts(opened) == Counts(good=1, waiting=1)
    assert Rating.objects.get(pk=row.pk).candidate == opened.candidates.get(member=member)


@pytest.mark.rule("R-RATE-13", "R-RATE-14")
def test_level_over_the_cap_is_refused_and_nothing_is_kept(cast: Any) -> None:
    make_members(cast, "north_a", 3)
    make_members(cast, "north_b", 3)  # six at most GOOD or better: one EXCELLENT
    opened = make_round(cast, "north")
    first, second, *_rest = waiting(opened)
    decide(cast, first, Level.EXCELLENT)

    with pytest.raises(ValidationError) as refused:
        decide(cast, second, Level.EXCELLENT)

    assert "level" in refused.value.message_dict
    second.refresh_from_db()
    assert (second.state, counts(opened)) == (CandidateState.WAITING, Counts(excellent=1, waiting=5))
    with pytest.raises(ValidationError):  # nor may those shrink of whom the share is taken
        decide(cast, waiting(opened)[1], Level.FULFILLED)
    with pytest.raises(ValidationError):
        actions.remove(waiting(opened)[1], reason="chuyển đi nơi khác", **who(cast))


@pytest.mark.rule("R-RATE-18")
def test_level_that_does_not_fit_the_records_is_answered_or_moved(cast: Any) -> None:
    make_members(cast, "north_a", 12)
    opened = make_round(cast, "north")
    first, second, *_rest = waiting(opened)
    for candidate in (first, second):
        actions.mark(candidate, task_grade=Grade.GOOD, seen=1, **who(cast))

    with pytest.raises(ValidationError) as refused:
        decide(cast, first, Level.EXCELLENT)
    with pytest.raises(ValidationError):
        actions.decide_many(opened, [actions.Choice(first, Level.EXCELLENT)], decided_on=DECIDED, **who(cast))
    kept = decide(cast, first, Level.EXCELLENT, answer="Cấp trên đã cho lùi hạn")
    moved = decide(cast, second, Level.GOOD)

    assert "answer" in refused.value.message_dict

    assert (kept.answer, kept.answered_by, kept.answered_on) == (
        "Cấp trên đã cho lùi hạn", cast.person("north_officer"), cast.today,
    )  # fmt: skip
    assert (moved.level, moved.answer) == (Level.GOOD, "")


@pytest.mark.rule("R-RATE-05")
def test_organisation_waits_for_those_below_it_unless_a_reason_is_given(cast: Any) -> None:
    make_members(cast, "north_a", 1)
    make_round(cast, "north")
    opened = make_round(cast, "root", subject=Subject.ORGANISATION, who="root_officer")
    north = opened.candidates.get(unit=cast.unit("north"))

    with pytest.raises(ValidationError) as refused:
        decide(cast, north, Level.GOOD, by=cast.person("root_officer"))
    decide(cast, north, Level.GOOD, override_reason="chi bộ họp muộn", by=cast.person("root_officer"))

    assert "override_reason" in refused.value.message_dict
    assert Rating.objects.get(unit=cast.unit("north")).level == Level.GOOD


@pytest.mark.puts_right("rating.Candidate")
def test_decision_is_withdrawn_with_a_reason_and_the_member_waits_again(cast: Any) -> None:
    make_members(cast, "north_a", 2)
    opened = make_round(cast, "north")
    candidate = decide(cast, waiting(opened)[0], Level.GOOD)

    actions.withdraw_decision(candidate, reason="ghi nhầm người", **who(cast))

    assert (candidate.state, candidate.level, counts(opened)) == (CandidateState.WAITING, "", Counts(waiting=2))
    assert not Rating.objects.exists()
    reasons = HistoryRow.objects.filter(object_id=str(candidate.pk), reason="ghi nhầm người")
    assert reasons.get().old["level"] == Level.GOOD


def test_somebody_is_taken_out_left_out_and_taken_up_again(cast: Any) -> None:
    make_members(cast, "north_a", 3)
    opened = make_round(cast, "north")
    first, second, third = waiting(opened)

    actions.remove(first, reason="thuộc diện cấp trên quản lý", **who(cast))
    actions.leave_out(second, not_rated_reason=NotRated.SUSPENDED, seen=1, **who(cast))
    assert counts(opened) == Counts(not_rated=1, waiting=1)
    for candidate in (first, second):
        actions.take_up(candidate, reason="xem lại hồ sơ", **who(cast))

    assert counts(opened) == Counts(waiting=3)
    with pytest.raises(ValidationError):
        actions.add(opened, member=third.member, reason="còn thiếu", **who(cast))


def test_somebody_who_came_late_is_added_with_a_reason(cast: Any) -> None:
    make_members(cast, "north_a", 1)
    opened = make_round(cast, "north")
    late = make_members(cast, "north_b", 1)[0]

    actions.add(opened, member=late, reason="chuyển đến cuối năm", **who(cast))

    assert counts(opened) == Counts(waiting=2)
    with pytest.raises(ValidationError):
        actions.add(opened, member=make_members(cast, "south_a", 1)[0], reason="chuyển đến", **who(cast))


@pytest.mark.rule("R-RATE-22")
@pytest.mark.puts_right("rating.Round")
def test_round_is_closed_with_its_decision_and_corrected(cast: Any) -> None:
    make_members(cast, "north_a", 2)
    opened = make_round(cast, "north")
    paper: dict[str, Any] = {"decision_number": "15-QĐ/ĐU", "decision_on": date(2020, 12, 28)}

    with pytest.raises(ValidationError):  # two still wait
        actions.close(opened, **paper, **who(cast))
    actions.decide_many(
        opened, [actions.Choice(candidate, Level.GOOD) for candidate in waiting(opened)], decided_on=DECIDED,
        **who(cast),
    )  # fmt: skip
    opened = actions.close(opened, **paper, **who(cast))
    actions.correct_round(
        opened, decision_number="16-QĐ/ĐU", decision_on=date(2020, 12, 28), published_on=date(2020, 12, 29),
        because="ghi nhầm số", seen=opened.version, **who(cast),
    )  # fmt: skip

    assert set(Rating.objects.values_list("source", flat=True)) == {"16-QĐ/ĐU"}
    assert (opened.state, opened.published_on) == (RoundState.CLOSED, date(2020, 12, 29))
    with pytest.raises(WrongState):
        decide(cast, waiting(opened)[0], Level.FULFILLED)
    actions.reopen(opened, reason="giải quyết khiếu nại", **who(cast))
    decide(cast, waiting(opened)[0], Level.FULFILLED)
    with pytest.raises(ValidationError):
        actions.withdraw_round(opened, reason="mở nhầm năm", **who(cast))


def test_round_opened_by_a_slip_is_withdrawn_and_another_may_be_opened(cast: Any) -> None:
    make_members(cast, "north_a", 1)
    opened = make_round(cast, "north")

    actions.withdraw_round(opened, reason="mở nhầm năm", **who(cast))

    assert make_round(cast, "north").waiting == 1


@pytest.mark.rule("R-RATE-21")
def test_level_decided_again_counts_in_its_round(cast: Any) -> None:
    make_members(cast, "north_a", 2)
    opened = make_round(cast, "north")
    decide(cast, waiting(opened)[0], Level.GOOD)
    rating = Rating.objects.get()

    actions.rate_again(
        rating, seen=1, level=Level.FULFILLED, decided_on=date(2021, 1, 3), source="20-QĐ/ĐU", **who(cast)
    )

    assert counts(opened) == Counts(fulfilled=1, waiting=1)
    assert HistoryRow.objects.filter(object_id=str(rating.pk)).get().old["level"] == Level.GOOD


def test_decision_on_what_somebody_else_has_moved_is_refused(cast: Any) -> None:
    make_members(cast, "north_a", 2)
    opened = make_round(cast, "north")
    mine, theirs = waiting(opened)[0], waiting(opened)[0]
    decide(cast, theirs, Level.GOOD)

    with pytest.raises(Conflict):
        decide(cast, mine, Level.FULFILLED)

    assert counts(opened) == Counts(good=1, waiting=1)


# --- Proposals --------------------------------------------------------------------------------------------------------


def propose(cast: Any, candidate: Candidate, body: str = Body.CELL, **more: Any) -> Proposal:
    given: dict[str, Any] = {"level": Level.GOOD, "proposed_on": date(2020, 12, 10)}
    return actions.propose(candidate, body=body, **(given | who(cast, "north_a_secretary") | more))


BALLOTS: dict[str, Any] = {"issued": 12, "collected": 12, "valid": 11, "votes_for": 9}


def candidate_of(cast: Any) -> Candidate:
    make_members(cast, "north_a", 2)
    return waiting(make_round(cast, "north"))[0]


def test_proposals_of_each_body_stand_apart_and_the_last_body_leads(cast: Any) -> None:
    candidate = candidate_of(cast)
    member: Member | None = candidate.member
    assert member is not None

    propose(cast, candidate, Body.COMMITTEE, level=Level.FULFILLED, by=cast.person("north_officer"))
    propose(cast, candidate, Body.SELF, level=Level.EXCELLENT, by=member.person)
    propose(cast, candidate, Body.MASS, body_name="Chi đoàn Văn phòng")

    assert candidate.proposals.count() == 3
    assert Candidate.objects.get(pk=candidate.pk).proposed == Level.FULFILLED
    with pytest.raises(NotAllowed):  # a cell is not the committee
        propose(cast, candidate, Body.HIGHER)
    with pytest.raises(NotAllowed):  # for themself alone, and as no other body
        propose(cast, candidate, Body.CELL, by=member.person)
    with pytest.raises(NotAllowed):
        propose(cast, waiting(candidate.round)[1], Body.SELF, by=member.person)
    with pytest.raises(ValidationError):  # once
        propose(cast, candidate, Body.SELF)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"collected": 13}, "collected"),
        ({"valid": 13}, "valid"),
        ({"votes_for": 12}, "votes_for"),
        ({"issued": None}, "issued"),
    ],
)
def test_ballots_that_do_not_add_up_are_refused(cast: Any, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        propose(cast, candidate_of(cast), **(BALLOTS | changed))

    assert field in refused.value.message_dict


@pytest.mark.rule("R-RATE-20")
@pytest.mark.parametrize(("level", "needed"), [(Level.GOOD, 7), (Level.EXCELLENT, 8)])
def test_votes_that_a_level_needs_are_a_share_of_those_given_out(cast: Any, level: str, needed: int) -> None:
    votes = Topic.VOTES
    for key, share in (("rating", "over_half"), ("rating_excellent", "two_thirds")):
        set_value(
            cast.unit("root"), topic=votes, key=key, value=share, decision="7-QĐ/ĐUK", from_on=date(2020, 1, 1),
            by=cast.person("root_secretary"), on=cast.today,
        )  # fmt: skip

    assert votes_needed(propose(cast, candidate_of(cast), level=level, **BALLOTS)) == needed


def test_ballots_are_counted_again_by_another_person_who_types_the_same(cast: Any) -> None:
    proposal = propose(cast, candidate_of(cast), **BALLOTS)

    with pytest.raises(ValidationError):
        actions.count_again(proposal, **BALLOTS, **who(cast, "north_a_secretary"))
    with pytest.raises(ValidationError) as refused:
        actions.count_again(proposal, **(BALLOTS | {"votes_for": 8}), **who(cast))
    actions.count_again(proposal, **BALLOTS, **who(cast))

    assert "9" not in str(refused.value)  # the first count is not told
    assert (proposal.state, proposal.confirmed_by) == (ProposalState.CONFIRMED, cast.person("north_officer"))


@pytest.mark.puts_right("rating.Proposal")
def test_proposal_is_corrected_and_withdrawn_with_a_reason(cast: Any) -> None:
    candidate = candidate_of(cast)
    proposal = propose(cast, candidate, **BALLOTS)
    actions.count_again(proposal, **BALLOTS, **who(cast))

    actions.correct_proposal(
        proposal, level=Level.FULFILLED, proposed_on=date(2020, 12, 11), **(BALLOTS | {"votes_for": 7}),
        because="đọc nhầm phiếu", seen=proposal.version, **who(cast, "north_a_secretary"),
    )  # fmt: skip
    assert (proposal.state, proposal.confirmed_by) == (ProposalState.COUNTED, None)
    assert Candidate.objects.get(pk=candidate.pk).proposed == Level.FULFILLED
    actions.withdraw_proposal(proposal, reason="họp lại", **who(cast, "north_a_secretary"))

    assert Candidate.objects.get(pk=candidate.pk).proposed == ""
    assert propose(cast, candidate).state == ProposalState.CONFIRMED
