"""The pages of the review and of the figures behind it."""

import re
from typing import Any

import pytest

from tongket.figures.declare import listed
from tongket.org.models import AuditRow
from tongket.regulations.models import LocalValue
from tongket.review.models import Review

PAGE = "/review/NORTH/2020/"


def test_each_figure_of_the_page_is_a_link_to_a_list_of_that_length(year: Any, signed_in: Any) -> None:
    client = signed_in("north_officer")
    page = client.get(PAGE).content.decode()

    links = set(re.findall(r'class="n" href="(/figures/members_admitted/[^"]+)"', page))

    assert links == {"/figures/members_admitted/NORTH/2020/"}
    rows = client.get(links.pop()).content.decode()
    assert len(set(re.findall(r'href="/members/[0-9a-f-]{36}/"', rows))) == 3


def test_reader_without_the_right_sees_the_number_alone(year: Any, signed_in: Any) -> None:
    page = signed_in("north_clerk").get("/figures/members_disciplined/NORTH/2020/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "&lt; 5" in text
    assert "Trần Thị Thử" not in text
    assert AuditRow.objects.filter(policy="discipline.read", result="refused").exists()


def test_inspector_past_the_fence_opens_the_rows(year: Any, signed_in: Any) -> None:
    page = signed_in("north_inspector", fence=True).get("/figures/members_disciplined/NORTH/2020/").content.decode()

    assert "Trần Thị Thử" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("north_clerk", 200),
        ("north_secretary", 200),
        ("root_clerk", 200),
        ("south_clerk", 404),
        ("north_a_secretary", 404),
        ("stranger", 403),
    ],
)
def test_page_is_for_the_unit_and_those_above(year: Any, signed_in: Any, who: str, status: int) -> None:
    assert signed_in(who).get(PAGE).status_code == status


@pytest.mark.puts_right("review.FreeText")
def test_draft_to_approval_through_the_pages(year: Any, signed_in: Any) -> None:
    clerk, secretary = signed_in("north_clerk"), signed_in("north_secretary")

    clerk.post(f"{PAGE}begin/", {"idempotency_key": "one"})
    clerk.post(f"{PAGE}begin/", {"idempotency_key": "one"})  # pressed twice
    clerk.post(f"{PAGE}text/II.2/", {"seen": "0", "text": "Do chưa kịp thời."})
    clerk.post(f"{PAGE}submit/", {"idempotency_key": "two"})
    answer = secretary.post(
        f"{PAGE}approve/", {"issued_on": "30/12/2020", "term_from_on": "01/08/2020", "idempotency_key": "three"}
    )

    assert answer.status_code == 302
    assert list(Review.objects.values_list("edition", "state", "number")) == [(1, "approved", 1)]
    word = secretary.get(f"{PAGE}word/")
    assert word["Content-Disposition"].startswith("attachment")
    assert word.content[:2] == b"PK"
    assert AuditRow.objects.filter(policy="review.export").count() == 1


def test_form_with_a_slip_keeps_what_was_typed_and_says_why(year: Any, signed_in: Any) -> None:
    clerk, secretary = signed_in("north_clerk"), signed_in("north_secretary")
    clerk.post(f"{PAGE}begin/")
    clerk.post(f"{PAGE}submit/")

    page = secretary.post(f"{PAGE}approve/", {"issued_on": "31/02/2020", "term_from_on": "01/08/2020"})

    assert page.status_code == 422
    assert "31/02/2020" in page.content.decode()
    assert Review.objects.get().state == "submitted"


def test_same_key_with_another_body_is_refused(year: Any, signed_in: Any) -> None:
    clerk = signed_in("north_clerk")
    clerk.post(f"{PAGE}begin/")
    address = f"{PAGE}text/II.2/"

    first = clerk.post(address, {"seen": "0", "text": "Một", "idempotency_key": "k"})
    second = clerk.post(address, {"seen": "1", "text": "Hai", "idempotency_key": "k"})

    assert (first.status_code, second.status_code) == (302, 422)


def test_second_writer_sees_both_versions(year: Any, signed_in: Any) -> None:
    clerk, officer = signed_in("north_clerk"), signed_in("north_officer")
    clerk.post(f"{PAGE}begin/")
    clerk.post(f"{PAGE}text/II.2/", {"seen": "0", "text": "Bản của văn phòng"})

    page = officer.post(f"{PAGE}text/II.2/", {"seen": "0", "text": "Bản của tổ chức"})

    text = page.content.decode()
    assert page.status_code == 409
    assert "Bản của văn phòng" in text
    assert "Bản của tổ chức" in text


