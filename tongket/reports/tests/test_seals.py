"""What stood beside the fields comes back with the form, sealed: a sending is held against that."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongket.meetings.models import Meeting
from tongket.meetings.tests.make import make_meeting
from tongket.pages.tests.pages import filled_in
from tongket.reports import beside
from tongket.reports.beside import Beside
from tongket.reports.models import Report
from tongket.reports.tests.make import form, make_report

MEETINGS, ALL_YEAR = "figure_meetings_held", "figure_meetings_held__ytd"
SHOWN = Beside({"meetings_held": 1}, {"members_total": "12"})
EXPLAINED = {
    f"why_meetings_{name}": "Chưa ghi" for name in ("held", "held__ytd", "summoned", "attended", "summoned__ytd")
}


def page_of(cast: Any, browser: Any) -> tuple[Report, Any]:
    """A report of a cell that met once, and its form as it is shown."""
    make_meeting(cast.unit("north_a"))
    report = make_report(cast.unit("north_a"))
    return report, browser.get(f"{report.get_absolute_url()}send/")


def send(browser: Any, report: Report, values: dict[str, Any]) -> tuple[Any, bool]:
    """What is answered, and whether the records were counted for it."""
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(f"{report.get_absolute_url()}send/", values)
    return answer, any(f'FROM "{Meeting._meta.db_table}"' in (query["sql"] or "") for query in queries)


def test_seal_says_what_was_shown_on_its_day_for_its_report_alone(cast: Any) -> None:
    report, other = (make_report(cast.unit("north_a"), period=period) for period in ("2020M10", "2020M11"))
    next_version = make_report(cast.unit("north_b"), form=form("yearly"), period="2020")
    next_version.pk = report.pk
    seal = beside.sealed(report, SHOWN, on=cast.today)

    assert beside.unsealed(report, seal, on=cast.today) == SHOWN
    assert beside.unsealed(other, seal, on=cast.today) is None
    assert beside.unsealed(next_version, seal, on=cast.today) is None
    assert beside.unsealed(report, seal, on=cast.today + timedelta(days=1)) is None
    assert beside.unsealed(report, seal[:-1], on=cast.today) is None
    assert beside.unsealed(report, "", on=cast.today) is None


@pytest.mark.parametrize(
    ("change", "is_counted"),
    [
        (lambda seal, others: seal, False),
        (lambda seal, others: f"x{seal}", True),
        (lambda seal, others: others, True),
        (lambda seal, others: "", True),
    ],
)
def test_only_a_sending_without_a_good_seal_counts_the_records(
    cast: Any, signed_in: Any, change: Callable[[str, str], str], is_counted: bool
) -> None:
    browser = signed_in("north_a_secretary")
    report, page = page_of(cast, browser)
    other = make_report(cast.unit("north_a"), period="2020M10")
    values = filled_in(page.context["form"])
    seal = change(values["counted"], beside.sealed(other, SHOWN, on=cast.today))

    answer, was_counted = send(browser, report, {**values, "counted": seal})

    assert (answer.status_code, was_counted) == (302, is_counted)


def test_draft_kept_meanwhile_leaves_the_seal_good(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    report, page = page_of(cast, browser)
    values = filled_in(page.context["form"])
    browser.post(f"{report.get_absolute_url()}draft/", values)

    answer, was_counted = send(browser, report, {**values, "seen": "2"})

    assert (answer.status_code, was_counted) == (302, False)


@pytest.mark.rule("R-REP-03")
def test_number_that_contradicts_what_was_shown_still_asks_for_a_word(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    report, page = page_of(cast, browser)
    values = filled_in(page.context["form"], **{MEETINGS: "2", ALL_YEAR: "2"})

    refused, _was_counted = send(browser, report, values)
    explained, was_counted = send(browser, report, {**filled_in(refused.context["form"]), **EXPLAINED})

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) >= {MEETINGS, ALL_YEAR}
    assert (explained.status_code, was_counted) == (302, False)
    assert Report.objects.get().explanations["meetings_held"] == "Chưa ghi"


def test_nothing_is_refused_for_records_that_were_put_right_since(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    report, page = page_of(cast, browser)
    values = filled_in(page.context["form"], **{MEETINGS: "2", ALL_YEAR: "2"})
    refused, _was_counted = send(browser, report, values)
    make_meeting(cast.unit("north_a"), title="Họp thêm", summoned=0, present=0)

    sent, was_counted = send(browser, report, filled_in(refused.context["form"]))

    assert (refused.status_code, sent.status_code, was_counted) == (422, 302, True)


def test_records_that_changed_since_are_not_held_against_the_clerk(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    report, page = page_of(cast, browser)
    make_meeting(cast.unit("north_a"), title="Ghi sau")

    answer, was_counted = send(browser, report, filled_in(page.context["form"]))

    assert (answer.status_code, was_counted) == (302, False)


def test_refused_form_brings_what_stands_beside_it_now(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_a_secretary")
    report, page = page_of(cast, browser)
    make_meeting(cast.unit("north_a"), title="Ghi sau")

    refused, _was_counted = send(browser, report, filled_in(page.context["form"], **{MEETINGS: "nhiều"}))

    shown = beside.unsealed(report, refused.context["form"]["counted"].value(), on=cast.today)
    assert shown is not None
    assert shown.counted["meetings_held"] == 2
