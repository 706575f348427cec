"""The review: counted while it is a draft, frozen by approval, told apart from what changes later."""

import io
import json
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError

from tongket.core.documents.profiles import profile_for
from tongket.core.states import WrongState
from tongket.directives.actions import documents
from tongket.directives.queries import register_of
from tongket.meetings.models import Meeting
from tongket.members.models import Admission, Member, Spell
from tongket.org.access import NotAllowed
from tongket.org.kinds import Kind
from tongket.org.models import AuditRow, CommitteeTerm, HistoryRow, NumberSeries, Place
from tongket.org.saving import Conflict
from tongket.pages import due
from tongket.regulations.actions import set_value
from tongket.regulations.models import LocalValue, Setting
from tongket.reports.models import Form, Report
from tongket.review import actions, checks, exports, queries
from tongket.review.models import Review
from tongket.review.reading import Reading, read
from tongket.review.rules import State, Token, fragments, unknown_names

TERM = date(2020, 8, 1)


def text_of(reading: Reading, section: str) -> str:
    found = next(one for one in reading.report.sections if one.id == section)
    return "\n".join(paragraph.text for paragraph in found.paragraphs)


def begun(cast: Any) -> Review:
    return actions.begin(cast.unit("north"), 2020, place="Sông Mẫu", by=cast.person("north_clerk"), on=cast.today)


def approved(cast: Any) -> Review:
    review = begun(cast)
    actions.submit(review, by=cast.person("north_clerk"), on=cast.today)
    actions.approve(
        review, issued_on=date(2020, 12, 30), term_from_on=TERM, by=cast.person("north_secretary"), on=cast.today
    )
    return review


def reading_of(cast: Any, who: str) -> Reading:
    return read(cast.unit("north"), 2020, reader=cast.person(who), on=cast.today)


# --- Sentences -------------------------------------------------------------------------------------------------------


def test_sentence_is_cut_into_parts_and_placeholders() -> None:
    found = fragments("Kết nạp {members_admitted}{members_admitted:target}|; nữ {members_women:exact}")

    assert found == [
        [Token(text="Kết nạp "), Token(name="members_admitted"), Token(name="members_admitted", aspect="target")],
        [Token(text="; nữ "), Token(name="members_women", aspect="exact")],
    ]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("{members_admitted} {year}", []),
        ("{nonsense}", ["nonsense"]),
        ("{members admitted}", ["{ }"]),
        ("a { b", ["{ }"]),
    ],
)
def test_unknown_placeholder_is_named(sentence: str, wrong: list[str]) -> None:
    assert unknown_names(sentence, {"members_admitted"}) == wrong


# --- The draft -------------------------------------------------------------------------------------------------------


def test_draft_says_what_the_records_say(year: Any) -> None:
    reading = reading_of(year, "north_clerk")

    assert (
        "Năm 2020, kết nạp 03 đảng viên (đạt 150%, vượt 50% chỉ tiêu), tăng 01 đảng viên (50%) so với năm 2019; "
        "trong đó nữ 03 đồng chí."
    ) in text_of(reading, "I.2.3")
    assert "Hoàn thành 02/02 nhiệm vụ trọng tâm, hoàn thành tốt 02 nhiệm vụ." in text_of(reading, "I.1")
    assert "01 nhiệm vụ trọng tâm chậm tiến độ" in text_of(reading, "II.1")
    assert text_of(reading, "III.1") == "- Kết nạp đảng viên: từ 4 đảng viên trở lên."
    assert reading.report.conference is not None
    assert reading.report.conference["date"] == "2020-12-28"


def test_cut_off_leaves_later_rows_out(year: Any) -> None:
    review = begun(year)
    actions.set_details(
        review, seen=1, cut_off=date(2020, 12, 15), place="Sông Mẫu", recipients=["Lưu"],
        by=year.person("north_clerk"), on=year.today,
    )  # fmt: skip

    assert reading_of(year, "north_clerk").report.figures["members_admitted"].value == "2"


