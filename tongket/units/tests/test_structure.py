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
    client.post("/units/NORTH-C/dissolve/", {**PAPER, "from_on": "04/01/2021", "step": "save"})
    assert not Place.objects.get(unit__code="NORTH-C").is_living
    page = client.get("/units/NORTH-C/").content.decode()
    assert page.count("15-QĐ/ĐUK") == 4


def test_unit_is_merged_into_another(cast: Any, signed_in: Any) -> None:
    signed_in("root_officer").post("/units/NORTH-B/merge/", {**PAPER, "into": "NORTH-A", "step": "save"})

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


# --- Merge, split, dissolve: what was decided, a look, the deed -------------------------------------------------------

SPLIT = {
    **PAPER,
    "name_1": "Chi bộ Thanh tra",
    "short_name_1": "CB Thanh tra",
    "code_1": "NORTH-C",
    "kind": "CELL",
    "stands": "beside",
    "ends": "lives",
}


def test_merger_is_looked_at_before_it_is_done(cast: Any, signed_in: Any) -> None:
    page = signed_in("root_officer").post("/units/NORTH-A/merge/", {**PAPER, "into": "NORTH-B"})

    text = page.content.decode()
    assert "15-QĐ/ĐUK" in text
    assert "Người North A Secretary" in text  # whose office ends
    assert 'value="save"' in text
    assert Place.objects.get(unit__code="NORTH-A").is_living


@pytest.mark.parametrize("way", ["merge", "split", "dissolve"])
def test_the_unit_above_is_offered_as_the_one_that_decided(cast: Any, signed_in: Any, way: str) -> None:
    page = signed_in("root_officer").get(f"/units/NORTH-A/{way}/")

    assert page.context["form"]["issuer"].value() == cast.unit("north").place.name


def test_unit_that_was_merged_says_into_which(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    client.post("/units/NORTH-A/merge/", {**PAPER, "into": "NORTH-B", "step": "save"})

    for address in ("/units/", "/units/NORTH-A/", "/units/NORTH-B/"):
        text = client.get(address).content.decode()
        assert "đã sáp nhập vào Chi bộ Nghiệp vụ" in text, address
        assert "đã giải thể" not in text


def test_unit_is_split_and_the_new_one_stands_beside_it(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    office = OfficeTerm.objects.get(unit=cast.unit("north_a"))

    look = client.post("/units/NORTH-A/split/", SPLIT).content.decode()
    answer = client.post("/units/NORTH-A/split/", {**SPLIT, "step": "save", f"offices-{office.pk}": "0"})
    old = client.get("/units/NORTH-A/").content.decode()

    assert f'name="offices-{office.pk}"' in look
    assert answer.status_code == 302
    assert 'href="/units/NORTH-C/"' in old
    assert Place.objects.get(unit__code="NORTH-C").parent == cast.unit("north")
    assert OfficeTerm.objects.get(unit__code="NORTH-C").person == office.person


def test_unit_that_ended_by_a_split_names_its_parts(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    second = {"name_2": "Chi bộ Pháp chế", "short_name_2": "CB Pháp chế", "code_2": "NORTH-D"}

    client.post("/units/NORTH-A/split/", {**SPLIT, **second, "ends": "ends", "step": "save"})

    text = client.get("/units/NORTH-A/").content.decode()
    assert "đã chia tách thành CB Thanh tra, CB Pháp chế" in text
    assert 'href="/units/NORTH-D/"' in text


def test_split_makes_short_name_and_code_of_the_name_and_the_old_code(cast: Any, signed_in: Any) -> None:
    typed = {**SPLIT, "short_name_1": "", "code_1": "", "name_2": "Chi bộ Pháp chế"}
    client = signed_in("root_officer")

    look = client.post("/units/NORTH-A/split/", typed).text
    client.post("/units/NORTH-A/split/", {**typed, "step": "save"})

    names = Place.objects.filter(unit__code__in=["NORTH-A-2", "NORTH-A-3"]).order_by("unit__code")
    assert "Chi bộ Thanh tra (CB Thanh tra, NORTH-A-2), Chi bộ Pháp chế (CB Pháp chế, NORTH-A-3)" in look
    assert list(names.values_list("short_name", flat=True)) == ["CB Thanh tra", "CB Pháp chế"]


def test_second_event_of_a_day_is_refused_with_the_name_the_day_and_the_decision(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    client.post("/units/NORTH-A/split/", {**SPLIT, "step": "save"})

    again = client.post("/units/NORTH-C/rename/", {**PAPER, "name": "Chi bộ Khác", "short_name": "CB Khác"})

    assert again.status_code == 422
    assert "Chi bộ Thanh tra" in again.text
    assert "theo quyết định 15-QĐ/ĐUK" in again.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"short_name_2": "CB Khác"}, "Hãy nhập tên của đơn vị này"),
        ({"ends": "ends"}, "ít nhất hai đơn vị"),
        ({"name_2": "Chi bộ Khác", "short_name_2": "Khác", "code_2": "NORTH-C"}, "cùng mã"),
        ({"code_1": "NORTH-B"}, "Mã NORTH-B đã có"),
        ({"stands": "under"}, "không được trực thuộc"),
    ],
)
def test_split_says_what_is_wrong_and_keeps_what_was_typed_and_chosen(
    cast: Any, signed_in: Any, change: dict[str, str], words: str
) -> None:
    chosen = {"offices-1": "0", "step": "save"}

    answer = signed_in("root_officer").post("/units/NORTH-A/split/", {**SPLIT, **chosen, **change})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "CB Thanh tra" in text
    assert 'name="offices-1" value="0"' in text


