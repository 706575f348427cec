"""Two records of one human: what goes where, what is refused, and how it is undone (S-07)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from tongket.members.models import Member
from tongket.members.tests.make import make_member
from tongket.org import access, actions
from tongket.org.models import Account, AuditRow, Grant, HistoryRow, Office, OfficeTerm, Person, PersonMerge
from tongket.org.queries import merging


def account(cast: Any, person: Person, login: str, unit: str = "north") -> Account:
    row = Account(username=login, person=person, unit=cast.unit(unit))
    row.set_unusable_password()
    row.save()
    return row


def merge(cast: Any, kept: Person, merged: Person, by: str = "root_officer") -> PersonMerge:
    plan = merging.plan(kept, merged, on=cast.today)
    return actions.merge_people(
        kept, merged, digest=plan.digest, reason="hai hồ sơ một người", by=cast.person(by), on=cast.today
    )


def hindrances(cast: Any, kept: Person, merged: Person) -> list[str]:
    return merging.plan(kept, merged, on=cast.today).hindrances


def holder(
    cast: Any, name: str = "Lò Thị Mai", office: Office = Office.DEPUTY_SECRETARY, unit: str = "north"
) -> Person:
    person = Person.named(name)
    person.save()
    actions.take_office(
        person, cast.unit(unit), office, how="elected", decision="BB-1", from_on=date(2020, 1, 1), by=None,
        on=cast.today,
    )  # fmt: skip
    return person


def test_every_reference_to_a_person_is_known() -> None:
    named = {f"{one.model._meta.label_lower}.{one.name}" for one in merging.references()}
    print(f"{len(named)} references")

    assert {"org.account.person", "org.officeterm.person", "org.grant.granted_by", "members.member.person"} <= named
    assert not any(key.startswith(("org.historyrow", "org.personmerge")) for key in named)
    assert len(named) >= 15


@pytest.mark.puts_right("org.PersonMerge")
def test_all_goes_to_the_other_record_and_back(cast: Any) -> None:
    member = make_member(cast, "north_a", "Lò Thị Mai")
    office, own = holder(cast, "Lò Thị Mài"), account(cast, member.person, "mai.lo")
    term = OfficeTerm.objects.get(person=office)

    row = merge(cast, office, member.person)
    member.refresh_from_db()
    own.refresh_from_db()
    merged = (member.person, own.person, member.name_fold)
    actions.part_people(row, reason="hai người khác nhau", by=cast.person("root_officer"), on=cast.today)
    member.refresh_from_db()
    own.refresh_from_db()

    assert merged == (office, office, "lo thi mai")
    assert own.person == member.person != office
    assert OfficeTerm.objects.get(pk=term.pk).person == office
    row.refresh_from_db()
    assert row.undo_reason == "hai người khác nhau"


def test_what_came_after_a_merger_stays_when_it_is_undone(cast: Any) -> None:
    member = make_member(cast, "north_a", "Lò Thị Mai")
    office = holder(cast)
    row = merge(cast, member.person, office)
    later = actions.take_office(
        member.person, cast.unit("north_b"), Office.CLERK, how="assigned", decision="QĐ-9", from_on=date(2021, 1, 1),
        by=None, on=cast.today,
    )  # fmt: skip

    actions.part_people(row, reason="nhầm người trùng tên", by=cast.person("root_officer"), on=cast.today)

    assert OfficeTerm.objects.get(pk=later.pk).person == member.person
    assert OfficeTerm.objects.get(office="DEPUTY_SECRETARY").person == office


def test_merger_keeps_the_old_values_and_is_logged(cast: Any) -> None:
    member, office = make_member(cast, "north_a", "Lò Thị Mai"), holder(cast)
    term = OfficeTerm.objects.get(person=office)

    merge(cast, member.person, office)

    assert HistoryRow.objects.get(about="org.officeterm", object_id=str(term.pk)).old == {"person": str(office.pk)}
    assert AuditRow.objects.filter(policy="person.write", object_id=str(office.pk)).count() == 1
    assert OfficeTerm.objects.get(pk=term.pk).version == term.version + 1


def test_two_memberships_are_not_merged(cast: Any) -> None:
    one, two = (make_member(cast, unit, "Lò Thị Mai") for unit in ("north_a", "north_b"))

    assert hindrances(cast, one.person, two.person) == [
        "Cả hai hồ sơ đều có: đảng viên. Chỉ được có một: kết thúc hoặc rút một bên trước."
    ]
    with pytest.raises(ValidationError):
        merge(cast, one.person, two.person)
    assert Member.objects.filter(person=two.person).exists()


def test_two_accounts_are_not_merged(cast: Any) -> None:
    one, two = holder(cast), holder(cast, office=Office.COMMITTEE_MEMBER)
    account(cast, one, "mai.lo")
    account(cast, two, "mai.lo2")

    assert len(hindrances(cast, one, two)) == 1


def test_one_office_recorded_twice_is_not_merged(cast: Any) -> None:
    one, two = holder(cast), holder(cast)

    assert len(hindrances(cast, one, two)) == 1


def test_who_gave_a_right_to_the_other_record_is_not_merged_with_it(cast: Any) -> None:
    one, two = holder(cast), holder(cast, office=Office.CLERK)
    term = OfficeTerm.objects.get(person=two)
    Grant.objects.create(
        person=two, office_term=term, domain="office", unit=cast.unit("north"), valid_from=date(2020, 1, 1),
        decision="QĐ-1", granted_by=one,
    )  # fmt: skip

    assert hindrances(cast, one, two)
    assert hindrances(cast, two, one)


@pytest.mark.parametrize(("domain", "count"), [("lead", 1), ("insp", 1), ("audit", 1), ("sys", 1), ("office", 0)])
def test_merger_gives_an_account_no_right_that_needs_a_second_person(cast: Any, domain: str, count: int) -> None:
    ghost, office = Person.named("Lò Thị Mai"), holder(cast)
    ghost.save()
    account(cast, ghost, "mai.lo")
    actions.grant(
        OfficeTerm.objects.get(person=office), domain, cast.unit("north"), decision="QĐ-1",
        valid_from=date(2020, 1, 1), by=None, on=cast.today,
    )  # fmt: skip

    assert len(hindrances(cast, ghost, office)) == len(hindrances(cast, office, ghost)) == count


def test_inspection_and_log_supervision_do_not_come_into_one_hand(cast: Any) -> None:
    one, two = cast.people["root_inspector"], cast.people["auditor"]

    assert "kiểm tra và giám sát nhật ký" in hindrances(cast, one, two)[-1]


def test_nobody_merges_their_own_record(cast: Any) -> None:
    office, officer = holder(cast), cast.people["root_officer"]

    for kept, merged in ((officer, office), (office, officer)):
        with pytest.raises(access.NotAllowed):
            merge(cast, kept, merged)


def test_record_out_of_reach_is_not_merged(cast: Any) -> None:
    near, far = holder(cast), holder(cast, unit="south")

    with pytest.raises(access.NotAllowed):
        merge(cast, near, far, by="north_officer")


def test_merger_is_refused_where_something_else_was_looked_at(cast: Any) -> None:
    one, two = holder(cast), holder(cast, office=Office.CLERK)
    looked_at = merging.plan(one, two, on=cast.today).digest
    actions.take_office(
        two, cast.unit("north_a"), Office.CLERK, how="assigned", decision="QĐ-9", from_on=date(2021, 1, 1), by=None,
        on=cast.today,
    )  # fmt: skip

    with pytest.raises(ValidationError):
        actions.merge_people(
            one, two, digest=looked_at, reason="một người", by=cast.person("root_officer"), on=cast.today
        )


def test_last_merger_is_undone_first(cast: Any) -> None:
    one, two, three = holder(cast), holder(cast, office=Office.CLERK), holder(cast, office=Office.COMMITTEE_MEMBER)
    first = merge(cast, one, two)
    merge(cast, one, three)

    with pytest.raises(ValidationError):
        actions.part_people(first, reason="nhầm người", by=cast.person("root_officer"), on=cast.today)


def test_every_field_of_a_person_takes_the_other_record(cast: Any) -> None:
    """No table makes `plan` stumble, whatever its keys and constraints are."""
    one, two = holder(cast), holder(cast, office=Office.CLERK)

    plan = merging.plan(one, two, on=cast.today)

    assert all(isinstance(merging.field_of(move.key), models.ForeignKey) for move in plan.moves)
    assert [move.label for move in plan.moves] == ["chức vụ"]


def test_records_are_looked_at_merged_and_parted_in_the_pages(cast: Any, signed_in: Any) -> None:
    member, office = make_member(cast, "north_a", "Lò Thị Mai"), holder(cast)
    client, page = signed_in("root_officer"), reverse("units:person", args=[member.person_id])

    offered = client.get(page).text
    chosen = client.get(reverse("units:merge_choose", args=[member.person_id]), {"other": str(office.pk)})
    look = client.get(chosen["Location"])
    form = client.get(reverse("units:merge_person", args=[member.person_id]), {"other": str(office.pk)})
    fields = {name: form.context["form"].initial[name] for name in ("other", "digest")}
    done = client.post(
        reverse("units:merge_person", args=[member.person_id]), {**fields, "reason": "nhập hai lần"}, follow=True
    )
    gone = client.get(reverse("units:person", args=[office.pk]))
    parted = client.post(reverse("units:part_person", args=[member.person_id]), {"reason": "nhầm người"}, follow=True)

    assert chosen["Location"] in offered
    assert "Phó bí thư" in look.text
    assert "nhập hai lần" in done.text
    assert gone.status_code == 404
    assert OfficeTerm.objects.get(office="DEPUTY_SECRETARY").person == office
    assert "nhầm người" in parted.text


@pytest.mark.parametrize(
    ("who", "status"), [("root_officer", 200), ("north_officer", 200), ("south_officer", 404), ("operator", 403)]
)
def test_merging_is_for_the_organisation_board(cast: Any, signed_in: Any, who: str, status: int) -> None:
    one, two = holder(cast), holder(cast, office=Office.CLERK)
    client = signed_in(who)

    assert client.get(reverse("units:merge_look", args=[one.pk, two.pk])).status_code == status
    assert client.get(reverse("units:merge_choose", args=[one.pk])).status_code == status
