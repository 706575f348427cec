"""A year beside the one before, across a merger, a move and a split."""

from datetime import date
from typing import Any

import pytest

from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.members.tests.make import admit
from tongket.org import actions
from tongket.org.actions import Decision, NewUnit
from tongket.org.kinds import Kind
from tongket.org.models import Unit

DAY = date(2020, 7, 1)
PAPER = Decision("58-QĐ/ĐUK", date(2020, 6, 20), "Đảng ủy Khối")
pytestmark = pytest.mark.django_db


def merge_across(cast: Any) -> None:
    """A cell of north, with two members admitted in 2019, goes to a cell of south."""
    admit(cast, "north_b")
    admit(cast, "north_b", full_name="Lê Văn Hai", decided_on=date(2019, 12, 2), decision_number="130-QĐ/ĐUK")
    units = [cast.unit("north_b"), cast.unit("south_a")]
    actions.merge(units, units[1], PAPER, from_on=DAY, by=cast.person("root_officer"), on=cast.today)


def admitted(unit: Unit, year: int, shape: int | None = None) -> int:
    counted = count(year, under=unit, figures=[get("members_admitted"), get("members_total")], shape=shape)
    assert counted.own("members_total").value == counted.own("members_admitted").value
    return int(counted.own("members_admitted").value or 0)


@pytest.mark.rule("R-ORG-10", "R-ORG-11")
def test_year_before_is_counted_by_its_own_tree_or_by_that_of_a_later_year(cast: Any) -> None:
    merge_across(cast)
    north, south = cast.unit("north"), cast.unit("south")

    assert (admitted(north, 2019), admitted(south, 2019)) == (2, 0)
    assert (admitted(north, 2019, 2020), admitted(south, 2019, 2020)) == (0, 2)
    assert admitted(cast.unit("root"), 2019) == admitted(cast.unit("root"), 2019, 2020) == 2


def test_overview_says_which_shape_it_compares_with_and_switches(cast: Any, signed_in: Any) -> None:
    merge_across(cast)
    client = signed_in("root_officer")

    now = client.get("/units/SOUTH/2020/").content.decode()
    then = client.get("/units/SOUTH/2020/?compare=then").content.decode()

    assert "So với năm 2019 theo tổ chức hiện nay" in now
    assert 'href="?compare=then"' in now
    assert "2019: 2" in now
    assert "So với năm 2019 như khi ấy" in then
    assert 'href="?compare=now"' in then
    assert "2019: 0" in then


def test_overview_says_nothing_where_the_units_are_the_same(cast: Any, signed_in: Any) -> None:
    merge_across(cast)

    text = signed_in("root_officer").get("/units/ROOT/2020/").content.decode()

    assert "So với năm 2019" not in text
    assert "2019: 2" in text


def test_unit_that_began_with_a_merger_is_compared_with_those_that_it_took_over(cast: Any, signed_in: Any) -> None:
    admit(cast, "north_a")
    new = NewUnit("JOINED", "Đảng bộ Hợp nhất", "Hợp nhất", Kind.GRASSROOTS_COMMITTEE, cast.unit("root"))
    units = [cast.unit("north"), cast.unit("south")]
    actions.merge(units, new, PAPER, from_on=DAY, by=cast.person("root_officer"), on=cast.today)

    text = signed_in("root_officer").get("/units/JOINED/2020/").content.decode()

    assert "theo tổ chức hiện nay" in text
    assert "?compare=" not in text
    assert "2019: 1" in text


def test_unit_that_gave_a_part_away_says_so(cast: Any, signed_in: Any) -> None:
    admit(cast, "north_b")
    part = NewUnit("NORTH-2", "Đảng bộ Bắc 2", "Bắc 2", Kind.GRASSROOTS_COMMITTEE, cast.unit("root"))
    actions.split(
        cast.unit("north"), [part], PAPER, from_on=DAY, ends=False, children={cast.unit("north_b"): 0},
        by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip
    client = signed_in("root_officer")

    old, new = (client.get(f"/units/{code}/2020/").content.decode() for code in ("NORTH", "NORTH-2"))

    assert "gồm cả phần đã chia tách" in old
    assert "2019: 1" in old
    assert "Năm 2019 không có số liệu để so sánh" in new
