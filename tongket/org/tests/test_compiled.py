"""Compiled queries give what their querysets give, under the release of Django that they were tried with."""

import uuid
from typing import Any

import django
import pytest
from django.db.models import QuerySet

from tongket.core.compiled import TRIED_WITH, CompiledQuery
from tongket.org import access
from tongket.org.models import Account, OfficeTerm, Unit

TERMS = CompiledQuery(
    lambda unit, decision: (
        OfficeTerm.objects.select_related("unit__place", "person").filter(unit=unit, decision=decision).order_by("pk")
    ),
    uuid.UUID,
    str,
)


def test_private_parts_of_the_orm_are_those_that_were_tried() -> None:
    told = "core/compiled.py reaches into the ORM: try all that uses it, then say so there"

    assert django.VERSION[:2] == TRIED_WITH, told


@pytest.mark.parametrize("name", ["root", "north", "north_a", "south"])
def test_compiled_query_finds_what_its_queryset_finds(cast: Any, name: str) -> None:
    unit = cast.unit(name)

    for decision in ("02-QĐ/ĐUK", "none"):
        terms = TERMS.run(unit.pk, decision)

        assert terms == list(TERMS.build(unit.pk, decision))
        assert [term.person.full_name for term in terms] == [
            term.person.full_name for term in TERMS.build(unit.pk, decision)
        ]
        assert {term.unit.place.pos for term in terms} <= {unit.place.pos}


def test_account_of_a_session_is_found_by_its_key(cast: Any) -> None:
    account = Account.objects.create(username="a", person=cast.people["stranger"])

    assert Account.objects.get(pk=account.pk).person == cast.people["stranger"]
    with pytest.raises(Account.DoesNotExist):
        Account.objects.get(pk=account.pk + 1)


def test_value_that_stands_nowhere_in_the_query_is_refused(cast: Any) -> None:
    lost: CompiledQuery[Unit] = CompiledQuery(lambda code, other: Unit.objects.filter(code=code), str, str)

    with pytest.raises(ValueError, match="stands nowhere"):
        lost.run("NORTH", "")


def test_only_whole_models_are_compiled(cast: Any) -> None:
    def codes(code: str) -> QuerySet[Unit, Unit]:
        return Unit.objects.filter(code=code).values_list("code")  # type: ignore[return-value]  # the fault

    with pytest.raises(TypeError, match="whole models"):
        CompiledQuery(codes, str).run("NORTH")


def test_what_was_found_for_one_is_asked_again_for_another(cast: Any) -> None:
    unit = cast.unit("north_a")
    row = access.find(Unit.objects.all(), cast.person("north_clerk"), "figure.read", unit.pk, on=cast.today)

    may = [access.may(cast.person(who), "figure.read", row, on=cast.today) for who in ("north_clerk", "south_clerk")]

    assert may == [True, False]
