"""What is made of the names of people."""

from datetime import date
from typing import Any

from tongket.org.models import LONGEST_ORDER, Office, OfficeTerm, Person


def test_longest_name_has_room_for_its_order(db: None) -> None:
    names: list[Any] = [Person.named(name) for name in ("Ơ" * 120, "Ạ " * 60, "Ж" * 120)]

    for person in names:
        person.save()

    assert [len(person.name_order) for person in names] == [362, 300, LONGEST_ORDER]


def test_those_who_hold_offices_are_listed_by_rank_then_name(cast: Any, signed_in: Any) -> None:
    for name, office in (
        ("Lê Văn Đức", Office.COMMITTEE_MEMBER),
        ("Lê Văn Dũng", Office.COMMITTEE_MEMBER),
        ("Lê Văn Ưu", Office.DEPUTY_SECRETARY),
    ):
        person = Person.named(name)
        person.save()
        OfficeTerm.objects.create(
            unit=cast.unit("north"),
            person=person,
            office=office,
            how="ELECTED",
            decision="01",
            from_on=date(2015, 1, 1),
        )

    page = signed_in("north_clerk").get("/units/NORTH/").content.decode()

    names = ["North Secretary", "Lê Văn Ưu", "Lê Văn Dũng", "Lê Văn Đức", "North Inspector", "North Officer"]
    places = [page.index(name) for name in names]
    assert places == sorted(places)
