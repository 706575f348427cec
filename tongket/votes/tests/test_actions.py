"""A vote is opened over its base, counted by one person, confirmed by another."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.org import access
from tongket.org.models import AuditRow
from tongket.org.saving import Conflict
from tongket.pages import due
from tongket.votes import actions
from tongket.votes.models import BaseRow, Choice, Vote
from tongket.votes.queries import warnings
from tongket.votes.rules import Standing, Voter
from tongket.votes.tests.make import counted, electorate, make_vote


@pytest.mark.rule("R-VOTE-01", "R-VOTE-02")
def test_the_base_is_kept_with_the_reason_of_each_and_needs_two_thirds_of_it(cast: Any) -> None:
    vote = make_vote(cast)

    assert (vote.base, vote.present, vote.needed) == (20, 17, 14)
    assert BaseRow.objects.filter(vote=vote, is_in=True).count() == 20
    assert set(BaseRow.objects.filter(is_in=False).values_list("standing", flat=True)) == {Standing.PROBATIONARY}


@pytest.mark.rule("R-VOTE-02")
@pytest.mark.parametrize(
    ("decision", "votes"),
    [
        ("resolution", 11),
        ("admission", 14),
        ("official_status", 14),
        ("admission_committee", 14),
        ("admission_other_body", 11),
        ("discipline", 11),
        ("expulsion", 14),
        ("dissolution", 14),
        ("progress", 14),
    ],
)
def test_the_share_follows_the_kind_of_decision(cast: Any, decision: str, votes: int) -> None:
    assert make_vote(cast, decision=decision).needed == votes


@pytest.mark.rule("R-VOTE-02")
def test_an_election_needs_over_half_of_those_summoned_whoever_came(cast: Any) -> None:
    names = ["Lê Văn A", "Lê Văn B"]
    vote = make_vote(
        cast, decision="election", subject="Bầu", seats=2, choices=names, electorate=electorate(151), present=101
    )

    counted(cast, vote, 76, 75)

    assert vote.needed == 76
    assert list(Choice.objects.order_by("order").values_list("is_chosen", flat=True)) == [True, False]


def test_a_form_of_discipline_is_found_by_adding_up_from_the_heaviest(cast: Any) -> None:
    vote = make_vote(cast, decision="discipline", subject="Thi hành kỷ luật", present=20)

    counted(cast, vote, 3, 4, 5, 8, 0)
    actions.confirm(vote, seen=2, by=cast.person("north_officer"), on=cast.today)

    labels = list(Choice.objects.order_by("order").values_list("label", flat=True))
    assert labels == ["khai trừ", "cách chức", "cảnh cáo", "khiển trách", "không kỷ luật"]
    assert Choice.objects.get(is_chosen=True).label == "cảnh cáo"
    assert Vote.objects.get().has_passed


def test_no_discipline_is_not_added_to_the_forms(cast: Any) -> None:
    vote = make_vote(cast, decision="discipline", subject="Thi hành kỷ luật", present=20)

    counted(cast, vote, 0, 0, 2, 8, 10)

    assert not Choice.objects.filter(is_chosen=True).exists()


@pytest.mark.rule("R-VOTE-04")
def test_what_is_out_of_custom_is_said_and_not_refused(cast: Any) -> None:
    names = [f"Lê Văn {letter}" for letter in "ABCDE"]
    crowded = make_vote(cast, decision="election", subject="Bầu", seats=3, choices=names)
    open_hands = make_vote(cast, decision="discipline", way="SHOW_OF_HANDS")

    assert [len(warnings(vote)) for vote in (crowded, open_hands, make_vote(cast))] == [1, 1, 0]


@pytest.mark.rule("R-VOTE-04")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": "election", "seats": 1, "choices": ["A", "B"], "way": "SHOW_OF_HANDS"}, "way"),
        ({"decision": "coup"}, "decision"),
        ({"way": "TELEPATHY"}, "way"),
        ({"held_on": date(2021, 1, 5)}, "held_on"),
        ({"electorate": electorate(0, 3)}, "electorate"),
        ({"present": 21}, "present"),
        ({"present": 0}, "present"),
        ({"seats": 2}, "seats"),
        ({"decision": "election"}, "seats"),
        ({"decision": "election", "seats": 3, "choices": ["A", "B"]}, "choices"),
        ({"decision": "election", "seats": 1, "choices": ["A", "A"]}, "choices"),
        ({"decision": "election", "seats": 0, "choices": ["A", "B"]}, "seats"),
        ({"choices": ["A" * 161]}, "choices"),
        ({"electorate": [*electorate(19), Voter("Lê" * 61, True, Standing.ENTITLED)]}, "electorate"),
        ({"subject": "  "}, "subject"),
        ({"held_on": date(2010, 1, 5)}, "held_on"),  # no text on votes is known for that day
    ],
)
def test_opening_refuses_what_is_no_vote(cast: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        make_vote(cast, **changes)

    assert list(refusal.value.error_dict) == [field]
    assert not Vote.objects.exists()


def test_a_vote_passes_when_a_second_person_has_confirmed_it(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)

    assert not vote.has_passed
    with pytest.raises(ValidationError):
        actions.confirm(vote, seen=vote.version, by=cast.person("north_a_secretary"), on=cast.today)
    actions.confirm(vote, seen=vote.version, by=cast.person("north_officer"), on=cast.today)

    assert Vote.objects.get().has_passed


def test_thirteen_of_twenty_are_not_two_thirds(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 13, 4, 0)
    actions.confirm(vote, seen=vote.version, by=cast.person("north_officer"), on=cast.today)

    assert not Vote.objects.get().has_passed


def test_numbers_that_do_not_add_up_are_refused_and_nothing_is_kept(cast: Any) -> None:
    vote = make_vote(cast)

    with pytest.raises(ValidationError) as refusal:
        counted(cast, vote, 14, 2, 0)

    assert list(refusal.value.error_dict) == ["votes"]
    assert Vote.objects.get().state == "OPEN"
    assert not Choice.objects.exclude(votes=None).exists()


def test_an_election_shows_who_is_elected_and_who_is_voted_on_again(cast: Any) -> None:
    names = ["Lê Văn A", "Lê Văn B", "Lê Văn C"]
    vote = make_vote(cast, decision="election", subject="Bầu chi ủy", seats=2, choices=names)

    counted(cast, vote, 16, 12, 12)

    rows = Choice.objects.order_by("order").values_list("label", "is_chosen", "is_tied")
    assert list(rows) == [("Lê Văn A", True, False), ("Lê Văn B", False, True), ("Lê Văn C", False, True)]


def test_a_count_goes_back_and_is_entered_again(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)

    actions.send_back(vote, reason="Nhầm số phiếu", by=cast.person("north_officer"), on=cast.today)
    again = counted(cast, Vote.objects.get(), 15, 2, 0, who="north_officer")

    assert (again.state, again.counted_by) == ("COUNTED", cast.person("north_officer"))
    assert list(Choice.objects.order_by("order").values_list("votes", flat=True)) == [15, 2, 0]


def test_a_confirmed_vote_is_neither_cancelled_nor_counted_again(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)
    actions.confirm(vote, seen=vote.version, by=cast.person("north_officer"), on=cast.today)

    with pytest.raises(WrongState):
        actions.cancel(vote, reason="Nhập nhầm", by=cast.person("north_officer"), on=cast.today)
    with pytest.raises(WrongState):
        counted(cast, vote, 17, 0, 0)


@pytest.mark.parametrize("reason", ["", "  ", "sai"])
def test_a_count_goes_back_with_a_reason_only(cast: Any, reason: str) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)

    with pytest.raises(ValidationError):
        actions.send_back(vote, reason=reason, by=cast.person("north_officer"), on=cast.today)

    assert Vote.objects.get().state == "COUNTED"


def test_a_count_that_was_entered_again_is_not_confirmed_unseen(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)
    seen = vote.version
    actions.send_back(vote, reason="Nhầm số phiếu", by=cast.person("north_a_secretary"), on=cast.today)
    again = counted(cast, vote, 17, 0, 0)

    with pytest.raises(Conflict):
        actions.confirm(again, seen=seen, by=cast.person("north_officer"), on=cast.today)


def test_each_step_is_on_the_log_without_any_number(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)
    actions.confirm(vote, seen=vote.version, by=cast.person("north_officer"), on=cast.today)

    rows = AuditRow.objects.filter(policy="vote.write", object_id=str(vote.pk))
    assert rows.count() == 3
    assert not [row for row in rows if any(row.fields.values())]


def test_two_who_count_at_once_do_not_overwrite_each_other(cast: Any) -> None:
    vote = make_vote(cast)
    slower = Vote.objects.get()
    counted(cast, vote, 14, 2, 1)

    with pytest.raises(WrongState):
        counted(cast, slower, 15, 1, 1, who="north_officer")


@pytest.mark.parametrize("who", ["south_officer", "north_inspector", "root_secretary", "stranger"])
def test_others_neither_open_nor_confirm(cast: Any, who: str) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)

    with pytest.raises(access.NotAllowed):
        actions.confirm(vote, seen=vote.version, by=cast.person(who), on=cast.today)


def test_a_count_waits_for_everybody_but_the_one_who_entered_it(cast: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)

    def waits(who: str) -> bool:
        return any(str(vote.pk) in item.action_url for item in due.items(cast.person(who), on=cast.today))

    assert [waits(who) for who in ("north_a_secretary", "north_officer", "south_officer")] == [False, True, False]


@pytest.mark.rule("R-VOTE-04")
def test_no_table_joins_a_person_with_a_choice() -> None:
    assert not [one for one in Choice._meta.get_fields() if one.name in {"person", "voter", "base_row", "at"}]
    assert not [one for one in BaseRow._meta.get_fields() if one.name in {"choice", "votes", "ballot", "at"}]
