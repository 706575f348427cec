"""A row of an address is found by a compiled query exactly where `access.find` finds it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F, QuerySet
from django.http import Http404

from tongket.org import access
from tongket.org.finding import Finder
from tongket.org.models import Account, OfficeTerm, Person, Unit

# One verb for each way in which verbs are given to domains.
VERBS = {tuple(sorted(policy.grants.items())): verb for verb, policy in sorted(access.POLICIES.items())}.values()
UNITS = Finder(lambda: Unit.objects.select_related("place"))
TERMS = Finder(lambda: OfficeTerm.objects.select_related("unit__place", "person"))
PEOPLE = Finder(lambda: Person.objects.all())
ACCOUNTS = Finder(lambda: Account.objects.select_related("person"))


def outcome(find: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    try:
        return find(*arguments, **named)
    except Http404:
        return None


@pytest.mark.parametrize("who", ["root_secretary", "north_clerk", "north_a_secretary", "operator", "stranger"])
def test_finder_finds_what_access_finds(cast: Any, who: str) -> None:
    person = cast.behind_fence(who)
    rows: list[tuple[Finder[Any], Any]] = [(UNITS, cast.unit(name)) for name in ("root", "north", "north_a", "south_a")]
    rows += [(TERMS, OfficeTerm.objects.get(person=cast.people[name])) for name in ("north_officer", "south_clerk")]
    rows += [(PEOPLE, cast.people[name]) for name in ("stranger", "north_clerk", "south_clerk")]

    for verb in VERBS:
        for finder, row in rows:
            if finder is PEOPLE and access.POLICIES[verb].grants.get("self") == access.LINE:
                continue  # such verbs are about units
            found = outcome(finder.find, person, verb, row.pk, on=cast.today)

            assert found == outcome(access.find, finder.query(), person, verb, row.pk, on=cast.today), (verb, row)


def test_finder_reads_what_its_queryset_reads_beside_the_row(cast: Any, django_assert_num_queries: Any) -> None:
    person, unit = cast.person("root_officer"), cast.unit("north_a")

    for _time in range(2):
        row = UNITS.find(person, "figure.read", unit.code, by="code", on=cast.today)
        with django_assert_num_queries(0):
            assert row.place.short_name == "Chi bộ Văn phòng"


def test_own_row_is_found_by_its_person_alone(cast: Any) -> None:
    verb = next(
        verb
        for verb, policy in access.POLICIES.items()
        if policy.grants.get("self") == access.MINE and "act_member" not in policy.grants and not policy.is_fenced
    )
    account = Account.objects.create(username="a", person=cast.people["stranger"])

    assert ACCOUNTS.find(cast.person("stranger"), verb, account.pk, on=cast.today) == account
    assert outcome(ACCOUNTS.find, cast.person("south_clerk"), verb, account.pk, on=cast.today) == outcome(
        access.find, ACCOUNTS.query(), cast.person("south_clerk"), verb, account.pk, on=cast.today
    )


def test_rows_that_are_not_whole_models_are_found_too(cast: Any) -> None:
    def annotated() -> QuerySet[Unit]:
        return Unit.objects.annotate(called=F("code"))

    unit = cast.unit("north")

    found: Unit = Finder(annotated).find(cast.person("north_clerk"), "figure.read", unit.pk, on=cast.today)

    assert (found, vars(found)["called"]) == (unit, "NORTH")