def test_cut_off_lies_in_the_year(year: Any) -> None:
    with pytest.raises(ValidationError):
        actions.begin(year.unit("north"), 2020, cut_off=date(2021, 1, 1), by=year.person("north_clerk"), on=year.today)


def test_every_figure_is_as_large_as_its_list(year: Any) -> None:
    from tongket.figures.counting import all_records
    from tongket.figures.declare import REGISTRY, Kind

    for key, line in reading_of(year, "north_clerk").report.figures.items():
        figure = REGISTRY[key]
        if line.is_suppressed or figure.amount:
            continue
        counted = figure.whole if figure.kind is Kind.RATIO and figure.whole else figure
        assert line.records == all_records(counted, unit=year.unit("north"), year=2020).count(), key


def test_free_text_stands_beside_and_the_slower_writer_is_told(year: Any) -> None:
    review = begun(year)
    clerk, secretary = year.person("north_clerk"), year.person("north_officer")
    actions.write(review, "II.2", "Nguyên nhân chủ quan.\nNguyên nhân khách quan.", seen=0, by=clerk, on=year.today)

    with pytest.raises(Conflict):
        actions.write(review, "II.2", "Khác.", seen=0, by=secretary, on=year.today)

    section = next(one for one in reading_of(year, "north_clerk").report.sections if one.id == "II.2")
    assert [(one.text, one.is_free) for one in section.paragraphs] == [
        ("Nguyên nhân chủ quan.", True),
        ("Nguyên nhân khách quan.", True),
    ]


# --- Steps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["north_clerk", "north_officer", "root_secretary", "south_secretary", "stranger"])
def test_only_the_leadership_of_the_unit_approves(year: Any, who: str) -> None:
    review = begun(year)
    actions.submit(review, by=year.person("north_clerk"), on=year.today)

    with pytest.raises(NotAllowed):
        actions.approve(review, issued_on=date(2020, 12, 30), term_from_on=TERM, by=year.person(who), on=year.today)


def test_draft_is_approved_only_after_it_was_submitted(year: Any) -> None:
    with pytest.raises(WrongState):
        actions.approve(
            begun(year),
            issued_on=date(2020, 12, 30),
            term_from_on=TERM,
            by=year.person("north_secretary"),
            on=year.today,
        )


def test_cell_approves_its_own_draft(year: Any) -> None:
    secretary = year.person("north_a_secretary")
    review = actions.begin(year.unit("north_a"), 2020, place="Sông Mẫu", by=secretary, on=year.today)

    actions.approve(review, issued_on=date(2020, 12, 30), term_from_on=TERM, by=secretary, on=year.today)

    assert (Review.objects.get(pk=review.pk).state, review.symbol) == (State.APPROVED, "BC/CB")


def test_returned_review_is_a_draft_again_with_its_reason(year: Any) -> None:
    review = begun(year)
    actions.submit(review, by=year.person("north_clerk"), on=year.today)

    actions.return_(review, reason="Bổ sung nguyên nhân", by=year.person("north_secretary"), on=year.today)

    review.refresh_from_db()
    assert (review.state, review.reopen_reason) == (State.DRAFT, "Bổ sung nguyên nhân")


@pytest.mark.rule("R-REP-02")
def test_approval_freezes_figures_with_their_rows(year: Any) -> None:
    review = approved(year)

    frozen = review.frozen.get(key="members_admitted")
    rows = {str(pk) for pk in Admission.objects.filter(decided_on__year=2020).values_list("pk", flat=True)}
    assert (frozen.line["value"], set(frozen.records)) == ("3", rows)
    assert (review.number, review.symbol) == (1, "BC/ĐU")
    assert AuditRow.objects.filter(policy="review.approve").count() == 1


