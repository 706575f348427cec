"""Asking, sending, returning, accepting; what becomes of the numbers; what the figures count."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.figures.counting import REPORTED, count, records
from tongket.figures.declare import REGISTRY
from tongket.figures.models import ReportedValues
from tongket.org import access
from tongket.org.models import AuditRow
from tongket.reports import actions
from tongket.reports.models import Report
from tongket.reports.rules import State
from tongket.reports.tests.make import DUE, form, make_report

CONTENT: dict[str, Any] = {"figures": {"key_tasks_completed": 3}, "text": "  Không có khó khăn "}


def test_open_due_many_keeps_the_order_of_the_units_and_logs_each(cast: Any) -> None:
    units = [cast.unit("south"), cast.unit("north"), cast.unit("north_a")]

    made = actions.open_due_many(
        units, form=form(), period="2020M11", due_on=DUE, by=cast.person("root_clerk"), on=cast.today
    )

    assert [(report.unit, report.state, report.due_on) for report in made] == [(one, State.DUE, DUE) for one in units]
    assert {row.chain for row in AuditRow.objects.filter(about="reports.report")} == {str(unit.pk) for unit in units}


@pytest.mark.parametrize(
    ("code", "period", "due_on", "field"),
    [
        ("monthly", "2020", DUE, "period"),
        ("monthly", "2020M13", DUE, "period"),
        ("yearly", "2020M11", DUE, "period"),
        ("monthly", "2020M11", date(2020, 10, 31), "due_on"),
    ],
)
def test_open_due_refuses_periods_that_the_form_is_not_for(
    cast: Any, code: str, period: str, due_on: date, field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.open_due(
            cast.unit("north"), form=form(code), period=period, due_on=due_on,
            by=cast.person("root_clerk"), on=cast.today,
        )  # fmt: skip

    assert list(refusal.value.error_dict) == [field]


def test_a_unit_owes_a_report_once(cast: Any) -> None:
    make_report(cast.unit("north"))

    with pytest.raises(ValidationError, match="Sở Phương Bắc"):
        actions.open_due_many(
            [cast.unit("south"), cast.unit("north")], form=form(), period="2020M11", due_on=DUE,
            by=cast.person("root_clerk"), on=cast.today,
        )  # fmt: skip

    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "whose", "verb", "may"),
    [
        ("north_a_secretary", "north_a", "report.send", True),
        ("north_clerk", "north", "report.send", True),
        ("north_secretary", "north", "report.send", True),
        ("north_clerk", "north_a", "report.send", False),  # each unit sends its own
        ("root_clerk", "north", "report.accept", True),
        ("north_secretary", "north_a", "report.accept", True),
        ("north_clerk", "north", "report.accept", False),  # nobody accepts their own
        ("north_officer", "north_a", "report.accept", False),
        ("north_clerk", "north_a", "report.collect", True),
        ("north_secretary", "north_a", "report.collect", False),
        ("north_inspector", "north_a", "report.read", True),
        ("south_secretary", "north_a", "report.read", False),
        ("stranger", "north", "report.read", False),
        ("operator", "north", "report.read", False),
    ],
)
def test_grant(cast: Any, who: str, whose: str, verb: str, may: bool) -> None:
    report = make_report(cast.unit(whose))

    allowed = access.scope(Report.objects.all(), cast.person(who), verb, on=cast.today)

    assert list(allowed) == ([report] if may else [])


def test_send_keeps_the_day_of_the_first_sending(cast: Any) -> None:
    report = make_report(cast.unit("north"))
    sender, above = cast.person("north_clerk"), cast.person("root_clerk")

    actions.send(report, content=CONTENT, by=sender, on=date(2020, 12, 4))
    actions.return_(report, reason="Thiếu số liệu", by=above, on=date(2020, 12, 7))
    returned = Report.objects.get()
    actions.send(report, content=CONTENT, by=sender, on=date(2020, 12, 9))

    kept = Report.objects.get()
    assert (returned.state, returned.note) == (State.RETURNED, "Thiếu số liệu")
    assert (kept.state, kept.sent_on, kept.note) == (State.SENT, date(2020, 12, 4), "")
    assert kept.content == {"figures": {"key_tasks_completed": "3"}, "text": "Không có khó khăn"}


@pytest.mark.parametrize("figures", [{"members_women": 3}, {"no_such": 1}, {"key_tasks_completed": -1},
                                     {"key_tasks_completed": "1.5"}, {"key_tasks_completed": "ba"}])  # fmt: skip
def test_send_refuses_numbers_that_the_form_does_not_take(cast: Any, figures: dict[str, Any]) -> None:
    report = make_report(cast.unit("north"))

    with pytest.raises(ValidationError):
        actions.send(report, content={"figures": figures}, by=cast.person("north_clerk"), on=cast.today)

    assert Report.objects.get().state == State.DUE


def test_two_clerks_cannot_both_send_or_both_answer(cast: Any) -> None:
    report = make_report(cast.unit("north"))
    slower = Report.objects.get()
    sender, above = cast.person("north_clerk"), cast.person("root_clerk")
    actions.send(report, content={}, by=sender, on=date(2020, 12, 4))

    with pytest.raises(WrongState):
        actions.send(slower, content=CONTENT, by=sender, on=date(2020, 12, 5))
    slower = Report.objects.get()
    actions.accept(report, by=above, on=cast.today)
    with pytest.raises(WrongState):
        actions.return_(slower, reason="Sai", by=above, on=cast.today)

    kept = Report.objects.get()
    assert (kept.state, kept.sent_on, kept.note) == (State.ACCEPTED, date(2020, 12, 4), "")


def test_return_needs_a_reason(cast: Any) -> None:
    report = make_report(cast.unit("north"), sent_on=DUE)

    with pytest.raises(ValidationError):
        actions.return_(report, reason=" ", by=cast.person("root_clerk"), on=cast.today)


def test_paper_is_recorded_by_the_office_above_on_its_own_day(cast: Any) -> None:
    one, two = make_report(cast.unit("north")), make_report(cast.unit("north_a"))
    clerk = cast.person("root_clerk")

    actions.send_many([(one, date(2020, 12, 4)), (two, date(2020, 12, 9))], by=clerk, on=date(2020, 12, 10))

    assert [report.sent_on for report in (one, two)] == [date(2020, 12, 4), date(2020, 12, 9)]
    assert set(Report.objects.values_list("state", flat=True)) == {State.SENT}
    with pytest.raises(access.NotAllowed):
        actions.send_many([(one, DUE)], by=cast.person("south_clerk"), on=cast.today)
    with pytest.raises(ValidationError):
        actions.send_many([(make_report(cast.unit("south")), date(2021, 1, 5))], by=clerk, on=cast.today)


def test_an_accepted_yearly_report_becomes_what_the_unit_reported(cast: Any) -> None:
    north = cast.unit("north")
    report = make_report(north, form=form("yearly"), period="2020")
    ReportedValues.objects.create(unit=north, year=2020, values={"meetings_held": "9", "key_tasks_completed": "1"})

    actions.send(report, content=CONTENT, by=cast.person("north_clerk"), on=cast.today)
    actions.accept(report, by=cast.person("root_clerk"), on=cast.today)

    kept = ReportedValues.objects.get()
    assert kept.values == {"meetings_held": "9", "key_tasks_completed": "3"}
    value = count(2020, under=north, figures=[REGISTRY["key_tasks_completed"]]).own("key_tasks_completed")
    assert (value.value, value.source) == (Decimal(3), REPORTED)


def test_a_monthly_report_changes_no_figure(cast: Any) -> None:
    report = make_report(cast.unit("north"))

    actions.send(report, content=CONTENT, by=cast.person("north_clerk"), on=cast.today)
    actions.accept(report, by=cast.person("root_clerk"), on=cast.today)

    assert not ReportedValues.objects.exists()


def test_figures_count_what_was_due_until_the_cut_off(cast: Any) -> None:
    make_report(cast.unit("north"), sent_on=DUE)
    make_report(cast.unit("north_a"), sent_on=date(2020, 12, 9), state="ACCEPTED")
    make_report(cast.unit("north_b"))
    make_report(cast.unit("north"), period="2020M12", due_on=date(2021, 1, 5))
    make_report(cast.unit("south"), sent_on=DUE)
    keys = ["reports_due", "reports_sent", "reports_on_time", "reports_late", "reports_missing", "reports_on_time_pct"]
    figures = [REGISTRY[key] for key in keys]

    counted = count(2020, under=cast.unit("root"), figures=figures)
    earlier = count(2020, under=cast.unit("root"), figures=figures, cut_off=date(2020, 11, 30))

    assert [counted.of(cast.unit("north"), key).value for key in keys[:5]] == [3, 2, 1, 1, 1]
    assert (counted.own("reports_on_time_pct").value, counted.own("reports_on_time_pct").part) == (Decimal(50), 2)
    assert earlier.own("reports_due").value == 0
    late = records(
        REGISTRY["reports_late"], unit=cast.unit("root"), year=2020, person=cast.person("north_clerk"), on=cast.today
    )
    assert [report.unit for report in late] == [cast.unit("north_a")]
