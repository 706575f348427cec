"""Reads that others share: the targets of a unit and year, and what came of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from tongket.core import dates, numbers
from tongket.figures import counting
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import Unit, YearPlace
from tongket.org.seams import Thing
from tongket.targets import rules, sheet_rules
from tongket.targets.models import KeyTask, Milestone, Progress, Target, TargetSheet
from tongket.targets.rules import State, TaskState


def targets(unit: Unit, year: int) -> list[Target]:
    """The targets of a unit and year in their order, drafts too, those dropped with consent not (R-TGT-04)."""
    return targets_of_many([unit.pk], year).get(unit.pk, [])


def targets_of_many(units: Iterable[UUID], year: int) -> dict[UUID, list[Target]]:
    """The same for many units at once, by the unit's id; a unit without targets is not in it."""
    by_unit: dict[UUID, list[Target]] = {}
    rows = Target.objects.filter(unit__in=list(units), year=year)  # unscoped: numbers for reports and comparisons
    for target in rows.exclude(state=State.DROPPED).order_by("order", "label"):
        by_unit.setdefault(target.unit_id, []).append(target)
    return by_unit


def planned(sheet: TargetSheet) -> list[sheet_rules.Planned]:
    """What the rows of a sheet would make beside the targets that the unit has, with what is in doubt."""
    return sheet_rules.plan(sheet.rows, sheet.answers, [row.label for row in targets(sheet.unit, sheet.year)])


def open_targets(unit: Unit, on: date) -> QuerySet[Target]:
    """The targets of a unit for the year of a day and those after it, those dropped not."""
    return Target.objects.filter(unit=unit, year__gte=on.year).exclude(state=State.DROPPED)  # unscoped: callers scope


def open_tasks(unit: Unit) -> QuerySet[KeyTask]:
    """The key tasks of a unit that are not done."""
    return KeyTask.objects.filter(unit=unit, done_on__isnull=True)  # unscoped: callers scope


def targets_to_hand_over(unit: Unit, person: access.Reader, on: date) -> list[Thing]:
    rows = access.scope(open_targets(unit, on), person, "target.read", on=on).order_by("year", "order", "label")
    return [Thing(str(row.pk), row.label, f"{row.year} · {numbers.number(row.value)} {row.measure}") for row in rows]


def tasks_to_hand_over(unit: Unit, person: access.Reader, on: date) -> list[Thing]:
    rows = access.scope(open_tasks(unit), person, "target.read", on=on).order_by("due_on", "order")
    words = _("due on %(day)s, carried by: %(carrier)s")
    return [
        Thing(str(row.pk), row.title, words % {"day": dates.dmy(row.due_on), "carrier": row.carrier}) for row in rows
    ]


def target_of(unit: Unit, year: int, key: str) -> Target | None:
    """The valid target of a unit and year for one figure."""
    rows = Target.objects.filter(unit=unit, year=year, key=key, state=State.VALID)  # unscoped: as above
    return rows.first() if key else None


def given_down(target: Target) -> list[Target]:
    """What was given of a target to the units under it, in the order of the tree; those taken back not."""
    rows = Target.objects.filter(given_by=target).exclude(state=State.DROPPED)  # unscoped: parts of a target
    return list(rows.select_related("unit__place").order_by("unit__place__pos"))


def own_of(target: Target, units: Iterable[Unit]) -> dict[UUID, Target]:
    """The targets that units have set themselves for the figure and year of one from above, by the unit's id."""
    if not target.key:
        return {}
    rows = Target.objects.filter(  # unscoped: parts of a target
        unit__in=list(units), year=target.year, key=target.key, given_by__isnull=True
    )
    return {row.unit_id: row for row in rows.exclude(state=State.DROPPED).select_related("unit__place")}


def receivers(unit: Unit) -> list[Unit]:
    """The living units directly under a unit: those that may carry a part of its targets."""
    under = Unit.objects.filter(place__parent=unit, place__is_living=True)
    return list(under.select_related("place").order_by("place__pos"))


