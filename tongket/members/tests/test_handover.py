"""Members go along when their cell ends or is split; the roll and the figures of the years before stay as they were."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket import verify
from tongket.figures.counting import count
from tongket.figures.declare import get
from tongket.members import actions as members
from tongket.members.models import Candidacy, Member, SideState, Spell, Stage, Transfer
from tongket.members.tests.make import admit, begin, make_member
from tongket.members.verify import faults
from tongket.org import actions
from tongket.org.access import NotAllowed
from tongket.org.actions import Decision, NewUnit
from tongket.org.kinds import Kind, Sector
from tongket.org.models import CommitteeKind, CommitteeTerm, Grant, Office, OfficeTerm, Place, Unit

DAY = date(2020, 7, 1)
PAPER = Decision("58-QĐ/ĐUK", date(2020, 6, 20), "Đảng ủy Khối")
pytestmark = pytest.mark.django_db


def merge(cast: Any, ending: str = "north_a", into: str = "north_b", *, from_on: date = DAY, on: Any = None) -> Unit:
    units = [cast.unit(ending), cast.unit(into)]
    by = cast.person("root_officer")
    return actions.merge(units, cast.unit(into), PAPER, from_on=from_on, by=by, on=on or cast.today)


def members_of(unit: Unit, year: int) -> int:
    figures = [get("members_total"), get("members_transferred_in"), get("members_transferred_out")]
    return int(count(year, under=unit, figures=figures).own("members_total").value or 0)


def spells_of(member: Member) -> list[tuple[str, date, date | None, str, str]]:
    rows = member.spells.select_related("unit").order_by("from_on")
    return [(row.unit.code, row.from_on, row.until_on, row.opened_by, row.closed_by) for row in rows]


@pytest.mark.rule("R-ORG-11", "R-MEM-11")
def test_members_go_along_with_a_merger_and_no_papers_are_given(cast: Any) -> None:
    first, second = make_member(cast), make_member(cast, full_name="Lê Văn Hai", official_on=None)

    merge(cast)

    for member in (first, second):
        member.refresh_from_db()
        assert member.unit == cast.unit("north_b")
        assert spells_of(member) == [
            ("NORTH-A", date(2019, 1, 1), DAY, "opening", "reorganised"),
            ("NORTH-B", DAY, None, "reorganised", ""),
        ]
    assert (first.state, second.state) == ("OFFICIAL", "PROBATIONARY")
    assert not Transfer.objects.exists()
    assert list(faults()) == []
    assert list(verify.faults()) == []


def test_figures_of_the_years_before_stay_with_the_old_unit(cast: Any) -> None:
    make_member(cast)
    make_member(cast, "north_b", "Lê Văn Hai")

    merge(cast)

    assert (members_of(cast.unit("north_a"), 2019), members_of(cast.unit("north_b"), 2019)) == (1, 1)
    assert (members_of(cast.unit("north_a"), 2020), members_of(cast.unit("north_b"), 2020)) == (0, 2)
    assert (members_of(cast.unit("north"), 2019), members_of(cast.unit("north"), 2020)) == (2, 2)


def test_who_came_after_the_day_of_the_merger_stands_in_the_successor_from_the_start(cast: Any) -> None:
    admission = admit(cast, decided_on=date(2020, 8, 20))

    merge(cast)

    admission.refresh_from_db()
    assert admission.unit == cast.unit("north_b")
    assert spells_of(admission.member) == [("NORTH-B", date(2020, 8, 20), None, "admitted", "")]
    assert list(faults()) == []


def test_merger_before_the_day_on_which_a_member_left_is_refused(cast: Any) -> None:
    member = make_member(cast)
    members.transfer(
        member, to=cast.unit("south_a"), moved_on=date(2020, 9, 1), by=cast.person("root_officer"), on=cast.today
    )

    with pytest.raises(ValidationError) as refusal:
        merge(cast)

    assert "01/09/2020" in str(refusal.value)
    assert Place.objects.get(unit=cast.unit("north_a")).is_living


def test_exemption_goes_on_in_the_successor_and_is_counted_where_it_ran(cast: Any) -> None:
    member = make_member(cast)
    begin(cast, member, "EXEMPT", date(2019, 6, 1))

    merge(cast)

    rows = SideState.objects.order_by("from_on").values_list("unit__code", "state", "from_on", "ended_on")
    assert list(rows) == [
        ("NORTH-A", Stage.ENDED, date(2019, 6, 1), DAY),
        ("NORTH-B", Stage.RUNNING, DAY, None),
    ]
    member.refresh_from_db()
    assert member.state == "EXEMPT"
    assert list(faults()) == []


def test_suspended_member_goes_along_too(cast: Any) -> None:
    member = make_member(cast)
    begin(cast, member, "SUSPENDED", date(2020, 12, 1))

    merge(cast, from_on=date(2020, 12, 20))

    row = SideState.objects.get()
    assert (row.unit, row.from_on, row.state) == (cast.unit("north_b"), date(2020, 12, 1), Stage.RUNNING)


def test_what_waits_for_the_old_cell_waits_for_the_new_one(cast: Any) -> None:
    stranger = make_member(cast, "south_a", "Lê Văn Hai")
    members.ask_transfer(
        stranger, to=cast.unit("north_a"), papers_on=date(2020, 6, 1), by=cast.person("south_officer"), on=cast.today
    )
    candidacy = members.introduce(
        cast.unit("north_a"), full_name="Phạm Thị Ba", sex="F", born_on=date(1995, 1, 1), education="ĐH",
        introduced_on=date(2020, 5, 1), by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip

    merge(cast)

    assert Transfer.objects.get().unit == cast.unit("north_b")
    assert Candidacy.objects.get(pk=candidacy.pk).unit == cast.unit("north_b")


@pytest.mark.rule("R-ORG-11")
def test_offices_committees_and_rights_end_with_the_unit(cast: Any) -> None:
    actions.begin_term(
        cast.unit("north_a"), CommitteeKind.CELL, name="2020–2022", how="elected", from_on=date(2020, 1, 1),
        until_on=date(2022, 7, 1), committee_size=3, by=cast.person("north_officer"), on=cast.today,
    )  # fmt: skip
    holder = cast.person("north_a_secretary")
    assert holder.running_grants(cast.today)

    merge(cast)

    term = OfficeTerm.objects.get(unit=cast.unit("north_a"))
    assert (term.until_on, term.ended_because) == (DAY, "dissolved")
    assert Grant.objects.get(office_term=term).valid_until == DAY
    assert CommitteeTerm.objects.get().until_on == DAY
    assert cast.person("north_a_secretary").running_grants(cast.today) == []


def test_right_over_a_unit_that_ends_ends_whoever_holds_it(cast: Any) -> None:
    term = OfficeTerm.objects.get(person=cast.people["north_clerk"])
    actions.grant(term, "office", cast.unit("north_a"), decision="04", valid_from=date(2019, 1, 1), by=None, on=DAY)

    merge(cast)

    assert Grant.objects.get(unit=cast.unit("north_a"), domain="office").valid_until == DAY
    assert OfficeTerm.objects.get(pk=term.pk).until_on is None


@pytest.mark.rule("R-ORG-12")
def test_seat_above_stays_where_the_cell_goes_under_the_same_committee_and_ends_elsewhere(cast: Any) -> None:
    member, other = make_member(cast), make_member(cast, "north_b", "Lê Văn Hai")
    seat = {"how": "elected", "decision": "05", "from_on": date(2019, 5, 1), "by": None, "on": cast.today}
    office = actions.take_office(member.person, cast.unit("north"), Office.COMMITTEE_MEMBER, **seat)
    elsewhere = actions.take_office(other.person, cast.unit("north"), Office.COMMITTEE_MEMBER, **seat)

    merge(cast)
    merge(cast, "north_b", "south_a", from_on=date(2020, 8, 1))

    office.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (office.until_on, elsewhere.until_on) == (date(2020, 8, 1), date(2020, 8, 1))
    assert elsewhere.ended_because == "transferred"


def test_merger_of_a_day_to_come_takes_the_members_along_on_that_day(cast: Any, settings: Any) -> None:
    member = make_member(cast)
    day = cast.today + timedelta(days=3)

    merge(cast, from_on=day)

    assert Member.objects.get().unit == cast.unit("north_a")
    assert OfficeTerm.objects.get(unit=cast.unit("north_a")).until_on is None
    settings.TONGKET_TODAY = day
    later = make_member(cast, full_name="Lê Văn Hai")
    assert actions.carry_out_due(day) == 1
    assert actions.carry_out_due(day) == 0
    assert {row.unit.code for row in Member.objects.all()} == {"NORTH-B"}
    assert spells_of(member)[0][2] == day
    assert spells_of(later)[0][2] == day
    assert OfficeTerm.objects.get(unit=cast.unit("north_a")).until_on == day
    assert list(faults()) == []


def test_first_page_of_the_day_takes_them_along(cast: Any, settings: Any, signed_in: Any) -> None:
    make_member(cast)
    merge(cast, from_on=cast.today + timedelta(days=1))
    settings.TONGKET_TODAY = cast.today + timedelta(days=1)

    signed_in("root_officer").get("/units/")

    assert Member.objects.get().unit == cast.unit("north_b")


@pytest.mark.parametrize("from_on", [DAY, date(2021, 2, 1)])
def test_cell_with_members_is_dissolved_only_with_a_unit_for_them(cast: Any, from_on: date) -> None:
    make_member(cast)
    by = cast.person("root_officer")

    with pytest.raises(ValidationError) as refusal:
        actions.dissolve(cast.unit("north_a"), PAPER, from_on=from_on, by=by, on=cast.today)

    assert "goes_to" in refusal.value.error_dict
    actions.dissolve(cast.unit("north_a"), PAPER, from_on=DAY, goes_to=cast.unit("south_a"), by=by, on=cast.today)
    assert Member.objects.get().unit == cast.unit("south_a")
    assert list(faults()) == []


def test_members_do_not_go_to_a_unit_that_is_no_cell(cast: Any) -> None:
    make_member(cast)

    with pytest.raises(ValidationError):
        merge(cast, "north_a", "south")

    assert Member.objects.get().unit == cast.unit("north_a")


# --- Split ------------------------------------------------------------------------------------------------------------


def parts(cast: Any, *codes: str) -> list[NewUnit]:
    return [NewUnit(code, f"Chi bộ {code}", code, Kind.CELL, cast.unit("north")) for code in codes]


def test_chosen_members_and_offices_go_to_the_new_cell_and_the_others_stay(cast: Any) -> None:
    stays, goes = make_member(cast), make_member(cast, full_name="Lê Văn Hai")
    secretary = OfficeTerm.objects.get(unit=cast.unit("north_a"))
    chosen = {"members": {str(goes.pk): 0}, "offices": {str(secretary.pk): 0}}

    (new,) = actions.split(
        cast.unit("north_a"), parts(cast, "NORTH-C"), PAPER, from_on=DAY, ends=False, goes_to=chosen,
        by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip

    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.unit, goes.unit) == (cast.unit("north_a"), new)
    secretary.refresh_from_db()
    carried = OfficeTerm.objects.get(unit=new)
    assert (secretary.until_on, secretary.ended_because) == (DAY, "duty")
    assert (carried.person, carried.office, carried.from_on, carried.decision) == (
        secretary.person, "SECRETARY", DAY, PAPER.number,
    )  # fmt: skip
    assert not carried.grants.exists()
    assert list(faults()) == []


def test_cell_that_ends_by_a_split_leaves_nobody_behind(cast: Any) -> None:
    first, second = make_member(cast), make_member(cast, full_name="Lê Văn Hai")

    made = actions.split(
        cast.unit("north_a"), parts(cast, "NORTH-C", "NORTH-D"), PAPER, from_on=DAY, ends=True,
        goes_to={"members": {str(second.pk): 1}}, by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip

    assert [Member.objects.get(pk=member.pk).unit for member in (first, second)] == made
    assert not Place.objects.get(unit=cast.unit("north_a")).is_living
    assert OfficeTerm.objects.get(unit=cast.unit("north_a")).ended_because == "dissolved"
    assert list(faults()) == []


def test_units_under_a_committee_go_where_they_are_chosen_for(cast: Any) -> None:
    new = NewUnit("NORTH-2", "Đảng bộ Sở Phương Bắc 2", "PB 2", Kind.GRASSROOTS_COMMITTEE, cast.unit("root"))

    (made,) = actions.split(
        cast.unit("north"), [new], PAPER, from_on=DAY, ends=False, children={cast.unit("north_b"): 0},
        by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip

    above = dict(Place.objects.filter(level=3).values_list("unit__code", "parent__code"))
    assert above == {"NORTH-A": "NORTH", "NORTH-B": made.code, "SOUTH-A": "SOUTH"}


# --- Kinds ------------------------------------------------------------------------------------------------------------


def test_kind_and_sector_change_with_a_decision_and_the_past_keeps_them(cast: Any) -> None:
    new = NewUnit("ALONE", "Chi bộ cơ sở Mới", "CS Mới", Kind.GRASSROOTS_CELL, cast.unit("root"))
    unit = actions.create(new, PAPER, from_on=date(2019, 1, 1), by=None, on=cast.today)

    actions.change_kind(
        unit, PAPER, kind=Kind.GRASSROOTS_COMMITTEE, sector=Sector.PUBLIC_SERVICE, from_on=DAY,
        by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip

    periods = unit.periods.order_by("from_on").values_list("kind", "sector", "until_on", "name")
    assert list(periods) == [
        ("GRASSROOTS_CELL", "AGENCY", DAY, "Chi bộ cơ sở Mới"),
        ("GRASSROOTS_COMMITTEE", "PUBLIC_SERVICE", None, "Chi bộ cơ sở Mới"),
    ]


@pytest.mark.rule("R-ORG-01", "R-ORG-10")
@pytest.mark.parametrize("kind", [Kind.GRASSROOTS_CELL, Kind.GRASSROOTS_COMMITTEE])
def test_kind_that_its_cells_may_not_stand_under_is_refused(cast: Any, kind: Kind) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.change_kind(
            cast.unit("north"), PAPER, kind=kind, sector=Sector.AGENCY, from_on=DAY, by=None, on=cast.today
        )

    assert "kind" in refusal.value.error_dict


# --- Withdrawal -------------------------------------------------------------------------------------------------------


def withdraw(cast: Any, unit: str = "north_a") -> None:
    event = cast.unit(unit).event_links.order_by("-event__on").first().event
    actions.withdraw_event(event, reason="Nhập nhầm đơn vị", by=cast.person("root_officer"), on=cast.today)


def state_of_all() -> tuple[Any, ...]:
    spells = Spell.objects.order_by("from_on", "member").values_list(
        "member", "unit", "from_on", "until_on", "closed_by"
    )
    terms = OfficeTerm.objects.order_by("pk").values_list("pk", "unit", "until_on", "ended_because")
    grants = Grant.objects.order_by("pk").values_list("pk", "valid_until")
    sides = SideState.objects.order_by("pk").values_list("unit", "state", "from_on", "ended_on")
    places = Place.objects.order_by("pos").values_list("unit__code", "pos", "last", "is_living")
    members = Member.objects.order_by("pk").values_list("pk", "unit", "state")
    return tuple(list(rows) for rows in (spells, terms, grants, sides, places, members))


@pytest.mark.rule("R-ORG-10")
def test_withdrawal_of_a_merger_puts_everything_back(cast: Any) -> None:
    member = make_member(cast)
    begin(cast, member, "EXEMPT", date(2019, 6, 1))
    before = state_of_all()
    merge(cast)

    withdraw(cast)

    assert state_of_all() == before
    assert list(faults()) == []
    assert list(verify.faults()) == []
    event = cast.unit("north_a").event_links.order_by("-event__on").first().event
    assert (event.withdrawn_on, event.withdrawn_because) == (cast.today, "Nhập nhầm đơn vị")


def test_withdrawal_of_a_split_removes_the_new_units_and_frees_their_codes(cast: Any) -> None:
    make_member(cast)
    before = state_of_all()
    split = {"from_on": DAY, "ends": True, "by": cast.person("root_officer"), "on": cast.today}
    actions.split(cast.unit("north_a"), parts(cast, "NORTH-C", "NORTH-D"), PAPER, **split)

    withdraw(cast)

    assert state_of_all() == before
    assert not Unit.objects.filter(code__in=["NORTH-C", "NORTH-D"]).exists()
    assert len(actions.split(cast.unit("north_a"), parts(cast, "NORTH-C", "NORTH-D"), PAPER, **split)) == 2


def test_event_is_not_withdrawn_once_something_has_come_of_it(cast: Any) -> None:
    member = make_member(cast)
    merge(cast)
    member.refresh_from_db()
    members.transfer(
        member, to=cast.unit("south_a"), moved_on=date(2020, 9, 1), by=cast.person("root_officer"), on=cast.today
    )
    before = state_of_all()

    with pytest.raises(ValidationError):
        withdraw(cast)

    assert state_of_all() == before


def test_event_is_not_withdrawn_before_a_later_one(cast: Any) -> None:
    officer = cast.person("root_officer")
    rename = {"name": "Đảng bộ Sở Mới", "short_name": "Sở Mới", "by": officer, "on": cast.today}
    actions.rename(cast.unit("north"), PAPER, from_on=DAY, **rename)
    first = cast.unit("north").event_links.order_by("-event__on").first().event
    actions.rename(cast.unit("north"), PAPER, from_on=date(2020, 8, 1), **rename)

    with pytest.raises(ValidationError) as refusal:
        actions.withdraw_event(first, reason="Nhập nhầm", by=officer, on=cast.today)

    assert "01/08/2020" in str(refusal.value)


def test_unit_that_has_records_is_not_withdrawn(cast: Any) -> None:
    officer = cast.person("root_officer")
    new = NewUnit("NORTH-C", "Chi bộ Mới", "CB Mới", Kind.CELL, cast.unit("north"))
    unit = actions.create(new, PAPER, from_on=date(2018, 1, 1), by=officer, on=cast.today)
    cast.units["north_c"] = unit
    make_member(cast, "north_c")
    event = unit.event_links.get().event

    with pytest.raises(ValidationError):
        actions.withdraw_event(event, reason="Nhập nhầm", by=officer, on=cast.today)

    assert Unit.objects.filter(code="NORTH-C").exists()


def test_withdrawal_is_for_who_changes_the_tree_there(cast: Any) -> None:
    merge(cast)
    event = cast.unit("north_a").event_links.order_by("-event__on").first().event

    with pytest.raises(NotAllowed):
        actions.withdraw_event(event, reason="Nhập nhầm", by=cast.person("north_clerk"), on=cast.today)
