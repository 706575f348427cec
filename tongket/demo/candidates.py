"""Candidates for admission: introduced, applied, voted on by their cell; and admissions that went that way."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random

from tongket.core.dates import months_after
from tongket.demo.names import full_name
from tongket.demo.world import World
from tongket.members import actions as members
from tongket.members import base
from tongket.members.models import Admission, Candidacy, Member, Sex
from tongket.votes import actions as votes
from tongket.votes.models import Vote
from tongket.votes.rules import Way

CERTIFICATES = ((4, 20), (9, 21))  # month and day of the certificates of the two courses for candidates
YOUTH = 30  # up to this age the Youth Union introduces beside one member


@dataclass(frozen=True)
class Candidate:
    """Somebody on the way to admission. A day is None where it has not come to that.

    is_confirmed: whether a second person has confirmed the count of the vote.
    """

    cell: str
    sex: str
    born_on: date
    introduced_on: date
    application_on: date | None = None
    verified_on: date | None = None
    voted_on: date | None = None
    is_confirmed: bool = False


ON_THE_WAY = (
    Candidate("GDDT-8", Sex.FEMALE, date(1990, 3, 8), date(2021, 3, 18), date(2021, 8, 9), date(2021, 11, 12),
              date(2021, 12, 3), is_confirmed=True),
    Candidate("GDDT-4", Sex.MALE, date(1993, 10, 21), date(2021, 4, 16), date(2021, 9, 20), date(2021, 12, 17),
              date(2022, 1, 4)),
    Candidate("GDDT-2", Sex.FEMALE, date(1996, 7, 2), date(2021, 11, 15)),
    Candidate("DUK", Sex.FEMALE, date(1992, 5, 30), date(2021, 6, 10), date(2021, 12, 6)),
)  # fmt: skip


def schedule(world: World) -> None:
    """Let each of them come as far as they have come; what is known is entered on the last of its days."""
    for candidate in ON_THE_WAY:
        entered_on = candidate.verified_on or candidate.application_on or candidate.introduced_on
        world.at(entered_on, partial(_enter, world, candidate))


def admit_by_vote(
    world: World, cell: str, *, name: str, sex: str, born_on: date, number: str, decided_by: str, on: date
) -> Admission:
    """Enter an admission decided on a day with the candidacy and the vote of the cell that led to it."""
    held_on = world.workday((on - timedelta(days=21)).replace(day=3))
    row = _introduce(
        world,
        Candidate(
            cell,
            sex,
            born_on,
            introduced_on=world.workday(held_on - timedelta(days=205)),
            application_on=world.workday(held_on - timedelta(days=110)),
            verified_on=world.workday(held_on - timedelta(days=19)),
            voted_on=held_on,
        ),
        name,
        on,
    )
    _confirm(world, row, _vote(world, row, cell, held_on, on), cell, on)
    return members.decide(
        row, decision_number=number, decided_on=on, decided_by=decided_by, is_another=True,
        by=world.by(cell, "org", on), on=on,
    )  # fmt: skip


def _enter(world: World, candidate: Candidate, on: date) -> None:
    row = _introduce(world, candidate, full_name(world.lots("candidate", candidate.cell), candidate.sex), on)
    if candidate.voted_on is not None:
        world.at(candidate.voted_on, partial(_hold_vote, world, row, candidate))


def _hold_vote(world: World, row: Candidacy, candidate: Candidate, on: date) -> None:
    vote = _vote(world, row, candidate.cell, on, on)
    if candidate.is_confirmed:
        _confirm(world, row, vote, candidate.cell, on)


def _introduce(world: World, candidate: Candidate, name: str, on: date) -> Candidacy:
    lots = world.lots("candidacy", candidate.cell, name, candidate.introduced_on)
    first, second = lots.sample(_official_since(world, candidate.cell, candidate.introduced_on), 2)
    is_youth = on.year - candidate.born_on.year <= YOUTH
    since_on = months_after(candidate.introduced_on, -lots.randint(9, 30))
    return members.introduce(
        world.units[candidate.cell],
        full_name=name,
        sex=candidate.sex,
        born_on=candidate.born_on,
        education=lots.choice(("ĐH", "ĐH", "ThS")),
        introduced_on=candidate.introduced_on,
        certificate_on=_certificate(candidate.introduced_on),
        certificate_number=f"{lots.randint(20, 180)}/GCN-TCT",
        first_introducer=first,
        first_since_on=since_on,
        second_introducer=None if is_youth else second,
        second_since_on=None if is_youth else since_on,
        organisation=Candidacy.Organisation.YOUTH_UNION if is_youth else Candidacy.Organisation.NONE,
        application_on=candidate.application_on,
        verified_on=candidate.verified_on,
        verification_number=f"{lots.randint(2, 30):02d}-BC/CB" if candidate.verified_on else "",
        by=world.by(candidate.cell, "lead", on),
        on=on,
    )


def _official_since(world: World, cell: str, day: date) -> list[Member]:
    """The members of a cell who have been official for a year on a day."""
    a_year_ago = months_after(day, -12)
    return [
        member for member in world.roster[cell] if member.official_on is not None and member.official_on <= a_year_ago
    ]


def _certificate(introduced_on: date) -> date:
    """The day of the last course that ended before somebody was introduced."""
    ends = [date(year, *end) for year in (introduced_on.year - 1, introduced_on.year) for end in CERTIFICATES]
    return max(day for day in ends if day < introduced_on)


def _vote(world: World, row: Candidacy, cell: str, held_on: date, on: date) -> Vote:
    """Let the cell vote by paper, and its secretary enter the count."""
    lots = world.lots("vote", cell, row.full_name)
    secretary = world.by(cell, "lead", on)
    entitled = base.size(base.of_cell(world.units[cell], held_on))
    present = entitled - lots.randint(0, entitled // 10)
    vote = members.open_admission_vote(row, held_on=held_on, way=Way.PAPER, present=present, by=secretary, on=on)
    against = lots.choice((0, 0, 0, 1, 1, 2))
    return votes.count(
        vote,
        issued=present,
        collected=present,
        valid=present,
        invalid=0,
        votes=[present - against, against, 0],
        counters=_counters(world, lots, cell),
        seen=vote.version,
        by=secretary,
        on=on,
    )


def _counters(world: World, lots: Random, cell: str) -> str:
    return ", ".join(member.name for member in lots.sample(world.plain_members(cell), 3))


def _confirm(world: World, row: Candidacy, vote: Vote, cell: str, on: date) -> None:
    """Let the organisation above compare the count, and the cell's agreement be taken over."""
    officer = world.by(world.organisation_of(cell), "org", on)
    votes.confirm(vote, seen=vote.version, by=officer, on=on)
    members.take_vote(row, by=officer, on=on)
