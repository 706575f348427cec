"""An item from planning to its end: opened, extended, postponed, dropped, put right, withdrawn."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core.states import WrongState
from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.inspection import actions
from tongket.inspection.actions import Inspected
from tongket.inspection.models import InspectedParty, ProgrammeItem, TeamMember
from tongket.inspection.rules import Owner, Role, State
from tongket.inspection.tests.make import DUE, carry_out, make_case, make_item
from tongket.members.tests.make import make_member

WHY = "Nhập nhầm theo dự thảo"
BY_DECISION: dict[str, Any] = {"decision": "09-QĐ/UBKT", "decided_on": date(2020, 8, 3), "why": "Đơn vị sáp nhập"}


@pytest.fixture
def who(cast: Any) -> dict[str, Any]:
    return {"by": cast.behind_fence("north_inspector"), "on": cast.today}


def figures(cast: Any, *keys: str, cut_off: date | None = None) -> list[Any]:
    counted = count(2020, under=cast.unit("north"), figures=[get(key) for key in keys], cut_off=cut_off)
    return [counted.own(key).value for key in keys]


@pytest.mark.rule("R-INS-05")
def test_time_limit_runs_from_the_opening_and_is_extended_once(cast: Any, who: dict[str, Any]) -> None:
    item = make_item(cast.unit("north"), due_on=date(2020, 5, 5))

    actions.start(item, opened_on=date(2020, 4, 1), opening_number="04-QĐ/UBKT", **who)
    with pytest.raises(ValidationError):
        actions.extend(item, limit_on=date(2020, 5, 12), extended_by="05-QĐ/UBKT", **who)
    actions.extend(item, limit_on=date(2020, 5, 11), extended_by="05-QĐ/UBKT", **who)

    assert (item.limit_on, item.due_on, item.first_due_on) == (date(2020, 5, 11), date(2020, 5, 11), date(2020, 5, 5))
    with pytest.raises(ValidationError):
        actions.extend(item, limit_on=date(2020, 5, 11), extended_by="06-QĐ/UBKT", **who)


@pytest.mark.rule("R-INS-03")
def test_item_postponed_is_due_later_and_one_dropped_is_not_planned_any_more(cast: Any, who: dict[str, Any]) -> None:
    late, dropped = make_item(cast.unit("north")), make_item(cast.unit("north"))

    actions.postpone(late, due_on=date(2020, 11, 30), **BY_DECISION, **who)
    actions.drop(dropped, **BY_DECISION, **who)

    assert (late.state, late.due_on, late.first_due_on) == (State.POSTPONED, date(2020, 11, 30), DUE)
    keys = ("programme_items_planned", "programme_items_postponed", "programme_items_overdue")
    assert figures(cast, *keys, cut_off=date(2020, 11, 30)) == [1, 1, 0]
    assert figures(cast, *keys) == [1, 1, 1]
    with pytest.raises(WrongState):
        carry_out(cast, dropped, Inspected(unit=cast.unit("north_a")))


@pytest.mark.rule("R-INS-03")
def test_item_carried_out_after_the_day_of_counting_was_overdue_on_it(cast: Any, who: dict[str, Any]) -> None:
    item = make_item(cast.unit("north"), due_on=date(2020, 6, 30))
    actions.carry_out(item, parties=[Inspected(unit=cast.unit("north_a"))], done_on=date(2020, 9, 1), **who)

    keys = ("programme_items_overdue", "programme_items_late", "programme_items_on_time")
    assert figures(cast, *keys, cut_off=date(2020, 7, 31))[0] == 1
    assert figures(cast, *keys) == [0, 1, 0]


@pytest.mark.parametrize("due_on", [DUE, date(2021, 1, 5)])
def test_item_is_postponed_to_a_later_day_of_its_year(cast: Any, who: dict[str, Any], due_on: date) -> None:
    item = make_item(cast.unit("north"))

    with pytest.raises(ValidationError) as refusal:
        actions.postpone(item, due_on=due_on, **BY_DECISION, **who)

    assert list(refusal.value.error_dict) == ["due_on"]


@pytest.mark.rule("R-INS-01")
@pytest.mark.puts_right("inspection.InspectedParty")
@pytest.mark.puts_right("inspection.TeamMember")
def test_parties_and_team_are_named_at_planning_and_put_right(cast: Any, who: dict[str, Any]) -> None:
    item = make_item(cast.unit("north"))
    member, leader = make_member(cast, "north_a", "Lê Văn Mẫu"), make_member(cast, "north_b", "Trần Thử")
    north_a, north_b = (Inspected(unit=cast.unit(name)) for name in ("north_a", "north_b"))

    actions.name_party(item, party=north_a, **who)
    slip = actions.name_party(item, party=north_b, **who)
    actions.name_team_member(item, member=leader, role=Role.LEADER, **who)
    for wrong in (north_a, Inspected(unit=cast.unit("south")), Inspected(member=leader)):
        with pytest.raises(ValidationError):
            actions.name_party(item, party=wrong, **who)
    for other, role in ((leader, Role.MEMBER), (member, Role.LEADER)):
        with pytest.raises(ValidationError):
            actions.name_team_member(item, member=other, role=role, **who)
    actions.withdraw_party(slip, reason=WHY, **who)
    assert figures(cast, "ic_inspections_supervisions_total") == [0]
    actions.carry_out(item, done_on=date(2020, 9, 1), **who)

    assert [(row.party_unit, row.done_on) for row in item.parties.all()] == [(cast.unit("north_a"), date(2020, 9, 1))]
    assert figures(cast, "ic_inspections_supervisions_total") == [1]
    actions.withdraw_team_member(item.team.get(), reason=WHY, **who)
    assert not TeamMember.objects.exists()


def test_team_is_no_larger_than_set(cast: Any, who: dict[str, Any]) -> None:
    item = make_item(cast.unit("north"))
    for number in range(5):
        actions.name_team_member(
            item, member=make_member(cast, "north_b", f"Trần Thử {number}"), role=Role.MEMBER, **who
        )

    with pytest.raises(ValidationError):
        actions.name_team_member(item, member=make_member(cast, "north_b", "Trần Dư"), role=Role.MEMBER, **who)


@pytest.mark.puts_right("inspection.ProgrammeItem")
def test_item_is_corrected_with_its_history_and_taken_up_again(cast: Any, signed_in: Any, who: dict[str, Any]) -> None:
    item = make_item(cast.unit("north"))
    carry_out(cast, item, Inspected(unit=cast.unit("north_a")))
    browser, path = signed_in("north_inspector", fence=True), f"/inspection/items/{item.pk}/"
    form = browser.get(f"{path}correct/").context["form"].initial
    sent = {**form, "due_on": "30/10/2020", "done_on": "05/09/2020", "because": WHY}
    sent = {name: "" if value is None else value for name, value in sent.items()}

    answer = browser.post(f"{path}correct/", sent)
    page = browser.get(path).content.decode()

    item.refresh_from_db()
    assert (answer.status_code, item.due_on, item.done_on) == (302, date(2020, 10, 30), date(2020, 9, 5))
    assert item.parties.get().done_on == date(2020, 9, 5)
    assert WHY in page
    actions.take_up(item, reason=WHY, **who)
    assert (item.state, item.parties.get().done_on) == (State.RUNNING, None)


@pytest.mark.puts_right("inspection.ProgrammeItem")
def test_item_entered_by_mistake_is_withdrawn_but_not_once_it_runs(cast: Any, who: dict[str, Any]) -> None:
    slip, running = make_item(cast.unit("north")), make_item(cast.unit("north"))
    actions.name_party(slip, party=Inspected(unit=cast.unit("north_a")), **who)
    actions.start(running, **who)

    actions.withdraw(slip, reason=WHY, **who)
    with pytest.raises(WrongState):
        actions.withdraw(running, reason=WHY, **who)

    assert (list(ProgrammeItem.objects.all()), InspectedParty.objects.count()) == ([running], 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"start_on": date(2019, 12, 1)}, "start_on"),
        ({"period_from_on": date(2019, 1, 1)}, "period_to_on"),
        ({"period_from_on": date(2017, 1, 1), "period_to_on": date(2019, 12, 31)}, "period_from_on"),
        ({"period_from_on": date(2019, 2, 1), "period_to_on": date(2019, 1, 1)}, "period_to_on"),
    ],
)
def test_period_and_start_that_cannot_be_are_refused(
    cast: Any, who: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    item = make_item(cast.unit("north"))

    with pytest.raises(ValidationError) as refusal:
        actions.correct(item, because=WHY, **changes, **who)

    assert list(refusal.value.error_dict) == [field]


def test_list_shows_what_is_overdue_before_it_is_done(cast: Any, signed_in: Any) -> None:
    make_item(cast.unit("north"), subject="Việc quá hạn", due_on=cast.today - timedelta(days=12), year=2021)
    make_item(cast.unit("north"), subject="Việc còn hạn", due_on=cast.today + timedelta(days=5), year=2021)
    browser = signed_in("north_clerk")

    page = browser.get("/inspection/?year=2021").content.decode()
    overdue = browser.get("/inspection/?year=2021&state=overdue").content.decode()

    assert "quá hạn 12 ngày" in page
    assert "Việc quá hạn" in overdue
    assert "Việc còn hạn" not in overdue


@pytest.mark.rule("R-INS-02")
def test_case_page_names_number_day_and_state_alone(cast: Any, signed_in: Any) -> None:
    item = make_case(cast.unit("north"), owner=Owner.COMMITTEE)

    page = signed_in("north_inspector", fence=True).get(f"/inspection/items/{item.pk}/").content.decode()

    assert "01/DHVP" in page
    assert f"/inspection/items/{item.pk}/team/" not in page
    assert f"/inspection/items/{item.pk}/parties/" not in page
