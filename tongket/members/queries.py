"""Reads of the roll that more than one caller needs."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from tongket.core import text, workdays
from tongket.members import rules
from tongket.members.models import Admission, Member
from tongket.members.rules import ON_ROLL, MemberState
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.org.models import Unit, UnitPeriod
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, Texts

MOST_ITEMS = 200


class Deadlines:
    """The deadlines of member work, with the calendar and the texts read once. A day is None where no text is known."""

    def __init__(self) -> None:
        self.swapped = workdays.load_swapped()
        self.texts = Texts(Topic.DEADLINES)

    def ceremony_due_on(self, decided_on: date) -> date | None:
        """The last day for the ceremony of an admission. Source: R-MEM-07."""
        days = self._number("ceremony_working_days", decided_on)
        return rules.ceremony_due_on(decided_on, days, self.swapped) if days is not None else None

    def recognition_due_on(self, member: Member) -> date | None:
        """By when the cell considers a probationary member. Source: R-MEM-09."""
        ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
        days = self._number("recognition_working_days", ends_on)
        return workdays.add_working_days(ends_on, days, self.swapped) if days is not None else None

    def is_late(self, admission: Admission, on: date) -> bool:
        """Whether the ceremony was held, or still waits, after its last day."""
        due_on = self.ceremony_due_on(admission.decided_on)
        return due_on is not None and (admission.ceremony_on or on) > due_on

    def _number(self, key: str, on: date) -> int | None:
        try:
            return self.texts.number(key, on)
        except NoRegulation:
            return None


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


def cells_of(person: access.Reader, verb: str, *, on: date) -> QuerySet[Unit]:
    """The living cells over which the person holds a verb."""
    cells = Unit.objects.filter(place__is_living=True, place__kind__in=[kind for kind in Kind if kind.is_cell])
    return access.scope(cells, person, verb, on=on)
