"""Numbers of a report are those of its period; what contradicts the records or the last period is explained."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.meetings.tests.make import make_meeting
from tongket.members.tests.make import make_member
from tongket.pages.tests.pages import english
from tongket.reports import actions, consistency, counts
from tongket.reports.models import Form, FormField, Report
from tongket.reports.tests.make import form, make_report, typed

MEETINGS, ALL_YEAR = "meetings_held", "meetings_held__ytd"
TWO_COLUMNS = {field.code: field for field in FormField("held", "Họp", span="both").of_columns("month")}


@pytest.mark.rule("R-REP-05")
def test_a_month_counts_its_own_days_and_the_year_so_far_beside_them(cast: Any) -> None:
    for month in range(1, 6):
        make_meeting(cast.unit("north_a"), held_on=date(2020, month, 3))
    april = make_report(cast.unit("north_a"), period="2020M04")
    january = make_report(cast.unit("north_a"), period="2020M01")

    counted, first = counts.of_report(april), counts.of_report(january)

    assert (counted[MEETINGS], counted[ALL_YEAR]) == (1, 4)
    assert (first[MEETINGS], first[ALL_YEAR]) == (1, 1)


def test_members_are_told_at_the_start_and_at_the_end_of_the_period(cast: Any) -> None:
    make_member(cast, "north_a")
    report = make_report(cast.unit("north_a"), period="2020M04")
    other = make_report(cast.unit("north_a"), period="2019M01")  # the roll was opened on its first day

    then, opened = counts.of_report(report), counts.of_report(other)

    assert (then["members_total__open"], then["members_total"]) == (1, 1)
    assert (opened["members_total__open"], opened["members_total"]) == (0, 1)


@pytest.mark.parametrize(
    ("span", "cadence", "codes"),
    [
        ("period", "month", ["meetings_held"]),
        ("year", "quarter", ["meetings_held__ytd"]),
        ("both", "month", ["meetings_held", "meetings_held__ytd"]),
        ("both", "year", ["meetings_held"]),
    ],
)
def test_a_line_has_the_columns_that_its_form_wants(span: str, cadence: str, codes: list[str]) -> None:
    line = FormField.read({"code": MEETINGS, "is_figure": True, "span": span})

    assert line is not None
    assert [column.code for column in line.of_columns(cadence)] == codes


@pytest.mark.parametrize(
    ("values", "last", "is_first", "expected"),
    [
        ({"held": "2", "held__ytd": "5"}, {"held__ytd": "3"}, False, []),
        ({"held": "2", "held__ytd": "6"}, {"held__ytd": "3"}, False, [("held__ytd", False)]),
        ({"held": "2", "held__ytd": "2"}, {"held__ytd": "30"}, True, []),
        ({"held": "2", "held__ytd": "1"}, {}, False, [("held__ytd", True)]),
        ({"held": "2"}, {"held__ytd": "3"}, False, []),
    ],
)
def test_columns_agree_with_each_other_and_with_the_last_period(
    values: dict[str, str], last: dict[str, str], is_first: bool, expected: list[tuple[str, bool]]
) -> None:
    faults = consistency.of_columns(TWO_COLUMNS, values, last, is_first_of_year=is_first)

    assert [(fault.field, fault.is_hard) for fault in faults] == expected


@pytest.mark.parametrize(("number", "counted", "is_told"), [("3", 3, False), ("4", 3, True), ("4", 0, False)])
def test_records_contradict_only_where_they_hold_something(number: str, counted: int, is_told: bool) -> None:
    faults = list(consistency.against_records({"held": "Họp"}, {"held": number}, {"held": counted}))

    assert [(fault.field, fault.is_hard) for fault in faults] == ([("held", False)] if is_told else [])


@pytest.mark.rule("R-REP-03")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"members_total": "413"}, [("members_total", False)]),
        ({"members_total": "11", "members_total__open": "11"}, [("members_admitted", True)]),
        ({"meetings_attended": "9", "meetings_summoned": "8"}, [("meetings_attended", True)]),
        ({"thematic_meetings": "2"}, [("thematic_meetings", True)]),
    ],
)
def test_the_monthly_form_holds_its_checks(db: None, changes: dict[str, str], expected: list[tuple[str, bool]]) -> None:
    good = {  # 412 + 12 + 9 − 15 − 3 − 3 = 412, the example of R-MEM-17
        "members_total__open": "412", "members_total": "412", "members_admitted": "12",
        "members_transferred_in": "9", "members_transferred_out": "15", "members_died": "3", "members_left": "3",
        "meetings_held": "1", "thematic_meetings": "1", "meetings_summoned": "8", "meetings_attended": "8",
    }  # fmt: skip
    labels = {field.code: field.name for field in form().fields_asked()}

    faults = list(consistency.faults(form().checks, labels, {**good, **changes}, {}))

    assert sorted((fault.field, fault.is_hard) for fault in faults) == expected


@pytest.mark.parametrize(("came", "is_told"), [("0", False), ("3", True)])
def test_books_opened_within_the_period_begin_with_nothing(db: None, came: str, is_told: bool) -> None:
    labels = {field.code: field.name for field in form().fields_asked()}
    numbers = {
        "members_total__open": "0",
        "members_total": "8",
        "members_admitted": "0",
        "members_transferred_in": came,
    }

    faults = list(consistency.faults(form().checks, labels, numbers, {}))

    assert [fault.field for fault in faults] == (["members_total"] if is_told else [])


def test_what_contradicts_the_records_is_explained_beside_its_field_and_read_above(cast: Any, signed_in: Any) -> None:
    make_meeting(cast.unit("north_a"))
    report = make_report(cast.unit("north_a"))
    address = f"{report.get_absolute_url()}send/"
    cell = signed_in("north_a_secretary")
    numbers = {**typed("0"), "figure_meetings_held": "2", "figure_meetings_held__ytd": "2", "seen": "1"}

    asked = cell.post(address, numbers)
    names = [field.name for field in asked.context["form"].visible_fields()]
    explained = {"why_meetings_held": "Họp thêm một buổi, chưa ghi", "why_meetings_held__ytd": "Như trên"}
    summoned = {"why_meetings_summoned": "Chưa ghi", "why_meetings_attended": "Chưa ghi"}
    sent = cell.post(address, {**numbers, **explained, **summoned})
    page = english(signed_in("north_clerk")).get(report.get_absolute_url()).content.decode()

    kept = Report.objects.get()
    assert asked.status_code == 422
    assert names[names.index("figure_meetings_held") + 1] == "why_meetings_held"
    assert sent.status_code == 302
    assert kept.explanations["meetings_held"] == "Họp thêm một buổi, chưa ghi"
    assert "Họp thêm một buổi, chưa ghi" in page
    assert "The records say 1, not 2" in page


def test_a_second_sending_holds_the_numbers_against_the_last_period(cast: Any) -> None:
    plain = Form.objects.create(
        code="dem",
        name="Đếm",
        cadence="month",
        fields=[{"code": "held", "label": "Họp", "kind": "number", "span": "both"}],
    )
    secretary = cast.person("north_a_secretary")
    first, second = (make_report(cast.unit("north_a"), form=plain, period=f"2020M{month}") for month in (10, 11))
    actions.send(first, content={"figures": {"held": 1, "held__ytd": 10}}, by=secretary, on=cast.today)

    with pytest.raises(ValidationError) as wrong:
        actions.send(second, content={"figures": {"held": 1, "held__ytd": 12}}, by=secretary, on=cast.today)

    assert list(wrong.value.error_dict) == ["held__ytd"]


def test_figures_of_a_period_open_to_its_rows(cast: Any, signed_in: Any) -> None:
    for day in (date(2020, 3, 3), date(2020, 4, 3)):
        make_meeting(cast.unit("north_a"), held_on=day, title=f"Họp {day.month}")
    browser = signed_in("north_clerk")

    page = browser.get("/figures/meetings_held/NORTH-A/2020/?from=2020-04-01&until=2020-04-30").content.decode()
    secret = browser.get("/figures/members_disciplined/NORTH-A/2020/?from=2020-04-01")

    assert ("Họp 4" in page, "Họp 3" in page) == (True, False)
    assert secret.status_code == 404
