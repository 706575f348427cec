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
        ("north_a_secretary", "north_a", "unit.read", True),  # the tree: one's own line
        ("north_a_secretary", "north", "unit.read", True),  # and those above
        ("north_a_secretary", "root", "unit.read", True),
        ("north_a_secretary", "north_b", "unit.read", False),  # not beside
        ("north_a_secretary", "south", "unit.read", False),  # not of another bloc
        ("north_a_secretary", "south_a", "unit.read", False),
        ("north_clerk", "north_b", "unit.read", True),  # all under those of one's grants
        ("north_clerk", "south", "unit.read", False),
        ("root_clerk", "south_a", "unit.read", True),
        ("stranger", "north", "unit.read", False),  # who belongs to none reads none
        ("north_a_secretary", "south", "unit.find", True),  # a name, to send somebody there
        ("stranger", "south", "unit.find", False),
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


def test_what_is_told_from_the_place_of_a_unit_is_what_scope_says(cast: Any) -> None:
    verbs = {(policy.is_fenced, *sorted(policy.grants.items())): verb for verb, policy in access.POLICIES.items()}
    tried = 0
    for name in cast.people:
        person = cast.behind_fence(name)
        for unit in Unit.objects.select_related("place"):
            for verb in verbs.values():  # one of those that are granted alike
                in_scope = access.scope(Unit.objects.filter(pk=unit.pk), person, verb, on=cast.today).exists()
                told = access._is_reached(person, verb, unit, cast.today)
                tried += told
                assert access.may(person, verb, unit, on=cast.today) == in_scope, (name, verb, unit.code)
                assert in_scope or not told, (name, verb, unit.code)

    print(f"{tried} told without asking")
    assert tried > 300


def test_nothing_fenced_is_told_without_the_second_factor(cast: Any) -> None:
    inspector, unit = cast.person("north_inspector"), Unit.objects.select_related("place").get(pk=cast.unit("north").pk)

    assert not access.may(inspector, "discipline.read", unit, on=cast.today)
    assert access.may(cast.behind_fence("north_inspector"), "discipline.read", unit, on=cast.today)


def test_a_row_in_reach_is_not_asked_for_again(cast: Any, django_assert_num_queries: Any) -> None:
    clerk, unit = cast.person("north_clerk"), Unit.objects.select_related("place").get(pk=cast.unit("north_a").pk)
    clerk.running_grants(cast.today)

    with django_assert_num_queries(0):
        assert access.may(clerk, "report.collect", unit, on=cast.today)
