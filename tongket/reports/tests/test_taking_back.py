"""Taking back on the same day what a unit sent by mistake."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow
from tongket.org.saving import Conflict
from tongket.org.tests.make import let_act_for
from tongket.pages.tests.pages import english
from tongket.reports import actions, queries, sheet
from tongket.reports.models import Report
from tongket.reports.rules import State
from tongket.reports.tests.make import make_report

KEY = "key_tasks_completed"
CONTENT: dict[str, Any] = {"figures": {KEY: "3", "members_admitted": "na"}, "text": "Gửi nhầm"}


def sent(cast: Any, *, unit: str = "north_a", by: str = "north_a_secretary", on: date | None = None) -> Report:
    """A report that a unit has sent by itself, today unless another day is given."""
    return actions.send(make_report(cast.unit(unit)), content=CONTENT, by=cast.person(by), on=on or cast.today)


def take_back(cast: Any, report: Report) -> Report:
    return actions.take_back(report, by=cast.person("north_a_secretary"), on=cast.today)


def address(report: Report) -> str:
    return f"{report.get_absolute_url()}take-back/"


def is_offered(browser: Any, report: Report) -> bool:
    page = browser.get(report.get_absolute_url())
    return address(report) in [deed.url for deed in page.context["record"].buttons]


# --- Taken back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "unit"), [("north_a_secretary", "north_a"), ("north_clerk", "north"), ("north_secretary", "north")]
)
@pytest.mark.puts_right("reports.Report")
def test_a_report_taken_back_is_due_again_and_what_was_sent_is_the_draft(cast: Any, who: str, unit: str) -> None:
    report, by = sent(cast, unit=unit, by=who), cast.person(who)

    given = actions.take_back(report, by=by, on=cast.today)

    kept = Report.objects.get()
    for row in (given, kept):
        assert (row.state, row.sent_on, row.sent_by, row.content, row.version) == (State.DUE, None, None, {}, 3)
        assert row.draft == {**CONTENT, "by": str(by.pk)}
    was_sent = HistoryRow.objects.get(about="reports.report", version=2).old
    assert (was_sent["state"], was_sent["content"]) == ("SENT", CONTENT)
    logged = AuditRow.objects.filter(about="reports.report", policy="report.send").order_by("sequence")
    assert [row.fields.get("state") for row in logged] == [None, "DUE"]


@pytest.mark.puts_right("figures.ReportedValues")
def test_sums_and_figures_above_hold_a_report_taken_back_no_more(cast: Any, signed_in: Any) -> None:
    top, upper = make_report(cast.unit("root")), make_report(cast.unit("north"))
    report, other = sent(cast), make_report(cast.unit("north_b"))
    let_act_for(cast, "north_clerk", "north_b")
    actions.send(other, content={"figures": {KEY: 4}}, by=cast.person("north_clerk"), on_behalf_of="A", on=cast.today)

    def sums() -> tuple[int, int, int, Any]:
        line = sheet.lines(upper, queries.of_children(upper.unit, upper.form, upper.period))
        total = next(one.total for one in line if one.field.code == KEY)
        deep = sheet.below(top)
        counted = count(2020, under=cast.unit("root"), figures=[REGISTRY["reports_sent"]])
        return total, deep.sums[KEY], deep.sent, counted.own("reports_sent").value

    before = sums()
    take_back(cast, report)
    page = english(signed_in("north_clerk")).get(f"{upper.get_absolute_url()}sum/").content.decode()

    assert (before, sums()) == ((7, 7, 2, 2), (4, 4, 1, 1))
    assert f"Not sent yet: {report.unit.place.short_name}." in page


def test_a_report_taken_back_is_sent_again_on_its_new_day(cast: Any) -> None:
    report, tomorrow = take_back(cast, sent(cast)), cast.today + timedelta(days=1)

    actions.send(report, content={"figures": {KEY: 5}}, by=cast.person("north_a_secretary"), on=tomorrow)

    kept = Report.objects.get()
    assert (kept.state, kept.sent_on, kept.values, kept.draft) == (State.SENT, tomorrow, {KEY: "5"}, {})
    assert HistoryRow.objects.count() == 3  # each move


def test_the_page_asks_once_more_and_the_form_comes_back_as_it_was_sent(cast: Any, signed_in: Any) -> None:
    report = sent(cast)
    browser = english(signed_in("north_a_secretary"))

    offered = is_offered(browser, report)
    asked = browser.get(address(report)).content.decode()
    still = Report.objects.get().state
    answer = browser.post(address(report))
    page = browser.get(report.get_absolute_url()).content.decode()
    form = browser.get(f"{report.get_absolute_url()}send/").context["form"]

    assert (offered, is_offered(browser, report)) == (True, False)
    assert "Until it is sent anew, the report counts as not sent." in asked
    assert still == State.SENT
    assert (answer.status_code, answer["Location"]) == (302, report.get_absolute_url())
    assert "The report was taken back. What you sent is kept as the draft." in page
    assert "Gửi nhầm" not in page
    assert (form[f"figure_{KEY}"].value(), form["figure_members_admitted"].value()) == ("3", "–")
    assert form["text"].value() == "Gửi nhầm"


# --- Refused ---------------------------------------------------------------------------------------------------------


def test_a_report_is_not_taken_back_on_a_later_day(cast: Any, signed_in: Any) -> None:
    report = sent(cast, on=cast.today - timedelta(days=1))
    browser = english(signed_in("north_a_secretary"))

    with pytest.raises(ValidationError):
        take_back(cast, report)
    answer = browser.post(address(report))

    assert answer.status_code == 422
    assert "on the day of sending only, here 03/01/2021: ask the office above" in answer.content.decode()
    assert not is_offered(browser, report)
    assert Report.objects.get().state == State.SENT


def accepted(cast: Any, report: Report) -> None:
    actions.accept(report, by=cast.person("north_clerk"), on=cast.today)


def returned(cast: Any, report: Report) -> None:
    actions.return_(report, reason="Xem lại", by=cast.person("north_clerk"), on=cast.today)


def returned_and_sent_again(cast: Any, report: Report) -> None:
    returned(cast, report)
    actions.send(report, content=CONTENT, by=cast.person("north_a_secretary"), on=cast.today)


def opened_and_sent_again(cast: Any, report: Report) -> None:
    accepted(cast, report)
    actions.reopen(report, reason="Sai số liệu", by=cast.person("north_clerk"), on=cast.today)
    actions.send(report, content=CONTENT, by=cast.person("north_a_secretary"), on=cast.today)


def sent_on_above(cast: Any, report: Report) -> None:
    sent(cast, unit="north", by="north_clerk")


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (returned_and_sent_again, "has answered this report already"),
        (opened_and_sent_again, "has answered this report already"),
        (sent_on_above, "holds these numbers and was sent already"),
    ],
)
def test_a_report_that_somebody_above_has_in_hand_stays(
    cast: Any, signed_in: Any, happens: Callable[[Any, Report], None], said: str
) -> None:
    report = sent(cast)
    browser = english(signed_in("north_a_secretary"))

    happens(cast, report)
    answer = browser.post(address(report))

    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not is_offered(browser, report)
    kept = Report.objects.get(pk=report.pk)
    assert (kept.state, kept.sent_on, kept.content) == (State.SENT, cast.today, CONTENT)


def test_a_report_is_taken_back_while_the_one_above_is_open(cast: Any) -> None:
    report, upper = sent(cast), sent(cast, unit="north", by="north_clerk")

    actions.return_(upper, reason="Thiếu số liệu", by=cast.person("root_clerk"), on=cast.today)
    take_back(cast, report)

    assert Report.objects.get(pk=report.pk).state == State.DUE


def test_a_late_report_that_the_one_above_did_not_wait_for_is_taken_back(cast: Any) -> None:
    sent(cast, unit="north", by="north_clerk", on=cast.today - timedelta(days=2))
    report = sent(cast)

    take_back(cast, report)

    assert Report.objects.get(pk=report.pk).state == State.DUE


def test_what_the_office_entered_for_a_unit_is_not_taken_back_by_the_unit(cast: Any) -> None:
    on_paper, acted = make_report(cast.unit("north_a")), make_report(cast.unit("north_a"), period="2020M10")
    let_act_for(cast, "north_clerk", "north_a")
    clerk = cast.person("north_clerk")
    actions.send_many([(on_paper, cast.today)], by=clerk, on=cast.today)
    actions.send(acted, content=CONTENT, on_behalf_of="Bí thư Chi bộ", by=clerk, on=cast.today)

    for report in Report.objects.all():
        with pytest.raises(ValidationError):
            take_back(cast, report)

    assert set(Report.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize(("happens", "refusal"), [(accepted, ValidationError), (returned, WrongState)])
def test_an_answered_report_is_not_taken_back(
    cast: Any, signed_in: Any, happens: Callable[[Any, Report], None], refusal: type[Exception]
) -> None:
    report = sent(cast)
    slower = Report.objects.get()  # as who opened the page before the answer still sees it
    browser = signed_in("north_a_secretary")

    happens(cast, report)
    answer = browser.post(address(report))

    assert (answer.status_code, is_offered(browser, report)) == (409, False)
    with pytest.raises(refusal):
        take_back(cast, slower)
    kept = Report.objects.get()
    assert (kept.state, kept.sent_on, kept.content, kept.draft) == (report.state, cast.today, CONTENT, {})


def test_a_newer_sending_is_not_taken_back_in_place_of_an_older(cast: Any) -> None:
    report = sent(cast)
    slower = Report.objects.get()

    returned_and_sent_again(cast, report)

    with pytest.raises(Conflict):
        take_back(cast, slower)
    assert Report.objects.get().state == State.SENT


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("north_clerk", 404),  # each unit takes back its own
        ("root_clerk", 404),
        ("south_secretary", 404),
        ("north_inspector", 403),
        ("stranger", 403),
    ],
)
def test_only_who_may_send_takes_back(cast: Any, signed_in: Any, who: str, status: int) -> None:
    report = sent(cast)
    browser = signed_in(who)

    with pytest.raises(access.NotAllowed):
        actions.take_back(report, by=cast.person(who), on=cast.today)

    assert [browser.get(address(report)).status_code, browser.post(address(report)).status_code] == [status, status]
    assert Report.objects.get().state == State.SENT
