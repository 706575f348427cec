"""Acting for a member without a device in requests for corrections: both names, never restricted data (S-08)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.members.models import CorrectionRequest, Member
from tongket.members.private import actions
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.models import AuditRow, Grant
from tongket.org.tests.make import let_act_for, office_of
from tongket.pages.tests.pages import english

PAPER = date(2021, 1, 2)
WISH = {"about": "born_on", "wanted": "16/05/1980", "paper_on": "02/01/2021"}


@pytest.fixture
def acted_for(cast: Any) -> Member:
    """A member for whom the clerk of north acts."""
    member = make_member(cast, "north_a")
    let_act_for(cast, "north_clerk", "north_a", member.person)
    return member


def test_right_is_given_on_the_member_and_the_paper_entered_with_both_names(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a")
    term = office_of(cast, "north_clerk")
    gift = {"term": str(term.pk), "decision": "07-QĐ", "valid_from": "01/01/2021", "valid_until": "31/12/2021"}

    given = signed_in("root_secretary").post(f"/members/{member.pk}/acting/", gift)
    clerk = english(signed_in("north_clerk"))
    listed = clerk.get("/members/me/").text
    sent = clerk.post(f"/members/{member.pk}/ask/", WISH)

    row = CorrectionRequest.objects.get()
    page = clerk.get(row.get_absolute_url()).text
    logged = AuditRow.objects.filter(policy="member.ask").get()
    assert (given.status_code, sent.status_code) == (302, 302)
    assert Grant.objects.get(acts_for=member.person).person == cast.people["north_clerk"]
    assert f"/members/{member.pk}/ask/" in listed
    assert (row.asked_on, row.due_on, row.entered_by) == (PAPER, date(2021, 1, 12), cast.people["north_clerk"])
    assert "Entered from paper by" in page
    assert (logged.actor, logged.acting_for) == (str(cast.people["north_clerk"].pk), str(member.person_id))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"about": "restricted"}, "about"),
        ({"paper_on": None}, "paper_on"),
        ({"paper_on": date(2021, 1, 5)}, "paper_on"),
    ],
)
def test_acting_asks_for_no_restricted_data_and_names_the_paper(
    cast: Any, acted_for: Member, changes: dict[str, Any], field: str
) -> None:
    values: dict[str, Any] = {"about": "born_on", "wanted": "16/05/1980", "paper_on": PAPER} | changes

    with pytest.raises(ValidationError) as refusal:
        actions.ask(acted_for, **values, by=cast.person("north_clerk"), on=cast.today)

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.parametrize(
    ("who", "on"), [("north_officer", None), ("north_a_secretary", None), ("north_clerk", date(2022, 1, 1))]
)
def test_who_does_not_act_for_the_member_enters_nothing(
    cast: Any, acted_for: Member, who: str, on: date | None
) -> None:
    with pytest.raises(access.NotAllowed):
        actions.ask(acted_for, about="sex", wanted="nữ", paper_on=PAPER, by=cast.person(who), on=on or cast.today)


def test_who_entered_a_request_does_not_answer_it(cast: Any) -> None:
    member = make_member(cast, "north_a")
    let_act_for(cast, "north_officer", "north_a", member.person)
    officer = cast.person("north_officer")
    row = actions.ask(member, about="sex", wanted="nữ", paper_on=PAPER, by=officer, on=cast.today)

    with pytest.raises(access.NotAllowed):
        actions.answer(row, is_done=True, answer="Đã sửa", by=officer, on=cast.today)
    answered = actions.answer(row, is_done=True, answer="Đã sửa", by=cast.person("root_officer"), on=cast.today)

    assert answered.state == "DONE"
