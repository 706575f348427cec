"""One record for one human: whoever is known is offered, nobody is taken or made silently."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tongket.members.models import Member
from tongket.members.tests.make import make_member
from tongket.org import access, actions
from tongket.org.models import Account, CommitteeKind, OfficeTerm, Person
from tongket.org.queries.known import matches

CLERK = "Người North Clerk"


def office(name: str = CLERK, **changes: Any) -> dict[str, Any]:
    return {"full_name": name, "office": "DEPUTY_SECRETARY", "how": "elected", "decision": "BB-2",
            "from_on": "01/01/2021", **changes}  # fmt: skip


def url(cast: Any, unit: str = "north") -> str:
    return reverse("units:take_office", args=[cast.unit(unit).code])


def test_office_of_a_known_name_asks_who_is_meant(cast: Any, signed_in: Any) -> None:
    answer = signed_in("root_officer").post(url(cast), office("nguoi  north clerk"))

    assert answer.status_code == 422
    assert "Cán bộ văn phòng, Đảng bộ Sở Phương Bắc" in answer.text
    assert not OfficeTerm.objects.filter(office="DEPUTY_SECRETARY").exists()


def test_chosen_person_takes_the_office(cast: Any, signed_in: Any) -> None:
    clerk = cast.people["north_clerk"]

    answer = signed_in("root_officer").post(url(cast), office(person=str(clerk.pk)))

    assert answer.status_code == 302
    assert OfficeTerm.objects.get(office="DEPUTY_SECRETARY").person == clerk


def test_somebody_else_of_the_name_is_entered_when_it_is_said(cast: Any, signed_in: Any) -> None:
    signed_in("root_officer").post(url(cast), office(person="another"))

    term = OfficeTerm.objects.get(office="DEPUTY_SECRETARY")
    assert term.person.full_name == CLERK
    assert term.person != cast.people["north_clerk"]


def test_name_that_nobody_bears_is_entered_without_a_question(cast: Any, signed_in: Any) -> None:
    answer = signed_in("root_officer").post(url(cast), office("Vừ A Páo"))

    assert answer.status_code == 302
    assert Person.objects.filter(full_name="Vừ A Páo").count() == 1


def test_person_out_of_reach_is_neither_offered_nor_taken(cast: Any, signed_in: Any) -> None:
    client, clerk = signed_in("south_officer"), cast.people["north_clerk"]

    answer = client.post(url(cast, "south"), office(person=str(clerk.pk)))

    assert answer.status_code == 302  # nobody of that name is known in the south
    assert OfficeTerm.objects.get(office="DEPUTY_SECRETARY").person != clerk
    with pytest.raises(access.NotAllowed):
        actions.take_office_by_name(
            cast.unit("south"), full_name=CLERK, office="CLERK", how="assigned", decision="QĐ-1",
            from_on=date(2021, 1, 1), person=clerk, by=cast.person("south_officer"), on=cast.today,
        )  # fmt: skip


def test_action_makes_nobody_silently(cast: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.take_office_by_name(
            cast.unit("north"), full_name=CLERK, office="CLERK", how="assigned", decision="QĐ-1",
            from_on=date(2021, 1, 1), by=cast.person("root_officer"), on=cast.today,
        )  # fmt: skip

    assert set(refusal.value.message_dict) == {"person"}


def test_roll_is_looked_through_and_tells_those_of_one_name_apart(cast: Any) -> None:
    first = make_member(cast, "north_a", "Lò Thị Mai", "111")
    second = make_member(cast, "north_b", "Lò Thị Mai", "222")
    Member.objects.filter(pk=second.pk).update(born_on=date(1990, 3, 4))

    by_birth = matches(
        "lo thi mai", cast.person("root_officer"), "office.write", on=cast.today, born_on=date(1990, 3, 4)
    )
    by_card = matches("Lò Thị Mai", cast.person("root_officer"), "office.write", on=cast.today, card_number="111")
    of_operator = matches("Lò Thị Mai", cast.person("operator"), "account.write", on=cast.today)

    assert [(match.person, match.is_sure) for match in by_birth] == [(second.person, True), (first.person, False)]
    assert [match.is_sure for match in by_card] == [True, False]
    assert by_card[0].about == "đảng viên Chi bộ Văn phòng, sinh ngày 06/05/1980, thẻ 111"
    assert {match.about for match in of_operator} == {"đảng viên Chi bộ Văn phòng", "đảng viên Chi bộ Nghiệp vụ"}


def test_seat_is_given_by_card_number_or_asks(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Lò Thị Mai", "111")
    term = actions.begin_term(
        cast.unit("north"), CommitteeKind.EXECUTIVE, name="2020–2025", how="elected", from_on=date(2020, 6, 1),
        until_on=date(2025, 6, 1), committee_size=7, by=cast.person("root_officer"), on=cast.today,
    )  # fmt: skip
    address = reverse("units:new_seat", args=[cast.unit("north").code, term.pk])
    client = signed_in("root_officer")

    asked = client.post(address, office("Lò Thị Mai", office="COMMITTEE_MEMBER"))
    by_card = client.post(address, office("Lò Thị Mai", office="COMMITTEE_MEMBER", card_number="111"))

    assert (asked.status_code, by_card.status_code) == (422, 302)
    assert OfficeTerm.objects.get(committee=term).person == member.person


def test_admission_offers_who_holds_an_office_and_is_no_member(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    fields = {
        "unit": cast.unit("north_a").code, "full_name": CLERK, "sex": "F", "born_on": "01/02/1990",
        "decision_number": "5-QĐ/ĐU", "decided_on": "01/12/2020", "decided_by": "Đảng ủy",
    }  # fmt: skip

    asked = client.post(reverse("members:new"), fields)
    done = client.post(reverse("members:new"), {**fields, "person": str(cast.people["north_clerk"].pk)})

    assert (asked.status_code, done.status_code) == (422, 302)
    assert Member.objects.get(person=cast.people["north_clerk"]).unit == cast.unit("north_a")


def test_account_is_made_for_a_member_from_the_roll(cast: Any, signed_in: Any) -> None:
    member = make_member(cast, "north_a", "Lò Thị Mai")
    client = signed_in("operator")
    fields = {"full_name": "Lo Thi Mai", "unit": cast.unit("north_a").code, "login": ""}

    asked = client.post(reverse("units:add_person"), fields)
    done = client.post(reverse("units:add_person"), {**fields, "person": str(member.person_id)}, follow=True)

    assert asked.status_code == 422
    assert "đảng viên Chi bộ Văn phòng" in asked.text
    assert Account.objects.get(person=member.person).username == "mai.lo"
    assert "In phiếu có mã" in done.text


def test_office_is_recorded_from_the_page_of_a_person(cast: Any, signed_in: Any) -> None:
    clerk = cast.people["north_clerk"]
    values = {"unit": "NORTH-A", "office": "DEPUTY_SECRETARY", "how": "elected", "decision": "BB-2",
              "from_on": "01/01/2021"}  # fmt: skip

    answer = signed_in("root_officer").post(reverse("units:person_office", args=[clerk.pk]), values)

    assert answer.status_code == 302
    assert OfficeTerm.objects.get(unit=cast.unit("north_a"), office="DEPUTY_SECRETARY").person == clerk


def test_name_of_a_member_is_corrected_with_their_record_alone(cast: Any) -> None:
    member = make_member(cast, "north_a", "Lò Thị Mai")

    with pytest.raises(ValidationError, match="trang của đảng viên"):
        actions.correct_name(
            member.person, full_name="Lò Thị Mài", reason="Gõ sai dấu", by=cast.person("root_officer"), on=cast.today
        )
