"""What goes along when a unit ends or is split: in the event's own transaction, or on its day when that comes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q

from tongket.org import audit, saving, seams
from tongket.org.actions.accounts import end_sessions_of
from tongket.org.models import (
    CommitteeTerm,
    Ended,
    EventChange,
    EventUnit,
    Grant,
    OfficeTerm,
    Person,
    StructuralEvent,
    Unit,
)

SUCCESSORS = "successors"  # in `goes_to` of an event: of each unit that ends the one that takes its things over


@dataclass(frozen=True)
class EventHandover:
    """One unit of an event that hands its things over."""

    event: StructuralEvent
    unit: Unit
    ends: bool
    units: dict[str, Unit]  # by their ids, those that things go to
    by: Person | None
    on: date

    @property
    def successor(self) -> Unit | None:
        return self.chosen(SUCCESSORS, self.unit.pk)

    @property
    def from_on(self) -> date:
        return self.event.on

    @property
    def number(self) -> str:
        return self.event.number

    def chosen(self, kind: str, key: object) -> Unit | None:
        unit = self.event.goes_to.get(kind, {}).get(str(key))
        return self.units[unit] if unit else None

    def change(self, row: Any, **changes: Any) -> None:
        names = [row._meta.get_field(name).attname for name in changes]
        old = {name: _plain(getattr(row, name)) for name in names}
        if hasattr(row, "version"):
            saving.update(row, seen=row.version, by=self.by, **changes)
        else:
            type(row)._default_manager.filter(pk=row.pk).update(**changes)
            for name, value in changes.items():
                setattr(row, name, value)
        new = {name: _plain(getattr(row, name)) for name in names}
        EventChange.objects.create(event=self.event, about=row._meta.label_lower, object_id=row.pk, old=old, new=new)

    def make(self, row: Model) -> None:
        row.save(force_insert=True)
        EventChange.objects.create(
            event=self.event, about=row._meta.label_lower, object_id=row.pk, new={"version": getattr(row, "version", 1)}
        )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def hand_over(event: StructuralEvent, *, by: Person | None, on: date) -> None:
    """Let everything go along that the event takes along; before its day comes, only see whether it can.

    Raises ValidationError.
    """
    links = EventUnit.objects.filter(event=event, side=EventUnit.Side.BEFORE).select_related("unit")
    stay = set(EventUnit.objects.filter(event=event, side=EventUnit.Side.AFTER).values_list("unit_id", flat=True))
    wanted = {unit for chosen in event.goes_to.values() for unit in chosen.values() if unit}
    units = {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=wanted)}
    kinds = StructuralEvent.Kind
    for link in links:
        ends = link.unit_id not in stay
        if ends or event.kind == kinds.SPLIT:
            handover = EventHandover(event, link.unit, ends, units, by, on)
            for kind in seams.GOES_ALONG:
                (kind.hand_over if event.on <= on else kind.check)(handover)
    if event.on > on:
        return
    StructuralEvent.objects.filter(pk=event.pk).update(handed_over_on=on)
    event.handed_over_on = on


def end_offices(handover: seams.Handover) -> None:
    """Close the offices and committees of a unit that ends, and the rights over it; or those that go elsewhere.

    An office that was chosen to go along is held in the other unit from that day, by the decision of the event; rights
    are given apart (S-01, S-03).
    """
    after = Q(until_on__isnull=True) | Q(until_on__gt=handover.from_on)
    for term in OfficeTerm.objects.filter(after, unit=handover.unit).select_related("person"):
        to = handover.chosen("offices", term.pk)
        if to is None and not handover.ends:
            continue
        until_on = max(handover.from_on, term.from_on + timedelta(days=1))  # one that began that day lasts it
        handover.change(term, until_on=until_on, ended_because=Ended.DISSOLVED if handover.ends else Ended.DUTY)
        audit.record(handover.by, "office.write", term, on=handover.on, fields=["until_on", "ended_because"])
        _end_grants(handover, Grant.objects.filter(office_term=term), until_on)
        if until_on <= handover.on:
            end_sessions_of(term.person_id)  # S-45
        if to is not None:
            new = OfficeTerm(
                unit=to, person=term.person, office=term.office, how=OfficeTerm.How.APPOINTED,
                decision=handover.number, from_on=handover.from_on,
            )  # fmt: skip
            handover.make(new)
            audit.record(handover.by, "office.write", new, on=handover.on, fields=["from_on"])
    if not handover.ends:
        return
    _end_grants(handover, Grant.objects.filter(unit=handover.unit), handover.from_on)
    for committee in CommitteeTerm.objects.filter(
        unit=handover.unit, from_on__lt=handover.from_on, until_on__gt=handover.from_on
    ):
        handover.change(committee, until_on=handover.from_on)


def _end_grants(handover: seams.Handover, grants: Iterable[Grant], until_on: date) -> None:
    for grant in grants:
        if grant.valid_until is None or grant.valid_until > until_on:
            handover.change(grant, valid_until=max(until_on, grant.valid_from))
            audit.record(handover.by, "grant.write", grant, on=handover.on, unit=handover.unit, fields=["valid_until"])
