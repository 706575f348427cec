"""Rosters on real rows: what an import does and what it refuses."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.core import clock, text
from tongket.core.states import WrongState
from tongket.members import actions as members
from tongket.members import verify
from tongket.members.models import Member, Private, Spell
from tongket.members.private_keys import identity_key
from tongket.members.rules import MemberState, Opened
from tongket.members.tests.make import make_member
from tongket.org import access
from tongket.org.models import AuditRow, HistoryRow, Person
from tongket.rosters import actions
from tongket.rosters.models import Batch, BatchState
from tongket.rosters.queries.checking import check_again
from tongket.rosters.queries.parts import choices
from tongket.rosters.tests.batches import BINH, HOA, confirmed, do_job, errors, findings, recheck, uploaded, workbook
from tongket.sheets.marks import CheckedFile

# --- New members


def test_import_enters_new_members_where_the_file_says(cast: Any) -> None:
    confirmed(cast, HOA, BINH)

    hoa, binh = Member.objects.select_related("person").order_by("person__full_name")
    assert (hoa.name, hoa.unit, hoa.sex, hoa.born_on) == (
        "Lê Thị Hoa",
        cast.unit("north_a"),
        "F",
        date(1987, 2, 5),
    )
    assert (hoa.party_age_from_on, hoa.ceremony_on, hoa.official_on) == (
        date(2010, 2, 3),
        date(2010, 2, 19),
        date(2011, 2, 19),
    )
    assert (hoa.state, binh.unit, hoa.version) == (MemberState.OFFICIAL, cast.unit("north_b"), 1)
    spell = Spell.objects.get(member=hoa)
    assert (spell.from_on, spell.official_from_on, spell.opened_by, spell.probation_until_on) == (
        cast.today,
        cast.today,
        Opened.OPENING,
        cast.today,
    )
    private = Private.objects.get()
    assert (private.member, private.identity_number, private.phone) == (hoa, "001187000123", "0912345678")
    assert private.identity_key == identity_key("001 187 000 123")


@pytest.mark.parametrize(("written", "precision", "shown"), [("1987", "year", "1987"), ("02/1987", "month", "02/1987")])
def test_birth_of_which_the_day_is_not_known_stays_so(cast: Any, written: str, precision: str, shown: str) -> None:
    confirmed(cast, {**HOA, "born_on": written})

    member = Member.objects.get()

    assert (member.born_precision, member.born) == (precision, shown)


def test_file_that_knows_the_day_of_a_birth_completes_the_roll_and_no_other_takes_it_away(cast: Any) -> None:
    confirmed(cast, {**HOA, "born_on": "1987"})
    confirmed(cast, HOA)
    batch = uploaded(cast, {**HOA, "born_on": "1987"})

    assert Member.objects.get().born == "05/02/1987"
    assert (batch.same_count, batch.changed_count) == (1, 0)


def test_name_of_one_word_is_told_and_taken(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "full_name": "ÉN"}, {**BINH, "full_name": "K’BRÔI"})

    assert batch.report["errors"] == {}
    assert batch.report["remarks"]["one_word_name"] == 1
    assert batch.new_count == 2


def test_imported_rows_are_as_the_ordinary_deeds_write_them(cast: Any) -> None:
    confirmed(cast, {**BINH, "unit": "Chi bộ Văn phòng"})
    imported = Member.objects.get()
    row = members.NewMember(
        full_name="Trần Văn Bình",
        sex="M",
        born_on=imported.born_on,
        unit=cast.unit("north_a"),
        party_age_from_on=imported.party_age_from_on,
        ceremony_on=imported.ceremony_on,
        official_on=imported.official_on,
        card_number=imported.card_number,
        from_on=cast.today,
    )

    [typed] = members.open_roll([row], by=cast.person("north_officer"), on=cast.today)

    for imported_row, other, apart in (
        (imported, Member.objects.get(pk=typed.pk), {"id", "person"}),
        (imported.person, Person.objects.get(pk=typed.person_id), {"id"}),
        (Spell.objects.get(member=imported), Spell.objects.get(member=typed), {"id", "member"}),
    ):
        names = [field.name for field in imported_row._meta.concrete_fields if field.name not in apart]
        assert {name: getattr(imported_row, name) for name in names} == {name: getattr(other, name) for name in names}


def test_import_is_logged_in_each_cell_without_values(cast: Any) -> None:
    batch = confirmed(cast, HOA, BINH)

    rows = AuditRow.objects.filter(policy="member.import")
    assert {row.chain for row in rows} == {str(cast.unit(name).pk) for name in ("north", "north_a", "north_b")}
    assert not any("Hoa" in str(row.fields) or "ds.xlsx" in str(row.fields) for row in rows)
    assert batch.imported_by == cast.person("north_officer")


def test_member_without_official_day_long_after_admission_is_asked_about(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "official_on": ""})

    assert [question["key"] for question in findings(batch)["questions"]] == ["official"]
    with pytest.raises(ValidationError):
        actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)

    batch = recheck(cast, Batch.objects.get(pk=batch.pk), answers={"official": "twelve_months"})
    actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)
    assert Member.objects.get().official_on == date(2011, 2, 19)


def test_recent_member_without_official_day_is_on_probation(cast: Any) -> None:
    recent = {"party_age_from_on": "03/02/2020", "ceremony_on": "19/02/2020", "official_on": ""}

    confirmed(cast, {**HOA, **recent})

    member = Member.objects.get()
    assert (member.state, member.official_on) == (MemberState.PROBATIONARY, None)
    assert Spell.objects.get().official_from_on is None


# --- The same people again


def test_same_file_again_changes_nothing(cast: Any) -> None:
    confirmed(cast, HOA, BINH)

    again = uploaded(cast, HOA, BINH)

    assert (again.new_count, again.changed_count, again.same_count) == (0, 0, 2)
    with pytest.raises(ValidationError):
        actions.confirm(again, seen=again.version, by=cast.person("north_officer"), on=cast.today)


def test_corrected_file_changes_only_what_differs_and_keeps_what_was(cast: Any) -> None:
    confirmed(cast, HOA, BINH)
    before = {member.pk: member.version for member in Member.objects.all()}

    batch = confirmed(cast, {**HOA, "full_name": "Lê Thị Hòa", "born_on": "06/02/1987", "phone": ""}, BINH)

    assert (batch.new_count, batch.changed_count, batch.same_count) == (0, 1, 1)
    hoa = Member.objects.get(person__full_name="Lê Thị Hòa")
    assert (hoa.born_on, hoa.version) == (date(1987, 2, 6), before[hoa.pk] + 1)
    assert (hoa.person.name_fold, hoa.person.name_order) == ("le thi hoa", text.name_order("Lê Thị Hòa"))
    assert (hoa.name_fold, hoa.name_rev, hoa.name_order) == ("le thi hoa", "hoa thi le", hoa.person.name_order)
    assert hoa.private.phone == "0912345678", "a blank in the file erases nothing"
    assert hoa.private.version == 1
    history = {row.about: row.old for row in HistoryRow.objects.exclude(about="rosters.batch")}
    assert history == {"members.member": {"born_on": "1987-02-05"}, "org.person": {"full_name": "Lê Thị Hoa"}}
    other = Member.objects.exclude(pk=hoa.pk).get()
    assert other.person.name_order == text.name_order("Trần Văn Bình"), "made as for one entered by hand"
    assert list(verify.faults()) == [], "and its member's row says the same"
    assert other.version == before[other.pk]


def test_difference_is_shown_with_numbers_masked(cast: Any) -> None:
    confirmed(cast, HOA)

    batch = uploaded(cast, {**HOA, "phone": "0988777666", "born_on": "06/02/1987"})

    [change] = findings(batch)["changed"]
    told = {(old, new) for _label, old, new in change["fields"]}
    assert told == {("05/02/1987", "06/02/1987"), ("•••••••678", "•••••••666")}
    assert "0988777666" not in str(findings(batch))


def test_person_is_never_known_by_name_alone(cast: Any) -> None:
    confirmed(cast, {**HOA, "card_number": "", "identity_number": ""})

    batch = uploaded(cast, {**HOA, "card_number": "", "identity_number": "", "born_on": "05/02/1991"})

    assert (batch.new_count, batch.changed_count) == (1, 0)


def test_person_is_known_by_name_and_birth_when_no_number_contradicts(cast: Any) -> None:
    confirmed(cast, {**HOA, "card_number": "", "identity_number": ""})

    same = uploaded(cast, {**HOA, "full_name": "LÊ THỊ HOA", "identity_number": ""})
    other = confirmed(cast, {**HOA, "identity_number": ""})
    third = uploaded(cast, {**HOA, "card_number": "77.000001", "identity_number": ""})

    assert (same.changed_count, other.changed_count) == (1, 1)
    assert Member.objects.get().card_number == "60.027445"
    assert (third.new_count, third.changed_count) == (1, 0)
    assert third.report["remarks"] == {"namesake": 1}


def test_days_of_a_recorded_decision_stay(cast: Any) -> None:
    make_member(cast, official_on=None, card_number="60.027445")
    row = {
        **HOA,
        "full_name": "Trần Văn Mẫu",
        "sex": "Nam",
        "born_on": "06/05/1980",
        "identity_number": "",
        "phone": "",
        "party_age_from_on": "01/03/2018",
        "ceremony_on": "01/03/2018",
        "official_on": "01/03/2019",
    }

    batch = uploaded(cast, row)

    assert (batch.changed_count, batch.same_count, batch.report["remarks"]) == (0, 1, {"stays": 1})


# --- What is refused


def test_member_of_another_cell_is_not_moved(cast: Any) -> None:
    confirmed(cast, HOA)

    batch = uploaded(cast, {**HOA, "unit": "Chi bộ Nghiệp vụ"})

    assert errors(batch) == {"in_other_cell": 1}
    assert "Chi bộ Văn phòng" in findings(batch)["problems"][0]["message"]


def test_number_of_another_organisation_is_refused_without_saying_whose(cast: Any) -> None:
    batch = actions.start(
        CheckedFile("ds.xlsx", workbook({**HOA, "unit": ""}), mark=""),
        unit=cast.unit("south_a"),
        from_on=cast.today,
        by=cast.person("south_officer"),
        on=cast.today,
    )
    do_job(batch)
    batch = Batch.objects.get(pk=batch.pk)
    actions.confirm(batch, seen=batch.version, by=cast.person("south_officer"), on=cast.today)

    batch = uploaded(cast, HOA)

    assert errors(batch) == {"in_other_organisation": 1}
    assert "Phương Nam" not in str(findings(batch))


def test_cells_of_others_are_not_found(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "unit": "Chi bộ Phương Nam 1"})

    [question] = findings(batch)["questions"]
    assert (batch.new_count, batch.refused_count) == (0, 1)
    assert {value for value, _text in question["choices"]} == {"NORTH-A", "NORTH-B", "skip"}


def test_unknown_cell_is_asked_and_answered(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "unit": "Chi bộ Hành chính"}, BINH)

    batch = recheck(cast, batch, answers={"unit:Chi bộ Hành chính": "NORTH-A"})

    assert (batch.new_count, batch.refused_count, errors(batch)) == (2, 0, {})


def test_answer_with_a_cell_of_others_changes_nothing(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "unit": "Chi bộ Hành chính"})

    batch = recheck(cast, batch, answers={"unit:Chi bộ Hành chính": "SOUTH-A"})

    assert (batch.new_count, batch.refused_count) == (0, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"born_on": ""}, "missing"),
        ({"sex": ""}, "missing"),
        ({"ceremony_on": "01/01/2010"}, "out_of_order"),
        ({"party_age_from_on": "03/02/1980"}, "out_of_order"),
    ],
)
def test_new_member_who_does_not_hold_is_refused(cast: Any, change: dict[str, str], code: str) -> None:
    batch = uploaded(cast, {**HOA, **change})

    assert batch.new_count == 0
    assert sum(errors(batch).values()) >= 1
    with pytest.raises(ValidationError):
        actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)
    assert not Member.objects.exists()


def test_every_error_of_a_row_is_told_at_once(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987", "sex": "", "unit": "Chi bộ Hành chính"})

    told = {problem["label"] for problem in findings(batch)["problems"] if problem["is_error"]}
    assert (len(told), batch.refused_count) == (2, 1)
    assert [question["kind"] for question in findings(batch)["questions"]] == ["unit"]


def test_impossible_day_is_corrected_and_what_was_typed_is_kept(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, BINH)
    assert batch.refused_count == 1

    batch = recheck(cast, batch, corrections={"DS!C2": "28/02/1987"})

    assert (batch.refused_count, batch.new_count) == (0, 2)
    assert choices(batch).corrections == {"DS!C2": "28/02/1987"}


def test_row_is_left_out_and_taken_back(cast: Any) -> None:
    batch = uploaded(cast, {**HOA, "born_on": "31/02/1987"}, BINH)

    without = recheck(cast, batch, answers={"skip:DS!2": "1"})
    assert (without.skipped_count, without.refused_count, without.new_count) == (1, 0, 1)

    again = recheck(cast, without, restored=["skip:DS!2"])
    assert (again.skipped_count, again.refused_count) == (0, 1)


def test_same_person_twice_in_the_file_is_refused(cast: Any) -> None:
    batch = uploaded(cast, HOA, {**HOA, "card_number": "", "identity_number": ""}, BINH, {**BINH, "full_name": "Ai Đó"})

    assert errors(batch) == {"twice_in_file": 1, "duplicate_card": 2}


def test_two_persons_of_one_name_stay_two(cast: Any) -> None:
    other = {"card_number": "60.099999", "identity_number": "001187000999", "born_on": "05/02/1991"}

    confirmed(cast, HOA, {**HOA, **other})

    assert Member.objects.count() == 2


# --- Rights, doubles, failures


@pytest.mark.parametrize("who", ["north_a_secretary", "north_secretary", "north_clerk", "south_officer", "stranger"])
def test_only_the_organisation_board_of_the_unit_imports(cast: Any, who: str) -> None:
    with pytest.raises(access.NotAllowed):
        uploaded(cast, HOA, who=who)
    assert not Batch.objects.exists()


def test_batch_of_others_is_out_of_reach(cast: Any) -> None:
    batch = uploaded(cast, HOA)

    check = check_again(batch, choices(batch), by=cast.person("north_officer"), on=cast.today)
    for action in (
        actions.confirm,
        actions.undo,
        actions.discard,
        partial(actions.recheck, check=check),
        actions.ask_import,
    ):
        with pytest.raises(access.NotAllowed):
            action(batch, seen=batch.version, by=cast.person("south_officer"), on=cast.today)


def test_confirming_twice_imports_once(cast: Any) -> None:
    batch = uploaded(cast, HOA)
    seen = batch.version
    actions.confirm(batch, seen=seen, by=cast.person("north_officer"), on=cast.today)

    with pytest.raises(WrongState):
        actions.confirm(Batch.objects.get(), seen=seen, by=cast.person("north_officer"), on=cast.today)

    assert Member.objects.count() == 1


def test_roll_changed_since_the_check_is_shown_before_anything_is_written(cast: Any) -> None:
    batch = uploaded(cast, HOA, BINH)
    confirmed(cast, HOA)

    done = actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)

    assert not done
    assert (Batch.objects.get(pk=batch.pk).state, Member.objects.count()) == (BatchState.CHECKED, 1)
    batch.refresh_from_db()
    assert (batch.new_count, batch.same_count) == (1, 1)


def test_failure_halfway_leaves_nothing(cast: Any) -> None:
    confirmed(cast, HOA)
    hoa = Member.objects.get()
    HistoryRow.objects.create(
        about="members.member", object_id=str(hoa.pk), version=hoa.version, at=clock.now(), old={}, held_class="D2"
    )  # a version that was replaced already: the database refuses to replace it twice
    batch = uploaded(cast, {**HOA, "born_on": "06/02/1987"}, BINH)
    assert (batch.new_count, batch.changed_count) == (1, 1)

    with pytest.raises(ValidationError):
        actions.confirm(batch, seen=batch.version, by=cast.person("north_officer"), on=cast.today)

    assert Member.objects.values_list("pk", "version", "born_on").get() == (hoa.pk, hoa.version, date(1987, 2, 5))
    assert not Person.objects.filter(full_name="Trần Văn Bình").exists()
    assert Batch.objects.get(pk=batch.pk).state == BatchState.CHECKED
