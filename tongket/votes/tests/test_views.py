"""The pages of votes: list, record, opening, counting, confirming, the printed sheet."""

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override

from tongket.org.models import AuditRow
from tongket.pages.tests.pages import english, questions, states
from tongket.votes import actions, minutes
from tongket.votes.models import Vote
from tongket.votes.rules import Standing, Voter
from tongket.votes.tests.make import counted, electorate, make_vote


def text_of(file: bytes) -> str:
    """The text of a Word file without its marks."""
    source = zipfile.ZipFile(BytesIO(file)).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", source)


def test_a_vote_is_opened_counted_and_confirmed_on_pages(cast: Any, signed_in: Any) -> None:
    cell, office = signed_in("north_a_secretary"), signed_in("north_officer")
    sent = {
        "unit": cast.unit("north_a").code,
        "decision": "resolution",
        "subject": "Nghị quyết tháng 01",
        "held_on": "03/01/2021",
        "way": "SHOW_OF_HANDS",
        "names": "Lê Văn A\nLê Văn B\nLê Văn C\n- Lê Văn D: đảng viên dự bị",
        "present": "3",
    }
    unclear = cell.post("/votes/new/", {**sent, "names": "- Lê Văn D"})
    opened = cell.post("/votes/new/", sent)
    vote = Vote.objects.get()
    numbers = {"issued": "3", "collected": "3", "valid": "3", "invalid": "0", "counters": "Tổ", "seen": "1"}
    wrong = cell.post(f"{opened['Location']}count/", {**numbers, "votes_1": "3", "votes_2": "1", "votes_3": "0"})
    cell.post(f"{opened['Location']}count/", {**numbers, "votes_1": "2", "votes_2": "1", "votes_3": "0"})
    by_counter = cell.post(f"{opened['Location']}confirm/", {"seen": "2"})
    office.post(f"{opened['Location']}confirm/", {"seen": "2"})

    assert (unclear.status_code, wrong.status_code, by_counter.status_code) == (422, 422, 422)
    assert (vote.base, vote.needed) == (3, 2)
    assert Vote.objects.get().has_passed
    page = office.get(opened["Location"]).content.decode()
    assert "đảng viên dự bị" in page


def test_why_somebody_is_left_out_is_told_in_the_language_of_the_reader(cast: Any, signed_in: Any) -> None:
    away = Voter("Lê Văn Xa", False, Standing.AWAY, since_on=date(2020, 12, 1))
    written = Voter("Lê Văn Ghi", False, Standing.WRITTEN, reason="ốm nặng")
    with override("en"):
        vote = make_vote(cast, electorate=[*electorate(20), away, written])
    browser = signed_in("north_officer")

    vietnamese = browser.get(vote.get_absolute_url()).content.decode()
    in_english = english(browser).get(vote.get_absolute_url()).content.decode()

    assert "sinh hoạt tạm thời nơi khác từ 01/12/2020" in vietnamese
    assert "temporarily elsewhere since 01/12/2020" in in_english
    assert all("ốm nặng" in page for page in (vietnamese, in_english))


def test_the_sheet_is_a_word_file_with_the_totals_and_no_ballot(cast: Any, signed_in: Any) -> None:
    vote = counted(cast, make_vote(cast), 14, 2, 1)

    file = signed_in("north_officer").get(f"{vote.get_absolute_url()}sheet/")

    words = text_of(file.content)
    assert "BIÊN BẢN KIỂM PHIẾU" in words
    assert "Kết nạp quần chúng Trần Văn Mẫu" in words
    assert "Tổng số người có quyền biểu quyết: 20; có mặt: 17; vắng mặt: 3." in words
    assert "Số phiếu phát ra: 17; thu về: 17; hợp lệ: 17; không hợp lệ: 0." in words
    assert "70%" in words  # of the base, never of those present
    assert "Đảng viên 0" not in words


def test_the_sheet_before_the_count_is_blank_and_its_reading_is_logged(cast: Any, signed_in: Any) -> None:
    vote = make_vote(cast)

    words = text_of(english(signed_in("north_inspector")).get(f"{vote.get_absolute_url()}sheet/").content)

    assert "Kết luận: ………." in words
    assert "hợp lệ: ………" in words
    assert AuditRow.objects.filter(policy="vote.read.export", object_id=str(vote.pk)).count() == 1


@pytest.mark.parametrize(("who", "status"), [("south_officer", 404), ("stranger", 403), ("north_secretary", 200)])
def test_a_vote_is_read_by_those_over_its_unit(cast: Any, signed_in: Any, who: str, status: int) -> None:
    vote = make_vote(cast)

    assert signed_in(who).get(vote.get_absolute_url()).status_code == status


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "election", "seats": 2, "choices": ["A", "B", "C"]}, "Số lượng cần bầu: 2"),
        ({"decision": "resolution", "way": "SHOW_OF_HANDS"}, "Số người biểu quyết: ………"),
    ],
)
def test_the_sheet_asks_for_what_its_kind_of_vote_needs(cast: Any, fields: dict[str, Any], words: str) -> None:
    vote = make_vote(cast, **fields)

    assert words in text_of(minutes.as_word(vote))


