"""Reads of the roll that more than one caller needs."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from tongket.core import text, workdays
from tongket.members import rules
from tongket.members.models import Admission, Member
from tongket.members.rules import ON_ROLL, MemberState
from tongket.org import access
from tongket.org.models import Unit, UnitPeriod
from tongket.regulations.models import Topic
from tongket.regulations.queries import parameter

MOST_ITEMS = 200


class Deadlines:
    """The deadlines of member work, with the calendar and the texts read once."""

    def __init__(self) -> None:
        self.swapped = workdays.load_swapped()
        self._days: dict[tuple[str, date], int] = {}

    def ceremony_due_on(self, decided_on: date) -> date:
        """The last day for the ceremony of an admission. Raises NoRegulation. Source: R-MEM-07."""
        return rules.ceremony_due_on(decided_on, self._of("ceremony_working_days", decided_on), self.swapped)

    def recognition_due_on(self, member: Member) -> date:
        """By when the cell considers a probationary member. Raises NoRegulation. Source: R-MEM-09."""
        ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
        return workdays.add_working_days(ends_on, self._of("recognition_working_days", ends_on), self.swapped)

    def _of(self, key: str, on: date) -> int:
        if (key, on) not in self._days:
            self._days[key, on] = int(parameter(Topic.DEADLINES, key, on))
        return self._days[key, on]


def without_ceremony(person: access.Reader, on: date) -> list[Admission]:
    """The admissions of the person's reach whose ceremony has not been recorded; the oldest first."""
    rows = access.scope(
        Admission.objects.filter(ceremony_on__isnull=True, member__state__in=ON_ROLL), person, "member.admit", on=on
    )
    return list(rows.select_related("unit__place").order_by("decided_on")[:MOST_ITEMS])


def past_probation(person: access.Reader, on: date) -> list[Member]:
    """The members of the person's reach whose 12 months are over and who are not official yet; the oldest first."""
    rows = probation_over(access.scope(Member.objects.all(), person, "member.write", on=on), on)
    return sorted(rows[:MOST_ITEMS], key=lambda member: member.ceremony_on or member.party_age_from_on)


def probation_over(rows: QuerySet[Member], on: date) -> QuerySet[Member]:
    """Those of the members whose probation began a year ago or longer: at the ceremony, or at the decision."""
    begun = rules.months_after(on, -rules.PROBATION_MONTHS)
    has_passed = Q(ceremony_on__lte=begun) | Q(ceremony_on__isnull=True, party_age_from_on__lte=begun)
    return rows.filter(has_passed, state=MemberState.PROBATIONARY)


def namesakes(full_name: str, born_on: date, person: access.Reader, *, on: date) -> list[Member]:
    """Members of the person's reach with the same name, however it is marked, and the same day of birth."""
    rows = Member.objects.filter(person__name_fold=text.fold(full_name), born_on=born_on)
    return list(access.scope(rows, person, "member.read", on=on).select_related("person", "unit__place")[:5])


def periods_of(units: Iterable[Unit]) -> dict[object, list[UnitPeriod]]:
    """The periods of some units, by unit: to know what a unit was on a day."""
    found: dict[object, list[UnitPeriod]] = {}
    for period in UnitPeriod.objects.filter(unit__in=list(units)):
        found.setdefault(period.unit_id, []).append(period)
    return found
