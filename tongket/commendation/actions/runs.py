"""What the competent body decided about a run of years: recorded, corrected, withdrawn."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tongket.commendation.models import RunDecision
from tongket.commendation.rules import RunDecisionKind
from tongket.core import text
from tongket.members.models import Member
from tongket.org import access, audit, validate
from tongket.org.actions import correcting
from tongket.org.models import EventUnit, Person, Unit
from tongket.org.queries.units import ENDING
from tongket.rating.models import Rating


@transaction.atomic
def decide_on_run(
    unit: Unit,
    *,
    kind: str,
    number: str,
    decided_on: date,
    issuer: str,
    predecessor: Unit | None = None,
    member: Member | None = None,
    year: int | None = None,
    by: Person,
    on: date,
) -> RunDecision:
    """Record that the levels of a predecessor count for the unit, or that a year does not break a run.

    Raises NotAllowed, ValidationError. Source: R-ORG-11, R-COM-03.
    """
    access.require(by, "award.write", unit, on=on)
    paper = _paper(number, decided_on, issuer, on)
    if kind == RunDecisionKind.SUCCESSION:
        year = member = None
        _check_predecessor(unit, predecessor)
    else:
        predecessor = None
        _check_gap(unit, member, year, on)
    decision = RunDecision.objects.create(
        unit=unit, kind=kind, predecessor=predecessor, member=member, year=year, **paper
    )
    audit.record(by, "award.write", decision, on=on, fields=["kind", "number"])
    return decision


def _paper(number: str, decided_on: date, issuer: str, on: date) -> dict[str, Any]:
    validate.not_in_future(decided_on, "decided_on", on=on)
    values = {"number": text.clean(number), "issuer": text.clean(issuer)}
    for name, value in values.items():
        if not value:
            raise ValidationError({name: _("This may not be empty.")})
    return {**values, "decided_on": decided_on}


def _check_predecessor(unit: Unit, predecessor: Unit | None) -> None:
    if predecessor is None:
        raise ValidationError({"predecessor": _("Choose the unit whose levels are to count.")})
    events = EventUnit.objects.filter(unit=predecessor, side=EventUnit.Side.BEFORE, event__kind__in=ENDING)
    events = events.filter(event__withdrawn_on__isnull=True)
    if not events.filter(event__units__unit=unit, event__units__side=EventUnit.Side.AFTER).exists():
        words = _("%(unit)s did not come of it by a merger or a split.") % {"unit": unit.place.name}
        raise ValidationError({"predecessor": words})
    if RunDecision.objects.filter(unit=unit, predecessor=predecessor).exists():
        raise ValidationError({"predecessor": _("This has been decided already.")})


def _check_gap(unit: Unit, member: Member | None, year: int | None, on: date) -> None:
    if year is None or year > on.year:
        raise ValidationError({"year": _("Enter the year that has no level.")})
    rated = Rating.objects.filter(year=year, member=member).exclude(level="")  # unscoped: a check
    if member is None:
        rated = rated.filter(unit=unit)
    if rated.exists():
        raise ValidationError({"year": _("There is a level for this year: it is the level that counts.")})


@transaction.atomic
def correct_run_decision(
    decision: RunDecision,
    *,
    number: str,
    decided_on: date,
    issuer: str,
    because: str,
    paper: str = "",
    seen: int,
    by: Person,
    on: date,
) -> RunDecision:
    """Correct the paper of a decision. Raises NotAllowed, ValidationError, Conflict."""
    values = _paper(number, decided_on, issuer, on)
    return correcting.correct(
        decision, verb="award.write", because=because, paper=paper, seen=seen, by=by, on=on, **values
    )


def withdraw_run_decision(decision: RunDecision, *, reason: str, by: Person, on: date) -> None:
    """Take back a decision that was entered by a slip. Raises NotAllowed, ValidationError."""
    correcting.withdraw(decision, verb="award.write", reason=reason, by=by, on=on)
