"""Reports that are owed by themselves, and what a rate counts."""

from datetime import date
from typing import Any

import pytest

from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.org import actions as structure
from tongket.org.models import AuditRow
from tongket.reports import actions, calendar
from tongket.reports.actions import forms
from tongket.reports.models import Form, Report
from tongket.reports.tests.make import form, make_report

YEAR_END = date(2020, 12, 31)


@pytest.fixture
def kept(cast: Any) -> Form:
    """The monthly form, kept by the topmost office and owed by itself since October 2020."""
    clerk = cast.person("root_clerk")
    taken = forms.take_over(form(), unit=cast.unit("root"), by=clerk, on=cast.today)
    return forms.owe(taken, seen=taken.version, owed_from_on=date(2020, 10, 1), by=clerk, on=cast.today)


def owing(day: date) -> set[tuple[Any, str]]:
    return {(row.unit, row.period.code) for row in calendar.owed_until(day)}


@pytest.mark.rule("R-REP-07")
def test_what_the_calendar_owes_is_opened_by_itself_once(cast: Any, kept: Form) -> None:
    november = date(2020, 11, 30)

    first, again = actions.open_owed(november), actions.open_owed(november)
    later = actions.open_owed(YEAR_END)

    opened = {(report.unit_id, report.period) for report in [*first, *later]}
    assert (len(first), again, len(later)) == (2 * 5, [], 5)
    assert opened == owing(YEAR_END)
    assert calendar.not_opened(calendar.owed_until(YEAR_END)) == []
    assert all(report.is_owed and report.due_on == date(2021, 1, 5) for report in later)
    assert AuditRow.objects.filter(policy="report.collect", actor="system").count() == 15


@pytest.mark.rule("R-REP-07")
def test_a_unit_owes_the_periods_at_whose_end_it_stood(cast: Any, kept: Form) -> None:
    decision = structure.Decision("09-QĐ/ĐU", date(2020, 11, 10), "Đảng ủy")
    structure.merge(
        [cast.unit("north_b")], cast.unit("north_a"), decision, from_on=date(2020, 11, 10), by=None, on=cast.today
    )

    owed = owing(YEAR_END)

    periods = {name: sorted(p for unit, p in owed if unit == cast.unit(name).pk) for name in ("north_a", "north_b")}
    assert periods == {"north_a": ["2020M10", "2020M11", "2020M12"], "north_b": ["2020M10"]}


@pytest.mark.parametrize("changes", [{"owed_from_on": None}, {"fields": []}, {"unit": None}])
def test_a_form_owes_nothing_before_its_office_says_so(cast: Any, kept: Form, changes: dict[str, Any]) -> None:
    Form.objects.filter(pk=kept.pk).update(**changes)

    assert actions.open_owed(YEAR_END) == []


@pytest.mark.rule("R-REP-07")
def test_what_a_unit_asks_of_itself_raises_no_rate(cast: Any) -> None:
    asked: dict[str, Any] = {"form": form(), "period": "2020M11", "due_on": date(2020, 12, 5), "on": date(2020, 12, 1)}

    own = actions.open_due(cast.unit("north"), by=cast.person("north_clerk"), **asked)
    from_above = actions.open_due(cast.unit("north_a"), by=cast.person("north_clerk"), **asked)

    assert (own.is_owed, from_above.is_owed) == (False, True)


def test_punctuality_counts_what_was_owed_alone(cast: Any) -> None:
    due = date(2020, 12, 5)
    make_report(cast.unit("north_a"), sent_on=date(2020, 12, 9))
    for month in (8, 9, 10):
        make_report(cast.unit("north_a"), period=f"2020M{month:02d}", due_on=due, sent_on=due, is_owed=False)

    keys = ("reports_due", "reports_sent", "reports_on_time", "reports_late", "reports_on_time_pct")
    counted = count(2020, under=cast.unit("north_a"), figures=[REGISTRY[key] for key in keys])

    assert [int(counted.own(key).value or 0) for key in keys] == [1, 1, 0, 1, 0]


def test_the_page_of_a_form_sets_from_when_it_is_owed(cast: Any, signed_in: Any, kept: Form) -> None:
    browser = signed_in("root_clerk")
    address = f"{kept.get_absolute_url()}owe/"

    page = browser.get(address)
    answer = browser.post(address, {"owed_from_on": "", "seen": page.context["form"].initial["seen"]})

    assert page.context["form"].initial["owed_from_on"] == date(2020, 10, 1)
    assert answer.status_code == 302
    assert Form.objects.get(pk=kept.pk).owed_from_on is None
    assert Report.objects.count() == 0
