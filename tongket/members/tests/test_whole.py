"""The whole file of a member: what stood on a day, what later packages add, who looked."""

import io
import zipfile
from datetime import date
from typing import Any

from django.utils import translation

from tongket.members.tests.make import begin, make_member
from tongket.members.views.whole import as_of
from tongket.org.models import AuditRow


def facts(section: Any) -> dict[str, str]:
    return {str(fact.label): fact.text for fact in section.facts}


def test_the_file_as_of_a_day_says_state_and_cell_of_then(cast: Any) -> None:
    member = make_member(cast)
    begin(cast, member, "EXEMPT", date(2020, 2, 1), until_on=date(2020, 8, 1))
    spells = list(member.spells.all())

    with translation.override("en"):
        before, during = (facts(as_of(member, spells, [], day)) for day in (date(2018, 5, 1), date(2020, 3, 1)))

    assert before["State"] == "not on the roll"
    assert during["State"] == "exempt from activities"
    assert during["Cell"] == member.unit.place.name


def test_the_page_opens_as_of_a_day_that_was_chosen(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    browser = signed_in("north_officer")

    answer = browser.get(f"/members/{member.pk}/day/?day=01/03/2020", follow=True)

    assert answer.redirect_chain == [(f"/members/{member.pk}/?day=01%2F03%2F2020", 302)]
    assert str(answer.context["record"].sections[0].title).endswith("01/03/2020")


def test_a_day_to_come_is_refused_beside_the_field(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)

    answer = signed_in("north_officer").get(f"/members/{member.pk}/day/?day=01/03/2090")

    assert answer.status_code == 422
    assert "Ngày này chưa tới." in answer.content.decode()


def test_who_looked_is_shown_to_those_alone_who_may_look(cast: Any, signed_in: Any) -> None:
    """S-11."""
    member = make_member(cast)

    pages = [signed_in(who).get(f"/members/{member.pk}/") for who in ("north_officer", "north_clerk")]

    titles = [{str(section.title) for section in page.context["record"].sections} for page in pages]
    assert [("Ai đã xem" in shown) for shown in titles] == [True, False]


def test_the_extract_asks_why_and_is_logged_with_the_reason(cast: Any, signed_in: Any) -> None:
    """S-34, S-39."""
    member = make_member(cast, card_number="70.000001")
    browser = signed_in("north_officer")
    address = f"/members/{member.pk}/extract/"

    asked, refused = browser.get(address), browser.get(f"{address}?reason=.")
    file = browser.get(f"{address}?reason=Nộp hồ sơ chuyển sinh hoạt")

    assert (asked.status_code, refused.status_code) == (200, 422)
    with zipfile.ZipFile(io.BytesIO(file.content)) as docx:
        body = docx.read("word/document.xml").decode()
    assert member.name in body
    assert "70.000001" in body
    row = AuditRow.objects.get(policy="member.read.export")
    assert (row.object_id, row.fields["reason"]) == (str(member.pk), "Nộp hồ sơ chuyển sinh hoạt")