@pytest.mark.rule("R-DOC-02")
def test_number_comes_from_the_series_of_reports_of_the_unit_without_a_gap(year: Any) -> None:
    now: dict[str, Any] = {"by": year.person("north_clerk"), "on": year.today}
    day: dict[str, Any] = {"issued_on": date(2020, 12, 30), "term_from_on": TERM}
    before = documents.reserve(year.unit("north"), kind="BC", **day, **now)
    documents.reserve(year.unit("north"), kind="NQ", **day, **now)

    review = approved(year)
    after = documents.reserve(year.unit("north"), kind="BC", **day, **now)

    assert [before.number, review.number, after.number] == [1, 2, 3]
    assert after.symbol == review.symbol
    entries = register_of(year.unit("north"), TERM)["BC"]
    assert [(entry.number, entry.document) for entry in entries] == [(1, before), (2, None), (3, after)]


@pytest.mark.rule("R-DOC-02")
def test_term_of_a_recorded_committee_decides_over_what_is_typed(year: Any) -> None:
    CommitteeTerm.objects.create(
        unit=year.unit("north"), kind="executive", name="2020-2025", how="elected", from_on=date(2020, 6, 17),
        until_on=date(2025, 6, 17), congress_on=date(2020, 6, 17), committee_size=7,
    )  # fmt: skip

    approved(year)

    assert NumberSeries.objects.get(unit=year.unit("north"), kind="BC").term_from_on == date(2020, 6, 18)


@pytest.mark.rule("R-DOC-02")
@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ({"issued_on": date(2020, 12, 30)}, "term_from_on"),  # no committee, no series, nothing typed
        ({"issued_on": date(2020, 7, 31), "term_from_on": TERM}, "issued_on"),
        ({"issued_on": date(2021, 1, 5), "term_from_on": TERM}, "issued_on"),  # a day that has not come
    ],
)
def test_approval_that_finds_no_number_is_refused_and_takes_none(year: Any, day: dict[str, Any], wrong: str) -> None:
    review = begun(year)
    actions.submit(review, by=year.person("north_clerk"), on=year.today)

    with pytest.raises(ValidationError) as caught:
        actions.approve(review, **day, by=year.person("north_secretary"), on=year.today)

    assert list(caught.value.error_dict) == [wrong]
    assert Review.objects.get(pk=review.pk).state == State.SUBMITTED
    assert not NumberSeries.objects.filter(last__gt=0).exists()


def test_what_changes_later_shows_as_a_difference(year: Any) -> None:
    approved(year)
    late = Member.objects.get(born_on=date(1990, 1, 5))
    Spell.objects.filter(member=late).delete()
    Admission.objects.filter(member=late).delete()

    reading = reading_of(year, "north_clerk")

    assert reading.report.figures["members_admitted"].value == "3"
    assert ("3", "2") in {(one.frozen, one.now) for one in reading.differences}


@pytest.mark.puts_right("review.Review")
def test_approved_review_is_corrected_by_a_new_edition(year: Any) -> None:
    review = approved(year)

    with pytest.raises(ValidationError):
        actions.write(review, "II.2", "Sửa", seen=0, by=year.person("north_clerk"), on=year.today)
    edition = actions.correct(review, reason="Sai số liệu", by=year.person("north_secretary"), on=year.today)

    assert (edition.edition, edition.state, Review.objects.get(pk=review.pk).state) == (2, State.DRAFT, State.APPROVED)


# --- Small numbers of persons (S-20) ----------------------------------------------------------------------------------


