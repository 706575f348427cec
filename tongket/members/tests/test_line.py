"""Who holds no office reads their own line: the cell on whose roll they stand and what is above it (S-02)."""

from typing import Any

import pytest
from django.test import Client

from tongket.members.rules import Closed
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.models import Account, Unit


@pytest.fixture
def member(cast: Any) -> Client:
    """A member of the first cell of north, signed in."""
    account = Account.objects.create(username="member", person=make_member(cast).person)
    browser = Client()
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_member_reads_their_own_line(cast: Any) -> None:
    person = make_member(cast).person

    units = access.scope(Unit.objects.all(), person, "unit.read", on=cast.today)

    assert {unit.code for unit in units} == {"ROOT", "NORTH", "NORTH-A"}
    assert not access.holds(person, "unit.find", on=cast.today)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/units/NORTH-A/", 200),
        ("/units/NORTH/", 200),
        ("/units/NORTH-B/", 404),
        ("/units/SOUTH/", 404),
        ("/units/NORTH/committees/", 200),
        ("/units/SOUTH/committees/", 404),
    ],
)
def test_pages_of_units_beside_and_of_other_blocs_are_not_found(member: Client, address: str, status: int) -> None:
    assert member.get(address).status_code == status


def test_lists_and_trees_leave_out_what_is_beside(member: Client) -> None:
    pages = [
        member.get(address).content.decode() for address in ("/units/", "/units/on/?day=04/01/2021", "/units/NORTH/")
    ]

    for page in pages:
        assert "/units/NORTH-A/" in page
        assert "/units/NORTH-B/" not in page
        assert "/units/SOUTH/" not in page


def test_who_left_the_cell_reads_it_no_more(cast: Any) -> None:
    row = make_member(cast)
    row.spells.update(until_on=cast.today, closed_by=Closed.TRANSFERRED_OUT)

    units = access.scope(Unit.objects.all(), row.person, "unit.read", on=cast.today)

    assert list(units) == []
