"""The head and foot of a unit's papers, from day to day."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongket.org import access
from tongket.org.actions import take_office
from tongket.org.models import HistoryRow, Office, Person
from tongket.regulations import actions, paper_rules, papers
from tongket.regulations.models import LocalValue, Setting
from tongket.regulations.papers import paper_of

NAMES = {"issuer": "Đảng uỷ\nSở Phương Bắc", "superior": "Đảng bộ Khối", "symbol": "ĐUPB"}


def put(cast: Any, key: str, value: Any, from_on: date, who: str = "north_clerk", **more: Any) -> LocalValue:
    return actions.set_value(
        cast.unit("north"),
        topic=Setting.PAPERS,
        key=key,
        value=value,
        decision="Quyết định số 5-QĐ/ĐU",
        from_on=from_on,
        by=cast.person(who),
        on=cast.today,
        **more,
    )


def test_paper_takes_names_and_secretary_of_the_tree_while_nothing_is_set(cast: Any) -> None:
    look = paper_of(cast.unit("north"), cast.today)

    assert look == papers.Paper(
        superior="Đảng bộ Khối các cơ quan tỉnh Sông Mẫu",
        issuer="Đảng uỷ Sở Phương Bắc",
        place="",
        symbol="ĐU",
        recipients=paper_rules.default_recipients(
            cast.unit("north").place.the_kind, "Đảng bộ Khối các cơ quan tỉnh Sông Mẫu"
        ),
        authority="T/M ĐẢNG UỶ",
        office="BÍ THƯ",
        signer="Người North Secretary",
    )


def test_paper_takes_what_held_on_its_day(cast: Any) -> None:
    put(cast, papers.NAMES, NAMES, date(2020, 7, 1))
    put(cast, papers.NAMES, NAMES | {"issuer": "Đảng uỷ Sở Phương Bắc mới"}, date(2021, 1, 1))

    days = [date(2020, 6, 30), date(2020, 7, 1), date(2020, 12, 31), date(2021, 1, 1)]
    issuers = [paper_of(cast.unit("north"), day).issuer for day in days]

    assert issuers == [
        "Đảng uỷ Sở Phương Bắc",
        "Đảng uỷ\nSở Phương Bắc",
        "Đảng uỷ\nSở Phương Bắc",
        "Đảng uỷ Sở Phương Bắc mới",
    ]


def test_place_holds_for_the_units_below_until_they_set_their_own(cast: Any) -> None:
    put(cast, papers.PLACE, "Sông Mẫu", date(2020, 1, 1))
    actions.set_value(
        cast.unit("north_a"), topic=Setting.PAPERS, key=papers.PLACE, value="Bến Mẫu", decision="Trụ sở mới",
        from_on=date(2020, 6, 1), by=cast.person("north_a_secretary"), on=cast.today,
    )  # fmt: skip

    places = {
        name: paper_of(cast.unit(name), cast.today).place for name in ("root", "north", "north_a", "north_b", "south")
    }

    assert places == {"root": "", "north": "Sông Mẫu", "north_a": "Bến Mẫu", "north_b": "Sông Mẫu", "south": ""}


def test_deputy_signs_for_a_time_and_then_the_secretary_again(cast: Any) -> None:
    deputy = Person.named("Lê Thị Phó")
    deputy.save()
    take_office(
        deputy, cast.unit("north"), Office.DEPUTY_SECRETARY, how="elected", decision="9-QĐ/ĐU",
        from_on=date(2020, 1, 1), by=None, on=cast.today,
    )  # fmt: skip
    signer = {"office": "DEPUTY_SECRETARY", "person": str(deputy.pk), "authority": "T/M ĐẢNG UỶ", "line": ""}

    put(cast, papers.SIGNER, signer, date(2020, 10, 1), until_on=date(2020, 11, 1))

    days = [date(2020, 9, 30), date(2020, 10, 1), date(2020, 10, 31), date(2020, 11, 1)]
    lines = [(look.office, look.signer) for look in (paper_of(cast.unit("north"), day) for day in days)]
    secretary, other = ("BÍ THƯ", "Người North Secretary"), ("PHÓ BÍ THƯ", "Lê Thị Phó")
    assert lines == [secretary, other, other, secretary]


def test_symbol_of_a_number_follows_the_day_of_the_paper(cast: Any) -> None:
    put(cast, papers.NAMES, NAMES, date(2020, 7, 1))

    assert papers.symbol_of(cast.unit("north"), date(2020, 6, 30)) == "ĐU"
    assert papers.symbol_of(cast.unit("north"), date(2020, 7, 1)) == "ĐUPB"


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("north_clerk", True),
        ("root_clerk", True),
        ("south_clerk", False),
        ("north_secretary", False),  # the matrix gives papers to the office
        ("north_a_secretary", False),
        ("operator", False),
        ("stranger", False),
    ],
)
def test_papers_are_set_by_the_office_alone(cast: Any, who: str, may: bool) -> None:
    if may:
        assert put(cast, papers.NAMES, NAMES, date(2021, 1, 1), who).set_by == cast.person(who)
    else:
        with pytest.raises(access.NotAllowed):
            put(cast, papers.NAMES, NAMES, date(2021, 1, 1), who)


def test_withdrawing_lets_what_it_ended_hold_on(cast: Any) -> None:
    put(cast, papers.NAMES, NAMES, date(2020, 7, 1))
    slip = put(cast, papers.NAMES, NAMES | {"issuer": "Nhầm"}, date(2021, 1, 1))

    actions.withdraw_value(slip, reason="nhập nhầm tên", by=cast.person("north_clerk"), on=cast.today)

    assert paper_of(cast.unit("north"), date(2021, 6, 1)).issuer == NAMES["issuer"]
    again = put(cast, papers.NAMES, NAMES | {"issuer": "Đúng"}, date(2021, 1, 1))
    assert paper_of(cast.unit("north"), date(2021, 6, 1)).issuer == again.value["issuer"]


def test_correction_keeps_the_old_words_and_moves_the_day(cast: Any) -> None:
    put(cast, papers.PLACE, "Sông Mâu", date(2020, 1, 1))
    row = put(cast, papers.PLACE, "Sông Mẫu", date(2020, 7, 1))

    actions.correct_value(
        row, seen=row.version, reason="ngày ghi trong quyết định", value="Sông Mẫu", decision=row.decision,
        from_on=date(2020, 6, 1), by=cast.person("north_clerk"), on=cast.today,
    )  # fmt: skip

    assert paper_of(cast.unit("north"), date(2020, 6, 15)).place == "Sông Mẫu"
    assert HistoryRow.objects.get(object_id=str(row.pk)).old["from_on"] == "2020-07-01"


def test_value_is_not_set_before_one_that_is_there_and_not_without_a_ground(cast: Any) -> None:
    put(cast, papers.PLACE, "Sông Mẫu", date(2020, 7, 1))

    for day in (date(2020, 7, 1), date(2020, 1, 1)):
        with pytest.raises(ValidationError):
            put(cast, papers.PLACE, "Bến Mẫu", day)
    with pytest.raises(ValidationError):
        actions.set_value(
            cast.unit("north"), topic=Setting.PAPERS, key=papers.PLACE, value="Bến Mẫu", decision=" ",
            from_on=date(2021, 1, 1), by=cast.person("north_clerk"), on=cast.today,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "is_capacity", "is_collective"),
    [
        ("T/M BAN THƯỜNG VỤ", True, True),
        ("T/M ĐẢNG ỦY", True, True),
        ("T/M ĐẢNG UỶ", True, True),
        ("K/T TRƯỞNG BAN", True, False),
        ("T/L BAN THƯỜNG VỤ", True, True),
        ("Q. TRƯỞNG BAN", True, False),
        ("TM. ĐẢNG ỦY", False, True),  # the way of the State
        ("TRƯỞNG BAN", False, False),
    ],
)
def test_lines_of_capacity_are_those_of_the_instruction(line: str, is_capacity: bool, is_collective: bool) -> None:
    assert paper_rules.is_capacity(line) == is_capacity
    assert paper_rules.is_for_a_collective_body(line) == is_collective


# --- Pages -----------------------------------------------------------------------------------------------------------

FORM = {"from_on": "01/07/2020", "decision": "Quyết định số 5-QĐ/ĐU"}


def test_office_sets_the_names_and_sees_them_on_the_paper(signed_in: Any, cast: Any) -> None:
    clerk = signed_in("north_clerk")

    answer = clerk.post("/admin/papers/NORTH/names/", NAMES | FORM | {"idempotency_key": "1" * 32}, follow=True)

    assert "SỞ PHƯƠNG BẮC" in answer.text
    assert "-BC/ĐUPB" in answer.text
    before = clerk.get("/admin/papers/NORTH/", {"on": "30/06/2020"}).text
    assert "-BC/ĐUPB" not in before.partition("<footer")[0]
    assert clerk.get("/admin/papers/NORTH/sample/").status_code == 200


def test_deputy_signing_kt_for_a_collective_body_is_refused_beside_the_field(signed_in: Any, cast: Any) -> None:
    holder = f"SECRETARY:{cast.people['north_secretary'].pk}"

    answer = signed_in("north_clerk").post(
        "/admin/papers/NORTH/signer/", FORM | {"holder": holder, "authority": "K/T BAN THƯỜNG VỤ", "line": ""}
    )

    assert answer.status_code == 422
    assert "Quyết định số 5-QĐ/ĐU" in answer.text  # nothing typed is lost
    assert not LocalValue.objects.exists()


@pytest.mark.puts_right("regulations.LocalValue")
def test_page_of_a_value_corrects_ends_and_withdraws_by_the_right_of_its_topic(signed_in: Any, cast: Any) -> None:
    row = put(cast, papers.PLACE, "Sông Mẫu", date(2020, 7, 1))
    clerk, secretary = signed_in("north_clerk"), signed_in("north_secretary")
    fields = {"value_field": "Bến Mẫu", "reason": "ghi nhầm", "seen": 1, "idempotency_key": "2" * 32}

    refused = secretary.post(f"/admin/values/{row.pk}/correct/", FORM | fields)
    answer = clerk.post(f"/admin/values/{row.pk}/correct/", FORM | fields, follow=True)

    assert refused.status_code == 403
    assert "Bến Mẫu" in answer.text
    assert "Sông Mẫu" in answer.text  # in the history
    assert secretary.get(f"/admin/values/{row.pk}/").status_code == 200
    ended = clerk.post(
        f"/admin/values/{row.pk}/end/",
        {"seen": 2, "until_on": "01/12/2020", "reason": "trụ sở chuyển đi", "idempotency_key": "3" * 32},
    )
    assert ended.status_code == 302
    withdrawn = clerk.post(f"/admin/values/{row.pk}/withdraw/", {"reason": "chưa từng có", "idempotency_key": "4" * 32})
    assert withdrawn.status_code == 302
    assert paper_of(cast.unit("north"), date(2020, 8, 1)).place == ""


def test_list_of_papers_asks_the_database_as_often_for_many_units_as_for_one(
    signed_in: Any, cast: Any, django_assert_num_queries: Any
) -> None:
    put(cast, papers.NAMES, NAMES, date(2020, 7, 1))
    counts = []
    for who in ("north_a_secretary", "root_clerk"):
        client = signed_in(who)
        client.get("/admin/papers/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/admin/papers/").status_code == 200
        counts.append(len(queries))

    assert counts[1] <= counts[0] + 2