def test_small_number_is_hidden_in_the_draft_and_in_copies_of_others(year: Any) -> None:
    assert reading_of(year, "north_secretary").report.figures["members_disciplined"].text == "< 5"
    approved(year)

    seen = {
        who: reading_of(year, who).report.figures["members_disciplined"].text
        for who in ("north_secretary", "north_clerk", "root_clerk")
    }

    assert seen == {"north_secretary": "2", "north_clerk": "< 5", "root_clerk": "< 5"}
    assert "2 đảng viên" not in text_of(reading_of(year, "north_clerk"), "I.2.6")
    assert "kỷ luật < 5 đảng viên" in text_of(reading_of(year, "north_clerk"), "I.2.6")


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "profile", "size"), [(date(2020, 12, 30), "HD36", 14), (date(2026, 6, 1), "HD05", 15)])
def test_word_file_follows_the_profile_of_its_day(year: Any, day: date, profile: str, size: int) -> None:
    reading = reading_of(year, "north_clerk")
    review = Review(unit=year.unit("north"), year=2020, place="Sông Mẫu", issued_on=day, number=5)

    body = exports.as_word(reading.report, review, on=year.today)

    paper = docx.Document(io.BytesIO(body))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    found = next(paragraph for paragraph in paper.paragraphs if paragraph.text.startswith("Năm 2020, kết nạp"))
    assert profile_for(day).key == profile
    assert {run.font.size.pt for run in found.runs if run.font.size} <= {size}
    assert "BÁO CÁO" in text
    assert "-----" in text
    assert [section.orientation for section in paper.sections][-2:] == [1, 1]


def test_json_holds_numbers_comparison_and_sentences(year: Any) -> None:
    reading = reading_of(year, "north_clerk")

    found = json.loads(json.dumps(exports.as_json(reading.report, state=reading.state)))

    figure = next(one for one in found["figures"] if one["key"] == "members_admitted")
    assert (figure["value"], figure["target"]["value"], figure["last_year"], figure["records"]) == (3, 2, 2, 3)
    assert figure["comparison"] == {"kind": "over_target", "percent": 50, "phrase": "đạt 150%, vượt 50% chỉ tiêu"}
    assert figure["records_url"] == "/figures/members_admitted/NORTH/2020/"
    assert (found["unit"], found["name"]) == ("NORTH", "Đảng bộ Sở Phương Bắc")
    assert {"key_tasks_late"} <= {one["kind"] for one in found["limitations"]}
    assert found["next_targets"][0]["value"] == 4


# --- Outline ---------------------------------------------------------------------------------------------------------


def test_units_that_report_late_again_and_again_are_named(year: Any) -> None:
    form = Form.objects.get(code="monthly")
    for name, months in (("north", 1), ("north_a", 5), ("north_b", 4)):
        for month in range(1, months + 1):
            due_on = date(2020, month + 1, 3)
            Report.objects.create(
                unit=year.unit(name), form=form, period=f"2020M{month:02d}", due_on=due_on, state="ACCEPTED",
                sent_on=due_on + timedelta(days=2),
            )  # fmt: skip
    names = [Place.objects.get(unit=year.unit(name)).short_name for name in ("north_a", "north_b")]

    found = reading_of(year, "north_clerk").report.limitations

    late = next(one for one in found if one.kind == "reports_late")
    assert late.text == (
        f"10 báo cáo định kỳ của 03 đơn vị gửi muộn so với quy định; nhiều nhất: {names[0]} (05); {names[1]} (04)"
    )


OWN: dict[str, Any] = {"heading": "2.3. Phát triển đảng viên", "is_shown": True, "decision": "Hướng dẫn số 5-HD/ĐUK"}


def change_section(year: Any, of_year: int, sentence: str) -> LocalValue:
    return actions.change_outline(
        year.unit("north"), Kind.GRASSROOTS_COMMITTEE, "I.2.3", year=of_year, sentences=[sentence], **OWN,
        by=year.person("north_clerk"), on=year.today,
    )  # fmt: skip


@pytest.mark.rule("R-REP-02")
def test_office_changes_a_section_for_itself_alone(year: Any) -> None:
    change_section(year, 2020, "Đảng bộ kết nạp {members_admitted} đồng chí.")

    assert text_of(reading_of(year, "north_clerk"), "I.2.3") == "Đảng bộ kết nạp 03 đồng chí."
    south = read(year.unit("south"), 2020, reader=year.person("south_clerk"), on=year.today)
    assert next(one.heading for one in south.report.sections if one.id == "I.2.3") == "2.3. Công tác đảng viên"


