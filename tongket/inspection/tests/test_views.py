"""Pages of the programme, and of what lies behind the fence."""

from datetime import date
from typing import Any

import pytest

from tongket.inspection import actions
from tongket.inspection.actions import Inspected
from tongket.inspection.models import DisciplineDecision, ProgrammeItem
from tongket.inspection.rules import DecidedBy, Form, Matter, State
from tongket.inspection.tests.make import carry_out, make_case, make_item
from tongket.members.models import Member
from tongket.members.tests.make import make_member
from tongket.org.models import AuditRow
from tongket.pages.tests.pages import questions

NAME = "Lê Văn Mẫu"
FENCED = ["/inspection/items/", "/inspection/discipline/", "/inspection/discipline/new/"]


def make_decision(cast: Any, member: Member) -> DisciplineDecision:
    return actions.decide_discipline(
        cast.unit("north_a"),
        party=Inspected(member=member),
        form=Form.WARNING,
        ground=Matter.DUTIES,
        decided_by=DecidedBy.COMMISSION,
        number="05-QĐ/UBKT",
        decided_on=date(2020, 6, 1),
        by=cast.behind_fence("root_inspector"),
        on=cast.today,
    )


def test_programme_shows_what_is_planned_and_nobody_who_was_inspected(cast: Any, signed_in: Any) -> None:
    item = make_item(cast.unit("north"), subject="Việc thực hiện nghị quyết")
    make_case(cast.unit("north"), number="07/DHVP")
    make_item(cast.unit("south"), subject="Việc của phía Nam")
    carry_out(cast, item, Inspected(member=make_member(cast, "north_a", NAME)))

    page = signed_in("north_clerk").get("/inspection/").content.decode()

    assert "Việc thực hiện nghị quyết" in page
    for hidden in ("07/DHVP", "Việc của phía Nam", NAME):
        assert hidden not in page


def test_programme_asks_as_much_for_three_rows_as_for_one(cast: Any, signed_in: Any) -> None:
    browser = signed_in("north_clerk")
    browser.get("/inspection/")

    def queries(rows: int) -> int:
        ProgrammeItem.objects.all().delete()
        for _number in range(rows):
            make_item(cast.unit("north"))
        return questions(browser, "/inspection/")

    assert queries(1) == queries(3)


@pytest.mark.parametrize("path", FENCED)
@pytest.mark.parametrize(
    ("who", "fence", "status"),
    [
        ("north_inspector", True, 200),
        ("north_inspector", False, 403),
        ("root_inspector", True, 200),
        ("north_secretary", True, 403),
        ("north_clerk", True, 403),
        ("root_officer", True, 403),
        ("north_a_secretary", True, 403),
        ("auditor", True, 403),
        ("stranger", True, 403),
    ],
)
def test_fenced_page_opens_to_inspectors_with_a_second_factor(
    cast: Any, signed_in: Any, path: str, who: str, fence: bool, status: int
) -> None:
    assert signed_in(who, fence=fence).get(path).status_code == status


