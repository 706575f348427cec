"""The roll, the offices and the tree of a day: who stood where then, by the rights of today."""

from datetime import date
from typing import Any

import pytest

from tongket.members.tests.make import make_member
from tongket.org import actions
from tongket.org.actions import Decision
from tongket.org.queries.units import DayTree

DAY = date(2020, 7, 1)
PAPER = Decision("58-QĐ/ĐUK", date(2020, 6, 20), "Đảng ủy Khối")
pytestmark = pytest.mark.django_db


def merge(cast: Any, ending: str, into: str) -> None:
    units = [cast.unit(ending), cast.unit(into)]
    actions.merge(units, units[1], PAPER, from_on=DAY, by=cast.person("root_officer"), on=cast.today)


@pytest.mark.rule("R-ORG-10")
def test_roll_of_a_day_names_the_cells_of_that_day(cast: Any, signed_in: Any) -> None:
    make_member(cast, "north_a")
    merge(cast, "north_a", "north_b")
    client = signed_in("north_officer")

    before = client.get("/members/on/", {"day": "30/06/2020", "unit": "NORTH-A"}).content.decode()
    after = client.get("/members/on/", {"day": "01/07/2020", "unit": "NORTH-B"}).content.decode()
    gone = client.get("/members/on/", {"day": "01/07/2020", "unit": "NORTH-A"}).content.decode()

    assert "Trần Văn Mẫu" in before
    assert "Chi bộ Văn phòng" in before
    assert 'value="30/06/2020"' in before
    assert "Trần Văn Mẫu" in after
    assert "Trần Văn Mẫu" not in gone


def test_roll_starts_at_today_and_a_wrong_day_shows_nobody(cast: Any, signed_in: Any) -> None:
    make_member(cast, "north_a")
    client = signed_in("north_officer")

    today = client.get("/members/on/").content.decode()
    wrong = client.get("/members/on/", {"day": "31/02/2020"}).content.decode()

    assert 'value="04/01/2021"' in today
    assert "Trần Văn Mẫu" in today
    assert 'value="31/02/2020"' in wrong
    assert "Trần Văn Mẫu" not in wrong


@pytest.mark.parametrize(("who", "sees"), [("root_officer", True), ("north_officer", False), ("south_officer", True)])
def test_old_roll_is_seen_by_whoever_reaches_the_successor_today(
    cast: Any, signed_in: Any, who: str, sees: bool
) -> None:
    make_member(cast, "north_b")
    merge(cast, "north_b", "south_a")

    text = signed_in(who).get("/members/on/", {"day": "30/06/2020", "unit": ""}).content.decode()

    assert ("Trần Văn Mẫu" in text) == sees


def test_offices_of_a_day_are_those_of_the_units_that_stood_there(cast: Any, signed_in: Any) -> None:
    merge(cast, "north_b", "south_a")
    client = signed_in("root_clerk")

    before = client.get("/units/NORTH/offices/", {"day": "30/06/2020"}).content.decode()
    cell = client.get("/units/NORTH-A/offices/", {"day": "30/06/2020"}).content.decode()
    early = client.get("/units/NORTH/offices/", {"day": "31/12/2014"}).content.decode()

    assert "Người North Secretary" in before
    assert "Người North A Secretary" in before
    assert "Người North A Secretary" in cell
    assert "Người North Secretary" not in cell
    assert "Người North Secretary" not in early


def test_office_that_ended_is_shown_on_the_days_on_which_it_was_held(cast: Any, signed_in: Any) -> None:
    merge(cast, "north_a", "north_b")
    client = signed_in("north_officer")

    before = client.get("/units/NORTH-A/offices/", {"day": "30/06/2020"}).content.decode()
    after = client.get("/units/NORTH-A/offices/", {"day": "01/07/2020"}).content.decode()

    assert "Người North A Secretary" in before
    assert "Người North A Secretary" not in after


def test_tree_of_a_day_holds_what_stood_under_a_unit_then(cast: Any) -> None:
    merge(cast, "north_b", "south_a")

    codes = {unit.pk: name for name, unit in cast.units.items()}
    before = [codes[pk] for pk in DayTree(date(2020, 6, 30)).under(cast.unit("north"))]
    after = [codes[pk] for pk in DayTree(DAY).under(cast.unit("north"))]

    assert before == ["north", "north_a", "north_b"]
    assert after == ["north", "north_a"]
