"""The databases of the tests: the cast stands in one of them, and a test that commits leaves nothing behind."""

import pytest
from django.db import connection, transaction

from tests.cast import ROLES, Cast
from tongket.org.models import Person, Unit
from tongket.reports.models import Form


@pytest.mark.django_db
def test_database_of_a_test_without_the_cast_has_what_migrations_made_alone() -> None:
    assert not Unit.objects.exists()
    assert Form.objects.exists()


def test_cast_is_that_of_the_database(cast: Cast) -> None:
    assert set(Unit.objects.all()) == set(cast.units.values())
    assert set(Person.objects.all()) == {cast.people[name] for name in ROLES}


def test_what_a_test_does_to_the_cast_ends_with_it(cast: Cast) -> None:
    cast.units["root"].code = "CHANGED"
    Person.objects.create(full_name="Người Ở Lại")


def test_cast_comes_to_the_next_test_as_built(cast: Cast) -> None:
    assert cast.unit("root").code == "ROOT"
    assert len(Person.objects.all()) == len(ROLES)


@pytest.mark.django_db(transaction=True)
def test_test_with_transactions_of_its_own_commits(cast: Cast) -> None:
    assert not connection.in_atomic_block

    with transaction.atomic():
        Person.objects.create(full_name="Người Ở Lại")

    assert len(Person.objects.all()) == len(ROLES) + 1


def test_nothing_committed_is_left_and_nothing_is_missing(cast: Cast) -> None:
    assert len(Person.objects.all()) == len(ROLES)
    assert Form.objects.exists()
