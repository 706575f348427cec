"""The demonstration as it stands after its load."""

import json
import os
import subprocess
import sys
from collections import Counter
from uuid import UUID

import pytest
from django.contrib.auth.hashers import check_password
from django.db import connection, models
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.demonstration.digest import digest
from tongket.demo import logins, table
from tongket.demo.load import NotEmpty, load
from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.inspection.models import InspectedParty, ProgrammeItem
from tongket.members.models import Spell
from tongket.org import audit
from tongket.org.models import Account, Person, StructuralEvent, Unit, YearPlace
from tongket.rating.models import Rating
from tongket.rating.rules import Level, Subject, excellent_cap
from tongket.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stated(organisations: None, django_db_blocker: DjangoDbBlocker) -> list[table.Row]:
    """The table of what is stated and counted."""
    with django_db_blocker.unblock():
        return table.stated_table()


@pytest.fixture
def rows(stated: list[table.Row]) -> list[table.Row]:
    return stated


def test_every_stated_fact_is_what_is_counted(rows: list[table.Row]) -> None:
    unequal = [row for row in rows if not row.is_equal]

    assert not unequal
    assert len(rows) >= 45


def test_stated_table_is_printed_in_columns(rows: list[table.Row]) -> None:
    lines = table.lines(rows)

    assert len(lines) == len(rows)
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(("code", "year"), [("KHOI1", 2019), ("KHOI1", 2020), ("KHOI2", 2019), ("KHOI2", 2020)])
def test_a_bloc_has_about_3000_members_and_most_are_good(rows: list[table.Row], code: str, year: int) -> None:
    figures = [get("members_total"), get("members_rated"), get("members_rated_good_or_better_pct")]

    counted = count(year, under=Unit.objects.get(code=code), figures=figures)

    assert 2700 <= int(counted.own("members_total").value or 0) <= 3300
    assert (counted.own("members_rated_good_or_better_pct").value or 0) >= 90


@pytest.mark.parametrize(("code", "least"), [("VHTT", 100), ("KHCN", 100), ("GDDT", 100)])
def test_a_department_has_100_to_400_members(rows: list[table.Row], code: str, least: int) -> None:
    counted = count(2020, under=Unit.objects.get(code=code), figures=[get("members_total")])

    assert least <= int(counted.own("members_total").value or 0) <= 400


def test_last_year_is_there_to_compare_with(rows: list[table.Row]) -> None:
    counted = count(2019, under=Unit.objects.get(code="KHOI1"), figures=[get("members_admitted")])

    assert counted.own("members_admitted").value == 127


def test_no_group_has_more_excellent_than_the_cap(rows: list[table.Row]) -> None:
    levels: dict[tuple[UUID, int, str], Counter[str]] = {}
    for unit, year, subject, level in Rating.objects.filter(is_recorded=False).values_list(
        "decided_by", "year", "subject", "level"
    ):
        levels.setdefault((unit, year, subject), Counter())[level] += 1

    over = [
        group
        for group, found in levels.items()
        if found[Level.EXCELLENT]
        > excellent_cap(found[Level.EXCELLENT] + found[Level.GOOD], percent=20, good_only=True)
    ]

    assert {subject for _unit, _year, subject in levels} == set(Subject)
    assert not over


def test_the_tree_has_its_blocs_and_what_changed_in_it(rows: list[table.Row]) -> None:
    def grassroots(code: str, year: int) -> int:
        return YearPlace.objects.filter(year=year, parent__code=code, is_living=True).count()

    before = YearPlace.objects.get(year=2018, unit__code="NM-DIENLUC")
    after = YearPlace.objects.get(year=2019, unit__code="NM-DIENLUC")

    assert 38 <= grassroots("KHOI1", 2020) <= 44
    assert grassroots("KHOI2", 2020) == grassroots("K2CQ", 2018) + grassroots("K2DN", 2018)
    assert (before.parent.code, after.parent.code) == ("K2DN", "KHOI2")  # type: ignore[union-attr]
    assert not YearPlace.objects.get(year=2020, unit__code="NNPTNT-7").is_living
    assert YearPlace.objects.get(year=2019, unit__code="NNPTNT-7").is_living
    kinds = Counter(StructuralEvent.objects.values_list("kind", flat=True))
    assert (kinds["merge"], kinds["rename"]) == (2, 1)


def test_every_member_stands_on_one_roll_of_a_living_cell(rows: list[table.Row]) -> None:
    open_spells = Spell.objects.filter(until_on__isnull=True)

    living = open_spells.filter(unit__place__is_living=True, unit__place__kind__in=["CELL", "GRASSROOTS_CELL"])

    assert living.count() == open_spells.count() == open_spells.values("member").distinct().count()
    assert not open_spells.exclude(member__unit=models.F("unit")).exists()


def test_some_reports_are_late_and_some_never_came(rows: list[table.Row]) -> None:
    late = Report.objects.filter(sent_on__gt=models.F("due_on"))

    assert late.filter(unit__code__in=["GDDT-4", "GDDT-9"], due_on__year=2021).count() >= 10
    assert Report.objects.filter(sent_on__isnull=True, due_on__year=2020).exists()


def test_organisations_and_members_inspected_are_told_apart(rows: list[table.Row]) -> None:
    unit = Unit.objects.get(code="KHOI1")

    parties = Counter(InspectedParty.objects.filter(item__unit=unit, item__year=2020).values_list("party", flat=True))

    assert min(parties["ORGANISATION"], parties["MEMBER"]) > 30
    assert ProgrammeItem.objects.filter(unit__code="KHOI2", year=2020, done_on__gt=models.F("due_on")).exists()


def test_each_demonstration_account_opens_with_the_printed_password(rows: list[table.Row]) -> None:
    found = logins.demo_logins()

    assert len(found) == len(logins.LOGINS)
    assert all(len(login["password"]) >= 14 for login in found)
    account = Account.objects.get(username="vanphong.khoi1")
    assert account.is_demo
    assert check_password(found[1]["password"], account.password)
    assert Person.objects.get(account__username="dangvien.gddt4").membership is not None


def test_the_audit_log_is_unbroken(rows: list[table.Row]) -> None:
    assert audit.broken_links() == []


def test_a_database_that_holds_units_is_left_alone(rows: list[table.Row]) -> None:
    with pytest.raises(NotEmpty):
        load(echo=lambda line: None)


def test_two_loads_give_equal_data(organisations: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("on PostgreSQL, where the demonstration is loaded for the second time")
    files = databases.Files()
    environment = {**os.environ, "DATABASE_URL": files.url(files.provide(databases.DEMONSTRATION))}
    command = [sys.executable, "-m", "tests.demonstration.digest"]

    loaded_on_sqlite = subprocess.run(command, cwd=databases.ROOT, env=environment, check=True, stdout=subprocess.PIPE)

    assert digest() == json.loads(loaded_on_sqlite.stdout)
