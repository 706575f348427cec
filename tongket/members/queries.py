"""Reads of the roll that more than one caller needs."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongket.core import dates, text, workdays
from tongket.members import rules
from tongket.members.models import (
    Admission,
    Candidacy,
    Ending,
    Member,
    Recognition,
    SideState,
    Spell,
    Stage,
    Transfer,
)
from tongket.members.rules import ON_ROLL, MemberState, Opened
from tongket.org import access
from tongket.org.kinds import Kind
from tongket.org.models import EventUnit, Unit, UnitPeriod
from tongket.org.seams import Thing
from tongket.regulations.calendar import load_swapped
from tongket.regulations.models import Topic
from tongket.regulations.queries import NoRegulation, Texts
from tongket.votes.models import Vote

MOST_ITEMS = 200


class Deadlines:
    """The deadlines of member work, with the calendar and the texts read once. A day is None where no text is known."""

    def __init__(self) -> None:
        self.swapped = load_swapped()
        self.texts = Texts(Topic.DEADLINES)

    def ceremony_due_on(self, decided_on: date, received_on: date | None = None) -> date | None:
        """The last day for the ceremony of an admission, from the day that the text in force names.

        Source: R-MEM-07.
        """
        days = self._number("ceremony_working_days", decided_on)
        if days is None:
            return None
        start = rules.ceremony_counted_from(decided_on, received_on, counted_from=self._word(decided_on))
        return rules.ceremony_due_on(start, days, self.swapped)

    def recognition_due_on(self, member: Member) -> date | None:
        """By when the cell considers a probationary member. Source: R-MEM-09."""
        ends_on = rules.probation_ends_on(member.ceremony_on or member.party_age_from_on)
        days = self._number("recognition_working_days", ends_on)
        return workdays.add_working_days(ends_on, days, self.swapped) if days is not None else None

    def is_late(self, admission: Admission, on: date) -> bool:
        """Whether the ceremony was held, or still waits, after its last day."""
        due_on = self.ceremony_due_on(admission.decided_on, admission.received_on)
        return due_on is not None and (admission.ceremony_on or on) > due_on

    def transfer_start_due_on(self, transfer: Transfer) -> date | None:
        """By when a transfer starts after the change of workplace or residence. Source: R-MEM-11."""
        if transfer.changed_on is None:
            return None
        return self._working_days_after("transfer_start_working_days", transfer.changed_on)

    def transfer_present_due_on(self, transfer: Transfer) -> date | None:
        """By when the papers of a transfer are shown at the new place. Source: R-MEM-11."""
        return self._working_days_after("transfer_present_working_days", transfer.papers_on)

    def slip_late_from(self, transfer: Transfer) -> date | None:
        """From when a transfer without an answer is reported as late. Source: R-MEM-11."""
        months = self._number("late_transfer_months", transfer.papers_on)
        return dates.months_after(transfer.papers_on, months) if months is not None else None

    def notice_due_on(self, left_on: date) -> date | None:
        """By when notice and file of somebody who died or left go up. Source: R-MEM-16."""
        return self._working_days_after("notice_working_days", left_on)

    def warn_on(self, due_on: date) -> date:
        """The day from which something that falls due is shown."""
        return due_on - timedelta(days=self._number("warn_days", due_on) or 0)

    def _working_days_after(self, key: str, day: date) -> date | None:
        days = self._number(key, day)
        return workdays.add_working_days(day, days, self.swapped) if days is not None else None

    def _word(self, on: date) -> str:
        for row in self.texts.rows:
            if row.holds(on):
                return str(row.parameters.get("ceremony_counted_from", "issued"))
        return "issued"

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
    begun = dates.months_after(on, -rules.PROBATION_MONTHS)
    has_passed = Q(ceremony_on__lte=begun) | Q(ceremony_on__isnull=True, party_age_from_on__lte=begun)
    states = [MemberState.PROBATIONARY, MemberState.EXEMPT, MemberState.TEMP_AWAY]
    return rows.filter(has_passed, state__in=states, official_on__isnull=True)


def near_end_of_probation(person: access.Reader, on: date, deadlines: Deadlines) -> list[Member]:
    """The members of the person's reach whose 12 months end within the days of warning; the earliest first."""
    last = on + (on - deadlines.warn_on(on))
    rows = access.scope(Member.objects.all(), person, "member.write", on=on).filter(official_on__isnull=True)
    ending = probation_over(rows, last).exclude(pk__in=probation_over(rows, on).values("pk"))
    return sorted(ending[:MOST_ITEMS], key=lambda member: member.ceremony_on or member.party_age_from_on)


def waiting_transfers(person: access.Reader, on: date) -> list[Transfer]:
    """The transfers that wait for an answer of a cell that the person keeps; the oldest papers first."""
    rows = access.scope(Transfer.objects.filter(state=Transfer.State.ASKED), person, "member.write", on=on)
    return list(
        rows.select_related("member__person", "unit__place", "from_unit__place").order_by("papers_on")[:MOST_ITEMS]
    )


