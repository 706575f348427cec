"""Cards and yearly papers: noted, put right, and what they do to the record."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tongket.members.actions import papers
from tongket.members.models import Card, Member, YearlyPaper
from tongket.members.tests.make import make_member, officer

FIRST, SECOND = date(2019, 5, 1), date(2020, 5, 1)


def issue(cast: Any, member: Member, number: str, issued_on: date, reason: str = "exchanged") -> Card:
    return papers.issue_card(
        member, number=number, issued_on=issued_on, reason=reason, by=officer(cast), on=cast.today
    )  # fmt: skip


def receive(cast: Any, member: Member, **changes: Any) -> YearlyPaper:
    values: dict[str, Any] = {"kind": "residence", "year": 2020, "received_on": SECOND, "from_body": "Chi bộ Thôn Đông"}
    return papers.receive_paper(member, **{**values, **changes}, by=officer(cast), on=cast.today)


@pytest.mark.puts_right("members.Card")
def test_the_record_has_the_number_of_the_latest_card(cast: Any) -> None:
    member = make_member(cast, card_number="70.000001")

    issue(cast, member, "70.000009", SECOND)
    issue(cast, member, "70.000005", FIRST)
    later = member.cards.get(issued_on=SECOND)
    numbers = [member.card_number]
    papers.correct_card(
        later, number="70.000008", issued_on=SECOND, reason="lost", because="Ghi nhầm số", seen=later.version,
        by=officer(cast), on=cast.today,
    )  # fmt: skip
    numbers.append(Member.objects.get(pk=member.pk).card_number)
    for card in Card.objects.order_by("-issued_on"):
        papers.withdraw_card(card, reason="Ghi nhầm người", by=officer(cast), on=cast.today)
        numbers.append(Member.objects.get(pk=member.pk).card_number)

    assert numbers == ["70.000009", "70.000008", "70.000005", "70.000001"]


@pytest.mark.parametrize(
    ("number", "issued_on", "field"),
    [("", FIRST, "number"), ("70.000002", FIRST, "number"), ("70.000003", date(2009, 1, 1), "issued_on")],
)
def test_a_card_that_cannot_be_is_refused(cast: Any, number: str, issued_on: date, field: str) -> None:
    member = make_member(cast)
    make_member(cast, full_name="Trần Văn Khác", card_number="70.000002")

    with pytest.raises(ValidationError) as refused:
        issue(cast, member, number, issued_on)

    assert list(refused.value.message_dict) == [field]


@pytest.mark.rule("R-MEM-18", "R-MEM-19")
@pytest.mark.puts_right("members.YearlyPaper")
def test_a_yearly_paper_is_noted_corrected_and_withdrawn(cast: Any) -> None:
    member = make_member(cast)

    paper = receive(cast, member)
    with pytest.raises(ValidationError):
        receive(cast, member)
    with pytest.raises(ValidationError):
        receive(cast, member, year=2019, from_body="")
    receive(cast, member, kind="supplement", from_body="")
    papers.correct_paper(
        paper, kind="residence", year=2019, received_on=SECOND, from_body="Chi bộ Thôn Đoài", because="Ghi nhầm năm",
        seen=paper.version, by=officer(cast), on=cast.today,
    )  # fmt: skip
    papers.withdraw_paper(paper, reason="Ghi nhầm người", by=officer(cast), on=cast.today)

    assert [row.kind for row in member.yearly_papers.all()] == ["supplement"]


def test_cards_and_papers_are_put_right_on_the_page_of_those_who_keep_the_roll(cast: Any, signed_in: Any) -> None:
    member = make_member(cast)
    card = issue(cast, member, "70.000009", SECOND)
    paper = receive(cast, member)

    pages = [signed_in(who).get(f"/members/{member.pk}/").content.decode() for who in ("north_officer", "north_clerk")]

    for address in (f"cards/{card.pk}/withdraw/", f"papers/{paper.pk}/correct/"):
        assert [address in page for page in pages] == [True, False]
    assert all("Chi bộ Thôn Đông" in page for page in pages)
