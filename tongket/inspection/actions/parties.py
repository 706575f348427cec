"""Whom an item is about and who carries it out: named at planning, put right while it runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongket.inspection import queries
from tongket.inspection.models import InspectedParty, ProgrammeItem, TeamMember
from tongket.inspection.rules import ENDED, Party, Role, State
from tongket.members.models import Member
from tongket.org import access, audit, saving
from tongket.org.actions import correcting
from tongket.org.models import Person, Place, Unit


@dataclass(frozen=True)
class Inspected:
    """An organisation or a member: exactly one of the two."""

    unit: Unit | None = None
    member: Member | None = None

    @property
    def party(self) -> Party:
        if (self.unit is None) == (self.member is None):
            raise ValidationError(_("Name an organisation or a member: one of the two."))
        return Party.ORGANISATION if self.member is None else Party.MEMBER


@transaction.atomic
def name_party(item: ProgrammeItem, *, party: Inspected, by: Person, on: date) -> InspectedParty:
    """Name an organisation or a member that an item is about; of a case only once it is concluded.

    Raises NotAllowed, FenceClosed, ValidationError. Source: R-INS-01, R-INS-07.
    """
    access.require(by, "inspection.write", item, on=on)
    _check_open(item)
    if item.is_case and item.state not in ENDED:
        raise ValidationError(_("Of a case that is not concluded nobody is named here."))
    check_new_parties(item, [party])
    (row,) = add_parties(item, [party])
    _touch(item, by)
    audit.record(by, "inspection.write", item, on=on, fields=["parties"])
    return row


@transaction.atomic
def withdraw_party(row: InspectedParty, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take a party back that was named by a slip. Raises NotAllowed, FenceClosed, ValidationError."""
    item = row.item
    _check_open(item)
    if item.state in ENDED and not item.is_case and item.parties.count() == 1:
        raise ValidationError(_("Name at least one organisation or member that was inspected."))
    days = ["done_on"] if row.done_on else []
    correcting.withdraw(row, verb="inspection.write", reason=reason, days=days, by=by, on=on)
    return item


@transaction.atomic
def name_team_member(item: ProgrammeItem, *, member: Member, role: str, by: Person, on: date) -> TeamMember:
    """Put somebody into the team. Raises NotAllowed, FenceClosed, ValidationError. Source: R-INS-05, R-INS-07."""
    access.require(by, "inspection.write", item, on=on)
    _check_open(item)
    if item.is_case:
        raise ValidationError(_("Of a case number, day, kind and state are kept alone."))
    team = list(item.team.all())
    if any(other.member_id == member.pk for other in team):
        raise ValidationError({"member": _("This member is in the team already.")})
    if role == Role.LEADER and any(other.role == Role.LEADER for other in team):
        raise ValidationError({"role": _("The team has a leader already.")})
    most = queries.limits_of(item.unit, on).team_most
    if len(team) >= most:
        words = ngettext("A team has %(most)s member at most.", "A team has %(most)s members at most.", most)
        raise ValidationError({"member": words % {"most": most}})
    if item.parties.filter(party_member=member).exists():
        raise ValidationError({"member": _("Nobody inspects themselves.")})
    row = TeamMember.objects.create(unit_id=item.unit_id, item=item, member=member, role=role)
    _touch(item, by)
    audit.record(by, "inspection.write", item, on=on, fields=["team"])
    return row


@transaction.atomic
def withdraw_team_member(row: TeamMember, *, reason: str, by: Person, on: date) -> ProgrammeItem:
    """Take somebody out of the team. Raises NotAllowed, FenceClosed, ValidationError."""
    _check_open(row.item)
    correcting.withdraw(row, verb="inspection.write", reason=reason, by=by, on=on)
    return row.item


def add_parties(item: ProgrammeItem, parties: Iterable[Inspected]) -> list[InspectedParty]:
    """Rows for parties that were checked; of an item that was carried out with its day."""
    return InspectedParty.objects.bulk_create(
        InspectedParty(
            unit_id=item.unit_id,
            item=item,
            party=one.party,
            party_unit=one.unit,
            party_member=one.member,
            done_on=item.done_on,
        )
        for one in parties
    )


def check_new_parties(item: ProgrammeItem, parties: Sequence[Inspected]) -> None:
    """Raise ValidationError where a party is named twice, inspects itself or lies outside the unit of the item."""
    named = {(row.party_unit_id, row.party_member_id) for row in item.parties.all()}
    named_now = [(one.unit and one.unit.pk, one.member and one.member.pk) for one in parties if one.party]
    if len(set(named_now)) != len(named_now) or named & set(named_now):
        raise ValidationError(_("Each organisation and each member is named once."))
    team = set(item.team.values_list("member", flat=True))
    units = {one.unit.pk for one in parties if one.unit is not None}
    units |= {one.member.unit_id for one in parties if one.member is not None}
    place = Place.objects.get(unit=item.unit_id)
    if Place.objects.filter(unit__in=units, pos__range=(place.pos, place.last)).count() < len(units):
        words = _("Only organisations and members of %(unit)s are inspected here.")
        raise ValidationError(words % {"unit": place.name})
    if team & {one.member.pk for one in parties if one.member is not None}:
        raise ValidationError(_("Nobody inspects themselves."))


def _check_open(item: ProgrammeItem) -> None:
    if item.state in {State.CLOSED, State.DROPPED}:
        raise saving.wrong_state(item, "name")


def _touch(item: ProgrammeItem, by: Person) -> None:
    """Count a new version of the item, so that who looked at it before is told."""
    saving.update(item, seen=item.version, by=by)
