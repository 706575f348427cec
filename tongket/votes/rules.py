"""Votes as the Statute has them: how many are needed, what must add up, who is elected. Never who voted how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.core.states import Moves

Form = TypeVar("Form")


class Share(TextChoices):
    """The part of the base that a decision needs; never of those present (R-VOTE-02)."""

    TWO_THIRDS = "two_thirds", gettext_lazy("two thirds or more")
    OVER_HALF = "over_half", gettext_lazy("more than half")


class Decision(TextChoices):
    """What is voted on; each has its share in the topic “votes” of the rule book."""

    RESOLUTION = "resolution", gettext_lazy("resolution")
    ADMISSION = "admission", gettext_lazy("admission")
    OFFICIAL_STATUS = "official_status", gettext_lazy("official status")
    ADMISSION_COMMITTEE = "admission_committee", gettext_lazy("admission, by a committee")
    ADMISSION_OTHER_BODY = "admission_other_body", gettext_lazy("admission, by another body")
    DISCIPLINE = "discipline", gettext_lazy("form of discipline")
    EXPULSION = "expulsion", gettext_lazy("proposal of expulsion")
    DISSOLUTION = "dissolution", gettext_lazy("proposal of dissolution")
    ELECTION = "election", gettext_lazy("election")
    PROGRESS = "progress", gettext_lazy("recognition of progress")
    RATING = "rating", gettext_lazy("rating")
    RATING_EXCELLENT = "rating_excellent", gettext_lazy("rating as excellent")


class Way(TextChoices):
    SHOW_OF_HANDS = "SHOW_OF_HANDS", gettext_lazy("show of hands")
    PAPER = "PAPER", gettext_lazy("paper ballots")


SECRET_BY_STATUTE = frozenset({Decision.ELECTION})
SECRET_BY_CUSTOM = frozenset({Decision.DISCIPLINE, Decision.EXPULSION, Decision.DISSOLUTION})


class State(TextChoices):
    OPEN = "OPEN", gettext_lazy("to be counted")
    COUNTED = "COUNTED", gettext_lazy("waits for the second person")
    CONFIRMED = "CONFIRMED", gettext_lazy("confirmed")
    CANCELLED = "CANCELLED", gettext_lazy("cancelled")


MOVES: Moves = {  # verb: (from any of these, to this)
    "count": ({State.OPEN}, State.COUNTED),
    "confirm": ({State.COUNTED}, State.CONFIRMED),
    "send back": ({State.COUNTED}, State.OPEN),
    "cancel": ({State.OPEN, State.COUNTED}, State.CANCELLED),
    "count again": ({State.CONFIRMED}, State.OPEN),
}


class Standing(TextChoices):
    """Why somebody stands in a base or not (R-VOTE-01): kept as a code, told in the language of who reads it."""

    OFFICIAL = "OFFICIAL", gettext_lazy("official member")
    PROBATIONARY = "PROBATIONARY", gettext_lazy("probationary member: discusses, does not vote")
    SUSPENDED = "SUSPENDED", gettext_lazy("suspended since %(day)s")
    AWAY = "AWAY", gettext_lazy("temporarily elsewhere since %(day)s")
    EXEMPT_CAME = "EXEMPT_CAME", gettext_lazy("exempt since %(day)s, but came")
    EXEMPT_ABSENT = "EXEMPT_ABSENT", gettext_lazy("exempt since %(day)s and absent")
    GUEST = "GUEST", gettext_lazy("takes part here temporarily, votes at the own cell")
    ENTITLED = "ENTITLED", gettext_lazy("entitled to vote")  # as the office says that enters the names
    WRITTEN = "WRITTEN", gettext_lazy("in the words of the office")


@dataclass(frozen=True)
class Voter:
    """Somebody in question for the base: whether they stand in it, and why (R-VOTE-01).

    since_on: the day that the standing names; reason: what the office wrote, where it is WRITTEN.
    """

    name: str
    is_in: bool
    standing: Standing
    person_id: UUID | None = None
    since_on: date | None = None
    reason: str = ""


def why(standing: str, since_on: date | None, reason: str) -> str:
    """Why somebody stands in a base or not, in the language of who reads it."""
    if standing == Standing.WRITTEN:
        return reason
    return str(Standing(standing).label) % {"day": dates.dmy_or_empty(since_on)}


def needed(share: str, base: int) -> int:
    """How many votes a decision needs out of a base. Raises ValueError for an empty base. Source: R-VOTE-02."""
    if base < 1:
        raise ValueError("a vote needs a base")
    return -(-2 * base // 3) if share == Share.TWO_THIRDS else base // 2 + 1


def congress_is_valid(summoned: int, present: int, units: int, represented: int) -> bool:
    """Whether two thirds of those summoned are there, from two thirds of the units. Source: R-CGR-02, R-VOTE-02."""
    return present >= needed(Share.TWO_THIRDS, summoned) and represented >= needed(Share.TWO_THIRDS, units)


def must_be_secret(decision: str) -> bool:
    """Whether the Statute wants ballots. Source: R-VOTE-04."""
    return decision in SECRET_BY_STATUTE


def should_be_secret(decision: str) -> bool:
    """Whether ballots are the custom: no text that we know of demands them. Source: R-VOTE-04."""
    return decision in SECRET_BY_CUSTOM


@dataclass(frozen=True)
class Tally:
    """What the counting team found. votes: of each choice in its order."""

    issued: int
    collected: int
    valid: int
    invalid: int
    votes: Sequence[int]


def tally_faults(tally: Tally, *, present: int, is_election: bool) -> dict[str, str]:
    """What does not add up, by the field it stands beside. Source: documents.md 6.3, R-VOTE-04 (totals only)."""
    faults: dict[str, str] = {}
    if tally.issued > present:
        faults["issued"] = _("More ballots than persons present (%(present)s).") % {"present": present}
    if tally.collected > tally.issued:
        faults["collected"] = _("More ballots came back than were given out.")
    if tally.valid + tally.invalid != tally.collected:
        faults["valid"] = _("Valid and invalid ballots together are not those collected (%(n)s).") % {
            "n": tally.collected
        }
    if any(votes > tally.valid for votes in tally.votes):
        faults["votes"] = _("A choice has more votes than there are valid ballots.")
    elif not is_election and sum(tally.votes) != tally.valid:
        faults["votes"] = _("The votes together are not the valid ballots (%(n)s).") % {"n": tally.valid}
    return faults


@dataclass(frozen=True)
class Elected:
    """The places of candidates in the list, those with most votes first.

    tied: those who are voted on again for the last seats.
    """

    chosen: Sequence[int]
    tied: Sequence[int]


def elected(votes: Mapping[int, int], *, seats: int, needed: int) -> Elected:
    """Who is elected: those with enough votes, from the top, as far as there are seats; a tie at the last seat is voted
    on again. votes: of each place in the list. Source: R-CGR-04, R-VOTE-02 (of those summoned).
    """
    passed = sorted((at for at, count in votes.items() if count >= needed), key=lambda at: (-votes[at], at))
    if len(passed) <= seats:
        return Elected(passed, [])
    last = votes[passed[seats - 1]]
    if votes[passed[seats]] != last:
        return Elected(passed[:seats], [])
    return Elected([at for at in passed if votes[at] > last], [at for at in passed if votes[at] == last])


def most_candidates(seats: int, surplus_percent: int) -> int:
    """How many may stand for so many seats. Source: R-CGR-04."""
    return seats + seats * surplus_percent // 100


def form_of_discipline(votes: Mapping[Form, int], heaviest_first: Sequence[Form], *, needed: int) -> Form | None:
    """The form that is applied: votes are added downward from the heaviest until they are enough; None: never.

    Source: R-DIS-03.
    """
    together = 0
    for form in heaviest_first:
        together += votes.get(form, 0)
        if together >= needed:
            return form
    return None
