"""Pages of periodic reports."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from tongket.org.models import AuditRow, HistoryRow
from tongket.pages import due
from tongket.pages.tests.pages import english, questions, states
from tongket.reports.models import Report
from tongket.reports.tests.make import DUE, form, make_report, typed
from tongket.targets.models import KeyTask


def filled(page: Any) -> dict[str, str]:
    """What a clerk sends who writes 2 into every number of the form."""
    form = page.context["form"]
    return typed("2") | {"seen": str(form.initial["seen"])}


def test_list_shows_the_missing_first_in_words(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"), period="2020M10", sent_on=DUE, state="ACCEPTED")
    make_report(cast.unit("north"), period="2020M08", sent_on=date(2020, 12, 6))
    make_report(cast.unit("north"), period="2020M09", sent_on=DUE, state="RETURNED")
    make_report(cast.unit("north"), period="2020M12", due_on=date(2020, 12, 31))
    make_report(cast.unit("south"))

    page = english(signed_in("north_secretary")).get("/reports/")

    assert states(page) == ["missing, 4 days", "returned", "sent, 1 day late", "accepted"]


def test_list_of_a_year_holds_the_report_of_december_and_says_when_it_is_due(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"), period="2020M12", due_on=date(2021, 1, 4))
    make_report(cast.unit("north_a"), period="2020M12", due_on=date(2021, 1, 5))

    page = english(signed_in("north_secretary")).get("/reports/?year=2020")

    assert states(page) == ["due today", "due in 1 day"]


def test_list_of_a_year_holds_what_it_was_asked_for_and_what_was_due_in_it(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"), period="2019M12", due_on=date(2020, 1, 4), sent_on=date(2020, 1, 4))
    make_report(cast.unit("north"), period="2020M12", due_on=date(2021, 1, 5))

    browser = english(signed_in("north_secretary"))

    assert states(browser.get("/reports/?year=2020")) == ["sent", "due in 1 day"]
    assert states(browser.get("/reports/?year=2021")) == ["due in 1 day"]


def test_filters_narrow_by_timing_unit_and_form(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"), sent_on=DUE)
    make_report(cast.unit("north_a"), sent_on=date(2020, 12, 6))
    make_report(cast.unit("south_a"), form=form("yearly"), period="2020")
    browser = english(signed_in("root_clerk"))

    assert states(browser.get("/reports/?timing=late")) == ["sent, 1 day late"]
    assert states(browser.get("/reports/?unit=SOUTH")) == ["missing, 30 days"]
    assert states(browser.get("/reports/?form=monthly&timing=on_time")) == ["sent"]


def test_list_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_secretary")
    browser.get("/reports/")  # the first request builds what later ones reuse

    def queries(months: range) -> int:
        Report.objects.all().delete()
        for month in months:
            make_report(cast.unit("north_a"), period=f"2020M{month:02d}")
        return questions(browser, "/reports/")

    assert queries(range(1, 2)) == queries(range(1, 4))


@pytest.mark.parametrize(("who", "status"), [("south_secretary", 404), ("stranger", 403), ("operator", 403)])
def test_record_is_refused_to_others(cast: Any, signed_in: Any, who: str, status: int) -> None:
    report = make_report(cast.unit("north_a"))

    assert signed_in(who).get(report.get_absolute_url()).status_code == status


def test_record_puts_what_was_reported_beside_what_is_counted(cast: Any, signed_in: Any) -> None:
    report = make_report(
        cast.unit("north_a"), sent_on=DUE, content={"figures": {"key_tasks_completed": "1250"}, "text": "Bình thường"}
    )

    page = english(signed_in("north_clerk")).get(report.get_absolute_url()).content.decode()

    assert "1.250" in page
    assert "agrees" not in page
    assert "Bình thường" in page


def test_the_form_comes_filled_with_what_is_counted_until_the_end_of_the_period(cast: Any, signed_in: Any) -> None:
    unit = cast.unit("north_a")
    report = make_report(unit)
    KeyTask.objects.create(
        unit=unit, year=2020, title="Việc", carrier="Chi ủy", due_on=DUE, done_on=date(2020, 11, 3), grade="GOOD"
    )

    page = signed_in("north_a_secretary").get(f"{report.get_absolute_url()}send/")

    assert page.context["form"]["figure_key_tasks_completed"].value() == 1


def test_a_cell_secretary_sends_and_the_office_above_returns_and_accepts(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"))
    address = report.get_absolute_url()
    cell, office = signed_in("north_a_secretary"), signed_in("north_clerk")
    sent = filled(cell.get(f"{address}send/"))

    first = cell.post(f"{address}send/", {**sent, "text": ""})
    office.post(f"{address}return/", {"reason": "Xem lại số liệu"})
    again = cell.get(f"{address}send/").content.decode()
    cell.post(f"{address}send/", {**sent, "text": "Đã sửa", "seen": "3"})
    last = office.post(f"{address}accept/")

    kept = Report.objects.get()
    assert first["Location"] == last["Location"] == address
    assert "Xem lại số liệu" in again
    assert (kept.state, kept.sent_on, kept.content["text"]) == ("ACCEPTED", cast.today, "Đã sửa")
    assert kept.content["figures"]["key_tasks_completed"] == "2"


def test_a_form_sent_twice_with_one_key_is_taken_once(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"))
    browser = signed_in("north_a_secretary")
    address = f"{report.get_absolute_url()}send/"
    sent = filled(browser.get(address))
    body = urlencode(sent | {"text": "", "idempotency_key": "k" * 32})

    answers = [browser.post(address, body, content_type="application/x-www-form-urlencoded") for _time in range(3)]
    other = browser.post(address, sent | {"text": "Khác", "idempotency_key": "k" * 32})

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, report.get_absolute_url())] * 3
    assert other.status_code == 422  # the same key, but not the same form
    kept = Report.objects.get()
    assert (kept.state, kept.version, kept.content["text"]) == ("SENT", 2, "")
    assert AuditRow.objects.filter(policy="report.send", object_id=str(kept.pk)).count() == 1
    assert HistoryRow.objects.filter(object_id=str(kept.pk)).count() == 1


def test_a_number_that_is_none_is_refused_beside_its_field(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"))
    browser = signed_in("north_a_secretary")
    address = f"{report.get_absolute_url()}send/"
    sent = filled(browser.get(address))

    answer = browser.post(address, {**sent, "figure_key_tasks_completed": "-1"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["figure_key_tasks_completed"])
    hints = [field.help_text for field in answer.context["form"] if not field.name.startswith("why_")]
    assert hints == [field.help_text for field in browser.get(address).context["form"]]
    assert "Tính từ số liệu ghi nhận: 0." in hints
    assert Report.objects.get().state == "DUE"


def test_an_accepted_report_cannot_be_sent_again(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"), sent_on=DUE, state="ACCEPTED")
    browser = signed_in("north_a_secretary")
    address = f"{report.get_absolute_url()}send/"
    sent = filled(browser.get(address))

    assert browser.post(address, {**sent, "text": ""}).status_code == 409


def test_the_office_asks_those_who_were_not_asked_yet(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"))
    sent = {"unit": "ROOT", "reach": "children", "form": "monthly", "period": "2020M11", "due_on": "05/12/2020"}

    answer = signed_in("root_clerk").post("/reports/new/", sent)
    again = signed_in("root_clerk").post("/reports/new/", sent)

    assert answer["Location"] == "/reports/"
    assert set(Report.objects.values_list("unit__code", "period")) == {("NORTH", "2020M11"), ("SOUTH", "2020M11")}
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["unit"])


def test_periods_are_chosen_in_words_and_the_last_that_is_over_is_chosen(cast: Any, signed_in: Any) -> None:
    page = english(signed_in("root_clerk")).get("/reports/new/")
    field = page.context["form"]["period"]
    groups = dict(field.field.choices)

    assert (field.value(), dict(groups["Month"])[field.value()]) == ("2020M12", "Month 12/2020")
    assert list(groups) == ["Month", "Year"]
    assert [groups["Month"][0][0], groups["Month"][-1][0]] == ["2021M02", "2019M01"]
    assert [code for code, _label in groups["Year"]] == ["2021", "2020", "2019"]


@pytest.mark.parametrize(("period", "wrong"), [("2020", "period"), ("2018M12", "period"), ("tháng 12", "period")])
def test_a_period_that_the_form_does_not_come_for_is_refused(
    cast: Any, signed_in: Any, period: str, wrong: str
) -> None:
    sent = {"unit": "ROOT", "reach": "owing", "form": "monthly", "period": period}

    answer = signed_in("root_clerk").post("/reports/new/", sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert answer.context["form"]["period"].value() == period


def test_paper_is_recorded_on_the_day_it_came(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"))

    signed_in("north_clerk").post(f"{report.get_absolute_url()}paper/", {"sent_on": "04/12/2020"})

    kept = Report.objects.get()
    assert (kept.state, kept.sent_on) == ("SENT", date(2020, 12, 4))


@pytest.mark.parametrize(
    ("who", "deed", "status"),
    [
        ("north_clerk", "send", 404),  # each unit sends its own
        ("north_a_secretary", "accept", 403),
        ("north_a_secretary", "return", 403),
        ("north_officer", "accept", 403),
        ("south_clerk", "accept", 404),
        ("north_secretary", "paper", 403),
    ],
)
def test_deeds_are_refused(cast: Any, signed_in: Any, who: str, deed: str, status: int) -> None:
    report = make_report(cast.unit("north_a"), sent_on=DUE)

    assert signed_in(who).post(f"{report.get_absolute_url()}{deed}/").status_code == status


def test_what_is_due_waits_for_the_sender_and_what_was_sent_for_the_office(cast: Any) -> None:
    make_report(cast.unit("north_a"))
    make_report(cast.unit("north_b"), sent_on=DUE)

    def waiting(who: str) -> list[str]:
        found = due.items(cast.person(who), on=cast.today)
        return [item.action_url for item in found if item.action_url.startswith("/reports/")]

    assert waiting("north_a_secretary") == [f"{Report.objects.get(state='DUE').get_absolute_url()}send/"]
    assert waiting("north_clerk") == ["/reports/received/"]
    assert waiting("north_officer") == []


def test_list_as_of_a_day_tells_what_had_come_by_then(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"), period="2020M10", due_on=date(2020, 11, 5), sent_on=date(2020, 11, 4))
    make_report(cast.unit("north"), period="2020M11", sent_on=date(2020, 12, 8), state="ACCEPTED")
    client = english(signed_in("north_secretary"))

    before, due_day, after = (client.get(f"/reports/?day={day}") for day in ("06/12/2020", "01/12/2020", "20/12/2020"))

    assert sorted(states(before)) == ["missing, 1 day", "sent"]
    assert sorted(states(due_day)) == ["due on 05/12/2020", "sent"]
    assert sorted(states(after)) == ["sent", "sent, 3 days late"]
    assert "08/12/2020" not in before.content.decode()
    assert 'value="06/12/2020"' in before.content.decode()
