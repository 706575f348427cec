"""Twelve months make the year, and three the quarter, for every flow, whatever happened to members and units."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tongket.core.periods import Period, PeriodKind, periods_of
from tongket.figures.counting import Counted, count
from tongket.figures.declare import REGISTRY, Figure, Kind
from tongket.meetings.models import Meeting
from tongket.meetings.tests.make import make_meeting
from tongket.members.models import Admission, Spell
from tongket.members.tests.make import make_member
from tongket.org import actions
from tongket.org.models import Unit, UnitPeriod
from tongket.targets.models import KeyTask
from tongket.targets.tests.make import make_task

pytestmark = pytest.mark.rule("R-REP-05")
YEAR = 2020
CELLS = ("north_a", "north_b", "south_a")
EVENT = st.tuples(
    st.sampled_from(["admit", "move", "die", "meet", "task", "merge"]),
    st.integers(0, 365),  # day of the year
    st.integers(0, 2),  # cell
    st.integers(0, 5),  # member
)


def flows(*models: type[Any]) -> list[Figure]:
    """The flows over some tables, or over all."""
    return [
        figure for figure in REGISTRY.values() if figure.kind is Kind.FLOW and (not models or figure.model in models)
    ]


def counted(under: Unit, period: Period, figures: list[Figure]) -> Counted:
    return count(period.year, under=under, figures=figures, from_on=period.first, cut_off=period.last)


def check(under: Unit, year: int, figures: list[Figure]) -> set[str]:
    """Compare the sums for each figure and unit; the keys of the figures that are not nil."""
    months = [counted(under, period, figures) for period in periods_of(PeriodKind.MONTH, year)]
    quarters = [counted(under, period, figures) for period in periods_of(PeriodKind.QUARTER, year)]
    whole = counted(under, Period(str(year)), figures)
    seen = set()
    for figure in figures:
        for at in whole.index.values():
            by_month = [int(month.columns[figure.key].value(at).value or 0) for month in months]
            by_quarter = [int(quarter.columns[figure.key].value(at).value or 0) for quarter in quarters]
            assert [sum(by_month[first : first + 3]) for first in (0, 3, 6, 9)] == by_quarter, figure.key
            assert sum(by_quarter) == int(whole.columns[figure.key].value(at).value or 0), figure.key
            if any(by_quarter):
                seen.add(figure.key)
    return seen


def act_out(cast: Any, events: list[tuple[str, int, int, int]]) -> None:
    """Let the events of a year happen in the order of their days; a member who is not there any more does nothing."""
    for verb, gone, at, number in sorted(events, key=lambda event: event[1]):
        day, cell = date(YEAR, 1, 1) + timedelta(days=gone), cast.unit(CELLS[at])
        spells = list(Spell.objects.filter(until_on=None, from_on__lt=day).order_by("from_on", "pk"))
        spell = spells[number % len(spells)] if spells else None
        if verb == "admit":
            member = make_member(cast, CELLS[at], f"Trần Thử {gone} {number}")
            Spell.objects.filter(member=member).update(from_on=day, opened_by="admitted")
            Admission.objects.create(
                member=member, unit=cell, decided_on=day, decision_number="1", decided_by="Đảng ủy"
            )
        elif verb == "move" and spell is not None and spell.unit != cell:
            Spell.objects.filter(pk=spell.pk).update(until_on=day, closed_by="transferred_out")
            Spell.objects.create(member=spell.member, unit=cell, from_on=day, opened_by="transferred_in")
        elif verb == "die" and spell is not None:
            Spell.objects.filter(pk=spell.pk).update(until_on=day, closed_by="deceased")
        elif verb == "meet":
            make_meeting(cell, held_on=day, is_thematic=number > 2)
        elif verb == "task":
            make_task(cell, done_on=day + timedelta(days=[0, 0, 400, -400, 0, 0][number]))
        elif verb == "merge" and UnitPeriod.objects.filter(unit=cast.unit("north_b"), until_on=None).exists():
            decision = actions.Decision("09-QĐ/ĐU", day, "Đảng ủy")
            actions.merge([cast.unit("north_b")], cast.unit("north_a"), decision, from_on=day, by=None, on=cast.today)


@settings(
    max_examples=settings().max_examples // 25,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(events=st.lists(EVENT, min_size=4, max_size=10))
def test_months_and_quarters_of_a_small_tree_make_the_year(cast: Any, events: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        act_out(cast, events)

        check(cast.unit("root"), YEAR, flows(Admission, Spell, Meeting, KeyTask))

        transaction.set_rollback(True)
