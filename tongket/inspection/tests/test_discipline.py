"""Decisions of discipline: the vote, complaints, later decisions, who counts once."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.inspection import actions, rules
from tongket.inspection.actions import Inspected
from tongket.inspection.models import DisciplineDecision
from tongket.inspection.rules import Answer, DecidedBy, Form, Matter
from tongket.members.tests.make import make_member

WHY = "Nhập nhầm theo dự thảo"
R, W, P, E = Form.REPRIMAND, Form.WARNING, Form.REMOVAL_FROM_OFFICE, Form.EXPULSION
GIVEN: dict[str, Any] = {
    "form": R,
    "ground": Matter.DUTIES,
    "decided_by": DecidedBy.CELL,
    "number": "05-QĐ/CB",
    "decided_on": date(2020, 6, 1),
}


@pytest.fixture
def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.behind_fence("north_inspector"), "on": cast.today}


@pytest.fixture
def decision(cast: Any, who: dict[str, Any]) -> DisciplineDecision:
    return decide(cast, who, make_member(cast, "north_a", "Lê Văn Mẫu"))


def decide(cast: Any, who: dict[str, Any], member: Any, **changes: Any) -> DisciplineDecision:
    return actions.decide_discipline(
        cast.unit("north_a"), party=Inspected(member=member), **{**GIVEN, **changes}, **who
    )


def figures(cast: Any, year: int = 2020) -> list[Any]:
    keys = ("members_disciplined", "members_reprimanded", "members_warned")
    counted = count(year, under=cast.unit("north"), figures=[get(key) for key in keys])
    return [counted.own(key).value for key in keys]


@pytest.mark.rule("R-DIS-03")
@pytest.mark.parametrize(
    ("votes", "base", "field"),
    [
        ({"EXPULSION": 3, "REMOVAL_FROM_OFFICE": 4, "WARNING": 5, "REPRIMAND": 8}, 20, "form"),  # a warning by votes
        ({"REPRIMAND": 21}, 20, "votes_base"),
        ({"REPRIMAND": 9}, 20, "votes_base"),
        ({"REPRIMAND": 9}, None, "votes_base"),
    ],
)
def test_decision_against_its_votes_is_refused(
    cast: Any, who: dict[str, Any], votes: dict[str, int], base: int | None, field: str
) -> None:
    member = make_member(cast, "north_a", "Lê Văn Mẫu")

    with pytest.raises(ValidationError) as refusal:
        decide(cast, who, member, votes=votes, votes_base=base)

    assert list(refusal.value.error_dict) == [field]


@pytest.mark.rule("R-DIS-04", "R-RATE-17")
def test_decision_keeps_both_days_and_when_and_where_the_act_was_done(cast: Any, who: dict[str, Any]) -> None:
    given = {
        "effective_on": date(2020, 6, 1),
        "documented_on": date(2020, 6, 20),
        "acted_from_on": date(2013, 3, 1),
        "acted_to_on": date(2014, 3, 1),
        "act_unit": cast.unit("north_b"),
    }

    row = decide(cast, who, make_member(cast, "north_a", "Lê Văn Mẫu"), **given)

    assert {name: getattr(row, name) for name in given} == given


@pytest.mark.rule("R-DIS-01", "R-DIS-07", "R-DIS-08", "R-DIS-10")
def test_days_that_follow_from_a_decision() -> None:
    assert rules.document_due_on(date(2020, 6, 1)) == date(2020, 6, 11)
    assert rules.limitation_ended_on(R, date(2014, 3, 1)) == date(2019, 3, 1)
    assert rules.limitation_ended_on(W, date(2014, 3, 1)) == date(2024, 3, 1)
    assert rules.limitation_ended_on(E, date(2014, 3, 1)) is None
    assert rules.complaint_until(date(2020, 6, 1)) == date(2020, 7, 1)
    assert rules.answer_due_on(date(2020, 6, 1)) == date(2020, 9, 1)
    assert rules.barred_until(P, date(2026, 4, 10)) == date(2027, 4, 10)
    assert rules.barred_until(W, date(2026, 4, 10)) is None


@pytest.mark.rule("R-DIS-13")
@pytest.mark.puts_right("inspection.DisciplineDecision")
def test_later_decision_changes_an_earlier_one_and_the_member_counts_once(
    cast: Any, who: dict[str, Any], decision: DisciplineDecision
) -> None:
    later = decide(
        cast, who, decision.party_member, form=W, number="09-QĐ/UBKT", decided_on=date(2020, 9, 1), corrects=decision
    )

    decision.refresh_from_db()
    assert (decision.form, decision.ended_on) == (R, date(2020, 9, 1))
    assert figures(cast) == [1, 0, 1]
    with pytest.raises(ValidationError):
        decide(cast, who, decision.party_member, form=W, decided_on=date(2020, 9, 2), corrects=decision)
    actions.withdraw_discipline(later, reason=WHY, **who)
    assert figures(cast) == [1, 1, 0]


@pytest.mark.rule("R-DIS-13")
def test_decision_changed_in_a_later_year_counts_in_its_own(
    cast: Any, who: dict[str, Any], decision: DisciplineDecision
) -> None:
    changed = {"form": W, "decided_on": date(2021, 1, 2), "corrects": decision}
    decide(cast, who, decision.party_member, **changed)

    assert (figures(cast), figures(cast, 2021)) == ([1, 1, 0], [1, 0, 1])


@pytest.mark.puts_right("inspection.DisciplineDecision")
def test_complaint_is_noted_answered_and_a_repealed_decision_counts_no_more(
    cast: Any, who: dict[str, Any], decision: DisciplineDecision
) -> None:
    answered: dict[str, Any] = {"answer": Answer.REPEALED, "answer_number": "3-TB", "answered_on": date(2020, 8, 1)}
    with pytest.raises(ValidationError):
        actions.answer_complaint(decision, **answered, **who)
    actions.note_complaint(decision, complained_on=date(2020, 6, 20), **who)
    assert figures(cast) == [1, 1, 0]
    actions.answer_complaint(decision, **answered, **who)

    assert figures(cast) == [0, 0, 0]
    decision.refresh_from_db()
    actions.take_back_complaint(decision, reason=WHY, **who)
    assert figures(cast) == [1, 1, 0]


@pytest.mark.puts_right("inspection.DisciplineDecision")
def test_slip_is_corrected_with_its_reason_on_the_page(cast: Any, decision: DisciplineDecision, signed_in: Any) -> None:
    browser, path = signed_in("north_inspector", fence=True), f"/inspection/discipline/{decision.pk}/"
    initial = browser.get(f"{path}correct/").context["form"].initial
    sent = {name: "" if value is None else value for name, value in initial.items() if name != "votes"}
    sent |= {"act_unit": "NORTH-A", "number": "06-QĐ/CB", "because": WHY}

    answer = browser.post(f"{path}correct/", sent)
    page = browser.get(path).content.decode()

    assert answer.status_code == 302
    assert "06-QĐ/CB" in page
    assert WHY in page
    assert "05-QĐ/CB" in page  # in its history


@pytest.mark.rule("R-DIS-14")
def test_form_of_a_later_decision_is_for_those_with_the_right_alone(
    cast: Any, decision: DisciplineDecision, signed_in: Any
) -> None:
    for name in ("change", "complaint", "correct", "withdraw"):
        path = f"/inspection/discipline/{decision.pk}/{name}/"
        assert signed_in("north_inspector", fence=True).get(path).status_code == 200
        assert signed_in("north_secretary", fence=True).get(path).status_code == 403
        assert signed_in("north_inspector").get(path).status_code == 403
