"""The order of the sections of an outline: rules, action, page."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.org.kinds import Kind
from tongket.org.saving import Conflict
from tongket.review import actions, queries
from tongket.review.rules import in_order, numbered, placed

LEVELS = {"0": 1, "I": 1, "I.1": 2, "I.2": 2, "I.2.1": 3, "I.2.2": 3, "I.3": 2, "II": 1}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([], list(LEVELS)),
        (["I.3", "I.1", "I.2"], ["0", "I", "I.3", "I.1", "I.2", "I.2.1", "I.2.2", "II"]),
        (["II", "0", "I", "I.2.2", "I.2.1"], ["II", "0", "I", "I.1", "I.2", "I.2.2", "I.2.1", "I.3"]),
        (["I.3", "I.1"], ["0", "I", "I.3", "I.1", "I.2", "I.2.1", "I.2.2", "II"]),  # one that came later
        (["nothing", "I"], list(LEVELS)),
    ],
)
def test_sections_follow_an_order_with_what_belongs_to_them(order: list[str], expected: list[str]) -> None:
    assert in_order(LEVELS, order) == expected


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ({}, list(LEVELS)),
        ({"I.3": 1}, ["0", "I", "I.3", "I.1", "I.2", "I.2.1", "I.2.2", "II"]),
        ({"0": 3}, ["I", "I.1", "I.2", "I.2.1", "I.2.2", "I.3", "II", "0"]),
        ({"I.1": 2, "I.2.1": 2}, ["0", "I", "I.2", "I.2.2", "I.2.1", "I.1", "I.3", "II"]),
        ({"I.1": 3, "I.2": 1, "I.3": 2}, ["0", "I", "I.2", "I.2.1", "I.2.2", "I.3", "I.1", "II"]),
    ],
)
def test_section_stands_at_the_place_that_was_typed(places: dict[str, int], expected: list[str]) -> None:
    assert placed(LEVELS, list(LEVELS), places) == expected


def test_headings_are_numbered_by_their_places() -> None:
    headings = [
        (1, "MỞ ĐẦU"),
        (1, "II- HAI"),
        (2, "3. Ba"),
        (3, "2.4. Bốn"),
        (3, "Không số"),
        (2, "1. Một"),
        (1, "I- MỘT"),
    ]

    assert numbered(headings) == ["MỞ ĐẦU", "I- HAI", "1. Ba", "1.1. Bốn", "Không số", "2. Một", "II- MỘT"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.CELL, Kind.GRASSROOTS_COMMITTEE])
def test_common_outline_keeps_its_own_numbers(kind: Kind) -> None:
    sections = queries.common_sections(kind)

    assert numbered((row.level, row.heading) for row in sections) == [row.heading for row in sections]


def test_order_holds_from_its_year_on_and_reviews_before_keep_theirs(cast: Any) -> None:
    unit, clerk = cast.unit("north"), {"by": cast.person("north_clerk"), "on": cast.today}
    kind = unit.place.the_kind
    common = [row.section for row in queries.outline(unit, kind, 2020)]
    ground = "Hướng dẫn số 5-HD/ĐUK"

    order = actions.order_outline(unit, kind, year=2020, order=["I.2", "I.1"], seen=0, decision=ground, **clerk)

    assert [row.section for row in queries.outline(unit, kind, 2019)] == common
    assert [row.section for row in queries.outline(cast.unit("south"), kind, 2021)] == common
    headings = [row.heading for row in queries.outline(unit, kind, 2021)]
    assert headings[2:4] == ["1. Công tác xây dựng Đảng", "1.1. Công tác chính trị, tư tưởng"]
    with pytest.raises(ValidationError):
        actions.order_outline(unit, kind, year=2021, order=["I.2", "I.1"], seen=1, decision=ground, **clerk)
    with pytest.raises(Conflict):
        actions.order_outline(unit, kind, year=2021, order=["I.1"], seen=order.version + 1, decision=ground, **clerk)


def test_sections_are_moved_by_buttons_and_numbers_and_saved_once(cast: Any, signed_in: Any) -> None:
    clerk = signed_in("north_clerk")
    url, unit = "/review/NORTH/2020/outline/order/", cast.unit("north")
    order = ",".join(row.section for row in queries.outline(unit, unit.place.the_kind, 2020))

    up = clerk.post(url, {"order": order, "seen": "0", "move": "up:I.2.5", "decision": "Theo"})
    typed = clerk.post(url, {"order": order, "seen": "0", "move": "place", "place_I.2.5": "1"})
    wrong = clerk.post(url, {"order": order, "seen": "0", "place_I.2.5": "99", "decision": "Hướng dẫn 5-HD/ĐUK"})
    sent = {"order": order, "seen": "0", "place_I.2.5": "1", "decision": "Hướng dẫn 5-HD/ĐUK"}
    saved = clerk.post(url, sent | {"idempotency_key": "3" * 32})

    assert "I.2.3,I.2.5,I.2.4" in up.text
    assert 'value="Theo"' in up.text
    assert "I.2,I.2.5,I.2.1" in typed.text
    assert wrong.status_code == 422
    assert saved.status_code == 302
    outline = clerk.get("/review/NORTH/2020/outline/").text
    assert "2.1. Đánh giá, xếp loại chất lượng" in outline
    value = queries.own_order(unit, unit.place.the_kind, 2020)
    assert value is not None
    page = clerk.get(f"/admin/values/{value.pk}/").text
    assert page.index("Đánh giá, xếp loại") < page.index("Công tác chính trị, tư tưởng")
    clerk.post(f"/admin/values/{value.pk}/withdraw/", {"reason": "xếp nhầm", "idempotency_key": "4" * 32})
    assert "2.5. Đánh giá, xếp loại chất lượng" in clerk.get("/review/NORTH/2020/outline/").text
