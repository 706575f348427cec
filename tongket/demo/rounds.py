"""The rounds in which a bloc and its organisations rate: who is in them, what was proposed, decided and answered."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tongket.demo import self_reviews
from tongket.demo.world import World
from tongket.org.models import Person
from tongket.rating import actions as rating
from tongket.rating.models import Candidate, Round
from tongket.rating.queries import beside, regime
from tongket.rating.round_rules import Body
from tongket.rating.rules import Level, NotRated, Subject

WITH_PROPOSALS = {("GDDT-4", 2021)}  # cells for all of whose members what each body proposed is kept
MOVED_DOWN = 1  # organisations of a bloc proposed as EXCELLENT though the records say otherwise, and rated GOOD
ANSWER = (
    "Ban Thường vụ đã xem xét số liệu: phần việc, báo cáo chậm có nguyên nhân khách quan, đã khắc phục trong năm; "
    "kết quả chung vẫn ở mức xuất sắc."
)


def rate_members(
    world: World, bloc: str, organisation: str, levels: Mapping[UUID, str], number: str, *, on: date
) -> None:
    """Rate the members of an organisation in one round: a level for each, "" for who is exempt."""
    by = world.by(bloc, "org", on)
    opened = rating.open_round(world.units[organisation], year=on.year, subject=Subject.MEMBER, by=by, on=on)
    candidates = _all_of(opened)
    for candidate in candidates:
        assert candidate.member_id is not None
        if not levels[candidate.member_id]:
            rating.leave_out(candidate, not_rated_reason=NotRated.EXEMPT, seen=candidate.version, by=by, on=on)
    rated = [(each, levels[each.member_id]) for each in candidates if each.member_id and levels[each.member_id]]
    for cell in world.cells[organisation]:
        if (cell, on.year) in WITH_PROPOSALS:
            _propose_in(world, cell, [pair for pair in rated if pair[0].unit == world.units[cell]], by=by, on=on)
    rating.decide_many(opened, [rating.Choice(each, level) for each, level in rated], decided_on=on, by=by, on=on)
    rating.close(opened, decision_number=number, decision_on=on, published_on=on, by=by, on=on)


def rate_organisations(
    world: World,
    bloc: str,
    above: str,
    year: int,
    levels: Mapping[str, str],
    number: str,
    *,
    on: date,
    in_full: bool = False,
) -> None:
    """Rate the organisations under a unit in one round; what does not fit the records is answered in writing.

    in_full: with what each proposed for itself and the committee for it, some proposed too high and moved down.
    """
    by = world.by(bloc, "org", on)
    opened = rating.open_round(world.units[above], year=year, subject=Subject.ORGANISATION, by=by, on=on)
    by_unit = {world.units[code].pk: level for code, level in levels.items()}
    rated = [(candidate, by_unit[candidate.unit_id]) for candidate in _all_of(opened)]
    known = beside.beside(opened, [candidate for candidate, _level in rated])
    of_year = regime(year, opened.unit)
    if in_full:
        too_high = [
            candidate.pk
            for candidate, level in rated
            if level == Level.GOOD and known[candidate.pk].mismatches(of_year, Level.EXCELLENT)
        ][:MOVED_DOWN]
        _propose_for(rated, too_high, by=by, on=on)
    choices = [
        rating.Choice(candidate, level, ANSWER if known[candidate.pk].mismatches(of_year, level) else "")
        for candidate, level in rated
    ]
    rating.decide_many(opened, choices, decided_on=on, by=by, on=on)
    rating.close(opened, decision_number=number, decision_on=on, published_on=on, by=by, on=on)


def _all_of(opened: Round) -> list[Candidate]:
    rows = opened.candidates.select_related("round__unit__place", "unit__place", "member__person")
    return list(rows.order_by("unit__place__pos", "member__name_order"))


def _propose_for(rated: Iterable[tuple[Candidate, str]], too_high: Collection[UUID], *, by: Person, on: date) -> None:
    """What each organisation proposed for itself and the organisation board for it."""
    for candidate, level in rated:
        proposed = Level.EXCELLENT if candidate.pk in too_high else level
        for body in (Body.SELF, Body.COMMITTEE):
            rating.propose(candidate, body=body, level=proposed, proposed_on=on - timedelta(days=2), by=by, on=on)


def _propose_in(world: World, cell: str, rated: Iterable[tuple[Candidate, str]], *, by: Person, on: date) -> None:
    """What the members of a cell proposed for themselves, the cell voted and the committee proposed."""
    secretary, day = world.by(cell, "lead", on), on - timedelta(days=4)
    pairs = list(rated)
    present = len(pairs)
    lots = world.lots("self-reviews", cell, on.year)
    for position, (candidate, level) in enumerate(pairs):
        assert candidate.member is not None
        if position == present - 1 and candidate.member.person_id != secretary.pk:
            self_reviews.on_paper(candidate, level, received_on=day, secretary=secretary, on=on)
        else:
            self_reviews.hand_in(lots, candidate, level, on=day)
        ballots: dict[str, Any] = dict.fromkeys(("issued", "collected", "valid"), present)
        ballots["votes_for"] = present - position % 3
        proposal = rating.propose(
            candidate, body=Body.CELL, level=level, proposed_on=day, **ballots, by=secretary, on=on
        )
        rating.count_again(proposal, **ballots, by=by, on=on)
        rating.propose(candidate, body=Body.COMMITTEE, level=level, proposed_on=on, by=by, on=on)
