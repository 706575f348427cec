"""Who stands in the base of a vote of a cell on a day, and why (R-VOTE-01, R-VOTE-03)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tongket.core.dated import runs_on
from tongket.members.models import SideState, Spell, Stage
from tongket.org.models import Unit
from tongket.votes.rules import Standing, Voter


def of_cell(unit: Unit, on: date, *, came: Collection[UUID] = ()) -> list[Voter]:
    """Everybody who may be thought to vote in a cell on a day, in the order of names, each in the base or not.

    came: the persons among the exempt who were present; they count. Members absent for other reasons stay in the
    base. Source: R-VOTE-01, R-VOTE-03.
    """
    spells = Spell.objects.on(on).filter(unit=unit).select_related("member__person")  # unscoped: the caller asks
    sides = {row.member_id: row for row in side_states_on(on).filter(member__in=spells.values("member"))}
    spells = spells.order_by("member__name_order")
    voters = [_voter(spell, sides.get(spell.member_id), on, came) for spell in spells]
    guests = side_states_on(on).filter(host=unit, kind=SideState.Kind.TEMP_AWAY)
    for row in guests.select_related("member__person").order_by("member__name_order"):
        person = row.member.person
        voters.append(Voter(person.full_name, False, Standing.GUEST, person.pk))
    return voters


def size(voters: Collection[Voter]) -> int:
    """How many stand in the base. Source: R-VOTE-01."""
    return sum(voter.is_in for voter in voters)


def side_states_on(day: date) -> QuerySet[SideState]:
    """The exemptions, absences and suspensions that held on a day."""
    is_ended_later = Q(ended_on__gt=day, from_on__lte=day)
    rows = SideState.objects.exclude(state=Stage.CANCELLED)  # unscoped: the caller asks
    return rows.filter(is_ended_later | Q(runs_on(day), ended_on__isnull=True))


def _voter(spell: Spell, side: SideState | None, on: date, came: Collection[UUID]) -> Voter:
    person = spell.member.person
    standing = _standing(spell, side, on, came)
    since_on = side.from_on if side is not None and standing in SINCE else None
    return Voter(person.full_name, standing in IN_BASE, standing, person.pk, since_on)


IN_BASE = frozenset({Standing.OFFICIAL, Standing.EXEMPT_CAME})
SINCE = frozenset({Standing.SUSPENDED, Standing.AWAY, Standing.EXEMPT_CAME, Standing.EXEMPT_ABSENT})


def _standing(spell: Spell, side: SideState | None, on: date, came: Collection[UUID]) -> Standing:
    if spell.official_from_on is None or spell.official_from_on > on:
        return Standing.PROBATIONARY
    if side is None:
        return Standing.OFFICIAL
    if side.kind == SideState.Kind.SUSPENDED:
        return Standing.SUSPENDED
    if side.kind == SideState.Kind.TEMP_AWAY:
        return Standing.AWAY
    return Standing.EXEMPT_CAME if spell.member.person_id in came else Standing.EXEMPT_ABSENT
