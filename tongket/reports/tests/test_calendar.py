"""Who owes which report: against a count day by day, and by hand for units that open, close, merge and move."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tongket.core.periods import Period, PeriodKind, periods_of
from tongket.org import actions as org
from tongket.org.actions import Decision
from tongket.regulations.actions import set_value
from tongket.regulations.models import Setting
from tongket.reports import actions, calendar
from tongket.reports.calendar import Stand, owed
from tongket.reports.models import Form, Report
from tongket.reports.tests.make import form

TOP, NORTH, SOUTH, ONE, TWO = (uuid4() for _number in range(5))
CELL, COMMITTEE = "CELL", "GRASSROOTS_COMMITTEE"
DAYS = st.dates(date(2019, 6, 1), date(2021, 6, 30))


@st.composite
def lives(draw: st.DrawFn) -> list[Stand]:
    """Some units, each with a few intervals one after the other, under one of two parents, now and then at the top."""
    found = []
    for unit in (ONE, TWO, NORTH):
        days = sorted(draw(st.lists(DAYS, min_size=1, max_size=4, unique=True)))
        is_open = draw(st.booleans())
        for from_on, until_on in zip(days, [*days[1:], None], strict=True):
            if until_on is None and not is_open:
                break
            parent = draw(st.sampled_from([NORTH, SOUTH, None])) if unit != NORTH else TOP
            found.append(Stand(unit, parent, draw(st.sampled_from([CELL, COMMITTEE])), from_on, until_on))
    return found


def by_days(stands: list[Stand], cadence: PeriodKind, kinds: set[str]) -> set[tuple[UUID, UUID, str]]:
    """The same counted naively: walk through every day, remember where each unit stood, look at the end of a period."""
    found = set()
    where: dict[UUID, Stand] = {}
    day = date(2019, 1, 1)
    ends = {period.last: period for period in periods_of(cadence, 2020)}
    while day <= date(2020, 12, 31):
        where = {stand.unit: stand for stand in stands if stand.from_on <= day < (stand.until_on or date.max)}
        if day in ends:
            for unit, stand in where.items():
                if stand.parent is not None and (not kinds or stand.kind in kinds):
                    found.add((unit, stand.parent, ends[day].code))
        day += timedelta(days=1)
    return found


@pytest.mark.rule("R-REP-01")
@given(stands=lives(), cadence=st.sampled_from(PeriodKind), kinds=st.sets(st.sampled_from([CELL, COMMITTEE])))
def test_reports_owed_are_those_of_a_count_day_by_day(
    stands: list[Stand], cadence: PeriodKind, kinds: set[str]
) -> None:
    found = list(owed(stands, cadence=cadence, year=2020, kinds=kinds, due_days=5))

    assert {(one.unit, one.receiver, one.period.code) for one in found} == by_days(stands, cadence, kinds)
    assert len({(one.unit, one.period.code) for one in found}) == len(found)
    assert all(one.due_on == one.period.last + timedelta(days=5) for one in found)


@pytest.mark.rule("R-REP-01")
@pytest.mark.parametrize(
    ("stands", "months"),
    [
        ([Stand(ONE, NORTH, CELL, date(2019, 1, 1))], 12),
        ([Stand(ONE, NORTH, CELL, date(2020, 3, 31))], 10),  # opens on the last day of March: owes March
        ([Stand(ONE, NORTH, CELL, date(2020, 4, 1))], 9),
        ([Stand(ONE, NORTH, CELL, date(2019, 1, 1), date(2020, 3, 31))], 2),  # ends that day: owes no March
        ([Stand(ONE, NORTH, CELL, date(2019, 1, 1), date(2020, 4, 1))], 3),
        ([Stand(ONE, None, CELL, date(2019, 1, 1))], 0),  # nobody above it
    ],
)
def test_a_unit_owes_the_months_at_whose_end_it_stands(stands: list[Stand], months: int) -> None:
    assert len(list(owed(stands, cadence=PeriodKind.MONTH, year=2020, kinds=(), due_days=5))) == months


@pytest.mark.rule("R-REP-01")
def test_who_moves_within_a_period_owes_it_to_the_new_superior() -> None:
    stands = [
        Stand(ONE, NORTH, CELL, date(2019, 1, 1), date(2020, 2, 10)),
        Stand(ONE, SOUTH, CELL, date(2020, 2, 10)),
    ]

    found = list(owed(stands, cadence=PeriodKind.MONTH, year=2020, kinds=(), due_days=5))

    assert [one.receiver for one in found[:2]] == [NORTH, SOUTH]


def test_units_that_ended_or_were_not_there_are_not_asked(cast: Any) -> None:
    officer = cast.person("root_officer")
    decision = Decision(number="7-QĐ/ĐUK", decided_on=date(2020, 11, 10), issuer="Đảng ủy Khối")
    org.dissolve(cast.unit("south_a"), decision, from_on=date(2020, 11, 15), by=officer, on=cast.today)

    made = actions.ask_expected(
        cast.unit("root"), form=form(), period="2020M11", by=cast.person("root_clerk"), on=cast.today
    )
    before = calendar.owing_units(cast.unit("root"), form(), made[0].the_period.previous())

    assert cast.unit("south_a") not in {report.unit for report in made}
    assert cast.unit("south_a") in before
    assert {report.due_on for report in made} == {date(2020, 12, 5)}


def test_asking_again_asks_nobody_twice_and_not_before_the_period_ends(cast: Any) -> None:
    clerk, root = cast.person("root_clerk"), cast.unit("root")
    first = actions.ask_expected(root, form=form(), period="2020M11", by=clerk, on=cast.today)

    again = actions.ask_expected(root, form=form(), period="2020M11", by=clerk, on=cast.today)

    assert (len(again), Report.objects.count()) == (0, len(first))
    with pytest.raises(ValidationError):
        actions.ask_expected(root, form=form(), period="2021M01", by=clerk, on=cast.today)


def test_a_period_is_asked_for_by_the_version_of_its_time(cast: Any) -> None:
    old, clerk = form(), cast.person("root_clerk")
    Form.objects.filter(pk=old.pk).update(until_on=date(2020, 12, 1))
    new = Form.objects.create(
        code=old.code, name="Mẫu mới", cadence="month", fields=old.fields, from_on=date(2020, 12, 1)
    )

    before = actions.ask_expected(cast.unit("root"), form=new, period="2020M11", by=clerk, on=cast.today)
    after = actions.ask_expected(cast.unit("root"), form=new, period="2020M12", by=clerk, on=cast.today)

    assert ({report.form for report in before}, {report.form for report in after}) == ({old}, {new})
    with pytest.raises(ValidationError):
        actions.ask_expected(cast.unit("root"), form=new, period="1999M12", by=clerk, on=cast.today)


@pytest.mark.rule("R-REP-01")
def test_reports_are_asked_for_by_the_day_that_the_calendar_of_the_year_moved(cast: Any) -> None:
    clerk, root = cast.person("root_clerk"), cast.unit("root")
    set_value(
        root, topic=Setting.CALENDAR, key=calendar.calendar_key(form(), Period("2020M12")), value="2021-01-08",
        decision="Kế hoạch số 3-KH/ĐUK", from_on=date(2020, 1, 1), until_on=date(2021, 1, 1), by=clerk, on=cast.today,
    )  # fmt: skip

    moved = actions.ask_expected(root, form=form(), period="2020M12", by=clerk, on=cast.today)
    before = actions.ask_expected(root, form=form(), period="2020M11", by=clerk, on=cast.today)

    assert {report.due_on for report in moved} == {date(2021, 1, 8)}
    assert {report.due_on for report in before} == {date(2020, 12, 5)}
