"""The page of a round and the pages of one in it: what they show, to whom, with how many queries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tongket.org.models import AuditRow
from tongket.rating import actions
from tongket.rating.models import Candidate, Proposal, Rating, Round
from tongket.rating.regime_rules import Grade
from tongket.rating.round_rules import Body
from tongket.rating.rules import Level, Subject
from tongket.rating.tests.make import DECIDED, make_members, make_rating, make_round

SignedIn = Callable[[str], Client]


def propose(cast: Any, opened: Round, level: str, body: str = Body.CELL) -> list[Proposal]:
    return [
        actions.propose(
            candidate, body=body, level=level, proposed_on=date(2020, 12, 10), by=cast.person("north_officer"),
            on=cast.today,
        )
        for candidate in opened.candidates.select_related("round", "unit__place")
    ]  # fmt: skip


def first(opened: Round) -> Candidate:
    found = opened.candidates.order_by("member__name_order", "unit__place__pos").first()
    assert found is not None
    return found


@pytest.mark.rule("R-RATE-13")
def test_page_says_the_cap_by_both_readings_and_the_proposals(cast: Any, signed_in: SignedIn) -> None:
    make_members(cast, "north_a", 12)
    opened = make_round(cast, "north")
    propose(cast, opened, Level.GOOD)
    actions.decide_many(
        opened, [actions.Choice(candidate, Level.GOOD) for candidate in opened.candidates.all()[:11]],
        decided_on=DECIDED, by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip

    page = signed_in("north_officer").get(opened.get_absolute_url()).content.decode()

    assert "20% của 11 “hoàn thành tốt” = 2,2, lấy tròn xuống 2" in page
    assert "20% của 11 “hoàn thành tốt trở lên” = 2,2" in page
    assert "Nguyễn Văn Mẫu 0" in page
    assert AuditRow.objects.filter(policy="proposal.read").exists()


@pytest.mark.parametrize(
    ("who", "sees"), [("north_secretary", True), ("north_clerk", False), ("north_inspector", False)]
)
def test_proposals_are_seen_by_those_who_decide_alone(cast: Any, signed_in: SignedIn, who: str, sees: bool) -> None:
    """The class of proposals is D3: an office and an inspector read the round without them (S-05)."""
    make_members(cast, "north_a", 2)
    opened = make_round(cast, "north")
    propose(cast, opened, Level.FULFILLED)

    page = signed_in(who).get(opened.get_absolute_url()).content.decode()

    assert ("Chi bộ: <b>hoàn thành nhiệm vụ" in page) == sees
    assert ("data-level-now" in page) == sees


@pytest.mark.parametrize("who", ["south_officer", "stranger", "north_a_secretary"])
def test_round_is_not_there_for_others(cast: Any, signed_in: SignedIn, who: str) -> None:
    make_members(cast, "north_a", 1)
    opened = make_round(cast, "north")

    assert signed_in(who).get(opened.get_absolute_url()).status_code in {403, 404}


@pytest.mark.rule("R-RATE-18")
def test_officer_answers_a_mismatch_and_is_stopped_by_the_cap(cast: Any, signed_in: SignedIn) -> None:
    make_members(cast, "north_a", 6)
    opened = make_round(cast, "north")
    one, other = list(opened.candidates.order_by("member__name_order")[:2])
    actions.mark(one, task_grade=Grade.GOOD, seen=1, by=cast.person("north_officer"), on=cast.today)
    client = signed_in("north_officer")
    url, fields = f"/rating/candidates/{one.pk}/decide/", {"level": Level.EXCELLENT, "decided_on": "20/12/2020"}

    refused = client.post(url, {**fields, "seen": 2, "idempotency_key": "1" * 32})
    answered = client.post(url, {**fields, "seen": 2, "answer": "Được lùi hạn", "idempotency_key": "2" * 32})
    over = client.post(f"/rating/candidates/{other.pk}/decide/", {**fields, "seen": 1, "idempotency_key": "3" * 32})

    assert (refused.status_code, answered.status_code, over.status_code) == (422, 302, 422)
    assert "Chưa khớp với số liệu" in refused.content.decode()
    assert "không quá 1 (20%)" in over.content.decode()
    assert Round.objects.get(pk=opened.pk).excellent == 1


def test_those_ticked_are_decided_as_proposed_where_they_fit(cast: Any, signed_in: SignedIn) -> None:
    make_members(cast, "north_a", 3)
    opened = make_round(cast, "north")
    propose(cast, opened, Level.GOOD)
    misfit = first(opened)
    actions.mark(misfit, task_grade=Grade.POOR, seen=misfit.version, by=cast.person("north_officer"), on=cast.today)
    ticked = [str(candidate.pk) for candidate in opened.candidates.all()]

    answer = signed_in("north_officer").post(
        f"/rating/rounds/{opened.pk}/decide/",
        {"candidate": ticked, "decided_on": "20/12/2020", "idempotency_key": "1" * 32}, follow=True,
    )  # fmt: skip

    assert Round.objects.get(pk=opened.pk).good == 2
    assert f"{misfit.name}." in answer.content.decode()


def test_page_asks_as_much_for_many_as_for_few(
    cast: Any, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    make_members(cast, "north_a", 3)
    make_members(cast, "south_a", 12)
    few, many = make_round(cast, "north"), make_round(cast, "south", who="south_officer")
    client = signed_in("root_officer")
    client.get(few.get_absolute_url())

    with django_assert_max_num_queries(40) as asked:
        client.get(few.get_absolute_url())
    with django_assert_max_num_queries(len(asked)):
        client.get(many.get_absolute_url())


def test_organisations_are_listed_with_their_evidence(cast: Any, signed_in: SignedIn) -> None:
    make_rating(cast.unit("north"), Level.EXCELLENT, year=2019, decided_on=date(2019, 12, 20))
    opened = make_round(cast, "root", subject=Subject.ORGANISATION, who="root_officer")

    page = signed_in("root_officer").get(opened.get_absolute_url()).content.decode()

    assert "Đảng bộ Sở Phương Nam" in page
    assert "Mức xếp loại năm 2019: hoàn thành xuất sắc nhiệm vụ" in page
    assert "Không có việc phải hỏi thêm Ủy ban Kiểm tra" in page


# --- Proposals --------------------------------------------------------------------------------------------------------


def test_cell_secretary_enters_a_tally_that_another_counts_again(cast: Any, signed_in: SignedIn) -> None:
    make_members(cast, "north_a", 2)
    candidate = first(make_round(cast, "north"))
    secretary, officer = signed_in("north_a_secretary"), signed_in("north_officer")
    ballots = {"issued": 12, "collected": 12, "valid": 11, "votes_for": 9}

    listed = secretary.get("/rating/candidates/").content.decode()
    entered = secretary.post(
        f"/rating/candidates/{candidate.pk}/propose/",
        {"body": "CELL", "level": "GOOD", "proposed_on": "10/12/2020", **ballots, "idempotency_key": "1" * 32},
    )
    proposal = Proposal.objects.get()
    blind = officer.get(candidate.get_absolute_url()).content.decode()
    again = officer.post(f"/rating/proposals/{proposal.pk}/count/", {**ballots, "idempotency_key": "2" * 32})
    shown = officer.get(candidate.get_absolute_url()).content.decode()

    assert candidate.name in listed
    assert (entered.status_code, again.status_code) == (302, 302)
    assert "9/12" not in blind
    assert "9/12" in shown


def test_member_rates_themself_and_sees_no_level_before_the_round_is_closed(cast: Any, signed_in: SignedIn) -> None:
    make_members(cast, "north_a", 2)
    candidate = first(make_round(cast, "north"))
    assert candidate.member is not None
    cast.people["member"] = candidate.member.person
    actions.decide(candidate, level=Level.GOOD, decided_on=DECIDED, by=cast.person("north_officer"), on=cast.today)
    client = signed_in("member")

    page = client.get(candidate.get_absolute_url()).content.decode()
    answer = client.post(
        f"/rating/candidates/{candidate.pk}/rate-oneself/",
        {"level": "EXCELLENT", "proposed_on": "05/12/2020", "idempotency_key": "1" * 32},
    )

    assert "đang xếp loại" in page
    assert answer.status_code == 302
    assert client.get(f"/rating/candidates/{candidate.pk}/propose/").status_code in {403, 404}


# --- Objections -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R-RATE-21")
@pytest.mark.puts_right("rating.Objection")
def test_objection_is_taken_in_answered_and_taken_back(cast: Any, signed_in: SignedIn) -> None:
    rating = make_rating(cast.unit("north"), Level.FULFILLED, decided_by=cast.unit("root"))
    client = signed_in("root_officer")

    filed = client.post(f"/rating/{rating.pk}/object/", {"filed_on": "02/01/2021", "idempotency_key": "1" * 32})
    objection = rating.objections.get()
    client.post(
        f"/rating/objections/{objection.pk}/answer/",
        {"is_changed": "0", "answered_on": "04/01/2021", "answer_number": "12-CV/ĐUK", "idempotency_key": "2" * 32},
    )
    page = client.get(rating.get_absolute_url()).content.decode()
    client.post(f"/rating/objections/{objection.pk}/reopen/", {"reason": "ghi nhầm số", "idempotency_key": "3" * 32})
    client.post(f"/rating/objections/{objection.pk}/withdraw/", {"reason": "rút đơn", "idempotency_key": "4" * 32})

    assert filed.status_code == 302
    assert "12-CV/ĐUK" in page
    assert rating.objections.get().state == "WITHDRAWN"


def test_level_of_an_open_round_is_hidden_from_those_who_do_not_decide(cast: Any, signed_in: SignedIn) -> None:
    make_members(cast, "north_a", 2)
    candidate = first(make_round(cast, "north"))
    assert candidate.member is not None
    cast.people["member"] = candidate.member.person
    actions.decide(candidate, level=Level.GOOD, decided_on=DECIDED, by=cast.person("north_officer"), on=cast.today)
    address = Rating.objects.get().get_absolute_url()

    seen = {who: signed_in(who).get(address).status_code for who in ("north_officer", "north_clerk", "member")}

    assert seen == {"north_officer": 200, "north_clerk": 404, "member": 404}
    assert candidate.name not in signed_in("north_clerk").get("/rating/?year=2020&subject=MEMBER&unit=NORTH").text
