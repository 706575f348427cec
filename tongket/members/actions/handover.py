"""Members go along when their cell ends or is split: by the decision of the event, without papers of a transfer."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.core import dates
from tongket.members import checks, queries
from tongket.members.actions.candidates import WAITING
from tongket.members.actions.movement import State
from tongket.members.models import (
    Admission,
    Candidacy,
    CorrectionRequest,
    Member,
    PlannedMove,
    Private,
    RequestState,
    Restoration,
    SideState,
    Spell,
    Stage,
    Transfer,
)
from tongket.members.rules import Closed, Opened
from tongket.org import audit
from tongket.org.committee_rules import SEATS
from tongket.org.models import Ended, OfficeTerm, Unit, UnitPeriod
from tongket.org.seams import Handover


def hand_over(handover: Handover) -> None:
    """Let the members of a unit go to the units that they were chosen for, else to its successor.

    Raises ValidationError: for members of a unit that ends for whom there is none, or who left after its end.
    Source: R-ORG-11, R-MEM-11.
    """
    day = handover.from_on
    going = _going(handover)
    ways_up = {to.pk: _way_up(to, day) for _spell, to in going}
    for spell, to in going:
        _take_over(handover, spell, to, ways_up[to.pk])
    if handover.ends and handover.successor is not None:
        _redirect(handover, handover.successor)


def check(handover: Handover) -> None:
    """Raise ValidationError where members of a unit that ends have nowhere to go."""
    _going(handover)


def _going(handover: Handover) -> list[tuple[Spell, Unit]]:
    """Who goes, and where to."""
    day = handover.from_on
    after = Q(until_on__isnull=True) | Q(until_on__gt=day)
    going: list[tuple[Spell, Unit]] = []
    left_behind = 0
    for spell in Spell.objects.filter(after, unit=handover.unit).select_related("member__person"):
        to = handover.chosen("members", spell.member_id) or handover.successor
        if to is not None:
            going.append((spell, to))
        elif handover.ends:
            left_behind += 1
    if left_behind:
        words = ngettext(
            "%(count)s member still stands in %(unit)s: choose the unit that the member goes to.",
            "%(count)s members still stand in %(unit)s: choose the unit that they go to.",
            left_behind,
        )
        raise ValidationError({"goes_to": words % {"count": left_behind, "unit": _name(handover.unit, day)}})
    left = [spell.until_on for spell, _to in going if spell.until_on is not None]
    if left:
        words = _("Members have left %(unit)s after that day, the last on %(day)s: enter a day after it.")
        raise ValidationError({"from_on": words % {"unit": _name(handover.unit, day), "day": dates.dmy(max(left))}})
    for to in {to for _spell, to in going}:
        checks.check_cell(queries.periods_of([to]), to, day, field="into")
    return going


def _name(unit: Unit, day: date) -> str:
    period = UnitPeriod.objects.filter(unit=unit, from_on__lte=day).order_by("-from_on").first()
    return period.name if period else unit.code


def _way_up(unit: Unit, day: date) -> set[UUID]:
    """A unit and those above it on a day, from the periods: the tree of now may not be built yet."""
    way: set[UUID] = set()
    at: UUID | None = unit.pk
    while at is not None and at not in way:
        way.add(at)
        at = UnitPeriod.objects.on(day).filter(unit=at).values_list("parent", flat=True).first()
    return way


def _take_over(handover: Handover, spell: Spell, to: Unit, way_up: Collection[UUID]) -> None:
    """One member: the time in the old cell ends and that in the new one begins, with all that still runs."""
    member, day = spell.member, handover.from_on
    if spell.from_on < day:
        official = spell.official_from_on
        handover.change(
            spell, until_on=day, closed_by=Closed.REORGANISED,
            official_from_on=official if official is not None and official < day else None,
        )  # fmt: skip
        new = Spell(
            unit=to, member=member, from_on=day, opened_by=Opened.REORGANISED,
            official_from_on=max(official, day) if official is not None else None,
        )  # fmt: skip
        handover.make(new)
    else:  # it began when the old cell was no more
        handover.change(spell, unit=to)
        for model, field in ((Admission, "decided_on"), (Restoration, "from_on")):
            for row in model.objects.filter(**{field: spell.from_on}, member=member, unit=handover.unit):
                handover.change(row, unit=to)
        new = spell
    if member.unit_id == handover.unit.pk:
        handover.change(member, unit=to)
    for private in Private.objects.filter(member=member, unit=handover.unit):
        handover.change(private, unit=to)
    _side_states(handover, member, to)
    _planned(handover, member, to)
    seats = OfficeTerm.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lt=day, office__in=SEATS)
    for seat in seats.filter(person=member.person).exclude(unit__in=way_up):  # R-ORG-12
        handover.change(seat, until_on=day, ended_because=Ended.TRANSFERRED)
        audit.record(handover.by, "office.write", seat, on=handover.on, fields=["until_on", "ended_because"])
    audit.record(handover.by, "member.write", new, on=handover.on, fields=["unit", "from_on", "opened_by"])


def _side_states(handover: Handover, member: Member, to: Unit) -> None:
    """What runs goes on in the new cell: an exemption or an absence is counted there from the day on."""
    day = handover.from_on
    for row in SideState.objects.filter(member=member, unit=handover.unit, state__in=[Stage.RUNNING, Stage.PLANNED]):
        runs_on = row.state == Stage.RUNNING and row.from_on < day and (row.until_on is None or row.until_on > day)
        if not runs_on or row.kind == SideState.Kind.SUSPENDED:  # whose days are counted from its own beginning
            handover.change(row, unit=to)
            continue
        handover.change(row, state=Stage.ENDED, ended_on=day)
        handover.make(
            SideState(
                member=member,
                unit=to,
                kind=row.kind,
                state=Stage.RUNNING,
                from_on=day,
                until_on=row.until_on,
                decision=row.decision,
                ground=row.ground,
                host=row.host,
                host_text=row.host_text,
                is_prolonged=row.is_prolonged,
                reason=row.reason,
            )
        )


def _planned(handover: Handover, member: Member, to: Unit) -> None:
    """What waits for the member: a transfer or a move to the cell in which the member stands now is needless."""
    for transfer in Transfer.objects.filter(member=member, state=State.ASKED, unit=to):
        handover.change(transfer, state=State.WITHDRAWN)
    for planned in PlannedMove.objects.filter(member=member, state=Stage.PLANNED):
        if planned.to_id == to.pk:
            handover.change(planned, state=Stage.CANCELLED)
        else:
            handover.change(planned, unit=to)


def _redirect(handover: Handover, to: Unit) -> None:
    """What waits for the unit that ends, waits for the one that takes it over."""
    unit = handover.unit
    for transfer in Transfer.objects.filter(unit=unit, state=State.ASKED).select_related("member"):
        if transfer.member.unit_id == to.pk:
            handover.change(transfer, state=State.WITHDRAWN)
        else:
            handover.change(transfer, unit=to)
    for planned in PlannedMove.objects.filter(to=unit, state=Stage.PLANNED):
        if planned.unit_id == to.pk:
            handover.change(planned, state=Stage.CANCELLED)
        else:
            handover.change(planned, to=to)
    for guest in SideState.objects.filter(host=unit, state__in=[Stage.RUNNING, Stage.PLANNED]).exclude(unit=to):
        handover.change(guest, host=to)
    for candidacy in Candidacy.objects.filter(unit=unit, state__in=WAITING):
        handover.change(candidacy, unit=to)
    for request in CorrectionRequest.objects.filter(unit=unit, state=RequestState.OPEN):
        handover.change(request, unit=to)
