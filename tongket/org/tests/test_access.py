"""The table of grants, tested as a table: who may what, and who may not."""

from typing import Any

import pytest

from tongket.org import access
from tongket.org.models import OfficeTerm, Unit


@pytest.mark.parametrize(
    ("who", "whose", "verb", "may"),
    [
        ("north_officer", "north", "office.write", True),
        ("north_officer", "north_a", "office.write", True),
        ("root_officer", "north_a", "office.write", True),
        ("north_officer", "root", "office.write", False),  # not above
        ("north_officer", "south", "office.write", False),  # not beside
        ("north_clerk", "north", "office.write", False),  # not that domain
        ("north_secretary", "north", "office.write", False),
        ("stranger", "north", "office.write", False),
        ("stranger", "north", "unit.read", True),  # the tree is open to everybody signed in
    ],
)
def test_grant_reaches_what_the_table_says(cast: Any, who: str, whose: str, verb: str, may: bool) -> None:
    unit = cast.unit(whose)

    allowed = access.scope(Unit.objects.filter(pk=unit.pk), cast.person(who), verb, on=cast.today)

    assert list(allowed) == ([unit] if may else [])


def test_grant_ends_with_the_office(cast: Any) -> None:
    OfficeTerm.objects.filter(person=cast.people["north_officer"]).update(until_on=cast.today)

    assert not access.may(cast.person("north_officer"), "office.write", cast.unit("north"), on=cast.today)


def test_fenced_verb_opens_nothing_without_the_fence(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = access.Policy("secret.read", "read secrets", "D4", {"insp": access.TREE})
    monkeypatch.setitem(access.POLICIES, "secret.read", secret)
    rows = Unit.objects.filter(pk=cast.unit("north").pk)

    outside = access.scope(rows, cast.person("north_inspector"), "secret.read", on=cast.today)
    inside = access.scope(rows, cast.behind_fence("north_inspector"), "secret.read", on=cast.today)

    assert (list(outside), list(inside)) == ([], [cast.unit("north")])
