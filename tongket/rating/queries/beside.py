"""What stands beside the level of one in a round: the records of the year, what the regulation asks for, last year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tongket.inspection.models import DisciplineDecision, InspectedParty
from tongket.inspection.rules import OPEN, Manner
from tongket.org import access
from tongket.org.models import Unit
from tongket.rating import rules
from tongket.rating.models import Candidate, Rating, Round
from tongket.rating.queries.levels import evidence
from tongket.rating.regime_rules import FITS_NONE, Condition, Marks, Regime, conditions, fitting_level, is_marked
from tongket.rating.rules import GOOD_OR_BETTER, Evidence, Level, Mismatch, Subject


@dataclass(frozen=True)
class Beside:
    """What is known of one in a round. evidence: of the organisation, or of the member's cell."""

    evidence: Evidence
    marks: Marks
    is_organisation: bool

    def conditions(self, regime: Regime, level: str) -> list[Condition]:
        return conditions(regime, level, self.marks)

    def by_the_numbers(self, regime: Regime) -> str:
        """Which level the numbers entered fit, in words; empty where none were entered (R-RATE-12)."""
        if not is_marked(self.marks):
            return ""
        level = fitting_level(regime, self.marks)
        return str(FITS_NONE) if level is None else _("By the numbers entered: %(level)s.") % {"level": level.label}

    def mismatches(self, regime: Regime, level: str) -> list[Mismatch]:
        """Where a level does not fit: the records of an organisation, and the conditions of the regulation.

        Source: R-RATE-12, R-RATE-18.
        """
        reasons = list(rules.mismatch(level, self.evidence)) if self.is_organisation else []
        if any(condition.holds is False for condition in self.conditions(regime, level)):
            reasons.append(Mismatch.CONDITION_FAILS)
        return reasons


def beside(opened: Round, candidates: Sequence[Candidate], *, is_shown: bool = True) -> dict[UUID, Beside]:
    """What is known of each of some in a round, in a number of queries that does not grow with them.

    is_shown: with the records of a member's cell, which speak for no level of the member and are read for a page alone.
    """
    is_organisation = opened.subject == Subject.ORGANISATION
    under = candidates[0].unit if len(candidates) == 1 else opened.unit
    is_asked = bool(candidates) and (is_shown or is_organisation)
    known = evidence_of(under, opened.year) if is_asked else {}
    lower = _lower(opened, candidates) if is_organisation else {}
    nothing = Evidence()
    return {
        candidate.pk: Beside(
            known.get(candidate.unit_id, nothing),
            replace(candidate.marks, **lower.get(candidate.unit_id, {})),
            is_organisation,
        )
        for candidate in candidates
    }


def evidence_of(under: Unit, year: int) -> dict[UUID, Evidence]:
    """As `evidence`; nothing where the unit had no place in that year."""
    try:
        return evidence(under, year)
    except LookupError:
        return {}


def _lower(opened: Round, candidates: Iterable[Candidate]) -> dict[UUID, dict[str, Any]]:
    """How those under each organisation were rated in the year: members of a cell, organisations of a committee."""
    cells = [candidate.unit_id for candidate in candidates if candidate.unit.place.the_kind.is_cell]
    others = [candidate.unit_id for candidate in candidates if not candidate.unit.place.the_kind.is_cell]
    rows = Rating.objects.filter(year=opened.year).exclude(level="")  # unscoped: numbers of a group
    numbers: dict[UUID, dict[str, Any]] = {}
    for field, of_units in (
        ("unit", rows.filter(unit__in=cells, subject=Subject.MEMBER)),
        ("decided_by", rows.filter(decided_by__in=others, subject=Subject.ORGANISATION)),
    ):
        counted = of_units.order_by().values_list(field).annotate(
            rated=Count("pk"),
            fulfilled=Count("pk", filter=~Q(level=Level.NOT_FULFILLED)),
            good=Count("pk", filter=Q(level__in=GOOD_OR_BETTER)),
        )  # fmt: skip
        for unit, rated, fulfilled, good in counted:
            numbers[unit] = {"lower_rated": rated, "lower_fulfilled": fulfilled, "lower_good": good}
    return numbers


def last_levels(opened: Round, candidates: Sequence[Candidate]) -> dict[UUID, Rating]:
    """The levels of the year before, by candidate."""
    rows = Rating.objects.filter(year=opened.year - 1)  # unscoped: beside a level that the reader decides
    if opened.subject == Subject.MEMBER:
        by_member = {row.member_id: row for row in rows.filter(member__in=[each.member_id for each in candidates])}
        return {each.pk: by_member[each.member_id] for each in candidates if each.member_id in by_member}
    by_unit = {row.unit_id: row for row in rows.filter(unit__in=[each.unit_id for each in candidates], member=None)}
    return {each.pk: by_unit[each.unit_id] for each in candidates if each.unit_id in by_unit}


def to_ask(candidates: Sequence[Candidate], year: int, person: access.Reader, *, on: date) -> set[UUID]:
    """About which candidates to ask the inspection commission, the same for every kind of matter, for those who may
    know that much: a penalty in the year, or an inspection for signs of a violation that is not over (S-04).
    """
    units: QuerySet[Unit] = Unit.objects.filter(pk__in={candidate.unit_id for candidate in candidates})
    known = set(access.scope(units, person, "rating.ask", on=on).values_list("pk", flat=True))
    asking = {
        candidate.member_id or candidate.unit_id: candidate.pk for candidate in candidates if candidate.unit_id in known
    }
    if not asking:
        return set()
    party = Q(party_member__in=list(asking)) | Q(party_unit__in=list(asking))
    penalties = DisciplineDecision.objects.filter(party, effective_on__year=year)  # unscoped: a note without a reason
    open_items = InspectedParty.objects.filter(  # unscoped: a note without a reason
        party, item__manner=Manner.SIGNS, item__state__in=OPEN
    )
    named = ("party_member", "party_unit")
    pairs: list[Any] = [*penalties.values_list(*named), *open_items.values_list(*named)]  # one of each is None
    return {asking[pk] for pair in pairs for pk in pair if pk in asking}
