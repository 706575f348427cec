"""The pages of candidates, transfers, exemptions, endings: the path through them, and what waits at home."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import translation

from tongket.members import actions
from tongket.members.models import Candidacy, Ending, Member, PlannedMove, SideState, Transfer
from tongket.members.tests.make import admit, make_member
from tongket.members.tests.test_candidates import counted, introduce
from tongket.pages import due
from tongket.votes.models import Vote


def send(browser: Any, url: str, values: dict[str, Any], **how: Any) -> Any:
    return browser.post(url, urlencode(values), content_type="application/x-www-form-urlencoded", **how)


def seen(browser: Any, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def at(name: str, row: Any) -> str:
    return reverse(f"members:{name}", args=[row.pk])


def test_candidate_goes_from_the_form_to_the_roll(cast: Any, signed_in: Any) -> None:
    for name in ("Một", "Hai", "Ba"):
        make_member(cast, full_name=f"Trần Văn {name}", card_number=f"12.00000{len(name)}")
    browser = signed_in("north_officer")
    values = {
        "unit": "NORTH-A",
        "full_name": "Lê Thị Thử",
        "sex": "F",
        "born_on": "09/08/1992",
        "education": "ĐH",
        "introduced_on": "01/06/2020",
        "certificate_on": "01/06/2019",
        "certificate_number": "12/CN",
        "first_introducer": "tran van mot",
        "first_since_on": "01/01/2018",
        "second_introducer": "Trần Văn Ba",
        "second_since_on": "01/01/2018",
        "application_on": "01/09/2020",
        "verified_on": "01/11/2020",
        "verification_number": "15/TM",
    }

    assert send(browser, "/members/candidates/new/", values).status_code == 302
    row = Candidacy.objects.get()
    assert "Lê Thị Thử" in seen(browser, "/members/candidates/")
    assert at("candidate_vote", row) in seen(browser, row.get_absolute_url())
    sent = send(browser, at("candidate_vote", row), {"held_on": "15/12/2020", "way": "PAPER", "present": 3})
    vote = Vote.objects.get()
    assert sent.url == vote.get_absolute_url()
    counted(cast, vote, 3)
    send(browser, at("candidate_take_vote", row), {})
    paper = {"decision_number": "125-QĐ/ĐUK", "decided_on": "28/12/2020", "decided_by": "Đảng ủy"}
    assert send(browser, at("candidate_decide", row), paper).status_code == 302

    assert "Lê Thị Thử" in seen(browser, "/members/")
    assert "125-QĐ/ĐUK" in seen(browser, row.get_absolute_url())


def test_button_that_drops_a_candidacy_says_what_is_dropped(cast: Any, signed_in: Any) -> None:
    for name in ("Một", "Hai"):
        make_member(cast, full_name=f"Trần Văn {name}")
    row = introduce(cast)

    page = signed_in("north_officer").get(row.get_absolute_url())

    labels = {deed.url: deed.label for deed in page.context["record"].buttons}
    assert labels[at("candidate_drop", row)] == "Dừng xem xét kết nạp"


def test_candidate_whose_introducer_is_unknown_is_asked_for_again(cast: Any, signed_in: Any) -> None:
    values = {
        "unit": "NORTH-A",
        "full_name": "Lê Thị Thử",
        "sex": "F",
        "born_on": "09/08/1992",
        "introduced_on": "01/06/2020",
        "first_introducer": "Không Có Ai",
    }

    response = send(signed_in("north_officer"), "/members/candidates/new/", values)

    assert response.status_code == 422
    assert not Candidacy.objects.exists()


def test_member_is_handed_over_and_accepted_by_the_other_side(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    north, south = signed_in("north_officer"), signed_in("south_officer")

    assert send(north, at("hand_over", member), {"to": "SOUTH-A", "papers_on": "10/12/2020"}).status_code == 302
    row = Transfer.objects.get()
    assert at("withdraw", member) in seen(north, member.get_absolute_url())
    assert member.name in seen(south, "/members/transfers/")
    assert at("arrival_accept", row) in seen(south, row.get_absolute_url())
    assert north.get(at("arrival_accept", row)).status_code == 404
    assert send(south, at("arrival_accept", row), {"accepted_on": "20/12/2020"}).status_code == 302

    assert Member.objects.get().unit == cast.unit("south_a")
    assert "20/12/2020" in seen(south, member.get_absolute_url())


def test_papers_are_sent_back_with_a_reason(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    actions.ask_transfer(
        member,
        to=cast.unit("south_a"),
        papers_on=date(2020, 12, 10),
        by=cast.person("north_officer"),
        on=cast.today,
    )
    url = at("arrival_send_back", Transfer.objects.get())
    south = signed_in("south_officer")

    assert send(south, url, {"answer": "ko"}).status_code == 422
    assert send(south, url, {"answer": "Thiếu phiếu đảng viên"}).status_code == 302
    assert Member.objects.get().unit == cast.unit("north_a")


def test_exemption_is_recorded_shown_and_ended(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    browser = signed_in("north_officer")

    send(browser, at("side_state", member), {"kind": "EXEMPT", "from_on": "01/12/2020", "ground": "illness"})
    row = SideState.objects.get()
    page = seen(browser, member.get_absolute_url())
    for_clerk = seen(signed_in("north_clerk"), member.get_absolute_url())
    send(browser, at("side_state_end", row), {"ended_on": "04/01/2021"})

    assert at("side_state_end", row) in page
    with translation.override("vi"):
        ground = str(row.get_ground_display())
    assert (ground in page, ground in for_clerk) == (True, False)  # the ground is for who keeps the roll
    assert Member.objects.get().state == "OFFICIAL"


@pytest.mark.puts_right("members.PlannedMove")
def test_planned_move_is_shown_and_cancelled_by_one_button(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    browser = signed_in("north_officer")

    send(browser, at("transfer", member), {"to": "NORTH-B", "moved_on": "01/02/2021"})
    row = PlannedMove.objects.get()
    page = seen(browser, member.get_absolute_url())
    send(browser, at("planned_drop", row), {})

    assert at("planned_drop", row) in page
    assert "01/02/2021" in page
    assert PlannedMove.objects.get().state == "CANCELLED"


@pytest.mark.parametrize("how", ["removed", "resigned"])
def test_removal_asks_for_its_decision(cast: Any, signed_in: Any, how: str) -> None:
    member = make_member(cast)
    browser, url = signed_in("north_officer"), at("leave", member)
    values = {"how": how, "left_on": "01/12/2020"}
    paper = {"decision_number": "9-QĐ/ĐU", "decided_on": "25/11/2020", "decided_by": "Đảng ủy"}

    assert send(browser, url, values).status_code == 422
    assert send(browser, url, {**values, **paper}).status_code == 302
    assert Ending.objects.get().decided_by == "Đảng ủy"


def test_who_left_is_admitted_again_or_restored(cast: Any, signed_in: Any) -> None:
    one, two = make_member(cast), make_member(cast, full_name="Trần Văn Hai")
    by = cast.person("north_officer")
    for member in (one, two):
        actions.leave(member, how="removed", left_on=date(2019, 3, 1), by=by, on=cast.today)
    browser = signed_in("north_officer")
    paper = {
        "unit": "NORTH-A",
        "decision_number": "9-QĐ/ĐU",
        "decided_on": "25/11/2020",
        "decided_by": "Đảng ủy",
        "from_on": "25/11/2020",
    }

    assert at("readmit", one) in seen(browser, one.get_absolute_url())
    assert send(browser, at("readmit", one), paper).status_code == 422  # too soon, and no reason
    assert send(browser, at("readmit", one), {**paper, "reason": "Trung ương đồng ý"}).status_code == 302
    assert send(browser, at("restore", two), paper).status_code == 302
    assert [member.state for member in Member.objects.order_by("person__full_name")] == ["OFFICIAL", "PROBATIONARY"]
    seen(browser, one.get_absolute_url())


def test_notice_is_recorded_from_the_list_of_those_who_left(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    actions.leave(member, how="deceased", left_on=date(2020, 12, 1), by=cast.person("north_officer"), on=cast.today)
    row, browser = Ending.objects.get(), signed_in("north_officer")

    assert at("ending_notice", row) in seen(browser, "/members/endings/")
    assert send(browser, at("ending_notice", row), {"notified_on": "04/01/2021"}).status_code == 302
    assert Ending.objects.get().notified_on == cast.today


def test_vote_on_official_status_is_opened_and_a_refusal_proposed(cast: Any, signed_in: Any) -> None:
    make_member(cast, full_name="Trần Văn Bầu")
    member = make_member(cast, official_on=None)
    browser = signed_in("north_officer")

    page = seen(browser, member.get_absolute_url())
    sent = send(browser, at("official_vote", member), {"held_on": "15/12/2020", "way": "PAPER", "present": 1})
    proposed = send(browser, at("not_qualified", member), {"proposed_on": "16/12/2020", "number": "07-NQ/CB"})

    assert at("official_vote", member) in page
    assert (sent.status_code, proposed.status_code) == (302, 302)
    assert "07-NQ/CB" in seen(browser, member.get_absolute_url())


@pytest.mark.parametrize("name", ["side_state", "hand_over", "official_vote", "not_qualified", "readmit", "restore"])
@pytest.mark.parametrize(("who", "status"), [("south_officer", 404), ("north_secretary", 403), ("stranger", 403)])
def test_deeds_are_refused_to_others(cast: Any, signed_in: Any, name: str, who: str, status: int) -> None:
    assert signed_in(who).get(at(name, make_member(cast))).status_code == status


def test_home_warns_before_things_fall_due(cast: Any) -> None:
    for name in ("Một", "Hai", "Ba"):
        make_member(cast, full_name=f"Trần Văn {name}")
    by = cast.person("north_officer")
    introduce(cast)
    ends, moves, left = (make_member(cast, full_name=f"Lê Văn {name}") for name in ("Hết", "Đi", "Mất"))
    admit(cast, decided_on=date(2020, 1, 6), ceremony_on=date(2020, 1, 15))  # 12 months on 15/1/2021
    actions.begin_side_state(
        ends, kind="EXEMPT", from_on=date(2020, 6, 1), until_on=date(2021, 1, 15), by=by, on=cast.today
    )
    actions.ask_transfer(moves, to=cast.unit("south_a"), papers_on=date(2020, 12, 10), by=by, on=cast.today)
    actions.leave(left, how="deceased", left_on=date(2020, 12, 1), by=by, on=cast.today)

    def waits(who: str, on: date = cast.today) -> list[tuple[str, date | None]]:
        with translation.override("en"):
            return [
                (item.title, item.due_on)
                for item in due.items(cast.person(who), on=on)
                if item.action_url.startswith("/members/") and "Statute" not in item.title and "files" not in item.title
            ]

    assert waits("north_officer") == [
        ("1 notice of a death or departure is to be sent", date(2021, 1, 13)),
        ("Exempt from activities ends: Lê Văn Hết", date(2021, 1, 15)),
        ("The probation of 1 member ends soon", date(2021, 1, 15)),
        ("1 application waits for the vote of the cell", None),
    ]
    assert waits("south_officer") == [("1 transfer waits for acceptance", date(2021, 1, 22))]
    assert ("1 transfer is late for more than 3 months", date(2021, 3, 10)) in waits("south_officer", date(2021, 3, 10))
    assert waits("stranger") == waits("north_clerk") == []