def test_one_more_unit_is_offered_without_losing_what_was_typed(cast: Any, signed_in: Any) -> None:
    typed = {**SPLIT, "name_2": "", "step": "more"}

    text = signed_in("root_officer").post("/units/NORTH-A/split/", typed).content.decode()

    assert 'name="name_3"' in text
    assert 'value="CB Thanh tra"' in text


def test_kind_is_changed_on_its_page(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")

    client.post("/units/NORTH-A/kind/", {**PAPER, "kind": "CELL", "sector": "ENTERPRISE"})

    assert Place.objects.get(unit__code="NORTH-A").sector == "ENTERPRISE"
    assert "Đổi loại hình" in client.get("/units/NORTH-A/").content.decode()


@pytest.mark.puts_right("org.StructuralEvent", "org.EventUnit", "org.EventChange")
def test_event_is_corrected_and_withdrawn_on_the_unit_page(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_officer")
    client.post("/units/NORTH-A/merge/", {**PAPER, "into": "NORTH-B", "step": "save"})
    link = cast.unit("north_b").event_links.get(event__kind="merge", side="after")

    page = client.get("/units/NORTH-B/").content.decode()
    assert f"/units/NORTH-B/events/{link.pk}/withdraw/" in page
    paper = {"number": "16-QĐ/ĐUK", "decided_on": "21/12/2020", "issuer": "Đảng uỷ Khối", "seen": "1"}
    client.post(f"/units/NORTH-B/events/{link.pk}/correct/", paper)
    client.post(f"/units/NORTH-B/events/{link.pk}/withdraw/", {"reason": "Nhập nhầm đơn vị"})

    text = client.get("/units/NORTH-A/").content.decode()
    assert Place.objects.get(unit__code="NORTH-A").is_living
    assert "16-QĐ/ĐUK" in text
    assert "Nhập nhầm đơn vị" in text
    assert f"/events/{link.pk}/withdraw/" not in text


def test_event_of_another_unit_is_not_found_here(cast: Any, signed_in: Any) -> None:
    link = cast.unit("south").event_links.get()

    assert signed_in("root_officer").get(f"/units/NORTH/events/{link.pk}/withdraw/").status_code == 404
    assert signed_in("north_officer").get(f"/units/SOUTH/events/{link.pk}/withdraw/").status_code == 404
