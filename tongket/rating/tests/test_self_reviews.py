"""Self-reviews: written by oneself, handed in, taken back until the cell has met; on paper; kept three years."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tongket.org.access import NotAllowed
from tongket.org.models import AuditRow, HistoryRow, Person
from tongket.pages import due
from tongket.rating import actions
from tongket.rating.models import Candidate, Proposal, SelfReview
from tongket.rating.round_rules import Body, ProposalState
from tongket.rating.rules import Level
from tongket.rating.self_review_rules import Group, SelfReviewState, first_kept_year, forms_of, is_open, missing
from tongket.rating.tests.make import make_members

WRITTEN: dict[str, Any] = {"duties": "Thẩm định 42 hồ sơ, đúng hạn 41.", "faults": "Một hồ sơ chậm ba ngày."}


@pytest.mark.parametrize(
    ("year", "group", "code"),
    [
        (2018, Group.MEMBER, ""),
        (2020, Group.LEADER, "Mẫu 02-HD KĐ.ĐG 2019"),
        (2023, Group.MEMBER, "Mẫu 02A"),
        (2024, Group.LEADER, "Mẫu 02B"),
        (2025, Group.MEMBER, "Mẫu 2A"),
        (2025, Group.OUTSIDE, "Mẫu 2C"),
        (2026, Group.UNIT, "Mẫu 01"),
    ],
)
def test_form_follows_the_regime_of_the_year_and_the_group(year: int, group: str, code: str) -> None:
    assert forms_of(year)[group].code == code


@pytest.mark.rule("R-DAT-07")
def test_no_form_has_a_part_on_political_quality_or_for_others() -> None:
    parts = {part for year in (2018, 2020, 2023, 2025) for form in forms_of(year).values() for part in form.parts}

    assert parts == {
        "duties", "leading", "commitment", "faults", "corrected", "answers", "own_share", "measures",
    }  # fmt: skip
    assert Group.OUTSIDE not in forms_of(2023)


@pytest.mark.parametrize(
    ("state", "proposed", "open_still"),
    [
        (SelfReviewState.DRAFT, set(), True),
        (SelfReviewState.SENT, {Body.SELF}, True),
        (SelfReviewState.SENT, {Body.SELF, Body.CELL}, False),
        (SelfReviewState.SENT, {Body.COMMITTEE}, False),
    ],
)
def test_self_review_is_open_until_the_cell_has_proposed(state: str, proposed: set[str], open_still: bool) -> None:
    assert is_open(state, proposed) is open_still


def test_what_is_missing_is_told() -> None:
    assert missing({"duties": " ", "faults": "x"}, "") == ["duties", "level"]


@pytest.mark.rule("R-DAT-06")
def test_self_reviews_of_three_years_are_kept() -> None:
    assert first_kept_year(date(2026, 12, 1)) == 2023


# --- Written, handed in, taken back -----------------------------------------------------------------------------------


@pytest.fixture
def candidate(cast: Any) -> Candidate:
    """A member of a cell in a round of their organisation for 2020."""
    make_members(cast, "north_a", 1)
    officer = {"by": cast.person("north_officer"), "on": cast.today}
    actions.open_round(cast.unit("north"), year=2020, subject="MEMBER", **officer)
    return Candidate.objects.select_related("round", "unit__place", "member__person").get()


def member_of(candidate: Candidate) -> Person:
    assert candidate.member is not None
    return Person.objects.get(pk=candidate.member.person_id)


def handed_in(candidate: Candidate, cast: Any, level: str = Level.GOOD) -> SelfReview:
    me: dict[str, Any] = {"by": member_of(candidate), "on": cast.today}
    review = actions.write_self_review(candidate, group=Group.MEMBER, level=level, **WRITTEN, **me)
    return actions.send_self_review(review, **me)


@pytest.mark.rule("R-RATE-05")
@pytest.mark.puts_right("rating.SelfReview")
def test_level_of_a_self_review_is_a_proposal_and_goes_with_it(cast: Any, candidate: Candidate) -> None:
    review = handed_in(candidate, cast)
    proposal = Proposal.objects.get()
    assert (proposal.body, proposal.level, proposal.state) == (Body.SELF, Level.GOOD, ProposalState.CONFIRMED)

    me: dict[str, Any] = {"by": member_of(candidate), "on": cast.today}
    review = actions.take_back_self_review(review, **me)
    review = actions.write_self_review(
        candidate, group=Group.MEMBER, level=Level.EXCELLENT, seen=review.version, **WRITTEN, **me
    )
    actions.send_self_review(review, **me)

    assert list(Proposal.objects.order_by("state").values_list("state", "level")) == [
        (ProposalState.CONFIRMED, Level.EXCELLENT), (ProposalState.WITHDRAWN, Level.GOOD),
    ]  # fmt: skip


def test_nothing_is_changed_once_the_cell_has_proposed(cast: Any, candidate: Candidate) -> None:
    review = handed_in(candidate, cast)
    secretary = cast.person("north_a_secretary")
    actions.propose(candidate, body=Body.CELL, level=Level.GOOD, proposed_on=cast.today, by=secretary, on=cast.today)

    with pytest.raises(ValidationError, match="Chi bộ đã đề nghị"):
        actions.take_back_self_review(review, by=member_of(candidate), on=cast.today)


def test_self_review_is_not_handed_in_half(cast: Any, candidate: Candidate) -> None:
    me: dict[str, Any] = {"by": member_of(candidate), "on": cast.today}
    review = actions.write_self_review(candidate, group=Group.MEMBER, duties="Việc", **me)

    with pytest.raises(ValidationError):
        actions.send_self_review(review, **me)


def test_nobody_writes_for_another(cast: Any, candidate: Candidate) -> None:
    for who in ("north_a_secretary", "north_officer", "stranger"):
        with pytest.raises(NotAllowed):
            actions.write_self_review(candidate, group=Group.MEMBER, by=cast.person(who), on=cast.today, **WRITTEN)


def test_part_of_another_form_is_not_lost_without_a_word(cast: Any, candidate: Candidate) -> None:
    me: dict[str, Any] = {"by": member_of(candidate), "on": cast.today}

    with pytest.raises(ValidationError) as refusal:
        actions.write_self_review(candidate, group=Group.MEMBER, leading="Phần khác", **WRITTEN, **me)

    assert set(refusal.value.error_dict) == {"leading"}


@pytest.mark.puts_right("rating.SelfReview")
def test_paper_records_the_level_alone_and_is_withdrawn_with_a_reason(cast: Any, candidate: Candidate) -> None:
    secretary: dict[str, Any] = {"by": cast.person("north_a_secretary"), "on": cast.today}

    review = actions.receive_self_review_on_paper(candidate, level=Level.GOOD, sent_on=cast.today, **secretary)

    assert (review.is_on_paper, review.duties, Proposal.objects.get().body) == (True, None, Body.SELF)
    with pytest.raises(ValidationError):
        actions.write_self_review(candidate, group=Group.MEMBER, by=member_of(candidate), on=cast.today, **WRITTEN)
    actions.withdraw_self_review_paper(review, reason="Ghi nhầm người", **secretary)
    assert not SelfReview.objects.exists()
    assert Proposal.objects.get().state == ProposalState.WITHDRAWN


def test_what_was_written_is_sealed_and_no_history_holds_it(cast: Any, candidate: Candidate) -> None:
    review = handed_in(candidate, cast)
    actions.take_back_self_review(review, by=member_of(candidate), on=cast.today)

    with connection.cursor() as cursor:
        cursor.execute("SELECT duties FROM rating_selfreview")
        [(stored,)] = cursor.fetchall()

    assert "Thẩm định" not in str(stored)
    assert not any("Thẩm định" in str(row.old) for row in HistoryRow.objects.all())
    assert not any("Thẩm định" in str(row.fields) for row in AuditRow.objects.all())
    assert SelfReview.objects.get().duties == WRITTEN["duties"]


@pytest.mark.rule("R-DAT-06")
def test_old_self_reviews_are_forgotten_and_the_levels_stay(cast: Any, candidate: Candidate) -> None:
    handed_in(candidate, cast)

    assert actions.forget_old(date(2023, 12, 31)) == 0
    assert actions.forget_old(date(2024, 1, 1)) == 1

    assert not SelfReview.objects.exists()
    assert Proposal.objects.count() == 1


# --- Pages ------------------------------------------------------------------------------------------------------------


def browser_of(candidate: Candidate, cast: Any, signed_in: Any) -> Any:
    cast.people["member"] = member_of(candidate)
    return signed_in("member")


def test_member_finds_writes_and_hands_in_their_self_review(cast: Any, candidate: Candidate, signed_in: Any) -> None:
    url = f"/rating/self-reviews/{candidate.pk}/"
    assert url in [item.action_url for item in due.items(member_of(candidate), on=cast.today)]
    browser, reader = browser_of(candidate, cast, signed_in), signed_in("north_a_secretary")

    given = {"group": "MEMBER", "level": "GOOD", "seen": "0", "idempotency_key": "k1", **WRITTEN}
    assert browser.get(f"{url}write/").status_code == 200
    assert browser.post(f"{url}write/", given).status_code == 302
    before = reader.get(url).content.decode()
    word = browser.get(f"{url}word/")
    browser.post(f"{url}hand-in/", {"idempotency_key": "k2"})
    after = reader.get(url).content.decode()

    assert "Thẩm định" not in before
    assert "Thẩm định 42 hồ sơ" in after
    assert AuditRow.objects.filter(policy="selfreview.read", fields__has_key="read").exists()
    assert url not in [item.action_url for item in due.items(member_of(candidate), on=cast.today)]
    text = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "BẢN KIỂM ĐIỂM CÁ NHÂN" in text
    assert "Thẩm định" in text


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("north_a_secretary", {"": 200, "word/": 200, "write/": 403, "hand-in/": 405}),
        ("north_officer", {"": 200, "word/": 200, "write/": 404, "hand-in/": 405}),
        ("north_clerk", {"": 404, "word/": 404, "write/": 404, "hand-in/": 405}),
        ("south_officer", {"": 404, "word/": 404, "write/": 404, "hand-in/": 405}),
    ],
)
def test_self_review_is_read_by_the_cell_and_those_who_judge(
    cast: Any, candidate: Candidate, signed_in: Any, who: str, statuses: dict[str, int]
) -> None:
    handed_in(candidate, cast)
    browser, url = signed_in(who), f"/rating/self-reviews/{candidate.pk}/"

    assert {part: browser.get(f"{url}{part}").status_code for part in statuses} == statuses


def test_secretary_records_a_paper_on_the_page(cast: Any, candidate: Candidate, signed_in: Any) -> None:
    browser, url = signed_in("north_a_secretary"), f"/rating/self-reviews/{candidate.pk}/"

    assert f"{url}on-paper/" in browser.get(url).content.decode()
    browser.post(f"{url}on-paper/", {"level": "GOOD", "sent_on": "04/01/2021", "idempotency_key": "k1"})
    listed = browser.get("/rating/self-reviews/").content.decode()

    assert SelfReview.objects.get().is_on_paper
    assert "bản giấy" in listed
    assert browser.get(f"{url}word/").status_code == 404
