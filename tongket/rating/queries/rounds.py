"""Who belongs to a round and who is not rated; who in it has what, and who below it is still undecided."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tongket.core.periods import PeriodKind, periods_of
from tongket.members.base import side_states_on
from tongket.members.models import SideState, Spell
from tongket.org.models import Unit, YearPlace
from tongket.rating.models import Candidate, Proposal, Round
from tongket.rating.regime_rules import Regime
from tongket.rating.round_rules import CandidateState, RoundState, reason_not_rated
from tongket.rating.rules import Level, Subject
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, parameter
from tongket.votes.rules import needed


def first_day(year: int, quarter: int) -> date:
    return periods_of(PeriodKind.QUARTER, year)[quarter - 1].first if quarter else date(year, 1, 1)


def last_day(year: int, quarter: int) -> date:
    return periods_of(PeriodKind.QUARTER, year)[quarter - 1].last if quarter else date(year, 12, 31)


def on_roll(unit: Unit, day: date) -> QuerySet[Spell]:
    """The spells of all members of the cells under a unit on a day, in the order of cells and names."""
    place = unit.place
    spells = Spell.objects.on(day)  # unscoped: the caller asks for the unit
    under = spells.filter(unit__place__pos__range=(place.pos, place.last))
    return under.select_related("member").order_by("unit__place__pos", "member__name_order")


def reasons_not_rated(opened: Round, regime: Regime, day: date) -> dict[UUID, str]:
    """Why members of the group are not rated, by the regime of the year; of all others nothing (R-RATE-02)."""
    place = opened.unit.place
    sides = side_states_on(day).filter(unit__place__pos__range=(place.pos, place.last))
    kinds = dict(sides.values_list("member", "kind"))
    reasons = {}
    for spell in on_roll(opened.unit, day):
        kind = kinds.get(spell.member_id)
        reason = reason_not_rated(
            opened.cut_off_on,
            excluded=regime.excluded,
            min_months=regime.min_months,
            is_exempt=kind == SideState.Kind.EXEMPT,
            is_suspended=kind == SideState.Kind.SUSPENDED,
            admitted_on=spell.member.party_age_from_on,
        )
        if reason is not None:
            reasons[spell.member_id] = str(reason)
    return reasons


def organisations(unit: Unit, year: int, kind: str = "") -> list[UUID]:
    """The organisations directly under a unit at the end of a year, of one kind or of all, in the order of the tree."""
    children = YearPlace.objects.filter(year=year, parent=unit, is_living=True).order_by("pos")
    return list((children.filter(kind=kind) if kind else children).values_list("unit", flat=True))


def undecided_below(candidate: Candidate) -> int:
    """How many members and organisations under a candidate organisation wait in open rounds of the same time."""
    place = candidate.unit.place
    waiting = Candidate.objects.filter(  # unscoped: numbers of a group
        round__year=candidate.round.year,
        round__quarter=candidate.round.quarter,
        round__state=RoundState.OPEN,
        state=CandidateState.WAITING,
        unit__place__pos__range=(place.pos, place.last),
    )
    return waiting.exclude(unit=candidate.unit, round__subject=Subject.ORGANISATION).count()


def votes_needed(proposal: Proposal) -> int | None:
    """How many votes for a level are asked for, of the ballots given out; None: no share is known (R-RATE-20).

    No text sets one for the whole country: it is what the unit, or one above it, has set, else more than half.
    """
    key = "rating_excellent" if proposal.level == Level.EXCELLENT else "rating"
    try:
        share = parameter(Topic.VOTES, key, proposal.proposed_on, proposal.unit)
    except NoRegulation:
        return None
    return needed(str(share), proposal.issued) if proposal.issued else None
