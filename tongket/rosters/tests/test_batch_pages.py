"""The pages of the import: from the upload to the roll and back, whom they refuse, what they keep."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongket.core import clock
from tongket.members.models import Member
from tongket.members.tests.test_views import seen, send
from tongket.org.models import AuditRow, Job, JobState
from tongket.pages.models import Draft
from tongket.rosters.models import Batch, BatchPart, BatchState, Task
from tongket.rosters.queries.own_words import own_words
from tongket.rosters.queries.parts import choices
from tongket.rosters.tests.batches import BINH, HEADS, HOA, findings, uploaded, workbook
from tongket.sheets import child
from tongket.sheets.reading import read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAME = {**HOA, "unit": "Chi bộ Văn phòng"}


def hand_in(browser: Any, run: Any, *rows: dict[str, str], name: str = "ds.xlsx", **fields: str) -> Any:
    values = {"unit": "NORTH", "from_on": "04/01/2021", "idempotency_key": uuid.uuid4().hex, **fields}
    file = SimpleUploadedFile(name, workbook(*rows), XLSX)
    with run(execute=True):
        return browser.post("/members/import/", {**values, "file": file})


def deed(browser: Any, batch: Batch, verb: str, **values: str) -> Any:
    return send(browser, f"{batch.get_absolute_url()}{verb}/", {"shown": str(batch.version), **values}, follow=True)


def now() -> Batch:
    return Batch.objects.latest("entered_at")


def test_roster_goes_from_the_upload_to_the_roll_and_back(
    signed_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    browser = signed_in("north_officer")

    response = hand_in(browser, django_capture_on_commit_callbacks, HOA, BINH)

    batch = now()
    assert response.url == f"/members/import/{batch.pk}/"
    page = seen(browser, response.url)
    assert f"{response.url}confirm/" in page
    assert "Lê Thị Hoa" in page
    assert "001187000123" not in page
    assert not Member.objects.exists()

    deed(browser, batch, "confirm")
    assert Member.objects.count() == 2
    assert "Lê Thị Hoa" in seen(browser, "/members/?unit=NORTH")

    deed(browser, now(), "undo")
    assert (Member.objects.count(), now().state) == (0, BatchState.UNDONE)


def test_form_sent_twice_takes_the_file_once(signed_in: Any, django_capture_on_commit_callbacks: Any) -> None:
    browser = signed_in("north_officer")

    first = hand_in(browser, django_capture_on_commit_callbacks, HOA, idempotency_key="k1")
    second = hand_in(browser, django_capture_on_commit_callbacks, HOA, idempotency_key="k1")

    assert first.url == second.url
    assert Batch.objects.count() == 1


def test_button_pressed_twice_imports_once(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, HOA)
    browser = signed_in("north_officer")

    first = deed(browser, batch, "confirm", idempotency_key="k2")
    second = deed(browser, batch, "confirm", idempotency_key="k2")
    other_key = deed(browser, batch, "confirm", idempotency_key="k3")

    assert (first.status_code, second.status_code, other_key.status_code) == (200, 200, 409)
    assert Member.objects.count() == 1


def test_problem_is_shown_with_its_cell_and_corrected_on_the_page(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, BINH)
    browser = signed_in("north_officer")
    page = seen(browser, batch.get_absolute_url())
    assert 'name="correct:DS!C2"' in page
    assert "31/02/1987" in page

    response = deed(browser, batch, "check", **{"correct:DS!C2": "30/02/1987"})
    assert 'value="30/02/1987"' in response.content.decode(), "what was typed is kept"

    deed(browser, now(), "check", **{"correct:DS!C2": "27/02/1987"})
    assert (now().refused_count, now().new_count) == (0, 2)
    deed(browser, now(), "confirm")
    assert Member.objects.get(person__full_name="Lê Thị Hoa").born_on == date(1987, 2, 27)


def test_row_that_another_repeats_is_shown_with_its_name_and_not_with_a_number(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, HOA, {**BINH, "identity_number": HOA["identity_number"]})

    page = signed_in("north_officer").get(batch.get_absolute_url())

    other, problem = page.context["errors"]["rows"]
    assert (problem["name"], problem["value"]) == ("Trần Văn Bình", "")
    assert ("3" in other["message"], "2" in problem["message"]) == (True, True)


def test_check_of_a_page_that_somebody_has_left_behind_changes_nothing(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, BINH)
    browser = signed_in("north_officer")
    deed(browser, batch, "check", **{"correct:DS!C2": "27/02/1987"})

    response = deed(browser, batch, "check", **{"correct:DS!C2": "28/02/1987"})

    assert response.status_code == 409
    assert "người khác đã sửa" in response.content.decode()
    assert choices(now()).corrections == {"DS!C2": "27/02/1987"}


@pytest.mark.parametrize("verb", ["confirm", "discard"])
def test_button_of_a_page_that_somebody_has_left_behind_does_nothing(cast: Any, signed_in: Any, verb: str) -> None:
    batch = uploaded(cast, HOA)
    browser = signed_in("north_officer")
    deed(browser, batch, "check")

    response = deed(browser, batch, verb)

    assert (response.status_code, now().state) == (409, BatchState.CHECKED)
    assert not Member.objects.exists()


def test_proposal_is_taken_only_when_asked_for(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "O5/O2/1987"}, {**BINH, "party_age_from_on": "31/02/2010"})
    browser = signed_in("north_officer")
    proposed = [
        problem["suggestion"]
        for problem in findings(batch)["problems"]
        if problem["suggestion"] and problem["is_error"]
    ]

    deed(browser, batch, "check")
    assert choices(now()).corrections == {}

    deed(browser, now(), "check", use_all="1")
    assert sorted(choices(now()).corrections.values()) == sorted(proposed)


def test_rows_are_left_out_and_taken_back_on_the_page(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, BINH)
    browser = signed_in("north_officer")

    deed(browser, batch, "check", **{"skip:DS!2": "1"})
    assert (now().skipped_count, now().new_count) == (1, 1)

    deed(browser, now(), "check", **{"restore:skip:DS!2": "1"})
    assert (now().skipped_count, now().refused_count) == (0, 1)


def test_question_is_answered_on_the_page(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "unit": "Chi bộ Hành chính"}, BINH)
    browser = signed_in("north_officer")
    assert 'name="answer:unit:Chi bộ Hành chính"' in seen(browser, batch.get_absolute_url())

    deed(browser, batch, "check", **{"answer:unit:Chi bộ Hành chính": "NORTH-B"})

    assert now().new_count == 2


def test_name_that_was_not_asked_for_is_ignored(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, HOA)

    deed(signed_in("north_officer"), batch, "check", **{"correct:DS!A2": "Ai Đó", "skip:DS!2": "1", "answer:x": "y"})

    assert (now().new_count, now().skipped_count) == (1, 0)


def test_change_is_shown_from_old_to_new(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_officer")
    deed(browser, uploaded(cast, HOA), "confirm")
    batch = uploaded(cast, {**HOA, "born_on": "06/02/1987", "phone": "0988777666"})

    page = seen(browser, batch.get_absolute_url())

    assert "<del>05/02/1987</del>" in page
    assert "<ins>06/02/1987</ins>" in page
    assert "0988777666" not in page


@pytest.mark.parametrize("name", ["ds.docm", "ds.exe", "ds"])
def test_other_kinds_of_files_are_refused_at_the_door(
    signed_in: Any, django_capture_on_commit_callbacks: Any, name: str
) -> None:
    response = hand_in(signed_in("north_officer"), django_capture_on_commit_callbacks, HOA, name=name)

    assert response.status_code == 422
    assert not Batch.objects.exists()


def test_unit_of_others_is_not_taken(signed_in: Any, django_capture_on_commit_callbacks: Any) -> None:
    response = hand_in(signed_in("north_officer"), django_capture_on_commit_callbacks, HOA, unit="SOUTH")

    assert response.status_code == 422
    assert not Batch.objects.exists()


@pytest.mark.parametrize("verb", ["", "check/", "confirm/", "undo/", "discard/"])
def test_batch_of_others_is_not_found(cast: Any, signed_in: Any, verb: str) -> None:
    address = f"{uploaded(cast, HOA).get_absolute_url()}{verb}"
    browser = signed_in("south_officer")

    response = browser.post(address) if verb else browser.get(address)

    assert response.status_code == 404


@pytest.mark.parametrize("who", ["north_clerk", "north_secretary", "north_a_secretary", "stranger"])
def test_pages_are_for_the_organisation_board(signed_in: Any, who: str) -> None:
    browser = signed_in(who)

    assert [browser.get(f"/members/import/{end}").status_code for end in ("", "list/")] == [403, 403]


def test_undo_that_is_hindered_says_by_whom(cast: Any, signed_in: Any) -> None:
    from tongket.members import actions

    browser = signed_in("north_officer")
    deed(browser, uploaded(cast, HOA), "confirm")
    member = Member.objects.select_related("person").get()
    actions.correct(member, because="Nhập nhầm", seen=1, theory="SC", by=cast.person("north_officer"), on=cast.today)

    response = deed(browser, now(), "undo")

    assert "Lê Thị Hoa" in response.content.decode()
    assert (Member.objects.count(), now().state) == (1, BatchState.IMPORTED)


def test_large_file_shows_its_progress_until_it_is_read(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, HOA)
    Batch.objects.update(task=Task.READ, state=BatchState.READING)
    Job.objects.update(state=JobState.RUNNING, progress_percent=40)
    browser = signed_in("north_officer")

    page = seen(browser, batch.get_absolute_url())
    piece = browser.get(batch.get_absolute_url(), headers={"HX-Request": "true"})

    assert 'hx-trigger="every 2s"' in page
    assert 'value="40"' in piece.content.decode()
    assert "HX-Refresh" not in piece.headers

    Batch.objects.update(task=Task.NONE, state=BatchState.CHECKED)
    done = browser.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"


def test_file_that_nobody_reads_says_what_is_missing(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, HOA)
    Batch.objects.update(task=Task.READ, state=BatchState.READING)
    Job.objects.update(state=JobState.WAITING, started_at=None)

    page = seen(signed_in("north_officer"), batch.get_absolute_url())

    assert "không có tiến trình xử lý nào đang chạy" in page


def test_batches_are_listed_for_their_unit_only(cast: Any, signed_in: Any) -> None:
    uploaded(cast, HOA)

    assert "ds.xlsx" in seen(signed_in("root_officer"), "/members/import/list/")
    assert "ds.xlsx" not in seen(signed_in("south_officer"), "/members/import/list/")


@pytest.mark.rule("R-DAT-02")
@pytest.mark.parametrize(
    ("name", "rows"), [("ds.xlsx", [{**HOA, "full_name": "TUYỆT MẬT"}]), ("DS_TUYỆT MẬT.xlsx", [HOA])]
)
def test_classified_roster_leaves_nothing_but_the_fact(
    signed_in: Any, django_capture_on_commit_callbacks: Any, name: str, rows: list[dict[str, str]]
) -> None:
    response = hand_in(signed_in("north_officer"), django_capture_on_commit_callbacks, *rows, name=name)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert not Batch.objects.exists()
    assert not BatchPart.objects.exists()
    assert not Draft.objects.exists()
    row = AuditRow.objects.get(policy="member.import", result="refused")
    assert row.fields == {"classified_file": None}


def test_template_is_read_with_all_its_columns(signed_in: Any) -> None:
    answer = signed_in("root_officer").get("/members/import/template/")

    reading = read(child.read(answer.content, "mau.xlsx"), today=date(2021, 1, 4))
    assert len(next(iter(reading.heads.values()))) == 13  # with the number of the row


def test_column_with_an_unknown_head_is_chosen_and_nothing_of_it_is_lost(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = {**HEADS, "phone": "Zzz"}
    monkeypatch.setattr("tongket.rosters.tests.batches.HEADS", heads)
    batch = uploaded(cast, {**HOA, "phone": "số nhà 12"}, BINH)
    browser = signed_in("north_officer")

    step = browser.get(batch.get_absolute_url(), follow=True)

    assert step.redirect_chain == [(f"{batch.get_absolute_url()}columns/", 302)]
    first = step.context["tables"][0]["columns"][0]
    assert (first["letters"], first["sureness"], first["samples"]) == ("L", "unknown", ("số nhà 12",))
    answer = {f"answer:{first['key']}": "occupation", "columns": "1"}
    page = deed(browser, batch, "check", **answer)
    assert page.redirect_chain[-1][0] == batch.get_absolute_url(), "the columns are asked once"
    assert choices(now()).answers[first["key"]] == "occupation"
    again = seen(browser, f"{batch.get_absolute_url()}columns/")
    assert '<option value="occupation" selected' in again


def test_columns_that_are_sure_are_not_asked(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, HOA)

    page = signed_in("north_officer").get(batch.get_absolute_url())

    assert page.status_code == 200


def test_order_of_two_days_is_mended_in_either_of_their_cells(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "05/02/2017"})
    browser = signed_in("north_officer")

    first, same = browser.get(batch.get_absolute_url()).context["errors"]["rows"]

    assert [place["name"] for place in first["inputs"]] == ["correct:DS!C2", "correct:DS!F2"]
    assert (same["inputs"], same["is_asked_before"]) == ([], True)
    deed(browser, batch, "check", **{"correct:DS!C2": "05/02/1987", "correct:DS!F2": ""})
    assert (now().refused_count, now().new_count) == (0, 1)


def test_tick_that_leaves_a_row_out_is_kept_and_taken_off_again(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "05/02/2017"}, BINH)
    browser = signed_in("north_officer")
    first, same = browser.get(batch.get_absolute_url()).context["errors"]["rows"]
    tick = first["skip_name"]

    deed(browser, batch, "check", **{tick: "1", f"offered:{tick}": "1", "keep": "1"})
    kept = browser.get(batch.get_absolute_url()).context["errors"]["rows"][0]
    deed(browser, batch, "check", **{f"offered:{tick}": "1", "keep": "1"})
    taken_off = browser.get(batch.get_absolute_url()).context["errors"]["rows"][0]

    assert (first["has_tick"], same["has_tick"]) == (True, False)
    assert (kept["is_skipped"], taken_off["is_skipped"]) == (True, False)


def test_missing_sex_is_chosen_where_the_file_has_no_column_for_it(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = {name: head for name, head in HEADS.items() if name != "sex"}
    monkeypatch.setattr("tongket.rosters.tests.batches.HEADS", heads)
    batch = uploaded(cast, {**HOA, "full_name": "Lê Hoa", "identity_number": ""})
    browser = signed_in("north_officer")
    [problem] = browser.get(batch.get_absolute_url()).context["errors"]["rows"]
    [place] = problem["inputs"]
    assert (place["name"], place["is_sex"]) == ("correct:DS!sex:2", True)

    deed(browser, batch, "check", **{"correct:DS!sex:2": "Nữ"})
    assert now().new_count == 1
    page = seen(browser, batch.get_absolute_url())
    assert 'name="correct:DS!sex:2" value="Nữ"' in page, "what was mended can be changed"

    deed(browser, now(), "check", **{"correct:DS!sex:2": ""})
    assert (now().new_count, now().refused_count) == (0, 1)


def test_what_was_typed_is_kept_on_the_way_to_another_page(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongket.rosters.page.PER_PAGE", 1)
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, {**BINH, "born_on": "31/02/1990"})
    browser = signed_in("north_officer")

    second = deed(browser, batch, "check", **{"correct:DS!C2": "27/02/1987", "keep": "2 kind"})

    assert second.redirect_chain == [(f"{batch.get_absolute_url()}?page=2&by=kind#page", 302)]
    assert [problem["place"] for problem in second.context["errors"]["rows"]] == ["C3"]
    assert now().version == batch.version, "nothing was checked yet"
    deed(browser, batch, "check", **{"correct:DS!C3": "27/02/1990"})
    assert (now().refused_count, now().new_count) == (0, 2)


def test_rows_left_out_come_back_as_a_file_with_the_reason(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, BINH)
    browser = signed_in("north_officer")
    assert browser.get(f"{batch.get_absolute_url()}left-out/").status_code == 302, "nothing is left out"
    deed(browser, batch, "check", **{"skip:DS!2": "1"})

    response = browser.get(f"{batch.get_absolute_url()}left-out/")

    [sheet] = child.unpack(child.read_packed(response.content, "x.xlsx"))
    texts = [row for row in sheet.rows if len(row) > 3]
    [head, row] = [line for line in texts if line[1] in {"Họ và tên", "Lê Thị Hoa"}]
    assert row[3] == "31/02/1987"
    assert row[head.index("Lý do bỏ qua")] != ""


def test_preview_tells_every_field_that_will_be_written(cast: Any) -> None:
    batch = uploaded(cast, HOA)

    [(*_first, others)] = findings(batch)["new"]

    values = [value for _label, value in others]
    assert {"60.027445", "03/02/2010", "19/02/2010", "19/02/2011"} <= set(values)
    assert "001187000123" not in values


def test_file_without_a_member_says_so(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast)

    page = seen(signed_in("north_officer"), batch.get_absolute_url())

    assert "Không thấy đảng viên nào trong tệp này" in page


def test_names_of_one_pattern_are_answered_once(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "unit": "Xbq Văn phòng"}, {**BINH, "unit": "Xbq Nghiệp vụ"})
    browser = signed_in("north_officer")

    [question] = browser.get(batch.get_absolute_url()).context["questions"]

    assert question["choices"][0]["text"] == "Xbq X → Chi bộ X"
    deed(browser, batch, "check", **{question["name"]: "Chi bộ"})
    assert (now().new_count, now().report["questions"]) == (2, 0)


def test_pattern_that_stands_for_nothing_asks_for_each_name(cast: Any, signed_in: Any) -> None:
    batch = uploaded(cast, {**HOA, "unit": "Xbq Văn phòng"}, {**BINH, "unit": "Xbq Nghiệp vụ"})
    browser = signed_in("north_officer")
    [question] = browser.get(batch.get_absolute_url()).context["questions"]

    deed(browser, batch, "check", **{question["name"]: "Xbq"})

    assert now().report["questions"] == 2


def test_head_that_was_chosen_is_known_the_next_time_until_the_import_is_taken_back(
    cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongket.rosters.tests.batches.HEADS", {**HEADS, "phone": "Zzz"})
    batch = uploaded(cast, {**HOA, "phone": "số nhà 12"})
    browser = signed_in("north_officer")
    deed(browser, batch, "check", **{f"answer:{column_of(batch, 'L')['key']}": "occupation", "columns": "1"})
    deed(browser, now(), "confirm")
    assert now().state == BatchState.IMPORTED

    again = uploaded(cast, {**BINH, "phone": "số nhà 14"})
    assert column_of(again, "L")["kind"] == "occupation"

    deed(browser, Batch.objects.get(pk=batch.pk), "undo")
    last = uploaded(cast, {**BINH, "phone": "số nhà 14"})
    assert column_of(last, "L")["kind"] == "unread"


def column_of(batch: Batch, letters: str) -> dict[str, Any]:
    [table] = findings(batch)["tables"]
    return next(column for column in table["columns"] if column["letters"] == letters)


def test_head_whose_column_is_left_out_later_is_forgotten(cast: Any) -> None:
    for number, words in enumerate([{"zzz": "occupation", "yyy": "phone"}, {"zzz": "unread"}], start=1):
        batch = uploaded(cast, HOA)
        moment = clock.now() + timedelta(minutes=number)
        Batch.objects.filter(pk=batch.pk).update(state="IMPORTED", imported_at=moment, report={"words": words})

    assert own_words(batch) == {"yyy": "phone"}