def sizes(unit: Unit, year: int) -> dict[UUID, int]:
    """How many members stand under each unit directly under `unit`, counted for a year."""
    counted = counting.count(year, under=unit, figures=[REGISTRY["members_total"]])
    totals = {place.unit_id: counted.of(place.unit_id, "members_total").value for place in counted.children()}
    return {pk: int(total or 0) for pk, total in totals.items()}


@dataclass(frozen=True)
class Result:
    """What came of a target. is_counted: from records by its figure; else entered by hand, or nothing yet."""

    value: Decimal | None
    is_counted: bool

    def is_met(self, target: Target) -> bool | None:
        return rules.is_met(self.value, target.comparator, target.value, is_share=target.is_share)


def results(rows: Sequence[Target]) -> Mapping[UUID, Result]:
    """The result of each target by the target's id; the number of queries does not depend on how many units there are.

    A target without a figure, or whose unit had no place in that year, has what was entered by hand. Figures whose
    small counts are suppressed are never counted here (S-20).
    """
    results = {target.pk: Result(target.result, False) for target in rows}
    by_year: dict[int, list[Target]] = {}
    for target in rows:
        if is_countable(target.key):
            by_year.setdefault(target.year, []).append(target)
    for year, members in by_year.items():
        keys = sorted({target.key for target in members})
        units = {target.unit_id for target in members}
        for top in _tops(units, year):
            counted = counting.count(year, under=top, figures=[REGISTRY[key] for key in keys])
            for target in members:
                value = counted.find(target.unit_id, target.key)
                if value is not None:
                    results[target.pk] = Result(value.value, True)
    return results


def is_countable(key: str) -> bool:
    """Whether a figure of that key exists and may stand beside a target: restricted ones may not (S-20)."""
    figure = REGISTRY.get(key)
    return figure is not None and not figure.is_restricted


def _tops(units: Collection[UUID], year: int) -> list[Unit]:
    """The lowest unit that all of these stand under in the tree of a year; if there is none, the tops of the tree."""
    places = list(YearPlace.objects.filter(year=year, unit__in=units))
    if not places:
        return []
    first, last = min(place.pos for place in places), max(place.last for place in places)
    above = YearPlace.objects.filter(year=year, pos__lte=first, last__gte=last).select_related("unit")
    lowest = above.order_by("-pos").first()
    if lowest is not None:
        return [lowest.unit]
    return [place.unit for place in YearPlace.objects.filter(year=year, parent=None).select_related("unit")]


# --- Key tasks --------------------------------------------------------------------------------------------------------

STATES = {  # what `attention` says, the worst first
    TaskState.OVERDUE: 0,
    TaskState.AT_RISK: 1,
    TaskState.RUNNING: 2,
    TaskState.DONE_LATE: 3,
    TaskState.DONE: 4,
}


def followed(rows: QuerySet[KeyTask], on: date) -> QuerySet[KeyTask]:
    """The tasks with the last `percent` noted, whether a step is late, and `attention` by STATES."""
    last = Progress.objects.filter(task=OuterRef("pk")).order_by("-as_of_on").values("percent")[:1]  # unscoped: theirs
    late = Milestone.objects.filter(task=OuterRef("pk"), done_on__isnull=True, due_on__lt=on)  # unscoped: theirs
    is_soon = Q(due_on__lte=on + timedelta(days=rules.SOON_DAYS))
    is_behind = Q(percent__isnull=True) | Q(percent__lt=rules.HALF_DONE)
    return rows.annotate(percent=Subquery(last), is_step_late=Exists(late)).annotate(
        attention=Case(
            When(done_on__gt=F("due_on"), then=Value(STATES[TaskState.DONE_LATE])),
            When(done_on__isnull=False, then=Value(STATES[TaskState.DONE])),
            When(due_on__lt=on, then=Value(STATES[TaskState.OVERDUE])),
            When(Q(is_step_late=True) | is_soon & is_behind, then=Value(STATES[TaskState.AT_RISK])),
            default=Value(STATES[TaskState.RUNNING]),
            output_field=IntegerField(),
        )
    )
