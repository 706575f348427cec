"""Recording decisions of discipline. No value of these goes into the log."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.core import text
from tongket.inspection import rules
from tongket.inspection.actions.parties import Inspected
from tongket.inspection.models import DisciplineDecision
from tongket.inspection.rules import Party
from tongket.members.rules import MemberState
from tongket.org import access, audit
from tongket.org.models import Person, Unit


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
