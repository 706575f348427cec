"""Keeping the programme, recording who was inspected, recording discipline. No value of these goes into the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import dates, text
from tongket.inspection import rules
from tongket.inspection.models import DisciplineDecision, InspectedParty, ProgrammeItem
from tongket.inspection.rules import MOVES, Party
from tongket.members.models import Member
from tongket.members.rules import MemberState
from tongket.org import access, audit, saving
from tongket.org.models import Person, Unit


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
def plan(
    unit: Unit,
    *,
    owner: str,
    act: str,
    manner: str,
    subject: str,
    year: int,
    due_on: date,
    programme_number: str = "",
    is_planned: bool = True,
    by: Person,
    on: date,
) -> ProgrammeItem:
    """Enter an inspection or supervision of a year.

    owner, act, manner: values of the rules. What is made for signs of violation is never in the programme; it and all
    else outside the programme needs the restricted right. Raises NotAllowed, FenceClosed, ValidationError.
    """
    is_planned = is_planned and rules.may_be_planned(manner)
    access.require(by, "inspection.plan" if is_planned else "inspection.write", unit, on=on)
    subject = text.clean(subject)
    if not subject:
        raise ValidationError({"subject": _("Say what is inspected, without names of persons.")})
    if not rules.may_act(act, manner):
        raise ValidationError({"manner": _("For signs of violation one inspects; a supervision cannot be made.")})
    if due_on.year != year:
        raise ValidationError(
            {"due_on": _("The day must lie in %(year)s, the year of the programme.") % {"year": year}}
        )
    item = ProgrammeItem.objects.create(
        unit=unit,
        owner=owner,
        act=act,
        manner=manner,
        subject=subject,
        year=year,
        due_on=due_on,
        is_planned=is_planned,
        programme_number=text.clean(programme_number),
    )
    audit.record(by, "inspection.plan", item, on=on, fields=["subject", "due_on"])
    return item


@transaction.atomic
def start(item: ProgrammeItem, *, by: Person, on: date) -> None:
    """Mark an item as under way. Raises NotAllowed, FenceClosed, WrongState, Conflict."""
    access.require(by, "inspection.write", item, on=on)
    saving.move(item, MOVES, "start", by=by)
    audit.record(by, "inspection.write", item, on=on, fields=["state"])


@transaction.atomic
def carry_out(
    item: ProgrammeItem, *, parties: Sequence[Inspected], done_on: date, by: Person, on: date
) -> list[InspectedParty]:
    """Finish an item: record whom it inspected. Raises NotAllowed, FenceClosed, WrongState, ValidationError."""
    access.require(by, "inspection.write", item, on=on)
    if not parties:
        raise ValidationError(_("Name at least one organisation or member that was inspected."))
    if not (date(item.year, 1, 1) <= done_on <= on):
        raise ValidationError(
            {
                "done_on": _("The day must lie between %(first)s and today.")
                % {"first": dates.dmy(date(item.year, 1, 1))}
            }
        )
    if len({(one.unit, one.member) for one in parties}) != len(parties):
        raise ValidationError(_("Each organisation and each member is named once."))
    saving.move(item, MOVES, "finish", by=by, done_on=done_on)
    rows = InspectedParty.objects.bulk_create(
        InspectedParty(
            unit_id=item.unit_id,
            item=item,
            party=one.party,
            party_unit=one.unit,
            party_member=one.member,
            done_on=done_on,
        )
        for one in parties
    )
    audit.record(by, "inspection.write", item, on=on, fields=["state", "done_on", "parties"])
    return rows


@transaction.atomic
def decide_discipline(
    unit: Unit,
    *,
    party: Inspected,
    form: str,
    decided_by: str,
    number: str,
    decided_on: date,
    effective_on: date | None = None,
    by: Person,
    on: date,
) -> DisciplineDecision:
    """Record a decision of discipline.

    unit: the unit of the member, or the organisation itself: it counts there, in the year of effective_on (by default
    the day of the decision). Raises NotAllowed, FenceClosed, ValidationError. Source: R-DIS-01, -04, -13.
    """
    access.require(by, "discipline.write", unit, on=on)
    kind = party.party
    in_force = effective_on or decided_on
    if kind == Party.ORGANISATION and party.unit != unit:
        raise ValidationError(_("A decision on an organisation belongs to that organisation."))
    is_probationary = party.member is not None and party.member.state == MemberState.PROBATIONARY
    if form not in rules.forms_for(kind, is_probationary=is_probationary):
        raise ValidationError({"form": _("This form of discipline cannot be applied here.")})
    if not text.clean(number):
        raise ValidationError({"number": _("Enter the number of the decision.")})
    if decided_on > on:
        raise ValidationError({"decided_on": _("The day of the decision has not come yet.")})
    same_year = DisciplineDecision.objects.filter(
        party_unit=party.unit, party_member=party.member, effective_on__year=in_force.year
    )
    decision = DisciplineDecision.objects.create(
        unit=unit,
        party=kind,
        party_unit=party.unit,
        party_member=party.member,
        form=form,
        decided_by=decided_by,
        number=text.clean(number),
        decided_on=decided_on,
        effective_on=in_force,
        is_first_of_year=not same_year.exists(),
    )
    audit.record(by, "discipline.write", decision, on=on, fields=["number", "decided_on"])
    return decision