def sent_transfers(person: access.Reader, on: date) -> QuerySet[Transfer]:
    """The transfers of members whom the person keeps, and those to the cells of the person's reach."""
    members = access.scope(Member.objects.all(), person, "member.read", on=on)
    arriving = access.scope(Transfer.objects.all(), person, "member.read", on=on)
    return Transfer.objects.filter(Q(pk__in=arriving.values("pk")) | Q(member__in=members))


def late_slips(person: access.Reader, on: date, deadlines: Deadlines) -> list[Transfer]:
    """The transfers of the reach that nobody has accepted for longer than the text allows. Source: R-MEM-11."""
    rows = sent_transfers(person, on).filter(state=Transfer.State.ASKED).select_related("unit__place")
    late = [(row, deadlines.slip_late_from(row)) for row in rows.order_by("papers_on")[:MOST_ITEMS]]
    return [row for row, from_on in late if from_on is not None and on >= from_on]


def ending_side_states(person: access.Reader, on: date, deadlines: Deadlines) -> list[SideState]:
    """The exemptions, absences and suspensions that end within the days of warning; the earliest first."""
    last = on + (on - deadlines.warn_on(on))
    rows = access.scope(
        SideState.objects.filter(state=Stage.RUNNING, until_on__lte=last), person, "member.write", on=on
    )
    return list(rows.select_related("member__person").order_by("until_on")[:MOST_ITEMS])


def without_notice(person: access.Reader, on: date) -> list[Ending]:
    """Deaths and departures of the last half year whose notice has not gone up; the oldest first. Source: R-MEM-16."""
    rows = Ending.objects.filter(notified_on__isnull=True, left_on__gt=dates.months_after(on, -6), left_on__lte=on)
    return list(access.scope(rows, person, "member.write", on=on).order_by("left_on")[:MOST_ITEMS])


def namesakes(full_name: str, born_on: date, person: access.Reader, *, on: date) -> list[Member]:
    """Members of the person's reach with the same name, however it is marked, and the same day of birth."""
    rows = Member.objects.filter(name_fold=text.fold(full_name), born_on=born_on)
    return list(access.scope(rows, person, "member.read", on=on).select_related("person", "unit__place")[:5])


def periods_of(units: Iterable[Unit]) -> dict[object, list[UnitPeriod]]:
    """The periods of some units, by unit: to know what a unit was on a day."""
    periods: dict[object, list[UnitPeriod]] = {}
    for period in UnitPeriod.objects.filter(unit__in=list(units)):
        periods.setdefault(period.unit_id, []).append(period)
    return periods


def cells_of(person: access.Reader, verb: str, *, on: date) -> QuerySet[Unit]:
    """The living cells over which the person holds a verb."""
    cells = Unit.objects.filter(place__is_living=True, place__kind__in=[kind for kind in Kind if kind.is_cell])
    return access.scope(cells, person, verb, on=on)


def name_of_cell(cell: Unit) -> str:
    """The name, and for a cell under a committee the name of that organisation before it."""
    place = cell.place
    if place.kind == Kind.CELL and place.parent is not None:
        return f"{place.parent.place.short_name} · {place.short_name}"
    return str(place.short_name)


def members_to_hand_over(unit: Unit, person: access.Reader, on: date) -> list[Thing]:
    """Who stands in a unit and goes along when it ends or is split, in the order of names."""
    spells = access.scope(Spell.objects.filter(unit=unit, until_on__isnull=True), person, "member.read", on=on)
    return [
        Thing(
            str(spell.member_id), spell.member.name, f"{spell.member.get_state_display()}, {spell.member.born_on.year}"
        )
        for spell in spells.select_related("member__person").order_by("member__name_order", "pk")
    ]


def papers_of_events(spells: Iterable[Spell]) -> dict[tuple[UUID, date], str]:
    """By unit and day the decision by which members came along with what was merged or split."""
    days = {spell.from_on for spell in spells if spell.opened_by == Opened.REORGANISED}
    if not days:
        return {}
    units = {spell.unit_id for spell in spells}
    links = EventUnit.objects.filter(unit__in=units, event__on__in=days, event__withdrawn_on__isnull=True)
    return {
        (link.unit_id, link.event.on): f"{link.event.number} · {link.event.issuer}"
        for link in links.select_related("event")
    }


def resting_on(vote: Vote) -> Iterator[str]:
    """What was decided about members by the outcome of a vote."""
    decided = Candidacy.objects.filter(vote=vote, state__in=[Candidacy.State.CELL_VOTED, Candidacy.State.DECIDED])
    for candidacy in decided:
        yield _("the candidacy of %(name)s") % {"name": candidacy.full_name}
    for recognition in Recognition.objects.filter(vote=vote).select_related("member__person"):
        yield _("the recognition of %(name)s") % {"name": recognition.member.name}