def test_right_over_one_unit_shows_no_small_number_of_another(year: Any) -> None:
    from tongket.figures.counting import count
    from tongket.figures.declare import REGISTRY
    from tongket.figures.showing import Showing
    from tongket.org import actions
    from tongket.org.models import Office

    both = year.people["north_inspector"]
    shared = {"how": "assigned", "decision": "06", "from_on": year.today.replace(year=2015)}
    term = actions.take_office(both, year.unit("root"), Office.CLERK, **shared, by=None, on=year.today)
    actions.grant(term, "office", year.unit("root"), decision="07", valid_from=term.from_on, by=None, on=year.today)
    reader = year.behind_fence("north_inspector")
    counted = count(2020, under=year.unit("root"), figures=[REGISTRY["members_disciplined"]])
    showing = Showing(counted, reader, on=year.today)

    seen = [showing.of("members_disciplined", year.unit(name).pk).text for name in ("root", "north")]

    assert seen == ["< 5", "2"]


def rows_of(client: Any, url: str) -> int:
    return len(set(re.findall(r'href="/members/[0-9a-f-]{36}/"', client.get(url).content.decode())))


def link_of(client: Any) -> str:
    found = re.search(r'class="n" href="([^"]*members_admitted[^"]*)"', client.get(PAGE).content.decode())
    assert found is not None
    return found[1]


def test_list_behind_a_figure_ends_with_the_cut_off(year: Any, signed_in: Any) -> None:
    client = signed_in("north_officer")
    client.post(f"{PAGE}begin/")
    details = {"seen": "1", "cut_off": "15/12/2020", "place": "Sông Mẫu", "recipients": "Lưu"}
    client.post(f"{PAGE}details/", details)

    url = link_of(client)

    assert url == "/figures/members_admitted/NORTH/2020/?until=2020-12-15"
    assert rows_of(client, url) == 2


def test_figure_of_an_approved_review_opens_to_the_rows_kept_with_it(year: Any, signed_in: Any) -> None:
    from tongket.members import actions as members

    clerk, officer = signed_in("north_clerk"), signed_in("north_officer")
    clerk.post(f"{PAGE}begin/")
    clerk.post(f"{PAGE}submit/")
    signed_in("north_secretary").post(f"{PAGE}approve/", {"issued_on": "30/12/2020", "term_from_on": "01/08/2020"})
    members.admit(
        year.unit("north_a"),
        full_name="Lê Văn Thêm",
        sex="M",
        born_on=year.today.replace(year=1990),
        decision_number="09-QĐ/ĐUK",
        decided_on=year.today.replace(year=2020),
        decided_by="Đảng uỷ Khối",
        by=year.person("north_officer"),
        on=year.today,
    )

    url = link_of(officer)

    assert url == "/review/NORTH/2020/figures/members_admitted/"
    assert (rows_of(officer, url), rows_of(officer, "/figures/members_admitted/NORTH/2020/")) == (3, 4)
    assert "Trần Thị Thử" not in clerk.get("/review/NORTH/2020/figures/members_disciplined/").content.decode()


def test_rows_behind_the_fence_are_not_exported(year: Any, signed_in: Any) -> None:
    client = signed_in("north_inspector", fence=True)

    answer = client.get("/figures/members_disciplined/NORTH/2020/?export=xlsx&reason=kiem tra")

    assert answer["Content-Type"].startswith("text/html")
    assert "export=xlsx" not in client.get("/figures/members_disciplined/NORTH/2020/").content.decode()


def test_section_is_changed_on_its_page_from_the_year_on_and_withdrawn(signed_in: Any, year: Any) -> None:
    clerk = signed_in("north_clerk")
    fields = {"heading": "2.3. Phát triển đảng viên", "sentences": "Câu riêng.", "is_shown": "on"}
    url = "/review/NORTH/2020/outline/I.2.3/"

    without_ground = clerk.post(url, fields)
    clerk.post(url, fields | {"decision": "Hướng dẫn số 5-HD/ĐUK", "idempotency_key": "1" * 32})
    value = LocalValue.objects.get()

    assert without_ground.status_code == 422
    assert "Câu riêng." in clerk.get(f"/admin/values/{value.pk}/").text
    assert clerk.get("/admin/outline/", follow=True).status_code == 200
    clerk.post(f"/admin/values/{value.pk}/withdraw/", {"reason": "sửa nhầm mục", "idempotency_key": "2" * 32})
    assert "Phát triển đảng viên" not in clerk.get("/review/NORTH/2020/outline/").text
    assert clerk.get(f"/admin/values/{value.pk}/correct/").status_code == 404


def test_section_of_the_outline_names_its_own_figures_and_leads_to_the_others(cast: Any, signed_in: Any) -> None:
    clerk = signed_in("north_clerk")

    section = clerk.get("/review/NORTH/2020/outline/0/").text
    outline = clerk.get("/review/NORTH/2020/outline/").text

    assert "members_women" in section
    assert sum(f"– {figure.key}" in section for figure in listed()) == 4
    assert all(figure.key in outline for figure in listed())
