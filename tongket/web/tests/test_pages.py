"""Home, overview, errors: what they show, whom they refuse, how often they ask the database."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tongket.org import actions
from tongket.org.kinds import Kind


@pytest.mark.parametrize(
    ("who", "status"), [("north_clerk", 200), ("root_secretary", 200), ("south_clerk", 404), ("stranger", 403)]
)
def test_overview_is_for_the_unit_and_those_above(cast: Any, signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get("/units/NORTH/2020/").status_code == status


def test_overview_asks_as_often_for_many_units_as_for_few(cast: Any, signed_in: Any) -> None:
    client = signed_in("root_clerk")
    client.get("/units/ROOT/2020/")
    with CaptureQueriesContext(connection) as few:
        client.get("/units/ROOT/2020/")

    paper = actions.Decision("05-QĐ/ĐUK", cast.today, "Đảng uỷ Khối")
    for number in range(6):
        new = actions.NewUnit(
            f"MORE{number}", f"Chi bộ {number}", f"CB {number}", Kind.GRASSROOTS_CELL, cast.unit("root")
        )
        actions.create(new, paper, from_on=cast.today.replace(year=2019), by=None, on=cast.today)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/units/ROOT/2020/")

    assert "CB 5" in page.content.decode()
    assert len(many) == len(few)


def test_year_before_the_unit_is_not_found(cast: Any, signed_in: Any) -> None:
    assert signed_in("north_clerk").get("/units/NORTH/1999/").status_code == 404


def test_home_says_when_nothing_waits(cast: Any, signed_in: Any) -> None:
    page = signed_in("stranger").get("/").content.decode()

    assert "Chào đồng chí" in page


def test_refusal_says_why_and_whom_to_ask(cast: Any, signed_in: Any) -> None:
    page = signed_in("stranger").get("/members/new/")

    text = page.content.decode()
    assert page.status_code == 403
    assert "ban tổ chức" in text


def test_unknown_address_and_hidden_row_look_alike(cast: Any, signed_in: Any) -> None:
    client = signed_in("south_clerk")

    hidden, missing = client.get("/units/NORTH/2020/"), client.get("/units/NOWHERE/2020/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content.decode().count("Không tìm thấy") == missing.content.decode().count("Không tìm thấy")


def test_overview_exports_its_table(cast: Any, signed_in: Any) -> None:
    answer = signed_in("root_clerk").get("/units/ROOT/2020/?export=xlsx")

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:2] == b"PK"


def test_sign_in_refuses_a_wrong_password_and_locks_after_five(cast: Any, signed_in: Any, client: Any) -> None:
    signed_in("north_clerk")
    answers = [
        client.post("/accounts/login/", {"login": "north_clerk", "password": "wrong-password"}).status_code
        for _try in range(6)
    ]

    assert answers[:5] == [200, 200, 200, 200, 429]
