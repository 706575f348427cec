"""What is saved, what is refused and with which words, and who may."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tongket.core import text
from tongket.core.states import WrongState
from tongket.members import actions
from tongket.members.models import Admission, Member, Recognition, Spell
from tongket.members.rules import MemberState
from tongket.members.tests.make import OPENED, admit, make_member
from tongket.org import access
from tongket.org.models import Account, AuditRow, HistoryRow, Person
from tongket.org.saving import Conflict


def spells(member: Member) -> list[tuple[str, date, date | None, date | None, str, str]]:
    rows = member.spells.order_by("from_on")
    return [
        (row.unit.code, row.from_on, row.until_on, row.official_from_on, row.opened_by, row.closed_by) for row in rows
    ]


def said(refusal: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return set(refusal.value.message_dict)


# --- Admission


def test_admission_begins_membership_on_the_day_of_the_decision(cast: Any) -> None:
    admission = admit(cast, ceremony_on=date(2019, 12, 19))

    member = Member.objects.get()
    assert (member.unit, member.state) == (cast.unit("north_a"), MemberState.PROBATIONARY)
    assert (member.party_age_from_on, member.ceremony_on) == (date(2019, 11, 20), date(2019, 12, 19))
    assert spells(member) == [("NORTH-A", date(2019, 11, 20), None, None, "admitted", "")]
    assert AuditRow.objects.filter(policy="member.admit", object_id=str(admission.pk)).count() == 1


def test_admission_keeps_the_name_clean_and_findable(cast: Any) -> None:
    admission = admit(cast, full_name="  Lê  Thị   Thử ")

    member = admission.member
    assert (member.name, member.name_fold, member.name_rev) == ("Lê Thị Thử", "le thi thu", "thu thi le")
    assert member.name_order == member.person.name_order == text.name_order("Lê Thị Thử")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"full_name": "Thử"}, {"full_name"}),
        ({"decision_number": "  "}, {"decision_number"}),
        ({"decided_by": ""}, {"decided_by"}),
        ({"decided_on": date(2021, 1, 5)}, {"decided_on"}),  # tomorrow
        ({"decided_on": date(2016, 7, 24)}, {"decided_on"}),  # no text on admission is known for that day
        ({"ceremony_on": date(2019, 11, 19)}, {"ceremony_on"}),  # before the decision
        ({"ceremony_on": date(2021, 1, 5)}, {"ceremony_on"}),
        ({"born_on": date(2001, 11, 21)}, {"born_on"}),  # 18 one day later
        ({"born_on": date(2020, 1, 1)}, {"born_on"}),
        ({"born_on": date(1959, 11, 20)}, {"age_reason"}),  # 60 on that day
    ],
)
def test_admission_refuses_and_names_the_field(cast: Any, fields: dict[str, Any], named: set[str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        admit(cast, **fields)

    assert said(refusal) == named
    assert not Member.objects.exists()


def test_admission_past_sixty_is_taken_with_a_consent(cast: Any) -> None:
    admission = admit(cast, born_on=date(1959, 11, 20), age_reason="12-CV/TU, 01/11/2019")

    assert admission.age_reason == "12-CV/TU, 01/11/2019"


@pytest.mark.parametrize("unit", ["north", "root"])
def test_admission_goes_to_a_cell_only(cast: Any, unit: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        admit(cast, unit, who="root_officer")

    assert said(refusal) == {"unit"}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("north_officer", True),
        ("root_officer", True),
        ("north_a_secretary", True),
        ("south_officer", False),
        ("north_secretary", False),
        ("north_clerk", False),
        ("north_inspector", False),
        ("operator", False),
        ("stranger", False),
    ],
)
def test_admission_is_recorded_by_whom_the_table_names(cast: Any, who: str, may: bool) -> None:
    if may:
        assert admit(cast, who=who) == Admission.objects.get()
    else:
        with pytest.raises(access.NotAllowed):
            admit(cast, who=who)
        assert not Admission.objects.exists()


def test_ceremony_is_recorded_once(cast: Any) -> None:
    admission = admit(cast)
    by = cast.person("north_officer")

    actions.record_ceremony(admission, ceremony_on=date(2019, 12, 19), by=by, on=cast.today)
    with pytest.raises(ValidationError):
        actions.record_ceremony(admission, ceremony_on=date(2019, 12, 20), by=by, on=cast.today)

    assert Admission.objects.get().ceremony_on == Member.objects.get().ceremony_on == date(2019, 12, 19)


def test_slip_is_taken_back_with_all_that_it_made(cast: Any) -> None:
    persons = Person.objects.count()
    admission = admit(cast)

    actions.cancel_admission(admission, reason="Nhập nhầm chi bộ", by=cast.person("north_officer"), on=cast.today)

    assert (Member.objects.count(), Spell.objects.count(), Admission.objects.count()) == (0, 0, 0)
    assert Person.objects.count() == persons
    kept = HistoryRow.objects.filter(is_removal=True).values_list("about", "reason")
    tables = ("spell", "admission", "member")
    assert set(kept) == {(f"members.{table}", "Nhập nhầm chi bộ") for table in tables}


def test_slip_needs_a_reason(cast: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.cancel_admission(admit(cast), reason=" ", by=cast.person("north_officer"), on=cast.today)

    assert said(refusal) == {"reason"}


def test_slip_is_not_taken_back_once_something_hangs_on_it(cast: Any) -> None:
    moved, named = admit(cast), admit(cast, full_name="Lê Văn Khác")
    by = cast.person("north_officer")
    actions.transfer(moved.member, to=cast.unit("north_b"), moved_on=date(2020, 2, 3), by=by, on=cast.today)
    Account.objects.create(username="khac", person=named.member.person)

    with pytest.raises(ValidationError):
        actions.cancel_admission(moved, reason="Nhập nhầm", by=by, on=cast.today)
    actions.cancel_admission(named, reason="Nhập nhầm", by=by, on=cast.today)

    assert list(Admission.objects.all()) == [moved]
    assert Person.objects.filter(pk=named.member.person_id).exists()  # still signs in


# --- Official status


@pytest.mark.parametrize(
    ("ceremony_on", "counted_from_on"), [(date(2019, 12, 19), date(2020, 12, 19)), (None, date(2020, 11, 20))]
)
def test_recognition_counts_from_the_end_of_the_twelve_months(
    cast: Any, ceremony_on: date | None, counted_from_on: date
) -> None:
    member = admit(cast, ceremony_on=ceremony_on).member

    found = actions.recognise(
        member,
        decision_number="30-QĐ/ĐUK",
        decided_on=date(2020, 12, 28),
        by=cast.person("north_officer"),
        on=cast.today,
    )

    assert found.counted_from_on == counted_from_on
    assert (member.state, member.official_on) == (MemberState.OFFICIAL, counted_from_on)
    member.refresh_from_db()
    assert (member.state, member.official_on) == (MemberState.OFFICIAL, counted_from_on)
    assert spells(member) == [("NORTH-A", date(2019, 11, 20), None, counted_from_on, "admitted", "")]


def test_recognition_before_the_end_of_probation_is_refused(cast: Any) -> None:
    member = admit(cast, ceremony_on=date(2019, 12, 19)).member

    with pytest.raises(ValidationError) as refusal:
        actions.recognise(
            member, decision_number="30", decided_on=date(2020, 12, 18), by=cast.person("north_officer"), on=cast.today
        )

    assert said(refusal) == {"decided_on"}
    assert not Recognition.objects.exists()


def test_recognition_needs_somebody_on_probation(cast: Any) -> None:
    with pytest.raises(WrongState):
        actions.recognise(
            make_member(cast),
            decision_number="30",
            decided_on=date(2020, 1, 2),
            by=cast.person("north_officer"),
            on=cast.today,
        )


def test_recognition_after_a_transfer_reaches_the_right_times(cast: Any) -> None:
    member = admit(cast).member
    by = cast.person("north_officer")
    actions.transfer(member, to=cast.unit("north_b"), moved_on=date(2020, 6, 1), by=by, on=cast.today)

    actions.recognise(member, decision_number="30", decided_on=date(2020, 12, 1), by=by, on=cast.today)

    assert spells(member) == [
        ("NORTH-A", date(2019, 11, 20), date(2020, 6, 1), None, "admitted", "transferred_out"),
        ("NORTH-B", date(2020, 6, 1), None, date(2020, 11, 20), "transferred_in", ""),
    ]


# --- Moving and leaving


def test_transfer_counts_in_the_new_cell_from_its_day(cast: Any) -> None:
    member = make_member(cast)

    actions.transfer(
        member, to=cast.unit("north_b"), moved_on=date(2020, 5, 4), by=cast.person("north_officer"), on=cast.today
    )

    assert Member.objects.get().unit == member.unit == cast.unit("north_b")
    assert spells(member) == [
        ("NORTH-A", OPENED, date(2020, 5, 4), OPENED, "opening", "transferred_out"),
        ("NORTH-B", date(2020, 5, 4), None, date(2020, 5, 4), "transferred_in", ""),
    ]


@pytest.mark.parametrize(
    ("who", "to", "moved_on", "error"),
    [
        ("north_officer", "south_a", date(2020, 5, 4), access.NotAllowed),  # not over the new cell
        ("south_officer", "south_a", date(2020, 5, 4), access.NotAllowed),  # not over the member
        ("north_a_secretary", "north_b", date(2020, 5, 4), access.NotAllowed),
        ("root_officer", "south_a", date(2020, 5, 4), None),
        ("north_officer", "north_a", date(2020, 5, 4), ValidationError),  # where they stand
        ("north_officer", "north", date(2020, 5, 4), ValidationError),  # no cell
        ("north_officer", "north_b", OPENED, ValidationError),  # before they stood anywhere
        ("north_officer", "north_b", date(2021, 1, 5), ValidationError),  # tomorrow
    ],
)
def test_transfer_is_taken_or_refused(
    cast: Any, who: str, to: str, moved_on: date, error: type[Exception] | None
) -> None:
    member = make_member(cast)

    def deed() -> None:
        actions.transfer(member, to=cast.unit(to), moved_on=moved_on, by=cast.person(who), on=cast.today)

    if error is None:
        deed()
        assert Member.objects.get().unit == cast.unit(to)
    else:
        with pytest.raises(error):
            deed()
        assert Spell.objects.get().until_on is None


@pytest.mark.parametrize(
    ("how", "state"),
    [
        ("deceased", MemberState.DECEASED),
        ("removed", MemberState.REMOVED),
        ("resigned", MemberState.RESIGNED),
        ("expelled", MemberState.EXPELLED),
        ("transferred_out", MemberState.TRANSFERRED_OUT),
    ],
)
def test_leaving_ends_the_time_in_the_cell(cast: Any, how: str, state: MemberState) -> None:
    member = make_member(cast)

    paper = "12-QĐ/UBKT, 01/08/2020" if how == "expelled" else ""
    actions.leave(
        member,
        how=how,
        left_on=date(2020, 8, 3),
        discipline_decision=paper,
        by=cast.person("north_officer"),
        on=cast.today,
    )

    assert Member.objects.get().state == state
    assert spells(member) == [("NORTH-A", OPENED, date(2020, 8, 3), OPENED, "opening", how)]


def test_nobody_leaves_twice(cast: Any) -> None:
    member = make_member(cast)
    by = cast.person("north_officer")
    actions.leave(member, how="deceased", left_on=date(2020, 8, 3), by=by, on=cast.today)

    with pytest.raises(WrongState):
        actions.leave(member, how="removed", left_on=date(2020, 9, 1), by=by, on=cast.today)


def test_leaving_asks_how(cast: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.leave(
            make_member(cast), how="", left_on=date(2020, 8, 3), by=cast.person("north_officer"), on=cast.today
        )

    assert said(refusal) == {"how"}


# --- Correcting


def test_correction_keeps_what_was_there(cast: Any) -> None:
    member = make_member(cast)

    actions.correct(
        member,
        because="Nhập nhầm",
        seen=1,
        full_name="Trần Văn Mậu",
        card_number="12.345678",
        by=cast.person("north_officer"),
        on=cast.today,
    )

    member.refresh_from_db()
    assert (member.card_number, member.version) == ("12.345678", 2)
    assert (member.name, member.name_fold, member.name_rev) == ("Trần Văn Mậu", "tran van mau", "mau van tran")
    assert member.name_order == member.person.name_order == text.name_order("Trần Văn Mậu")
    assert {row.about: row.old for row in HistoryRow.objects.all()} == {
        "members.member": {"card_number": ""},
        "org.person": {"full_name": "Trần Văn Mẫu"},
    }


@pytest.mark.parametrize("typed", ["12.345678", "12-345678", "12345678", "12 345678"])
def test_correction_refuses_the_card_number_of_another_member(cast: Any, typed: str) -> None:
    make_member(cast, full_name="Lê Thị Ví Dụ", card_number="12.345678")
    member = make_member(cast)

    with pytest.raises(ValidationError) as refusal:
        actions.correct(
            member, because="Nhập nhầm", seen=1, card_number=typed, by=cast.person("north_officer"), on=cast.today
        )

    assert set(refusal.value.message_dict) == {"card_number"}


def test_correction_of_an_older_version_conflicts(cast: Any) -> None:
    member = make_member(cast)
    by = cast.person("north_officer")
    actions.correct(member, because="Nhập nhầm", seen=1, sex="F", by=by, on=cast.today)

    with pytest.raises(Conflict):
        actions.correct(member, because="Nhập nhầm", seen=1, theory="SC", by=by, on=cast.today)


def test_correction_of_nothing_writes_nothing(cast: Any) -> None:
    member = make_member(cast)

    with pytest.raises(ValidationError):
        actions.correct(member, because="Nhập nhầm", seen=1, sex="M", by=cast.person("north_officer"), on=cast.today)

    assert (Member.objects.get().version, HistoryRow.objects.count()) == (1, 0)


def test_correction_refuses_a_birth_too_late_for_the_admission(cast: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.correct(
            make_member(cast),
            because="Nhập nhầm",
            seen=1,
            born_on=date(1999, 1, 1),
            by=cast.person("north_officer"),
            on=cast.today,
        )

    assert said(refusal) == {"born_on"}


# --- The opening roll


def test_opening_roll_is_entered_with_one_audit_row_for_each_unit(cast: Any) -> None:
    rows = [
        actions.NewMember(
            full_name=f"Phạm Văn Số{number}",
            sex="M",
            born_on=date(1980, 1, 1),
            unit=cast.unit(unit),
            party_age_from_on=date(2005, 1, 3),
            ceremony_on=None,
            official_on=official_on,
            from_on=OPENED,
        )
        for number, (unit, official_on) in enumerate(
            [("north_a", date(2006, 1, 3)), ("north_a", None), ("south_a", None)]
        )
    ]

    members = actions.open_roll(rows, by=cast.person("root_officer"), on=OPENED)

    assert [(member.unit.code, member.state) for member in members] == [
        ("NORTH-A", MemberState.OFFICIAL),
        ("NORTH-A", MemberState.PROBATIONARY),
        ("SOUTH-A", MemberState.PROBATIONARY),
    ]
    assert AuditRow.objects.filter(policy="member.write").count() == 2


def test_opening_roll_names_the_row_that_is_wrong_and_saves_none(cast: Any) -> None:
    good = actions.NewMember(
        "Phạm Văn Một", "M", date(1980, 1, 1), cast.unit("north_a"), date(2005, 1, 3), None, None, OPENED
    )
    bad = actions.NewMember(
        "Phạm Văn Hai", "M", date(1990, 1, 1), cast.unit("north_a"), date(2005, 1, 3), None, None, OPENED
    )

    with translation.override("en"), pytest.raises(ValidationError, match="Row 2, Phạm Văn Hai"):
        actions.open_roll([good, bad], by=cast.person("root_officer"), on=OPENED)

    assert not Member.objects.exists()


def test_opening_roll_stops_at_a_unit_out_of_reach(cast: Any) -> None:
    row = actions.NewMember(
        "Phạm Văn Một", "M", date(1980, 1, 1), cast.unit("south_a"), date(2005, 1, 3), None, None, OPENED
    )

    with pytest.raises(access.NotAllowed):
        actions.open_roll([row], by=cast.person("north_officer"), on=OPENED)
