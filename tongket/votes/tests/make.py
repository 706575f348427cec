"""Votes as the tests need them, made by the real actions."""

from datetime import date
from typing import Any

from tongket.votes import actions
from tongket.votes.models import Vote
from tongket.votes.rules import Standing, Voter


def electorate(inside: int, outside: int = 0) -> list[Voter]:
    """So many in the base and so many left out."""
    found = [Voter(f"Đảng viên {number}", True, Standing.OFFICIAL) for number in range(inside)]
    return found + [Voter(f"Dự bị {number}", False, Standing.PROBATIONARY) for number in range(outside)]


def make_vote(cast: Any, unit: str = "north_a", **fields: Any) -> Vote:
    """A vote on an admission with a base of 20 and two left out, unless said otherwise."""
    given: dict[str, Any] = {
        "decision": "admission",
        "subject": "Kết nạp quần chúng Trần Văn Mẫu",
        "held_on": date(2021, 1, 3),
        "way": "PAPER",
        "electorate": electorate(20, 2),
        "present": 17,
    }
    return actions.open_vote(cast.unit(unit), **{**given, **fields}, by=cast.person("north_a_secretary"), on=cast.today)


def counted(cast: Any, vote: Vote, *votes: int, who: str = "north_a_secretary", **fields: Any) -> Vote:
    """The same with a count entered: all ballots of those present, all valid unless said otherwise."""
    given: dict[str, Any] = {
        "issued": vote.present,
        "collected": vote.present,
        "valid": vote.present,
        "invalid": 0,
        "counters": "Lê Thị Thử, Trần Văn Mẫu",
    }
    return actions.count(
        vote, **{**given, **fields}, votes=list(votes), seen=vote.version, by=cast.person(who), on=cast.today
    )
