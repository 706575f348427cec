"""The page of components: there in the demonstration on this machine, and nowhere else."""

from typing import Any

import pytest

from tongket.pages.models import Draft


@pytest.mark.parametrize(
    ("who", "is_demo", "address", "status"),
    [
        ("north_clerk", True, "127.0.0.1", 200),
        ("stranger", True, "127.0.0.1", 200),
        ("north_clerk", False, "127.0.0.1", 404),
        ("north_clerk", True, "192.0.2.7", 403),
    ],
)
def test_page_of_components_is_there_in_the_demonstration_on_this_machine(
    cast: Any, signed_in: Any, settings: Any, who: str, is_demo: bool, address: str, status: int
) -> None:
    settings.TONGKET_DEMO = is_demo

    assert signed_in(who).get("/design/", HTTP_HOST="localhost", REMOTE_ADDR=address).status_code == status


def test_page_of_components_shows_each_in_its_states(cast: Any, signed_in: Any, settings: Any) -> None:
    settings.TONGKET_DEMO = True

    answer = signed_in("root_clerk").get("/design/", HTTP_HOST="localhost")

    page = answer.content.decode()
    for part in ("button-main", "is-warn", "notice is-error", "figure-card", "<svg", "depth-2", "pager", "data-picker"):
        assert part in page, part
    assert {row.is_bound for row in (answer.context["form"], answer.context["wrong"])} == {True, False}
    assert set(answer.context["wrong"].errors) >= {"name", "day", "number", "radio", "file", "member", "figure"}
    assert page.count("<tr") > 200


def test_page_of_components_saves_nothing(cast: Any, signed_in: Any, settings: Any) -> None:
    settings.TONGKET_DEMO = True

    answer = signed_in("root_clerk").post("/design/", {"name": "Thử", "figure": "members_total"}, HTTP_HOST="localhost")

    assert answer.status_code == 200
    assert "Trang này không lưu gì cả" in answer.content.decode()
    assert "figure" not in answer.context["wrong"].errors
    assert not Draft.objects.exists()
