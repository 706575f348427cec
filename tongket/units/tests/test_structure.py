"""The pages that change the tree and the offices: what they do, what they refuse, what they say."""

from datetime import date
from typing import Any

import pytest

from tongket.org.models import AuditRow, Grant, OfficeTerm, Place, Unit

PAPER = {"number": "15-QĐ/ĐUK", "decided_on": "20/12/2020", "issuer": "Đảng uỷ Khối", "from_on": "01/01/2021"}
NEW = {
    "parent": "NORTH",
    "name": "Chi bộ Thanh tra",
    "short_name": "CB Thanh tra",
    "code": "NORTH-C",
    "kind": "CELL",
    "sector": "AGENCY",
}


def test_unit_is_founded_renamed_moved_and_dissolved(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")

    client.post("/units/new/", {**PAPER, **NEW})
    client.post(
        "/units/NORTH-C/rename/",
        {**PAPER, "name": "Chi bộ Pháp chế", "short_name": "CB Pháp chế", "from_on": "02/01/2021"},
    )
    client.post("/units/NORTH-C/move/", {**PAPER, "parent": "SOUTH", "from_on": "03/01/2021"})

    place = Place.objects.select_related("parent").get(unit__code="NORTH-C")
    assert (place.name, place.parent and place.parent.code, place.is_living) == ("Chi bộ Pháp chế", "SOUTH", True)
    client.post("/units/NORTH-C/dissolve/", {**PAPER, "from_on": "04/01/2021"})
    assert not Place.objects.get(unit__code="NORTH-C").is_living
    page = client.get("/units/NORTH-C/").content.decode()
    assert page.count("15-QĐ/ĐUK") == 4


def test_unit_is_merged_into_another(cast: Any, signed_in: Any) -> None:
    signed_in("root_officer").post("/units/NORTH-B/merge/", {**PAPER, "into": "NORTH-A"})

    merged = Place.objects.get(unit__code="NORTH-B")
    assert (merged.is_living, merged.parent_id) == (False, cast.unit("north_a").pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "NORTH-A"}, "Mã NORTH-A đã có"),
        ({"kind": "PROVINCIAL"}, "không được trực thuộc"),
        ({"code": "north c"}, "chữ in hoa"),
        ({"decided_on": "31/02/2020"}, "ngày/tháng/năm"),
    ],
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Any, signed_in: Any, change: dict[str, str], words: str
) -> None:
    answer = signed_in("root_officer").post("/units/new/", {**PAPER, **NEW, **change})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Chi bộ Thanh tra" in text
    assert not Unit.objects.filter(code="NORTH-C").exists()


@pytest.mark.parametrize(
    ("who", "status"), [("root_officer", 200), ("north_officer", 200), ("south_officer", 404), ("root_clerk", 403)]
)
def test_change_is_for_the_organisation_board_over_the_unit(cast: Any, signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get("/units/NORTH/rename/").status_code == status


def test_tree_is_shown_as_it_was(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    client.post("/units/NORTH/rename/", {**PAPER, "name": "Đảng bộ Sở Mới", "short_name": "Sở Mới"})

    before = client.get("/units/on/", {"day": "31/12/2020"}).content.decode()
    after = client.get("/units/on/", {"day": "01/01/2021"}).content.decode()

    assert "Đảng bộ Sở Phương Bắc" in before
    assert "Đảng bộ Sở Mới" in after
    assert "Đảng bộ Sở Phương Bắc" not in after


def test_office_is_taken_and_ended_with_its_rights(cast: Any, signed_in: Any) -> None:
    client = signed_in("north_officer")
    office = {
        "full_name": "Lê Thị Mẫu",
        "office": "CLERK",
        "how": "assigned",
        "decision": "04-QĐ/ĐU",
        "from_on": "01/12/2020",
    }

    client.post("/units/NORTH/offices/new/", office)

    term = OfficeTerm.objects.get(person__full_name="Lê Thị Mẫu")
    grant = Grant.objects.create(
        person=term.person, office_term=term, domain="office", unit=term.unit, valid_from=term.from_on, decision="05"
    )
    assert grant.is_running(cast.today)
    client.post(f"/units/NORTH/offices/{term.pk}/end/", {"until_on": "04/01/2021"})
    assert not Grant.objects.select_related("office_term").get(pk=grant.pk).is_running(date(2021, 1, 4))


def test_signing_in_and_failing_is_logged(cast: Any, signed_in: Any, client: Any) -> None:
    signed_in("north_clerk")
    client.post("/accounts/login/", {"login": "north_clerk", "password": "wrong-password"})
    client.post("/accounts/login/", {"login": "nobody", "password": "wrong-password"})

    rows = AuditRow.objects.filter(policy="account.login").order_by("number")
    assert [(row.result, row.actor) for row in rows] == [
        ("refused", str(cast.people["north_clerk"].pk)),
        ("refused", "system"),
    ]