def test_fenced_records_are_found_by_their_inspectors_alone(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", NAME)
    item = make_item(cast.unit("north"))
    carry_out(cast, item, Inspected(member=member))
    decision = make_decision(cast, member)
    south = make_item(cast.unit("south"))

    inspector = signed_in("north_inspector", fence=True)
    outside = signed_in("north_inspector")

    for path in (f"/inspection/items/{item.pk}/", f"/inspection/discipline/{decision.pk}/", "/inspection/discipline/"):
        assert NAME in inspector.get(path).content.decode()
        refused = outside.get(path)
        assert refused.status_code == 403
        assert NAME not in refused.content.decode()
    assert inspector.get(f"/inspection/items/{south.pk}/").status_code == 404


def test_each_read_behind_the_fence_is_logged_and_each_refusal(cast: Any, signed_in: Any) -> None:
    item = make_item(cast.unit("north"))

    signed_in("north_inspector", fence=True).get(f"/inspection/items/{item.pk}/")
    signed_in("north_inspector").get(f"/inspection/items/{item.pk}/")

    rows = AuditRow.objects.filter(policy="inspection.read").order_by("sequence")
    assert [row.result for row in rows] == ["done", "refused"]
    assert rows[0].object_id == str(item.pk)


@pytest.mark.parametrize("path", ["/inspection/items/", "/inspection/discipline/"])
def test_nothing_behind_the_fence_can_be_exported(cast: Any, signed_in: Any, path: str) -> None:
    make_decision(cast, make_member(cast, "north_a", NAME))
    make_item(cast.unit("north"))

    browser = signed_in("north_inspector", fence=True)
    page, export = browser.get(path), browser.get(f"{path}?export=xlsx&reason=thử%20xem")

    assert "export=xlsx" not in page.content.decode()
    assert export["Content-Type"].startswith("text/html")


def test_member_finds_the_decision_on_themselves_behind_the_fence(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", NAME)
    decision = make_decision(cast, member)
    cast.people["themselves"] = member.person

    assert "05-QĐ/UBKT" in signed_in("themselves", fence=True).get("/inspection/discipline/own/").content.decode()
    assert signed_in("themselves").get("/inspection/discipline/own/").status_code == 403
    assert signed_in("themselves", fence=True).get(f"/inspection/discipline/{decision.pk}/").status_code == 403
    assert "05-QĐ/UBKT" not in signed_in("stranger", fence=True).get("/inspection/discipline/own/").content.decode()


def test_item_is_entered_started_and_carried_out_through_the_forms(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", NAME, "01.000123")
    browser = signed_in("north_inspector", fence=True)
    sent = {"unit": "NORTH", "owner": "COMMISSION", "act": "INSPECTION", "manner": "REGULAR", "year": 2020,
            "subject": "Việc quản lý hồ sơ", "due_on": "30/09/2020"}  # fmt: skip

    browser.post("/inspection/new/", sent)
    item = ProgrammeItem.objects.get()
    path = f"/inspection/items/{item.pk}"
    browser.post(f"{path}/start/", {"opened_on": "01/08/2020", "opening_number": "04-QĐ/UBKT"})
    wrong = browser.post(f"{path}/parties/", {"party_unit": "SOUTH-A"})
    browser.post(f"{path}/parties/", {"party_unit": "NORTH-A"})
    right = browser.post(f"{path}/done/", {"done_on": "01/09/2020", "party_member": str(member.pk)})

    item.refresh_from_db()
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["party_unit"])
    assert (right.status_code, item.state, item.limit_on) == (302, State.DONE, date(2020, 8, 31))
    assert {party.party_member for party in item.parties.all()} == {member, None}
    assert {party.done_on for party in item.parties.all()} == {date(2020, 9, 1)}


def test_decision_is_recorded_on_a_member_who_is_picked(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", NAME, "01.000123")
    sent = {
        "form": "WARNING",
        "ground": "DUTIES",
        "decided_by": "COMMISSION",
        "number": "05-QĐ/UBKT",
        "decided_on": "01/06/2020",
    }
    browser = signed_in("north_inspector", fence=True)

    nobody = browser.post("/inspection/discipline/new/", sent)
    unknown = browser.post("/inspection/discipline/new/", {**sent, "party_member": "99"})
    answer = browser.post("/inspection/discipline/new/", {**sent, "party_member": str(member.pk)})

    assert [nobody.status_code, unknown.status_code, answer.status_code] == [422, 422, 302]
    assert DisciplineDecision.objects.get().party_member == member


def test_rows_behind_a_restricted_figure_are_not_opened_without_the_fence(cast: Any, signed_in: Any) -> None:
    make_decision(cast, make_member(cast, "north_a", NAME))
    path = "/figures/members_disciplined/NORTH/2020/"

    inside = signed_in("north_inspector", fence=True).get(path)

    assert NAME in inside.content.decode()
    for browser in (signed_in("north_inspector"), signed_in("north_secretary", fence=True), signed_in("north_clerk")):
        page = browser.get(path).content.decode()
        assert NAME not in page
        assert "&lt; 5" in page
