"""What in the size of a unit departs from a rule: on its page, as an item of the board, on one page for all."""

from datetime import date
from typing import Any

import pytest

from tongket.members.models import Member
from tongket.members.tests.make import make_member
from tongket.members.units import queries
from tongket.org import actions
from tongket.org.committee_rules import STATUTE, Slip
from tongket.org.models import CommitteeKind, ConsentKind, Person, Unit
from tongket.pages import due, notices
from tongket.regulations.models import LocalValue, Topic


def fill(cast: Any, unit: str, official: int, probationary: int = 0) -> None:
    for number in range(official):
        make_member(cast, unit, f"Trần Văn {unit.title()} {number}")
    for number in range(probationary):
        make_member(cast, unit, f"Lê Thị {unit.title()} {number}", official_on=None)


def slips(cast: Any, unit: str) -> set[Slip]:
    place = Unit.objects.select_related("place").get(pk=cast.unit(unit).pk).place
    return {found.slip for found in queries.look_at([place], cast.today)}


@pytest.mark.rule("R-ORG-02", "R-ORG-04", "R-ORG-05")
@pytest.mark.parametrize(
    ("official", "probationary", "found"),
    [
        (2, 3, {Slip.TOO_FEW_OFFICIAL}),
        (3, 0, set()),
        (8, 3, set()),
        (9, 0, {Slip.CELL_WITHOUT_COMMITTEE}),
        (8, 23, {Slip.LARGE_CELL_WITHOUT_CONSENT}),
    ],
)
def test_cell_is_judged_by_its_members(cast: Any, official: int, probationary: int, found: set[Slip]) -> None:
    fill(cast, "north_a", official, probationary)

    assert slips(cast, "north_a") == found


@pytest.mark.rule("R-ORG-03", "R-ORG-04")
def test_committee_counts_all_its_cells(cast: Any) -> None:
    fill(cast, "north_a", 15)
    fill(cast, "north_b", 14)

    small = slips(cast, "north")
    fill(cast, "north_b", 0, 1)

    assert (small, slips(cast, "north")) == ({Slip.COMMITTEE_WITHOUT_CONSENT}, set())


@pytest.mark.rule("R-ORG-04", "R-ORG-05", "R-ORG-06")
def test_consent_and_committee_answer(cast: Any) -> None:
    fill(cast, "north_a", 9)
    by = cast.person("root_officer")
    actions.record_consent(
        cast.unit("north"), ConsentKind.SMALL_COMMITTEE, number="1", decided_on=date(2020, 1, 2), issuer="x", by=by,
        on=cast.today,
    )  # fmt: skip
    actions.begin_term(
        cast.unit("north_a"), CommitteeKind.CELL, name="2020–2022", how="elected", from_on=date(2020, 1, 1),
        until_on=date(2022, 7, 1), committee_size=3, by=by, on=cast.today,
    )  # fmt: skip

    assert (slips(cast, "north"), slips(cast, "north_a")) == (set(), set())


def test_numbers_come_from_the_statute(cast: Any) -> None:
    assert queries.limits(cast.today) == STATUTE


@pytest.mark.rule("R-ORG-08")
def test_length_of_a_term_is_data_of_the_organisation(cast: Any) -> None:
    ordinary = [actions.term_length(cast.unit(name), cast.today) for name in ("north", "north_a")]
    LocalValue.objects.create(
        unit=cast.unit("root"), topic=Topic.STATUTE, key="cell_term_months", value=60, decision="294-QĐ/TW",
        from_on=date(2020, 1, 1),
    )  # fmt: skip

    assert ordinary == [(60, 12), (30, 6)]
    assert actions.term_length(cast.unit("north_a"), cast.today) == (60, 12)


def test_notice_stands_on_the_page_of_the_unit_for_those_who_keep_it(cast: Any, signed_in: Any) -> None:
    fill(cast, "north_a", 2)

    assert [notice.rule for notice in notices.of(cast.unit("north_a"), cast.today)] == ["R-ORG-02"]
    assert "R-ORG-02" in signed_in("root_officer").get("/units/NORTH-A/").content.decode()
    assert "R-ORG-02" not in signed_in("stranger").get("/units/NORTH-A/").content.decode()


def test_board_has_one_item_and_one_page_for_all(cast: Any, signed_in: Any) -> None:
    fill(cast, "north_a", 2)

    items = [item for item in due.items(cast.person("north_officer"), on=cast.today) if "units" in item.action_url]
    page = signed_in("north_officer").get("/members/units/").content.decode()

    assert len(items) == 1
    assert ("R-ORG-02" in page, "/units/SOUTH/" in page) == (True, False)
    assert signed_in("north_secretary").get("/members/units/").status_code == 403


@pytest.mark.rule("R-ORG-12")
def test_seat_goes_to_the_member_who_is_known(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Trần Văn Ghế")
    term = actions.begin_term(
        cast.unit("north"), CommitteeKind.EXECUTIVE, name="2020–2025", how="elected", from_on=date(2020, 6, 1),
        until_on=date(2025, 6, 1), committee_size=5, by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip
    values = {"full_name": "Trần Văn Ghế", "card_number": "", "office": "COMMITTEE_MEMBER", "how": "elected",
              "decision": "BB-1", "from_on": "01/06/2020", "approval": "", "approved_on": ""}  # fmt: skip
    browser, url = signed_in("root_officer"), f"/units/NORTH/committees/{term.pk}/seats/new/"

    assert browser.post(url, values).status_code == 422  # who is meant is asked, even where one alone is known
    browser.post(url, {**values, "person": str(member.person_id)})

    assert term.seats.get().person_id == member.person_id
    other = make_member(cast, "north_b", "Trần Văn Ghế", "12.345678")
    assert browser.post(url, {**values, "person": str(other.person_id)}).status_code == 302
    assert Person.objects.filter(full_name="Trần Văn Ghế").count() == Member.objects.count() == 2
