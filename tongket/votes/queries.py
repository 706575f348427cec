"""What an office should look at again in a vote, though nothing forbids it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter
from tongket.votes.models import Vote
from tongket.votes.rules import Way, most_candidates, should_be_secret

# what rests on the outcome of a vote, in words: later packages add what they decided by it
RESTS: list[Callable[[Vote], Iterable[str]]] = []


def warnings(vote: Vote) -> list[str]:
    """What is out of custom, or more than an instruction of that day allows. Source: R-CGR-04, R-VOTE-04."""
    texts = []
    if vote.way != Way.PAPER and should_be_secret(vote.decision):
        texts.append(_("Discipline is voted on by paper ballots as a rule."))
    if vote.seats is not None and (most := _most_candidates(vote, vote.seats)) is not None:
        names = vote.choices.count()
        if names > most:
            sentence = _(
                "%(names)s candidates for %(seats)s seats: by the instructions the list holds %(most)s at most."
            )
            texts.append(sentence % {"names": names, "seats": vote.seats, "most": most})
    return texts


def _most_candidates(vote: Vote, seats: int) -> int | None:
    """None where the text of that day sets no limit."""
    try:
        percent = parameter(Topic.VOTES, "list_surplus_percent", vote.held_on, vote.unit)
    except NoRegulation:
        return None
    return most_candidates(seats, int(percent))