def test_the_outcome_stands_on_the_record_in_plain_words(cast: Any, signed_in: Any) -> None:
    vote = make_vote(cast, present=20)
    counted(cast, vote, 15, 3, 2)
    office = english(signed_in("north_officer"))
    before = office.get(vote.get_absolute_url()).content.decode()
    actions.confirm(vote, seen=2, by=cast.person("north_officer"), on=cast.today)

    after = office.get(vote.get_absolute_url()).content.decode()

    said = "Base 20, 14 needed (two thirds or more), 15 for: passed"
    assert f"{said} (not confirmed yet)" in before
    assert said in after
    assert "(not confirmed yet)" not in after


@pytest.mark.parametrize(
    ("fields", "votes", "words"),
    [
        ({}, [13, 4, 0], "Base 20, 14 needed (two thirds or more), 13 for: not passed (not confirmed yet)"),
        (
            {"decision": "election", "seats": 2, "choices": ["A", "B", "C"]},
            [16, 12, 12],
            "1 of 2 elected: A; to be voted on again: B, C (not confirmed yet)",
        ),
        ({"decision": "election", "seats": 1, "choices": ["A", "B"]}, [9, 8], "0 of 1 elected (not confirmed yet)"),
        (
            {"decision": "discipline"},
            [3, 4, 5, 5, 0],
            "Base 20, 11 needed (more than half), added up from the heaviest form: cảnh cáo (not confirmed yet)",
        ),
        (
            {"decision": "discipline"},
            [0, 0, 0, 0, 17],
            "Base 20, 11 needed (more than half), added up from the heaviest form: no form has enough votes"
            " (not confirmed yet)",
        ),
    ],
)
def test_each_kind_of_outcome_has_its_words(cast: Any, fields: dict[str, Any], votes: list[int], words: str) -> None:
    vote = counted(cast, make_vote(cast, **fields), *votes)

    with override("en"):
        assert minutes.outcome_words(vote) == words


def test_a_cancelled_vote_says_so_and_offers_nothing_more(cast: Any, signed_in: Any) -> None:
    vote, cell = make_vote(cast), english(signed_in("north_a_secretary"))

    refused = cell.post(f"{vote.get_absolute_url()}cancel/", {"reason": ""})
    cell.post(f"{vote.get_absolute_url()}cancel/", {"reason": "Không tổ chức họp"})
    page = cell.get(vote.get_absolute_url())

    assert refused.status_code == 422
    assert Vote.objects.get().state == "CANCELLED"
    labels = [deed.label for deed in page.context["record"].buttons]
    assert labels == ["Who may see this?", "Sheet for the minutes (Word)"]
    assert "Không tổ chức họp" in page.content.decode()


def test_an_election_is_opened_with_its_list_and_a_warning_of_a_long_one(cast: Any, signed_in: Any) -> None:
    cell = english(signed_in("north_a_secretary"))
    sent = {
        "unit": cast.unit("north_a").code,
        "decision": "election",
        "subject": "Bầu chi ủy",
        "held_on": "03/01/2021",
        "way": "PAPER",
        "names": "Lê Văn A\nLê Văn B\nLê Văn C",
        "present": "3",
        "seats": "2",
        "candidates": "Lê Văn A\nLê Văn B\nLê Văn C",
    }

    short = cell.post("/votes/new/", {**sent, "candidates": "Lê Văn A"})
    not_secret = cell.post("/votes/new/", {**sent, "way": "SHOW_OF_HANDS"})
    no_election = cell.post("/votes/new/", {**sent, "decision": "resolution", "seats": ""})
    page = cell.post("/votes/new/", sent, follow=True)

    assert list(short.context["form"].errors) == ["candidates"]
    assert list(not_secret.context["form"].errors) == ["way"]
    assert list(no_election.context["form"].errors) == ["candidates"]
    assert "3 candidates for 2 seats: by the instructions the list holds 2 at most." in page.content.decode()


def test_the_list_is_of_the_units_below_and_filtered_by_state(cast: Any, signed_in: Any) -> None:
    make_vote(cast)
    counted(cast, make_vote(cast, subject="Nghị quyết tháng 01", decision="resolution"), 17, 0, 0)

    def of(who: str, query: str = "") -> list[str]:
        return states(english(signed_in(who)).get(f"/votes/{query}"))

    assert sorted(of("root_secretary")) == ["to be counted", "waits for the second person"]
    assert of("north_a_secretary", "?state=COUNTED") == ["waits for the second person"]
    assert of("south_officer") == []


def test_pages_ask_as_often_for_many_rows_as_for_few(cast: Any, signed_in: Any) -> None:
    office = signed_in("north_officer")
    few = make_vote(cast, electorate=electorate(2), present=2)
    addresses = ["/votes/", few.get_absolute_url()]
    for address in addresses:
        office.get(address)
    before = [questions(office, address) for address in addresses]
    many = make_vote(cast, electorate=electorate(40, 5), present=30)
    for number in range(8):
        make_vote(cast, subject=f"Nghị quyết {number}", decision="resolution")

    after = [questions(office, address) for address in ("/votes/", many.get_absolute_url())]

    assert after == before
    assert max(after) <= 20
