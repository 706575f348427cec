"""“Who may see this?” on the page of a row: right for those it names, closed to others, without names from above."""

from datetime import date
from typing import Any

import pytest

from tongket.inspection.tests.make import make_item
from tongket.members.models import Member
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.queries import grants as queries
from tongket.org.tests.make import let_act_for
from tongket.pages.tests.pages import english

ASKED = "?who=sees"
NAMES = {  # of the cast, as the page writes them
    name: f"Người {name.replace('_', ' ').title()}"
    for name in (
        *("root_secretary", "root_officer", "root_inspector", "north_secretary", "north_officer", "north_clerk"),
        *("north_inspector", "north_a_secretary", "south_officer", "operator", "auditor"),
    )
}


def named(page: Any) -> set[str]:
    main = page.text.split("<main")[1]
    return {name for name, words in NAMES.items() if words in main}


@pytest.mark.parametrize("unit", ["north_a", "north_b"])
def test_page_names_those_who_may_read_the_member_and_nobody_else(cast: Any, signed_in: Any, unit: str) -> None:
    member = make_member(cast, unit)

    page = english(signed_in("root_secretary")).get(f"{member.get_absolute_url()}{ASKED}")

    first = page.text.split("See restricted data")[0].split("<main")[1]
    for name, words in NAMES.items():
        may = access.may(cast.person(name), "member.read", Member.objects.get(pk=member.pk), on=cast.today)
        assert (words in first) is may, name
    assert "the person concerned: Trần Văn Mẫu" in first
    assert "Class of the data: personal" in first


def test_rights_from_above_are_told_without_names(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)

    page = english(signed_in("north_a_secretary")).get(f"{member.get_absolute_url()}{ASKED}")

    shown = page.text.split("<main")[1]
    assert NAMES["north_a_secretary"] in shown
    assert NAMES["north_officer"] not in shown
    assert NAMES["root_officer"] not in shown
    assert "not named here" in shown
    assert "Đảng bộ Sở Phương Bắc" in shown


def test_who_acts_for_the_unit_reaches_its_reports_until_that_ends(cast: Any) -> None:
    grant = let_act_for(cast, "north_clerk", "north_a")
    unit = queries.unit_of(cast.unit("north_a"))
    assert unit is not None

    now, later = (queries.reaching("report.read", unit, unit, day) for day in (cast.today, date(2022, 1, 1)))

    assert grant in now
    assert grant not in later
    assert grant not in queries.reaching("member.read", unit, unit, cast.today)


@pytest.mark.parametrize(("who", "status"), [("north_clerk", 403), ("south_officer", 404), ("stranger", 404)])
def test_page_is_closed_to_who_may_not_read_rights_or_the_row(cast: Any, signed_in: Any, who: str, status: int) -> None:
    member = make_member(cast)
    browser = signed_in(who)

    plain = browser.get(member.get_absolute_url())
    asked = browser.get(f"{member.get_absolute_url()}{ASKED}")

    assert asked.status_code == status
    assert ASKED not in plain.text


def test_restricted_row_is_told_as_such_behind_the_fence_alone(cast: Any, signed_in: Any) -> None:
    address = f"/inspection/items/{make_item(cast.unit('north')).pk}/{ASKED}"

    page = english(signed_in("north_inspector", fence=True)).get(address)
    refused = signed_in("north_inspector").get(address)
    leader = signed_in("root_secretary", fence=True).get(address)

    assert "Nobody else sees it, whatever other right they hold" in page.text
    assert named(page) == {"north_inspector"}  # the right above is told without its name
    assert "not named here" in page.text
    assert (refused.status_code, leader.status_code) == (403, 403)
