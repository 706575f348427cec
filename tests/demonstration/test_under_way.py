"""What is under way in the demonstration: candidates, votes, standings, transfers, badges, requests, committees."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F

from tongket.demo.names import is_known
from tongket.figures.counting import count
from tongket.figures.declare import REGISTRY
from tongket.members.models import (
    Admission,
    Badge,
    Candidacy,
    CorrectionRequest,
    FileCheck,
    Member,
    SideState,
    Transfer,
)
from tongket.members.queries import Deadlines, near_end_of_probation, without_ceremony
from tongket.members.units.queries import look_at
from tongket.org import access
from tongket.org.committee_rules import Slip
from tongket.org.models import Account, CommitteeTerm, OfficeTerm, Person, Place, Unit
from tongket.pages import due
from tongket.votes.models import Vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]
TODAY = date(2022, 1, 5)


def reader(login: str) -> Person:
    person = Account.objects.get(username=login).person
    assert person is not None
    return person


def test_candidates_stand_at_each_step_and_are_no_members() -> None:
    states = Counter(Candidacy.objects.values_list("state", flat=True))
    waiting = Candidacy.objects.exclude(state="DECIDED").values_list("full_name", flat=True)
    figure = count(2021, under=Unit.objects.get(code="GDDT"), figures=[REGISTRY["members_admitted"]])

    assert (states["CANDIDATE"], states["APPLIED"], states["CELL_VOTED"]) == (1, 2, 1)
    assert states["DECIDED"] == figure.own("members_admitted").value == 8
    assert not Member.objects.filter(person__full_name__in=waiting, admissions__decided_on__year=2021).exists()


def test_one_count_waits_for_the_second_person_and_the_others_passed() -> None:
    votes = Vote.objects.filter(unit__code__startswith="GDDT-")

    assert votes.get(state="COUNTED").unit.code == "GDDT-4"
    assert all(vote.has_passed for vote in votes.filter(state="CONFIRMED"))
    assert not votes.filter(state="CONFIRMED", counted_by=F("confirmed_by")).exists()
    office = [item.title for item in due.items(reader("vanphong.gddt"), on=TODAY)]
    assert any("Kết nạp quần chúng" in title for title in office)


def test_a_ceremony_is_near_its_last_day_and_a_probation_near_its_end() -> None:
    officer, deadlines = reader("tochuc.khoi1"), Deadlines()

    waiting = next(one for one in without_ceremony(officer, TODAY) if one.unit.code == "GDDT-8")
    ending = near_end_of_probation(officer, TODAY, deadlines)

    last = deadlines.ceremony_due_on(waiting.decided_on, waiting.received_on)
    assert last is not None
    assert 0 < (last - TODAY).days <= 15
    assert "GDDT-2" in {member.unit.code for member in ending}
    assert Admission.objects.filter(unit__code__startswith="GDDT-", decided_on__year=2020).count() == 7


def test_side_states_run_and_membership_goes_on() -> None:
    rows = SideState.objects.filter(state="RUNNING", unit__code__startswith="GDDT-").select_related("member")

    assert Counter(row.kind for row in rows) == {"EXEMPT": 2, "TEMP_AWAY": 1}
    assert all(row.member.is_on_roll and row.member.state == row.kind for row in rows)


def test_transfers_badges_request_and_comparison_are_there() -> None:
    transfers = Counter(Transfer.objects.filter(from_unit__code__startswith="GDDT-").values_list("state", flat=True))
    badges = Badge.objects.filter(state="PROPOSED", day=date(2022, 2, 3))

    assert (transfers["ASKED"], transfers["SENT_BACK"]) == (1, 1)
    assert badges.count() == 3
    assert CorrectionRequest.objects.get(state="OPEN").member.person == reader("dangvien.gddt4")
    assert FileCheck.objects.get().unit.code == "GDDT"


def test_every_cell_has_its_committee_and_no_office_stands_twice() -> None:
    cells = list(Place.objects.filter(is_living=True, kind__in=["CELL", "GRASSROOTS_CELL"]).select_related("unit"))
    twice = OfficeTerm.objects.filter(until_on=None).values("unit", "person", "office").annotate(Count("pk"))

    assert Slip.CELL_WITHOUT_COMMITTEE not in {found.slip for found in look_at(cells, TODAY)}
    assert CommitteeTerm.objects.filter(unit__code="GDDT").count() == 2
    assert not twice.filter(pk__count__gt=1).exists()
    assert access.holds(reader("bithu.gddt4"), "member.write", on=TODAY)


def test_no_notice_of_a_death_or_departure_is_owed_for_long() -> None:
    late = [item for item in due.items(reader("tochuc.khoi1"), on=TODAY) if item.due_on and item.due_on < TODAY]

    assert not [item.title for item in late if "/members/endings/" in item.action_url]


def test_nobody_is_called_like_somebody_from_the_news() -> None:
    assert [name for name in Person.objects.values_list("full_name", flat=True) if is_known(name)] == []