@pytest.mark.rule("R-REP-02")
def test_section_changed_from_a_year_on_leaves_the_years_before(year: Any) -> None:
    change_section(year, 2020, "Câu đầu.")
    change_section(year, 2021, "Câu sau.")
    change_section(year, 2021, "Câu sau, sửa lại.")

    sentences = {
        of_year: next(
            row.sentences
            for row in queries.all_sections(year.unit("north"), Kind.GRASSROOTS_COMMITTEE, of_year)
            if row.section == "I.2.3"
        )
        for of_year in (2019, 2020, 2021, 2022)
    }

    assert len(sentences[2019]) > 1  # the common ones
    assert [sentences[of_year] for of_year in (2020, 2021, 2022)] == [
        ["Câu đầu."],
        ["Câu sau, sửa lại."],
        ["Câu sau, sửa lại."],
    ]
    assert HistoryRow.objects.filter(about="regulations.localvalue").exists()


def test_outline_refuses_a_figure_that_is_none(year: Any) -> None:
    with pytest.raises(ValidationError, match="members_admited"):
        change_section(year, 2020, "{members_admited}")


# --- Checks before it goes up ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "text", "odd"),
    [
        ("II.2", "Như năm 2019 và năm 2020, sang năm 2021.", []),
        ("II.2", "Năm 2012 có ba việc.", [2012]),
        ("II.2", "Nhiệm kỳ 2015 - 2020 và nhiệm kỳ 2020-2025.", []),
        ("III.2", "Trong năm 2020, chi bộ cần quan tâm.", [2020]),
        ("III.2", "Trong năm 2021, chi bộ cần quan tâm.", []),
    ],
)
def test_year_that_does_not_fit_is_flagged(year: Any, section: str, text: str, odd: list[int]) -> None:
    actions.write(begun(year), section, text, seen=0, by=year.person("north_clerk"), on=year.today)

    assert [found for _heading, found in checks.odd_years(reading_of(year, "north_clerk").report)] == odd


def test_conference_before_the_year_ended_is_flagged(year: Any) -> None:
    Meeting.objects.filter(kind="REVIEW").update(held_on=date(2020, 1, 28))

    found = [check.text for check in checks.of(reading_of(year, "north_clerk")) if check.state == "bad"]

    assert len(found) == 1
    assert "28/01/2020" in found[0]


def test_review_waits_on_the_home_page_of_who_approves_it(year: Any, signed_in: Any) -> None:
    actions.submit(begun(year), by=year.person("north_clerk"), on=year.today)

    assert "chờ đồng chí phê duyệt" in signed_in("north_secretary").get("/").content.decode()
    assert "chờ đồng chí phê duyệt" not in signed_in("north_clerk").get("/").content.decode()


def test_review_is_due_by_the_calendar_of_the_year_until_it_goes_up(year: Any) -> None:
    def due_days(who: str, on: date) -> list[date | None]:
        person = year.person(who)
        return [item.due_on for item in due.items(person, on=on) if item.action_url == "/review/NORTH/2020/"]

    december, january = date(2020, 12, 5), date(2021, 1, 4)

    assert due_days("north_clerk", date(2020, 11, 1)) == []
    assert due_days("north_clerk", december) == [date(2020, 12, 20)]
    assert due_days("north_secretary", december) == []

    set_value(
        year.unit("north"), topic=Setting.CALENDAR, key="report_drafted", value="2020-12-10", decision="5-CV/ĐUK",
        from_on=date(2020, 1, 1), until_on=date(2021, 1, 1), by=year.person("north_clerk"), on=year.today,
    )  # fmt: skip
    assert due_days("north_clerk", december) == [date(2020, 12, 10)]

    actions.submit(begun(year), by=year.person("north_clerk"), on=year.today)
    assert due_days("north_clerk", january) == []
    assert due_days("north_secretary", january) == [date(2020, 12, 31)]
