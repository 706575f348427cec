"""Votes that were entered wrong."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.org.models import HistoryRow
from tongket.pages.tests.pages import english, history_of
from tongket.votes import actions, queries
from tongket.votes.models import Vote
from tongket.votes.rules import Standing, Voter

WHY = "Nhập nhầm biên bản"


@pytest.fixture
def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.person("north_clerk"), "on": cast.today}


def opened(cast: Any, who: dict[str, Any]) -> Vote:
    voters = [Voter(f"Người Bầu {number}", True, Standing.ENTITLED) for number in range(10)]
    return actions.open_vote(
        cast.unit("north"), decision="resolution", subject="Nghị quyết năm", held_on=date(2020, 12, 1), way="PAPER",
        electorate=voters, present=9, **who,
    )  # fmt: skip


def counted(vote: Vote, who: dict[str, Any], *votes: int) -> Vote:
    return actions.count(vote, issued=9, collected=9, valid=9, invalid=0, votes=votes, seen=vote.version, **who)


@pytest.mark.puts_right("votes.Vote")
def test_vote_is_corrected_until_it_is_counted(cast: Any, who: dict[str, Any]) -> None:
    vote = opened(cast, who)
    said: dict[str, Any] = {"subject": "Nghị quyết năm 2021", "held_on": date(2020, 12, 2), "way": "PAPER"}

    with pytest.raises(ValidationError) as refusal:
        actions.correct(vote, **said, present=11, because=WHY, seen=1, **who)
    actions.correct(vote, **said, present=10, because=WHY, seen=1, **who)
    counted(vote, who, 9, 0, 0)
    with pytest.raises(WrongState):
        actions.correct(vote, **said, present=9, because=WHY, seen=vote.version, **who)

    kept = Vote.objects.get()
    assert set(refusal.value.message_dict) == {"present"}
    assert (kept.subject, kept.held_on, kept.present) == ("Nghị quyết năm 2021", date(2020, 12, 2), 10)


@pytest.mark.puts_right("votes.Vote", "votes.Choice")
def test_confirmed_count_is_entered_again_and_the_first_is_kept(cast: Any, signed_in: Any, who: Any) -> None:
    vote = counted(opened(cast, who), who, 9, 0, 0)
    second = {"by": cast.person("north_officer"), "on": cast.today}
    actions.confirm(vote, seen=vote.version, **second)

    actions.count_again(vote, reason=WHY, **second)
    counted(vote, who, 4, 5, 0)
    actions.confirm(vote, seen=vote.version, **second)

    kept = Vote.objects.get()
    assert (kept.state, kept.has_passed) == ("CONFIRMED", False)
    assert HistoryRow.objects.filter(reason__contains=f"{WHY} (tán thành 9").exists()
    page = english(signed_in("north_clerk")).get(vote.get_absolute_url())
    assert any("Ballots collected: 9 → –" in line[2] for line in history_of(page))


def test_count_on_which_a_decision_rests_is_not_entered_again(
    cast: Any, who: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = counted(opened(cast, who), who, 9, 0, 0)
    actions.confirm(vote, seen=vote.version, by=cast.person("north_officer"), on=cast.today)
    monkeypatch.setattr(queries, "RESTS", [lambda _vote: ["hồ sơ kết nạp"]])

    with pytest.raises(ValidationError) as refusal:
        actions.count_again(vote, reason=WHY, **who)

    assert "hồ sơ kết nạp" in refusal.value.messages[0]
