"""Reports on their way: drafts, what must agree, remarks by field, excuses, opening again, acting for a unit, sums."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from python_calamine import CalamineWorkbook

from tongket.core.states import WrongState
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow
from tongket.org.saving import Conflict
from tongket.org.tests.make import let_act_for
from tongket.pages.tests.pages import english
from tongket.reports import actions, consistency, queries, sheet
from tongket.reports.content import whole_number
from tongket.reports.models import Form, Report
from tongket.reports.tests.make import DUE, form, make_report, typed

KEY = "key_tasks_completed"
NUMBERS = {"figures": {KEY: 3}, "text": ""}


def strict_form() -> Form:
    """A form with numbers and a text of its own, whose parts must make the total."""
    found: Form = Form.objects.create(
        code="thang-moi",
        name="Báo cáo tháng (mẫu mới)",
        cadence="month",
        fields=[
            {"code": KEY, "is_figure": True},
            {"code": "all", "label": "Tổng số cuộc họp", "section": "Sinh hoạt"},
            {"code": "regular", "label": "Thường kỳ", "section": "Sinh hoạt"},
            {"code": "thematic", "label": "Chuyên đề", "section": "Sinh hoạt"},
            {"code": "hardship", "label": "Khó khăn", "kind": "text"},
        ],
        checks=[
            {"rule": "sum", "parts": ["regular", "thematic"], "total": "all"},
            {"rule": "at_most", "value": "thematic", "limit": "all"},
            {"rule": "change", "value": KEY, "percent": 50},
        ],
        from_on=date(2020, 1, 1),
    )
    return found


@pytest.mark.rule("R-REP-03")
@pytest.mark.parametrize(
    ("values", "last", "found"),
    [
        ({"all": "5", "regular": "3", "thematic": "2"}, {}, []),
        ({"all": "5", "regular": "3", "thematic": "1"}, {}, [("all", True)]),
        ({"all": "5", "regular": "5", "thematic": "na"}, {}, []),  # what does not apply counts as nothing
        ({"all": "1", "thematic": "2"}, {}, [("all", True), ("thematic", True)]),
        ({KEY: "15"}, {KEY: "10"}, []),
        ({KEY: "16"}, {KEY: "10"}, [(KEY, False)]),
        ({KEY: "16"}, {KEY: "0"}, []),  # from nothing no share can be told
    ],
)
def test_what_must_agree(db: None, values: dict[str, str], last: dict[str, str], found: list[tuple[str, bool]]) -> None:
    labels = {code: code for code in ("all", "regular", "thematic", KEY)}

    faults = consistency.faults(strict_form().checks, labels, values, last)

    assert [(fault.field, fault.is_hard) for fault in faults] == found


@pytest.mark.rule("R-REP-03")
def test_numbers_that_do_not_agree_are_refused_and_those_that_stand_out_explained(cast: Any) -> None:
    strict, clerk = strict_form(), cast.person("north_clerk")
    make_report(cast.unit("north"), form=strict, period="2020M10", sent_on=DUE, content={"figures": {KEY: "2"}})
    report = make_report(cast.unit("north"), form=strict)
    good = {"all": 5, "regular": 3, "thematic": 2, KEY: 9}

    with pytest.raises(ValidationError) as wrong_sum:
        actions.send(report, content={"figures": {**good, "all": 6}}, by=clerk, on=cast.today)
    with pytest.raises(ValidationError) as stands_out:
        actions.send(report, content={"figures": good}, by=clerk, on=cast.today)
    actions.send(report, content={"figures": good, "explanations": {KEY: "Dồn việc"}}, by=clerk, on=cast.today)

    assert list(wrong_sum.value.error_dict) == ["all", KEY]
    assert list(stands_out.value.error_dict) == [KEY]
    assert Report.objects.get(pk=report.pk).state == "SENT"


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("0", 0),
        (12, 12),
        ("1.250", 1250),
        ("12,0", 12),
        ("12,5", None),
        ("-1", None),
        ("ba", None),
        ("", None),
        ("NaN", None),
    ],
)
def test_whole_numbers_as_clerks_write_them(given: Any, number: int | None) -> None:
    assert whole_number(given) == number


def test_nil_and_not_applicable_and_missing_are_three_things(cast: Any) -> None:
    report = make_report(cast.unit("north"))

    content = {"figures": {KEY: "0", "members_admitted": "na"}}
    actions.send(report, content=content, by=cast.person("north_clerk"), on=cast.today)

    kept = Report.objects.get()
    assert kept.values == {KEY: "0", "members_admitted": "na"}
    assert "meetings_held" not in kept.values
    assert sheet.shown("na") != sheet.shown("0")


# --- Drafts and two clerks -------------------------------------------------------------------------------------------


def test_a_draft_is_kept_as_typed_until_somebody_else_saves(cast: Any) -> None:
    report, clerk = make_report(cast.unit("north")), cast.person("north_clerk")
    slower = Report.objects.get()
    another = cast.person("north_secretary")

    actions.keep_draft(report, seen=1, content={"figures": {KEY: "12a"}, "text": "Đang"}, by=clerk, on=cast.today)

    kept = Report.objects.get()
    assert (kept.state, kept.draft["figures"], kept.version) == ("DUE", {KEY: "12a"}, 2)
    with pytest.raises(Conflict):
        actions.keep_draft(slower, seen=1, content={"figures": {KEY: "9"}}, by=another, on=cast.today)


def test_second_of_two_clerks_is_told_before_any_word_is_asked_for(cast: Any) -> None:
    report, clerk = make_report(cast.unit("north")), cast.person("north_clerk")
    another, content = cast.person("north_secretary"), {"figures": {"members_total": "1", "members_admitted": "9"}}
    actions.keep_draft(Report.objects.get(), seen=1, content=content, by=another, on=cast.today)

    with pytest.raises(Conflict):
        actions.send(report, content=content, seen=0, by=clerk, on=cast.today)


def test_drafts_of_one_person_that_overtake_each_other_are_no_conflict(cast: Any) -> None:
    report, clerk = make_report(cast.unit("north")), cast.person("north_clerk")
    again = Report.objects.get()

    actions.keep_draft(report, seen=1, content={"figures": {KEY: "1"}}, by=clerk, on=cast.today)
    actions.keep_draft(again, seen=1, content={"figures": {KEY: "12"}}, by=clerk, on=cast.today)

    assert (Report.objects.get().draft["figures"], again.version) == ({KEY: "12"}, 3)


def test_a_draft_after_a_return_is_not_shown_above_and_what_was_sent_stays(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north"), sent_on=DUE, content={"figures": {KEY: "3"}, "text": "Đã gửi"})
    clerk, above = cast.person("north_clerk"), cast.person("root_clerk")
    actions.return_(report, reason="Xem lại", by=above, on=cast.today)

    actions.keep_draft(report, seen=2, content={"figures": {KEY: "4"}, "text": "Còn nháp"}, by=clerk, on=cast.today)
    page = signed_in("root_clerk").get(report.get_absolute_url()).content.decode()
    own = signed_in("north_clerk").get(f"{report.get_absolute_url()}send/").content.decode()
    actions.send(report, content={"figures": {KEY: "5"}, "text": "Gửi lại"}, by=clerk, on=cast.today)

    assert ("Đã gửi" in page, "Còn nháp" in page, "Còn nháp" in own) == (True, False, True)
    assert (Report.objects.get().values[KEY], Report.objects.get().draft) == ("5", {})
    was_sent = HistoryRow.objects.filter(about="reports.report", version=3).get()
    assert was_sent.old["content"]["text"] == "Đã gửi"


def test_ones_own_draft_saved_a_moment_ago_is_no_conflict(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north"))
    browser, address = signed_in("north_clerk"), report.get_absolute_url()
    numbers = typed("1") | {"seen": "1"}

    browser.post(f"{address}draft/", numbers)
    sent = browser.post(f"{address}send/", numbers)  # pressed before the page had the answer of the draft

    assert sent.status_code == 302
    assert Report.objects.get().state == "SENT"


def test_a_sent_report_takes_no_draft(cast: Any) -> None:
    report = make_report(cast.unit("north"), sent_on=DUE)

    with pytest.raises(WrongState):
        actions.keep_draft(report, seen=1, content={}, by=cast.person("north_clerk"), on=cast.today)


def test_the_page_saves_while_typing_and_the_second_clerk_sees_both(cast: Any, signed_in: Any) -> None:
    make_report(cast.unit("north"))
    report = Report.objects.get()
    one, two = signed_in("north_clerk"), signed_in("north_secretary")
    address = report.get_absolute_url()
    blank = dict.fromkeys(typed(""), "")
    draft = one.post(f"{address}draft/", {**blank, f"figure_{KEY}": "7", "text": "Của một", "seen": "1"})

    sent = typed("2") | {"text": "Của hai", "seen": "1"}
    clash = two.post(f"{address}send/", sent)
    page = clash.content.decode()
    again = two.post(f"{address}send/", {**sent, "seen": "2"})

    assert 'value="2"' in draft.content.decode()
    assert clash.status_code == 422
    assert "Của một" in page
    assert "Của hai" in page
    assert clash.context["form"][f"figure_{KEY}"].value() == "2"
    assert again.status_code == 302
    assert Report.objects.get().values[KEY] == "2"


# --- Above -----------------------------------------------------------------------------------------------------------


def test_remarks_stand_beside_their_fields_and_go_with_the_next_sending(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north"), sent_on=DUE, content={"figures": {KEY: "3"}, "text": ""})
    office, clerk = signed_in("root_clerk"), signed_in("north_clerk")

    answer = office.post(f"{report.get_absolute_url()}return/", {"reason": "", f"figure_{KEY}": "Kiểm tra lại số này"})
    page = clerk.get(f"{report.get_absolute_url()}send/").content.decode()
    home = clerk.get("/").content.decode()

    kept = Report.objects.get()
    assert "Kiểm tra lại số này" in home
    assert "xem ghi chú ở từng mục" in page
    assert answer.status_code == 302
    assert (kept.remarks, kept.times_returned) == ({KEY: "Kiểm tra lại số này"}, 1)
    assert '<p class="remark">Cần sửa: Kiểm tra lại số này</p>' in page
    actions.send(kept, content=NUMBERS, by=cast.person("north_clerk"), on=cast.today)
    assert Report.objects.get().remarks == {}


@pytest.mark.rule("R-REP-01")
def test_a_report_is_accepted_after_those_below_it(cast: Any) -> None:
    upper = make_report(cast.unit("north"), sent_on=DUE)
    one, two = (make_report(cast.unit(name)) for name in ("north_a", "north_b"))
    above, office = cast.person("root_clerk"), cast.person("north_clerk")

    with pytest.raises(ValidationError):
        actions.accept(upper, by=above, on=cast.today)
    actions.send(one, content=NUMBERS, by=cast.person("north_a_secretary"), on=cast.today)
    actions.accept(one, by=office, on=cast.today)
    actions.excuse(two, reason="Chi bộ mới thành lập", by=office, on=cast.today)
    actions.accept(upper, by=above, on=cast.today)

    assert Report.objects.get(pk=upper.pk).state == "ACCEPTED"
    assert Report.objects.get(pk=two.pk).state == "EXCUSED"


@pytest.mark.rule("R-REP-04")
def test_accepted_reports_are_opened_from_above_downwards(cast: Any) -> None:
    upper = make_report(cast.unit("north"), sent_on=DUE, state="ACCEPTED")
    lower = make_report(cast.unit("north_a"), sent_on=DUE, state="ACCEPTED")
    above, office = cast.person("root_clerk"), cast.person("north_clerk")

    with pytest.raises(ValidationError):
        actions.reopen(lower, reason="Sai số liệu", by=office, on=cast.today)
    with pytest.raises(ValidationError):
        actions.reopen(upper, reason="", by=above, on=cast.today)
    actions.reopen(upper, reason="Sai số liệu", by=above, on=cast.today)
    actions.reopen(lower, reason="Sai số liệu", by=office, on=cast.today)

    assert set(Report.objects.values_list("state", flat=True)) == {"RETURNED"}


def test_an_excused_report_is_not_expected_until_it_is_asked_for_again(cast: Any) -> None:
    report, office = make_report(cast.unit("north_a")), cast.person("north_clerk")

    actions.excuse(report, reason="Không có hoạt động", by=office, on=cast.today)
    with pytest.raises(WrongState):
        actions.send(report, content=NUMBERS, by=cast.person("north_a_secretary"), on=cast.today)
    actions.reopen(report, reason="Có phát sinh", by=office, on=cast.today)

    assert Report.objects.get().state == "DUE"


def test_the_office_acts_for_a_unit_below_and_both_names_are_kept(cast: Any, signed_in: Any) -> None:
    report = make_report(cast.unit("north_a"))
    address = f"{report.get_absolute_url()}act/"
    browser = signed_in("north_clerk")
    refused = browser.get(address)
    let_act_for(cast, "north_clerk", "north_a")
    numbers = typed("1") | {"seen": "1"}

    without = browser.post(address, numbers)
    given = browser.post(address, {**numbers, "on_behalf_of": "Bí thư Chi bộ A"})

    kept = Report.objects.get()
    logged = AuditRow.objects.get(policy="report.send")
    assert (refused.status_code, without.status_code, given.status_code) == (403, 422, 302)
    assert (kept.on_behalf_of, kept.sent_by) == ("Bí thư Chi bộ A", cast.person("north_clerk"))
    assert (logged.actor, logged.acting_for) == (str(kept.sent_by_id), str(cast.unit("north_a").pk))
    with pytest.raises(access.NotAllowed):
        actions.send(
            make_report(cast.unit("north_b")),
            content=NUMBERS,
            on_behalf_of="Ai đó",
            by=cast.person("north_clerk"),
            on=cast.today,
        )


def test_the_sum_sheet_adds_what_was_sent_and_shows_what_differs(cast: Any, signed_in: Any) -> None:
    upper = make_report(cast.unit("north"))
    make_report(cast.unit("north_a"), sent_on=DUE, content={"figures": {KEY: "3", "members_admitted": "na"}})
    make_report(cast.unit("north_b"), sent_on=DUE, content={"figures": {KEY: "4"}}, draft={"figures": {KEY: "100"}})
    browser = signed_in("north_clerk")

    page = browser.get(f"{upper.get_absolute_url()}sum/")
    file = browser.get(f"{upper.get_absolute_url()}sum/?export=xlsx")

    lines = {line.field.code: line for line in sheet.lines(upper, children_of(upper))}
    assert (lines[KEY].total, lines[KEY].counted, lines[KEY].difference) == (7, 0, 7)
    assert (lines["members_admitted"].total, lines["members_admitted"].difference) == (0, None)
    assert page.status_code == 200
    table = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    at = [field.code for field in form().fields_asked()].index(KEY) + 2  # behind the number of the row and the unit
    assert [row[at] for row in table[-3:]] == [7, 0, 7]
    assert [row[1] for row in table[-3:]] == ["Cộng", "Tính từ ghi nhận", "Chênh lệch"]


def test_a_number_that_did_not_come_is_not_taken_for_nil(cast: Any, signed_in: Any) -> None:
    upper = make_report(cast.unit("north"))
    make_report(cast.unit("north_a"), sent_on=DUE, content={"figures": {KEY: "3"}})
    make_report(cast.unit("north_b"), sent_on=DUE)  # on paper

    page = signed_in("north_clerk").get(f"{upper.get_absolute_url()}sum/").content.decode()

    line = next(line for line in sheet.lines(upper, children_of(upper)) if line.field.code == KEY)
    assert (line.total, line.difference) == (3, None)
    assert cast.unit("north_b").place.short_name in page.split("</table>")[0]


def test_the_sum_sheet_of_the_top_holds_what_the_lowest_units_have_sent(cast: Any, signed_in: Any) -> None:
    top = make_report(cast.unit("root"))
    make_report(cast.unit("north"), sent_on=DUE, content={"figures": {KEY: "90"}})  # says its cells' once more
    make_report(cast.unit("north_a"), sent_on=DUE, content={"figures": {KEY: "3", "members_admitted": "na"}})
    make_report(cast.unit("north_b"), content={}, draft={"figures": {KEY: "100"}})
    make_report(cast.unit("south"), sent_on=DUE, content={"figures": {KEY: "1250"}})
    make_report(cast.unit("south_a"), state="EXCUSED")

    found = sheet.below(top)
    page = english(signed_in("root_clerk")).get(f"{top.get_absolute_url()}sum/").content.decode()

    assert (found.sums[KEY], found.sent, found.expected) == (1253, 3, 4)
    assert "Of all units below, 3 of 4 reports have come." in page
    assert "1.253" in page.split("Sent by the lowest units")[1]
    assert not sheet.below(Report.objects.get(unit=cast.unit("north"))).is_deep
    assert sheet.below(Report.objects.get(unit=cast.unit("south_a"))) == sheet.Below(0, 0, False, {})


def children_of(report: Report) -> list[Report]:
    return queries.of_children(report.unit, report.form, report.period)


@pytest.mark.parametrize(("who", "status"), [("south_clerk", 404), ("stranger", 403), ("north_secretary", 200)])
def test_the_sum_sheet_is_for_those_who_read_the_report(cast: Any, signed_in: Any, who: str, status: int) -> None:
    make_report(cast.unit("north_a"), sent_on=DUE)
    upper = make_report(cast.unit("north"))

    assert signed_in(who).get(f"{upper.get_absolute_url()}sum/").status_code == status
