"""Questions worded once say what the ORM says, whoever asks and whatever is asked for."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet
from django.http import Http404

from tongket.core import clock
from tongket.core.compiled import CompiledQuery, CompiledUpdate, add
from tongket.org import access
from tongket.org.models import OfficeTerm, Person, Submission, Unit

TERMS = CompiledQuery(
    lambda unit, day: (
        OfficeTerm.objects.select_related("unit__place", "person").filter(unit=unit, from_on__lte=day).order_by("pk")
    ),
    uuid.UUID,
    date,
)


def whole(pk: uuid.UUID) -> QuerySet[Unit]:
    return Unit.objects.filter(pk=pk).select_related("place")


def names() -> QuerySet[Unit, Any]:
    return Unit.objects.order_by("place__pos").values_list("code", "place__short_name")


@pytest.mark.parametrize("name", ["root", "north", "north_a", "south"])
def test_a_standing_question_finds_what_the_queryset_finds(cast: Any, name: str) -> None:
    unit = cast.unit(name)

    for day in (cast.today, cast.today - timedelta(days=10_000)):
        found = TERMS.ask(unit.pk, day)

        assert found == list(TERMS.build(unit.pk, day))
        assert [row.person.full_name for row in found] == [row.person.full_name for row in TERMS.build(unit.pk, day)]
        assert {row.unit.place.pos for row in found} <= {unit.place.pos}


def test_a_standing_question_may_ask_for_values(cast: Any) -> None:
    names = CompiledQuery(lambda code: Unit.objects.filter(code=code).values_list("code", "place__pos"), str)

    assert [names.ask(code) for code in ("NORTH", "NOWHERE")] == [[("NORTH", cast.unit("north").place.pos)], []]


def test_a_standing_change_changes_what_it_names_and_counts_it(cast: Any) -> None:
    change = CompiledUpdate(
        lambda unit, decision: (
            OfficeTerm.objects.filter(unit=unit),
            {"decision": decision, "version": F("version") + 1},
        ),
        uuid.UUID,
        str,
    )

    number = change.make(cast.unit("north").pk, "77-QĐ/ĐU")

    changed = OfficeTerm.objects.filter(decision="77-QĐ/ĐU", version=2)
    assert number == changed.count() == OfficeTerm.objects.filter(unit=cast.unit("north")).count() > 0


def test_a_value_that_stands_nowhere_in_the_question_is_refused(cast: Any) -> None:
    question = CompiledQuery(lambda code, lost: Unit.objects.filter(code=code), str, str)

    with pytest.raises(ValueError, match="stands nowhere"):
        question.ask("NORTH", "")


def test_a_row_is_added_with_all_that_it_holds(db: None) -> None:
    row = Submission(actor="a", operation="/o/", key="k", body_hash="b", answer_url="/", at=clock.now())

    add(row)

    kept = Submission.objects.get()
    assert (kept.actor, kept.operation, kept.key, kept.answer_url, kept.at) == ("a", "/o/", "k", "/", row.at)


@pytest.mark.parametrize("verb", ["figure.read", "unit.write", "office.write"])
def test_what_is_found_often_is_what_is_found(cast: Any, verb: str) -> None:
    if verb not in access.POLICIES:
        pytest.skip(f"no verb {verb}")

    def found(find: Any, rows: Any, person: Person, unit: Unit) -> Any:
        try:
            return find(rows, person, verb, unit.pk, on=cast.today)
        except Http404:
            return None

    for person in cast.people.values():
        for unit in Unit.objects.all():
            again = Person.objects.get(pk=person.pk)

            assert found(access.find_often, whole, again, unit) == found(access.find, whole(unit.pk), again, unit)
        again = Person.objects.get(pk=person.pk)
        scoped = access.scope(names(), again, verb, on=cast.today)

        assert access.scope_often(names, again, verb, on=cast.today) == list(scoped)


def test_what_was_found_for_one_is_asked_again_for_another(cast: Any) -> None:
    unit = cast.unit("north_a")
    found = access.find(Unit.objects.all(), cast.person("north_clerk"), "figure.read", unit.pk, on=cast.today)

    may = [access.may(cast.person(who), "figure.read", found, on=cast.today) for who in ("north_clerk", "south_clerk")]

    assert may == [True, False]
