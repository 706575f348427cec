"""The page of who receives reports, and acts on many of them: outcomes, undo, a kept number of queries."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongket.figures.models import ReportedValues
from tongket.meetings.tests.make import make_meeting
from tongket.org import access
from tongket.org.models import HistoryRow
from tongket.pages.tests.pages import english
from tongket.reports import actions, matching
from tongket.reports.actions import bulk
from tongket.reports.models import Form, Report, ReportBatch
from tongket.reports.tests.make import DUE, form, make_report

PAGE = "/reports/received/"
FITS: dict[str, Any] = {"sent_on": DUE, "content": {"figures": {"meetings_held": "1"}}}


def plain_form(cadence: str = "month") -> Form:
    made: Form = Form.objects.create(
        code=f"dem-{cadence}", name="Đếm", cadence=cadence, fields=[{"code": "meetings_held", "is_figure": True}]
    )
    return made


def cells(cast: Any, plain: Form, **fields: Any) -> list[Report]:
    return [make_report(cast.unit(name), form=plain, **{**FITS, **fields}) for name in ("north_a", "north_b")]


def outcomes(batch: ReportBatch) -> list[tuple[str, str]]:
    return [(row["unit"], row["outcome"]) for row in batch.outcomes]


@pytest.mark.rule("R-REP-01")
def test_what_agrees_is_accepted_and_the_others_are_left_with_their_reason(cast: Any) -> None:
    plain, clerk = plain_form(), cast.person("root_clerk")
    make_meeting(cast.unit("north_b"))
    first, second = cells(cast, plain)
    Report.objects.filter(pk=second.pk).update(content={"figures": {"meetings_held": "3"}})
    upper = make_report(cast.unit("north"), form=plain, **FITS)
    paper = make_report(cast.unit("south"), form=plain, sent_on=DUE)
    late = make_report(cast.unit("south_a"), form=plain)

    batch = bulk.accept_matching([first, second, upper, paper, late], unit=cast.unit("root"), by=clerk, on=cast.today)

    states = dict(Report.objects.values_list("unit__code", "state"))
    assert {row["unit"]: (row["outcome"], bool(row["about"])) for row in batch.outcomes} == {
        "Chi bộ Văn phòng": ("done", False),
        "Chi bộ Nghiệp vụ": ("left", True),
        "Đảng bộ Sở Phương Bắc": ("below", True),
        "Đảng bộ Sở Phương Nam": ("below", True),
        "Chi bộ Phương Nam 1": ("state", True),
    }
    assert (states["NORTH-A"], states["NORTH-B"], states["NORTH"]) == ("ACCEPTED", "SENT", "SENT")
    assert HistoryRow.objects.filter(object_id=str(first.pk)).get().old["state"] == "SENT"


def test_upper_report_is_accepted_with_those_under_it(cast: Any) -> None:
    plain = plain_form()
    upper = make_report(cast.unit("north"), form=plain, **FITS)

    answers = matching.matches([upper, *cells(cast, plain)], cast.unit("root"))

    assert [match.outcome for match in answers] == ["done"] * 3


def test_explained_report_is_left_for_a_reader(cast: Any) -> None:
    content = {"figures": {"meetings_held": "1"}, "explanations": {"meetings_held": "Chưa ghi"}}
    report = cells(cast, plain_form(), content=content)[0]

    match = matching.matches([report], cast.unit("north"))[0]

    assert (match.outcome, "Chưa ghi" in match.about[0]) == ("left", True)


def test_undo_puts_back_what_nothing_depends_on(cast: Any) -> None:
    plain, clerk = plain_form(), cast.person("root_clerk")
    first, second = cells(cast, plain)
    batch = bulk.accept_matching([first, second], unit=cast.unit("root"), by=clerk, on=cast.today)
    actions.reopen(Report.objects.get(pk=second.pk), reason="Sai số", by=clerk, on=cast.today)

    undone = bulk.undo(batch, by=clerk, on=cast.today)

    assert outcomes(undone) == [("Chi bộ Văn phòng", "undone"), ("Chi bộ Nghiệp vụ", "used")]
    assert [Report.objects.get(pk=row.pk).state for row in (first, second)] == ["SENT", "RETURNED"]
    with pytest.raises(ValidationError):
        bulk.undo(undone, by=clerk, on=cast.today)


def test_accepted_report_under_an_accepted_one_is_not_undone(cast: Any) -> None:
    plain, clerk = plain_form(), cast.person("root_clerk")
    batch = bulk.accept_matching(cells(cast, plain), unit=cast.unit("root"), by=clerk, on=cast.today)
    actions.accept(make_report(cast.unit("north"), form=plain, **FITS), by=clerk, on=cast.today)

    undone = bulk.undo(batch, by=clerk, on=cast.today)

    assert {outcome for _unit, outcome in outcomes(undone)} == {"used"}


def test_yearly_numbers_go_to_the_figures_and_come_back_with_undo(cast: Any) -> None:
    plain, clerk = plain_form("year"), cast.person("root_clerk")
    first, second = cells(cast, plain, period="2020")
    ReportedValues.objects.create(unit=cast.unit("north_b"), year=2020, values={"members_total": "9"})

    batch = bulk.accept_matching([first, second], unit=cast.unit("root"), by=clerk, on=cast.today)
    held = dict(ReportedValues.objects.values_list("unit__code", "values"))
    bulk.undo(batch, by=clerk, on=cast.today)

    assert held == {"NORTH-A": {"meetings_held": "1"}, "NORTH-B": {"members_total": "9", "meetings_held": "1"}}
    assert dict(ReportedValues.objects.values_list("unit__code", "values")) == {"NORTH-B": {"members_total": "9"}}


def test_return_of_many_has_one_reason_and_can_be_undone(cast: Any) -> None:
    rows, clerk = cells(cast, plain_form()), cast.person("north_clerk")
    with pytest.raises(ValidationError):
        bulk.return_many(rows, unit=cast.unit("north"), reason=" ", by=clerk, on=cast.today)

    batch = bulk.return_many(rows, unit=cast.unit("north"), reason="Thiếu số", by=clerk, on=cast.today)
    returned = list(Report.objects.values_list("state", "note", "times_returned"))
    bulk.undo(batch, by=clerk, on=cast.today)

    assert returned == [("RETURNED", "Thiếu số", 1)] * 2
    assert list(Report.objects.values_list("state", "note", "times_returned")) == [("SENT", "", 0)] * 2


def test_reminders_say_who_was_reminded(cast: Any) -> None:
    late, sent = make_report(cast.unit("north_a")), make_report(cast.unit("north_b"), sent_on=DUE)
    clerk = cast.person("north_clerk")

    batch = bulk.remind_many([late, sent], unit=cast.unit("north"), by=clerk, on=cast.today)

    assert [outcome for _unit, outcome in outcomes(batch)] == ["done", "state"]
    with pytest.raises(ValidationError):
        bulk.undo(batch, by=clerk, on=cast.today)


@pytest.mark.parametrize("who", ["north_a_secretary", "south_clerk", "stranger", "north_inspector"])
def test_nobody_acts_on_reports_that_they_may_not_accept(cast: Any, who: str) -> None:
    rows = cells(cast, plain_form())

    with pytest.raises(access.NotAllowed):
        bulk.accept_matching(rows, unit=cast.unit("north"), by=cast.person(who), on=cast.today)
    with pytest.raises(access.NotAllowed):
        bulk.return_many(rows, unit=cast.unit("north"), reason="…", by=cast.person(who), on=cast.today)


def test_number_of_queries_does_not_depend_on_the_reports(cast: Any, signed_in: Any) -> None:
    plain, browser = plain_form(), signed_in("root_clerk")
    few = cells(cast, plain, period="2020M10")
    many = [*cells(cast, plain), *(make_report(cast.unit(name), form=plain, **FITS) for name in ("south_a", "south"))]
    address = f"{PAGE}?form={plain.code}&year=2020&unit=ROOT"
    browser.get(address)

    counts = []
    for rows, period in ((few, "2020M10"), (many, "2020M11")):
        with CaptureQueriesContext(connection) as shown:
            browser.get(f"{address}&period={period}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{PAGE}accept/?form={plain.code}&year=2020&unit=ROOT&period={period}")
        with CaptureQueriesContext(connection) as done:
            bulk.accept_matching(rows, unit=cast.unit("root"), by=cast.person("root_clerk"), on=cast.today)
        # without the log, a chain for each unit; what was planned once carries no text on PostgreSQL
        kept = [query for query in done.captured_queries if "org_audit" not in (query["sql"] or "org_audit")]
        counts.append((len(shown), len(asked), len(kept)))

    assert counts[0] == counts[1]


def test_page_shows_units_and_periods_and_four_acts_accept_all(cast: Any, signed_in: Any) -> None:
    plain = plain_form()
    cells(cast, plain)
    make_report(cast.unit("north_a"), form=plain, period="2020M10")
    browser = english(signed_in("north_clerk"))

    page = browser.get(f"{PAGE}?form={plain.code}&year=2020&unit=NORTH")
    html = page.content.decode()
    every = re.search(r'href="(/reports/received/accept/[^"]+)"', html)
    assert every is not None
    confirm = browser.get(every[1].replace("&amp;", "&"))
    chosen = confirm.context["form"].initial["chosen"]
    answer = browser.post(every[1].replace("&amp;", "&"), {"chosen": chosen, "idempotency_key": "a" * 32})
    result = browser.get(answer["Location"]).content.decode()

    assert [period.code for period in page.context["matrix"].periods] == ["2020M10", "2020M11"]
    assert '<th scope="row">Chi bộ Văn phòng' in html
    assert "missing" in html
    assert confirm.context["title"] == "Accept 2 reports"
    assert set(Report.objects.filter(period="2020M11").values_list("state", flat=True)) == {"ACCEPTED"}
    assert "Accept: 2 of 2 reports." in result


def test_ticked_reports_are_shown_before_they_are_returned(cast: Any, signed_in: Any) -> None:
    first, second = cells(cast, plain_form())
    browser = signed_in("north_clerk")

    shown = browser.post(f"{PAGE}return/?unit=NORTH", {"report": [str(first.pk)]})
    empty = browser.post(f"{PAGE}return/?unit=NORTH", {"chosen": first.pk.hex, "reason": ""})
    answer = browser.post(f"{PAGE}return/?unit=NORTH", {"chosen": first.pk.hex, "reason": "Thiếu số"})

    assert shown.context["form"].initial["chosen"] == first.pk.hex
    assert (empty.status_code, answer.status_code) == (422, 302)
    assert {row.pk: row.state for row in Report.objects.all()} == {first.pk: "RETURNED", second.pk: "SENT"}


def test_what_is_owed_stands_there_before_it_is_opened(cast: Any, signed_in: Any) -> None:
    Form.objects.filter(pk=form().pk).update(unit=cast.unit("root"), owed_from_on=DUE)

    page = signed_in("root_clerk").get(f"{PAGE}?form=monthly&year=2020&unit=ROOT")

    assert [period.code for period in page.context["matrix"].periods] == ["2020M12"]
    assert len(page.context["matrix"].lines) == 5
