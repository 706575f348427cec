"""A round of ratings: its states, the bodies that propose and in which order, the counts that its cap needs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core.states import Moves
from tongket.rating.rules import Level, NotRated


class RoundState(TextChoices):
    OPEN = "OPEN", gettext_lazy("open")
    CLOSED = "CLOSED", gettext_lazy("decided and closed")
    WITHDRAWN = "WITHDRAWN", gettext_lazy("withdrawn")


ROUND_MOVES: Moves = {  # verb: (from any of these, to this)
    "close": ({RoundState.OPEN}, RoundState.CLOSED),
    "open again": ({RoundState.CLOSED}, RoundState.OPEN),
    "withdraw": ({RoundState.OPEN}, RoundState.WITHDRAWN),
}


class CandidateState(TextChoices):
    WAITING = "WAITING", gettext_lazy("not decided yet")
    DECIDED = "DECIDED", gettext_lazy("decided")
    NOT_RATED = "NOT_RATED", gettext_lazy("not rated")
    REMOVED = "REMOVED", gettext_lazy("taken out")


CANDIDATE_MOVES: Moves = {
    "decide": ({CandidateState.WAITING, CandidateState.DECIDED}, CandidateState.DECIDED),
    "withdraw": ({CandidateState.DECIDED}, CandidateState.WAITING),
    "leave out": ({CandidateState.WAITING}, CandidateState.NOT_RATED),
    "take up": ({CandidateState.NOT_RATED, CandidateState.REMOVED}, CandidateState.WAITING),
    "remove": ({CandidateState.WAITING, CandidateState.NOT_RATED}, CandidateState.REMOVED),
}


class Body(TextChoices):
    """Who proposes a level, in the order in which they do (R-RATE-05)."""

    SELF = "SELF", gettext_lazy("self-rating")
    CELL = "CELL", gettext_lazy("cell")
    MASS = "MASS", gettext_lazy("mass organisation")
    COMMITTEE = "COMMITTEE", gettext_lazy("committee")
    HIGHER = "HIGHER", gettext_lazy("higher level")


class ProposalState(TextChoices):
    COUNTED = "COUNTED", gettext_lazy("waits for the second count")
    CONFIRMED = "CONFIRMED", gettext_lazy("confirmed")
    WITHDRAWN = "WITHDRAWN", gettext_lazy("withdrawn")


PROPOSAL_MOVES: Moves = {
    "confirm": ({ProposalState.COUNTED}, ProposalState.CONFIRMED),
    "withdraw": ({ProposalState.COUNTED, ProposalState.CONFIRMED}, ProposalState.WITHDRAWN),
}


class ObjectionState(TextChoices):
    OPEN = "OPEN", gettext_lazy("waits for an answer")
    KEPT = "KEPT", gettext_lazy("level kept")
    CHANGED = "CHANGED", gettext_lazy("level to be decided again")
    WITHDRAWN = "WITHDRAWN", gettext_lazy("withdrawn")


OBJECTION_MOVES: Moves = {
    "keep": ({ObjectionState.OPEN}, ObjectionState.KEPT),
    "change": ({ObjectionState.OPEN}, ObjectionState.CHANGED),
    "open again": ({ObjectionState.KEPT, ObjectionState.CHANGED}, ObjectionState.OPEN),
    "withdraw": ({ObjectionState.OPEN}, ObjectionState.WITHDRAWN),
}


@dataclass(frozen=True)
class Tally:
    """What the counting team found for one proposed level: ballots given out, collected, valid, and votes for it."""

    issued: int
    collected: int
    valid: int
    votes_for: int


def tally_faults(tally: Tally) -> dict[str, str]:
    """What does not add up, by the field it stands beside. Source: documents.md 6.3."""
    faults: dict[str, str] = {}
    if tally.collected > tally.issued:
        faults["collected"] = _("More ballots came back than were given out.")
    if tally.valid > tally.collected:
        faults["valid"] = _("There are more valid ballots than were collected (%(n)s).") % {"n": tally.collected}
    if tally.votes_for > tally.valid:
        faults["votes_for"] = _("There are more votes for it than valid ballots (%(n)s).") % {"n": tally.valid}
    return faults


def missing_before(body: str, proposed: Collection[str], *, is_member: bool) -> list[Body]:
    """The bodies that speak before this one and have not proposed yet: a hint, never a refusal. Source: R-RATE-05.

    A member is rated by the member, the cell, then the committee; an organisation by itself, then the committee.
    """
    needed = [Body.SELF, Body.CELL, Body.COMMITTEE] if is_member else [Body.SELF, Body.COMMITTEE]
    before = Body.values.index(body)
    return [other for other in needed if Body.values.index(other) < before and other not in proposed]


@dataclass(frozen=True)
class Counts:
    """How many of a round have which level, are not rated, or wait for one."""

    excellent: int = 0
    good: int = 0
    fulfilled: int = 0
    not_fulfilled: int = 0
    not_rated: int = 0
    waiting: int = 0

    @property
    def rated(self) -> int:
        return self.excellent + self.good + self.fulfilled + self.not_fulfilled

    @property
    def good_or_better(self) -> int:
        return self.excellent + self.good

    @property
    def total(self) -> int:
        """All in the round: those rated, those not rated, those who wait (R-RATE-04)."""
        return self.rated + self.not_rated + self.waiting


COUNT_OF_LEVEL: Mapping[str, str] = {
    Level.EXCELLENT: "excellent",
    Level.GOOD: "good",
    Level.FULFILLED: "fulfilled",
    Level.NOT_FULFILLED: "not_fulfilled",
}


def counted_as(state: str, level: str) -> str:
    """Under which count of its round somebody stands; empty: no longer in it."""
    if state == CandidateState.DECIDED:
        return COUNT_OF_LEVEL[level]
    return {CandidateState.WAITING: "waiting", CandidateState.NOT_RATED: "not_rated"}.get(CandidateState(state), "")


def moved(counts: Counts, steps: Sequence[tuple[str, str]]) -> Counts:
    """The counts after some have moved, each from one count to another (empty: from or to outside the round)."""
    values = dict(vars(counts))
    for before, after in steps:
        if before:
            values[before] -= 1
        if after:
            values[after] += 1
    return Counts(**values)


def reason_not_rated(
    cut_off: date,
    *,
    excluded: Collection[str],
    min_months: int,
    is_exempt: bool = False,
    is_suspended: bool = False,
    admitted_on: date | None = None,
) -> NotRated | None:
    """Why a member is not rated, or None: rated. Source: R-RATE-02.

    cut_off: the day on which the months are counted, usually the last of the year or quarter. excluded, min_months:
    from the regulation of the year reviewed (0 months for 2020 and 2021, 6 from 2025). Who is ill, on maternity leave
    or temporarily elsewhere is rated (R-RATE-03).
    """
    if is_exempt and NotRated.EXEMPT in excluded:
        return NotRated.EXEMPT
    if is_suspended and NotRated.SUSPENDED in excluded:
        return NotRated.SUSPENDED
    if min_months and admitted_on is not None:
        end = cut_off + timedelta(days=1)
        months = (end.year - admitted_on.year) * 12 + end.month - admitted_on.month - (end.day < admitted_on.day)
        if months < min_months:
            return NotRated.TOO_NEW
    return None
